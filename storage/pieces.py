"""The messages in which somebody wrote to a question, where the answer alone does not say it all.

An answer that came in one message needs none. One that came in several has a piece for each, so that each can be
corrected in the messenger. A message that was refused is a piece that was not taken: corrected, it may be the answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from consultation.conversation import Channel
from storage.rows import new_id
from storage.tables import answer, piece, response


@dataclass(frozen=True)
class Piece:
    id: int
    response_id: int
    question: str
    channel: Channel
    message_id: int
    text: str
    taken: bool


_COLUMNS = tuple(piece.c[name] for name in Piece.__dataclass_fields__)


def _found(db: Connection, condition: ColumnElement[bool]) -> list[Piece]:
    rows = db.execute(select(*_COLUMNS).where(condition).order_by(piece.c.id)).all()
    return [Piece(**{**row._mapping, "channel": Channel(row.channel)}) for row in rows]


def _of(response_id: int, question: str) -> ColumnElement[bool]:
    return (piece.c.response_id == response_id) & (piece.c.question == question)


def get(db: Connection, piece_id: int) -> Piece | None:
    return next(iter(_found(db, piece.c.id == piece_id)), None)


def in_message(db: Connection, channel: Channel, message_id: int, stakeholder_id: int) -> Piece | None:
    theirs = piece.c.response_id.in_(select(response.c.id).where(response.c.stakeholder_id == stakeholder_id))
    found = _found(db, (piece.c.channel == channel) & (piece.c.message_id == message_id) & theirs)
    return found[-1] if found else None


def of_answer(db: Connection, response_id: int, question: str) -> list[Piece]:
    """The pieces of an answer in the order in which they were written; of one in a single message that one, if known.

    Messages that arrive together may arrive in any order; on one messenger their ids tell which was written first.
    """
    found = _found(db, _of(response_id, question) & piece.c.taken)
    if not found:
        _split(db, response_id, question)
        found = _found(db, _of(response_id, question) & piece.c.taken)
    alike = len({one.channel for one in found}) == 1
    return sorted(found, key=lambda one: one.message_id) if alike else found


def _split(db: Connection, response_id: int, question: str) -> None:
    """An answer becomes its own first piece."""
    mine = (answer.c.response_id == response_id) & (answer.c.question == question)
    row: Any = db.execute(select(answer).where(mine)).first()
    if row is not None and row.message_id is not None:
        add(db, response_id, question, Channel(row.channel), row.message_id, row.value)


def add(
    db: Connection,
    response_id: int,
    question: str,
    channel: Channel,
    message_id: int,
    text: str,
    *,
    taken: bool = True,
) -> int:
    db.execute(delete(piece).where(piece.c.channel == channel, piece.c.message_id == message_id, ~piece.c.taken))
    values = {"response_id": response_id, "question": question, "channel": channel, "message_id": message_id}
    return new_id(db, insert(piece).values(**values, text=text, taken=taken))


def change(db: Connection, piece_id: int, **values: object) -> None:
    db.execute(update(piece).where(piece.c.id == piece_id).values(**values))


def drop(db: Connection, dropped: Sequence[Piece]) -> None:
    db.execute(delete(piece).where(piece.c.id.in_([one.id for one in dropped])))


def replaced(db: Connection, response_id: int, question: str) -> None:
    """A new answer has come in place of the one that these pieces made."""
    db.execute(delete(piece).where(_of(response_id, question), piece.c.taken))


def settle(db: Connection, response_id: int) -> None:
    """The response is handed in: what was refused has no more use."""
    db.execute(delete(piece).where(piece.c.response_id == response_id, ~piece.c.taken))
