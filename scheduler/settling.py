"""Settling: what becomes of a delivery after its one try at a messenger. Every outcome has its rule here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import structlog
from sqlalchemy import Connection

from consultation.conversation import Channel
from scheduler.pace import TooSoon
from scheduler.retry import next_try
from scheduler.sending import InParts, Moved, NotSent, Refused, Sent, TryLater, Unreachable
from scheduler.writing import NotYet, Pointless, topic_of
from storage import (
    announcements,
    campaigns,
    desk,
    outbox,
    people,
    pictures,
    reminders,
    spoken,
    staff,
    threads,
    topics,
    watching,
)
from storage.deliveries import UNKNOWN, Delivery, Lane, State, Subject

log = structlog.get_logger()

_PAUSE_WITHOUT_WORD = 5.0  # seconds, after a 429 that does not say how long


Result = Sent | NotSent | Pointless | NotYet | TooSoon | InParts


@dataclass(frozen=True)
class Outcome:
    delivery: Delivery
    result: Result


@dataclass(frozen=True)
class Settler:
    channel: Channel
    chance: Callable[[], float]  # spreads the next tries of what failed together
    day: Callable[[datetime], date]  # that it is where people are
    repeat_unknown: bool = True  # where many are told; who waits for a reply gets it in any case

    def settle(self, db: Connection, outcomes: Sequence[Outcome], now: datetime) -> None:
        gone = self._drop_sent_once(db, outcomes)
        present = outbox.present(db, [one.delivery.id for one in outcomes])
        outcomes = [one for one in outcomes if one.delivery.id in present]
        sent = [(one.delivery, one.result) for one in outcomes if isinstance(one.result, Sent)]
        if sent:
            outbox.sent(db, [(delivery.id, result.message_id) for delivery, result in sent], now)
        if invited := [delivery.id for delivery, _result in sent if delivery.subject is Subject.INVITATION]:
            outbox.told(db, invited, now)
        if came := [delivery.id for delivery, _result in sent if delivery.subject is Subject.REMINDER]:
            reminders.reminded(db, came, self.day(now), now)
        for delivery, result in sent:
            self._note(db, delivery, result)
            message = delivery.message
            if not result.handle or message is None or message.document_id is None:
                continue
            if message.document_id not in gone:
                topics.keep_handle(db, message.document_id, self.channel, message.shape, result.handle)
        for one in outcomes:
            self._settle_unsent(db, one.delivery, one.result, now)
        if of_campaigns := [one.delivery.id for one in outcomes if one.delivery.campaign_id is not None]:
            campaigns.tally(db, of_campaigns)

    def _note(self, db: Connection, delivery: Delivery, result: Sent) -> None:
        """Where it stands now."""
        if delivery.edits is not None and result.message_id not in (None, delivery.edits):
            spoken.gone(db, self.channel, delivery.chat_id, delivery.edits)  # said anew: it could not be edited
        if delivery.subject is Subject.STATUS and delivery.topic_id is not None and result.message_id:
            watching.stands_in(db, delivery.topic_id, self.channel, delivery.chat_id, result.message_id)
        if result.handle and delivery.announcement_id is not None:
            announcements.keep_handle(db, delivery.announcement_id, self.channel, result.handle)
        if result.handle and delivery.subject is Subject.PICTURE and delivery.topic_id is not None:
            pictures.keep_handle(db, delivery.topic_id, pictures.WITH_RESULTS, self.channel, result.handle)
        if result.thread is not None and (topic_id := topic_of(db, delivery)) is not None:
            threads.keep(db, topic_id, self.channel, delivery.chat_id, result.thread)

    @staticmethod
    def _drop_sent_once(db: Connection, outcomes: Sequence[Outcome]) -> set[int]:
        """Documents that were made for one message go with it, unless it is tried again."""
        settled = [one.delivery for one in outcomes if not isinstance(one.result, TryLater | TooSoon | Moved)]
        named = [one.message.document_id for one in settled if one.message and one.message.document_id is not None]
        return topics.drop_sent(db, named) if named else set()

    def _settle_unsent(self, db: Connection, delivery: Delivery, result: Result, now: datetime) -> None:
        match result:
            case TryLater():
                self._try_later(db, delivery, result, now)
            case Moved():
                desk.move(db, self.channel, delivery.chat_id, result.new_chat_id, now)
            case Unreachable():
                self._unreachable(db, delivery, str(result), now)
            case Refused() | NotSent():
                log.error("message_refused", channel=self.channel, delivery=delivery.id, why=str(result))
                outbox.settle(db, delivery.id, State.FAILED, now, str(result))
                self._say_undelivered(db, delivery, now)
            case TooSoon():
                outbox.again(db, delivery.id, now + timedelta(seconds=result.after), "", counted=False)
            case NotYet():
                outbox.again(db, delivery.id, result.until, "", counted=False)
            case Pointless():
                outbox.settle(db, delivery.id, State.CANCELLED, now)
            case InParts():
                outbox.replace(db, delivery, result.makes, now)

    def _try_later(self, db: Connection, delivery: Delivery, later: TryLater, now: datetime) -> None:
        if later.everyone:
            pause = _PAUSE_WITHOUT_WORD if later.after is None else later.after
            if pause:
                outbox.hold(db, self.channel, now + timedelta(seconds=pause))
            return outbox.again(db, delivery.id, now, str(later), counted=False)
        if later.unknown and delivery.lane is Lane.CAMPAIGN and not self.repeat_unknown:
            return outbox.settle(db, delivery.id, State.FAILED, now, UNKNOWN)
        moment = next_try(delivery.attempts + 1, now, asked=later.after, chance=self.chance())
        if moment is None:
            self._drop_sent_once(db, [Outcome(delivery, Refused(str(later)))])
            outbox.settle(db, delivery.id, State.FAILED, now, str(later))
            return self._say_undelivered(db, delivery, now)
        outbox.again(db, delivery.id, moment, str(later), counted=True)

    def _unreachable(self, db: Connection, delivery: Delivery, why: str, now: datetime) -> None:
        """Nobody is tried again where they cannot be reached, until they write; a campaign goes elsewhere if it can."""
        people.unreachable(db, self.channel, delivery.chat_id)
        outbox.settle(db, delivery.id, State.FAILED, now, why)
        desk.leave(db, self.channel, delivery.chat_id, now, why)
        wanted = delivery.lane is Lane.CAMPAIGN or delivery.subject is Subject.INQUIRY
        if wanted and delivery.stakeholder_id is not None:
            elsewhere = [place for place in people.addresses(db, delivery.stakeholder_id) if place.reachable]
            if elsewhere:
                return outbox.redirect(db, delivery.id, elsewhere[0].channel, elsewhere[0].chat_id)
        self._say_undelivered(db, delivery, now)

    def _say_undelivered(self, db: Connection, delivery: Delivery, now: datetime) -> None:
        """Staff learn that an answer of theirs did not arrive."""
        if delivery.subject is not Subject.INQUIRY or delivery.stakeholder_id is None:
            return
        for channel, chat_id in staff.groups(db):
            about, subject = delivery.remark_id, Subject.UNDELIVERED
            outbox.put(db, channel, chat_id, None, now, to_group=True, remark_id=about, subject=subject)
