"""One turn: a message comes, its work is done, one reply goes out. As many as a bot can, people waiting for each."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.ministry import TEXTS, Ministry
from tests.benchmarks.peers.common import QUESTIONS
from tests.benchmarks.processes import Program, Server
from tests.benchmarks.results import Result

WARMING_UP = 40  # people before those who are measured
AT_ONCE = 100  # people who wait for a reply at any time
_PATIENCE = 300.0


@dataclass(frozen=True)
class Speed:
    per_second: float
    processor: float  # milliseconds a turn


@dataclass(frozen=True)
class Bots:
    """Ways to start each bot, against a server, in an empty folder."""

    people: int
    prepared: Path

    def ours(self, server: str, folder: Path) -> Program:
        shutil.copy(self.prepared, folder / "jazb.db")
        return Ministry(folder, f"sqlite+aiosqlite:///{folder}/jazb.db").configured(server)

    @staticmethod
    def peer(name: str) -> Callable[[str, Path], Program]:
        return lambda server, folder: Program(f"tests.benchmarks.peers.{name}", server, str(folder / "peer"))

    def all(self) -> Mapping[str, Callable[[str, Path], Program]]:
        peers = {"echo": "echo", "sqlite": "fsm_sqlite", "pickle": "ptb_pickle", "sqlalchemy": "fsm_sqlalchemy"}
        return {"ours": self.ours, **{name: self.peer(module) for name, module in peers.items()}}


@asynccontextmanager
async def running(start: Callable[[str, Path], Program]) -> AsyncIterator[tuple[Server, Program]]:
    """A server and a bot that has begun to ask it for updates."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="jazb-bench-")))
        server = await stack.enter_async_context(Server())
        bot = await stack.enter_async_context(start(server.url, folder))
        await server.polled()
        yield server, bot


async def speed(start: Callable[[str, Path], Program], people: int) -> Speed:
    async with running(start) as (server, bot):
        await talk(server, 1, WARMING_UP, at_once=AT_ONCE)
        before = bot.processor
        took, seconds = await talk(server, WARMING_UP + 1, people, at_once=AT_ONCE)
        return Speed(len(seconds) / took, 1000 * (bot.processor - before) / len(seconds))


async def talk(
    server: Server, first: int, count: int, *, at_once: int = 0, rate: float = 0.0, texts: tuple[str, ...] = TEXTS
) -> tuple[float, list[float]]:
    """Seconds for all of it, and for each answer."""
    await server.play("begin", first=first, count=count, texts=texts, at_once=at_once, rate=rate)
    result = await server.play("finish", patience=_PATIENCE)
    return result["took"], result["seconds"]


@asynccontextmanager
async def prepared(people: int) -> AsyncIterator[Bots]:
    with tempfile.TemporaryDirectory(prefix="jazb-bench-") as folder:
        path = Path(folder) / "prepared.db"
        await Ministry(Path(folder), f"sqlite+aiosqlite:///{path}").answering(people + WARMING_UP)
        yield Bots(people, path)


GOALS = {"echo": 1.0, "sqlite": 1.3, "pickle": 2.0, "sqlalchemy": 5.0}
NAMES = {
    "ours": "a durable turn, SQLite FULL",
    "echo": "aiogram echo, no storage",
    "sqlite": "aiogram FSM + SQLite storage",
    "pickle": "PTB ConversationHandler + pickle",
    "sqlalchemy": "aiogram FSM + SQLAlchemy storage",
}


async def turn(runs: int, turns: int) -> list[Result]:
    """Each bot in turn, again and again, so that whatever else the machine does falls on all of them."""
    people = max(1, turns // QUESTIONS)
    measured: dict[str, list[Speed]] = {}
    async with prepared(people) as bots:
        for _run in range(runs):
            for name, start in bots.all().items():
                measured.setdefault(name, []).append(await speed(start, people))
    return [*_figures(measured), *_ratios(measured)]


def _figures(measured: Mapping[str, list[Speed]]) -> list[Result]:
    told = []
    for name, speeds in measured.items():
        told.append(Result("turn", NAMES[name], tuple(one.per_second for one in speeds), "turns/s"))
        told.append(Result("turn", f"{NAMES[name]}: processor", tuple(one.processor for one in speeds), "ms"))
    return told


def _ratios(measured: Mapping[str, list[Speed]]) -> list[Result]:
    """Run by run, each against its neighbour."""
    ours = measured["ours"]
    return [
        Result(
            "turn",
            f"ours / {NAMES[name]}",
            tuple(mine.per_second / theirs.per_second for mine, theirs in zip(ours, measured[name], strict=True)),
            "x",
            at_least=goal,
        )
        for name, goal in GOALS.items()
    ]


async def p99(runs: int, _turns: int) -> list[Result]:
    """How long the slowest of a hundred waits while so many texts a second come."""
    told = []
    async with prepared(1500) as bots:
        for rate, at_most in ((30, 10.0), (300, 25.0)):
            worst = tuple([await _slowest(bots, rate) for _run in range(runs)])
            told.append(Result("p99", f"a turn at {rate}/s", worst, "ms", at_most=at_most))
    return told


async def _slowest(bots: Bots, rate: int) -> float:
    async with running(bots.ours) as (server, _bot):
        await talk(server, 1, WARMING_UP, at_once=AT_ONCE)
        _took, seconds = await talk(server, WARMING_UP + 1, rate * 5, rate=rate, texts=TEXTS[:2])
    return 1000 * sorted(seconds)[int(len(seconds) * 0.99)]
