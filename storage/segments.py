"""Segments: which members a rule chooses, as a condition of SQL; and the rules that were saved under a name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    delete,
    exists,
    false,
    func,
    insert,
    or_,
    select,
    update,
)

from consultation.response import ResponseState
from consultation.stakeholder import ANY, CONDITIONS, NONE, YES, Segment, Standing
from storage import people
from storage.rows import new_id
from storage.tables import address, invitation, response, segment, stakeholder, stakeholder_field

Values = tuple[str, ...]
Condition = ColumnElement[bool]


def _fields(values: Values) -> Condition:
    of_theirs = stakeholder_field.c.stakeholder_id == stakeholder.c.id
    return exists().where(of_theirs, stakeholder_field.c.field.in_(values))


def _verified(values: Values) -> Condition:
    ways = [
        stakeholder.c.verified_at.is_not(None) if one == YES else stakeholder.c.verified_at.is_(None) for one in values
    ]
    return or_(false(), *ways)


def _messengers(values: Values) -> Condition:
    here = (address.c.stakeholder_id == stakeholder.c.id) & address.c.reachable
    return exists().where(here, address.c.channel.in_(values)).correlate(stakeholder)  # not their best address


def _answered(values: Values) -> Condition:
    """Who has submitted answers to any of these topics; of anonymous ones the invitation says so."""
    theirs = (
        (response.c.stakeholder_id == stakeholder.c.id)
        & response.c.topic_id.is_not(None)
        & (response.c.state == ResponseState.SUBMITTED)
        & ~response.c.preview
    )
    topics = [int(one) for one in values if one not in (ANY, NONE)]
    ways: list[Condition] = [false()]
    unnamed = (invitation.c.stakeholder_id == stakeholder.c.id) & invitation.c.answered_at.is_not(None)
    ever = exists().where(theirs) | exists().where(unnamed)
    if ANY in values:
        ways.append(ever)
    if NONE in values:
        ways.append(~ever)
    if topics:
        ways.append(exists().where(theirs, response.c.topic_id.in_(topics)))
        ways.append(exists().where(unnamed, invitation.c.topic_id.in_(topics)))
    return or_(*ways)


_HOLDS: Mapping[str, Callable[[Values], Condition]] = {
    "kinds": lambda values: stakeholder.c.kind.in_(values),
    "fields": _fields,
    "provinces": lambda values: stakeholder.c.province.in_(values),
    "organisations": lambda values: stakeholder.c.organisation_key.in_(values),
    "verified": _verified,
    "languages": lambda values: stakeholder.c.language.in_(values),
    "messengers": _messengers,
    "answered": _answered,
}


def chooses(rule: Segment, *, by_number: bool = False) -> Condition:
    """True for the members whom a segment chooses; `by_number` where people are gone through a part at a time."""
    chosen = people.is_member() if by_number else stakeholder.c.standing == Standing.MEMBER
    for part in CONDITIONS:
        if values := rule.chosen(part):
            chosen &= _HOLDS[part](values)
        if values := rule.chosen(part, out=True):
            chosen &= ~_HOLDS[part](values)
    return chosen


def count(db: Connection, rule: Segment) -> int:
    return db.execute(select(func.count()).select_from(stakeholder).where(chooses(rule))).scalar_one()


def concerns(db: Connection, topic_id: int, rule: Segment, stakeholder_id: int) -> bool:
    """Whether a topic is meant for somebody: its audience includes them, or they have been invited."""
    if rule.everyone:
        return True
    invited = exists().where(invitation.c.topic_id == topic_id, invitation.c.stakeholder_id == stakeholder.c.id)
    meant = select(stakeholder.c.id).where(stakeholder.c.id == stakeholder_id, chooses(rule) | invited)
    return db.execute(meant).first() is not None


@dataclass(frozen=True)
class Saved:
    id: int
    name: str
    rule: Segment


def saved(db: Connection) -> list[Saved]:
    rows = db.execute(select(segment).order_by(segment.c.id))
    return [Saved(row.id, row.name, Segment.of(row.rule)) for row in rows]


def get(db: Connection, segment_id: int) -> Saved | None:
    row = db.execute(select(segment).where(segment.c.id == segment_id)).first()
    return None if row is None else Saved(row.id, row.name, Segment.of(row.rule))


def save(db: Connection, name: str, rule: Segment, now: datetime) -> int:
    return new_id(db, insert(segment).values(name=name, rule=asdict(rule), created_at=now))


def change(db: Connection, segment_id: int, rule: Segment) -> None:
    db.execute(update(segment).where(segment.c.id == segment_id).values(rule=asdict(rule)))


def rename(db: Connection, segment_id: int, name: str) -> None:
    db.execute(update(segment).where(segment.c.id == segment_id).values(name=name))


def remove(db: Connection, segment_id: int) -> None:
    db.execute(delete(segment).where(segment.c.id == segment_id))


@dataclass(frozen=True)
class Organisation:
    representative: int  # the id of somebody who belongs to it: short enough for a button
    key: str
    name: str
    members: int


def organisations(db: Connection, begun: str, skip: int, limit: int) -> list[Organisation]:
    """Organisations that members name, those with the most members first; `begun` is the folded beginning of a name."""
    key, members = stakeholder.c.organisation_key, func.count()
    some = select(key, func.min(stakeholder.c.id), func.min(stakeholder.c.organisation), members).where(
        key >= (begun or " "), *([key < begun + "\U0010ffff"] if begun else [])
    )
    rows = db.execute(some.group_by(key).order_by(members.desc(), key).offset(skip).limit(limit))
    return [Organisation(representative, key, name, members) for key, representative, name, members in rows]


def organisation_of(db: Connection, stakeholder_id: int) -> str:
    """The key of the organisation that somebody belongs to; "" where there is none."""
    of = select(stakeholder.c.organisation_key).where(stakeholder.c.id == stakeholder_id)
    return db.execute(of).scalar() or ""
