"""How much is tried, and what came of it."""

from __future__ import annotations

import os
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from typing import TypeVar

from playground.world import World

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


def most_in_a_second(world: World, messenger: str) -> int:
    """How many messages this messenger was sent in the busiest second there was."""
    calls = (call for call in world.log if call.messenger == messenger and call.method == "sendmessage")
    sent = [call.at for call in calls]
    return max(bisect_left(sent, at + 1) - number for number, at in enumerate(sent))
