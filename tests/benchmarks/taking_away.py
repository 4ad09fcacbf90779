"""What is taken away: each export and the report of so many responses to forty questions, in time and memory.

    python -m tests.benchmarks.taking_away [PEOPLE ...] [--only xlsx,pdf]

Each file is made in a process of its own, whose memory is compared with what it had before: that of a bot at rest.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from time import monotonic

from sqlalchemy import Connection

from consultation.forms import profile_form
from consultation.policy import Policy
from reports.exports import Exporter
from reports.papers import Form, Paper, write_paper
from reports.parts import Format
from reports.topic_report import Reporter
from storage import topics
from storage.database import Database
from tests.benchmarks.answers import NOW, fill

EXPORTS, REPORTS = tuple(one.value for one in Format), tuple(one.value for one in Form)
SIZES = (1_000, 10_000, 100_000)


@dataclass(frozen=True)
class Made:
    what: str
    people: int
    seconds: float
    processor: float  # seconds
    idle: float  # megabytes of a process that has loaded everything and made nothing
    peak: float
    file: float

    @property
    def more(self) -> float:
        return self.peak - self.idle


def measured(sizes: tuple[int, ...] = SIZES, what: tuple[str, ...] = EXPORTS + REPORTS) -> Iterator[Made]:
    """Each file at each size; the database is made anew, in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        for people in sizes:
            url = f"sqlite+aiosqlite:///{folder}/{people}.db"
            asyncio.run(fill(url, people))
            for one in what:
                yield in_a_process(url, one, people, Path(folder))


def in_a_process(url: str, what: str, people: int, folder: Path) -> Made:
    told = [sys.executable, "-m", __spec__.name, "--made", url, what, str(people), str(folder)]
    return Made(**json.loads(subprocess.run(told, check=True, capture_output=True, text=True).stdout))


def _make(url: str, what: str, people: int, folder: Path) -> Made:
    import bot.app  # noqa: F401 - what a bot at rest has loaded

    idle, begun, worked = _memory("VmRSS"), monotonic(), _processor()
    path = asyncio.run(_written(url, what, folder))
    seconds, processor = monotonic() - begun, _processor() - worked
    size = path.stat().st_size / 1e6
    path.unlink()
    return Made(what, people, seconds, processor, idle, _memory("VmHWM"), size)


async def _written(url: str, what: str, folder: Path) -> Path:
    def write(db: Connection) -> Path:
        topic = topics.get(db, 1)
        assert topic is not None
        if what in REPORTS:
            reporter = Reporter(profile_form(), Policy())
            return write_paper(db, topic, Paper.REPORT, Form(what), reporter, folder, NOW, "fa")
        return Exporter(profile_form(), Policy()).write(db, topic, Format(what), folder, NOW, "fa")

    database = Database(url)
    try:
        return await database.read(write)
    finally:
        await database.close()


def _processor() -> float:
    """Seconds of this process and of those that it started and that have ended."""
    return sum(os.times()[:4])


def _memory(which: str) -> float:
    """Megabytes of this process: VmRSS now, VmHWM at most until now."""
    found = re.search(rf"{which}:\s+(\d+) kB", Path("/proc/self/status").read_text("ascii"))
    return int(found[1]) / 1000 if found else 0.0


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("people", nargs="*", type=int, default=SIZES)
    asked.add_argument("--only", default=",".join(EXPORTS + REPORTS))
    asked.add_argument("--made", nargs=4, help=argparse.SUPPRESS)
    told = asked.parse_args()
    if told.made:
        url, what, people, folder = told.made
        sys.stdout.write(json.dumps(asdict(_make(url, what, int(people), Path(folder)))))
        return
    sys.stdout.write("what  people   seconds  processor   MB more   file MB\n")
    for one in measured(tuple(told.people), tuple(told.only.split(","))):
        line = f"{one.what:5} {one.people:7} {one.seconds:9.1f} {one.processor:10.1f} {one.more:9.0f} {one.file:9.1f}\n"
        sys.stdout.write(line)
        sys.stdout.flush()


if __name__ == "__main__":
    main()
