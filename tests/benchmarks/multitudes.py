"""What it costs to invite and to remind a thousand people, ten thousand, a hundred thousand, a million: as figures, and
as a chart. PEOPLE=1000,100000 for other numbers.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import matplotlib.pyplot as plt

from storage.database import Database
from tests.benchmarks.planning import Planned
from tests.benchmarks.results import Result
from tests.databases import fresh_databases

CHART = Path("dist/bench-people.png")
_PEOPLE = "1000,10000,100000,1000000"
_GROWS = 1.15  # times as much as the number of people, at most: what is linear, and the noise of a busy machine
_WAVE = {"sqlite": 10.0, "postgresql": 15.0}  # seconds, for a million


async def people(_runs: int, _turns: int) -> list[Result]:
    """Once each: what takes minutes need not be repeated to be believed."""
    sizes = sorted(int(size) for size in (os.environ.get("PEOPLE") or _PEOPLE).split(","))
    found = {
        "sqlite": [await _on_sqlite(size) for size in sizes],
        "postgresql": await _on_postgresql(sizes),
    }
    _draw(found)
    return [result for name, planned in found.items() for result in _results(name, planned)]


async def _on_sqlite(size: int) -> Planned:
    with tempfile.TemporaryDirectory(prefix="jazb-bench-") as folder:
        return await _planned(f"sqlite+aiosqlite:///{folder}/jazb.db", size)


async def _on_postgresql(sizes: Sequence[int]) -> list[Planned]:
    with fresh_databases() as fresh:
        return [await _planned(await asyncio.to_thread(fresh), size) for size in sizes]


async def _planned(url: str, size: int) -> Planned:
    database = Database(url)
    await database.migrate()
    await database.close()
    told = (sys.executable, "-m", "tests.benchmarks.planning", url, str(size))
    made = await asyncio.to_thread(subprocess.run, told, check=True, capture_output=True, text=True)
    return Planned(**json.loads(made.stdout))


def _results(name: str, planned: Sequence[Planned]) -> list[Result]:
    least, most = planned[0], planned[-1]
    memory, growth = (most.memory - least.memory,), ((most.invited / least.invited) / (most.people / least.people),)
    size = f"{name}, {most.people:,}"
    return [
        Result("people", f"{size}: until the first leaves", (most.first,), "s", at_most=2),
        Result("people", f"{size}: until all are queued", (most.invited,), "s"),
        Result("people", f"{size}: claim and marks, p99", (most.claim,), "ms", at_most=10),
        Result("people", f"{size}: a wave of reminders planned", (most.wave,), "s", at_most=_WAVE[name]),
        Result("people", f"{size}: the same, processor", (most.wave_processor,), "s"),
        Result("people", f"{size}: memory above that of {least.people:,}", memory, "MB", at_most=30),
        Result("people", f"{name}: growth against linear", growth, "x", at_most=_GROWS),
    ]


def _draw(found: dict[str, list[Planned]]) -> None:
    figure, axes = plt.subplots(figsize=(8, 5))
    for name, planned in found.items():
        sizes = [one.people for one in planned]
        axes.loglog(sizes, [one.invited for one in planned], marker="o", label=f"{name}: all invited")
        axes.loglog(sizes, [one.wave for one in planned], marker="s", linestyle="--", label=f"{name}: all reminded")
        axes.loglog(sizes, [one.first for one in planned], marker="^", linestyle=":", label=f"{name}: first leaves")
    axes.set_xlabel("people")
    axes.set_ylabel("seconds")
    axes.grid(visible=True, which="major", alpha=0.3)
    axes.legend()
    CHART.parent.mkdir(exist_ok=True)
    figure.savefig(CHART, dpi=120, bbox_inches="tight")
    plt.close(figure)
