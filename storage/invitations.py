"""Invitations: who was asked to take part in which topic, and what became of it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    delete,
    exists,
    func,
    insert,
    literal,
    null,
    or_,
    select,
    update,
)

from consultation.response import ResponseState
from consultation.stakeholder import Stakeholder, Standing
from consultation.topic import Topic, TopicState
from storage import campaigns, people, segments, topics
from storage.deliveries import State, Subject
from storage.rows import insert_or_ignore
from storage.tables import address, invitation, response, stakeholder, topic
from storage.tables import outbox as outbox_table


def publish(db: Connection, draft: Topic, now: datetime) -> int:
    """Open a topic and invite its audience; how many people."""
    topics.change(db, draft.id, state=TopicState.OPEN, opened_at=now, opens_at=None)
    return invite_segment(db, draft, now)


def close(db: Connection, topic_id: int, now: datetime) -> None:
    """Take no more answers, and tell nobody about it any more."""
    topics.change(db, topic_id, state=TopicState.CLOSED, closed_at=now)
    campaigns.cancel_invitations(db, topic_id, now)


def count_told(db: Connection, topic_id: int) -> int:
    told = (invitation.c.topic_id == topic_id) & invitation.c.told_at.is_not(None)
    return db.execute(select(func.count()).select_from(invitation).where(told)).scalar_one()


def withdraw(db: Connection, topic_id: int, now: datetime, told_at: datetime | None = None) -> int:
    """Tell nobody about a topic any more, and tell those who know of it that it was taken back; how many."""
    campaigns.cancel_invitations(db, topic_id, now)
    on_its_way = exists().where(
        outbox_table.c.topic_id == topic_id,
        outbox_table.c.stakeholder_id == stakeholder.c.id,
        outbox_table.c.subject == Subject.INVITATION,
        outbox_table.c.state == State.SENDING,
    )
    receivers = (
        select(address.c.channel, address.c.chat_id, invitation.c.stakeholder_id, invitation.c.topic_id)
        .join(stakeholder, stakeholder.c.id == invitation.c.stakeholder_id)
        .join(address, address.c.stakeholder_id == stakeholder.c.id)
        .where(invitation.c.topic_id == topic_id, invitation.c.told_at.is_not(None) | on_its_way)
        .where(stakeholder.c.notices, people.best_address())
        .order_by(invitation.c.stakeholder_id)
    )
    return campaigns.put(db, receivers, Subject.WITHDRAWN, now, due_at=told_at)


def take_back(db: Connection, topic_id: int, now: datetime) -> int:
    """As if it had never been published; those who know of it are told, how many. What they answered is kept."""
    told = withdraw(db, topic_id, now)
    db.execute(delete(invitation).where(invitation.c.topic_id == topic_id))
    return told


def undo_withdrawal(db: Connection, withdrawn: Topic, now: datetime) -> None:
    """Nobody has read yet that it was taken back, and nobody will; who was not told of it at all is told now."""
    campaigns.cancel_queued(db, withdrawn.id, Subject.WITHDRAWN)
    invite_untold(db, withdrawn, now)


def invite_untold(db: Connection, reopened: Topic, now: datetime) -> None:
    """The message of everyone who had not been told of a topic when it closed, and of everyone new in its audience."""
    untold = (invitation.c.topic_id == reopened.id) & invitation.c.told_at.is_(None)
    db.execute(update(invitation).where(untold).values(invited_at=now))
    invite_segment(db, reopened, now)


def invite_segment(db: Connection, published: Topic, now: datetime) -> int:
    """Enter an invitation for everyone in the audience who has none, and queue one message a person for it."""
    has_one = exists().where(invitation.c.topic_id == published.id, invitation.c.stakeholder_id == stakeholder.c.id)
    chosen = select(literal(published.id), stakeholder.c.id, literal(now, invitation.c.invited_at.type), literal(0))
    chosen = chosen.where(segments.chooses(published.audience), ~has_one)
    names = ["topic_id", "stakeholder_id", "invited_at", "reminders"]
    count = db.execute(insert(invitation).from_select(names, chosen)).rowcount
    _queue(db, published.id, now)
    return count


def _queue(db: Connection, topic_id: int, now: datetime) -> None:
    """Queue the invitation of everyone who was entered at `now`, at the messenger that they last wrote from."""
    entered = (invitation.c.topic_id == topic_id) & (invitation.c.invited_at == now) & invitation.c.told_at.is_(None)
    receivers = (
        select(address.c.channel, address.c.chat_id, invitation.c.stakeholder_id, invitation.c.topic_id)
        .join(stakeholder, stakeholder.c.id == invitation.c.stakeholder_id)
        .join(address, address.c.stakeholder_id == stakeholder.c.id)
        .where(entered, stakeholder.c.notices, people.best_address())
        .order_by(invitation.c.stakeholder_id)
    )
    campaigns.put(db, receivers, Subject.INVITATION, now)


def invite(db: Connection, topic_id: int, stakeholder_id: int, now: datetime) -> None:
    """Enter somebody who came by themselves; they see the topic now, so they have been told."""
    values = {"topic_id": topic_id, "stakeholder_id": stakeholder_id, "invited_at": now, "told_at": now}
    insert_or_ignore(db, invitation, values)


def _mine(topic_id: int, stakeholder_id: int) -> ColumnElement[bool]:
    return (invitation.c.topic_id == topic_id) & (invitation.c.stakeholder_id == stakeholder_id)


def opened(db: Connection, topic_id: int, stakeholder_id: int, now: datetime) -> None:
    """They looked at the topic; the first time counts."""
    first = _mine(topic_id, stakeholder_id) & invitation.c.opened_at.is_(None)
    told = func.coalesce(invitation.c.told_at, literal(now, invitation.c.told_at.type))
    db.execute(update(invitation).where(first).values(opened_at=now, told_at=told))


def known(db: Connection, topic_id: int, stakeholder_id: int) -> bool:
    """Whether they have begun with a topic, or want nothing of it: either way they know of it."""
    reacted = invitation.c.opened_at.is_not(None) | invitation.c.declined_at.is_not(None)
    return db.execute(select(literal(1)).where(_mine(topic_id, stakeholder_id), reacted)).first() is not None


def decline(db: Connection, topic_id: int, stakeholder_id: int, now: datetime) -> None:
    invite(db, topic_id, stakeholder_id, now)
    _change(db, topic_id, stakeholder_id, declined_at=now, remind_at=None)


def declined(db: Connection, stakeholder_id: int) -> set[int]:
    """The topics that somebody does not want to be asked about."""
    theirs = (invitation.c.stakeholder_id == stakeholder_id) & invitation.c.declined_at.is_not(None)
    return set(db.execute(select(invitation.c.topic_id).where(theirs)).scalars())


def give_reason(db: Connection, topic_id: int, stakeholder_id: int, reason: str) -> None:
    _change(db, topic_id, stakeholder_id, decline_reason=reason)


def undo_decline(db: Connection, topic_id: int, stakeholder_id: int) -> None:
    _change(db, topic_id, stakeholder_id, declined_at=None, decline_reason="")


def _change(db: Connection, topic_id: int, stakeholder_id: int, **values: object) -> None:
    db.execute(update(invitation).where(_mine(topic_id, stakeholder_id)).values(**values))


def remind_at(db: Connection, topic_id: int, stakeholder_id: int, moment: datetime) -> None:
    _change(db, topic_id, stakeholder_id, remind_at=moment)


def _unfinished() -> ColumnElement[bool]:
    """Told of a topic, has not declined it, has not handed a response in."""
    submitted = exists().where(
        response.c.topic_id == invitation.c.topic_id,
        response.c.stakeholder_id == invitation.c.stakeholder_id,
        response.c.state == ResponseState.SUBMITTED,
        ~response.c.preview,
    )
    unanswered = invitation.c.answered_at.is_(None) & ~submitted
    return invitation.c.told_at.is_not(None) & invitation.c.declined_at.is_(None) & unanswered


def plan_reminders(db: Connection, topic_id: int, moment: datetime) -> int:
    """A moment of the reminder plan has come: note it with everyone who was told before it and has not finished.

    Somebody who asked for "tomorrow" keeps that later moment.
    """
    later = invitation.c.remind_at > moment
    due = (invitation.c.topic_id == topic_id) & (invitation.c.told_at <= moment) & _unfinished()
    wanted = update(invitation).where(due, or_(invitation.c.remind_at.is_(None), ~later))
    return db.execute(wanted.values(remind_at=moment)).rowcount


def unplan_reminders(db: Connection, topic_id: int, moment: datetime) -> int:
    """Take back a reminder that was planned for exactly this moment; from how many people."""
    planned = update(invitation).where(invitation.c.topic_id == topic_id, invitation.c.remind_at == moment)
    return db.execute(planned.values(remind_at=None)).rowcount


def queue_reminders(db: Connection, now: datetime, today: date) -> int:
    """One reminder for each person for whom any is due, whatever the number of topics; at most one a day."""
    open_topic = exists().where(
        topic.c.id == invitation.c.topic_id, topic.c.state == TopicState.OPEN, topic.c.closes_at > now
    )
    due = (invitation.c.remind_at <= now) & open_topic & _unfinished()
    may = (
        (stakeholder.c.standing == Standing.MEMBER)
        & stakeholder.c.notices
        & or_(stakeholder.c.reminded_on.is_(None), stakeholder.c.reminded_on < today)
    )
    people_due = select(invitation.c.stakeholder_id).where(due)
    receivers = (
        select(address.c.channel, address.c.chat_id, stakeholder.c.id, null())
        .join(address, address.c.stakeholder_id == stakeholder.c.id)
        .where(stakeholder.c.id.in_(people_due), may, people.best_address())
        .order_by(stakeholder.c.id)
    )
    count = campaigns.put(db, receivers, Subject.REMINDER, now)
    if count:
        _note_reminded(db, due, today)
    return count


def _note_reminded(db: Connection, due: ColumnElement[bool], today: date) -> None:
    reminded = select(stakeholder.c.id).where(
        stakeholder.c.id.in_(select(invitation.c.stakeholder_id).where(due)),
        exists().where(address.c.stakeholder_id == stakeholder.c.id, address.c.reachable),
        or_(stakeholder.c.reminded_on.is_(None), stakeholder.c.reminded_on < today),
        stakeholder.c.notices,
    )
    db.execute(update(stakeholder).where(stakeholder.c.id.in_(reminded)).values(reminded_on=today))
    now_reminded = select(stakeholder.c.id).where(stakeholder.c.reminded_on == today)
    counted = update(invitation).where(due, invitation.c.stakeholder_id.in_(now_reminded))
    db.execute(counted.values(remind_at=None, reminders=invitation.c.reminders + 1))


def waiting_for(db: Connection, person: Stakeholder, now: datetime) -> list[tuple[int, bool]]:
    """Open topics that this person was told of and has not finished: topic id, and whether they have started."""
    started = exists().where(
        response.c.topic_id == invitation.c.topic_id,
        response.c.stakeholder_id == person.id,
        ~response.c.preview,
    )
    rows = db.execute(
        select(invitation.c.topic_id, started.label("started"))
        .join(topic, topic.c.id == invitation.c.topic_id)
        .where(
            invitation.c.stakeholder_id == person.id,
            topic.c.state == TopicState.OPEN,
            topic.c.closes_at > now,
            _unfinished(),
        )
        .order_by(topic.c.closes_at)
    )
    return [(row.topic_id, row.started) for row in rows]
