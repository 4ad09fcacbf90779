from collections.abc import AsyncIterator

import pytest

from bot.bale_gateway import BaleGateway
from bot.bot_api import BotApi
from bot.telegram_gateway import TelegramGateway
from tests.gateways.fake_server import FakeServer, serving

TOKEN = "123456789:canary-AAEhBOweik6ad9r-QXMENQjcrGbqCr4K-bc"


@pytest.fixture
def token() -> str:
    return TOKEN


@pytest.fixture
async def server() -> AsyncIterator[FakeServer]:
    async with serving() as fake:
        yield fake


@pytest.fixture
async def telegram(server: FakeServer, token: str) -> AsyncIterator[TelegramGateway]:
    gateway = TelegramGateway(token, server.url)
    yield gateway
    await gateway.close()


@pytest.fixture
async def bale(server: FakeServer, token: str) -> AsyncIterator[BaleGateway]:
    gateway = BaleGateway(token, server.url)
    yield gateway
    await gateway.close()


@pytest.fixture(params=[TelegramGateway, BaleGateway])
async def gateway(request: pytest.FixtureRequest, server: FakeServer, token: str) -> AsyncIterator[BotApi]:
    either = request.param(token, server.url)
    yield either
    await either.close()
