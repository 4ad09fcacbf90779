"""What came of a row of the matrix, and all of them as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from tests.faults.matrix import Row
from tests.faults.tally import Tally

HEADS = ("row", "fault", "injected", "lost", "twice", "promise", "kept")


@dataclass
class Outcome:
    row: Row
    total: Tally = field(default_factory=Tally)
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def take(self, report: pytest.TestReport) -> None:
        """If it is of one of this row's tests."""
        if not any(f"tests/{proof}" == report.nodeid.partition("[")[0] for proof in self.row.proofs):
            return
        self.failed += report.failed
        self.skipped += report.skipped
        if report.when == "teardown":
            self._add(dict(report.user_properties).get("tally"))
        elif report.when == "call" and report.passed:
            self.passed += 1

    def _add(self, tally: object) -> None:
        counted = Tally(**tally) if isinstance(tally, dict) else Tally()
        self.total.injected += counted.injected or 1
        self.total.lost += counted.lost
        self.total.duplicated += counted.duplicated

    @property
    def kept(self) -> bool:
        return self.passed > 0 and not self.failed

    def cells(self) -> tuple[str, ...]:
        total, kept = self.total, "yes" if self.kept else "NO"
        verdict = "not tried" if not self.passed and not self.failed else kept
        counts = (str(total.injected), str(total.lost), str(total.duplicated))
        return (str(self.row.number), self.row.fault, *counts, self.row.promise, verdict)


def table(outcomes: Sequence[Outcome]) -> str:
    rows = [HEADS, *(outcome.cells() for outcome in outcomes)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
