"""A turn on PostgreSQL against the echo without storage; and two processes against one, both fed by webhooks."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from tests.benchmarks.ministry import Ministry
from tests.benchmarks.peers.common import QUESTIONS
from tests.benchmarks.processes import Program, Server
from tests.benchmarks.results import Result
from tests.benchmarks.turns import AT_ONCE, NAMES, WARMING_UP, Bots, Speed, speed, talk
from tests.databases import fresh_databases
from tests.ports import free_port

_WEBHOOK = '\n[webhook]\nurl = "http://127.0.0.1:{port}"\nport = {port}\n'

Fresh = Callable[[], str]


async def postgresql(runs: int, turns: int) -> list[Result]:
    people = max(1, turns // QUESTIONS)
    async with _prepared(people) as fresh:
        ways: tuple[Callable[[], Awaitable[Speed]], ...] = (
            lambda: _alone(fresh, people),
            lambda: speed(Bots.peer("echo"), people),
            lambda: _hooked(fresh, people, 1),
            lambda: _hooked(fresh, people, 2),
        )
        found = [[await way() for way in ways] for _run in range(runs)]
    alone, echo, one, two = zip(*found, strict=True)
    return [
        Result("postgresql", "a durable turn", tuple(each.per_second for each in alone), "turns/s"),
        Result("postgresql", "the same: processor", tuple(each.processor for each in alone), "ms"),
        Result("postgresql", f"the same / {NAMES['echo']}", _ratios(alone, echo), "x", at_least=0.6),
        Result("postgresql", "two processes by webhooks", tuple(each.per_second for each in two), "turns/s"),
        Result("postgresql", "two processes / one", _ratios(two, one), "x", at_least=1.6),
    ]


def _ratios(these: Sequence[Speed], those: Sequence[Speed]) -> tuple[float, ...]:
    return tuple(this.per_second / that.per_second for this, that in zip(these, those, strict=True))


@asynccontextmanager
async def _prepared(people: int) -> AsyncIterator[Fresh]:
    """Copies of a database in which so many are about to answer."""
    with fresh_databases() as fresh, tempfile.TemporaryDirectory(prefix="jazb-bench-") as folder:
        first = await asyncio.to_thread(fresh)
        await Ministry(Path(folder), first).answering(people + WARMING_UP)
        yield lambda: fresh(first)


async def _alone(fresh: Fresh, people: int) -> Speed:
    url = await asyncio.to_thread(fresh)

    def start(server: str, folder: Path) -> Program:
        return Ministry(folder, url).configured(server)

    return await speed(start, people)


async def _hooked(fresh: Fresh, people: int, processes: int) -> Speed:
    url = await asyncio.to_thread(fresh)
    async with AsyncExitStack() as stack:
        server, bots = await stack.enter_async_context(Server()), []
        for _process in range(processes):
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="jazb-bench-")))
            bot = Ministry(folder, url).configured(server.url, more=_WEBHOOK.format(port=free_port()))
            bots.append(await stack.enter_async_context(bot))
        await server.hooked(processes)
        await talk(server, 1, WARMING_UP, at_once=AT_ONCE)
        before = sum(bot.processor for bot in bots)
        took, seconds = await talk(server, WARMING_UP + 1, people, at_once=AT_ONCE)
        return Speed(len(seconds) / took, 1000 * (sum(bot.processor for bot in bots) - before) / len(seconds))
