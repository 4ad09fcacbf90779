"""Test runs: people who answer a draft before anybody else is asked, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from storage.rows import insert_or_ignore
from storage.tables import stakeholder, trial


@dataclass(frozen=True)
class Trial:
    topic_id: int
    stakeholder_id: int
    name: str
    organisation: str
    told_at: datetime | None
    begun_at: datetime | None
    ended_at: datetime | None


def of_topic(db: Connection, topic_id: int) -> list[Trial]:
    columns = (trial.c.topic_id, trial.c.stakeholder_id, stakeholder.c.name, stakeholder.c.organisation)
    moments = (trial.c.told_at, trial.c.begun_at, trial.c.ended_at)
    mine = select(*columns, *moments).join(stakeholder, stakeholder.c.id == trial.c.stakeholder_id)
    rows = db.execute(mine.where(trial.c.topic_id == topic_id).order_by(trial.c.added_at, trial.c.stakeholder_id))
    return [Trial(*row) for row in rows]


def add(db: Connection, topic_id: int, stakeholder_id: int, now: datetime) -> None:
    insert_or_ignore(db, trial, {"topic_id": topic_id, "stakeholder_id": stakeholder_id, "added_at": now})


def clear(db: Connection, topic_id: int) -> None:
    db.execute(delete(trial).where(trial.c.topic_id == topic_id))


def told(db: Connection, one: Trial, now: datetime) -> None:
    """Told now: whoever is told again, of a changed draft perhaps, begins anew."""
    _set(db, one.topic_id, one.stakeholder_id, told_at=now, begun_at=None, ended_at=None)


def begun(db: Connection, topic_id: int, stakeholder_id: int, now: datetime) -> None:
    theirs = (trial.c.topic_id == topic_id) & (trial.c.stakeholder_id == stakeholder_id)
    db.execute(update(trial).where(theirs, trial.c.begun_at.is_(None)).values(begun_at=now))


def ended(db: Connection, topic_id: int, stakeholder_id: int, now: datetime) -> bool:
    """Whether this was a test run, and not the rehearsal of a member of staff."""
    return _set(db, topic_id, stakeholder_id, ended_at=now)


def _set(db: Connection, topic_id: int, stakeholder_id: int, **values: datetime | None) -> bool:
    theirs = (trial.c.topic_id == topic_id) & (trial.c.stakeholder_id == stakeholder_id)
    return db.execute(update(trial).where(theirs).values(**values)).rowcount > 0
