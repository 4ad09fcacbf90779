"""How much is tried, and what came of it."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from typing import TypeVar

N = TypeVar("N", int, float)

FULL = os.environ.get("FAULTS") == "full"  # `make faults`; else the short form, a few seconds each
SEED = int(os.environ.get("SEED") or 1)


def numbers(short: N, full: N) -> N:
    return full if FULL else short


@dataclass
class Tally:
    """What one test of the fault matrix reports; a test that does not say counts as one fault."""

    injected: int = 0
    lost: int = 0
    duplicated: int = 0

    def arrived(self, told: Counter[str]) -> None:
        """How often each came that should come once."""
        self.lost += sum(times == 0 for times in told.values())
        self.duplicated += sum(times - 1 for times in told.values() if times > 1)
