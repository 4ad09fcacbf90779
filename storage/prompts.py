"""Prompts: what a member of staff is being asked in a chat, and what they have said so far. One each, in each chat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, insert, or_, select, update

from consultation.conversation import Channel, Sender
from storage.rows import new_id
from storage.tables import outbox, prompt


@dataclass(frozen=True)
class Prompt:
    id: int
    channel: Channel
    chat_id: int
    user_id: int
    user_name: str
    form: str  # what is being asked: the name of a form, or of a single question
    topic_id: int | None
    place: str  # the question of the topic that it is about, or that a new one is to follow
    answers: Mapping[str, str]
    picked: str  # what came in several messages so far
    editing: str
    delivery_id: int | None  # the message that asks
    asked_at: datetime


_COLUMNS = tuple(prompt.c[name] for name in Prompt.__dataclass_fields__)


def _prompt(row: Row[Any] | None) -> Prompt | None:
    return None if row is None else Prompt(**{**row._mapping, "channel": Channel(row.channel)})


def _of(channel: Channel, chat_id: int, user_id: int) -> Any:
    return and_(prompt.c.channel == channel, prompt.c.chat_id == chat_id, prompt.c.user_id == user_id)


def begin(
    db: Connection,
    channel: Channel,
    chat_id: int,
    who: Sender,
    form: str,
    now: datetime,
    *,
    topic_id: int | None = None,
    place: str = "",
) -> Prompt:
    """What they were asked before in this chat is asked no more: its buttons lead nowhere."""
    db.execute(delete(prompt).where(_of(channel, chat_id, who.id)))
    begun = Prompt(0, channel, chat_id, who.id, who.name, form, topic_id, place, {}, "", "", None, now)
    values = {name: value for name, value in asdict(begun).items() if name != "id"}
    return replace(begun, id=new_id(db, insert(prompt).values(**values)))


def keep(db: Connection, changed: Prompt) -> None:
    values = {name: getattr(changed, name) for name in ("topic_id", "place", "picked", "editing", "delivery_id")}
    values |= {"answers": dict(changed.answers), "asked_at": changed.asked_at}
    db.execute(update(prompt).where(prompt.c.id == changed.id).values(**values))


def end(db: Connection, prompt_id: int) -> None:
    db.execute(delete(prompt).where(prompt.c.id == prompt_id))


def end_reply(db: Connection, channel: Channel, chat_id: int, form: str, place: str) -> None:
    here = (prompt.c.channel == channel) & (prompt.c.chat_id == chat_id)
    db.execute(delete(prompt).where(here, prompt.c.form == form, prompt.c.place == place))


def get(db: Connection, prompt_id: int) -> Prompt | None:
    return _prompt(db.execute(select(*_COLUMNS).where(prompt.c.id == prompt_id).with_for_update()).first())


def of_person(db: Connection, channel: Channel, chat_id: int, user_id: int) -> Prompt | None:
    """What this person is being asked here; held for this turn."""
    return _prompt(db.execute(select(*_COLUMNS).where(_of(channel, chat_id, user_id)).with_for_update()).first())


def is_asked(db: Connection, channel: Channel, chat_id: int, user_id: int) -> bool:
    return db.execute(select(prompt.c.id).where(_of(channel, chat_id, user_id))).first() is not None


def asked_in(db: Connection, channel: Channel, chat_id: int, message_id: int) -> Prompt | None:
    """The prompt whose question stands in this message of ours."""
    here = and_(outbox.c.channel == channel, outbox.c.chat_id == chat_id)
    said = or_(outbox.c.message_id == message_id, outbox.c.edits == message_id)
    rows = select(*_COLUMNS).join(outbox, outbox.c.id == prompt.c.delivery_id).where(here, said)
    return _prompt(db.execute(rows.limit(1)).first())


def is_ours(db: Connection, channel: Channel, chat_id: int, message_id: int) -> bool:
    here = and_(outbox.c.channel == channel, outbox.c.chat_id == chat_id, outbox.c.message_id == message_id)
    return db.execute(select(outbox.c.id).where(here).limit(1)).first() is not None


def on_its_way(db: Connection, asked: Prompt) -> bool:
    """Whether it is not yet noted which message the question became."""
    unsettled = and_(outbox.c.id == asked.delivery_id, outbox.c.settled_at.is_(None))
    return db.execute(select(outbox.c.id).where(unsettled)).first() is not None


def thread_of(db: Connection, asked: Prompt) -> int:
    """The thread in which the question stands."""
    return db.execute(select(outbox.c.thread).where(outbox.c.id == asked.delivery_id)).scalar() or 0


def move_chat(db: Connection, channel: Channel, old: int, new: int) -> None:
    here = (prompt.c.channel == channel) & (prompt.c.chat_id == old)
    db.execute(update(prompt).where(here).values(chat_id=new))


def clear_old(db: Connection, before: datetime) -> int:
    """What was left without an answer for so long is not being asked any more."""
    return db.execute(delete(prompt).where(prompt.c.asked_at < before)).rowcount
