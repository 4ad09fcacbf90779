"""An invitation to very many people, with the program killed on the way; PEOPLE=1000000 for how many."""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, datetime
from pathlib import Path

from storage.database import Database
from tests import multitude
from tests.end_to_end import crowd
from tests.end_to_end.bot_process import TOKEN, ReadyBot
from tests.faults.counting_server import CountingServer
from tests.faults.tally import Tally, numbers
from tests.faults.test_kills import FORM, TITLE

PEOPLE = int(os.environ.get("PEOPLE") or numbers(300, 20_000))
KILLS = numbers(2, 10)
_PATIENCE = 60.0 + PEOPLE / 100  # seconds
_FLAT = 40_000  # kilobytes by which the program may grow, whatever the number of people

_CONFIGURATION = """
storage.url = "{database}"
log.level = "warning"
[telegram]
token = "{token}"
api_url = "{server}"
messages_per_second = 1000
[bale]
token = "{token}"
api_url = "{server}"
messages_per_second = 1000
"""


class LoneBot(ReadyBot):
    """The real program against a server that only counts."""

    def __init__(self, server: CountingServer, folder: Path, database_url: str) -> None:
        self.config, self.log_file = folder / "config.toml", folder / "bot.log"
        self._running = False
        given = {"database": database_url, "token": TOKEN, "server": server.url}
        self.config.write_text(_CONFIGURATION.format(**given), encoding="utf-8")

    async def start(self) -> None:
        await self.spawn()
        self._running = True

    @property
    def resident(self) -> int:
        """Kilobytes."""
        status = Path(f"/proc/{self.pid}/status").read_text("ascii")
        return int(status.split("VmRSS:")[1].split()[0])


async def test_killed_on_the_way_to_very_many_it_tells_everybody(
    tmp_path: Path, database_url: str, database: Database, tally: Tally
) -> None:
    server = CountingServer()
    await server.open()
    await database.transaction(lambda db: multitude.enter(db, PEOPLE, _now(), on_both_every=2))
    await crowd.publish(database, TITLE, FORM)
    under_way, peaks = 0, []
    async with LoneBot(server, tmp_path, database_url) as bot:
        for kill in range(1, KILLS + 1):
            await _told(server, kill * PEOPLE // (KILLS + 1))
            peaks.append(bot.resident)
            await bot.kill()
            under_way += await crowd.under_way(database)
            await bot.start()
            tally.injected += 1
        await _told(server, PEOPLE)
        peaks.append(bot.resident)
        assert await bot.stop() == 0
    await server.close()
    told = {chat: server.told[chat] for chat in range(multitude.FIRST_CHAT + 1, multitude.FIRST_CHAT + PEOPLE + 1)}
    tally.lost += sum(times == 0 for times in told.values())
    tally.duplicated += sum(times - 1 for times in told.values() if times > 1)
    assert tally.lost == 0
    assert tally.duplicated <= under_way
    assert set(server.told) == set(told), "nobody else"
    assert max(peaks) - min(peaks) < _FLAT


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the program that is killed lives by the real clock


async def _told(server: CountingServer, people: int) -> None:
    async with asyncio.timeout(_PATIENCE):
        await server.has_told(people)
