"""Three processes on one PostgreSQL. What the messengers bring goes to any of them, some of it twice and some of it
late, while whoever leads is killed or frozen."""

from __future__ import annotations

import asyncio
import os
import random
import re
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
from aiohttp import web

from consultation.conversation import Channel
from playground.models import Chat
from playground.server import Playground
from storage.database import Database
from tests.end_to_end import crowd
from tests.end_to_end.bot_process import ReadyBot
from tests.end_to_end.patience import until
from tests.end_to_end.phones import Page, Phone
from tests.end_to_end.robot import Robot, plain
from tests.end_to_end.test_webhooks import TAKEOVER, THAW, postgres_alone
from tests.faults.tally import SEED, Tally, most_in_a_second, numbers
from tests.faults.test_kills import FORM, TITLE, answers_of
from tests.ports import free_port

FROZEN = 60.0  # seconds; a leader that is silent for ten is replaced
PACE = 30  # messages a second


class Crossroads:
    """Stands where a proxy stands: brings each call to any of the processes, and to another one if that is gone."""

    def __init__(self) -> None:
        self.port, self.ports = free_port(), [free_port() for _process in range(3)]
        self.twice = self.late = 0
        self._chance = random.Random(SEED)  # noqa: S311
        self._again: set[asyncio.Task[int]] = set()

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        application = web.Application()
        application.router.add_post("/{path:.*}", self._brought)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as self._session:
            await runner.setup()
            try:
                await web.TCPSite(runner, "127.0.0.1", self.port).start()
                yield
            finally:
                await runner.cleanup()
                await asyncio.gather(*self._again)

    async def _brought(self, request: web.Request) -> web.Response:
        body = await request.read()
        if self._chance.random() < 0.1:
            self.late += 1
            await asyncio.sleep(0.3)
        if self._chance.random() < 0.2:
            self.twice += 1
            self._again.add(asyncio.ensure_future(self._pass_on(request, body)))
        return web.Response(status=await self._pass_on(request, body))

    async def _pass_on(self, request: web.Request, body: bytes) -> int:
        headers = {name: value for name, value in request.headers.items() if name.startswith(("X-", "Content-Type"))}
        address = f"http://127.0.0.1:{self._chance.choice(self.ports)}{request.path}"
        try:
            async with self._session.post(address, data=body, headers=headers) as answer:
                return answer.status
        except (aiohttp.ClientError, TimeoutError):
            return 503


class OneOfThree(ReadyBot):
    def __init__(self, playground: Playground, folder: Path, url: str, crossroads: Crossroads, number: int) -> None:
        folder.mkdir()
        settings = f'[webhook]\nurl = "http://127.0.0.1:{crossroads.port}"\nport = {crossroads.ports[number]}\n'
        super().__init__(playground, folder, url, per_second=PACE, more=settings)

    @property
    def epoch(self) -> int:
        """The latest in which it led; 0 if it never did."""
        return max((int(epoch) for epoch in re.findall(r"leading +epoch=(\d+)", self.log)), default=0)

    async def start(self) -> None:
        before = self.log.count("started ")
        await self.spawn()
        self._running = True
        await _until(lambda: self.log.count("started ") > before, 60)


@postgres_alone
async def test_three_processes_killed_and_frozen_answer_each_once(
    playground: Playground, page: Page, tmp_path: Path, database_url: str, database: Database, tally: Tally
) -> None:
    """While some answer, many are told; the pace is kept across every change of leaders."""
    robots_and_chats = await _participants(playground, page, database)
    others = await crowd.enter(playground.world, database, Channel.TELEGRAM, numbers(20, 600))
    await crowd.publish(database, TITLE, FORM)
    crossroads, turns = Crossroads(), asyncio.Semaphore(0)
    bots = [OneOfThree(playground, tmp_path / f"{n}", database_url, crossroads, n) for n in range(3)]
    async with crossroads.open(), bots[0], bots[1], bots[2]:
        working = asyncio.gather(*(_takes_part(playground, *one, turns) for one in robots_and_chats))
        on_their_way = await _harassed(bots, database, tally, turns)
        await working
        await until(playground.world, lambda: all(crowd.told(others, TITLE).values()))
        for bot in bots:
            assert await bot.stop() == 0
            assert "put_aside" not in bot.log
    tally.injected += crossroads.twice + crossroads.late
    tally.arrived(crowd.told(others, TITLE))
    assert tally.duplicated <= on_their_way
    for robot, chat in robots_and_chats:
        given = [plain(value).replace("، ", " ") for value in robot.answers.values()]
        kept = await database.read(lambda db: answers_of(db, chat))  # noqa: B023
        tally.lost += len(set(given) - set(kept))
        tally.duplicated += max(0, len(kept) - len(given))
        assert kept == given
    assert tally.lost == 0
    for messenger in Channel:
        assert most_in_a_second(playground.world, messenger) <= PACE + 3, (
            "a busy machine may delay a call until the next"
        )


async def _participants(playground: Playground, page: Page, database: Database) -> list[tuple[Robot, Chat]]:
    chats = [
        *await crowd.enter(playground.world, database, Channel.TELEGRAM, numbers(2, 24)),
        *await crowd.enter(playground.world, database, Channel.BALE, numbers(1, 12)),
    ]
    return [(Robot(Phone(page, f"p{chat.id}", chat.key), SEED), chat) for chat in chats]


async def _takes_part(playground: Playground, robot: Robot, chat: Chat, turns: asyncio.Semaphore) -> None:
    await turns.acquire()
    await until(playground.world, lambda: chat.messages)  # others may be told before
    await robot.answers_topic()
    await robot.submits()


async def _harassed(bots: list[OneOfThree], database: Database, tally: Tally, turns: asyncio.Semaphore) -> int:
    """Before every blow three more begin to answer. The leader is killed and started again, so often, and frozen once;
    another must lead in time. How many messages were on their way at the blows."""
    chance, on_their_way = random.Random(SEED), 0  # noqa: S311
    for number in range(numbers(1, 12)):
        for _robot in range(3):
            turns.release()
        leader = await _leader(bots)
        await asyncio.sleep(chance.uniform(0.2, 2))
        if number == 6:
            on_their_way += await _frozen(leader, bots, database)
        else:
            await leader.kill()
            on_their_way += await crowd.under_way(database)
            await _until(lambda: _epoch(bots) > leader.epoch, TAKEOVER + 1)  # noqa: B023
            await leader.start()
        tally.injected += 1
    return on_their_way


async def _frozen(leader: OneOfThree, bots: list[OneOfThree], database: Database) -> int:
    thawing = asyncio.get_running_loop().time() + FROZEN
    os.kill(leader.pid, signal.SIGSTOP)
    try:
        on_their_way = await crowd.under_way(database)
        await _until(lambda: _epoch(bots) > leader.epoch, THAW)
        await asyncio.sleep(thawing - asyncio.get_running_loop().time())
    finally:
        os.kill(leader.pid, signal.SIGCONT)
    return on_their_way


def _epoch(bots: list[OneOfThree]) -> int:
    return max(bot.epoch for bot in bots)


async def _leader(bots: list[OneOfThree]) -> OneOfThree:
    """Whoever leads in the latest epoch."""
    await _until(lambda: _epoch(bots) > 0, 60)
    return max(bots, key=lambda bot: bot.epoch)


async def _until(said: Callable[[], bool], seconds: float) -> None:
    """What other processes say can only be looked for again and again."""
    async with asyncio.timeout(seconds):
        while not said():  # noqa: ASYNC110
            await asyncio.sleep(0.05)
