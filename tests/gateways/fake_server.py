"""A Bot API server of few words: it notes what it is asked and answers what it was told to."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

CUT = object()  # told to answer this, the server takes the whole request and drops the connection
MESSAGE = {"message_id": 71, "date": 1795000000, "chat": {"id": 5, "type": "private"}}


@dataclass(frozen=True)
class Answer:
    body: object  # JSON, or bytes as they are
    status: int = 200

    def response(self) -> web.Response:
        body = self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()
        return web.Response(body=body, status=self.status)


def result(value: object) -> Answer:
    return Answer({"ok": True, "result": value})


def failure(status: int, words: str, **parameters: int) -> Answer:
    more = {"parameters": parameters} if parameters else {}
    return Answer({"ok": False, "error_code": status, "description": words, **more}, status)


@dataclass(frozen=True)
class Part:
    """A file as it came over the wire."""

    name: str
    file_name: str
    content: bytes


@dataclass(frozen=True)
class Call:
    path: str
    connection: object  # told apart by the caller's port
    fields: Mapping[str, str]
    parts: tuple[Part, ...] = ()

    @property
    def method(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def keyboard(self) -> Any:
        return json.loads(self.fields["reply_markup"])


@dataclass
class FakeServer:
    url: str = ""
    calls: list[Call] = field(default_factory=list)
    answers: deque[Answer | object] = field(default_factory=deque)
    answered: asyncio.Event = field(default_factory=asyncio.Event)  # cleared, it holds up every long poll

    def will(self, *answers: Answer | object) -> None:
        """What to answer next, in this order; after that every call gets a message."""
        self.answers.extend(answers)

    @property
    def methods(self) -> list[str]:
        return [call.method for call in self.calls]

    @property
    def last(self) -> Call:
        return self.calls[-1]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.calls.append(await _noted(request))
        if self.last.method == "getUpdates":
            await self.answered.wait()
        answer = self.answers.popleft() if self.answers else result(MESSAGE)
        if not isinstance(answer, Answer):
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        return answer.response()


def _as_in_a_form(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


async def _noted(request: web.Request) -> Call:
    assert request.transport is not None
    connection = request.transport.get_extra_info("peername")
    if request.content_type == "application/json":
        sent = await request.json()
        return Call(request.path, connection, {name: _as_in_a_form(value) for name, value in sent.items()})
    form = await request.post()
    fields = {name: value for name, value in form.items() if isinstance(value, str)}
    files = [(name, value) for name, value in form.items() if isinstance(value, web.FileField)]
    parts = tuple(Part(name, file.filename, file.file.read()) for name, file in files)
    return Call(request.path, connection, fields, parts)


@asynccontextmanager
async def serving() -> AsyncIterator[FakeServer]:
    fake = FakeServer()
    fake.answered.set()
    application = web.Application(client_max_size=2**26)
    application.router.add_route("*", "/{path:.*}", fake.handle)
    server = TestServer(application)
    await server.start_server(access_log=None)  # it would log the token
    fake.url = str(server.make_url("/")).rstrip("/")
    try:
        yield fake
    finally:
        fake.answered.set()
        await server.close()
