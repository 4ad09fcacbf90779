"""The election: one of several processes on one PostgreSQL leads; another takes over when it dies or freezes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog

from storage.leadership import Candidacy

log = structlog.get_logger()

_BEAT = 1.0  # seconds between two looks
_AFTER_FAULT = 1.0
_NOT_OFTENER = 0.02  # seconds between two calls that wake the leader


class Election:
    """`elected` begins what only the leader does, `deposed` ends it, `woken` is called when another process asks."""

    def __init__(
        self,
        url: str,
        elected: Callable[[int], Awaitable[None]],
        deposed: Callable[[], Awaitable[None]],
        woken: Callable[[], None],
    ) -> None:
        self._url = url
        self._elected = elected
        self._deposed = deposed
        self._woken = woken
        self._candidacy: Candidacy | None = None
        self._epoch: int | None = None
        self._news = asyncio.Event()  # to tell the leader, or that we stop
        self._stopping = False

    def wake(self) -> None:
        """There is something for the leader to send."""
        if self._epoch is None:
            self._news.set()

    def stop(self) -> None:
        self._stopping = True
        self._news.set()

    async def run(self) -> None:
        """Stand for leadership until stopped. Losing the connection is losing the leadership."""
        while not self._stopping:
            try:
                await self._look()
            except Exception as error:
                log.warning("leadership_interrupted", why=type(error).__name__)
                await self._lose()
                await asyncio.sleep(_AFTER_FAULT)
        await self._leave()

    async def _look(self) -> None:
        if self._candidacy is None:
            self._candidacy = await Candidacy.stand(self._url, self._woken)
        candidacy = self._candidacy
        if self._epoch is None:
            self._epoch = await candidacy.lead()
            if self._epoch is not None:
                log.info("leading", epoch=self._epoch)
                await self._elected(self._epoch)
        elif not await candidacy.beat(self._epoch):
            await self._lose()
            return
        await self._rest(candidacy)

    async def _rest(self, candidacy: Candidacy) -> None:
        """Until the next beat; who waits for the leader to send something does not wait for that."""
        now = asyncio.get_running_loop().time
        until = now() + _BEAT
        while not self._stopping and (left := until - now()) > 0:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), left)
            if self._news.is_set() and not self._stopping:
                self._news.clear()
                await candidacy.wake()
                await asyncio.sleep(_NOT_OFTENER)

    async def _lose(self) -> None:
        if self._candidacy is not None:
            await self._candidacy.close()
            self._candidacy = None
        if self._epoch is not None:
            log.warning("not_leading_any_more", epoch=self._epoch)
            self._epoch = None
            await self._deposed()

    async def _leave(self) -> None:
        """In order: what we have begun as the leader ends before another one may begin."""
        if self._epoch is not None:
            await self._deposed()
            self._epoch = None
        if self._candidacy is not None:
            await self._candidacy.close()
