"""Receiving: long polling of one messenger. Updates are confirmed only after the turns they caused are committed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import structlog

from bot.intake import Afterwards, Intake, update_id
from scheduler.sending import NotSent

log = structlog.get_logger()

T = TypeVar("T")

_POLL = 25.0  # seconds that the messenger may keep us waiting for the first update
_A_MOMENT = 1.0  # seconds; usually presses are answered by then, and if we are killed before, they come again
_LONGEST_WAIT = 30.0  # seconds between tries while the messenger or the database is away


class Patience:
    """Trouble is waited out, longer each time; `stop` breaks the waiting off."""

    def __init__(self, channel: str) -> None:
        self.stopping = False
        self._channel = channel
        self._idle: asyncio.Future[Any] | None = None  # what `stop` may break off

    def stop(self) -> None:
        self.stopping = True
        if self._idle is not None:
            self._idle.cancel()

    async def until_done(self, work: Callable[[], Awaitable[object]]) -> None:
        """Do it, again and again until it succeeds."""
        wait = 1.0
        while not self.stopping:
            try:
                await work()
                return
            except NotSent as trouble:
                log.warning("receiving_interrupted", channel=self._channel, why=str(trouble), wait=wait)
                await self.idly(asyncio.sleep(getattr(trouble, "after", None) or wait))
            except Exception:
                log.exception("receiving_failed", channel=self._channel, wait=wait)
                await self.idly(asyncio.sleep(wait))
            wait = min(wait * 2, _LONGEST_WAIT)

    async def idly(self, waiting: Awaitable[T]) -> T | None:
        """Await something that `stop` may break off; None where it did."""
        self._idle = idle = asyncio.ensure_future(waiting)
        try:
            return await idle
        except asyncio.CancelledError:
            if not self.stopping:
                raise
            return None


class Receiver:
    """Takes the updates of one messenger, in order, batch by batch."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self._gateway = intake.gateway
        self._patience = Patience(intake.gateway.channel)
        self._afterwards = Afterwards(intake)
        self._last: int | None = None

    def stop(self) -> None:
        """Take nothing more; `run` ends when the turns that have begun are committed."""
        self._patience.stop()

    async def run(self) -> None:
        """Receive until stopped. Trouble is waited out; an update is never skipped because of it."""
        await self._patience.until_done(self._gateway.unsubscribe)  # from the time when there was a webhook
        await self._patience.until_done(self._intake.introduce)
        while not self._patience.stopping:
            await self._patience.until_done(self.step)
        await self._afterwards.finish()

    async def step(self) -> None:
        """One call for updates, and everything they cause."""
        batch = await self._patience.idly(self._gateway.updates(self._last, _POLL)) or ()
        incoming = [await self._intake.prepared(one) for raw in batch if (one := self._intake.read(raw)) is not None]
        if incoming:
            answering = self._afterwards.begin(incoming, await self._intake.commit(incoming))
            await asyncio.wait([answering], timeout=_A_MOMENT)
        self._last = max([self._last or 0, *(update_id(raw) for raw in batch)]) or None
