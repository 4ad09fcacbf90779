"""How far people came with a topic, counted by what they are: from the audience to those who handed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select

from consultation.response import ResponseState
from consultation.topic import Topic
from storage import segments
from storage.tables import address, invitation, invitee, response, stakeholder, stakeholder_field


class By(StrEnum):
    KIND = "kind"
    FIELD = "field"
    PROVINCE = "province"


@dataclass(frozen=True)
class Stage:
    """Of the people with one value of a characteristic."""

    value: str
    population: int  # of the audience now
    told: int
    reached: int  # told, and the messenger has not since said that they are gone
    started: int
    submitted: int


def stages(db: Connection, topic: Topic, by: By) -> list[Stage]:
    """The most numerous first. Somebody with several fields counts with each of them."""
    column: ColumnElement[Any] = stakeholder_field.c.field if by is By.FIELD else stakeholder.c[by]
    people_ = stakeholder.outerjoin(stakeholder_field) if by is By.FIELD else stakeholder
    value = func.coalesce(column, "")
    population = _counted(db, select(value, func.count()).select_from(people_).where(_audience(topic)).group_by(value))
    asked = people_.join(invitation, invitation.c.stakeholder_id == stakeholder.c.id)
    told, done = invitation.c.told_at.is_not(None), _submitted(topic.id)
    counted = (
        select(
            value.label("value"),
            func.count().filter(told).label("told"),
            func.count().filter(told, _reachable()).label("reached"),
            func.count().filter(or_(_begun(topic.id), done)).label("started"),
            func.count().filter(done).label("submitted"),
        )
        .select_from(asked)
        .where(invitation.c.topic_id == topic.id)
        .group_by(value)
    )
    found = {row.value: row for row in db.execute(counted)}
    rows = [
        Stage(one, population.get(one, 0), row.told, row.reached, row.started, row.submitted)
        if (row := found.get(one))
        else Stage(one, population.get(one, 0), 0, 0, 0, 0)
        for one in {*population, *found}
    ]
    return sorted(rows, key=lambda row: (-row.told, -row.population, row.value))


def population(db: Connection, topic: Topic) -> int:
    return segments.count(db, topic.audience)


def _counted(db: Connection, query: Any) -> dict[str, int]:
    return {row[0]: row[1] for row in db.execute(query)}


def _audience(topic: Topic) -> ColumnElement[bool]:
    return segments.chooses(topic.audience)


def _reachable() -> ColumnElement[bool]:
    return exists().where(address.c.stakeholder_id == stakeholder.c.id, address.c.reachable)


def _begun(topic_id: int) -> ColumnElement[bool]:
    theirs = and_(response.c.topic_id == topic_id, response.c.stakeholder_id == stakeholder.c.id, ~response.c.preview)
    return exists().where(theirs)


def _submitted(topic_id: int) -> ColumnElement[bool]:
    """Of an anonymous topic only the invitation still says that somebody has answered."""
    theirs = and_(response.c.topic_id == topic_id, response.c.stakeholder_id == stakeholder.c.id, ~response.c.preview)
    handed_in = exists().where(theirs, response.c.state == ResponseState.SUBMITTED)
    return or_(invitation.c.answered_at.is_not(None), handed_in)


# -- whom we asked, one by one -------------------------------------------------------------------------------


def never_came(db: Connection, topic_id: int) -> list[tuple[str, str, datetime]]:
    """Organisations that were to be asked by a personal link, which nobody has used: name, kind, when it was made."""
    unused = (invitee.c.topic_id == topic_id) & invitee.c.used_at.is_(None) & (invitee.c.organisation != "")
    rows = select(invitee.c.organisation, invitee.c.kind, invitee.c.made_at).where(unused)
    return [(row.organisation, row.kind, row.made_at) for row in db.execute(rows.order_by(invitee.c.id))]


@dataclass(frozen=True)
class Asked:
    """An organisation that was asked, by one of its people."""

    organisation: str
    kind: str
    told_at: datetime | None
    opened_at: datetime | None
    declined_at: datetime | None
    decline_reason: str
    reminders: int
    channel: str  # of the messenger; "" where no address is left
    submitted_at: datetime | None
    receipt: str


def asked(db: Connection, topic_id: int) -> list[Asked]:
    """In the order in which they were told. Not of anonymous topics."""
    best = (
        select(address.c.channel)
        .where(address.c.stakeholder_id == stakeholder.c.id)
        .order_by(address.c.reachable.desc(), address.c.heard_at.desc(), address.c.id)
        .limit(1)
        .scalar_subquery()
    )
    handed_in = and_(
        response.c.topic_id == topic_id,
        response.c.stakeholder_id == stakeholder.c.id,
        response.c.state == ResponseState.SUBMITTED,
        ~response.c.preview,
    )
    rows = db.execute(
        select(
            stakeholder.c.organisation,
            stakeholder.c.kind,
            invitation.c.told_at,
            invitation.c.opened_at,
            invitation.c.declined_at,
            invitation.c.decline_reason,
            invitation.c.reminders,
            func.coalesce(best, "").label("channel"),
            response.c.submitted_at,
            func.coalesce(response.c.receipt, "").label("receipt"),
        )
        .select_from(invitation)
        .join(stakeholder, stakeholder.c.id == invitation.c.stakeholder_id)
        .outerjoin(response, handed_in)
        .where(invitation.c.topic_id == topic_id)
        .order_by(invitation.c.told_at, stakeholder.c.id)
    )
    return [Asked(**row._mapping) for row in rows]
