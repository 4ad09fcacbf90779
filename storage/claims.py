"""Claims: what is sent next. Whoever waits for an answer goes first; what room is left, campaigns share.

Every look is a short walk along an index, however much is queued and however much was sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, exists, func, literal, select, update

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
    rows = db.execute(_OUTLOOK, {"channel": channel}).all()
    known = [Going(row.id, Subject(row.subject), row.created_at, row.starts_at) for row in rows if row.id is not None]
    return Outlook(rows[0].until, sorted(known, key=lambda one: one.id))


def claim(
    db: Connection, channel: Channel, now: datetime, limit: int, going: Sequence[Going] = (), *, first: int = 0
) -> list[Delivery]:
    """Take what is due, first in lane and in order; of each chat and lane only the oldest unsettled message.

    `first` says which campaign is asked first: with every claim another one, or a small room would never be shared.
    """
    come = [one for one in going if one.starts_at <= now]
    asked = {"channel": channel, "going": [one.id for one in come]}
    rows = list(db.execute(_ONE_BY_ONE, {**asked, "now": now, "limit": limit}).all())
    turn = first % len(come) if come else 0
    for number, one in enumerate([*come[turn:], *come[:turn]]):
        share = -(-(limit - len(rows)) // (len(come) - number))
        if share > 0:
            of_it = {"campaign": one.id, "now": max(now, one.created_at), "limit": share, "some": share * _LOOKED_AT}
            rows += db.execute(_OF_CAMPAIGN, {**asked, **of_it}).all()
    if rows:
        db.execute(_TAKE, {"taken": [row.id for row in rows], "state": State.SENDING})
    return [delivery_of(row) for row in rows]


def next_due(db: Connection, channel: Channel, now: datetime, going: Sequence[Going] = ()) -> datetime | None:
    """When the next queued message becomes due; None where none is queued for later."""
    asked = {"channel": channel, "now": now}
    moments = [db.execute(_NEXT_OF_ITS_OWN, asked).scalar()]
    moments += [db.execute(_NEXT_OF_CAMPAIGN, {**asked, "campaign": one.id}).scalar() for one in going]
    moments += [one.starts_at for one in going if one.starts_at > now]
    return min((moment for moment in moments if moment is not None), default=None)


# The statements are made once: making one takes longer than carrying it out.


def _outlook() -> Select[Any]:
    one = select(literal(1).label("one")).subquery("one")
    here = pause.c.channel == bindparam("channel")
    going = campaign.c.ended_at.is_(None) & (campaign.c.state == CampaignState.GOING)
    wanted = (pause.c.until, campaign.c.id, campaign.c.subject, campaign.c.created_at, campaign.c.starts_at)
    return select(*wanted).select_from(one.outerjoin(pause, here).outerjoin(campaign, going))


def _waits() -> ColumnElement[bool]:
    """An earlier message to the same chat is not settled; one of a campaign that is held up keeps nobody waiting."""
    earlier = outbox.alias("earlier")
    going = earlier.c.campaign_id.in_(bindparam("going", expanding=True))
    moves = earlier.c.campaign_id.is_(None) | (earlier.c.state == State.SENDING) | going
    return exists().where(
        earlier.c.channel == outbox.c.channel,
        earlier.c.chat_id == outbox.c.chat_id,
        earlier.c.lane == outbox.c.lane,
        earlier.c.id < outbox.c.id,
        pending("earlier"),
        moves,
    )


def _one_by_one() -> Select[Any]:
    # What was never put off is due, though it seem to come from the future because the clock was set back since.
    come = (outbox.c.due_at <= bindparam("now")) | (outbox.c.due_at == outbox.c.created_at)
    due = and_(_QUEUED, outbox.c.campaign_id.is_(None), come)
    wanted = select(*COLUMNS).where(due, ~_waits()).order_by(outbox.c.lane, outbox.c.id)
    return _locked(wanted.limit(bindparam("limit")))


def _of_campaign() -> Select[Any]:
    """Bounded also where many of its messages have to wait for another campaign."""
    come = outbox.c.due_at <= bindparam("now")
    order = (outbox.c.due_at, outbox.c.id)
    head = select(outbox.c.id).where(_QUEUED, outbox.c.campaign_id == bindparam("campaign"), come)
    some = head.order_by(*order).limit(bindparam("some"))
    wanted = select(*COLUMNS).where(outbox.c.id.in_(some), ~_waits()).order_by(*order)
    return _locked(wanted.limit(bindparam("limit")))


def _locked(query: Select[Any]) -> Select[Any]:
    return query.with_for_update(skip_locked=True, of=outbox)


_QUEUED = and_(outbox.c.channel == bindparam("channel"), pending("outbox"), outbox.c.state == State.QUEUED)
_OUTLOOK, _ONE_BY_ONE, _OF_CAMPAIGN = _outlook(), _one_by_one(), _of_campaign()
_TAKE = update(outbox).where(outbox.c.id.in_(bindparam("taken", expanding=True)))
_NEXT = select(func.min(outbox.c.due_at)).where(_QUEUED, outbox.c.due_at > bindparam("now"))
_NEXT_OF_ITS_OWN = _NEXT.where(outbox.c.campaign_id.is_(None))
_NEXT_OF_CAMPAIGN = _NEXT.where(outbox.c.campaign_id == bindparam("campaign"))
