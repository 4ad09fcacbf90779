"""Announcements: what they say, to whom they go, and how far they have come."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, exists, func, insert, null, select, update

from consultation.announcement import Announcement, AnnouncementFigures, AnnouncementState
from consultation.conversation import Channel, Shape
from consultation.stakeholder import Segment
from storage import campaigns, people, segments, topics
from storage.deliveries import State, Subject
from storage.rows import new_id
from storage.tables import address, announcement, stakeholder
from storage.tables import outbox as outbox_table

_COLUMNS = tuple(announcement.c[name] for name in Announcement.__dataclass_fields__)
_UNSENT = (State.QUEUED, State.PAUSED)


def _announcement(row: Row[Any]) -> Announcement:
    typed = {
        "state": AnnouncementState(row.state),
        "audience": Segment.of(row.audience),
        "writers": tuple(row.writers),
    }
    return Announcement(**{**row._mapping, **typed})


def draft(db: Connection, text: str, writer: str, now: datetime) -> int:
    values = {
        "state": AnnouncementState.DRAFT,
        "texts": {"fa": text},
        "audience": asdict(Segment()),
        "shape": Shape.DOCUMENT,
        "replies": True,
        "writers": [writer],
        "created_at": now,
    }
    return new_id(db, insert(announcement).values(**values))


def get(db: Connection, announcement_id: int, *, lock: bool = False) -> Announcement | None:
    query = select(*_COLUMNS).where(announcement.c.id == announcement_id)
    row = db.execute(query.with_for_update() if lock else query).first()
    return None if row is None else _announcement(row)


def latest(db: Connection, limit: int) -> list[Announcement]:
    rows = db.execute(select(*_COLUMNS).order_by(announcement.c.id.desc()).limit(limit))
    return [_announcement(row) for row in rows]


def change(db: Connection, announcement_id: int, **values: object) -> None:
    db.execute(update(announcement).where(announcement.c.id == announcement_id).values(**values))


def keep_handle(db: Connection, announcement_id: int, channel: Channel, handle: str) -> None:
    """The messenger knows the file from now on: it need not be uploaded for everybody."""
    found = get(db, announcement_id)
    if found is not None and found.document_id is not None:
        topics.keep_handle(db, found.document_id, channel, Shape(found.shape), handle)


# -- sending -------------------------------------------------------------------------------------------------


def _receivers(found: Announcement) -> Select[Any]:
    """Each person once, where they last wrote from; nobody who has unsubscribed or has it already."""
    has_it = exists().where(
        outbox_table.c.announcement_id == found.id,
        outbox_table.c.stakeholder_id == stakeholder.c.id,
        outbox_table.c.state.in_((State.SENT, State.SENDING)),
    )
    return (
        select(address.c.channel, address.c.chat_id, stakeholder.c.id, null())
        .join(stakeholder, stakeholder.c.id == address.c.stakeholder_id)
        .where(segments.chooses(found.audience), stakeholder.c.notices, people.best_address(), ~has_it)
        .order_by(stakeholder.c.id)
    )


def count(db: Connection, found: Announcement) -> int:
    """To how many people it would go now."""
    receivers = _receivers(found).order_by(None).with_only_columns(stakeholder.c.id).subquery()
    return db.execute(select(func.count()).select_from(receivers)).scalar_one()


def send(db: Connection, found: Announcement, now: datetime) -> int:
    change(db, found.id, state=AnnouncementState.SENT, sent_at=now)
    subject = Subject.ANNOUNCEMENT
    return campaigns.put(db, _receivers(found), subject, now, announcement_id=found.id)


def take_back(db: Connection, found: Announcement) -> int:
    """A draft again; how many have it already. They will not get it a second time."""
    change(db, found.id, state=AnnouncementState.DRAFT, sent_at=None)
    of_it = outbox_table.c.announcement_id == found.id
    kept = outbox_table.c.state.in_((State.SENT, State.SENDING))
    db.execute(delete(outbox_table).where(of_it, ~kept))
    return db.execute(select(func.count()).select_from(outbox_table).where(of_it)).scalar_one()


def pause(db: Connection, found: Announcement) -> None:
    change(db, found.id, state=AnnouncementState.PAUSED)
    _turn(db, found, (State.QUEUED,), state=State.PAUSED)


def resume(db: Connection, found: Announcement, now: datetime) -> None:
    change(db, found.id, state=AnnouncementState.SENT)
    _turn(db, found, (State.PAUSED,), state=State.QUEUED, due_at=now)


def cancel(db: Connection, found: Announcement, now: datetime) -> None:
    """Whoever does not have it yet will not get it."""
    change(db, found.id, state=AnnouncementState.CANCELLED)
    _turn(db, found, _UNSENT, state=State.CANCELLED, settled_at=now)


def _turn(db: Connection, found: Announcement, states: tuple[State, ...], **values: object) -> None:
    of_it = (outbox_table.c.announcement_id == found.id) & outbox_table.c.state.in_(states)
    db.execute(update(outbox_table).where(of_it).values(**values))


# -- what became of it ---------------------------------------------------------------------------------------


def figures(db: Connection, announcement_id: int) -> AnnouncementFigures:
    kept = db.execute(select(announcement.c.figures).where(announcement.c.id == announcement_id)).scalar()
    if kept:
        return AnnouncementFigures(**kept)
    theirs = address.c.stakeholder_id == outbox_table.c.stakeholder_id
    reachable = exists().where(theirs, address.c.reachable).correlate(outbox_table)
    state, number = outbox_table.c.state, func.count()
    counted = select(
        number.label("people"),
        number.filter(state == State.SENT).label("told"),
        number.filter(state == State.SENT, reachable).label("reached"),
        number.filter((state == State.FAILED) | ((state == State.SENT) & ~reachable)).label("blocked"),
        number.filter(state.in_((*_UNSENT, State.SENDING))).label("waiting"),
    ).where(outbox_table.c.announcement_id == announcement_id)
    return AnnouncementFigures(**db.execute(counted).one()._mapping)


def keep_figures(db: Connection, before: datetime) -> int:
    """What was sent so long ago is about to be cleared away; its figures stay."""
    old = (announcement.c.sent_at < before) & announcement.c.figures.is_(None)
    ids = db.execute(select(announcement.c.id).where(old)).scalars().all()
    for one in ids:
        change(db, one, figures=asdict(figures(db, one)))
    return len(ids)


def in_message(db: Connection, channel: Channel, chat_id: int, message_id: int) -> Announcement | None:
    """The announcement that stands in one of our messages, if people may write back to it."""
    here = (outbox_table.c.channel == channel) & (outbox_table.c.chat_id == chat_id)
    said = outbox_table.c.message_id == message_id
    found = select(outbox_table.c.announcement_id).where(here, said, outbox_table.c.announcement_id.is_not(None))
    number = db.execute(found.limit(1)).scalar()
    one = None if number is None else get(db, number)
    return one if one is not None and one.replies else None
