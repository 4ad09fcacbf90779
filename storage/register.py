"""The register of members: finding people, letting them in, keeping them out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, exists, func, or_, select, update

from consultation.persian.text import fold
from consultation.response import ResponseState
from consultation.stakeholder import Standing
from storage import campaigns, people
from storage.tables import invitation, link_code, response, stakeholder, stakeholder_field, stakeholder_word, topic

_AFTER_ALL = "\U0010ffff"


@dataclass(frozen=True)
class Meaning:
    """What a typed word may mean besides the beginning of a name: choices of the profile form."""

    word: str
    kinds: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()


def find(db: Connection, meanings: Sequence[Meaning], skip: int, limit: int) -> list[int]:
    """Ids of the people whom every word finds, the latest first."""
    found = select(stakeholder.c.id).where(*map(_finds, meanings))
    return list(db.execute(found.order_by(stakeholder.c.id.desc()).offset(skip).limit(limit)).scalars())


def _finds(meaning: Meaning) -> ColumnElement[bool]:
    word = stakeholder_word.c.word
    begun = select(stakeholder_word.c.stakeholder_id).where(word >= meaning.word, word < meaning.word + _AFTER_ALL)
    ways: list[ColumnElement[bool]] = [stakeholder.c.id.in_(begun)]
    if meaning.kinds:
        ways.append(stakeholder.c.kind.in_(meaning.kinds))
    if meaning.provinces:
        ways.append(stakeholder.c.province.in_(meaning.provinces))
    if meaning.fields:
        of_theirs = stakeholder_field.c.stakeholder_id == stakeholder.c.id
        ways.append(exists().where(of_theirs, stakeholder_field.c.field.in_(meaning.fields)))
    return or_(*ways)


def words(typed: str) -> list[str]:
    return fold(typed).split()[:6]


@dataclass(frozen=True)
class History:
    """What somebody has taken part in."""

    invited: int
    declined: int
    answered: tuple[tuple[int, str], ...]  # topics: id and title


def history(db: Connection, stakeholder_id: int) -> History:
    mine = invitation.c.stakeholder_id == stakeholder_id
    counts = select(func.count(), func.count(invitation.c.declined_at)).where(mine)
    invited, declined = db.execute(counts).one()
    submitted = exists().where(
        response.c.topic_id == topic.c.id,
        response.c.stakeholder_id == stakeholder_id,
        response.c.state == ResponseState.SUBMITTED,
        ~response.c.preview,
    )
    unnamed = exists().where(invitation.c.topic_id == topic.c.id, mine, invitation.c.answered_at.is_not(None))
    given = select(topic.c.id, topic.c.title).where(submitted | unnamed).order_by(topic.c.id)
    return History(invited, declined, tuple((row.id, row.title) for row in db.execute(given)))


def accept(db: Connection, stakeholder_id: int, now: datetime) -> None:
    people.change(db, stakeholder_id, standing=Standing.MEMBER, verified_at=now)


def block(db: Connection, stakeholder_id: int, now: datetime) -> None:
    """Write to them no more, and hear them no more; what is on its way is called back."""
    before = people.get(db, stakeholder_id).standing
    if before is Standing.BLOCKED:
        return
    people.change(db, stakeholder_id, standing=Standing.BLOCKED, standing_before=before, answering=None)
    campaigns.cancel_to(db, stakeholder_id, now)
    db.execute(delete(link_code).where(link_code.c.stakeholder_id == stakeholder_id))


def unblock(db: Connection, stakeholder_id: int) -> None:
    blocked = (stakeholder.c.id == stakeholder_id) & (stakeholder.c.standing == Standing.BLOCKED)
    before = func.coalesce(func.nullif(stakeholder.c.standing_before, ""), Standing.NEW)
    db.execute(update(stakeholder).where(blocked).values(standing=before, standing_before=""))
