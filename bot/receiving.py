"""Receiving: long polling of one messenger. Updates are confirmed only after the turns they caused are committed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, TypeVar

import structlog

from bot.administrators import Administrators
from bot.gateway import Gateway, Raw, UnreadableUpdate
from consultation.conversation import Incoming
from handlers.reception import Reception
from handlers.staff.routing import is_claim, wants_authority
from scheduler.sending import NotSent

log = structlog.get_logger()

T = TypeVar("T")

_POLL = 25.0  # seconds that the messenger may keep us waiting for the first update
_LONGEST_WAIT = 30.0  # seconds between tries while the messenger or the database is away
_LARGEST_FILE = 20_000_000  # bytes; messengers let a bot download no more


class Receiver:
    """Takes the updates of one messenger, in order, batch by batch."""

    def __init__(self, gateway: Gateway, reception: Reception, introduce: Callable[[], Awaitable[None]]) -> None:
        self._gateway = gateway
        self._reception = reception
        self._introduce = introduce  # says who we are, and shows people and staff their commands
        self._administrators = Administrators(gateway)
        self._last: int | None = None
        self._idle: asyncio.Future[Any] | None = None  # what `stop` may break off
        self._stopping = False

    def stop(self) -> None:
        """Take nothing more; `run` ends when the turns that have begun are committed."""
        self._stopping = True
        if self._idle is not None:
            self._idle.cancel()

    async def run(self) -> None:
        """Receive until stopped. Trouble is waited out; an update is never skipped because of it."""
        await self._patiently(self._introduce)
        while not self._stopping:
            await self._patiently(self.step)

    async def _patiently(self, work: Callable[[], Awaitable[object]]) -> None:
        """Do it, again and again until it succeeds, waiting longer each time."""
        wait = 1.0
        while not self._stopping:
            try:
                await work()
                return
            except NotSent as trouble:
                log.warning("receiving_interrupted", channel=self._gateway.channel, why=str(trouble), wait=wait)
                await self._idly(asyncio.sleep(getattr(trouble, "after", None) or wait))
            except Exception:
                log.exception("receiving_failed", channel=self._gateway.channel, wait=wait)
                await self._idly(asyncio.sleep(wait))
            wait = min(wait * 2, _LONGEST_WAIT)

    async def _idly(self, waiting: Awaitable[T]) -> T | None:
        """Await something that `stop` may break off; None where it did."""
        self._idle = idle = asyncio.ensure_future(waiting)
        try:
            return await idle
        except asyncio.CancelledError:
            if not self._stopping:
                raise
            return None

    async def step(self) -> None:
        """One call for updates, and everything they cause."""
        batch = await self._idly(self._gateway.updates(self._last, _POLL)) or ()
        incoming = [await self._prepared(one) for raw in batch if (one := self._read(raw)) is not None]
        if incoming:
            for toast in await self._reception.receive(incoming):
                await self._gateway.answer_press(toast.press_id, toast.text, alert=toast.alert)
            if any(is_claim(one) for one in incoming):
                await self._introduce()
        self._last = max([self._last or 0, *(_id(raw) for raw in batch)]) or None

    def _read(self, raw: Raw) -> Incoming | None:
        try:
            return self._gateway.read(raw)
        except UnreadableUpdate as why:
            log.error("update_unreadable", channel=self._gateway.channel, update=_id(raw), why=str(why))
            return None

    async def _prepared(self, incoming: Incoming) -> Incoming:
        """What only the messenger can tell, asked before the transaction, since none waits for a messenger."""
        if not wants_authority(incoming):
            return incoming
        incoming = replace(incoming, by_administrator=await self._administrators.includes(incoming))
        if incoming.file is None or incoming.file.size > _LARGEST_FILE:
            return incoming
        if not await self._reception.wants_content(incoming):
            return incoming
        try:
            content = await self._gateway.download(incoming.file.id)
        except NotSent as why:
            log.warning("download_failed", channel=self._gateway.channel, why=str(why))
            return incoming
        return replace(incoming, file=replace(incoming.file, content=content))


def _id(raw: Raw) -> int:
    try:
        return int(raw["update_id"])
    except (KeyError, TypeError, ValueError):
        return 0
