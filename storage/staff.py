"""Staff groups, the people who work in them, and their roles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, select, update

from consultation.conversation import Channel, Sender
from consultation.roles import Role
from storage.rows import insert_or_ignore, upsert
from storage.tables import staff_group, staff_member


@dataclass(frozen=True)
class Member:
    """Somebody who has worked at the desk, or was given a role there."""

    id: int
    channel: Channel
    user_id: int
    name: str
    username: str  # without @
    role: Role | None  # None: none was given


_MEMBER = tuple(staff_member.c[name] for name in Member.__dataclass_fields__)


def claim(db: Connection, channel: Channel, chat_id: int, title: str, now: datetime) -> None:
    values = {"channel": channel, "chat_id": chat_id, "title": title, "claimed_at": now, "active": True}
    upsert(db, staff_group, ["channel", "chat_id"], values)


def note_forum(db: Connection, channel: Channel, chat_id: int, forum: bool) -> None:
    """Whether this group has threads, as its latest message says."""
    here = (staff_group.c.channel == channel) & (staff_group.c.chat_id == chat_id) & (staff_group.c.forum != forum)
    db.execute(update(staff_group).where(here).values(forum=forum))


def was_claimed(db: Connection, channel: Channel, chat_id: int) -> bool:
    """Whether it is, or once was, a staff group."""
    here = (staff_group.c.channel == channel) & (staff_group.c.chat_id == chat_id)
    return db.execute(select(staff_group.c.id).where(here)).first() is not None


def take_up(db: Connection, channel: Channel, chat_id: int) -> None:
    """It is a staff group again."""
    here = (staff_group.c.channel == channel) & (staff_group.c.chat_id == chat_id)
    db.execute(update(staff_group).where(here).values(active=True))


def is_claimed(db: Connection, channel: Channel, chat_id: int) -> bool:
    here = (staff_group.c.channel == channel) & (staff_group.c.chat_id == chat_id) & staff_group.c.active
    return db.execute(select(staff_group.c.id).where(here)).first() is not None


def groups(db: Connection) -> list[tuple[Channel, int]]:
    rows = db.execute(select(staff_group.c.channel, staff_group.c.chat_id).where(staff_group.c.active))
    return [(Channel(row.channel), row.chat_id) for row in rows]


@dataclass(frozen=True)
class Move:
    old: int
    new: int


def move(db: Connection, channel: Channel, old: int, new: int) -> bool:
    """A group became a supergroup: it keeps its claim under its new id. False where it had moved already."""
    here = (staff_group.c.channel == channel) & (staff_group.c.chat_id == old)
    if db.execute(select(staff_group.c.id).where(here)).first() is None:
        return False
    db.execute(delete(staff_group).where(staff_group.c.channel == channel, staff_group.c.chat_id == new))
    db.execute(update(staff_group).where(here).values(chat_id=new, moved_from=old))
    return True


def moved(db: Connection, channel: Channel, chat_id: int) -> Move | None:
    """From where to where a group went that has, or had, this id."""
    either = (staff_group.c.chat_id == chat_id) | (staff_group.c.moved_from == chat_id)
    known = (staff_group.c.channel == channel) & staff_group.c.moved_from.is_not(None)
    row = db.execute(select(staff_group.c.moved_from, staff_group.c.chat_id).where(known, either)).first()
    return None if row is None else Move(row.moved_from, row.chat_id)


def release(db: Connection, channel: Channel, chat_id: int) -> str | None:
    """The title of the group that is no staff group from now on; None where it was none."""
    here = (staff_group.c.channel == channel) & (staff_group.c.chat_id == chat_id) & staff_group.c.active
    released = update(staff_group).where(here).values(active=False).returning(staff_group.c.title)
    return db.execute(released).scalar()


def _member(row: Row[Any]) -> Member:
    role = Role(row.role) if row.role else None
    return Member(**{**row._mapping, "channel": Channel(row.channel), "role": role})


def _one(db: Connection, condition: ColumnElement[bool]) -> Member | None:
    row = db.execute(select(*_MEMBER).where(condition)).first()
    return None if row is None else _member(row)


def _is(channel: Channel, user_id: int) -> ColumnElement[bool]:
    return (staff_member.c.channel == channel) & (staff_member.c.user_id == user_id)


def given_role(db: Connection, channel: Channel, user_id: int) -> Role | None:
    found = _one(db, _is(channel, user_id))
    return found.role if found else None


def met(db: Connection, channel: Channel, who: Sender) -> Member:
    """Somebody at the desk, entered or brought up to date: so they can be called by name when a role is given."""
    known = {"name": who.name, "username": who.username}
    insert_or_ignore(db, staff_member, {"channel": channel, "user_id": who.id, "role": "", **known})
    found = _one(db, _is(channel, who.id))
    assert found is not None  # noqa: S101 - it was entered in the line above
    if (found.name, found.username) != (who.name, who.username):
        db.execute(update(staff_member).where(staff_member.c.id == found.id).values(**known))
        found = member(db, found.id) or found
    return found


def member(db: Connection, member_id: int, *, lock: bool = False) -> Member | None:
    query = select(*_MEMBER).where(staff_member.c.id == member_id)
    row = db.execute(query.with_for_update() if lock else query).first()
    return None if row is None else _member(row)


def members(db: Connection) -> list[Member]:
    """Everybody known at the desk, in the order in which they came."""
    return [_member(row) for row in db.execute(select(*_MEMBER).order_by(staff_member.c.id))]


def give_role(db: Connection, member_id: int, role: Role | None) -> None:
    db.execute(update(staff_member).where(staff_member.c.id == member_id).values(role=role or ""))
