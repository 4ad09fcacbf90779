"""`make bench`: what is measured, as one table; the same as JSON beside it.

ROWS=turn,p99 some rows only; RUNS=5 how often each is measured; TURNS=6000 how many turns a run has;
PEOPLE=1000,100000 how many are invited.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from tests.benchmarks import files, multitudes, pacing, sending, several, starting, turns
from tests.benchmarks.results import Result, as_json, table

ROWS: Mapping[str, Callable[[int, int], Awaitable[list[Result]]]] = {
    "turn": turns.turn,
    "p99": turns.p99,
    "postgresql": several.postgresql,
    "pace": pacing.pace,
    "send": sending.send,
    "people": multitudes.people,
    "start": starting.start,
    "files": files.files,
}


async def measured() -> list[Result]:
    wanted = os.environ.get("ROWS", "").replace(",", " ").split() or list(ROWS)
    runs, count = int(os.environ.get("RUNS") or 3), int(os.environ.get("TURNS") or 3000)
    results: list[Result] = []
    for name in wanted:
        sys.stdout.write(f"measuring: {name}\n")
        sys.stdout.flush()
        results += await ROWS[name](runs, count)
    return results


def told(results: list[Result]) -> None:
    folder = Path("dist")
    folder.mkdir(exist_ok=True)
    (folder / "bench.json").write_text(as_json(results), encoding="utf-8")
    sys.stdout.write(f"\n{table(results)}\n")


async def main() -> list[Result]:
    """Whoever ends this ends every program that it has started."""
    measuring = asyncio.ensure_future(measured())
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, measuring.cancel)
    return await measuring


if __name__ == "__main__":
    told(asyncio.run(main()))
