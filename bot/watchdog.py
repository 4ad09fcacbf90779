"""The watchdog: a thread that ends the program when its loop stands still; whoever started it starts it again."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from collections.abc import Callable

_LOOK = 5.0  # seconds
_PATIENCE = 12  # looks without a sign of life
STOOD_STILL = 70  # the exit code


def _end() -> None:
    sys.stderr.write("The program stands still; it ends, to be started again.\n")
    os._exit(STOOD_STILL)


class Watchdog:
    """Counts its own looks and no seconds: a machine that slept for an hour has not stood still."""

    def __init__(self, end: Callable[[], None] = _end, look: float = _LOOK, patience: int = _PATIENCE) -> None:
        self._end = end
        self._look, self._patience = look, patience
        self._beats = 0
        self._done = threading.Event()

    async def beat(self) -> None:
        """Signs of life, until cancelled."""
        threading.Thread(target=self._watch, name="watchdog", daemon=True).start()
        try:
            while True:
                self._beats += 1
                await asyncio.sleep(self._look / 2)
        finally:
            self._done.set()

    def _watch(self) -> None:
        seen, still = 0, 0
        while not self._done.wait(self._look):
            still = still + 1 if self._beats == seen else 0
            seen = self._beats
            if still >= self._patience:
                return self._end()
