"""The playground as a server: two Bot APIs and one page of phones.

playground = Playground()
await playground.start()
Bot(token, base_url=f"{playground.bale_url}/bot", base_file_url=f"{playground.bale_url}/file/bot")
...
await playground.stop()
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from datetime import datetime

from aiohttp import web
from aiohttp.typedefs import Handler

from playground import bot_api
from playground.acts import PAGE
from playground.arguments import read_arguments
from playground.bot_side import BotSide
from playground.default_world import default_world
from playground.errors import ApiError
from playground.models import MessengerName, NotPossible
from playground.page_api import PageApi
from playground.webhook import WebhookDelivery
from playground.world import World

LARGEST_REQUEST = 60 * 1024 * 1024
PAGE_TYPES = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".jpg": "image/jpeg",
    ".ogg": "audio/ogg",
}
#: The page needs nothing from elsewhere, and this makes sure of it.
PAGE_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
}


class Playground:
    """Start it, use its addresses, stop it. With port 0 the system chooses a free one."""

    def __init__(self, host: str = "127.0.0.1", port: int = 0, world: World | None = None) -> None:
        self.world = world or default_world()
        #: Awaited after somebody has moved the clock.
        self.on_clock_moved: Callable[[], Awaitable[None]] | None = None
        self._host, self._port = host, port
        self._page_api = PageApi(self.world, self._clock_moved)
        self._runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=1.0)
        self._deliveries: list[asyncio.Task[None]] = []

    @property
    def url(self) -> str:
        return f"http://{self._host}:{self._port}"

    @property
    def telegram_url(self) -> str:
        return f"{self.url}/telegram"

    @property
    def bale_url(self) -> str:
        return f"{self.url}/bale"

    def now(self) -> datetime:
        return self.world.now()

    async def start(self) -> None:
        listening = socket.create_server((self._host, self._port), backlog=512)
        self._port = listening.getsockname()[1]
        await self._runner.setup()
        await web.SockSite(self._runner, listening).start()
        loop = asyncio.get_running_loop()
        self._deliveries = [
            loop.create_task(WebhookDelivery(messenger).run()) for messenger in self.world.messengers.values()
        ]

    async def stop(self) -> None:
        """Ends long polls and streams at once; waits at most a second for other calls."""
        self._page_api.close()
        for messenger in self.world.messengers.values():
            messenger.updates.wake()
        for delivery in self._deliveries:
            delivery.cancel()
        await asyncio.gather(*self._deliveries, return_exceptions=True)
        await self._runner.cleanup()

    async def _clock_moved(self) -> None:
        if self.on_clock_moved is not None:
            await self.on_clock_moved()

    def _application(self) -> web.Application:
        application = web.Application(client_max_size=LARGEST_REQUEST, middlewares=[_answer_refusals])
        for name in self.world.messengers:
            application.router.add_route("*", f"/{name}/bot{{token}}/{{method}}", self._bot_call(name))
            application.router.add_get(f"/{name}/file/bot{{token}}/{{path:.+}}", self._download(name))
        application.router.add_routes(self._page_api.routes())
        application.router.add_get("/", _page_file)
        application.router.add_get("/page/{file}", _page_file)
        return application

    def _bot_call(self, name: MessengerName) -> Handler:
        bot = BotSide(self.world, self.world.messengers[name])

        async def call(request: web.Request) -> web.StreamResponse:
            token, method = request.match_info["token"], request.match_info["method"]
            try:
                given = await read_arguments(request)
            except ApiError as error:
                return web.json_response(
                    {"ok": False, "error_code": error.code, "description": error.description},
                    status=error.code,
                )
            answer = await bot_api.answer(bot, token, method, given)
            if answer.cut and request.transport is not None:
                request.transport.abort()
            return web.Response(status=answer.status or 500, body=answer.body, content_type="application/json")

        return call

    def _download(self, name: MessengerName) -> Handler:
        messenger = self.world.messengers[name]

        async def download(request: web.Request) -> web.StreamResponse:
            stored = messenger.files.get(request.match_info["path"])
            if stored is None or stored.path != request.match_info["path"]:
                return web.json_response({"ok": False, "error_code": 404, "description": "Not Found"}, status=404)
            return web.Response(body=stored.content, content_type="application/octet-stream")

        return download


async def _page_file(request: web.Request) -> web.StreamResponse:
    name = request.match_info.get("file", "index.html")
    path = PAGE / name
    if path.parent != PAGE or path.suffix not in PAGE_TYPES or not path.is_file():
        raise web.HTTPNotFound
    return web.Response(
        body=path.read_bytes(),
        content_type=PAGE_TYPES[path.suffix],
        charset="utf-8" if path.suffix in (".html", ".js", ".css") else None,
        headers=PAGE_HEADERS,
    )


@web.middleware
async def _answer_refusals(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Only the page itself and programs may act, not other sites; what is impossible is told in words."""
    origin = request.headers.get("Origin")
    if origin is not None and origin.partition("://")[2] != request.host:
        return web.json_response({"error": "از این نشانی نمی‌توان فرمان داد."}, status=403)
    try:
        return await handler(request)
    except NotPossible as refusal:
        return web.json_response({"error": str(refusal)}, status=400)
