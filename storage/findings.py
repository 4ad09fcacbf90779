"""Findings: the points of a topic, the answers that each rests on, and who is told of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, delete, exists, false, func, insert, select, update

from consultation.finding import ENDED, Point, PointState
from consultation.persian.text import fold
from consultation.response import ResponseState
from consultation.topic import Topic
from storage import campaigns, participants, people, responses, segments, topics
from storage.campaigns import Campaign
from storage.deliveries import Subject
from storage.rows import insert_or_ignore, new_id, upsert
from storage.tables import answer, finding, finding_basis, invitation, response, stakeholder, usefulness

_POINT = tuple(finding.c[name] for name in Point.__dataclass_fields__)


@dataclass(frozen=True)
class Words:
    """An answer in words, without whose it is."""

    response_id: int
    receipt: str
    question: str
    text: str


def _point(row: Row[Any]) -> Point:
    return Point(**{**row._mapping, "state": PointState(row.state)})


def add(db: Connection, topic_id: int, heard: str, now: datetime) -> int:
    last = db.execute(select(func.max(finding.c.place)).where(finding.c.topic_id == topic_id)).scalar() or 0
    values = {"topic_id": topic_id, "place": last + 1, "heard": heard, "state": PointState.REVIEW, "written_at": now}
    return new_id(db, insert(finding).values(**values))


def get(db: Connection, point_id: int, *, lock: bool = False) -> Point | None:
    """`lock` keeps a colleague, who changes the same point, waiting until this turn is over."""
    query = select(*_POINT).where(finding.c.id == point_id)
    row = db.execute(query.with_for_update() if lock else query).first()
    return None if row is None else _point(row)


def of_topic(db: Connection, topic_id: int) -> list[Point]:
    kept = (finding.c.topic_id == topic_id) & finding.c.removed_at.is_(None)
    return [_point(row) for row in db.execute(select(*_POINT).where(kept).order_by(finding.c.place, finding.c.id))]


def change(db: Connection, point: Point, **values: object) -> None:
    """Note what is replaced, so that the change can be undone."""
    before = {name: _kept(getattr(point, name)) for name in values}
    db.execute(update(finding).where(finding.c.id == point.id).values(**values, before=before))


def _kept(value: object) -> str | None:
    return value.isoformat() if isinstance(value, date) else None if value is None else str(value)


def undo(db: Connection, point: Point) -> set[str]:
    """Take the latest change back; which parts it was."""
    before: Mapping[str, str | None] = point.before or {}
    values = {name: _READ[name](kept) if name in _READ and kept else kept for name, kept in before.items()}
    db.execute(update(finding).where(finding.c.id == point.id).values(**values, before=None))
    return set(before)


_READ = {"due_on": date.fromisoformat, "removed_at": datetime.fromisoformat}


def exchange(db: Connection, one: Point, other: Point) -> None:
    for point, place in ((one, other.place), (other, one.place)):
        db.execute(update(finding).where(finding.c.id == point.id).values(place=place))


def overdue(db: Connection, today: date) -> list[Point]:
    """Those whose day has passed, and of which staff have not been told."""
    unfinished = finding.c.state.not_in([*ENDED]) & finding.c.removed_at.is_(None)
    untold = finding.c.warned_for.is_(None) | (finding.c.warned_for != finding.c.due_on)
    rows = db.execute(select(*_POINT).where(finding.c.due_on < today, unfinished, untold).order_by(finding.c.id))
    return [_point(row) for row in rows]


def warned(db: Connection, point: Point) -> None:
    db.execute(update(finding).where(finding.c.id == point.id).values(warned_for=point.due_on))


# -- what a point rests on -----------------------------------------------------------------------------------


def search(db: Connection, topic_id: int, questions: Iterable[str], wanted: str, most: int) -> list[Words]:
    """Submitted answers to these questions that have all of these words; between commas stand alternatives."""
    themes, asked, found = alternatives(wanted), list(questions), []
    for row, answers in responses.of_topic(db, topic_id):
        for question in asked:
            text = answers.get(question, "")
            if text and has(text, themes):
                found.append(Words(row.id, _receipt(row), question, text))
                if len(found) == most:
                    return found
    return found


def alternatives(wanted: str) -> list[list[str]]:
    """Between commas stand alternatives; each is words that must all be there."""
    return [words for theme in fold(wanted.replace("،", ",")).split(",") if (words := theme.split())]


def has(text: str, themes: list[list[str]]) -> bool:
    folded = fold(text)
    return any(all(word in folded for word in words) for words in themes)


def tie(db: Connection, point_id: int, response_id: int, question: str) -> bool:
    """Whether it was not tied before."""
    return insert_or_ignore(
        db, finding_basis, {"finding_id": point_id, "response_id": response_id, "question": question}
    )


def untie(db: Connection, point_id: int, response_id: int, question: str) -> None:
    these = (finding_basis.c.finding_id == point_id) & (finding_basis.c.response_id == response_id)
    db.execute(delete(finding_basis).where(these, finding_basis.c.question == question))


def submitted_in(db: Connection, topic_id: int, response_id: int) -> bool:
    mine = (response.c.id == response_id) & (response.c.topic_id == topic_id)
    return db.execute(select(response.c.id).where(mine, _submitted())).first() is not None


def _submitted() -> ColumnElement[bool]:
    return (response.c.state == ResponseState.SUBMITTED) & ~response.c.preview


def counts(db: Connection, topic_id: int) -> dict[int, int]:
    """On how many people's words each point rests."""
    counted = (
        select(finding_basis.c.finding_id, func.count(finding_basis.c.response_id.distinct()))
        .join(finding, finding.c.id == finding_basis.c.finding_id)
        .join(response, response.c.id == finding_basis.c.response_id)
        .where(finding.c.topic_id == topic_id, _submitted())
        .group_by(finding_basis.c.finding_id)
    )
    return {row[0]: row[1] for row in db.execute(counted)}


def _words(condition: ColumnElement[bool]) -> Select[Any]:
    there = (answer.c.response_id == finding_basis.c.response_id) & (answer.c.question == finding_basis.c.question)
    wanted = (finding_basis, response.c.receipt, response.c.participant, response.c.standing, answer.c.value)
    return (
        select(*wanted)
        .join(response, response.c.id == finding_basis.c.response_id)
        .join(finding, finding.c.id == finding_basis.c.finding_id)
        .join(answer, there, isouter=True)
        .where(condition, _submitted(), finding.c.removed_at.is_(None))
        .order_by(finding.c.place, finding_basis.c.response_id)
    )


def _as_submitted(row: Row[Any]) -> str:
    """While a change waits to be submitted, what was submitted counts."""
    return (row.value or "") if row.standing is None else str(row.standing.get(row.question, ""))


def basis(db: Connection, point_id: int) -> list[Words]:
    rows = db.execute(_words(finding_basis.c.finding_id == point_id)).all()
    found = [Words(row.response_id, _receipt(row), row.question, _as_submitted(row)) for row in rows]
    return [one for one in found if one.text]


def _receipt(row: Row[Any]) -> str:
    """Not beside words of an anonymous topic: somebody may have shown theirs."""
    return "" if row.participant else str(row.receipt)


@dataclass(frozen=True)
class Tie:
    """That a point rests on an answer."""

    point_id: int
    response_id: int
    receipt: str
    question: str


def ties(db: Connection, topic_id: int) -> list[Tie]:
    """Of all points of a topic, in their order."""
    rows = db.execute(_words(finding.c.topic_id == topic_id))
    return [Tie(row.finding_id, row.response_id, row.receipt, row.question) for row in rows if _as_submitted(row)]


def own_words(db: Connection, topic: Topic, stakeholder_id: int) -> dict[int, list[str]]:
    """What this person said, by the point that rests on it; in anonymous topics found by the keyed hash alone."""
    own = response.c.stakeholder_id == stakeholder_id
    if topic.anonymous:
        own |= response.c.participant == participants.mark(db, stakeholder_id, topic.id)
    found: dict[int, list[str]] = {}
    for row in db.execute(_words((finding.c.topic_id == topic.id) & own)):
        if text := _as_submitted(row):
            found.setdefault(row.finding_id, []).append(text)
    return found


# -- telling people ------------------------------------------------------------------------------------------


def _named_and_owed(topic_id: int) -> ColumnElement[bool]:
    rests = exists().where(finding_basis.c.response_id == response.c.id)
    return exists().where(
        response.c.topic_id == topic_id, response.c.stakeholder_id == stakeholder.c.id, _submitted(), rests
    )


def _invited(topic_id: int, *how: ColumnElement[bool]) -> ColumnElement[bool]:
    theirs = (invitation.c.topic_id == topic_id) & (invitation.c.stakeholder_id == stakeholder.c.id)
    return exists().where(theirs, *how)


def _took_part(topic_id: int) -> ColumnElement[bool]:
    named = exists().where(response.c.topic_id == topic_id, response.c.stakeholder_id == stakeholder.c.id, _submitted())
    return _invited(topic_id, invitation.c.answered_at.is_not(None)) | named


def _follow(of: Topic) -> ColumnElement[bool]:
    """Who did not take part and yet wants to know: of a topic for some fields or kinds those who are of them today, or
    who looked at it; of one for everybody those who were told."""
    interested = (
        _invited(of.id, invitation.c.told_at.is_not(None))
        if of.audience.everyone
        else segments.chooses(of.audience, by_number=True) | _invited(of.id, invitation.c.opened_at.is_not(None))
    )
    return interested & ~_invited(of.id, invitation.c.declined_at.is_not(None))


def _is_owed(of: Topic, owed: ColumnElement[bool]) -> ColumnElement[bool]:
    """Who took part or follows the matter; of those who want no notices only whoever is owed an answer."""
    willing = stakeholder.c.notices & (_took_part(of.id) | _follow(of))
    return people.is_member() & (willing | (~stakeholder.c.notices & owed))


def count_receivers(db: Connection, of: Topic) -> int:
    owed = _is_owed(of, _named_and_owed(of.id))
    return db.execute(select(func.count()).select_from(stakeholder).where(owed, people.reachable())).scalar_one()


def tell(db: Connection, of: Topic, subject: Subject, now: datetime, starts_at: datetime, makes: str) -> int:
    """Begin to tell what came of a topic, or of one point of it; how many are told."""
    count = count_receivers(db, of)
    campaigns.begin(db, subject, now, count, topic_id=of.id, makes=makes, starts_at=starts_at)
    return count


def show_charts(db: Connection, of: Topic, now: datetime, starts_at: datetime) -> None:
    """Begin to send the picture that comes with the results, to those who took part."""
    campaigns.begin(db, Subject.PICTURE, now, 0, topic_id=of.id, starts_at=starts_at)


def is_owed_results(db: Connection, one: Campaign) -> ColumnElement[bool]:
    """Whether somebody without notices is owed an answer in an anonymous topic is seen only when it is written."""
    of = topics.get(db, one.topic_id or 0)
    if of is None:
        return false()
    return _is_owed(of, _named_and_owed(of.id) | _invited(of.id, invitation.c.answered_at.is_not(None)))


def is_owed_picture(_db: Connection, one: Campaign) -> ColumnElement[bool]:
    return people.is_member() & stakeholder.c.notices & _took_part(one.topic_id or 0)


def find_useful(db: Connection, topic_id: int, stakeholder_id: int, *, useful: bool) -> None:
    values = {"topic_id": topic_id, "stakeholder_id": stakeholder_id, "useful": useful}
    upsert(db, usefulness, ["topic_id", "stakeholder_id"], values)


def found_useful(db: Connection, topic_id: int) -> tuple[int, int]:
    """How many found the results useful, and how many did not."""
    counted = select(usefulness.c.useful, func.count()).where(usefulness.c.topic_id == topic_id)
    found = {row[0]: row[1] for row in db.execute(counted.group_by(usefulness.c.useful))}
    return found.get(True, 0), found.get(False, 0)
