"""Files that people sent as answers: kept by the messenger at first, until their content is fetched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, text, update

from consultation.conversation import Channel, File
from storage.rows import new_id
from storage.tables import MISSING, attachment

_TRIES = 10


@dataclass(frozen=True)
class Missing:
    """An attachment whose content is still only at the messenger."""

    id: int
    handle: str


def keep(db: Connection, response_id: int, question: str, channel: Channel, file: File, now: datetime) -> int:
    values = {
        "response_id": response_id,
        "question": question,
        "channel": channel,
        "handle": file.id,
        "kind": file.kind,
        "name": file.name,
        "mime": file.mime,
        "size": file.size,
        "sent_at": now,
    }
    return new_id(db, insert(attachment).values(**values))


def missing(db: Connection, channel: Channel, limit: int) -> list[Missing]:
    wanted = (attachment.c.channel == channel) & text(str(MISSING)) & (attachment.c.tries < _TRIES)
    rows = db.execute(select(attachment.c.id, attachment.c.handle).where(wanted).order_by(attachment.c.id).limit(limit))
    return [Missing(row.id, row.handle) for row in rows]


def fetched(db: Connection, attachment_id: int, content: bytes) -> None:
    values = {"content": content, "size": len(content)}
    db.execute(update(attachment).where(attachment.c.id == attachment_id).values(**values))


def not_fetched(db: Connection, attachment_id: int) -> None:
    tried = attachment.c.tries + 1
    db.execute(update(attachment).where(attachment.c.id == attachment_id).values(tries=tried))
