"""A Bot API server as cheap as can be, in a process of its own: it plays the people too, and looks at the clock.

python -m tests.benchmarks.messenger    prints its port, and lives until its input is closed
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import orjson
from aiohttp import ClientSession, TCPConnector, web

from tests.benchmarks.people import People

_LARGEST_BATCH = 100
_BOT = {"id": 1, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}
_SECOND = 1.0
_AGAIN = 0.2  # seconds, until an update is brought again that was not taken


@dataclass
class Limits:
    """How the server treats those who send."""

    latency: float = 0.0  # seconds that each message takes
    per_second: float = 0.0  # more than this are refused, in any one second; 0: as many as come
    pause_at: int = 0  # from this call on, for a second, everything is refused; 0: never


@dataclass
class Messenger:
    limits: Limits = field(default_factory=Limits)
    people: People = field(default_factory=People)
    waiting: deque[dict[str, Any]] = field(default_factory=deque)
    news: asyncio.Event = field(default_factory=asyncio.Event)
    calls: list[float] = field(default_factory=list)  # when each message came, whether or not it was refused
    refused: int = 0
    first_poll: float = 0.0
    webhooks: dict[str, str] = field(default_factory=dict)  # address -> secret: here each process may have its own
    _messages: int = 0
    _updates: int = 0
    _paused_until: float = 0.0
    _bringing: set[asyncio.Future[None]] = field(default_factory=set)
    _http: ClientSession | None = None

    # -- the Bot API -----------------------------------------------------------------------------------------

    async def answer(self, request: web.BaseRequest) -> web.Response:
        method = request.path.rpartition("/")[2]
        given = await _fields(request)
        if request.path.startswith("/play/"):
            return _json(await self._played(method, given))
        if method == "getUpdates":
            return _ok(await self._updates_after(int(given.get("offset", 0)), float(given.get("timeout", 0))))
        if method == "sendMessage":
            return await self._sent(given)
        if method == "setWebhook":
            self.webhooks[given["url"]] = given["secret_token"]
        return _ok(_BOT if method == "getMe" else True)

    async def _updates_after(self, offset: int, timeout: float) -> list[dict[str, Any]]:  # noqa: ASYNC109
        self.first_poll = self.first_poll or time.time()
        while self.waiting and self.waiting[0]["update_id"] < offset:
            self.waiting.popleft()
        if not self.waiting and timeout:
            self.news.clear()
            try:
                await asyncio.wait_for(self.news.wait(), timeout)
            except TimeoutError:
                return []
        return [self.waiting[n] for n in range(min(len(self.waiting), _LARGEST_BATCH))]

    async def _sent(self, given: dict[str, Any]) -> web.Response:
        now = time.monotonic()
        self.calls.append(now)
        if after := self._refusing(now):
            self.refused += 1
            told = {"ok": False, "error_code": 429, "description": f"Too Many Requests: retry after {after}"}
            return _json({**told, "parameters": {"retry_after": after}}, status=429)
        if self.limits.latency:
            await asyncio.sleep(self.limits.latency)
        chat = int(given["chat_id"])
        self._messages += 1
        self.people.hears(chat)
        said = {"message_id": self._messages, "date": int(time.time()), "text": given["text"]}
        return _ok({**said, "from": _BOT, "chat": {"id": chat, "type": "private", "first_name": "P"}})

    def _refusing(self, now: float) -> int:
        """For how many seconds nothing is taken."""
        limits = self.limits
        if limits.pause_at and len(self.calls) == limits.pause_at:
            self._paused_until = now + _SECOND
        crowded = limits.per_second and sum(now - call < _SECOND for call in self.calls[-200:]) > limits.per_second
        return 1 if crowded or now < self._paused_until else 0

    def say(self, chat: int, text: str) -> None:
        """Somebody writes to the bot."""
        self._updates += 1
        self._messages += 1
        person = {"id": chat, "is_bot": False, "first_name": "P", "username": f"p{chat}", "language_code": "fa"}
        message = {
            "message_id": self._messages,
            "date": int(time.time()),
            "text": text,
            "from": person,
            "chat": {"id": chat, "type": "private", "first_name": "P", "username": f"p{chat}"},
        }
        update = {"update_id": self._updates, "message": message}
        if self.webhooks:
            self._bringing.add(asyncio.ensure_future(self._bring(update)))
            return
        self.waiting.append(update)
        self.news.set()

    async def _bring(self, update: dict[str, Any]) -> None:
        """To each process in turn."""
        self._http = self._http or ClientSession(connector=TCPConnector(limit=0))
        address = list(self.webhooks)[update["update_id"] % len(self.webhooks)]
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.webhooks[address], "Content-Type": "application/json"}
        while True:
            async with self._http.post(address, data=orjson.dumps(update), headers=headers) as answer:
                if answer.ok:
                    return
            await asyncio.sleep(_AGAIN)

    # -- what is played --------------------------------------------------------------------------------------

    async def _played(self, what: str, given: dict[str, Any]) -> object:
        match what:
            case "limits":
                self.limits, self.calls, self.refused = Limits(**given), [], 0
            case "begin":
                self.people = People(**given)
                self._playing = asyncio.ensure_future(self.people.write(self.say))
            case "finish":
                await asyncio.wait_for(self.people.done.wait(), given["patience"])
                return self.people.result()
        return {
            "calls": self.calls,
            "refused": self.refused,
            "first_poll": self.first_poll,
            "webhooks": len(self.webhooks),
        }


async def _fields(request: web.BaseRequest) -> dict[str, Any]:
    """What came with a call, in whichever of the three ways."""
    if request.content_type == "application/json":
        return dict(orjson.loads(await request.read()))
    if request.content_type == "multipart/form-data":
        return dict(await request.post())
    return dict(parse_qsl((await request.read()).decode()))


def _ok(result: object) -> web.Response:
    return _json({"ok": True, "result": result})


def _json(content: object, status: int = 200) -> web.Response:
    return web.Response(body=orjson.dumps(content), status=status, content_type="application/json")


async def _serve() -> None:
    runner = web.ServerRunner(web.Server(Messenger().answer, access_log=None))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, backlog=512)
    await site.start()
    sys.stdout.write(json.dumps(runner.addresses[0][1]) + "\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(_serve())
