"""The real program, in a process of its own: started, killed and started again. It ends with the test at the latest."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

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


class BotProcess:
    """`jazb run` against a playground. As a context it is running, and afterwards gone."""

    def __init__(self, playground: Playground, folder: Path, database_url: str, *, per_second: float = 1000) -> None:
        self._world = playground.world
        self._config = folder / "config.toml"
        self._log = folder / "bot.log"
        self._process: asyncio.subprocess.Process | None = None
        told = {"telegram": playground.telegram_url, "bale": playground.bale_url, "token": TOKEN}
        self._config.write_text(CONFIGURATION.format(database=database_url, pace=per_second, **told), encoding="utf-8")

    async def __aenter__(self) -> BotProcess:
        if self._process is None:
            await self.start()
        return self

    async def __aexit__(self, *_error: object) -> None:
        if self._process is not None and self._process.returncode is None:
            await self.kill()

    async def start(self) -> None:
        """Until it asks both messengers for updates."""
        begun = time.monotonic()
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(*self._run("run"), stderr=log, cwd=ROOT, env=_env())
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

    async def restart(self) -> None:
        await self.kill()
        await self.start()

    async def _end(self, number: signal.Signals) -> int:
        assert self._process is not None
        self._process.send_signal(number)
        try:
            return await asyncio.wait_for(self._process.wait(), ENDING)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()
            raise AssertionError(f"The bot did not end within {ENDING:g} s:\n{self.log}") from None

    async def command(self, *words: str) -> str:
        """What another command of the program prints, with the same configuration."""
        process = await asyncio.create_subprocess_exec(
            *self._run(*words),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            cwd=ROOT,
            env=_env(),
        )
        printed, _nothing = await asyncio.wait_for(process.communicate(), STARTING)
        assert process.returncode == 0, printed.decode()
        return printed.decode()

    def _run(self, *words: str) -> Sequence[str]:
        return [sys.executable, "-m", "bot", *words, "--config", str(self._config)]

    @property
    def log(self) -> str:
        return self._log.read_text(encoding="utf-8")


def _env() -> dict[str, str]:
    """Without settings of the machine that the tests run on."""
    return {name: value for name, value in os.environ.items() if not name.startswith("JAZB_")}
