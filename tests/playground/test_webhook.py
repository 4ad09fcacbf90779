"""Updates that are delivered to the bot's own address."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import pytest
from aiohttp import web

from playground.models import Chat, Person
from playground.world import World
from tests.playground.conftest import RawBot, as_object


@dataclass
class Endpoint:
    """The bot's end: answers with the statuses it was given, then always with 200."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    received: list[dict[str, object]] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    arrived: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def take(self, request: web.Request) -> web.Response:
        async with self.arrived:
            self.received.append(await request.json())
            self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
            self.arrived.notify_all()
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)

    async def until(self, enough: Callable[[], bool]) -> None:
        async with asyncio.timeout(10), self.arrived:
            await self.arrived.wait_for(enough)

    @property
    def texts(self) -> list[object]:
        return [as_object(update["message"])["text"] for update in self.received if "message" in update]


@pytest.fixture
async def endpoint() -> AsyncIterator[Endpoint]:
    opened = Endpoint()
    application = web.Application()
    application.router.add_post("/hook", opened.take)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    opened.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield opened
    await runner.cleanup()


async def test_what_waits_and_what_comes_is_delivered_in_order(
    telegram: RawBot, endpoint: Endpoint, world: World, karimi: Person, on_telegram: Chat
) -> None:
    world.send_text(karimi, on_telegram, "۱")
    await telegram.ask("setWebhook", url=endpoint.url, secret_token="s3cret")
    for text in ("۲", "۳", "۴"):
        world.send_text(karimi, on_telegram, text)
    await endpoint.until(lambda: len(endpoint.received) == 4)
    assert endpoint.texts == ["۱", "۲", "۳", "۴"]
    assert set(endpoint.secrets) == {"s3cret"}
    await world.wait_for(lambda: on_telegram.last.taken)


async def test_a_refused_update_comes_again_and_holds_up_its_chat_alone(
    telegram: RawBot, endpoint: Endpoint, world: World, karimi: Person, on_telegram: Chat
) -> None:
    endpoint.statuses = [503]
    await telegram.ask("setWebhook", url=endpoint.url)
    world.send_text(karimi, on_telegram, "یک")
    await endpoint.until(lambda: len(endpoint.received) == 1)
    world.send_text(karimi, on_telegram, "دو")
    ahmadi = world.person("ahmadi")
    world.send_text(ahmadi, world.chat_with_bot(ahmadi), "دیگری")
    await endpoint.until(lambda: len(endpoint.received) == 4)
    assert endpoint.texts == ["یک", "دیگری", "یک", "دو"]
    info = as_object(await telegram.ask("getWebhookInfo"))
    assert info["last_error_message"] == "Wrong response from the webhook: 503 Service Unavailable"


async def test_polling_and_a_webhook_exclude_each_other(
    telegram: RawBot, endpoint: Endpoint, world: World, karimi: Person, on_telegram: Chat
) -> None:
    await telegram.ask("setWebhook", url=endpoint.url)
    assert (await telegram.refused("getUpdates")).startswith("409 Conflict: can't use getUpdates")
    await telegram.ask("deleteWebhook")
    world.send_text(karimi, on_telegram, "سلام")
    assert len(await telegram.updates()) == 1
    assert endpoint.received == []


async def test_what_was_not_delivered_can_still_be_polled(
    telegram: RawBot, world: World, karimi: Person, on_telegram: Chat
) -> None:
    await telegram.ask("setWebhook", url="http://127.0.0.1:9/nobody")
    world.send_text(karimi, on_telegram, "سلام")
    info = as_object(await telegram.ask("getWebhookInfo"))
    assert info["pending_update_count"] == 1
    await telegram.ask("deleteWebhook")
    assert len(await telegram.updates()) == 1


async def test_a_new_address_gets_what_the_old_one_did_not_take_once(
    telegram: RawBot, endpoint: Endpoint, world: World, karimi: Person, on_telegram: Chat
) -> None:
    await telegram.ask("setWebhook", url="http://127.0.0.1:9/nobody")
    for text in ("۱", "۲", "۳"):
        world.send_text(karimi, on_telegram, text)
    await telegram.ask("setWebhook", url=endpoint.url)
    world.send_text(karimi, on_telegram, "۴")
    await endpoint.until(lambda: len(endpoint.received) == 4)
    await world.wait_for(lambda: on_telegram.last.taken)
    assert endpoint.texts == ["۱", "۲", "۳", "۴"]


async def test_bale_sends_no_secret_and_tells_its_url_alone(
    bale: RawBot, endpoint: Endpoint, world: World, karimi: Person, on_bale: Chat
) -> None:
    await bale.ask("setWebhook", url=endpoint.url, secret_token="s3cret")
    world.send_text(karimi, on_bale, "سلام")
    await endpoint.until(lambda: len(endpoint.received) == 1)
    assert endpoint.secrets == [None]
    assert await bale.ask("getWebhookInfo") == {"url": endpoint.url}
