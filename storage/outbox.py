"""The outbox: every message we owe, as a row, until it is settled.

A message that depends on who reads it, and when (an invitation, a reminder), is stored without its text and written
when it is sent: in the language of that moment, and not at all where it has lost its point meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, cast, column, delete, exists, func, insert, select, text, update
from sqlalchemy import values as table_of

from consultation.conversation import Channel, Message
from storage import campaigns
from storage.deliveries import UNKNOWN, Delivery, Lane, State, Subject, pending
from storage.rows import new_id, upsert
from storage.tables import SENDING, invitation, outbox, pause, topic

_OWE = insert(outbox)


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
        "message": message,
        "edits": edits,
        "makes": makes,
        "thread": thread,
        "asks": asks,
        "state": State.QUEUED,
        "due_at": now,
        "created_at": now,
    }
    return new_id(db, _OWE, values)


def present(db: Connection, delivery_ids: Sequence[int]) -> frozenset[int]:
    """Those that are still owed: one that was on its way to somebody goes with them when they are erased."""
    return frozenset(db.execute(select(outbox.c.id).where(outbox.c.id.in_(delivery_ids))).scalars())


def sent(db: Connection, done: Sequence[tuple[int, int | None]], now: datetime) -> None:
    """Mark deliveries as sent: pairs of delivery id and message id."""
    values = {"state": State.SENT, "settled_at": now, "error": ""}
    if db.dialect.name == "sqlite":
        marked = update(outbox).where(outbox.c.id == bindparam("row")).values(**values, message_id=bindparam("said"))
        db.execute(marked, [{"row": delivery_id, "said": message_id} for delivery_id, message_id in done])
        return
    # There each statement is a journey to the server.
    pairs = table_of(column("row", outbox.c.id.type), column("said", outbox.c.message_id.type), name="done").data(done)
    said = cast(pairs.c.said, outbox.c.message_id.type)  # a column of nothing but NULL is taken for a text
    db.execute(update(outbox).where(outbox.c.id == pairs.c.row).values(**values, message_id=said))


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


def replace(db: Connection, delivery: Delivery, makes: Sequence[str], now: datetime) -> None:
    """One file becomes several, which come in this order."""
    settle(db, delivery.id, State.CANCELLED, now, f"in {len(makes)} parts")
    for one in makes:
        put(
            db,
            delivery.channel,
            delivery.chat_id,
            None,
            now,
            to_group=delivery.to_group,
            stakeholder_id=delivery.stakeholder_id,
            topic_id=delivery.topic_id,
            makes=one,
            thread=delivery.thread,
            subject=delivery.subject,
            lane=delivery.lane,
        )


def redirect(db: Connection, delivery_id: int, channel: Channel, chat_id: int) -> None:
    """The person cannot be reached where this was going, but elsewhere they can."""
    elsewhere = {"channel": channel, "chat_id": chat_id, "state": State.QUEUED, "edits": None}
    db.execute(update(outbox).where(outbox.c.id == delivery_id).values(**elsewhere))


def settle_chat(db: Connection, channel: Channel, chat_id: int, now: datetime, why: str) -> None:
    """Nothing more can arrive in this chat: what is still queued for it has failed too."""
    here = (outbox.c.channel == channel) & (outbox.c.chat_id == chat_id) & (outbox.c.state == State.QUEUED)
    failed = update(outbox).where(here).values(state=State.FAILED, settled_at=now, error=why)
    for campaign_id in db.execute(failed.returning(outbox.c.campaign_id)).scalars().all():
        if campaign_id is not None:
            campaigns.count(db, campaign_id, failed=1)


def move_chat(db: Connection, channel: Channel, old: int, new: int) -> None:
    """What is still owed goes to the new chat. There messages are numbered anew, so what was an edit is said anew."""
    here = and_(outbox.c.channel == channel, outbox.c.chat_id == old, pending("outbox"))
    db.execute(update(outbox).where(here).values(chat_id=new, edits=None, state=State.QUEUED))


def mark_unknown(db: Connection, now: datetime) -> int:
    """Before `take_back`, where nothing that many are told is to come twice: that is given up instead."""
    theirs = (outbox.c.state == State.SENDING) & (outbox.c.lane == Lane.CAMPAIGN)
    failed = update(outbox).where(theirs).values(state=State.FAILED, settled_at=now, error=UNKNOWN)
    of = db.execute(failed.returning(outbox.c.campaign_id)).scalars().all()
    for campaign_id in of:
        if campaign_id is not None:
            campaigns.count(db, campaign_id, failed=1)
    return len(of)


def take_back(db: Connection) -> int:
    """At the start: what was being sent when the program died has an unknown outcome, and is sent again."""
    again = {"state": State.QUEUED, "attempts": outbox.c.attempts + 1}
    return db.execute(update(outbox).where(outbox.c.state == State.SENDING).values(**again)).rowcount


def clock_set_back(db: Connection, channel: Channel, now: datetime) -> None:
    """Nobody waits for a time to come again: what was put off is due, and the pause is over. At worst we are told to
    wait once more."""
    put_off = and_(
        outbox.c.channel == channel, pending("outbox"), outbox.c.due_at > now, outbox.c.due_at != outbox.c.created_at
    )
    db.execute(update(outbox).where(put_off, outbox.c.state == State.QUEUED).values(due_at=now))
    db.execute(delete(pause).where(pause.c.channel == channel))


def hold(db: Connection, channel: Channel, until: datetime) -> None:
    upsert(db, pause, ["channel"], {"channel": channel, "until": until})


def outlived(db: Connection, before: datetime, after: int, limit: int = 5000) -> list[int]:
    """Deliveries, of those with a number after this one, that need not be kept any longer.

    What was settled before that moment; what was said in conversations about anonymous topics at once: it holds
    answers, beside the chat they came from. Copies of inquiries stay as long as the inquiry: replies to them must find
    it, and erasing must reach them.
    """
    old = (outbox.c.settled_at < before) & outbox.c.remark_id.is_(None)
    anonymous = outbox.c.topic_id.in_(select(topic.c.id).where(topic.c.anonymous))
    said = anonymous & (outbox.c.subject == Subject.REPLY) & ~outbox.c.to_group & outbox.c.settled_at.is_not(None)
    some = select(outbox.c.id).where(outbox.c.id > after, old | said).order_by(outbox.c.id).limit(limit)
    return list(db.execute(some).scalars())


def drop(db: Connection, delivery_ids: Sequence[int]) -> int:
    return db.execute(delete(outbox).where(outbox.c.id.in_(delivery_ids))).rowcount


def depth(db: Connection) -> dict[tuple[str, str], int]:
    """How many are not settled, by messenger and state: counted along indexes alone, however many are queued."""
    each = select(outbox.c.channel, func.count()).group_by(outbox.c.channel)
    unsettled: dict[str, int] = dict(db.execute(each.where(pending("outbox"))).tuples())
    sending: dict[str, int] = dict(db.execute(each.where(text(f"outbox.{SENDING}"))).tuples())
    queued = {channel: count - sending.get(channel, 0) for channel, count in unsettled.items()}
    by_state = {State.QUEUED: queued, State.SENDING: sending}
    return {(channel, state): count for state, found in by_state.items() for channel, count in found.items() if count}
