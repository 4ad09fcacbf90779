"""Figures for the machine room: plain numbers, counted where things happen and shown by `bot.metrics`.

Counting costs next to nothing, also where nobody looks. There is nothing about a person in them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field

Labels = tuple[tuple[str, str], ...]
Key = tuple[str, Labels]

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0)  # seconds


@dataclass
class Spread:
    """How often something took how long."""

    total: float = 0.0
    counts: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS) + 1))

    def add(self, seconds: float) -> None:
        self.total += seconds
        self.counts[bisect_left(BOUNDS, seconds)] += 1


counters: dict[Key, float] = defaultdict(float)
gauges: dict[Key, float] = {}
spreads: dict[Key, Spread] = defaultdict(Spread)


def count(name: str, **labels: str) -> None:
    counters[_key(name, labels)] += 1


def note(name: str, value: float, **labels: str) -> None:
    gauges[_key(name, labels)] = value


def observe(name: str, seconds: float, **labels: str) -> None:
    spreads[_key(name, labels)].add(max(0.0, seconds))


def _key(name: str, labels: dict[str, str]) -> Key:
    return name, tuple(labels.items())
