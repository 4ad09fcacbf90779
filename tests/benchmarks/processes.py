"""Programs that are measured, each in a process of its own, and the server that they all talk to."""

from __future__ import annotations

import asyncio
import json
import os
import resource
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import aiohttp

ROOT = Path(__file__).parents[2]
_PATIENCE = 600.0  # seconds; for one run on a machine that does much else
_TICK = os.sysconf("SC_CLK_TCK")


class Program:
    """`python -m` with these words."""

    def __init__(self, *words: str, log: Path | None = None) -> None:
        self._words = words
        self._log = log

    async def __aenter__(self) -> Self:
        told = self._log.open("ab") if self._log else None
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", *self._words),
            stdin=PIPE,
            stdout=told or PIPE,
            stderr=told or DEVNULL,
            cwd=ROOT,
            env={name: value for name, value in os.environ.items() if not name.startswith("JAZB_")},
        )
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        await self.end()

    async def end(self) -> None:
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                await asyncio.wait_for(self.process.wait(), 20)
            except TimeoutError:
                self.process.kill()
                await self.process.wait()

    @property
    def process(self) -> Process:
        return self._process

    @property
    def processor(self) -> float:
        """Seconds of processor time so far."""
        spent = Path(f"/proc/{self.process.pid}/stat").read_text("utf-8").rpartition(")")[2].split()
        return (int(spent[11]) + int(spent[12])) / _TICK

    @property
    def memory(self) -> float:
        """Megabytes in use now."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text("utf-8").split()[1])
        return pages * resource.getpagesize() / 1e6


class Server(Program):
    """The messenger, and what is to be played on it."""

    def __init__(self) -> None:
        super().__init__("tests.benchmarks.messenger")

    async def __aenter__(self) -> Self:
        await super().__aenter__()
        assert self.process.stdout is not None
        self.url = f"http://127.0.0.1:{json.loads(await self.process.stdout.readline())}"
        self._http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_PATIENCE))
        return self

    async def end(self) -> None:
        await self._http.close()
        await super().end()

    async def play(self, what: str, **given: object) -> dict[str, Any]:
        async with self._http.post(f"{self.url}/play/{what}", json=given) as answer:
            answer.raise_for_status()
            return dict(await answer.json())

    async def polled(self) -> float:
        """When the bot first asked for updates, once it has; by the clock on the wall."""
        for _look in range(int(_PATIENCE * 50)):
            if first := float((await self.play("look"))["first_poll"]):
                return first
            await asyncio.sleep(0.02)
        raise AssertionError("The bot never asked for updates.")

    async def hooked(self, count: int) -> None:
        """Until so many processes have said where updates are to be brought."""
        for _look in range(int(_PATIENCE * 50)):
            if (await self.play("look"))["webhooks"] >= count:
                return
            await asyncio.sleep(0.02)
        raise AssertionError("Not all have said where they are.")

    async def called(self) -> None:
        """Until the first message has come."""
        for _look in range(int(_PATIENCE * 50)):
            if (await self.play("look"))["calls"]:
                return
            await asyncio.sleep(0.02)
        raise AssertionError("Nothing was ever sent.")
