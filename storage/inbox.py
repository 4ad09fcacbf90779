"""What was heard: each update once; and what was done: each job once in its time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, delete, func, select

from consultation.conversation import Channel
from storage.rows import insert_or_ignore, insert_or_ignore_all
from storage.tables import firing, heard, quarantine


def first_time(db: Connection, channel: Channel, update_id: int, now: datetime) -> bool:
    """Whether this update was not heard before. Messengers may deliver one twice."""
    return bool(heard_first(db, [(channel, update_id)], now))


def heard_first(db: Connection, updates: Iterable[tuple[Channel, int]], now: datetime) -> set[tuple[Channel, int]]:
    """Those of these updates that were not heard before."""
    rows = [{"channel": channel, "update_id": update_id, "at": now} for channel, update_id in sorted(set(updates))]
    return {(Channel(row.channel), row.update_id) for row in insert_or_ignore_all(db, heard, rows)}


def put_aside_since(db: Connection, since: datetime) -> int:
    return db.execute(select(func.count()).select_from(quarantine).where(quarantine.c.at >= since)).scalar_one()


def forget_old(db: Connection, before: datetime) -> int:
    """Messengers keep an update for 24 hours; after that none comes again."""
    return db.execute(delete(heard).where(heard.c.at < before)).rowcount


def forget_firings(db: Connection, before: datetime) -> int:
    return db.execute(delete(firing).where(firing.c.at < before)).rowcount


def fired(db: Connection, job: str, beginning: str) -> int:
    """How many slots of a job that begin like this are taken."""
    taken = (firing.c.job == job) & firing.c.slot.startswith(beginning, autoescape=True)
    return db.execute(select(func.count()).select_from(firing).where(taken)).scalar_one()


def first_firing(db: Connection, job: str, slot: str, now: datetime) -> bool:
    """Whether a job has not run yet for this slot of time."""
    return insert_or_ignore(db, firing, {"job": job, "slot": slot, "at": now})
