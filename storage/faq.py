"""Questions that were answered for everybody, and answers kept for use again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, exists, func, insert, select

from storage import campaigns, people
from storage.campaigns import Campaign
from storage.deliveries import Subject
from storage.rows import new_id
from storage.tables import faq, invitation, quick_reply, stakeholder


@dataclass(frozen=True)
class Entry:
    """A question and its answer, in the words of those who wrote them."""

    id: int
    topic_id: int
    question: str
    answer: str


@dataclass(frozen=True)
class QuickReply:
    id: int
    text: str


_ENTRY = tuple(faq.c[name] for name in Entry.__dataclass_fields__)


def add(db: Connection, topic_id: int, question: str, answer: str, now: datetime) -> int:
    values = {"topic_id": topic_id, "question": question, "answer": answer, "at": now}
    return new_id(db, insert(faq).values(**values))


def get(db: Connection, entry_id: int) -> Entry | None:
    row = db.execute(select(*_ENTRY).where(faq.c.id == entry_id)).first()
    return None if row is None else Entry(**row._mapping)


def of_topic(db: Connection, topic_id: int) -> list[Entry]:
    rows = db.execute(select(*_ENTRY).where(faq.c.topic_id == topic_id).order_by(faq.c.id))
    return [Entry(**row._mapping) for row in rows]


def count(db: Connection, topic_id: int) -> int:
    return db.execute(select(func.count()).where(faq.c.topic_id == topic_id)).scalar_one()


def contains(db: Connection, topic_id: int, question: str, answer: str) -> bool:
    same = exists().where(faq.c.topic_id == topic_id, faq.c.question == question, faq.c.answer == answer)
    return bool(db.execute(select(same)).scalar())


def _wants_news(topic_id: int, but: int | None) -> ColumnElement[bool]:
    """Everyone who was told of the topic, has not turned it down, and may be written to; not who asked."""
    theirs = (invitation.c.topic_id == topic_id) & (invitation.c.stakeholder_id == stakeholder.c.id)
    told = exists().where(theirs, invitation.c.told_at.is_not(None), invitation.c.declined_at.is_(None))
    may = people.is_member() & stakeholder.c.notices
    return told & may & (stakeholder.c.id != (but or 0))


def audience(db: Connection, topic_id: int, *, but: int) -> int:
    meant = select(func.count()).select_from(stakeholder).where(_wants_news(topic_id, but), people.reachable())
    return db.execute(meant).scalar_one()


def tell(db: Connection, entry_id: int, topic_id: int, now: datetime, *, but: int) -> int:
    """Begin to tell everyone of its topic of the entry."""
    count = audience(db, topic_id, but=but)
    campaigns.begin(db, Subject.FAQ, now, count, topic_id=topic_id, faq_id=entry_id, but=but)
    return count


def wants_news(_db: Connection, one: Campaign) -> ColumnElement[bool]:
    return _wants_news(one.topic_id or 0, one.but)


# -- quick replies -------------------------------------------------------------------------------------------


def quick_replies(db: Connection) -> list[QuickReply]:
    rows = db.execute(select(quick_reply.c.id, quick_reply.c.text).order_by(quick_reply.c.id))
    return [QuickReply(row.id, row.text) for row in rows]


def keep_quick_reply(db: Connection, text: str, now: datetime) -> int:
    return new_id(db, insert(quick_reply).values(text=text, at=now))


def quick_reply_of(db: Connection, reply_id: int) -> QuickReply | None:
    return next((one for one in quick_replies(db) if one.id == reply_id), None)


def drop_quick_reply(db: Connection, reply_id: int) -> bool:
    return db.execute(delete(quick_reply).where(quick_reply.c.id == reply_id)).rowcount > 0
