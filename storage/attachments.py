"""Files that people sent, as answers or in inquiries: at the messenger at first, until their content is fetched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, text, update

from consultation.conversation import Channel, File
from consultation.response import ResponseState
from storage.rows import new_id
from storage.tables import MISSING, attachment, response

TRIES = 10


@dataclass(frozen=True)
class Missing:
    """An attachment whose content is still only at the messenger."""

    id: int
    handle: str


def keep(db: Connection, response_id: int, question: str, channel: Channel, file: File, now: datetime) -> int:
    return new_id(
        db, insert(attachment).values(response_id=response_id, question=question, **_kept(channel, file, now))
    )


def enclose(db: Connection, remark_id: int, channel: Channel, file: File, now: datetime) -> int:
    """Keep a file that came with something that was said in an inquiry."""
    return new_id(db, insert(attachment).values(remark_id=remark_id, **_kept(channel, file, now)))


def _kept(channel: Channel, file: File, now: datetime) -> dict[str, object]:
    return {
        "channel": channel,
        "handle": file.id,
        "kind": file.kind,
        "name": file.name,
        "mime": file.mime,
        "size": file.size or 0,
        "content": file.content,
        "sent_at": now,
    }


def missing(db: Connection, channel: Channel, limit: int) -> list[Missing]:
    wanted = (attachment.c.channel == channel) & text(str(MISSING)) & (attachment.c.tries < TRIES)
    rows = db.execute(select(attachment.c.id, attachment.c.handle).where(wanted).order_by(attachment.c.id).limit(limit))
    return [Missing(row.id, row.handle) for row in rows]


def fetched(db: Connection, attachment_id: int, content: bytes) -> None:
    values = {"content": content, "size": len(content)}
    db.execute(update(attachment).where(attachment.c.id == attachment_id).values(**values))


def not_fetched(db: Connection, attachment_id: int) -> None:
    tried = attachment.c.tries + 1
    db.execute(update(attachment).where(attachment.c.id == attachment_id).values(tries=tried))


def fetched_of(db: Connection, topic_id: int) -> dict[int, str]:
    """Whatever was sent in submitted responses to a topic, as far as its content is here: id -> type."""
    here = (
        select(attachment.c.id, attachment.c.mime)
        .join(response, response.c.id == attachment.c.response_id)
        .where(
            response.c.topic_id == topic_id,
            response.c.state == ResponseState.SUBMITTED,
            ~response.c.preview,
            attachment.c.content.is_not(None),
        )
    )
    return {row.id: row.mime for row in db.execute(here.order_by(attachment.c.id))}


def content(db: Connection, attachment_id: int) -> bytes | None:
    return db.execute(select(attachment.c.content).where(attachment.c.id == attachment_id)).scalar()
