"""Leading: what only one process does at a time. It sends, lets the clock strike and, by long polling, receives."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import Connection

from bot.gateway import Gateway
from bot.intake import Intake
from bot.receiving import Receiver
from consultation.policy import Policy
from scheduler.clock import Clock
from scheduler.delivery import Courier
from scheduler.expanding import Expander
from scheduler.publishing import Publisher
from scheduler.writing import Writer
from storage import figures, outbox
from storage.database import Database

log = structlog.get_logger()


@dataclass
class Leading:
    database: Database
    policy: Policy
    writer: Writer
    publisher: Publisher
    now: Callable[[], datetime]
    gateways: Sequence[Gateway]
    polled: Sequence[Intake]  # none of them where there is a webhook
    ended: asyncio.Event  # set when a part ends that should not
    couriers: list[Courier] = field(default_factory=list)
    expander: Expander | None = None
    clock: Clock | None = None
    _receivers: list[Receiver] = field(default_factory=list)
    _receiving: list[asyncio.Task[None]] = field(default_factory=list)
    _delivering: list[asyncio.Task[None]] = field(default_factory=list)

    async def begin(self, epoch: int | None) -> None:
        """`epoch` is None where no other process can be."""
        await self.database.transaction(self._take_back)
        self.clock = Clock(
            self.database, self.policy, self.now, self.wake, self.gateways, epoch=epoch, publisher=self.publisher
        )
        self.couriers = [
            Courier(gateway, self.database, self.writer, self.now, epoch=epoch) for gateway in self.gateways
        ]
        self.expander = Expander(self.database, self.now, self._wake_couriers, epoch=epoch)
        self._delivering = [self._background(part.run()) for part in self._senders]
        self._receivers = [Receiver(intake) for intake in self.polled]
        self._receiving = [self._background(receiver.run()) for receiver in self._receivers]
        self.clock.start()
        figures.note("leader", 1)

    def _take_back(self, db: Connection) -> None:
        """What was on its way when another process, or we before, came to an end."""
        if not self.policy.repeat_unknown and (marked := outbox.mark_unknown(db, self.now())):
            log.warning("outcome_unknown", count=marked)
        if again := outbox.take_back(db):
            log.info("sent_again", count=again)

    def wake(self) -> None:
        self._wake_couriers()
        if self.expander is not None:
            self.expander.wake()

    def _wake_couriers(self) -> None:
        for courier in self.couriers:
            courier.wake()

    @property
    def _senders(self) -> list[Courier | Expander]:
        return [*self.couriers, *([] if self.expander is None else [self.expander])]

    async def tick(self) -> None:
        if self.clock is not None:
            await self.clock.tick()
        self.wake()

    async def end(self) -> None:
        """Take no more updates, finish what is on its way."""
        figures.note("leader", 0)
        if self.clock is not None:
            await self.clock.stop()
        await self._end(self._receivers, self._receiving)
        await self._end(self._senders, self._delivering)
        self.couriers, self._receivers, self.clock, self.expander = [], [], None, None

    async def _end(self, parts: Sequence[Receiver | Courier | Expander], running: list[asyncio.Task[None]]) -> None:
        for task in running:
            task.remove_done_callback(self._part_ended)
        for part in parts:
            part.stop()
        await asyncio.gather(*running, return_exceptions=True)
        running.clear()

    def failures(self) -> list[BaseException]:
        over = [task for task in (*self._receiving, *self._delivering) if task.done()]
        return [error for task in over if (error := task.exception()) is not None]

    def _background(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.ensure_future(work)
        task.add_done_callback(self._part_ended)
        return task

    def _part_ended(self, _task: asyncio.Task[None]) -> None:
        self.ended.set()
