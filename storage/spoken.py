"""What we said in a chat: looked up by the message that it stands in, or taken back before it has left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, exists, select, update

from consultation.conversation import Channel, Message
from storage.deliveries import Lane, State, Subject, message_of, pending
from storage.tables import outbox

_LATELY = 10  # messages that are looked back at


@dataclass(frozen=True)
class Withdrawn:
    message: Message
    topic_id: int | None


def about(db: Connection, channel: Channel, chat_id: int, message_id: int) -> tuple[int, Subject] | None:
    """Which topic one of our messages was about, and what it was."""
    here = (outbox.c.channel == channel) & (outbox.c.chat_id == chat_id) & (outbox.c.message_id == message_id)
    row = db.execute(select(outbox.c.topic_id, outbox.c.subject).where(here, outbox.c.topic_id.is_not(None))).first()
    return None if row is None else (row.topic_id, Subject(row.subject))


def unnoted(db: Connection, *, message: tuple[Channel, int, int]) -> bool:
    """Whether this message may be ours though we do not know it yet: something is just on its way to this chat."""
    channel, chat_id, message_id = message
    here = (outbox.c.channel == channel) & (outbox.c.chat_id == chat_id)
    noted = exists().where(here, outbox.c.message_id == message_id)
    on_its_way = exists().where(here, outbox.c.state == State.SENDING, pending("outbox"))
    return bool(db.execute(select(~noted & on_its_way)).scalar())


def subject_of(db: Connection, channel: Channel, chat_id: int, message_id: int) -> Subject | None:
    here = (outbox.c.channel == channel) & (outbox.c.chat_id == chat_id) & (outbox.c.message_id == message_id)
    found = db.execute(select(outbox.c.subject).where(here).order_by(outbox.c.id.desc()).limit(1)).scalar()
    return None if found is None else Subject(found)


def gone(db: Connection, channel: Channel, chat_id: int, message_id: int) -> None:
    """This message of ours is not there any more: nothing is to be looked up by it, and nothing changed in it."""
    here = (outbox.c.channel == channel) & (outbox.c.chat_id == chat_id) & (outbox.c.message_id == message_id)
    db.execute(update(outbox).where(here).values(message_id=None))


def _replies(channel: Channel, chat_id: int) -> Select[Any]:
    """What was said to a chat in answer, backwards."""
    here = (outbox.c.channel == channel) & (outbox.c.chat_id == chat_id) & (outbox.c.lane == Lane.REPLY)
    wanted = (outbox.c.id, outbox.c.state, outbox.c.attempts, outbox.c.message_id, outbox.c.message, outbox.c.subject)
    return select(*wanted).where(here).order_by(outbox.c.id.desc())


def _newest_reply(db: Connection, channel: Channel, chat_id: int) -> Row[Any] | None:
    return db.execute(_replies(channel, chat_id).limit(1)).first()


def unseen(db: Connection, channel: Channel, chat_id: int, message_id: int) -> tuple[Message, Subject] | None:
    """Our latest words to a chat, if this message of theirs was written before those stood there."""
    newest = _newest_reply(db, channel, chat_id)
    if newest is None or newest.message is None:
        return None
    if _may_have_been_seen(newest, message_id):
        return None
    return message_of(newest.message), Subject(newest.subject)


def _may_have_been_seen(ours: Row[Any], message_id: int) -> bool:
    """When a message of theirs was written. After more than one try nobody knows: an earlier one may have arrived."""
    if ours.attempts or ours.state not in (State.QUEUED, State.SENT):
        return True
    return ours.state == State.SENT and (ours.message_id or 0) < message_id


def lately(db: Connection, channel: Channel, chat_id: int, message_id: int) -> list[tuple[Message, bool]]:
    """Our latest words to a chat, backwards, and whether they may have been seen when that message was written."""
    newest = _replies(channel, chat_id).where(outbox.c.edits.is_(None), outbox.c.message.is_not(None))
    rows = db.execute(newest.limit(_LATELY)).all()
    return [(message_of(row.message), _may_have_been_seen(row, message_id)) for row in rows]


def withdraw(db: Connection, channel: Channel, chat_id: int, subject: Subject) -> Withdrawn | None:
    """Take back our latest words to a chat, if they are about this and have certainly not left."""
    newest = _newest_reply(db, channel, chat_id)
    if newest is None or newest.attempts:
        return None
    unsent = (outbox.c.id == newest.id) & (outbox.c.state == State.QUEUED)
    wanted = unsent & (outbox.c.subject == subject) & outbox.c.edits.is_(None)
    row = db.execute(delete(outbox).where(wanted).returning(outbox.c.message, outbox.c.topic_id)).first()
    if row is None or row.message is None:
        return None
    return Withdrawn(message_of(row.message), row.topic_id)


def first_said(db: Connection, channel: Channel, chat_id: int, message_id: int) -> Message | None:
    """One of our messages as it was first said."""
    here = (outbox.c.channel == channel) & (outbox.c.chat_id == chat_id) & (outbox.c.message_id == message_id)
    stored = db.execute(select(outbox.c.message).where(here, outbox.c.edits.is_(None))).scalar()
    return None if stored is None else message_of(stored)


def asked(db: Connection, channel: Channel, chat_id: int, message_id: int) -> str:
    """What a reply to one of our messages means, written as a press; "" where we asked nothing."""
    here = (outbox.c.channel == channel) & (outbox.c.chat_id == chat_id) & (outbox.c.message_id == message_id)
    return db.execute(select(outbox.c.asks).where(here, outbox.c.asks != "")).scalar() or ""
