"""Webhooks: the messengers bring updates themselves. An update is answered 200 only after all it causes is committed.

Two secrets keep strangers out: a long random path, which is all that Bale knows, and Telegram's header. Both are made
from a secret in the database, so that all processes have the same ones and nobody has to invent or store any.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import orjson
import structlog
from aiohttp import web

from bot.intake import Gathering, Intake
from bot.receiving import Patience
from consultation.conversation import Channel

log = structlog.get_logger()

HEADER = "X-Telegram-Bot-Api-Secret-Token"
LARGEST = 1_000_000  # bytes
_AGAIN_AFTER = 5  # seconds, when the database is in trouble
_LAST_REQUESTS = 5.0  # seconds that a stopping program gives to requests it has begun


@dataclass(frozen=True)
class Secrets:
    key: bytes

    def path(self, channel: Channel) -> str:
        return self._derived(f"webhook path {channel.value}")

    def token(self, channel: Channel) -> str:
        return self._derived(f"webhook token {channel.value}")

    def _derived(self, what: str) -> str:
        return hmac.new(self.key, what.encode(), hashlib.sha256).hexdigest()


class WebhookServer:
    def __init__(self, url: str, listen: str, port: int, key: bytes, intakes: Sequence[Intake]) -> None:
        self._url = url.rstrip("/")
        self._listen, self._port = listen, port
        self._secrets = Secrets(key)
        self._gatherings = {intake.gateway.channel: Gathering(intake) for intake in intakes}
        self._patience = [Patience(intake.gateway.channel) for intake in intakes]
        self._stopping = False
        application = web.Application(client_max_size=LARGEST)
        application.router.add_post("/{channel}/{path}", self._posted)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=_LAST_REQUESTS)

    @property
    def port(self) -> int:
        return int(self._runner.addresses[0][1])

    async def open(self) -> None:
        """Raises OSError where the address is taken."""
        await self._runner.setup()
        await web.TCPSite(self._runner, self._listen, self._port).start()

    async def subscribe(self) -> None:
        """Tell every messenger where to bring updates; trouble is waited out."""
        work = zip(self._patience, self._gatherings.values(), strict=True)
        await asyncio.gather(*(self._subscribe(patience, gathering.intake) for patience, gathering in work))

    async def _subscribe(self, patience: Patience, intake: Intake) -> None:
        channel = intake.gateway.channel
        address = f"{self._url}/{channel.value}/{self._secrets.path(channel)}"
        await patience.until_done(lambda: intake.gateway.subscribe(address, self._secrets.token(channel)))
        await patience.until_done(intake.introduce)

    async def close(self) -> None:
        """Take nothing more; what has begun is committed and answered. The messengers keep the rest."""
        self._stopping = True
        for patience in self._patience:
            patience.stop()
        await self._runner.cleanup()
        await asyncio.gather(*(gathering.finish() for gathering in self._gatherings.values()))

    async def _posted(self, request: web.Request) -> web.Response:
        gathering = self._addressed(request)
        if gathering is None:
            return web.Response(status=401)
        if self._stopping:
            return _later()
        try:
            raw = orjson.loads(await request.read())
        except orjson.JSONDecodeError:
            return web.Response(status=400)
        if not isinstance(raw, Mapping):
            return web.Response(status=400)
        incoming = gathering.intake.read(raw)
        if incoming is None:
            return web.Response()
        try:
            await gathering.take(incoming)
        except Exception as error:
            log.warning("update_left_with_messenger", channel=incoming.channel, why=type(error).__name__)
            return _later()
        return web.Response()

    def _addressed(self, request: web.Request) -> Gathering | None:
        """For which messenger it is; None where a secret is wrong."""
        try:
            channel = Channel(request.match_info["channel"])
        except ValueError:
            return None
        gathering = self._gatherings.get(channel)
        right = _same(request.match_info["path"], self._secrets.path(channel))
        if channel is Channel.TELEGRAM:
            right &= _same(request.headers.get(HEADER, ""), self._secrets.token(channel))
        return gathering if right else None


def _same(given: str, expected: str) -> bool:
    """In a time that tells nothing of where they differ."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode())


def _later() -> web.Response:
    return web.Response(status=503, headers={"Retry-After": str(_AGAIN_AFTER)})
