"""What was heard: each update once; and those that could not be handled."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from consultation.conversation import Channel, Incoming
from storage.rows import insert_or_ignore
from storage.tables import firing, heard, quarantine


def first_time(db: Connection, channel: Channel, update_id: int, now: datetime) -> bool:
    """Whether this update was not heard before. Messengers may deliver one twice."""
    return insert_or_ignore(db, heard, {"channel": channel, "update_id": update_id, "at": now})


def put_aside(db: Connection, incoming: Incoming, traceback: str, now: datetime) -> None:
    """Keep an update that cannot be handled, for staff to see, and go on without it."""
    first_time(db, incoming.channel, incoming.update_id, now)
    values = {
        "channel": incoming.channel,
        "update_id": incoming.update_id,
        "chat_id": incoming.chat_id,
        "update": repr(incoming),
        "traceback": traceback,
        "at": now,
    }
    db.execute(insert(quarantine).values(**values))


def put_aside_since(db: Connection, since: datetime) -> int:
    return db.execute(select(func.count()).select_from(quarantine).where(quarantine.c.at >= since)).scalar_one()


def forget_old(db: Connection, before: datetime) -> int:
    """Messengers keep an update for 24 hours; after that none comes again."""
    return db.execute(delete(heard).where(heard.c.at < before)).rowcount


def first_firing(db: Connection, job: str, slot: str, now: datetime) -> bool:
    """Whether a job has not run yet for this slot of time."""
    return insert_or_ignore(db, firing, {"job": job, "slot": slot, "at": now})
