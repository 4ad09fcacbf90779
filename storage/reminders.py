"""Reminders: waves of them to everybody who has not finished a topic, and those that people asked for themselves.

One reminder names all that waits for a person. Nobody gets more than one a day: that, and whether anything waits, is
seen when it is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, case, exists, false, func, insert, literal, null, or_, select, update

from consultation.topic import TopicState
from storage import campaigns, people
from storage.campaigns import Campaign
from storage.deliveries import Lane, State, Subject, pending
from storage.invitations import unfinished
from storage.tables import address, invitation, outbox, stakeholder, topic

_AT_ONCE = 5000


def begin(db: Connection, topic_id: int, now: datetime, moment: datetime, count: int = 0) -> int:
    """A wave to everyone who was told of a topic before a moment and has not finished; nothing leaves earlier."""
    return campaigns.begin(db, Subject.REMINDER, now, count, topic_id=topic_id, starts_at=moment)


def count_silent(db: Connection, topic_id: int, moment: datetime) -> int:
    silent = (invitation.c.topic_id == topic_id) & _due_in_wave(moment)
    return db.execute(select(func.count()).select_from(invitation).where(silent)).scalar_one()


def _due_in_wave(moment: datetime) -> ColumnElement[bool]:
    """Somebody who asked for "tomorrow" keeps that later moment."""
    asked_for_later = invitation.c.remind_at.is_not(None) & (invitation.c.remind_at > moment)
    return (invitation.c.told_at <= moment) & ~asked_for_later & unfinished()


def silent(_db: Connection, wave: Campaign) -> ColumnElement[bool]:
    here = (invitation.c.topic_id == wave.topic_id) & (invitation.c.stakeholder_id == stakeholder.c.id)
    return _may_be_reminded(wave.created_at) & exists().where(here, _due_in_wave(wave.starts_at))


def _may_be_reminded(since: datetime) -> ColumnElement[bool]:
    """Of `stakeholder`: a member who wants notices, and is not owed a reminder nor has got one since that moment."""
    theirs = (outbox.c.stakeholder_id == stakeholder.c.id) & (outbox.c.subject == Subject.REMINDER)
    got_it = (outbox.c.state == State.SENT) & (outbox.c.settled_at >= since)
    covered = exists().where(theirs, or_(pending("outbox"), got_it))
    return people.is_member() & stakeholder.c.notices & ~covered


def queue_asked_for(db: Connection, now: datetime) -> int:
    """Those who asked to be reminded at a moment that has come; how many."""
    here = (invitation.c.topic_id == topic.c.id) & (topic.c.state == TopicState.OPEN) & (topic.c.closes_at > now)
    due = select(invitation.c.stakeholder_id).join(topic, here)
    due = due.where(invitation.c.remind_at <= now, unfinished())
    values = {
        "channel": address.c.channel,
        "chat_id": address.c.chat_id,
        "stakeholder_id": stakeholder.c.id,
        "subject": literal(Subject.REMINDER),
        "lane": literal(int(Lane.CAMPAIGN)),
        "to_group": false(),
        "state": literal(State.QUEUED),
        "due_at": literal(now, outbox.c.due_at.type),
        "created_at": literal(now, outbox.c.created_at.type),
        "attempts": literal(0),
        "error": literal(""),
    }
    at_home = address.c.stakeholder_id == stakeholder.c.id
    chosen = select(*values.values()).join_from(stakeholder, address, at_home)
    chosen = chosen.where(stakeholder.c.id.in_(due), _may_be_reminded(now), people.best_address())
    some = chosen.order_by(stakeholder.c.id).limit(_AT_ONCE)
    return db.execute(insert(outbox).from_select(list(values), some)).rowcount


def reminded(db: Connection, delivery_ids: Sequence[int], today: date, now: datetime) -> None:
    """These reminders have arrived: of everything that waits for their receivers."""
    theirs = select(outbox.c.stakeholder_id).where(outbox.c.id.in_(delivery_ids))
    db.execute(update(stakeholder).where(stakeholder.c.id.in_(theirs)).values(reminded_on=today))
    is_open = exists().where(
        topic.c.id == invitation.c.topic_id, topic.c.state == TopicState.OPEN, topic.c.closes_at > now
    )
    named = update(invitation).where(invitation.c.stakeholder_id.in_(theirs), is_open, unfinished())
    still = case((invitation.c.remind_at > now, invitation.c.remind_at), else_=null())
    db.execute(named.values(remind_at=still, reminders=invitation.c.reminders + 1))
