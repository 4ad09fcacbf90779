"""For those who watch over the program: is it alive, is it ready, and its figures. A listener of its own, so that
none of it can be reached where the webhooks are.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from aiohttp import web

from bot.metrics import exposition
from storage import outbox
from storage import settings as kept
from storage.database import Database

_PATIENCE = 5.0  # seconds that the database has to prove that it takes a row


class Monitoring:
    def __init__(self, database: Database, now: Callable[[], datetime], listen: str, port: int) -> None:
        self._database = database
        self._now = now
        self._listen, self._port = listen, port
        application = web.Application()
        application.router.add_get("/healthz", self._healthy)
        application.router.add_get("/readyz", self._ready)
        application.router.add_get("/metrics", self._figures)
        self._runner = web.AppRunner(application, access_log=None)

    @property
    def port(self) -> int:
        return int(self._runner.addresses[0][1])

    async def open(self) -> None:
        """Raises OSError where the address is taken."""
        await self._runner.setup()
        await web.TCPSite(self._runner, self._listen, self._port).start()

    async def close(self) -> None:
        await self._runner.cleanup()

    async def _healthy(self, _request: web.Request) -> web.Response:
        """That this is answered is the proof: a loop that stands still answers nothing."""
        return web.Response(text="alive\n")

    async def _ready(self, _request: web.Request) -> web.Response:
        """Whether the database takes a row: it does not where it is away, locked, or its disk is full."""
        try:
            async with asyncio.timeout(_PATIENCE):
                await self._database.transaction(lambda db: kept.note(db, "ready", self._now().isoformat()))
        except Exception as error:
            return web.Response(status=503, text=f"the database takes nothing: {type(error).__name__}\n")
        return web.Response(text="ready\n")

    async def _figures(self, _request: web.Request) -> web.Response:
        try:
            depth = await self._database.read(outbox.depth)
        except Exception:  # the other figures are wanted all the more while the database is away
            depth = {}
        return web.Response(body=exposition(depth), headers={"Content-Type": "text/plain; version=0.0.4"})
