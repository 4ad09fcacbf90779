"""Forms written as markdown tables, as in pyxform's own tests: in a repository they can be read and compared.

| survey |         |      |                  |
|        | type    | name | label            |
|        | integer | age  | How old are you? |
"""

from __future__ import annotations

import re

from consultation.persian.text import clean
from consultation.questionnaire import Questionnaire
from consultation.xlsform.reading import read_sheets
from consultation.xlsform.workbook import Sheet, Workbook

_CELL_END = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"[\s|:-]*")


def read_markdown(text: str, title: str = "") -> Questionnaire:
    """Raises: FormRefused."""
    return read_sheets(workbook_of(text), title).questionnaire


def workbook_of(text: str) -> Workbook:
    """A table whose first cell names the sheet; rows are counted as in a worksheet, the header being row 1."""
    sheets: dict[str, list[dict[int, str]]] = {}
    rows: list[dict[int, str]] = []
    for line in text.splitlines():
        if not line.strip().startswith("|") or _RULE.fullmatch(line):
            continue
        name, *cells = (clean(cell.replace(r"\|", "|")) for cell in _CELL_END.split(line.strip())[1:-1])
        if name:
            rows = sheets.setdefault(name, [])
        if any(cells):
            rows.append({column: cell for column, cell in enumerate(cells, start=1) if cell})
    return Workbook(tuple(sheets), tuple(Sheet(name, dict(enumerate(of, start=1))) for name, of in sheets.items()))
