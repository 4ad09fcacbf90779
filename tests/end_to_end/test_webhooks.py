"""The whole program with webhooks: alone, and as several processes that share one PostgreSQL."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from pathlib import Path

import pytest

from playground.models import Chat
from playground.server import Playground
from tests.databases import cut_all
from tests.end_to_end.bot_process import BotProcess, ReadyBot
from tests.ports import free_port

postgres_alone = pytest.mark.parametrize(
    "database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
TAKEOVER, THAW = 5.0, 30.0  # seconds


class WebhookBot(ReadyBot):
    """To which the playground brings updates once it has started, and until another one starts."""

    def __init__(self, playground: Playground, folder: Path, database_url: str, *, more: str = "") -> None:
        folder.mkdir(exist_ok=True)
        self.port = free_port()
        webhook = f'[webhook]\nurl = "http://127.0.0.1:{self.port}"\nport = {self.port}\n{more}'
        super().__init__(playground, folder, database_url, more=webhook)

    async def start(self) -> None:
        await self.spawn()
        self._running = True
        messengers = self.world.messengers.values()
        await self.world.wait_for(
            lambda: all(one.updates.webhook and f":{self.port}/" in one.updates.webhook.url for one in messengers), 60
        )


async def asks(playground: Playground, name: str, seconds: float = 20) -> float:
    """Somebody asks for help; how many seconds until there is an answer."""
    world, chat = playground.world, _chat(playground, name)
    answered = _answers(chat)
    begun = time.monotonic()
    world.send_text(world.person(name), chat, "/help")
    await world.wait_for(lambda: _answers(chat) > answered, seconds)
    return time.monotonic() - begun


def _chat(playground: Playground, name: str) -> Chat:
    return playground.world.chat_with_bot(playground.world.person(name))


def _answers(chat: Chat) -> int:
    return sum(message.sender != chat.id for message in chat.messages.values())


async def test_updates_are_brought_and_after_a_change_of_the_settings_fetched_again(
    playground: Playground, tmp_path: Path, database_url: str
) -> None:
    async with WebhookBot(playground, tmp_path / "brought", database_url) as bot:
        await asyncio.gather(asks(playground, "karimi"), asks(playground, "rostami"))
        assert await bot.stop() == 0
    (tmp_path / "fetched").mkdir()
    async with ReadyBot(playground, tmp_path / "fetched", database_url) as bot:
        await asyncio.gather(asks(playground, "karimi"), asks(playground, "rostami"))
        assert await bot.stop() == 0


@postgres_alone
async def test_of_two_processes_one_sends_and_the_other_takes_over_when_it_dies(
    playground: Playground, tmp_path: Path, database_url: str
) -> None:
    async with (
        WebhookBot(playground, tmp_path / "first", database_url) as first,
        WebhookBot(playground, tmp_path / "second", database_url) as second,
    ):
        assert _leads(first)
        assert not _leads(second)
        waits = [await asks(playground, "karimi") for _time in range(3)]
        assert min(waits) < 2, "the second has heard it, and wakes the first, which would look only every 5 seconds"
        await first.kill()
        assert await asks(playground, "rostami") < TAKEOVER + 1
        assert _leads(second)
        assert await second.stop() == 0


@postgres_alone
async def test_when_the_database_throws_everybody_out_it_goes_on_by_itself(
    playground: Playground, tmp_path: Path, database_url: str
) -> None:
    async with WebhookBot(playground, tmp_path / "alone", database_url) as bot:
        await asks(playground, "karimi")
        for _time in range(2):
            await cut_all(database_url)
            await asyncio.gather(asks(playground, "karimi", THAW), asks(playground, "rostami", THAW))
        assert "put_aside" not in bot.log, "no message is blamed for it"
        assert await bot.stop() == 0


@postgres_alone
@pytest.mark.slow
async def test_a_frozen_leader_is_replaced_and_sends_nothing_twice_when_it_thaws(
    playground: Playground, tmp_path: Path, database_url: str
) -> None:
    async with (
        WebhookBot(playground, tmp_path / "first", database_url) as first,
        WebhookBot(playground, tmp_path / "second", database_url) as second,
    ):
        assert _leads(first)
        os.kill(first.pid, signal.SIGSTOP)
        try:
            assert await asks(playground, "karimi", THAW) < THAW
            assert _leads(second)
        finally:
            os.kill(first.pid, signal.SIGCONT)
        for name in ("karimi", "rostami", "karimi", "rostami"):
            await asks(playground, name)
        assert [_answers(_chat(playground, name)) for name in ("karimi", "rostami")] == [3, 2]
        assert await first.stop() == 0
        assert "not_leading_any_more" in first.log
        assert await second.stop() == 0


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_second_process_with_the_same_sqlite_file_ends_with_one_sentence(
    playground: Playground, tmp_path: Path, database_url: str
) -> None:
    async with ReadyBot(playground, tmp_path, database_url):
        (tmp_path / "second").mkdir()
        second = ReadyBot(playground, tmp_path / "second", database_url)
        await second.spawn()
        assert await second.ended() == 2
        assert "Another Jazb process already works with this SQLite database" in second.log
        assert second.log.count("\n") == 1


def _leads(bot: BotProcess) -> bool:
    return "leading " in bot.log
