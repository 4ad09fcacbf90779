"""The audit log: who did what, and who looked at whose data. Rows are added, never changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from consultation.auditing import Action
from consultation.conversation import Channel, Sender
from storage.tables import audit


@dataclass(frozen=True)
class Entry:
    id: int
    at: datetime
    channel: str
    user_id: int
    user_name: str
    action: str
    topic_id: int | None
    stakeholder_id: int | None  # whose data were looked at; None once that person is forgotten
    detail: str


_COLUMNS = tuple(audit.c[name] for name in Entry.__dataclass_fields__)


def note(
    db: Connection,
    channel: Channel,
    who: Sender,
    action: Action,
    now: datetime,
    *,
    topic_id: int | None = None,
    stakeholder_id: int | None = None,
    detail: str = "",
) -> None:
    values = {"at": now, "channel": channel, "user_id": who.id, "user_name": who.name, "action": action}
    db.execute(insert(audit).values(**values, topic_id=topic_id, stakeholder_id=stakeholder_id, detail=detail))


def latest(
    db: Connection, topic_id: int | None, *, skip: int = 0, limit: int | None = None, until: int | None = None
) -> list[Entry]:
    """The newest first; of one topic, or of everything; none that is newer than the entry with the id `until`."""
    query = select(*_COLUMNS).order_by(audit.c.id.desc()).offset(skip)
    if topic_id is not None:
        query = query.where(audit.c.topic_id == topic_id)
    if until is not None:
        query = query.where(audit.c.id <= until)
    rows = db.execute(query if limit is None else query.limit(limit))
    return [Entry(**row._mapping) for row in rows]


def last(db: Connection, topic_id: int, action: Action) -> Entry | None:
    """Who did this to a topic most recently."""
    done = (audit.c.topic_id == topic_id) & (audit.c.action == action)
    row = db.execute(select(*_COLUMNS).where(done).order_by(audit.c.id.desc()).limit(1)).first()
    return None if row is None else Entry(**row._mapping)


def did_any(db: Connection, topic_id: int, channel: Channel, user_id: int, actions: Iterable[Action]) -> bool:
    """Whether this person did any of these to a topic."""
    theirs = (audit.c.topic_id == topic_id) & (audit.c.channel == channel) & (audit.c.user_id == user_id)
    return db.execute(select(audit.c.id).where(theirs, audit.c.action.in_(list(actions))).limit(1)).first() is not None


def forget_old(db: Connection, before: datetime) -> int:
    return db.execute(delete(audit).where(audit.c.at < before)).rowcount
