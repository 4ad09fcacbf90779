"""`make faults`: the whole fault matrix, told as one table. Ends with 1 if a promise is broken."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.faults.matrix import ROWS, Row
from tests.faults.outcome import Outcome, table

TESTS = Path(__file__).parents[1]
DATABASES = {"sqlite": "not postgres", "postgres": "postgres", "postgresql": "postgres", "": ""}
_TWO_AT_ONCE = ("--numprocesses", "2")  # each mostly waits


class Listener:
    """Hears from pytest what came of every test."""

    def __init__(self, rows: list[Row]) -> None:
        self.outcomes = [Outcome(row) for row in rows]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for outcome in self.outcomes:
            outcome.take(report)


def main() -> int:
    wanted = {int(number) for number in os.environ.get("ROWS", "").replace(",", " ").split()}
    rows = [row for row in ROWS if row.number in wanted or not wanted]
    proofs = dict.fromkeys(str(TESTS / proof) for row in rows for proof in row.proofs)
    only = DATABASES[os.environ.get("DB", "")]
    listener = Listener(rows)
    patient = ("-o", "faulthandler_timeout=3600")  # a slow machine may take its time over the full numbers
    code = pytest.main([*proofs, "-p", "no:cacheprovider", *_TWO_AT_ONCE, *patient, "-m", only], plugins=[listener])
    sys.stdout.write(table(listener.outcomes) + "\n")
    return 1 if code or any(not outcome.kept for outcome in listener.outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
