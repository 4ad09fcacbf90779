"""Responses and their answers."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    Row,
    bindparam,
    delete,
    func,
    insert,
    select,
    type_coerce,
    update,
)

from consultation.conversation import Channel
from consultation.response import Response, ResponseState
from storage import participants, pieces
from storage.rows import as_object, change_row, new_id, upsert
from storage.tables import answer, invitation, response, stakeholder

_RECEIPT = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"

# One JSON object for the answers of a response: a row for each of them takes ten times as long to fetch.
_GATHERED = type_coerce(as_object(answer.c.question, answer.c.value), JSON)
_ANSWERS = select(_GATHERED).where(answer.c.response_id == response.c.id).scalar_subquery().label("answers")
COLUMNS = (*(response.c[name] for name in Response.__dataclass_fields__ if name != "answers"), _ANSWERS)
_NAMES = tuple(column.name for column in COLUMNS)
_WITH_ANSWERS = select(*COLUMNS)
_BY_ID = _WITH_ANSWERS.where(response.c.id == bindparam("id"))


def of(row: Sequence[Any]) -> Response:
    """A response from its columns."""
    stored = dict(zip(_NAMES, row, strict=True))
    return Response(**{**stored, "state": ResponseState(stored["state"]), "answers": stored["answers"] or {}})


def _one(db: Connection, condition: ColumnElement[bool]) -> Response | None:
    row = db.execute(_WITH_ANSWERS.where(condition).order_by(response.c.updated_at.desc()).limit(1)).first()
    return None if row is None else of(row)


def get(db: Connection, response_id: int) -> Response | None:
    row = db.execute(_BY_ID, {"id": response_id}).first()
    return None if row is None else of(row)


def to_topic(db: Connection, stakeholder_id: int, topic_id: int, *, preview: bool = False) -> Response | None:
    theirs = (response.c.topic_id == topic_id) & (response.c.preview == preview)
    found = _one(db, theirs & (response.c.stakeholder_id == stakeholder_id))
    if found is None and participants.took_part(db, stakeholder_id, topic_id):
        return _one(db, theirs & (response.c.participant == participants.mark(db, stakeholder_id, topic_id)))
    return found


def handed_in_at(db: Connection, topic_id: int, stakeholder_id: int) -> datetime | None:
    """When somebody submitted what they said to a topic; of an anonymous one the day of it."""
    mine = (response.c.topic_id == topic_id) & (response.c.stakeholder_id == stakeholder_id) & ~response.c.preview
    named = select(response.c.submitted_at).where(mine, response.c.state == ResponseState.SUBMITTED)
    return db.execute(named).scalar() or participants.took_part_on(db, stakeholder_id, topic_id)


def belongs_to(db: Connection, given: Response, stakeholder_id: int) -> bool:
    if given.stakeholder_id is not None or given.topic_id is None:
        return given.stakeholder_id == stakeholder_id
    mark = participants.mark(db, stakeholder_id, given.topic_id)
    return db.execute(select(response.c.participant).where(response.c.id == given.id)).scalar() == mark


def to_profile(db: Connection, stakeholder_id: int) -> Response | None:
    return _one(db, (response.c.stakeholder_id == stakeholder_id) & response.c.topic_id.is_(None))


def of_stakeholder(db: Connection, stakeholder_id: int) -> list[Response]:
    """Everything that somebody answered or began, the latest first; rehearsals and the profile left out."""
    named = (response.c.stakeholder_id == stakeholder_id) & response.c.topic_id.is_not(None)
    unnamed = response.c.participant.in_(participants.marks(db, stakeholder_id).values())
    theirs = (named | unnamed) & ~response.c.preview
    rows = db.execute(_WITH_ANSWERS.where(theirs).order_by(response.c.updated_at.desc()))
    return [of(row) for row in rows.all()]


def start(
    db: Connection,
    stakeholder_id: int,
    questionnaire_id: int,
    channel: Channel,
    now: datetime,
    *,
    topic_id: int | None = None,
    preview: bool = False,
) -> Response:
    values = {
        "state": ResponseState.OPEN,
        "topic_id": topic_id,
        "stakeholder_id": stakeholder_id,
        "questionnaire_id": questionnaire_id,
        "preview": preview,
        "channel": channel,
        "started_at": now,
        "updated_at": now,
    }
    return of(db.execute(_BY_ID, {"id": new_id(db, insert(response).values(**values))}).one())


def copied(db: Connection, values: Mapping[str, Any]) -> int:
    """A response with these columns; its id."""
    return new_id(db, insert(response).values(**values))


def record(
    db: Connection,
    response_id: int,
    question: str,
    value: str,
    now: datetime,
    channel: Channel,
    message_id: int | None = None,
    *,
    latest: str = "",
    editing: str = "",
) -> None:
    values = {"value": value, "answered_at": now, "channel": channel, "message_id": message_id}
    upsert(db, answer, ["response_id", "question"], {"response_id": response_id, "question": question, **values})
    change(db, response_id, updated_at=now, editing=editing, picked="", latest=latest)


def revise(db: Connection, response_id: int, question: str, value: str, now: datetime) -> None:
    """Another value of an answer, whose messages stay what they are."""
    mine = (answer.c.response_id == response_id) & (answer.c.question == question)
    db.execute(update(answer).where(mine).values(value=value, answered_at=now))
    change(db, response_id, updated_at=now)


def take_back(db: Connection, response_id: int, question: str) -> None:
    """The question is open again, as if it had not been answered."""
    db.execute(delete(answer).where(answer.c.response_id == response_id, answer.c.question == question))


def change(db: Connection, response_id: int, **values: object) -> None:
    change_row(db, response, response_id, values)


def submit(db: Connection, given: Response, now: datetime) -> str:
    """Hand the response in; the receipt code stays the same when it is changed and handed in again."""
    receipt = given.receipt or "".join(secrets.choice(_RECEIPT) for _ in range(8))
    values = {"submitted_at": now, "updated_at": now, "receipt": receipt, "standing": None}
    values |= {"editing": "", "picked": "", "latest": ""}
    change(db, given.id, state=ResponseState.SUBMITTED, **values)
    pieces.settle(db, given.id)
    if given.topic_id is not None and given.stakeholder_id is not None and not given.preview:
        mine = (invitation.c.topic_id == given.topic_id) & (invitation.c.stakeholder_id == given.stakeholder_id)
        db.execute(update(invitation).where(mine).values(remind_at=None))
        participants.take_name_off(db, given.id, given.topic_id, given.stakeholder_id, now)
    return receipt


def remove(db: Connection, response_id: int) -> None:
    db.execute(delete(response).where(response.c.id == response_id))


def answered_in(db: Connection, channel: Channel, message_id: int, stakeholder_id: int) -> tuple[Response, str] | None:
    """Which answer of theirs came in this message."""
    row = db.execute(
        select(answer.c.response_id, answer.c.question)
        .join(response, response.c.id == answer.c.response_id)
        .where(
            answer.c.message_id == message_id,
            answer.c.channel == channel,
            response.c.stakeholder_id == stakeholder_id,
        )
    ).first()
    if row is None:
        return None
    found = get(db, row.response_id)
    return None if found is None else (found, row.question)


def kinds(db: Connection, topic_id: int) -> dict[str, int]:
    """Of an anonymous topic: how many of each kind have submitted."""
    kind = func.coalesce(stakeholder.c.kind, response.c.kind)
    counted = (
        select(kind, func.count())
        .select_from(response.outerjoin(stakeholder))
        .where(_submitted(topic_id))
        .group_by(kind)
    )
    return {row[0]: row[1] for row in db.execute(counted)}


def forms_answered(db: Connection, topic_id: int) -> list[int]:
    """Ids of the questionnaires that submitted responses to a topic answer, the latest first."""
    answered = select(response.c.questionnaire_id).where(_submitted(topic_id))
    return sorted(db.execute(answered.distinct()).scalars(), reverse=True)


def begun(
    db: Connection, topic_id: int, most: int | None = None, idle_since: datetime | None = None, chunk: int = 500
) -> Iterator[Response]:
    """What people have begun in a topic and not submitted, the latest first; of so many, or who fell silent, only."""
    wanted = select(response.c.id).where(_begun(topic_id)).order_by(response.c.id.desc()).limit(most)
    if idle_since is not None:
        wanted = wanted.where(response.c.updated_at <= idle_since)
    ids = db.execute(wanted).scalars().all()
    for start in range(0, len(ids), chunk):
        yield from _read_all(db, response.c.id.in_(ids[start : start + chunk]))


def begun_by(db: Connection, topic_id: int, stakeholder_ids: Sequence[int]) -> Mapping[int, Response]:
    """What these people have begun in a topic and not submitted, by their ids."""
    found = _read_all(db, _begun(topic_id) & response.c.stakeholder_id.in_(stakeholder_ids))
    return {one.stakeholder_id: one for one in found if one.stakeholder_id is not None}


def _begun(topic_id: int) -> ColumnElement[bool]:
    return (response.c.topic_id == topic_id) & (response.c.state == ResponseState.OPEN) & ~response.c.preview


def _read_all(db: Connection, wanted: ColumnElement[bool]) -> list[Response]:
    found = _WITH_ANSWERS.where(wanted).order_by(response.c.id.desc())
    return [of(row) for row in db.execute(found).all()]


def of_topic(
    db: Connection, topic_id: int, chunk: int = 500, after: int = 0, until: int | None = None
) -> Iterator[tuple[Row[Any], Mapping[str, str]]]:
    """Every submitted response to a topic with its answers as submitted, in order of arrival, in constant memory;
    or only those between two ids."""
    wanted = select(response, _ANSWERS).where(_submitted(topic_id)).order_by(response.c.id).limit(chunk)
    if until is not None:
        wanted = wanted.where(response.c.id <= until)
    while rows := db.execute(wanted.where(response.c.id > after)).all():
        yield from ((row, (row.answers or {}) if row.standing is None else row.standing) for row in rows)
        after = rows[-1].id


def submitted_ids(db: Connection, topic_id: int) -> Sequence[int]:
    return db.execute(select(response.c.id).where(_submitted(topic_id)).order_by(response.c.id)).scalars().all()


def _submitted(topic_id: int) -> ColumnElement[bool]:
    return (response.c.topic_id == topic_id) & (response.c.state == ResponseState.SUBMITTED) & ~response.c.preview
