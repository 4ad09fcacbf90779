"""The outbox: every message we owe, as a row, until it is settled.

A message that depends on who reads it, and when (an invitation, a reminder), is stored without its text and written
when it is sent: in the language of that moment, and not at all where it has lost its point meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any, cast

from sqlalchemy import (
    Connection,
    Row,
    Select,
    TextClause,
    and_,
    bindparam,
    delete,
    exists,
    false,
    func,
    insert,
    literal,
    select,
    text,
    update,
)

from consultation.conversation import Button, Channel, Message, Shape
from storage.rows import new_id, upsert
from storage.tables import PENDING, invitation, outbox, pause, topic


class Subject(StrEnum):
    REPLY = "reply"
    ASIDE = "aside"  # a word about what they sent, beside the question that stays open
    INVITATION = "invitation"
    REMINDER = "reminder"
    NOTICE = "notice"  # what staff get without having asked
    DIGEST = "digest"
    EXPORT = "export"  # the answers to a topic, as the file that `makes` names
    OUTCOMES = "outcomes"  # what became of the invitations to a topic, as a workbook
    TEMPLATE = "template"  # the empty workbook
    MARKED = "marked"  # a refused workbook, in which what is wrong is marked when it is sent
    FORM = "form"  # the questions of a topic as a workbook, made when it is sent
    AUDIT = "audit"  # the audit log as a workbook: of a topic, or of everything
    ASK_OPENS_AT = "ask_opens_at"  # earlier versions asked for a moment with it; replies still count
    ASK_CLOSES_AT = "ask_closes_at"
    ASK_REOPENS = "ask_reopens"
    ASK_POSTPONED = "ask_postponed"
    ASK_REASON = "ask_reason"  # why a topic is sent back
    CORRECTED = "corrected"  # to those who submitted before the questions were corrected
    WITHDRAWN = "withdrawn"  # to those who were told of a topic that was taken back
    INQUIRY = "inquiry"  # something that was said in an inquiry, to whoever has not heard it
    INQUIRY_EDIT = "inquiry_edit"  # the same as it now stands, in place of what was shown
    UNDELIVERED = "undelivered"  # an answer did not reach who asked
    STATUS = "status"  # how an open topic comes on, in place of how it stood before
    SILENCE = "silence"  # of whole segments nobody has answered, and the end is near
    CHART = "chart"  # the same as a picture
    PAPER = "paper"  # the report of a topic, or the annex to a decision, as `makes` says
    QUESTION_CHART = "question_chart"  # the answers to the question of the number that `makes` says, as a picture
    TAKE_BACK = "take_back"  # delete what was shown
    ANNOUNCEMENT = "announcement"
    FAQ = "faq"  # a question that was answered for everybody
    GROUP_GONE = "group_gone"  # another staff group, named in `makes`, has put the bot out
    FINDINGS = "findings"  # what came of a topic, with one's own words where a point rests on them
    FINDING = "finding"  # a point has another state now; `makes` is its number
    ASK_QUICK_REPLY = "ask_quick_reply"  # asks staff for an answer to be kept; the reply is that answer


class Lane(IntEnum):
    """Who waits goes first. Within one lane messages to one chat never overtake each other."""

    REPLY = 0
    CAMPAIGN = 1


class State(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"
    PAUSED = "paused"  # of an announcement: it keeps nothing else waiting meanwhile


def _pending(table: str) -> TextClause:
    """Unsettled, word for word as the partial indexes say it: only then do both databases use them."""
    return text(f"{table}.{PENDING}")


@dataclass(frozen=True)
class Delivery:
    """One message to one address."""

    id: int
    channel: Channel
    chat_id: int
    to_group: bool
    stakeholder_id: int | None
    topic_id: int | None
    remark_id: int | None
    faq_id: int | None
    announcement_id: int | None
    subject: Subject
    lane: Lane
    message: Message | None
    edits: int | None
    makes: str  # which file, where the subject leaves a choice
    thread: int | None  # of a group; None: that of its topic
    attempts: int


@dataclass(frozen=True)
class Withdrawn:
    message: Message
    topic_id: int | None


_COLUMNS = tuple(outbox.c[name] for name in Delivery.__dataclass_fields__)


def put(
    db: Connection,
    channel: Channel,
    chat_id: int,
    message: Message | None,
    now: datetime,
    *,
    to_group: bool = False,
    stakeholder_id: int | None = None,
    topic_id: int | None = None,
    remark_id: int | None = None,
    edits: int | None = None,
    makes: str = "",
    thread: int | None = None,
    subject: Subject = Subject.REPLY,
    lane: Lane = Lane.REPLY,
    asks: str = "",
) -> int:
    values = {
        "channel": channel,
        "chat_id": chat_id,
        "to_group": to_group,
        "stakeholder_id": stakeholder_id,
        "topic_id": topic_id,
        "remark_id": remark_id,
        "subject": subject,
        "lane": lane,
        "message": None if message is None else asdict(message),
        "edits": edits,
        "makes": makes,
        "thread": thread,
        "asks": asks,
        "state": State.QUEUED,
        "due_at": now,
        "created_at": now,
    }
    return new_id(db, insert(outbox).values(**values))


def put_campaign(
    db: Connection,
    chosen: Select[Any],
    subject: Subject,
    now: datetime,
    *,
    faq_id: int | None = None,
    announcement_id: int | None = None,
    makes: str = "",
    due_at: datetime | None = None,
) -> int:
    """One message, written when it is sent, for every row of `chosen`: channel, chat_id, stakeholder_id, topic_id."""
    rows = chosen.add_columns(
        literal(subject),
        literal(int(Lane.CAMPAIGN)),
        literal(State.QUEUED),
        _moment(due_at or now),
        literal(0),
        literal(""),
        _moment(now),
        false(),
        literal(faq_id, outbox.c.faq_id.type),
        literal(announcement_id, outbox.c.announcement_id.type),
        literal(makes),
    )
    given = ["channel", "chat_id", "stakeholder_id", "topic_id"]
    names = [*given, "subject", "lane", "state", "due_at", "attempts", "error", "created_at"]
    names += ["to_group", "faq_id", "announcement_id", "makes"]
    return db.execute(insert(outbox).from_select(names, rows)).rowcount


def _moment(now: datetime) -> Any:
    return literal(now, outbox.c.due_at.type)


def claim(db: Connection, channel: Channel, now: datetime, limit: int) -> list[Delivery]:
    """Take what is due, first in lane and in order; of each chat and lane only the oldest unsettled message."""
    earlier = outbox.alias("earlier")
    waits = exists().where(
        earlier.c.channel == outbox.c.channel,
        earlier.c.chat_id == outbox.c.chat_id,
        earlier.c.lane == outbox.c.lane,
        earlier.c.id < outbox.c.id,
        _pending("earlier"),
    )
    # What was never put off is due, though it seem to come from the future because the clock was set back since.
    come = (outbox.c.due_at <= now) | (outbox.c.due_at == outbox.c.created_at)
    due = and_(outbox.c.channel == channel, _pending("outbox"), outbox.c.state == State.QUEUED, come)
    rows = db.execute(
        select(*_COLUMNS)
        .where(due, ~waits)
        .order_by(outbox.c.lane, outbox.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=outbox)
    ).all()
    if rows:
        taken = update(outbox).where(outbox.c.id.in_([row.id for row in rows]))
        db.execute(taken.values(state=State.SENDING))
    return [_delivery(row) for row in rows]


def _delivery(row: Any) -> Delivery:
    stored = {
        **row._mapping,
        "channel": Channel(row.channel),
        "subject": Subject(row.subject),
        "lane": Lane(row.lane),
    }
    return Delivery(**{**stored, "message": None if row.message is None else message_of(row.message)})


def message_of(stored: dict[str, Any]) -> Message:
    rows = tuple(tuple(Button(**button) for button in row) for row in stored["buttons"])
    menu = stored["menu"]
    typed = {"buttons": rows, "menu": None if menu is None else tuple(map(tuple, menu))}
    return Message(**{**stored, **typed, "shape": Shape(stored.get("shape", Shape.DOCUMENT))})


def next_due(db: Connection, channel: Channel, now: datetime) -> datetime | None:
    """When the next queued message becomes due; None where none is queued for later."""
    queued = and_(
        outbox.c.channel == channel, _pending("outbox"), outbox.c.state == State.QUEUED, outbox.c.due_at > now
    )
    return db.execute(select(func.min(outbox.c.due_at)).where(queued)).scalar()


def present(db: Connection, delivery_ids: Sequence[int]) -> frozenset[int]:
    """Those that are still owed: one that was on its way to somebody goes with them when they are erased."""
    return frozenset(db.execute(select(outbox.c.id).where(outbox.c.id.in_(delivery_ids))).scalars())


def sent(db: Connection, done: Sequence[tuple[int, int | None]], now: datetime) -> None:
    """Mark deliveries as sent: pairs of delivery id and message id."""
    marked = update(outbox).where(outbox.c.id == bindparam("row"))
    marked = marked.values(state=State.SENT, message_id=bindparam("said"), settled_at=now, error="")
    db.execute(marked, [{"row": delivery_id, "said": message_id} for delivery_id, message_id in done])


def told(db: Connection, delivery_ids: Sequence[int], now: datetime) -> None:
    """These invitations have arrived: their receivers have been told of the topic."""
    theirs = (
        outbox.c.id.in_(delivery_ids),
        outbox.c.topic_id == invitation.c.topic_id,
        outbox.c.stakeholder_id == invitation.c.stakeholder_id,
    )
    people = select(outbox.c.stakeholder_id).where(outbox.c.id.in_(delivery_ids))
    arrived = invitation.c.stakeholder_id.in_(people) & invitation.c.told_at.is_(None) & exists().where(*theirs)
    db.execute(update(invitation).where(arrived).values(told_at=now))


def again(db: Connection, delivery_id: int, due_at: datetime, why: str, *, counted: bool) -> None:
    values = {"state": State.QUEUED, "due_at": due_at, "error": why}
    attempts = outbox.c.attempts + (1 if counted else 0)
    db.execute(update(outbox).where(outbox.c.id == delivery_id).values(**values, attempts=attempts))


def settle(db: Connection, delivery_id: int, state: State, now: datetime, why: str = "") -> None:
    db.execute(update(outbox).where(outbox.c.id == delivery_id).values(state=state, settled_at=now, error=why))


def redirect(db: Connection, delivery_id: int, channel: Channel, chat_id: int) -> None:
    """The person cannot be reached where this was going, but elsewhere they can."""
    elsewhere = {"channel": channel, "chat_id": chat_id, "state": State.QUEUED, "edits": None}
    db.execute(update(outbox).where(outbox.c.id == delivery_id).values(**elsewhere))


def settle_chat(db: Connection, channel: Channel, chat_id: int, now: datetime, why: str) -> None:
    """Nothing more can arrive in this chat: what is still queued for it has failed too."""
    here = (outbox.c.channel == channel) & (outbox.c.chat_id == chat_id) & (outbox.c.state == State.QUEUED)
    db.execute(update(outbox).where(here).values(state=State.FAILED, settled_at=now, error=why))


def move_chat(db: Connection, channel: Channel, old: int, new: int) -> None:
    """What is still owed goes to the new chat. There messages are numbered anew, so what was an edit is said anew."""
    here = and_(outbox.c.channel == channel, outbox.c.chat_id == old, _pending("outbox"))
    db.execute(update(outbox).where(here).values(chat_id=new, edits=None, state=State.QUEUED))


def take_back(db: Connection) -> int:
    """At the start: what was being sent when the program died has an unknown outcome, and is sent again."""
    again = {"state": State.QUEUED, "attempts": outbox.c.attempts + 1}
    return db.execute(update(outbox).where(outbox.c.state == State.SENDING).values(**again)).rowcount


def about(db: Connection, channel: Channel, chat_id: int, message_id: int) -> tuple[int, Subject] | None:
    """Which topic one of our messages was about, and what it was."""
    here = (outbox.c.channel == channel) & (outbox.c.chat_id == chat_id) & (outbox.c.message_id == message_id)
    row = db.execute(select(outbox.c.topic_id, outbox.c.subject).where(here, outbox.c.topic_id.is_not(None))).first()
    return None if row is None else (row.topic_id, Subject(row.subject))


def subject_of(db: Connection, channel: Channel, chat_id: int, message_id: int) -> Subject | None:
    here = (outbox.c.channel == channel) & (outbox.c.chat_id == chat_id) & (outbox.c.message_id == message_id)
    found = db.execute(select(outbox.c.subject).where(here).order_by(outbox.c.id.desc()).limit(1)).scalar()
    return None if found is None else Subject(found)


def gone(db: Connection, channel: Channel, chat_id: int, message_id: int) -> None:
    """This message of ours is not there any more: nothing is to be looked up by it, and nothing changed in it."""
    here = (outbox.c.channel == channel) & (outbox.c.chat_id == chat_id) & (outbox.c.message_id == message_id)
    db.execute(update(outbox).where(here).values(message_id=None))


def _newest_reply(db: Connection, channel: Channel, chat_id: int) -> Row[Any] | None:
    here = (outbox.c.channel == channel) & (outbox.c.chat_id == chat_id) & (outbox.c.lane == Lane.REPLY)
    wanted = (outbox.c.id, outbox.c.state, outbox.c.attempts, outbox.c.message_id, outbox.c.message, outbox.c.subject)
    newest: Any = db.execute(select(*wanted).where(here).order_by(outbox.c.id.desc()).limit(1)).first()
    return cast("Row[Any] | None", newest)


def unseen(db: Connection, channel: Channel, chat_id: int, message_id: int) -> tuple[Message, Subject] | None:
    """Our latest words to a chat, if this message of theirs was written before those stood there."""
    newest = _newest_reply(db, channel, chat_id)
    if newest is None or newest.message is None:
        return None
    waits = newest.state == State.QUEUED and newest.attempts == 0  # after a try nobody knows whether it was seen
    came_later = newest.state == State.SENT and (newest.message_id or 0) > message_id
    return (message_of(newest.message), Subject(newest.subject)) if waits or came_later else None


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


def said(db: Connection, channel: Channel, chat_id: int, message_id: int) -> Message | None:
    """One of our messages as it was first said."""
    here = (outbox.c.channel == channel) & (outbox.c.chat_id == chat_id) & (outbox.c.message_id == message_id)
    stored = db.execute(select(outbox.c.message).where(here, outbox.c.edits.is_(None))).scalar()
    return None if stored is None else message_of(stored)


def asked(db: Connection, channel: Channel, chat_id: int, message_id: int) -> str:
    """What a reply to one of our messages means, written as a press; "" where we asked nothing."""
    here = (outbox.c.channel == channel) & (outbox.c.chat_id == chat_id) & (outbox.c.message_id == message_id)
    return db.execute(select(outbox.c.asks).where(here, outbox.c.asks != "")).scalar() or ""


def cancel_invitations(db: Connection, topic_id: int, now: datetime) -> None:
    queued = (outbox.c.topic_id == topic_id) & (outbox.c.subject == Subject.INVITATION)
    cancelled = update(outbox).where(queued, outbox.c.state == State.QUEUED)
    db.execute(cancelled.values(state=State.CANCELLED, settled_at=now))


def cancel_queued(db: Connection, topic_id: int, subject: Subject, makes: str = "") -> int:
    """Drop what has not left yet of something that was to go to many; how many there were."""
    these = (outbox.c.topic_id == topic_id) & (outbox.c.subject == subject) & (outbox.c.makes == makes)
    return db.execute(delete(outbox).where(these, outbox.c.state == State.QUEUED)).rowcount


def cancel_to(db: Connection, stakeholder_id: int, now: datetime) -> None:
    """Call back what was to be written to somebody first: invitations, reminders, announcements."""
    theirs = (outbox.c.stakeholder_id == stakeholder_id) & ~outbox.c.to_group & (outbox.c.lane == Lane.CAMPAIGN)
    cancelled = update(outbox).where(theirs, outbox.c.state == State.QUEUED)
    db.execute(cancelled.values(state=State.CANCELLED, settled_at=now))


def clock_set_back(db: Connection, channel: Channel, now: datetime) -> None:
    """Nobody waits for a time to come again: what was put off is due, and the pause is over. At worst we are told to
    wait once more."""
    put_off = and_(outbox.c.channel == channel, _pending("outbox"), outbox.c.due_at > now)
    db.execute(update(outbox).where(put_off, outbox.c.state == State.QUEUED).values(due_at=now))
    db.execute(delete(pause).where(pause.c.channel == channel))


def paused_until(db: Connection, channel: Channel) -> datetime | None:
    return db.execute(select(pause.c.until).where(pause.c.channel == channel)).scalar()


def hold(db: Connection, channel: Channel, until: datetime) -> None:
    upsert(db, pause, ["channel"], {"channel": channel, "until": until})


def clear_anonymous(db: Connection) -> int:
    """Drop what was said in conversations about anonymous topics: it holds answers, beside the chat they came from."""
    anonymous = outbox.c.topic_id.in_(select(topic.c.id).where(topic.c.anonymous))
    said = (outbox.c.subject == Subject.REPLY) & ~outbox.c.to_group & outbox.c.settled_at.is_not(None)
    return db.execute(delete(outbox).where(anonymous, said)).rowcount


def clear_old(db: Connection, before: datetime) -> int:
    """Drop what was settled long ago: what was said to people need not be kept for ever.

    Copies of inquiries stay as long as the inquiry: replies to them must find it, and erasing must reach them.
    """
    return db.execute(delete(outbox).where(outbox.c.settled_at < before, outbox.c.remark_id.is_(None))).rowcount


def depth(db: Connection) -> dict[tuple[str, str], int]:
    """How many are not settled, by messenger and state."""
    unsettled = select(outbox.c.channel, outbox.c.state, func.count()).where(_pending("outbox"))
    rows = db.execute(unsettled.group_by(outbox.c.channel, outbox.c.state))
    return {(channel, state): count for channel, state, count in rows}
