"""Very many people, entered by the database itself: a million of them take seconds."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, String, case, cast, func, insert, literal, select, true

from consultation.conversation import Channel
from consultation.stakeholder import Standing
from storage.tables import address, stakeholder, stakeholder_field

KINDS = ("professor", "student", "association", "executive", "citizen")
PROVINCES = ("tehran", "isfahan", "fars", "yazd", "gilan", "kerman", "qom")
FIELDS = ("metals", "energy", "trade", "mining", "textiles")
FIRST_CHAT = 1_000_000


def enter(db: Connection, people: int, now: datetime, *, on_both_every: int = 0) -> None:
    """Members with the numbers 1 to `people`, one in `on_both_every` of them on both messengers; 0: nobody."""
    numbers = _numbers(people)
    one = numbers.c.n
    moment = literal(now, stakeholder.c.created_at.type)
    everybody = {
        "id": one,
        "standing": literal(Standing.MEMBER.value),
        "language": literal("fa"),
        "name": literal("عضو ") + cast(one, String),
        "kind": _one_of(KINDS, one),
        "organisation": literal(""),
        "province": _one_of(PROVINCES, one),
        "notices": true(),
        "consent_version": literal("1"),
        "invited_by": literal(""),
        "inquiring": literal(""),
        "consented_at": moment,
        "profiled_at": moment,
        "created_at": moment,
    }
    _put(db, stakeholder, everybody, select(*everybody.values()))
    fields = {"stakeholder_id": one, "field": _one_of(FIELDS, one)}
    _put(db, stakeholder_field, fields, select(*fields.values()))
    _give_addresses(db, numbers, Channel.TELEGRAM, now)
    if on_both_every:
        _give_addresses(db, numbers, Channel.BALE, now, every=on_both_every)
    if db.dialect.name == "postgresql":  # the numbers were given by hand
        db.execute(select(func.setval("stakeholder_id_seq", people)))


def _give_addresses(db: Connection, numbers: Any, channel: Channel, now: datetime, every: int = 1) -> None:
    one = numbers.c.n
    places = {
        "stakeholder_id": one,
        "channel": literal(channel.value),
        "chat_id": one + FIRST_CHAT,
        "reachable": true(),
        "heard_at": literal(now, address.c.heard_at.type),
    }
    _put(db, address, places, select(*places.values()).where(one % every == 0))


def _numbers(people: int) -> Any:
    found = select(literal(1).label("n")).cte("numbers", recursive=True)
    return found.union_all(select(found.c.n + 1).where(found.c.n < people))


def _one_of(names: tuple[str, ...], number: Any) -> Any:
    return case(dict(enumerate(names)), value=number % len(names))


def _put(db: Connection, table: Any, names: dict[str, Any], rows: Select[Any]) -> None:
    db.execute(insert(table).from_select(list(names), rows))
