"""Tables as text: the answers as .csv, as people and spreadsheets read them.

UTF-8 with a byte order mark, without which Excel takes Persian for something else.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from consultation.questionnaire import NONRESPONSES
from consultation.texts import _
from reports.submissions import Submission, Submissions
from reports.variables import Measure, Value, Variable, variables
from reports.workbook_answers import AnswerColumn
from reports.workbook_sheets import is_right_to_left, looks_like_a_formula, without_control

Row = Iterable[Value | None]

_LEFT_TO_RIGHT, _RIGHT_TO_LEFT = "\u200e", "\u200f"


def written(value: Value | None) -> str:
    """A value as it stands in a .csv file.

    What a spreadsheet would run as a formula gets an invisible mark of direction before it: it looks as it was typed,
    and stays text.
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        return str(value)
    value = without_control(value)
    if not looks_like_a_formula(value):
        return value
    return (_RIGHT_TO_LEFT if is_right_to_left(value) else _LEFT_TO_RIGHT) + value


def write_table(path: Path, heading: Iterable[str], rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([written(name) for name in heading])
        writer.writerows([written(cell) for cell in row] for row in rows)


def write_answers(submissions: Submissions, path: Path, *, names: bool = False) -> None:
    """One row a response, choices by their labels; several choices also as a column of 0 and 1 for each."""
    told = variables(submissions.columns)
    columns = {column.name: column for column in submissions.columns}
    heading = [_("Row"), _("Receipt code"), _("Date submitted"), _("Messenger"), *_speaking_for(names)]
    rows = (_row(one, told, columns, names=names) for one in submissions)
    write_table(path, [*heading, *(variable.label for variable in told)], rows)


def _speaking_for(names: bool) -> list[str]:
    speaking_for = [_("Kind of stakeholder"), _("Organisation"), _("Province")]
    return [*speaking_for, _("Name")] if names else speaking_for


def _row(
    one: Submission, told: list[Variable], columns: dict[str, AnswerColumn], *, names: bool
) -> Iterator[Value | None]:
    yield from (one.number, one.receipt, one.submitted_at.date().isoformat(), one.channel)
    yield from (one.kind, one.organisation, one.province)
    if names:
        yield one.name
    for variable in told:
        value = variable.of(one.given)
        yield _readable(variable, columns[variable.question], value) if isinstance(value, str) else value


def _readable(variable: Variable, column: AnswerColumn, value: str) -> str:
    iso = variable.measure in (Measure.DATE, Measure.TIME) and value not in NONRESPONSES
    return value if iso else column.read(value)
