from __future__ import annotations

import json
from collections.abc import AsyncIterator

import aiohttp
import pytest

from playground.models import Chat, Person
from playground.server import Playground
from playground.world import World

TOKEN = "123456:rehearsal"


class RawBot:
    """A bot without a library: says what it sends and sees what it is answered."""

    def __init__(self, session: aiohttp.ClientSession, api_url: str) -> None:
        self.session = session
        self.api_url = api_url

    def address(self, method: str) -> str:
        return f"{self.api_url}/bot{TOKEN}/{method}"

    async def call(self, method: str, **parameters: object) -> tuple[int, dict[str, object]]:
        async with self.session.post(self.address(method), json=parameters) as response:
            return response.status, await response.json()

    async def ask(self, method: str, **parameters: object) -> object:
        status, answer = await self.call(method, **parameters)
        assert (status, answer["ok"]) == (200, True), answer
        return answer["result"]

    async def sends(self, chat: Chat, text: str, **parameters: object) -> dict[str, object]:
        return as_object(await self.ask("sendMessage", chat_id=chat.id, text=text, **parameters))

    async def refused(self, method: str, **parameters: object) -> str:
        status, answer = await self.call(method, **parameters)
        assert not answer["ok"]
        assert status == answer["error_code"]
        return f"{status} {answer['description']}"

    async def updates(self, offset: int = 0, **parameters: object) -> list[dict[str, object]]:
        found = await self.ask("getUpdates", offset=offset, **parameters)
        assert isinstance(found, list)
        return found


def as_object(value: object) -> dict[str, object]:
    assert isinstance(value, dict), json.dumps(value)
    return value


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    opened = Playground()
    await opened.start()
    yield opened
    await opened.stop()


@pytest.fixture
def world(playground: Playground) -> World:
    return playground.world


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened


@pytest.fixture
def telegram(playground: Playground, session: aiohttp.ClientSession) -> RawBot:
    return RawBot(session, playground.telegram_url)


@pytest.fixture
def bale(playground: Playground, session: aiohttp.ClientSession) -> RawBot:
    return RawBot(session, playground.bale_url)


@pytest.fixture
def karimi(world: World) -> Person:
    return world.person("karimi")


@pytest.fixture
def on_telegram(world: World, karimi: Person) -> Chat:
    """Dr Karimi's chat with the bot, which she has begun."""
    return begun(world, karimi, world.chat_with_bot(karimi, "telegram"))


@pytest.fixture
def on_bale(world: World, karimi: Person) -> Chat:
    return begun(world, karimi, world.chat_with_bot(karimi, "bale"))


def begun(world: World, person: Person, chat: Chat) -> Chat:
    world.send_text(person, chat, "/start")
    world.messengers[chat.messenger].updates.drop()
    return chat
