"""Invitations: who was asked to take part in which topic, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    delete,
    exists,
    func,
    insert,
    literal,
    select,
    update,
)

from consultation.response import ResponseState
from consultation.stakeholder import Stakeholder
from consultation.topic import Topic, TopicState
from storage import campaigns, segments, topics
from storage.campaigns import Campaign
from storage.deliveries import Subject
from storage.rows import insert_or_ignore
from storage.tables import invitation, response, stakeholder, topic

Part = Callable[[ColumnElement[int]], ColumnElement[bool]]

_UNDONE = "undone"


def publish(db: Connection, draft: Topic, now: datetime) -> int:
    """Open a topic and invite its audience; how many people."""
    topics.change(db, draft.id, state=TopicState.OPEN, opened_at=now, opens_at=None)
    return invite_audience(db, draft, now)


def close(db: Connection, topic_id: int, now: datetime) -> None:
    """Take no more answers, and tell nobody about it any more."""
    topics.change(db, topic_id, state=TopicState.CLOSED, closed_at=now)
    campaigns.cancel_of_topic(db, topic_id, Subject.INVITATION)


def count_told(db: Connection, topic_id: int) -> int:
    told = (invitation.c.topic_id == topic_id) & invitation.c.told_at.is_not(None)
    return db.execute(select(func.count()).select_from(invitation).where(told)).scalar_one()


def withdraw(db: Connection, topic_id: int, now: datetime, told_at: datetime | None = None) -> int:
    """Tell nobody about a topic any more, and tell those who know of it that it was taken back; how many."""
    campaigns.cancel_of_topic(db, topic_id, Subject.INVITATION)
    told = count_told(db, topic_id)
    campaigns.begin(db, Subject.WITHDRAWN, now, told, topic_id=topic_id, starts_at=told_at)
    return told


def take_back(db: Connection, topic_id: int, now: datetime) -> int:
    """As if it had never been published; those who know of it are told, how many. What they answered is kept."""
    for one in campaigns.of_topic(db, topic_id, Subject.INVITATION):
        campaigns.undo(db, one.id)
    told = count_told(db, topic_id)
    campaigns.begin(db, Subject.WITHDRAWN, now, told, topic_id=topic_id, makes=_UNDONE)
    return told


def undo_withdrawal(db: Connection, withdrawn: Topic, now: datetime) -> None:
    """Nobody has read yet that it was taken back, and nobody will; who was not told of it at all is told now."""
    campaigns.cancel_of_topic(db, withdrawn.id, Subject.WITHDRAWN)
    invite_audience(db, withdrawn, now)


def invite_audience(db: Connection, published: Topic, now: datetime) -> int:
    """Begin to invite everyone in the audience, and everyone invited earlier who was not told; how many people."""
    count = segments.count(db, published.audience)
    campaigns.begin(db, Subject.INVITATION, now, count, topic_id=published.id)
    return count


# -- chunks of the campaigns; `part` holds of the people who are looked at ------------------------------------


def enter(db: Connection, one: Campaign, part: Part) -> None:
    """An invitation for everyone in the audience who has none; of the others those who were not told count anew."""
    found = topics.get(db, one.topic_id or 0)
    if found is None:
        return
    of_topic = (invitation.c.topic_id == found.id) & part(invitation.c.stakeholder_id)
    db.execute(update(invitation).where(of_topic, invitation.c.told_at.is_(None)).values(invited_at=one.created_at))
    has_one = exists().where(invitation.c.topic_id == found.id, invitation.c.stakeholder_id == stakeholder.c.id)
    entered_at = literal(one.created_at, invitation.c.invited_at.type)
    chosen = select(literal(found.id, stakeholder.c.id.type), stakeholder.c.id, entered_at, literal(0), literal(""))
    chosen = chosen.where(part(stakeholder.c.id), segments.chooses(found.audience, by_number=True), ~has_one)
    names = ["topic_id", "stakeholder_id", "invited_at", "reminders", "decline_reason"]
    db.execute(insert(invitation).from_select(names, chosen))


def entered(_db: Connection, one: Campaign) -> ColumnElement[bool]:
    here = _theirs(one) & (invitation.c.invited_at == one.created_at)
    return stakeholder.c.notices & exists().where(
        here, invitation.c.told_at.is_(None), invitation.c.declined_at.is_(None)
    )


def knows(_db: Connection, one: Campaign) -> ColumnElement[bool]:
    return stakeholder.c.notices & exists().where(_theirs(one), invitation.c.told_at.is_not(None))


def forget_undone(db: Connection, one: Campaign, part: Part) -> None:
    """Of a publication that was taken back nothing stays."""
    if one.makes == _UNDONE:
        of_topic = (invitation.c.topic_id == one.topic_id) & part(invitation.c.stakeholder_id)
        db.execute(delete(invitation).where(of_topic))


def _theirs(one: Campaign) -> ColumnElement[bool]:
    return (invitation.c.topic_id == one.topic_id) & (invitation.c.stakeholder_id == stakeholder.c.id)


# -- one person ----------------------------------------------------------------------------------------------


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


def unfinished() -> ColumnElement[bool]:
    """Told of a topic, has not declined it, has not handed a response in."""
    submitted = exists().where(
        response.c.topic_id == invitation.c.topic_id,
        response.c.stakeholder_id == invitation.c.stakeholder_id,
        response.c.state == ResponseState.SUBMITTED,
        ~response.c.preview,
    )
    unanswered = invitation.c.answered_at.is_(None) & ~submitted
    return invitation.c.told_at.is_not(None) & invitation.c.declined_at.is_(None) & unanswered


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
            unfinished(),
        )
        .order_by(topic.c.closes_at)
    )
    return [(row.topic_id, row.started) for row in rows]
