"""How an open topic comes on, in figures; and which message in each group shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Select, exists, func, or_, select, update

from consultation.conversation import Channel
from consultation.response import ResponseState
from storage import campaigns
from storage.deliveries import UNKNOWN, Subject
from storage.rows import upsert
from storage.tables import invitation, outbox, response, stakeholder, stakeholder_field, watch


@dataclass(frozen=True)
class Share:
    """Of the people of one kind: how many were told, how many have handed in."""

    kind: str
    told: int
    submitted: int


@dataclass(frozen=True)
class Watch:
    """The status message of a topic in a group."""

    message_id: int | None
    shown: str  # a digest of what it says
    at: datetime


def _done(topic_id: int) -> ColumnElement[bool]:
    """Whether somebody who was invited has handed in."""
    submitted = exists().where(
        response.c.topic_id == topic_id,
        response.c.stakeholder_id == invitation.c.stakeholder_id,
        response.c.state == ResponseState.SUBMITTED,
        ~response.c.preview,
    )
    return or_(invitation.c.answered_at.is_not(None), submitted)


def by_kind(db: Connection, topic_id: int) -> list[Share]:
    """Kinds of stakeholders, the most numerous first. In an anonymous topic only that they answered is known."""
    done = _done(topic_id)
    rows = db.execute(
        select(stakeholder.c.kind, func.count().label("told"), func.count().filter(done).label("submitted"))
        .select_from(invitation)
        .join(stakeholder, stakeholder.c.id == invitation.c.stakeholder_id)
        .where(invitation.c.topic_id == topic_id, invitation.c.told_at.is_not(None))
        .group_by(stakeholder.c.kind)
        .order_by(func.count().desc(), stakeholder.c.kind)
    )
    return [Share(row.kind, row.told, row.submitted) for row in rows]


def silent(db: Connection, topic_id: int, at_least: int) -> list[tuple[str, str]]:
    """Segments of which many were told and nobody has answered: the question of the profile, and the choice."""
    columns = {"kind": stakeholder.c.kind, "fields": stakeholder_field.c.field, "province": stakeholder.c.province}
    return [
        (question, name)
        for question, column in columns.items()
        for name in db.execute(_silent(topic_id, column, at_least)).scalars()
    ]


def _silent(topic_id: int, column: Column[str], at_least: int) -> Select[Any]:
    told = select(column).select_from(invitation)
    told = told.join(stakeholder, stakeholder.c.id == invitation.c.stakeholder_id)
    if column.table is stakeholder_field:
        told = told.join(stakeholder_field, stakeholder_field.c.stakeholder_id == stakeholder.c.id)
    here = (invitation.c.topic_id == topic_id) & invitation.c.told_at.is_not(None) & (column != "")
    enough = (func.count() >= at_least) & (func.count().filter(_done(topic_id)) == 0)
    return told.where(here).group_by(column).having(enough).order_by(column)


def uncertain(db: Connection, topic_id: int) -> int:
    """Of how many invitations nobody knows whether they arrived; they are among those that have failed."""
    mine = (outbox.c.topic_id == topic_id) & (outbox.c.subject == "invitation")
    marked = (outbox.c.state == "failed") & (outbox.c.error == UNKNOWN)
    return db.execute(select(func.count()).where(mine, marked)).scalar_one()


def deliveries(db: Connection, topic_id: int) -> tuple[int, int]:
    """Of the invitations to a topic: how many are still on their way, how many have failed."""
    invitations = campaigns.of_topic(db, topic_id, Subject.INVITATION)
    return sum(one.left for one in invitations), sum(one.failed for one in invitations)


# -- the message ---------------------------------------------------------------------------------------------


def get(db: Connection, topic_id: int, channel: Channel, chat_id: int) -> Watch | None:
    here = (watch.c.topic_id == topic_id) & (watch.c.channel == channel) & (watch.c.chat_id == chat_id)
    row = db.execute(select(watch.c.message_id, watch.c.shown, watch.c.at).where(here)).first()
    return None if row is None else Watch(**row._mapping)


def keep(db: Connection, topic_id: int, channel: Channel, chat_id: int, shown: str, now: datetime) -> None:
    values = {"topic_id": topic_id, "channel": channel, "chat_id": chat_id, "shown": shown, "at": now}
    upsert(db, watch, ["topic_id", "channel", "chat_id"], values)


def stands_in(db: Connection, topic_id: int, channel: Channel, chat_id: int, message_id: int) -> None:
    here = (watch.c.topic_id == topic_id) & (watch.c.channel == channel) & (watch.c.chat_id == chat_id)
    db.execute(update(watch).where(here).values(message_id=message_id))


def move_chat(db: Connection, channel: Channel, old: int, new: int) -> None:
    here = (watch.c.channel == channel) & (watch.c.chat_id == old)
    db.execute(update(watch).where(here, watch.c.shown != "closed").values(shown=""))
    db.execute(update(watch).where(here).values(chat_id=new, message_id=None))


def on_its_way(db: Connection, topic_id: int, channel: Channel, chat_id: int) -> bool:
    pending = (
        (outbox.c.channel == channel)
        & (outbox.c.chat_id == chat_id)
        & (outbox.c.topic_id == topic_id)
        & (outbox.c.subject == "status")
        & outbox.c.state.in_(("queued", "sending"))
    )
    return db.execute(select(outbox.c.id).where(pending).limit(1)).first() is not None


def unfinished(db: Connection) -> set[int]:
    """Topics that some status message still shows as open."""
    return set(db.execute(select(watch.c.topic_id).where(watch.c.shown != "closed").distinct()).scalars())
