"""Campaigns: the same news for many people."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, false, insert, literal, update

from storage.deliveries import Lane, State, Subject
from storage.tables import outbox


def put(
    db: Connection,
    chosen: Select[Any],
    subject: Subject,
    now: datetime,
    *,
    faq_id: int | None = None,
    announcement_id: int | None = None,
    makes: str = "",
    due_at: datetime | None = None,
) -> int:
    """One message, written when it is sent, for every row of `chosen`: channel, chat_id, stakeholder_id, topic_id."""
    rows = chosen.add_columns(
        literal(subject),
        literal(int(Lane.CAMPAIGN)),
        literal(State.QUEUED),
        _moment(due_at or now),
        literal(0),
        literal(""),
        _moment(now),
        false(),
        literal(faq_id, outbox.c.faq_id.type),
        literal(announcement_id, outbox.c.announcement_id.type),
        literal(makes),
    )
    given = ["channel", "chat_id", "stakeholder_id", "topic_id"]
    names = [*given, "subject", "lane", "state", "due_at", "attempts", "error", "created_at"]
    names += ["to_group", "faq_id", "announcement_id", "makes"]
    return db.execute(insert(outbox).from_select(names, rows)).rowcount


def _moment(now: datetime) -> Any:
    return literal(now, outbox.c.due_at.type)


def cancel_invitations(db: Connection, topic_id: int, now: datetime) -> None:
    queued = (outbox.c.topic_id == topic_id) & (outbox.c.subject == Subject.INVITATION)
    cancelled = update(outbox).where(queued, outbox.c.state == State.QUEUED)
    db.execute(cancelled.values(state=State.CANCELLED, settled_at=now))


def cancel_queued(db: Connection, topic_id: int, subject: Subject, makes: str = "") -> int:
    """Drop what has not left yet of something that was to go to many; how many there were."""
    these = (outbox.c.topic_id == topic_id) & (outbox.c.subject == subject) & (outbox.c.makes == makes)
    return db.execute(delete(outbox).where(these, outbox.c.state == State.QUEUED)).rowcount


def cancel_to(db: Connection, stakeholder_id: int, now: datetime) -> None:
    """Call back what was to be written to somebody first: invitations, reminders, announcements."""
    theirs = (outbox.c.stakeholder_id == stakeholder_id) & ~outbox.c.to_group & (outbox.c.lane == Lane.CAMPAIGN)
    cancelled = update(outbox).where(theirs, outbox.c.state == State.QUEUED)
    db.execute(cancelled.values(state=State.CANCELLED, settled_at=now))
