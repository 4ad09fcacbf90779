"""Webhooks: strangers stay out, and an update is confirmed only when all it causes is committed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

import aiohttp
import pytest
from sqlalchemy import func, select

from bot.bot_api import BotApi
from bot.intake import Intake
from bot.webhook import HEADER, LARGEST, Secrets, WebhookServer
from consultation.conversation import Channel, Incoming, Toast
from handlers.reception import Reception
from storage.database import Database
from storage.tables import heard
from tests.gateways.fake_server import FakeServer, result
from tests.world import World

KEY = b"k" * 32


@dataclass
class Door:
    """The address that the messengers know, and a messenger that knocks."""

    address: str
    session: aiohttp.ClientSession
    batches: list[list[int]] = field(default_factory=list)

    async def post(
        self, body: object, *, channel: str = "telegram", path: str | None = None, secret: str | None = None
    ) -> aiohttp.ClientResponse:
        secrets, of = Secrets(KEY), Channel(channel)
        path = secrets.path(of) if path is None else path
        secret = secrets.token(of) if secret is None else secret
        headers = {HEADER: secret} if channel == "telegram" else {}
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        return await self.session.post(f"{self.address}/{channel}/{path}", data=body, headers=headers)


class Watched(Reception):
    """Notes what comes together."""

    batches: list[list[int]]

    async def receive(self, batch: Sequence[Incoming]) -> list[Toast]:
        self.batches.append([incoming.update_id for incoming in batch])
        return await super().receive(batch)


async def nobody() -> None:
    """Nobody needs to be introduced."""


@pytest.fixture
async def door(world: World, telegram: BotApi, bale: BotApi) -> AsyncIterator[Door]:
    reception = Watched(world.database, world.house, lambda: world.now, lambda: None)
    reception.batches = []
    async with Opened(reception, telegram, bale) as door:
        door.batches = reception.batches
        yield door


class Opened:
    def __init__(self, reception: Reception, *gateways: BotApi) -> None:
        intakes = [Intake(gateway, reception, nobody) for gateway in gateways]
        self.server = WebhookServer("https://bot.example.org/", "127.0.0.1", 0, KEY, intakes)

    async def __aenter__(self) -> Door:
        await self.server.open()
        return Door(f"http://127.0.0.1:{self.server.port}", aiohttp.ClientSession())

    async def __aexit__(self, *_failure: object) -> None:
        await self.server.close()


@pytest.fixture(autouse=True)
async def closed(door: Door) -> AsyncIterator[None]:
    yield
    await door.session.close()


def says(number: int, text: str = "/help", chat: int = 7) -> dict[str, object]:
    person = {"id": chat, "is_bot": False, "first_name": "آنا"}
    message = {"message_id": number, "date": 1795000000, "chat": {"id": chat, "type": "private"}, "from": person}
    return {"update_id": number, "message": {**message, "text": text}}


async def count(world: World) -> int:
    return await world.database.read(lambda db: db.execute(select(func.count()).select_from(heard)).scalar_one())


async def test_what_is_answered_200_is_committed_and_comes_again_without_effect(door: Door, world: World) -> None:
    for _time in range(2):
        assert (await door.post(says(1))).status == 200
        assert await count(world) == 1
    await world.deliver()
    assert len(world.messengers[Channel.TELEGRAM].chat(7).messages) == 1
    assert (await door.post(says(1), channel="bale")).status == 200
    assert await count(world) == 2, "another messenger counts for itself"


@pytest.mark.parametrize(
    ("channel", "path", "secret"),
    [
        ("telegram", None, ""),
        ("telegram", None, "0" * 64),
        ("telegram", "0" * 64, None),
        ("telegram", None, "رمز"),
        ("bale", "0" * 64, None),
        ("bale", Secrets(KEY).path(Channel.TELEGRAM), None),
    ],
)
async def test_without_its_secrets_nothing_gets_in(
    door: Door, world: World, channel: str, path: str | None, secret: str | None
) -> None:
    assert (await door.post(says(1), channel=channel, path=path, secret=secret)).status == 401
    assert await count(world) == 0


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"{", 400), (b"[]", 400), (b"", 400), (b'{"a":"' + b"x" * LARGEST + b'"}', 413), (b'{"update_id":"x"}', 200)],
)
async def test_what_is_no_update_is_refused_or_passed_over(door: Door, world: World, body: bytes, status: int) -> None:
    assert (await door.post(body)).status == status
    assert await count(world) == 0


async def test_while_the_database_is_away_the_messenger_keeps_the_updates(
    door: Door, world: World, telegram: BotApi
) -> None:
    away = Database("postgresql+asyncpg://nobody@127.0.0.1:9/nothing")
    async with Opened(Reception(away, world.house, lambda: world.now, lambda: None), telegram) as closed:
        refused = await closed.post(says(1))
        assert (refused.status, refused.headers["Retry-After"]) == (503, "5")
        await closed.session.close()
    await away.close()


async def test_those_that_come_at_once_are_committed_together_each_chat_in_order(door: Door, world: World) -> None:
    posts = [door.post(says(number, chat=number % 5 + 1)) for number in range(1, 41)]
    assert {answer.status for answer in await asyncio.gather(*posts)} == {200}
    assert len(door.batches) < 40
    taken = [number for batch in door.batches for number in batch]
    assert sorted(taken) == list(range(1, 41))


async def test_telegram_is_told_the_secret_and_bale_the_path_alone(
    server: FakeServer, world: World, telegram: BotApi, bale: BotApi
) -> None:
    server.will(result(True), result(True))
    reception = Reception(world.database, world.house, lambda: world.now, lambda: None)
    opened = Opened(reception, telegram, bale)
    await opened.server.subscribe()
    on_telegram, on_bale = sorted(
        (call for call in server.calls if call.method == "setWebhook"), key=lambda call: -len(call.fields)
    )
    secrets = Secrets(KEY)
    assert on_telegram.fields["url"] == f"https://bot.example.org/telegram/{secrets.path(Channel.TELEGRAM)}"
    assert on_telegram.fields["secret_token"] == secrets.token(Channel.TELEGRAM)
    assert on_bale.fields == {"url": f"https://bot.example.org/bale/{secrets.path(Channel.BALE)}"}
    await opened.server.close()
