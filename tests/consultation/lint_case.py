"""A form in which the lint is to find one thing."""

from __future__ import annotations

from dataclasses import dataclass

from consultation.xlsform.markdown import workbook_of
from consultation.xlsform.workbook import Workbook

_ANSWERS = ("| choices |", "| | list_name | name | label |", "| | answers | yes | Yes |", "| | answers | no | No |")


@dataclass(frozen=True)
class Case:
    requirement: str
    check: str  # the function of the lint that finds it
    form: str
    cell: str  # "" is the sheet as a whole
    what: str
    cure: str = ""

    def __str__(self) -> str:
        return f"{self.requirement} {self.check} {self.cell} {self.what} {self.cure}"

    @property
    def workbook(self) -> Workbook:
        return form(self.form)


def form(table: str) -> Workbook:
    """The survey sheet. A line of one cell begins another sheet; "answers" is a list of yes and no, ready made."""
    lines = ["| survey |"]
    for line in table.strip().splitlines():
        cells = line.strip().strip("|").split("|")
        if cells == [" answers "]:
            lines += _ANSWERS
        else:
            lines.append(line if len(cells) == 1 else f"| {line.strip()}")
    return workbook_of("\n".join(lines))
