"""Delivery: from the outbox to the messengers. Nobody else sends.

One transaction marks what has come back and claims what is due; between them the claimed messages are on their way, at
the pace that the messenger allows. A crash leaves what was on its way as `sending`; at the next start it is sent again:
better twice than never, and never more than were in flight.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection

from scheduler import counting
from scheduler.pace import Burst, Pace, TooSoon
from scheduler.sending import InParts, NotSent, Parcel, Sender, Sent, TryLater
from scheduler.settling import Outcome, Settler
from scheduler.writing import NotYet, Pointless, Writer
from storage import claims, figures, leadership, outbox
from storage.claims import Going
from storage.database import Database
from storage.deliveries import Delivery, Subject
from storage.leadership import Superseded

log = structlog.get_logger()

_IDLE = 5.0  # seconds; for when the clock was moved, or another process has put something into the outbox
_AFTER_FAULT = 2.0  # seconds to wait when the database fails
_CLAIMED_AHEAD = 0.25  # seconds' worth of messages that may wait for their slot: a reply waits no longer than this
_SET_BACK = timedelta(seconds=1)  # by which the clock must go back to be noticed
_NAMED_AFTER = 1.0  # seconds, usually, until a messenger has named a file
_LAST_ANSWERS = 10.0  # seconds that a stopping program waits for messages on their way


class Courier:
    """Delivers one messenger's share of the outbox."""

    def __init__(
        self,
        sender: Sender,
        database: Database,
        writer: Writer,
        clock: Callable[[], datetime],
        chance: Callable[[], float] = random.random,
        *,
        epoch: int | None = None,
    ) -> None:
        self._sender = sender
        self._database = database
        self._writer = replace(writer, largest=sender.abilities.upload_limit)
        self._clock = clock
        self._epoch = epoch  # in which this process leads; None where it is the only one
        self._settler = Settler(sender.channel, chance, writer.policy.day, writer.policy.repeat_unknown)
        self._pace = Pace(sender.abilities.messages_per_second)
        self._gate = asyncio.Lock()  # one at a time leaves
        self._on_their_way: set[asyncio.Task[Outcome]] = set()
        self._waiting = 0  # of these, for their slot
        self._uploading: dict[int, int] = {}  # documents that the messenger does not have yet: in which delivery
        self._claims = 0
        self._awake = asyncio.Event()
        self._stopping = False
        self._paused = False
        self._refused: set[int] = set()  # deliveries that met a pause which is not noted in the database yet
        self._next_look: datetime | None = None  # when something falls due, as far as is known
        self._looked_at: datetime | None = None  # when we last did

    @property
    def _held(self) -> bool:
        return self._paused or bool(self._refused)

    def wake(self) -> None:
        self._awake.set()

    def stop(self) -> None:
        """Claim nothing more; `run` ends when what is on its way has come back."""
        self._stopping = True
        self._awake.set()

    async def run(self) -> None:
        while not self._stopping:
            try:
                claimed = await self.step()
            except Superseded:  # whoever began this courier will know in a moment, and stop it
                await asyncio.sleep(_AFTER_FAULT)
                continue
            except Exception:
                log.exception("delivery_failed", channel=self._sender.channel)
                await asyncio.sleep(_AFTER_FAULT)
                continue
            if not claimed:
                await self._rest()
        await self.finish()

    async def step(self) -> int:
        """Mark what has come back, claim what is due, and send it off; how many were claimed."""
        done = {task for task in self._on_their_way if task.done()}
        back = [task.result() for task in done]
        room = self._room()
        self._awake.clear()
        claimed = await self._database.transaction(lambda db: self._turn_over(db, back, room))
        self._looked_at = self._clock()
        self._on_their_way -= done
        settled = {outcome.delivery.id for outcome in back}
        self._refused -= settled
        self._uploading = {kept: by for kept, by in self._uploading.items() if by not in settled}
        for delivery in claimed:
            self._waiting += 1
            task = asyncio.ensure_future(self._deliver(delivery))
            task.add_done_callback(lambda _done: self._awake.set())
            self._on_their_way.add(task)
        return len(claimed)

    def _room(self) -> int:
        ahead = max(1, int(self._pace.per_second * _CLAIMED_AHEAD))
        return max(0, min(self._sender.abilities.in_flight - len(self._on_their_way), ahead - self._waiting))

    def _turn_over(self, db: Connection, back: list[Outcome], room: int) -> list[Delivery]:
        leadership.check(db, self._epoch)
        now = self._clock()
        if back:
            self._settler.settle(db, back, now)
        if self._looked_at is not None and now < self._looked_at - _SET_BACK:
            outbox.clock_set_back(db, self._sender.channel, now)
        outlook = claims.outlook(db, self._sender.channel)
        until, going = outlook.paused_until, self._allowed(outlook.going, now)
        self._paused = until is not None and until > now
        self._next_look = until if self._paused else None
        if self._paused or not room or self._stopping:
            return []
        self._claims += 1
        claimed = claims.claim(db, self._sender.channel, now, room, going, first=self._claims)
        self._next_look = None if claimed else claims.next_due(db, self._sender.channel, now, going)
        return claimed

    def _allowed(self, going: Sequence[Going], now: datetime) -> Sequence[Going]:
        """Nobody is reminded at night, however long a wave of reminders takes."""
        awake = self._writer.policy.may_disturb(now)
        return [one for one in going if awake or one.subject is not Subject.REMINDER]

    async def _rest(self) -> None:
        """Until there is news, or something falls due."""
        wait = _IDLE if self._next_look is None else (self._next_look - self._clock()).total_seconds()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._awake.wait(), min(max(wait, 0.0), _IDLE))

    async def finish(self) -> None:
        """Wait for what is on its way, and mark it."""
        if self._on_their_way:
            await asyncio.wait(self._on_their_way, timeout=_LAST_ANSWERS)
        back = [task.result() for task in self._on_their_way if task.done()]
        try:
            await self._database.transaction(lambda db: self._settle(db, back))
        except Superseded:
            log.warning("superseded", channel=self._sender.channel, left=len(self._on_their_way))
        except Exception:
            log.exception("delivery_failed", channel=self._sender.channel, left=len(self._on_their_way))

    def _settle(self, db: Connection, back: list[Outcome]) -> None:
        """Whoever leads now has taken back what we had on its way, and decides what becomes of it."""
        leadership.check(db, self._epoch)
        self._settler.settle(db, back, self._clock())

    async def _deliver(self, delivery: Delivery) -> Outcome:
        outcome = await self._tried(delivery)
        counting.count(self._sender.channel, outcome.result)
        return outcome

    async def _tried(self, delivery: Delivery) -> Outcome:
        try:
            return Outcome(delivery, await self._send(delivery))
        except (NotSent, Pointless, NotYet, TooSoon, InParts) as why:
            return Outcome(delivery, why)
        except Exception as error:
            log.exception("delivery_failed", channel=self._sender.channel, delivery=delivery.id)
            return Outcome(delivery, TryLater(type(error).__name__))

    async def _send(self, delivery: Delivery) -> Sent:
        try:
            self._look_at_chat(delivery)
            parcel = await self._written(delivery)
            self._upload_once(parcel, delivery)
            await self._wait_for_slot(delivery)
        finally:
            self._waiting -= 1
        begun = asyncio.get_running_loop().time()
        try:
            return await self._sender.send(parcel)
        except TryLater as later:
            if later.everyone:
                self._refused.add(delivery.id)
            raise
        finally:
            took = asyncio.get_running_loop().time() - begun
            figures.observe("send_seconds", took, channel=self._sender.channel)

    def _upload_once(self, parcel: Parcel, delivery: Delivery) -> None:
        """What goes to many is given to the messenger once: the others wait until it has named it."""
        upload = parcel.document
        if upload is None or upload.kept is None or upload.handle:
            return
        if self._uploading.setdefault(upload.kept, delivery.id) != delivery.id:
            raise TooSoon(_NAMED_AFTER)

    async def _written(self, delivery: Delivery) -> Parcel:
        writer, now = self._writer, self._clock()
        if writer.ready(delivery):
            return writer.parcel(None, delivery, now)
        if writer.slow(delivery):
            return await asyncio.to_thread(writer.parcel_apart, self._database.address, delivery, now)
        return await self._database.read(lambda db: writer.parcel(db, delivery, now))

    def _look_at_chat(self, delivery: Delivery) -> None:
        """A chat that has had its share comes again later: while it waited here, it would keep all others waiting."""
        now = asyncio.get_running_loop().time()
        wait = self._pace.chat_free_at(delivery.chat_id, now, self._burst(delivery)) - now
        if wait > 0:
            raise TooSoon(wait)

    async def _wait_for_slot(self, delivery: Delivery) -> None:
        now = asyncio.get_running_loop().time
        async with self._gate:
            if (wait := self._pace.free_at(now()) - now()) > 0:
                await asyncio.sleep(wait)
            if self._held:
                raise TryLater("the messenger asked for a pause", everyone=True, after=0)
            self._look_at_chat(delivery)  # the same chat may have been written to from another lane
            self._pace.leave(now())
            self._pace.note(delivery.chat_id, now(), self._burst(delivery))

    def _burst(self, delivery: Delivery) -> Burst:
        abilities = self._sender.abilities
        return abilities.group_burst if delivery.to_group else abilities.chat_burst
