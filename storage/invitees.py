"""People on an invitation list, and the personal links by which they come."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, exists, insert, select, update

from consultation.invitation_list import Entry
from storage.rows import new_id
from storage.tables import invitee, topic

PREFIX = "i"  # of the payload in a /start link


@dataclass(frozen=True)
class Invitee:
    id: int
    topic_id: int
    stakeholder_id: int | None
    name: str
    organisation: str
    kind: str
    phone: str
    used_at: datetime | None
    confirmed_at: datetime | None


_COLUMNS = tuple(invitee.c[name] for name in Invitee.__dataclass_fields__)


def enter(db: Connection, topic_id: int, entry: Entry, now: datetime) -> str:
    """Somebody is put on the list; the payload of their link, which is known only now."""
    payload = PREFIX + secrets.token_urlsafe(16)  # 128 bits
    values = {
        "topic_id": topic_id,
        "hash": _hash(payload),
        "name": entry.name,
        "organisation": entry.organisation,
        "kind": entry.kind,
        "phone": entry.phone,
        "made_at": now,
    }
    new_id(db, insert(invitee).values(**values))
    return payload


def listed(db: Connection, topic_id: int) -> list[Invitee]:
    rows = db.execute(select(*_COLUMNS).where(invitee.c.topic_id == topic_id).order_by(invitee.c.id))
    return [Invitee(**row._mapping) for row in rows]


def of_link(db: Connection, payload: str) -> Invitee | None:
    """Whose link this is; it serves only whoever came by it first, and only while its topic takes answers."""
    if not payload.startswith(PREFIX):
        return None
    row = db.execute(select(*_COLUMNS).where(invitee.c.hash == _hash(payload))).first()
    return None if row is None else Invitee(**row._mapping)


def use(db: Connection, invitee_id: int, stakeholder_id: int, now: datetime) -> None:
    unused = (invitee.c.id == invitee_id) & invitee.c.used_at.is_(None)
    db.execute(update(invitee).where(unused).values(stakeholder_id=stakeholder_id, used_at=now))


def unconfirmed(db: Connection, stakeholder_id: int) -> Invitee | None:
    """The latest list that somebody came by, where they have not yet said whether it is right."""
    theirs = (invitee.c.stakeholder_id == stakeholder_id) & invitee.c.confirmed_at.is_(None)
    row = db.execute(select(*_COLUMNS).where(theirs).order_by(invitee.c.used_at.desc())).first()
    return None if row is None else Invitee(**row._mapping)


def confirm(db: Connection, stakeholder_id: int, now: datetime) -> None:
    theirs = (invitee.c.stakeholder_id == stakeholder_id) & invitee.c.confirmed_at.is_(None)
    db.execute(update(invitee).where(theirs).values(confirmed_at=now))


def phone_of(db: Connection, stakeholder_id: int) -> str:
    theirs = (invitee.c.stakeholder_id == stakeholder_id) & (invitee.c.phone != "")
    return db.execute(select(invitee.c.phone).where(theirs).order_by(invitee.c.id.desc())).scalar() or ""


def forget_unused(db: Connection, before: datetime) -> int:
    """Who never came is not kept: the names were given for one topic, and it closed long ago."""
    over = exists().where(topic.c.id == invitee.c.topic_id, topic.c.closed_at < before)
    return db.execute(delete(invitee).where(invitee.c.stakeholder_id.is_(None), over)).rowcount


def entered(db: Connection, topic_id: int) -> Sequence[Entry]:
    return [Entry(one.name, one.organisation, one.kind, one.phone) for one in listed(db, topic_id)]


def _hash(payload: str) -> str:
    return hashlib.sha256(payload.encode()).hexdigest()
