"""From the start of the program to its first call for updates, and what it then holds in memory."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from tests.benchmarks.processes import Program, Server
from tests.benchmarks.results import Result
from tests.benchmarks.turns import Bots, prepared

Start = tuple[float, float]  # seconds, megabytes


async def start(runs: int, _turns: int) -> list[Result]:
    async with prepared(1) as bots:
        pairs = [(await _ours(bots), await _libraries()) for _run in range(runs)]
    seconds = tuple(ours[0] / libraries[0] for ours, libraries in pairs)
    memory = tuple(ours[1] / libraries[1] for ours, libraries in pairs)
    return [
        Result("start", "until the first update is asked for", tuple(ours[0] for ours, _other in pairs), "s"),
        Result("start", "the same / importing both libraries", seconds, "x", at_most=1.5),
        Result("start", "idle memory", tuple(ours[1] for ours, _other in pairs), "MB"),
        Result("start", "the same / that of both libraries", memory, "x", at_most=1.4),
    ]


async def _ours(bots: Bots) -> Start:
    with tempfile.TemporaryDirectory(prefix="jazb-bench-") as folder:
        async with Server() as server:
            begun = time.time()
            async with bots.ours(server.url, Path(folder)) as bot:
                return await server.polled() - begun, bot.memory


async def _libraries() -> Start:
    begun = time.time()
    async with Program("tests.benchmarks.peers.imports") as program:
        assert program.process.stdout is not None
        await program.process.stdout.readline()
        return time.time() - begun, program.memory
