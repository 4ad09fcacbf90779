"""Expanding: campaigns become deliveries in the background, and are looked over while they are on their way.

Only the leader does it. Sending does not wait for it: the first messages leave while the rest is still being queued.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

import structlog
from sqlalchemy import Connection

from storage import expansion, leadership
from storage.database import Database
from storage.leadership import Superseded

log = structlog.get_logger()

_IDLE = 1.0  # seconds; how late a campaign is found that another process has begun, and the end of one
_AFTER_FAULT = 2.0


class Expander:
    def __init__(
        self, database: Database, now: Callable[[], datetime], wake: Callable[[], None], *, epoch: int | None = None
    ) -> None:
        self._database = database
        self._now = now
        self._wake_couriers = wake
        self._epoch = epoch  # in which this process leads; None where it is the only one
        self._awake = asyncio.Event()
        self._stopping = False

    def wake(self) -> None:
        self._awake.set()

    def stop(self) -> None:
        """After the chunk that it is at."""
        self._stopping = True
        self._awake.set()

    async def run(self) -> None:
        while not self._stopping:
            self._awake.clear()
            try:
                done = await self.step()
            except Superseded:  # whoever began this will know in a moment, and stop it
                await asyncio.sleep(_AFTER_FAULT)
                continue
            except Exception:
                log.exception("expanding_failed")
                await asyncio.sleep(_AFTER_FAULT)
                continue
            if not done:
                await self._rest()

    async def step(self) -> int:
        """One chunk of one campaign, or a look at how they come on; whether there may be more to do."""
        if not await self._database.read(expansion.anything_to_do):
            return 0
        done = await self._database.transaction(self._chunk)
        if done:
            self._wake_couriers()
        return done

    def _chunk(self, db: Connection) -> int:
        leadership.check(db, self._epoch)
        now = self._now()
        return expansion.step(db, now) or expansion.look_over(db, now)

    async def _rest(self) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._awake.wait(), _IDLE)
