"""What became of every invitation: one outcome a person, worked out from what is stored, never stored itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, exists, func, literal, select

from consultation.response import Response, ResponseState
from storage import responses
from storage.tables import address, invitation, invitee, referral, response, stakeholder, topic

_CHUNK = 1000


class Outcome(StrEnum):
    SUBMITTED = "submitted"
    BROKE_OFF = "broke_off"  # has begun and not handed in
    DELEGATED = "delegated"  # sent it on to a colleague
    DECLINED = "declined"
    BLOCKED = "blocked"  # no messenger takes anything for them
    EXPIRED = "expired"  # the topic closed before they began
    OPENED = "opened"
    REACHED = "reached"
    QUEUED = "queued"
    UNUSED = "unused"  # on a list, and has not come by their link


@dataclass(frozen=True)
class Line:
    """What became of one person's invitation."""

    outcome: Outcome
    name: str
    organisation: str
    kind: str
    invited_at: datetime | None
    reason: str = ""  # why they declined
    begun: Response | None = None  # what they have answered of it, where they broke off


def _of_theirs(state: ResponseState) -> ColumnElement[bool]:
    return exists().where(
        response.c.topic_id == invitation.c.topic_id,
        response.c.stakeholder_id == invitation.c.stakeholder_id,
        response.c.state == state,
        ~response.c.preview,
    )


def _closed(now: datetime) -> ColumnElement[bool]:
    over = topic.c.closed_at.is_not(None) | (topic.c.closes_at <= literal(now, topic.c.closes_at.type))
    return exists().where(topic.c.id == invitation.c.topic_id, over)


def _outcome(now: datetime) -> ColumnElement[str]:
    """The furthest that they came counts."""
    sent_on = exists().where(
        referral.c.topic_id == invitation.c.topic_id, referral.c.stakeholder_id == invitation.c.stakeholder_id
    )
    reachable = exists().where(address.c.stakeholder_id == invitation.c.stakeholder_id, address.c.reachable)
    return case(
        (invitation.c.answered_at.is_not(None) | _of_theirs(ResponseState.SUBMITTED), Outcome.SUBMITTED),
        (_of_theirs(ResponseState.OPEN), Outcome.BROKE_OFF),
        (sent_on, Outcome.DELEGATED),
        (invitation.c.declined_at.is_not(None), Outcome.DECLINED),
        (~reachable, Outcome.BLOCKED),
        (_closed(now), Outcome.EXPIRED),
        (invitation.c.opened_at.is_not(None), Outcome.OPENED),
        (invitation.c.told_at.is_not(None), Outcome.REACHED),
        else_=Outcome.QUEUED,
    )


def figures(db: Connection, topic_id: int, now: datetime) -> dict[Outcome, int]:
    outcome = _outcome(now).label("outcome")
    counted = select(outcome, func.count()).where(invitation.c.topic_id == topic_id).group_by(outcome)
    found = {Outcome(name): count for name, count in db.execute(counted)}
    unused = select(func.count()).where(invitee.c.topic_id == topic_id, invitee.c.used_at.is_(None))
    return found | {Outcome.UNUSED: db.execute(unused).scalar_one()}


def reasons(db: Connection, topic_id: int) -> dict[str, int]:
    """Why people declined, as far as they said."""
    said = (invitation.c.topic_id == topic_id) & (invitation.c.decline_reason != "")
    counted = select(invitation.c.decline_reason, func.count()).where(said).group_by(invitation.c.decline_reason)
    return {row[0]: row[1] for row in db.execute(counted)}


def lines(db: Connection, topic_id: int, now: datetime) -> Iterator[Line]:
    """Everybody who was invited, then those on a list who never came; in constant memory."""
    last = 0
    while rows := db.execute(_invited(topic_id, now).where(stakeholder.c.id > last).limit(_CHUNK)).all():
        begun = responses.begun_by(db, topic_id, [row.id for row in rows if row.outcome == Outcome.BROKE_OFF])
        yield from (_line(row, begun.get(row.id)) for row in rows)
        last = rows[-1].id
    unused = (invitee.c.topic_id == topic_id) & invitee.c.used_at.is_(None)
    for row in db.execute(select(invitee).where(unused).order_by(invitee.c.id)):
        yield Line(Outcome.UNUSED, row.name, row.organisation, row.kind, row.made_at)


def _invited(topic_id: int, now: datetime) -> Select[Any]:
    return (
        select(
            stakeholder.c.id,
            stakeholder.c.name,
            stakeholder.c.organisation,
            stakeholder.c.kind,
            invitation.c.invited_at,
            invitation.c.decline_reason,
            _outcome(now).label("outcome"),
        )
        .join(invitation, and_(invitation.c.stakeholder_id == stakeholder.c.id, invitation.c.topic_id == topic_id))
        .order_by(stakeholder.c.id)
    )


def _line(row: Row[Any], begun: Response | None) -> Line:
    return Line(Outcome(row.outcome), row.name, row.organisation, row.kind, row.invited_at, row.decline_reason, begun)
