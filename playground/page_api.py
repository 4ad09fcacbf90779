"""What the page of phones, scripts and tests ask over HTTP. Bodies and answers are JSON.

    GET  /api/state                          everything the page shows
    GET  /api/events                         changes as they happen (Server-Sent Events)
    GET  /api/chats                          all chats, with their keys such as "telegram:101"
    GET  /api/chats/{chat}/messages          messages of a chat, oldest first
    POST /api/people/{person}/send           {text} or {contact: true} or {location: {latitude, longitude}}
                                             or {sticker: "🌹"} or {voice: true} or {photo: true}; all may
                                             have {chat, reply_to, anonymous, thread}
    POST /api/people/{person}/upload         multipart: file, kind (document, photo, voice, audio, video),
                                             caption, chat, reply_to
    POST /api/people/{person}/press          {message_id, button: label | callback data | [row, column]}
    POST /api/people/{person}/edit           {message_id, text}
    POST /api/people/{person}/forward        {message_id, to: chat}
    POST /api/people/{person}/block          {blocked: true | false}
    POST /api/people/{person}/status         {chat, status: "left" | "member" | "administrator"}
    POST /api/people/{person}/forum          {chat, forum: true | false}: a supergroup with topics, or without
    POST /api/people/{person}/thread         {chat, name}: open a topic of it
    POST /api/people/{person}/read           {message_id}
    POST /api/clock                          {seconds}: move the clock forward
    GET  /api/faults, POST /api/faults       rules in force; add one: the fields of faults.Fault
    DELETE /api/faults                       back to fair weather
    POST /api/pace                           {messenger, per_second, per_chat, per_group_minute}
    GET  /api/log                            calls of the bot: {at, messenger, method, chat, outcome, message_id}
    GET  /api/files/{file_id}                a file that was sent

`chat` may be left out where the person has one private chat with the bot. A refusal is {error: "..."} with
status 400, in Persian.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from urllib.parse import quote

from aiohttp import hdrs, web

from playground import views
from playground.acts import ACTS, number
from playground.faults import read_fault
from playground.models import JsonObject, NotPossible
from playground.pace import Pace
from playground.world import Change, World

#: Seconds between two signs of life on the stream of changes.
HEARTBEAT = 3.0

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class PageApi:
    def __init__(self, world: World, on_clock: Callable[[], Awaitable[None]]) -> None:
        self._world = world
        self._on_clock = on_clock
        self._streams: set[asyncio.Queue[JsonObject | None]] = set()
        world.listeners.append(self._spread)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/api/state", self._state),
            web.get("/api/events", self._events),
            web.get("/api/chats", self._chats),
            web.get("/api/chats/{chat}/messages", self._messages),
            web.post("/api/people/{person}/{act}", self._act),
            web.post("/api/clock", self._clock),
            web.get("/api/faults", self._faults),
            web.post("/api/faults", self._add_fault),
            web.delete("/api/faults", self._clear_faults),
            web.post("/api/pace", self._pace),
            web.get("/api/log", self._log),
            web.get("/api/files/{file_id}", self._file),
        ]

    def close(self) -> None:
        """Lets every open stream end."""
        for stream in self._streams:
            stream.put_nowait(None)
        if self._spread in self._world.listeners:
            self._world.listeners.remove(self._spread)

    # Watching

    def _spread(self, change: Change) -> None:
        if not self._streams:
            return
        view = views.change_view(self._world, change)
        for stream in self._streams:
            stream.put_nowait(view)

    async def _events(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        changes: asyncio.Queue[JsonObject | None] = asyncio.Queue()
        self._streams.add(changes)
        try:
            await self._stream(response, changes)
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            self._streams.discard(changes)
        return response

    async def _stream(self, response: web.StreamResponse, changes: asyncio.Queue[JsonObject | None]) -> None:
        change: JsonObject | None = {"kind": "state", **views.state(self._world)}
        while change is not None:
            await response.write(f"data: {json.dumps(change)}\n\n".encode())
            try:
                change = await asyncio.wait_for(changes.get(), HEARTBEAT)
            except TimeoutError:
                change = {"kind": "bots", "bots": views.bots(self._world)}

    async def _state(self, request: web.Request) -> web.Response:
        return web.json_response(views.state(self._world))

    async def _chats(self, request: web.Request) -> web.Response:
        return web.json_response(views.state(self._world)["chats"])

    async def _messages(self, request: web.Request) -> web.Response:
        chat = self._world.chat(request.match_info["chat"])
        return web.json_response([views.message_view(self._world, one) for one in chat.messages.values()])

    async def _log(self, request: web.Request) -> web.Response:
        return web.json_response([asdict(call) for call in self._world.log])

    async def _file(self, request: web.Request) -> web.Response:
        for messenger in self._world.messengers.values():
            if stored := messenger.files.get(request.match_info["file_id"]):
                return file_response(stored.name, stored.mime, stored.content)
        raise NotPossible("چنین پرونده‌ای نیست.")

    # Acting

    async def _act(self, request: web.Request) -> web.Response:
        person = self._world.person(request.match_info["person"])
        act = ACTS.get(request.match_info["act"])
        if act is None:
            raise NotPossible("چنین کاری شناخته نیست.")
        given = await _body(request)
        return web.json_response(act(self._world, person, given))

    async def _clock(self, request: web.Request) -> web.Response:
        self._world.move_clock(number((await _body(request)).get("seconds")))
        await self._on_clock()
        return web.json_response({"now": self._world.now().timestamp()})

    async def _faults(self, request: web.Request) -> web.Response:
        return web.json_response([asdict(fault) for fault in self._world.faults.rules])

    async def _add_fault(self, request: web.Request) -> web.Response:
        try:
            fault = read_fault(await _body(request))
        except (ValueError, TypeError) as error:
            raise NotPossible(str(error)) from None
        return web.json_response(asdict(self._world.faults.add(fault)))

    async def _clear_faults(self, request: web.Request) -> web.Response:
        self._world.faults.clear()
        return web.json_response([])

    async def _pace(self, request: web.Request) -> web.Response:
        given = await _body(request)
        names = ("per_second", "per_chat", "per_group_minute")
        pace = Pace(*(int(number(given[name])) if given.get(name) else None for name in names))
        for messenger in self._world.messengers.values():
            if given.get("messenger") in (None, messenger.name):
                messenger.set_pace(pace)
        return web.json_response(asdict(pace))


def file_response(name: str, mime: str, content: bytes) -> web.Response:
    """Pictures, sound and film are shown; everything else is only ever downloaded."""
    shown = mime.startswith(("image/", "audio/", "video/")) and mime != "image/svg+xml"
    disposition = hdrs.CONTENT_DISPOSITION
    response = web.Response(body=content, headers={"X-Content-Type-Options": "nosniff"})
    response.content_type = mime if shown else "application/octet-stream"
    response.headers[disposition] = f"inline; {_named(name)}" if shown else f"attachment; {_named(name)}"
    return response


def _named(name: str) -> str:
    return f"filename*=UTF-8''{quote(name, safe='')}"


async def _body(request: web.Request) -> JsonObject:
    if request.content_type.startswith("multipart/"):
        return dict((await request.post()).items())
    try:
        given = await request.json() if request.can_read_body else {}
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise NotPossible("بدنهٔ درخواست باید یک شیء JSON باشد.")
    return given
