"""The database is locked, stops, comes back, has no room: people notice a pause and nothing else."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import make_url

from playground.models import Chat
from playground.server import Playground
from tests.databases import own_postgres
from tests.end_to_end.bot_process import BotProcess, ReadyBot
from tests.end_to_end.test_webhooks import WebhookBot
from tests.faults.tally import Tally, numbers

LOCKED = numbers(1.0, 15.0)  # seconds; the full form outlasts the patience of SQLite
BACK = 30.0  # seconds in which everything goes on
NAMES = ("karimi", "rostami", "naderi")

__all__ = ["own_postgres"]


def says(playground: Playground, times: int = 1) -> dict[str, int]:
    """Each asks for help so often; how many messages of the bot there are then to be."""
    world, expected = playground.world, {}
    for name in NAMES:
        chat = _chat(playground, name)
        expected[name] = _answers(chat) + times
        for _time in range(times):
            world.send_text(world.person(name), chat, "/help")
    return expected


def _chat(playground: Playground, name: str) -> Chat:
    return playground.world.chat_with_bot(playground.world.person(name))


def _answers(chat: Chat) -> int:
    return sum(message.sender != chat.id for message in chat.messages.values())


async def all_answered(playground: Playground, expected: dict[str, int], tally: Tally) -> None:
    def answered() -> dict[str, int]:
        return {name: _answers(_chat(playground, name)) for name in NAMES}

    await playground.world.wait_for(
        lambda: all(count >= expected[name] for name, count in answered().items()), BACK + LOCKED
    )
    tally.duplicated += sum(count - expected[name] for name, count in answered().items())
    assert tally.duplicated == 0


# -- locked ---------------------------------------------------------------------------------------------------


@asynccontextmanager
async def _locked(url: str) -> AsyncIterator[None]:
    """Somebody else keeps the database from being written to."""
    if url.startswith("sqlite"):
        path = make_url(url).database
        assert path is not None
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")
        return
    other = await asyncpg.connect(make_url(url).set(drivername="postgresql").render_as_string(hide_password=False))
    async with other.transaction():
        await other.execute("LOCK TABLE heard, outbox IN ACCESS EXCLUSIVE MODE")
        yield
    await other.close()


@pytest.mark.parametrize("kind", [ReadyBot, WebhookBot], ids=["polling", "webhook"])
async def test_while_the_database_is_locked_nothing_is_lost(
    playground: Playground, tmp_path: Path, database_url: str, kind: Callable[..., BotProcess], tally: Tally
) -> None:
    async with kind(playground, tmp_path, database_url) as bot:
        async with _locked(database_url):
            expected = says(playground, 3)
            await asyncio.sleep(LOCKED)
        await all_answered(playground, expected, tally)
        tally.injected += 1
        assert await bot.stop() == 0
        assert "put_aside" not in bot.log


# -- stopped at once ------------------------------------------------------------------------------------------


@pytest.mark.postgres
async def test_a_database_that_stops_at_once_and_comes_back_costs_nothing(
    playground: Playground, tmp_path: Path, own_postgres: tuple[str, Callable[[], None]], tally: Tally
) -> None:
    url, restart = own_postgres
    async with ReadyBot(playground, tmp_path, url) as bot:
        for _time in range(numbers(1, 10)):
            expected = says(playground, 2)
            await asyncio.to_thread(restart)
            await all_answered(playground, expected, tally)
            tally.injected += 1
        assert await bot.stop() == 0
        assert "put_aside" not in bot.log


# -- full -----------------------------------------------------------------------------------------------------


@contextmanager
def _small_disk(folder: Path) -> Iterator[Path]:
    """Three megabytes, where this machine lets us have a disk of our own."""
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", folder], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("no disk of our own can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def _fill(disk: Path) -> Path:
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(b"x" * 4096):
            pass
    return filler


async def test_a_full_disk_is_waited_out(
    playground: Playground, tmp_path: Path, migrated_sqlite: Path, tally: Tally
) -> None:
    with _small_disk(tmp_path / "disk") as disk:
        path = Path(shutil.copy(migrated_sqlite, disk / "jazb.db"))
        async with ReadyBot(playground, tmp_path, f"sqlite+aiosqlite:///{path}") as bot:
            await all_answered(playground, says(playground), tally)
            for _time in range(numbers(1, 3)):
                filler = _fill(disk)
                expected = says(playground, 12)  # more than fits into what the database has already
                await asyncio.sleep(numbers(2.0, 15.0))
                filler.unlink()
                await all_answered(playground, expected, tally)
                tally.injected += 1
            assert await bot.stop() == 0
            assert "put_aside" not in bot.log
            assert "full" in bot.log
        with closing(sqlite3.connect(path)) as kept:
            assert kept.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
