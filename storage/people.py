"""Stakeholders and the addresses at which they are reached."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, bindparam, delete, exists, func, insert, select, update

from consultation.conversation import Channel
from consultation.persian.text import fold
from consultation.stakeholder import Address, Profile, Stakeholder, Standing
from storage import campaigns, participants, publications
from storage.rows import change_row, new_id
from storage.tables import (
    address,
    answer,
    earlier_response,
    invitation,
    link_code,
    outbox,
    piece,
    prompt,
    quarantine,
    response,
    stakeholder,
    stakeholder_field,
    stakeholder_word,
)

_FIELDS = tuple(stakeholder.c[name] for name in Stakeholder.__dataclass_fields__)
_AT = (
    select(*_FIELDS, address.c.id.label("address"), address.c.reachable)
    .join(address, address.c.stakeholder_id == stakeholder.c.id)
    .where(address.c.channel == bindparam("channel"), address.c.chat_id == bindparam("chat"))
    .with_for_update(of=stakeholder)
)
_LONGEST_WORD = 64
_ADDRESS = tuple(address.c[name] for name in Address.__dataclass_fields__)


def at(db: Connection, channel: Channel, chat_id: int, now: datetime) -> tuple[Stakeholder, Address]:
    """Who writes from this private chat; somebody new is entered. Locks the person until the transaction ends.

    The lock keeps one person's turns in order, also when they write on two messengers at once.
    """
    row = db.execute(_AT, {"channel": channel, "chat": chat_id}).first()
    if row is None:
        return _enter(db, channel, chat_id, now)
    *person, address_id, reachable = row
    found = _stakeholder(person)
    if not reachable:
        db.execute(update(address).where(address.c.id == address_id).values(reachable=True, heard_at=now))
    return found, Address(address_id, found.id, channel, chat_id, reachable=True)


def _enter(db: Connection, channel: Channel, chat_id: int, now: datetime) -> tuple[Stakeholder, Address]:
    person = new_id(db, insert(stakeholder).values(standing=Standing.NEW, language="fa", created_at=now))
    place = insert(address).values(stakeholder_id=person, channel=channel, chat_id=chat_id, heard_at=now)
    return get(db, person), Address(new_id(db, place), person, channel, chat_id, reachable=True)


def _stakeholder(row: Row[Any] | list[Any]) -> Stakeholder:
    number, standing, *rest = list(row)
    return Stakeholder(number, Standing(standing), *rest)


def get(db: Connection, stakeholder_id: int) -> Stakeholder:
    return _stakeholder(db.execute(select(*_FIELDS).where(stakeholder.c.id == stakeholder_id)).one())


def known(db: Connection, stakeholder_id: int, *, lock: bool = False) -> Stakeholder | None:
    """Somebody who may have been forgotten meanwhile. `lock` keeps another, who decides about them too, waiting."""
    query = select(*_FIELDS).where(stakeholder.c.id == stakeholder_id)
    row = db.execute(query.with_for_update() if lock else query).first()
    return None if row is None else _stakeholder(row)


def change(db: Connection, stakeholder_id: int, **values: object) -> None:
    change_row(db, stakeholder, stakeholder_id, values)


def set_profile(db: Connection, stakeholder_id: int, profile: Profile, now: datetime) -> None:
    change(
        db,
        stakeholder_id,
        name=profile.name,
        kind=profile.kind,
        organisation=profile.organisation,
        organisation_key=fold(profile.organisation),
        province=profile.province,
        profiled_at=now,
    )
    db.execute(delete(stakeholder_field).where(stakeholder_field.c.stakeholder_id == stakeholder_id))
    for field in profile.fields:
        db.execute(insert(stakeholder_field).values(stakeholder_id=stakeholder_id, field=field))
    index_words(db, stakeholder_id, f"{profile.name} {profile.organisation}")


def index_words(db: Connection, stakeholder_id: int, text: str) -> None:
    """Note the words by which somebody is found."""
    db.execute(delete(stakeholder_word).where(stakeholder_word.c.stakeholder_id == stakeholder_id))
    words = {word[:_LONGEST_WORD] for word in fold(text).split()}
    if words:
        rows = [{"stakeholder_id": stakeholder_id, "word": word} for word in sorted(words)]
        db.execute(insert(stakeholder_word), rows)


def fields_of(db: Connection, stakeholder_id: int) -> set[str]:
    mine = stakeholder_field.c.stakeholder_id == stakeholder_id
    return set(db.execute(select(stakeholder_field.c.field).where(mine)).scalars())


def addresses(db: Connection, stakeholder_id: int) -> list[Address]:
    """Where to reach somebody, the messenger that they last wrote from first."""
    rows = db.execute(
        select(*_ADDRESS).where(address.c.stakeholder_id == stakeholder_id).order_by(address.c.heard_at.desc())
    )
    return [Address(**{**row._mapping, "channel": Channel(row.channel)}) for row in rows]


def unreachable(db: Connection, channel: Channel, chat_id: int) -> None:
    here = (address.c.channel == channel) & (address.c.chat_id == chat_id)
    db.execute(update(address).where(here).values(reachable=False))


def best_address() -> ColumnElement[bool]:
    """True for one address a person: reachable, and the one they last wrote from."""
    other = address.alias("other")
    better = and_(
        other.c.stakeholder_id == address.c.stakeholder_id,
        other.c.reachable,
        (other.c.heard_at > address.c.heard_at)
        | ((other.c.heard_at == address.c.heard_at) & (other.c.id > address.c.id)),
    )
    return and_(address.c.reachable, ~exists().where(better))


def is_member() -> ColumnElement[bool]:
    """Of `stakeholder`, for going through everybody by their numbers.

    Written so that SQLite does not go by the standing instead, which nearly everybody shares.
    """
    return func.coalesce(stakeholder.c.standing, "") == Standing.MEMBER


def reachable() -> ColumnElement[bool]:
    """Of `stakeholder`: whether there is a messenger on which they can be reached."""
    return exists().where(address.c.stakeholder_id == stakeholder.c.id, address.c.reachable)


def forget(db: Connection, stakeholder_id: int, *, withdraw: bool) -> None:
    """Erase a person. Their submitted answers stay without a name, or go too if they are withdrawn.

    What was queued or said to them goes as well, and what of theirs was put aside: it may name them.
    """
    publications.touch(db, stakeholder_id)
    participants.forget(db, stakeholder_id, withdraw=withdraw)
    _forget_what_was_put_aside(db, stakeholder_id)
    theirs = response.c.stakeholder_id == stakeholder_id
    if not withdraw:
        kept = theirs & response.c.topic_id.is_not(None) & (response.c.state == "submitted") & ~response.c.preview
        nameless = update(answer).where(answer.c.response_id.in_(select(response.c.id).where(kept)))
        db.execute(nameless.values(message_id=None))
        db.execute(delete(piece).where(piece.c.response_id.in_(select(response.c.id).where(kept))))
        beneath = earlier_response.c.response_id.in_(select(response.c.id).where(kept))
        db.execute(update(earlier_response).where(beneath).values(receipt=""))
        db.execute(update(response).where(kept).values(stakeholder_id=None, receipt=""))
    db.execute(delete(response).where(theirs))
    campaigns.leave_out(db, stakeholder_id)
    for table in (outbox, link_code, invitation):
        db.execute(delete(table).where(table.c.stakeholder_id == stakeholder_id))
    # Somebody of the staff may take part too: in a private chat its id is the person's own.
    own = exists().where(
        address.c.stakeholder_id == stakeholder_id,
        address.c.channel == prompt.c.channel,
        address.c.chat_id == prompt.c.user_id,
    )
    db.execute(delete(prompt).where(own))
    db.execute(delete(stakeholder).where(stakeholder.c.id == stakeholder_id))


def _forget_what_was_put_aside(db: Connection, stakeholder_id: int) -> None:
    in_their_chats = exists().where(
        address.c.stakeholder_id == stakeholder_id,
        address.c.channel == quarantine.c.channel,
        address.c.chat_id == quarantine.c.chat_id,
    )
    db.execute(delete(quarantine).where(in_their_chats))
