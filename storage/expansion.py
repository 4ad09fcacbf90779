"""Expansion: a campaign becomes deliveries, a few thousand people at a time.

Each chunk is a transaction of its own in which its people are found and queued and the campaign's place moves on, by
the number of the person: killed between any two chunks nobody is left out and nobody is queued twice. Whoever is looked
at is told if they are concerned at that moment; whether they still are is seen again when their message is written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    delete,
    exists,
    false,
    func,
    insert,
    literal,
    null,
    select,
    update,
)

from storage import announcements, campaigns, corrections, faq, findings, invitations, people, reminders
from storage.campaigns import HALTABLE, Campaign, CampaignState
from storage.deliveries import Lane, State, Subject, pending
from storage.tables import address, campaign, outbox, stakeholder

CHUNK = 5000  # people
_PARTS = 10  # of so many people in one transaction, where few of them are concerned

_ANYTHING = select(exists().where(campaign.c.ended_at.is_(None)))

Condition = ColumnElement[bool]


@dataclass(frozen=True)
class Part:
    """People by their numbers: after the one, up to the other."""

    after: int
    upto: int

    def holds(self, number: ColumnElement[int]) -> Condition:
        return (number > self.after) & (number <= self.upto)


def _no_more(_db: Connection, _one: Campaign, _part: Part) -> None:
    pass


@dataclass(frozen=True)
class Rule:
    concerns: Callable[[Connection, Campaign], Condition]  # whom it is for, of `stakeholder`
    first: Callable[[Connection, Campaign, Part], None] = _no_more
    afterwards: Callable[[Connection, Campaign, Part], None] = _no_more


def _enter(db: Connection, one: Campaign, part: Part) -> None:
    invitations.enter(db, one, part.holds)


def _forget(db: Connection, one: Campaign, part: Part) -> None:
    invitations.forget_undone(db, one, part.holds)


RULES: Mapping[Subject, Rule] = {
    Subject.INVITATION: Rule(invitations.entered, first=_enter),
    Subject.WITHDRAWN: Rule(invitations.knows, afterwards=_forget),
    Subject.REMINDER: Rule(reminders.silent),
    Subject.CORRECTED: Rule(corrections.submitted_before),
    Subject.FAQ: Rule(faq.wants_news),
    Subject.ANNOUNCEMENT: Rule(announcements.is_for),
    Subject.FINDINGS: Rule(findings.is_owed_results),
    Subject.FINDING: Rule(findings.is_owed_results),
    Subject.PICTURE: Rule(findings.is_owed_picture),
}


def anything_to_do(db: Connection) -> bool:
    """Whether any campaign is not over."""
    return bool(db.execute(_ANYTHING).scalar())


def step(db: Connection, now: datetime, chunk: int = CHUNK) -> int:
    """One chunk of whichever campaign has been given the least so far; how many people were looked at."""
    open_ones = campaigns.unfinished(db)
    for seen in sorted(open_ones, key=lambda one: one.queued):
        one = None if any(_goes_first(other, seen) for other in open_ones) else campaigns.get(db, seen.id, lock=True)
        if one is not None and one.ended_at is None and (done := _further(db, one, now, chunk)):
            return done
    return 0


def _goes_first(other: Campaign, one: Campaign) -> bool:
    """What is taken back about a topic is gone, and that was said, before anything is said about it anew."""
    if other.topic_id is None or other.topic_id != one.topic_id or other.id >= one.id:
        return False
    taken_back = other.subject is Subject.WITHDRAWN and other.expanded_at is None
    going = other.state is CampaignState.GOING and other.expanded_at is None
    return taken_back or going or other.state not in HALTABLE


def _further(db: Connection, one: Campaign, now: datetime, chunk: int) -> int:
    if one.state in (CampaignState.CANCELLED, CampaignState.UNDONE):
        return _call_back(db, one, now, chunk)
    if one.state is CampaignState.GOING and one.expanded_at is None:
        return _expand(db, one, now, chunk)
    return 0


def _expand(db: Connection, one: Campaign, now: datetime, chunk: int) -> int:
    looked_at = queued = 0
    place = one.place
    while queued < chunk and looked_at < _PARTS * chunk:
        upto, number = _next_part(db, place, one.until, chunk)
        if not number:
            place = one.until
            break
        queued += _queue(db, one, Part(place, upto), now)
        place, looked_at = upto, looked_at + number
    over = place >= one.until
    values = {"place": place, "queued": campaign.c.queued + queued, "expanded_at": now if over else None}
    db.execute(update(campaign).where(campaign.c.id == one.id).values(**values))
    return looked_at


def _next_part(db: Connection, place: int, until: int, chunk: int) -> tuple[int, int]:
    next_ones = select(stakeholder.c.id).where(stakeholder.c.id > place, stakeholder.c.id <= until)
    part = next_ones.order_by(stakeholder.c.id).limit(chunk).subquery()
    upto, number = db.execute(select(func.max(part.c.id), func.count()).select_from(part)).one()
    return upto or place, number


def _queue(db: Connection, one: Campaign, part: Part, now: datetime) -> int:
    """One message, written when it is sent, to each whom it concerns, at the messenger that they last wrote from."""
    rule = RULES[one.subject]
    rule.first(db, one, part)
    values = {
        "channel": address.c.channel,
        "chat_id": address.c.chat_id,
        "stakeholder_id": stakeholder.c.id,
        "topic_id": null() if one.subject is Subject.REMINDER else literal(one.topic_id, outbox.c.topic_id.type),
        "faq_id": literal(one.faq_id, outbox.c.faq_id.type),
        "announcement_id": literal(one.announcement_id, outbox.c.announcement_id.type),
        "campaign_id": literal(one.id, outbox.c.campaign_id.type),
        "subject": literal(one.subject),
        "makes": literal(one.makes),
        "lane": literal(int(Lane.CAMPAIGN)),
        "to_group": false(),
        "state": literal(State.QUEUED),
        "due_at": literal(one.created_at, outbox.c.due_at.type),
        "created_at": literal(now, outbox.c.created_at.type),
        "attempts": literal(0),
        "error": literal(""),
    }
    here = address.c.stakeholder_id == stakeholder.c.id
    concerned = part.holds(stakeholder.c.id) & rule.concerns(db, one) & people.best_address()
    chosen = select(*values.values()).join_from(stakeholder, address, here).where(concerned)
    queued = db.execute(insert(outbox).from_select(list(values), chosen.order_by(stakeholder.c.id))).rowcount
    rule.afterwards(db, one, part)
    return queued


def _call_back(db: Connection, one: Campaign, now: datetime, chunk: int) -> int:
    mine = (outbox.c.campaign_id == one.id) & pending("outbox") & (outbox.c.state == State.QUEUED)
    some = select(outbox.c.id).where(mine).limit(chunk)
    if one.state is CampaignState.UNDONE:
        gone = db.execute(delete(outbox).where(outbox.c.id.in_(some))).rowcount
        campaigns.count(db, one.id, queued=-gone)
    else:
        cancelled = update(outbox).where(outbox.c.id.in_(some)).values(state=State.CANCELLED, settled_at=now)
        gone = db.execute(cancelled).rowcount
        campaigns.count(db, one.id, dropped=gone)
    return gone


def look_over(db: Connection, now: datetime) -> int:
    """Take the rate of every campaign, and end those of which nothing is owed any more; how many those are."""
    ended = 0
    for one in campaigns.unfinished(db):
        owed = exists().where(outbox.c.campaign_id == one.id, pending("outbox"))
        expanding = one.state in HALTABLE and one.expanded_at is None
        if expanding or db.execute(select(owed)).scalar():
            campaigns.measure(db, one, now)
            continue
        state = CampaignState.DONE if one.state in HALTABLE else one.state
        db.execute(update(campaign).where(campaign.c.id == one.id).values(state=state, ended_at=now))
        ended += 1
    return ended
