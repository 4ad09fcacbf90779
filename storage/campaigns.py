"""Campaigns: the same news for many people, as a row; how far it has come, and holding it up.

Its messages are put into the outbox by `expansion`. While a campaign is paused or cancelled its messages are not looked
at by whoever claims, so that holding a million of them up is the change of one row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, insert, select, update

from storage.deliveries import Lane, State, Subject
from storage.rows import new_id
from storage.tables import campaign, outbox, stakeholder

_SAMPLE = timedelta(seconds=10)  # over which the rate is taken


class CampaignState(StrEnum):
    GOING = "going"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    UNDONE = "undone"  # as if it had not been begun: what has not left is removed without a trace
    DONE = "done"


HALTABLE = (CampaignState.GOING, CampaignState.PAUSED)


@dataclass(frozen=True)
class Campaign:
    id: int
    subject: Subject
    topic_id: int | None
    faq_id: int | None
    announcement_id: int | None
    makes: str
    but: int | None
    state: CampaignState
    place: int
    until: int
    created_at: datetime
    starts_at: datetime
    expanded_at: datetime | None
    ended_at: datetime | None
    people: int
    queued: int
    sent: int
    failed: int
    dropped: int
    rate: float
    seen: int
    seen_at: datetime | None

    @property
    def total(self) -> int:
        return self.queued if self.expanded_at else max(self.people, self.queued)

    @property
    def settled(self) -> int:
        return self.sent + self.failed + self.dropped

    @property
    def left(self) -> int:
        return 0 if self.ended_at or self.state not in HALTABLE else max(0, self.total - self.settled)


_COUNTERS = {State.SENT: "sent", State.FAILED: "failed", State.CANCELLED: "dropped"}
_COLUMNS = tuple(campaign.c[name] for name in Campaign.__dataclass_fields__)
_UNFINISHED = select(*_COLUMNS).where(campaign.c.ended_at.is_(None)).order_by(campaign.c.id)


def _campaign(row: Row[Any]) -> Campaign:
    typed = {"subject": Subject(row.subject), "state": CampaignState(row.state)}
    return Campaign(**{**row._mapping, **typed})


def begin(
    db: Connection,
    subject: Subject,
    now: datetime,
    people: int,
    *,
    topic_id: int | None = None,
    faq_id: int | None = None,
    announcement_id: int | None = None,
    makes: str = "",
    but: int | None = None,
    starts_at: datetime | None = None,
) -> int:
    """Everybody who is there now, and whom its subject concerns when they are come to, is told."""
    values = {
        "subject": subject,
        "topic_id": topic_id,
        "faq_id": faq_id,
        "announcement_id": announcement_id,
        "makes": makes,
        "but": but,
        "state": CampaignState.GOING,
        "place": 0,
        "until": db.execute(select(func.max(stakeholder.c.id))).scalar() or 0,
        "created_at": now,
        "starts_at": starts_at or now,
        "people": people,
        **dict.fromkeys(("queued", "sent", "failed", "dropped", "seen"), 0),
        "rate": 0.0,
    }
    return new_id(db, insert(campaign).values(**values))


def get(db: Connection, campaign_id: int, *, lock: bool = False) -> Campaign | None:
    query = select(*_COLUMNS).where(campaign.c.id == campaign_id)
    row = db.execute(query.with_for_update() if lock else query).first()
    return None if row is None else _campaign(row)


def unfinished(db: Connection) -> list[Campaign]:
    """Whatever is not over, the oldest first."""
    return [_campaign(row) for row in db.execute(_UNFINISHED)]


def latest(db: Connection, limit: int) -> list[Campaign]:
    rows = db.execute(select(*_COLUMNS).order_by(campaign.c.id.desc()).limit(limit))
    return [_campaign(row) for row in rows]


def of_topic(db: Connection, topic_id: int, *subjects: Subject) -> list[Campaign]:
    return _all(db, (campaign.c.topic_id == topic_id) & campaign.c.subject.in_(subjects))


def of_announcement(db: Connection, announcement_id: int) -> list[Campaign]:
    return _all(db, campaign.c.announcement_id == announcement_id)


def _all(db: Connection, which: ColumnElement[bool]) -> list[Campaign]:
    return [_campaign(row) for row in db.execute(select(*_COLUMNS).where(which).order_by(campaign.c.id))]


# -- holding up ----------------------------------------------------------------------------------------------


def pause(db: Connection, campaign_id: int) -> bool:
    return _turn(db, campaign.c.id == campaign_id, (CampaignState.GOING,), CampaignState.PAUSED) > 0


def resume(db: Connection, campaign_id: int) -> bool:
    return _turn(db, campaign.c.id == campaign_id, (CampaignState.PAUSED,), CampaignState.GOING) > 0


def cancel(db: Connection, campaign_id: int) -> bool:
    """Whoever does not have it yet will not get it."""
    return _turn(db, campaign.c.id == campaign_id, HALTABLE, CampaignState.CANCELLED) > 0


def cancel_of_topic(db: Connection, topic_id: int, *subjects: Subject, makes: str | None = None) -> int:
    """How many campaigns there were to cancel."""
    these = (campaign.c.topic_id == topic_id) & campaign.c.subject.in_(subjects)
    if makes is not None:
        these &= campaign.c.makes == makes
    return _turn(db, these, HALTABLE, CampaignState.CANCELLED)


def undo(db: Connection, campaign_id: int) -> bool:
    return _turn(db, campaign.c.id == campaign_id, HALTABLE, CampaignState.UNDONE) > 0


def _turn(db: Connection, which: ColumnElement[bool], of: Iterable[CampaignState], to: CampaignState) -> int:
    """The rate is taken anew: how fast it was before says nothing about a campaign that stood still."""
    running = campaign.c.ended_at.is_(None) & campaign.c.state.in_(list(of))
    return db.execute(update(campaign).where(which, running).values(state=to, seen_at=None)).rowcount


def cancel_to(db: Connection, stakeholder_id: int, now: datetime) -> None:
    """Call back what was to be written to somebody first: invitations, reminders, announcements."""
    theirs = (outbox.c.stakeholder_id == stakeholder_id) & ~outbox.c.to_group & (outbox.c.lane == Lane.CAMPAIGN)
    cancelled = update(outbox).where(theirs, outbox.c.state == State.QUEUED)
    gone = cancelled.values(state=State.CANCELLED, settled_at=now).returning(outbox.c.campaign_id)
    for campaign_id in db.execute(gone).scalars().all():
        if campaign_id is not None:
            count(db, campaign_id, dropped=1)


# -- how far they have come ----------------------------------------------------------------------------------


def count(db: Connection, campaign_id: int, **more: int) -> None:
    """More of its messages are queued, sent, failed or dropped."""
    added = {name: campaign.c[name] + number for name, number in more.items() if number}
    if added:
        db.execute(update(campaign).where(campaign.c.id == campaign_id).values(**added))


def leave_out(db: Connection, stakeholder_id: int) -> None:
    """Somebody is to be forgotten: what was said to them, or was to be, counts no more."""
    theirs = (outbox.c.stakeholder_id == stakeholder_id) & outbox.c.campaign_id.is_not(None)
    for row in db.execute(select(outbox.c.campaign_id, outbox.c.state).where(theirs)).all():
        counter = _COUNTERS.get(State(row.state))
        count(db, row.campaign_id, queued=-1, **({counter: -1} if counter else {}))


def tally(db: Connection, delivery_ids: Sequence[int]) -> None:
    """Count what became of these deliveries, those of them that are settled now."""
    these = outbox.c.id.in_(delivery_ids) & outbox.c.campaign_id.is_not(None)
    settled = these & outbox.c.state.in_(list(_COUNTERS))
    kinds = (outbox.c.campaign_id, outbox.c.state)
    for campaign_id, state, number in db.execute(select(*kinds, func.count()).where(settled).group_by(*kinds)).all():
        count(db, campaign_id, **{_COUNTERS[State(state)]: number})


def measure(db: Connection, one: Campaign, now: datetime) -> None:
    """How fast it comes on, lately."""
    if one.state is not CampaignState.GOING or (one.seen_at is not None and now - one.seen_at < _SAMPLE):
        return
    values: dict[str, Any] = {"seen": one.settled, "seen_at": now}
    if one.seen_at is not None and one.settled > one.seen:
        values["rate"] = (one.settled - one.seen) / (now - one.seen_at).total_seconds()
    db.execute(update(campaign).where(campaign.c.id == one.id).values(**values))


def usual_rate(db: Connection) -> float:
    """How fast the latest campaign came on that was long enough to tell; 0 where none was."""
    known = select(campaign.c.rate).where(campaign.c.rate > 0).order_by(campaign.c.id.desc()).limit(1)
    return db.execute(known).scalar() or 0.0
