"""Claims: what is sent next. Whoever waits for an answer goes first; what room is left, campaigns share.

Every look is a short walk along an index, however much is queued and however much was sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, literal, select, update

from consultation.conversation import Channel
from storage.campaigns import CampaignState
from storage.deliveries import COLUMNS, Delivery, State, Subject, delivery_of, pending
from storage.tables import campaign, outbox, pause

_LOOKED_AT = 4  # messages of a campaign for each that is wanted: some may have to wait for an earlier one


@dataclass(frozen=True)
class Going:
    """A campaign whose messages may leave, now or soon."""

    id: int
    subject: Subject
    created_at: datetime
    starts_at: datetime


@dataclass(frozen=True)
class Outlook:
    """What decides at this moment whether anything may be sent at all."""

    paused_until: datetime | None = None
    going: Sequence[Going] = field(default=())


def outlook(db: Connection, channel: Channel) -> Outlook:
    """Asked in one statement: it stands before every claim."""
    one = select(literal(1).label("one")).subquery("one")
    here, going = pause.c.channel == channel, campaign.c.ended_at.is_(None) & (campaign.c.state == CampaignState.GOING)
    wanted = (pause.c.until, campaign.c.id, campaign.c.subject, campaign.c.created_at, campaign.c.starts_at)
    found = select(*wanted).select_from(one.outerjoin(pause, here).outerjoin(campaign, going))
    rows = db.execute(found).all()
    known = [Going(row.id, Subject(row.subject), row.created_at, row.starts_at) for row in rows if row.id is not None]
    return Outlook(rows[0].until, sorted(known, key=lambda one: one.id))


def claim(
    db: Connection, channel: Channel, now: datetime, limit: int, going: Sequence[Going] = (), *, first: int = 0
) -> list[Delivery]:
    """Take what is due, first in lane and in order; of each chat and lane only the oldest unsettled message.

    `first` says which campaign is asked first: with every claim another one, or a small room would never be shared.
    """
    come = [one for one in going if one.starts_at <= now]
    rows = list(db.execute(_one_by_one(channel, now, [one.id for one in come]).limit(limit)).all())
    turn = first % len(come) if come else 0
    for number, one in enumerate([*come[turn:], *come[:turn]]):
        share = -(-(limit - len(rows)) // (len(come) - number))
        if share > 0:
            rows += db.execute(_of_campaign(channel, one, now, [other.id for other in come], share)).all()
    if rows:
        taken = update(outbox).where(outbox.c.id.in_([row.id for row in rows]))
        db.execute(taken.values(state=State.SENDING))
    return [delivery_of(row) for row in rows]


def _one_by_one(channel: Channel, now: datetime, going: list[int]) -> Select[Any]:
    # What was never put off is due, though it seem to come from the future because the clock was set back since.
    come = (outbox.c.due_at <= now) | (outbox.c.due_at == outbox.c.created_at)
    due = and_(_queued(channel), outbox.c.campaign_id.is_(None), come)
    return _locked(select(*COLUMNS).where(due, ~_waits(going)).order_by(outbox.c.lane, outbox.c.id))


def _of_campaign(channel: Channel, one: Going, now: datetime, going: list[int], limit: int) -> Select[Any]:
    """Bounded also where many of its messages have to wait for another campaign."""
    come = outbox.c.due_at <= max(now, one.created_at)
    order = (outbox.c.due_at, outbox.c.id)
    head = select(outbox.c.id).where(_queued(channel), outbox.c.campaign_id == one.id, come)
    some = head.order_by(*order).limit(limit * _LOOKED_AT)
    return _locked(select(*COLUMNS).where(outbox.c.id.in_(some), ~_waits(going)).order_by(*order).limit(limit))


def _queued(channel: Channel) -> ColumnElement[bool]:
    return and_(outbox.c.channel == channel, pending("outbox"), outbox.c.state == State.QUEUED)


def _locked(query: Select[Any]) -> Select[Any]:
    return query.with_for_update(skip_locked=True, of=outbox)


def _waits(going: list[int]) -> ColumnElement[bool]:
    """An earlier message to the same chat is not settled; one of a campaign that is held up keeps nobody waiting."""
    earlier = outbox.alias("earlier")
    moves = earlier.c.campaign_id.is_(None) | (earlier.c.state == State.SENDING) | earlier.c.campaign_id.in_(going)
    return exists().where(
        earlier.c.channel == outbox.c.channel,
        earlier.c.chat_id == outbox.c.chat_id,
        earlier.c.lane == outbox.c.lane,
        earlier.c.id < outbox.c.id,
        pending("earlier"),
        moves,
    )


def next_due(db: Connection, channel: Channel, now: datetime, going: Sequence[Going] = ()) -> datetime | None:
    """When the next queued message becomes due; None where none is queued for later."""
    queued = select(func.min(outbox.c.due_at)).where(_queued(channel), outbox.c.due_at > now)
    moments = [db.execute(queued.where(outbox.c.campaign_id.is_(None))).scalar()]
    moments += [db.execute(queued.where(outbox.c.campaign_id == one.id)).scalar() for one in going]
    moments += [one.starts_at for one in going if one.starts_at > now]
    return min((moment for moment in moments if moment is not None), default=None)
