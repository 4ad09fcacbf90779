"""The matrix itself: every promise has its tests, and a broken one shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.matrix import ROWS, Row
from tests.faults.outcome import Outcome, table

TESTS = Path(__file__).parents[1]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row.number))
def test_what_a_row_names_is_there(row: Row) -> None:
    for proof in row.proofs:
        file, _colons, name = proof.partition("::")
        assert f"def {name}(" in (TESTS / file).read_text("utf-8"), proof


def test_rows_are_numbered_as_they_stand() -> None:
    assert [row.number for row in ROWS] == list(range(1, len(ROWS) + 1))


def _report(row: Row, outcome: str, when: str) -> pytest.TestReport:
    place = f"tests/{row.proofs[0]}[sqlite]"
    counted = [("tally", {"injected": 5, "lost": 1, "duplicated": 2})] if when == "teardown" else []
    return pytest.TestReport(place, ("", 0, ""), {}, outcome, None, when, user_properties=counted)  # type: ignore[arg-type]


@pytest.mark.parametrize(("outcome", "verdict"), [("passed", "yes"), ("failed", "NO")])
def test_the_table_tells_what_came_of_it(outcome: str, verdict: str) -> None:
    told = Outcome(ROWS[0])
    told.take(_report(ROWS[0], outcome, "call"))
    told.take(_report(ROWS[0], "passed", "teardown"))
    told.take(_report(ROWS[1], "failed", "call"))
    assert told.kept is (outcome == "passed")
    heads, cells = table([told]).splitlines()
    assert cells.split() == ["1", *ROWS[0].fault.split(), "5", "1", "2", *ROWS[0].promise.split(), verdict]
    assert heads.startswith("row")


def test_what_was_not_tried_is_not_said_to_be_kept() -> None:
    untried = Outcome(ROWS[0])
    assert not untried.kept
    assert table([untried]).endswith("not tried")
