"""The real program, in a process of its own: started, killed and started again. It ends with the test at the latest."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Sequence
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from bot.command_line import main
from playground.server import Playground

ROOT = Path(__file__).parents[2]
STARTING = 60.0  # seconds, on a machine that is busy with other tests
ENDING = 20.0  # seconds that a program may take to end when it is asked to
TOKEN = "100000001:only-the-playground-takes-this"

CONFIGURATION = """
[storage]
url = "{database}"

[telegram]
token = "{token}"
api_url = "{telegram}"
messages_per_second = {pace}

[bale]
token = "{token}"
api_url = "{bale}"
messages_per_second = {pace}
"""

# Processes come from one that has done the imports already: they are most of a start, and a test that kills often
# would do little else.
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload([__name__])


class BotProcess:
    """`jazb run` against a playground. As a context it is running, and afterwards gone."""

    def __init__(self, playground: Playground, folder: Path, database_url: str, *, per_second: float = 1000) -> None:
        self._world = playground.world
        self._config = folder / "config.toml"
        self._log = folder / "bot.log"
        self._process: ForkServerProcess | None = None
        told = {"telegram": playground.telegram_url, "bale": playground.bale_url, "token": TOKEN}
        self._config.write_text(CONFIGURATION.format(database=database_url, pace=per_second, **told), encoding="utf-8")

    async def __aenter__(self) -> BotProcess:
        await self.start()
        return self

    async def __aexit__(self, *_error: object) -> None:
        if self._process is not None and self._process.is_alive():
            await self.kill()

    async def start(self) -> None:
        """Until it asks both messengers for updates."""
        begun = time.monotonic()
        self._process = _FORKS.Process(target=_run, args=(str(self._config), str(self._log)), daemon=True)
        await asyncio.to_thread(self._process.start)
        queues = [messenger.updates for messenger in self._world.messengers.values()]
        try:
            await self._world.wait_for(
                lambda: all(queue.polling and queue.last_seen > begun for queue in queues), STARTING
            )
        except TimeoutError:
            raise AssertionError(f"The bot did not start:\n{self.log}") from None

    async def kill(self) -> None:
        """SIGKILL: as when the machine takes it away. Nothing of it runs any more afterwards."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> int:
        """SIGTERM: as when the machine asks it to end; its exit code."""
        return await self._end(signal.SIGTERM)

    async def _end(self, number: signal.Signals) -> int:
        assert self._process is not None
        assert self._process.pid is not None
        os.kill(self._process.pid, number)
        await asyncio.to_thread(self._process.join, ENDING)
        if self._process.exitcode is None:
            self._process.kill()
            raise AssertionError(f"The bot did not end within {ENDING:g} s:\n{self.log}")
        return self._process.exitcode

    async def command(self, *words: str) -> str:
        """What another command of the program prints, with the same configuration."""
        return await command(*words, "--config", str(self._config))

    @property
    def log(self) -> str:
        return self._log.read_text(encoding="utf-8")


def _run(config: str, log: str) -> None:
    """In the new process: what `jazb run` does."""
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream in (1, 2):
        os.dup2(descriptor, stream)
    for name in [name for name in os.environ if name.startswith("JAZB_")]:
        del os.environ[name]
    main(["run", "--config", config])
