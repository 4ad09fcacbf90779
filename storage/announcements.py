"""Announcements: what they say, to whom they go, and how far they have come."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, false, func, insert, select, text, update

from consultation.announcement import Announcement, AnnouncementFigures, AnnouncementState
from consultation.conversation import Channel, Shape
from consultation.stakeholder import Segment
from storage import campaigns, people, segments, topics
from storage.campaigns import HALTABLE, Campaign, CampaignState
from storage.deliveries import State, Subject
from storage.rows import new_id
from storage.tables import UNREACHABLE, address, announcement, campaign, outbox, stakeholder

_COLUMNS = tuple(announcement.c[name] for name in Announcement.__dataclass_fields__)

# Whether its sending was held up is known of its latest campaign.
_SENDING = (
    select(campaign.c.state)
    .where(campaign.c.announcement_id == announcement.c.id)
    .order_by(campaign.c.id.desc())
    .limit(1)
    .scalar_subquery()
    .label("sending")
)
_UNREACHABLE = text(f"address.{UNREACHABLE}")  # word for word as the index says it
_HELD = {CampaignState.PAUSED: AnnouncementState.PAUSED, CampaignState.CANCELLED: AnnouncementState.CANCELLED}


def _announcement(row: Any) -> Announcement:
    stored = dict(row._mapping)
    sending, state = stored.pop("sending"), AnnouncementState(row.state)
    if state is not AnnouncementState.DRAFT and sending is not None:
        state = _HELD.get(CampaignState(sending), state)
    typed = {"state": state, "audience": Segment.of(row.audience), "writers": tuple(row.writers)}
    return Announcement(**{**stored, **typed})


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
    query = select(*_COLUMNS, _SENDING).where(announcement.c.id == announcement_id)
    row = db.execute(query.with_for_update(of=announcement) if lock else query).first()
    return None if row is None else _announcement(row)


def latest(db: Connection, limit: int) -> list[Announcement]:
    rows = db.execute(select(*_COLUMNS, _SENDING).order_by(announcement.c.id.desc()).limit(limit))
    return [_announcement(row) for row in rows]


def change(db: Connection, announcement_id: int, **values: object) -> None:
    db.execute(update(announcement).where(announcement.c.id == announcement_id).values(**values))


def keep_handle(db: Connection, announcement_id: int, channel: Channel, handle: str) -> None:
    """The messenger knows the file from now on: it need not be uploaded for everybody."""
    found = get(db, announcement_id)
    if found is not None and found.document_id is not None:
        topics.keep_handle(db, found.document_id, channel, Shape(found.shape), handle)


# -- sending -------------------------------------------------------------------------------------------------


def _is_for(found: Announcement, *, by_number: bool = False) -> ColumnElement[bool]:
    """Nobody who has unsubscribed or has it already."""
    has_it = exists().where(
        outbox.c.announcement_id == found.id,
        outbox.c.stakeholder_id == stakeholder.c.id,
        outbox.c.state.in_((State.SENT, State.SENDING)),
    )
    return segments.chooses(found.audience, by_number=by_number) & stakeholder.c.notices & ~has_it


def is_for(db: Connection, one: Campaign) -> ColumnElement[bool]:
    found = get(db, one.announcement_id or 0)
    return false() if found is None else _is_for(found, by_number=True)


def count(db: Connection, found: Announcement) -> int:
    """To how many people it would go now."""
    meant = select(func.count()).select_from(stakeholder).where(_is_for(found), people.reachable())
    return db.execute(meant).scalar_one()


def send(db: Connection, found: Announcement, now: datetime) -> int:
    change(db, found.id, state=AnnouncementState.SENT, sent_at=now)
    meant = count(db, found)
    campaigns.begin(db, Subject.ANNOUNCEMENT, now, meant, announcement_id=found.id)
    return meant


def take_back(db: Connection, found: Announcement) -> int:
    """A draft again; how many have it already. They will not get it a second time."""
    change(db, found.id, state=AnnouncementState.DRAFT, sent_at=None)
    for one in campaigns.of_announcement(db, found.id):
        campaigns.undo(db, one.id)
    has_it = (outbox.c.announcement_id == found.id) & outbox.c.state.in_((State.SENT, State.SENDING))
    return db.execute(select(func.count()).select_from(outbox).where(has_it)).scalar_one()


def pause(db: Connection, found: Announcement) -> None:
    for one in campaigns.of_announcement(db, found.id):
        campaigns.pause(db, one.id)


def resume(db: Connection, found: Announcement) -> None:
    for one in campaigns.of_announcement(db, found.id):
        campaigns.resume(db, one.id)


def cancel(db: Connection, found: Announcement) -> None:
    """Whoever does not have it yet will not get it."""
    for one in campaigns.of_announcement(db, found.id):
        campaigns.cancel(db, one.id)


# -- what became of it ---------------------------------------------------------------------------------------


def figures(db: Connection, announcement_id: int) -> AnnouncementFigures:
    kept = db.execute(select(announcement.c.figures).where(announcement.c.id == announcement_id)).scalar()
    if kept:
        return AnnouncementFigures(**kept)
    sendings = campaigns.of_announcement(db, announcement_id)
    told, failed = sum(one.sent for one in sendings), sum(one.failed for one in sendings)
    gone = _gone_since(db, announcement_id)
    return AnnouncementFigures(
        people=sum(one.total if one.state in HALTABLE else one.queued for one in sendings),
        told=told,
        reached=told - gone,
        blocked=failed + gone,
        waiting=sum(one.left for one in sendings),
    )


def _gone_since(db: Connection, announcement_id: int) -> int:
    """How many of those who have it cannot be reached any more; looked for among those few."""
    of_theirs = (outbox.c.announcement_id == announcement_id) & (outbox.c.stakeholder_id == address.c.stakeholder_id)
    other = address.alias("other")
    elsewhere = exists().where(other.c.stakeholder_id == address.c.stakeholder_id, other.c.reachable)
    gone = select(func.count(address.c.stakeholder_id.distinct())).join(outbox, of_theirs)
    return db.execute(gone.where(_UNREACHABLE, ~elsewhere, outbox.c.state == State.SENT)).scalar_one()


def keep_figures(db: Connection, before: datetime) -> int:
    """What was sent so long ago is about to be cleared away; its figures stay."""
    old = (announcement.c.sent_at < before) & announcement.c.figures.is_(None)
    ids = db.execute(select(announcement.c.id).where(old)).scalars().all()
    for one in ids:
        change(db, one, figures=asdict(figures(db, one)))
    return len(ids)


def in_message(db: Connection, channel: Channel, chat_id: int, message_id: int) -> Announcement | None:
    """The announcement that stands in one of our messages, if people may write back to it."""
    here = (outbox.c.channel == channel) & (outbox.c.chat_id == chat_id)
    said = outbox.c.message_id == message_id
    found = select(outbox.c.announcement_id).where(here, said, outbox.c.announcement_id.is_not(None))
    number = db.execute(found.limit(1)).scalar()
    one = None if number is None else get(db, number)
    return one if one is not None and one.replies else None
