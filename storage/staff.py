"""Staff groups and the record of what staff did."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from consultation.conversation import Channel, Sender
from storage.rows import upsert
from storage.tables import audit, staff_group


def claim(db: Connection, channel: Channel, chat_id: int, title: str, now: datetime) -> None:
    values = {"channel": channel, "chat_id": chat_id, "title": title, "claimed_at": now, "active": True}
    upsert(db, staff_group, ["channel", "chat_id"], values)


def is_claimed(db: Connection, channel: Channel, chat_id: int) -> bool:
    here = (staff_group.c.channel == channel) & (staff_group.c.chat_id == chat_id) & staff_group.c.active
    return db.execute(select(staff_group.c.id).where(here)).first() is not None


def groups(db: Connection) -> list[tuple[Channel, int]]:
    rows = db.execute(select(staff_group.c.channel, staff_group.c.chat_id).where(staff_group.c.active))
    return [(Channel(row.channel), row.chat_id) for row in rows]


def move(db: Connection, channel: Channel, old: int, new: int) -> None:
    """A group became a supergroup: it keeps its claim under its new id."""
    here = (staff_group.c.channel == channel) & (staff_group.c.chat_id == old)
    db.execute(update(staff_group).where(here).values(chat_id=new))


def release(db: Connection, channel: Channel, chat_id: int) -> None:
    here = (staff_group.c.channel == channel) & (staff_group.c.chat_id == chat_id)
    db.execute(update(staff_group).where(here).values(active=False))


def note(
    db: Connection,
    channel: Channel,
    who: Sender,
    action: str,
    now: datetime,
    *,
    topic_id: int | None = None,
    detail: str = "",
) -> None:
    values = {"at": now, "channel": channel, "user_id": who.id, "user_name": who.name, "action": action}
    db.execute(insert(audit).values(**values, topic_id=topic_id, detail=detail))
