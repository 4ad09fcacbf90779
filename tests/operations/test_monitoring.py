"""What those who watch over the program see: alive, ready, figures; nothing about a person."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.metrics import TOLD
from bot.monitoring import Monitoring
from bot.sentry import reporter, without_persons
from bot.settings import SettingsError
from bot.watchdog import Watchdog
from consultation.conversation import Channel
from scheduler.sending import Refused, TryLater
from storage.database import Database
from tests.stories import joins
from tests.world import World


@pytest.fixture
async def monitoring(world: World) -> AsyncIterator[Monitoring]:
    opened = Monitoring(world.database, lambda: world.now, "127.0.0.1", 0)
    await opened.open()
    yield opened
    await opened.close()


async def get(monitoring: Monitoring, path: str) -> tuple[int, str]:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{monitoring.port}{path}") as answer,
    ):
        return answer.status, await answer.text()


async def figures(monitoring: Monitoring) -> dict[str, float]:
    status, text = await get(monitoring, "/metrics")
    assert status == 200
    families = text_string_to_metric_families(text)
    return {
        " ".join([sample.name, *(value for name, value in sample.labels.items() if name != "le")]): sample.value
        for family in families
        for sample in family.samples
    }


async def test_it_is_alive_and_ready(monitoring: Monitoring) -> None:
    assert (await get(monitoring, "/healthz"))[0] == 200
    assert (await get(monitoring, "/readyz"))[0] == 200


async def test_without_its_database_it_is_alive_but_not_ready(world: World) -> None:
    away = Database("postgresql+asyncpg://nobody@127.0.0.1:9/nothing")
    monitoring = Monitoring(away, lambda: world.now, "127.0.0.1", 0)
    await monitoring.open()
    assert (await get(monitoring, "/healthz"))[0] == 200
    assert (await get(monitoring, "/readyz"))[0] == 503
    assert (await get(monitoring, "/metrics"))[0] == 200
    await monitoring.close()
    await away.close()


async def test_figures_tell_what_was_sent_and_what_was_not(world: World, monitoring: Monitoring) -> None:
    before = await figures(monitoring)
    ana = world.person("ana")
    await joins(ana)
    messenger = world.messengers[Channel.TELEGRAM]
    messenger.failing += [TryLater("busy", everyone=True, after=1), Refused("no"), TryLater("cut", unknown=True)]
    for _message in range(3):
        await ana.says("/help")
        world.now = world.now.replace(minute=world.now.minute + 1)
        await world.deliver()
        ana.reads()
    after = await figures(monitoring)

    def more(name: str) -> float:
        return after.get(name, 0) - before.get(name, 0)

    assert more("jazb_send_total telegram sent") > 3
    assert more("jazb_send_total telegram refused") == 1
    assert more("jazb_retry_after_total telegram") == 1
    assert more("jazb_unknown_total telegram") == 1
    assert more("jazb_send_seconds_count telegram") > 3
    assert more("jazb_inbox_lag_seconds_count telegram") > 3
    assert more("jazb_db_lock_wait_seconds_count") > 10


async def test_figures_tell_nothing_about_a_person(world: World, monitoring: Monitoring) -> None:
    ana = world.person("ana")
    await joins(ana)
    _status, text = await get(monitoring, "/metrics")
    assert "ana" not in text.replace("quarantined", "")
    assert str(ana.chat_id) not in text
    assert all(f"jazb_{name}" in text for name in ("send_total", "inbox_lag_seconds")), TOLD


def test_a_loop_that_stands_still_is_ended() -> None:
    ended = threading.Event()

    async def stand_still() -> None:
        watchdog = Watchdog(ended.set, look=0.01, patience=3)
        beating = asyncio.ensure_future(watchdog.beat())
        await asyncio.sleep(0)
        assert await asyncio.to_thread(lambda: True)
        assert not ended.is_set()
        assert ended.wait(5), "while this waits, the loop does not run"
        beating.cancel()

    asyncio.run(stand_still())


def test_a_fault_is_told_without_anybodys_words() -> None:
    frame = {"function": "answer", "vars": {"text": "my secret"}}
    event = {
        "user": {"id": 7},
        "request": {"data": "my secret"},
        "exception": {"values": [{"type": "KeyError", "value": "my secret", "stacktrace": {"frames": [frame]}}]},
    }
    told = without_persons(event)
    assert "my secret" not in str(told)
    assert told["exception"]["values"][0]["type"] == "KeyError"
    assert "user" not in told


def test_without_an_address_no_faults_are_told_and_without_the_package_it_says_so() -> None:
    assert reporter("") is None
    with pytest.raises(SettingsError, match="sentry-sdk is not installed"):
        reporter("https://key@sentry.example.org/1")
