"""Sending as fast as the messenger takes it: every row kept, against a bare loop of the library that keeps nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.ministry import Ministry
from tests.benchmarks.pacing import owe, until_all_have_left
from tests.benchmarks.processes import Program, Server
from tests.benchmarks.results import Result

_TEXT = "درود بر شما"
_LATENCY = 0.05  # seconds that the messenger takes for each
_IN_FLIGHT = 150


@dataclass(frozen=True)
class Sending:
    per_second: float
    processor: float  # milliseconds a message


async def send(runs: int, turns: int) -> list[Result]:
    """Either in turn, again and again."""
    pairs = [(await _ours(turns), await _bare(turns)) for _run in range(runs)]
    rate = tuple(ours.per_second / bare.per_second for ours, bare in pairs)
    cost = tuple(ours.processor / bare.processor for ours, bare in pairs)
    return [
        Result("send", "ours, all rows kept", tuple(ours.per_second for ours, _bare_one in pairs), "messages/s"),
        Result("send", "aiogram's bare loop", tuple(bare.per_second for _ours_one, bare in pairs), "messages/s"),
        Result("send", "ours / bare loop", rate, "x", at_least=0.8),
        Result("send", "processor a delivery", tuple(ours.processor for ours, _bare_one in pairs), "ms"),
        Result("send", "the same / a bare send", cost, "x", at_most=1.3),
    ]


async def _ours(count: int) -> Sending:
    with tempfile.TemporaryDirectory(prefix="jazb-bench-") as folder:
        ministry = Ministry(Path(folder), f"sqlite+aiosqlite:///{folder}/jazb.db")
        await ministry.transaction(lambda db: owe(db, count, _TEXT))
        return await _measured(ministry.configured, count)


async def _bare(count: int) -> Sending:
    words = (str(count), str(_IN_FLIGHT), _TEXT)
    return await _measured(lambda server: Program("tests.benchmarks.peers.sender", server, *words), count)


async def _measured(start: Callable[[str], Program], count: int) -> Sending:
    """From the first message to the last; a program that sends nothing yet has used its time on starting."""
    async with Server() as server:
        await server.play("limits", latency=_LATENCY)
        async with start(server.url) as bot:
            await server.called()
            before = bot.processor
            seen = await until_all_have_left(server, count)
            processor = bot.processor - before
    calls = seen["calls"]
    return Sending((count - 1) / (calls[-1] - calls[0]), 1000 * processor / count)
