"""Questions that were answered for everybody, and answers kept for use again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Select, delete, exists, func, insert, literal, select

from consultation.stakeholder import Standing
from storage import campaigns, people
from storage.deliveries import Subject
from storage.rows import new_id
from storage.tables import address, faq, invitation, quick_reply, stakeholder


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


def _receivers(topic_id: int, but: int) -> Select[tuple[str, int, int, int]]:
    """Everyone who was told of the topic, has not turned it down, and may be written to; not who asked."""
    told = (invitation.c.topic_id == topic_id) & invitation.c.told_at.is_not(None) & invitation.c.declined_at.is_(None)
    may = (stakeholder.c.standing == Standing.MEMBER) & stakeholder.c.notices & (stakeholder.c.id != but)
    return (
        select(address.c.channel, address.c.chat_id, stakeholder.c.id, literal(topic_id))
        .join(stakeholder, stakeholder.c.id == address.c.stakeholder_id)
        .join(invitation, invitation.c.stakeholder_id == stakeholder.c.id)
        .where(told, may, people.best_address())
        .order_by(stakeholder.c.id)
    )


def audience(db: Connection, topic_id: int, *, but: int) -> int:
    return db.execute(select(func.count()).select_from(_receivers(topic_id, but).subquery())).scalar_one()


def tell(db: Connection, entry_id: int, topic_id: int, now: datetime, *, but: int) -> int:
    """Queue the entry for everyone of its topic."""
    return campaigns.put(db, _receivers(topic_id, but), Subject.FAQ, now, faq_id=entry_id)


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
