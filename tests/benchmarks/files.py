"""What the ministry takes away: every export and the report, of ten thousand and of a hundred thousand responses."""

from __future__ import annotations

import asyncio
from itertools import groupby

from tests.benchmarks.results import Result
from tests.benchmarks.taking_away import EXPORTS, REPORTS, Made, measured

_SIZES = (10_000, 100_000)
_GROWS = 1.15  # times as much as the number of people, at most: what is linear, and the noise of a busy machine
_MORE = 100.0  # megabytes above those of a bot at rest


async def files(_runs: int, _turns: int) -> list[Result]:
    """Once each: what takes minutes need not be repeated to be believed."""
    return await asyncio.to_thread(_files, _SIZES, EXPORTS + REPORTS)


def _files(sizes: tuple[int, ...], what: tuple[str, ...]) -> list[Result]:
    made = sorted(measured(sizes, what), key=lambda one: what.index(one.what))
    return [result for _what, found in groupby(made, key=lambda one: one.what) for result in _of_one(list(found))]


def _of_one(found: list[Made]) -> list[Result]:
    """`found` from the smallest to the largest."""
    least, most = found[0], found[-1]
    grows = (most.processor / least.processor) / (most.people / least.people)
    results = [
        Result("files", f"{one.what}, {one.people:,} responses: processor", (one.processor,), "s") for one in found
    ]
    results.append(Result("files", f"{most.what}: growth against linear", (grows,), "x", at_most=_GROWS))
    more = Result("files", f"{most.what}, {most.people:,} responses: memory", (most.more,), "MB", at_most=_MORE)
    return [*results, more]
