"""Inquiries: what people ask the secretariat, and what is said about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from consultation.conversation import Channel, Incoming
from consultation.inquiry import Inquiry, Remark
from storage.deliveries import Subject
from storage.rows import new_id
from storage.tables import attachment, inquiry, outbox, remark

_INQUIRY = tuple(inquiry.c[name] for name in Inquiry.__dataclass_fields__)
_REMARK = tuple(remark.c[name] for name in Remark.__dataclass_fields__)


@dataclass(frozen=True)
class Copy:
    """A remark as it stands, or is about to stand, in some chat."""

    channel: Channel
    chat_id: int
    to_group: bool
    stakeholder_id: int | None
    message_id: int | None  # None: on its way


@dataclass(frozen=True)
class Enclosed:
    """A file as it is kept: its handle is good at one messenger only, its content may still be missing."""

    name: str
    kind: str
    mime: str
    channel: str
    handle: str
    tries: int
    missing: bool


def begin(
    db: Connection,
    stakeholder_id: int,
    topic_id: int | None,
    now: datetime,
    *,
    named: bool,
    announcement_id: int | None = None,
) -> Inquiry:
    values = {"stakeholder_id": stakeholder_id, "topic_id": topic_id, "named": named, "asked_at": now}
    values["announcement_id"] = announcement_id
    return _one(db, inquiry.c.id == new_id(db, insert(inquiry).values(**values, waiting_since=now)))


def _one(db: Connection, condition: ColumnElement[bool], *, lock: bool = False) -> Inquiry:
    query = select(*_INQUIRY).where(condition)
    return Inquiry(**db.execute(query.with_for_update() if lock else query).one()._mapping)


def get(db: Connection, inquiry_id: int, *, lock: bool = False) -> Inquiry | None:
    """`lock` keeps a second member of staff, who presses the same button, waiting until this turn is over."""
    query = select(*_INQUIRY).where(inquiry.c.id == inquiry_id)
    row = db.execute(query.with_for_update() if lock else query).first()
    return None if row is None else Inquiry(**row._mapping)


def change(db: Connection, inquiry_id: int, **values: object) -> None:
    db.execute(update(inquiry).where(inquiry.c.id == inquiry_id).values(**values))


def open_ones(db: Connection) -> list[Inquiry]:
    """The longest waiting first; those that wait for nothing come last."""
    rows = db.execute(select(*_INQUIRY).where(inquiry.c.done_at.is_(None)).order_by(inquiry.c.id)).all()
    found = [Inquiry(**row._mapping) for row in rows]
    return sorted(found, key=lambda one: (one.waiting_since is None, one.waiting_since or one.asked_at))


def of_stakeholder(db: Connection, stakeholder_id: int) -> list[int]:
    return list(db.execute(select(inquiry.c.id).where(inquiry.c.stakeholder_id == stakeholder_id)).scalars())


def answered_since(db: Connection, moment: datetime) -> list[tuple[datetime, datetime]]:
    rows = db.execute(select(inquiry.c.asked_at, inquiry.c.answered_at).where(inquiry.c.answered_at >= moment))
    return [(row.asked_at, row.answered_at) for row in rows]


# -- what is said --------------------------------------------------------------------------------------------


def say(db: Connection, inquiry_id: int, incoming: Incoming, text: str, now: datetime, *, by_staff: bool) -> Remark:
    values = {
        "inquiry_id": inquiry_id,
        "by_staff": by_staff,
        "author": incoming.sender.name if by_staff else "",
        "text": text,
        "channel": incoming.channel,
        "chat_id": incoming.chat_id,
        "message_id": incoming.message_id,
        "at": now,
    }
    said = remark_of(db, new_id(db, insert(remark).values(**values)))
    assert said is not None  # noqa: S101 - it was inserted in the line above
    return said


def remark_of(db: Connection, remark_id: int) -> Remark | None:
    row = db.execute(select(*_REMARK).where(remark.c.id == remark_id)).first()
    return None if row is None else Remark(**row._mapping)


def remarks(db: Connection, inquiry_id: int) -> list[Remark]:
    rows = db.execute(select(*_REMARK).where(remark.c.inquiry_id == inquiry_id).order_by(remark.c.id))
    return [Remark(**row._mapping) for row in rows]


def came_in(db: Connection, channel: Channel, chat_id: int, message_id: int) -> list[Remark]:
    """What was said in this message of theirs; more than one where it was too long for one of ours."""
    here = (remark.c.channel == channel) & (remark.c.chat_id == chat_id) & (remark.c.message_id == message_id)
    return [Remark(**row._mapping) for row in db.execute(select(*_REMARK).where(here).order_by(remark.c.id))]


def message_of(db: Connection, remark_id: int, channel: Channel, chat_id: int) -> int | None:
    """The message that a remark came in, if it was in this chat."""
    here = (remark.c.channel == channel) & (remark.c.chat_id == chat_id) & (remark.c.id == remark_id)
    return db.execute(select(remark.c.message_id).where(here)).scalar()


def reword(db: Connection, remark_id: int, text: str) -> None:
    db.execute(update(remark).where(remark.c.id == remark_id).values(text=text))


def file_of(db: Connection, remark_id: int) -> Enclosed | None:
    """The file that was sent with a remark."""
    wanted = [attachment.c[name] for name in Enclosed.__dataclass_fields__ if name != "missing"]
    missing = attachment.c.content.is_(None).label("missing")
    row = db.execute(select(*wanted, missing).where(attachment.c.remark_id == remark_id)).first()
    return None if row is None else Enclosed(**row._mapping)


def content_of(db: Connection, remark_id: int) -> bytes:
    return db.execute(select(attachment.c.content).where(attachment.c.remark_id == remark_id)).scalar() or b""


# -- its copies ----------------------------------------------------------------------------------------------


def spoken_of(db: Connection, channel: Channel, chat_id: int, message_id: int) -> int | None:
    """The inquiry that one of our messages belongs to."""
    here = (outbox.c.channel == channel) & (outbox.c.chat_id == chat_id) & (outbox.c.message_id == message_id)
    found = select(remark.c.inquiry_id).join(outbox, outbox.c.remark_id == remark.c.id).where(here)
    return db.execute(found.limit(1)).scalar()


def copies(db: Connection, remark_ids: Sequence[int]) -> list[Copy]:
    """Where these remarks stand, in all chats; those still queued are left out, for they are written when sent."""
    wanted = [outbox.c[name] for name in ("channel", "chat_id", "to_group", "stakeholder_id", "message_id")]
    settled = (outbox.c.state == "sent") & outbox.c.message_id.is_not(None)
    shown = outbox.c.subject.in_((Subject.INQUIRY, Subject.INQUIRY_EDIT))  # not what is said about them
    standing = outbox.c.remark_id.in_(remark_ids) & shown & (settled | (outbox.c.state == "sending"))
    rows = db.execute(select(*wanted).where(standing).order_by(outbox.c.id)).all()
    found = {(row.channel, row.chat_id, row.message_id): row for row in rows}
    return [Copy(**{**row._mapping, "channel": Channel(row.channel)}) for row in found.values()]


def left_behind(db: Connection, channel: Channel, chat_id: int) -> list[int]:
    """What open inquiries began with, as it stood in a chat that is not there any more; it stands nowhere now."""
    here = (outbox.c.channel == channel) & (outbox.c.chat_id == chat_id) & outbox.c.remark_id.is_not(None)
    first = select(func.min(remark.c.id)).group_by(remark.c.inquiry_id)
    standing = select(outbox.c.remark_id).join(remark, remark.c.id == outbox.c.remark_id)
    standing = standing.join(inquiry, inquiry.c.id == remark.c.inquiry_id)
    standing = standing.where(
        here, outbox.c.message_id.is_not(None), inquiry.c.done_at.is_(None), remark.c.id.in_(first)
    )
    found = sorted(set(db.execute(standing).scalars()))
    db.execute(update(outbox).where(here).values(message_id=None))
    return [one for one in found if one is not None]


def topic_of(db: Connection, remark_id: int) -> int | None:
    about = select(inquiry.c.topic_id).join(remark, remark.c.inquiry_id == inquiry.c.id)
    return db.execute(about.where(remark.c.id == remark_id)).scalar()


def copy_in(db: Connection, remark_id: int, channel: Channel, chat_id: int) -> int | None:
    """The latest message in which this remark stands in a chat."""
    here = (outbox.c.channel == channel) & (outbox.c.chat_id == chat_id) & (outbox.c.remark_id == remark_id)
    latest = select(outbox.c.message_id).where(here, outbox.c.message_id.is_not(None)).order_by(outbox.c.id.desc())
    return db.execute(latest.limit(1)).scalar()
