"""What was measured, against what is to be reached; as a table and as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median

HEADS = ("row", "measure", "median", "spread", "goal", "met")


@dataclass(frozen=True)
class Result:
    row: str
    measure: str
    values: tuple[float, ...]  # one for each run
    unit: str = ""
    at_least: float | None = None
    at_most: float | None = None

    @property
    def value(self) -> float:
        return median(self.values)

    @property
    def met(self) -> bool | None:
        """None where the figure only stands beside the others."""
        if self.at_least is not None:
            return self.value >= self.at_least
        return None if self.at_most is None else self.value <= self.at_most

    def cells(self) -> tuple[str, ...]:
        goal = f">= {self.at_least:g}" if self.at_least is not None else ""
        goal = f"<= {self.at_most:g}" if self.at_most is not None else goal
        met = {None: "", True: "yes", False: "NO"}[self.met]
        spread = f"{_figure(min(self.values))} .. {_figure(max(self.values))}"
        return (self.row, self.measure, f"{_figure(self.value)} {self.unit}".strip(), spread, goal, met)


def _figure(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def table(results: Sequence[Result]) -> str:
    rows = [HEADS, *(result.cells() for result in results)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def as_json(results: Sequence[Result]) -> str:
    told = [{**asdict(result), "median": result.value, "met": result.met} for result in results]
    return json.dumps(told, ensure_ascii=False, indent=1)
