"""The real program, in a process of its own: started, killed and started again. It ends with the test at the latest."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Mapping
from datetime import timedelta
from multiprocessing.context import ForkServerProcess
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.app import App, real_time
from bot.command_line import main
from bot.settings import load
from playground.server import Playground

ROOT = Path(__file__).parents[2]
STARTING = 60.0  # seconds, on a machine that is busy with other tests
ENDING = 20.0  # seconds that a program may take to end when it is asked to
TOKEN = "100000001:only-the-playground-takes-this"

_CONFIGURATION = """
[storage]
url = "{database}"

[telegram]
token = "{token}"
api_url = "{telegram}"
messages_per_second = {pace}
to_a_group_per_minute = 6000

[bale]
token = "{token}"
api_url = "{bale}"
messages_per_second = {pace}
to_a_group_per_minute = 6000

[log]
level = "debug"

{more}
"""


class BotProcess:
    """`python -m bot run` against a playground. As a context it is running, and afterwards gone."""

    def __init__(
        self, playground: Playground, folder: Path, database_url: str, *, per_second: float = 1000, more: str = ""
    ) -> None:
        self.world = playground.world
        self.config = folder / "config.toml"
        self.log_file = folder / "bot.log"
        self._running = False
        told = {"telegram": playground.telegram_url, "bale": playground.bale_url, "token": TOKEN}
        configuration = _CONFIGURATION.format(database=database_url, pace=per_second, more=more, **told)
        self.config.write_text(configuration, encoding="utf-8")

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self._running:
            await self.kill()
        if kind is not None:
            sys.stderr.write(self.log)
        assert TOKEN not in self.log, "a token was logged"
        assert "<token>" not in self.log, "a token nearly was"

    async def start(self) -> None:
        """Until it asks both messengers for updates."""
        begun = time.monotonic()
        await self.spawn()
        self._running = True
        queues = [messenger.updates for messenger in self.world.messengers.values()]
        asked: set[str] = set()

        def asks() -> bool:
            """Not of both at one time: where many write, it hardly ever waits at both."""
            asked.update(queue.messenger for queue in queues if queue.polling and queue.last_seen > begun)
            return len(asked) == len(queues)

        await self.world.wait_for(asks, STARTING)

    async def kill(self) -> None:
        """SIGKILL: as when the machine takes it away. Nothing of it runs any more afterwards."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> int:
        """SIGTERM: as when the machine asks it to end; its exit code."""
        return await self._end(signal.SIGTERM)

    async def _end(self, number: signal.Signals) -> int:
        os.kill(self.pid, number)
        try:
            code = await asyncio.wait_for(self.ended(), ENDING)
        except TimeoutError:
            raise AssertionError(f"The bot did not end within {ENDING:g} s.") from None
        self._running = False
        return code

    @property
    def log(self) -> str:
        return self.log_file.read_text(encoding="utf-8") if self.log_file.exists() else ""

    async def command(self, *words: str) -> str:
        """What another command of the program prints, with the same configuration."""
        process = await self._begin(*words, into=asyncio.subprocess.PIPE)
        printed, _nothing = await asyncio.wait_for(process.communicate(), STARTING)
        assert process.returncode == 0, printed.decode()
        return printed.decode()

    async def _begin(self, *words: str, into: int) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", *words, "--config", str(self.config)),
            stdout=into,
            stderr=asyncio.subprocess.STDOUT,
            cwd=ROOT,
            env=_without_settings(os.environ),
        )

    # -- the process -----------------------------------------------------------------------------------------

    async def spawn(self) -> None:
        with self.log_file.open("ab") as log:
            self._process = await self._begin("run", into=log.fileno())

    @property
    def pid(self) -> int:
        return self._process.pid

    async def ended(self) -> int:
        """Its exit code, when it has one."""
        return await self._process.wait()


# These come from a process that has done the imports already: they are most of a start, and a test that kills often
# would do little else.
_IMPORTED = multiprocessing.get_context("forkserver")
_IMPORTED.set_forkserver_preload(["tests.end_to_end.imported"])


class ReadyBot(BotProcess):
    """The same program, but for its imports; for tests that start it many times."""

    async def spawn(self) -> None:
        self._fork: ForkServerProcess = _IMPORTED.Process(target=_run, args=(self.config, self.log_file), daemon=True)
        await asyncio.to_thread(self._fork.start)

    @property
    def pid(self) -> int:
        assert self._fork.pid is not None
        return self._fork.pid

    async def ended(self) -> int:
        await asyncio.to_thread(self._fork.join, ENDING)
        assert self._fork.exitcode is not None, "still running"
        return self._fork.exitcode


class TimelyBot(ReadyBot):
    """The same program by a clock that a story moves on: weeks pass while it runs."""

    async def spawn(self) -> None:
        self._ahead = _IMPORTED.Value("d", 0.0)
        told = (self.config, self.log_file, self._ahead)
        self._fork = _IMPORTED.Process(target=_run_ahead, args=told, daemon=True)
        await asyncio.to_thread(self._fork.start)

    def passes(self, **span: float) -> None:
        """What is due by then happens at once."""
        seconds = timedelta(**span).total_seconds()
        self._ahead.value += seconds
        self.world.move_clock(seconds)
        os.kill(self.pid, signal.SIGUSR1)


def _run_ahead(config: Path, log: Path, ahead: Synchronized[float]) -> None:
    """In the new process: the program, by the real clock and so many seconds."""
    _by_itself(log)
    asyncio.run(_live(App(load(config), lambda: real_time() + timedelta(seconds=ahead.value))))


async def _live(app: App) -> None:
    moved, ended = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGUSR1, moved.set)
    loop.add_signal_handler(signal.SIGTERM, ended.set)
    await app.start()
    while not ended.is_set():
        waiting = [asyncio.ensure_future(one.wait()) for one in (moved, ended)]
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for one in waiting:
            one.cancel()
        moved.clear()
        await app.tick()
    await app.stop()


def _run(config: Path, log: Path) -> None:
    """In the new process: the command `run`."""
    threading.Thread(target=_end_with_the_test, daemon=True).start()
    _by_itself(log)
    main(["run", "--config", str(config)])


def _by_itself(log: Path) -> None:
    """It writes where it was told, and knows nothing of what the tests were started with."""
    written = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(written, 1)
    os.dup2(written, 2)
    kept = _without_settings(os.environ)
    os.environ.clear()
    os.environ.update(kept)


def _end_with_the_test() -> None:
    """Also where the test itself was killed: nobody else would end this."""
    test = multiprocessing.parent_process()
    assert test is not None
    test.join()
    os.kill(os.getpid(), signal.SIGKILL)


def _without_settings(environment: Mapping[str, str]) -> dict[str, str]:
    """Those of the machine that the tests run on are not ours."""
    return {name: value for name, value in environment.items() if not name.startswith("JAZB_")}
