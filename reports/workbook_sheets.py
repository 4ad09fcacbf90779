"""Sheets that people like to read, on which nothing that somebody typed can become anything but text.

Rows are written as they come and are not kept, so memory stays the same however many there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from math import ceil
from pathlib import Path
from types import TracebackType

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from consultation.texts import digits

Cell = str | int | float | date | datetime | None

MOST_ROWS = 1_048_576  # on a sheet, the heading's row included
LONGEST_TEXT = 32_767  # in a cell, counted as Excel does: an emoji is two
CUT = "…"

_ACCENT, _ON_ACCENT, _RULE = "#1F5A66", "#FFFFFF", "#D3DCDE"
_FONT = {"font_name": "Vazirmatn", "font_scheme": False, "font_size": 10, "valign": "top"}
_WIDEST_PAGE = 200  # characters that can still be read when a sheet is printed one page wide
_LINE, _TALLEST = 16, 409  # points: a line of this font, and the most that Excel allows a row

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "use_zip64": True,  # a sheet of a million rows may unpack to more than two gigabytes
    "default_format_properties": _FONT,
}

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LETTERS = 1.1  # that go on a line for each digit that would
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LOOKS_LIKE_A_FORMULA = tuple("=+-@\t＝＋－＠")


def lines(text: str, width: float) -> int:
    """About how many lines a text takes in a column: not every program works that out by itself."""
    if len(text) <= width and "\n" not in text:
        return 1
    return sum(max(1, ceil(len(line) / (width * _LETTERS))) for line in text.split("\n"))


def fit(text: str) -> str:
    """The text as a cell can hold it."""
    text = _NOT_IN_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(text) > LONGEST_TEXT // 2 and len(units := text.encode("utf-16-le")) > 2 * LONGEST_TEXT:
        text = units[: 2 * (LONGEST_TEXT - len(CUT))].decode("utf-16-le", "ignore") + CUT
    # xlsxwriter takes a text between these two for its own markup, and would write it as it stands.
    return f" {text}" if text.startswith("<r>") and text.endswith("</r>") else text


def without_control(text: str) -> str:
    return _NOT_IN_XML.sub("", text)


def is_right_to_left(text: str) -> bool:
    return _RIGHT_TO_LEFT.search(text) is not None


def looks_like_a_formula(text: str) -> bool:
    return text.startswith(_LOOKS_LIKE_A_FORMULA)


@dataclass(frozen=True)
class Column:
    heading: str
    width: float  # characters


class Book:
    """A workbook in the making. Leaving its `with` writes the file."""

    def __init__(self, path: Path, title: str, now: datetime, *, right_to_left: bool) -> None:
        # What is written on the way lies beside the file, so that it goes where the file goes.
        self._book = Workbook(path, {**_OPTIONS, "tmpdir": str(path.parent)})
        self._book.set_properties({"title": fit(title), "created": now})
        self._right_to_left = right_to_left
        self._tables: list[Table] = []
        self.looks = Looks(self._book, right_to_left)

    def table(self, name: str, columns: Sequence[Column], *, most_rows: int = MOST_ROWS) -> Table:
        made = Table(self, name, columns, most_rows)
        self._tables.append(made)
        return made

    def sheet(self, name: str) -> Worksheet:
        sheet = self._book.add_worksheet(name)
        if self._right_to_left:
            sheet.right_to_left()
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.hide_gridlines(2)  # the rows have lines of their own
        sheet.set_footer("&C&P / &N")
        return sheet

    def __enter__(self) -> Book:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for table in self._tables:
            table.end()
        self._book.close()


class Looks:
    """The cell formats of a workbook."""

    def __init__(self, book: Workbook, right_to_left: bool) -> None:
        shapes = "[$-3000429]" if right_to_left else ""  # Persian digits, whatever the language of Excel
        side = {"align": "right" if right_to_left else "left", "indent": 1}
        accent = {"bg_color": _ACCENT, "font_color": _ON_ACCENT, "bold": True, "right": 1, "right_color": _ON_ACCENT}
        wrapped = {"text_wrap": True, "reading_order": 2 if right_to_left else 1}
        self.heading = book.add_format({**accent, **side, **wrapped, "valign": "vcenter"})
        cell = {**side, "bottom": 1, "bottom_color": _RULE}
        self.empty = book.add_format(cell)
        self.whole = book.add_format({**cell, "num_format": f"{shapes}0"})
        self.fraction = book.add_format({**cell, "num_format": f"{shapes}0.0##############"})
        # The Persian calendar and digits. Programs without that calendar show the same day in the Gregorian one.
        day = "[$-3160429]yyyy/mm/dd" if right_to_left else "yyyy-mm-dd"
        self.day = book.add_format({**cell, "num_format": day})
        self.moment = book.add_format({**cell, "num_format": f"{day} hh:mm"})
        self._texts = {
            (persian, quoted): book.add_format(
                {**cell, "text_wrap": True, "reading_order": 2 if persian else 1, "quote_prefix": quoted}
            )
            for persian in (False, True)
            for quoted in (False, True)
        }

    def text(self, text: str) -> Format:
        """By its own direction; one that looks like a formula stays text even when somebody edits the cell."""
        return self._texts[is_right_to_left(text), looks_like_a_formula(text)]


class Table:
    """Rows under a heading that stays in sight; where Excel's rows run out they go on in a further sheet."""

    def __init__(self, book: Book, name: str, columns: Sequence[Column], most_rows: int) -> None:
        self._book, self._name, self._columns, self._most_rows = book, name, columns, most_rows
        self._sheets = 0
        # Labels, headings and names come again in every row.
        self._fitted = lru_cache(maxsize=2048)(self._fit)
        self._begin()

    def _begin(self) -> None:
        self._sheets += 1
        name = self._name if self._sheets == 1 else f"{self._name} ({digits(self._sheets)})"
        self._sheet = self._book.sheet(name)
        self._sheet.freeze_panes(1, 0)
        self._sheet.repeat_rows(0)
        if sum(column.width for column in self._columns) <= _WIDEST_PAGE:
            self._sheet.fit_to_pages(1, 0)
        self._next_row = 1
        self._write_heading()

    def _write_heading(self) -> None:
        for index, column in enumerate(self._columns):
            self._sheet.set_column(index, index, column.width)
            self._sheet.write_string(0, index, fit(column.heading), self._book.looks.heading)
        # A bold letter takes more room, and so does the button of the filter.
        tallest = max(lines(column.heading, column.width - 4) for column in self._columns)
        self._sheet.set_row(0, min((tallest + 0.5) * _LINE, _TALLEST))

    def end(self) -> None:
        """Nothing more comes: let the heading filter what is there."""
        self._sheet.autofilter(0, 0, self._next_row - 1, len(self._columns) - 1)

    def add(self, cells: Iterable[Cell]) -> None:
        if self._next_row == self._most_rows:
            self.end()
            self._begin()
        tallest = 1
        for index, cell in enumerate(cells):
            tallest = max(tallest, self._write(index, cell))
        self._set_height(tallest)
        self._next_row += 1

    def _write(self, index: int, cell: Cell) -> int:
        """How many lines it takes."""
        sheet, row, looks = self._sheet, self._next_row, self._book.looks
        match cell:
            case str() if cell:
                text, look, taken = self._fitted(cell, self._columns[index].width)
                sheet.write_string(row, index, text, look)
                return taken
            case int():
                sheet.write_number(row, index, cell, looks.whole)
            case float():
                sheet.write_number(row, index, cell, looks.fraction)
            case datetime():
                sheet.write_datetime(row, index, cell.replace(tzinfo=None), looks.moment)
            case date():
                sheet.write_datetime(row, index, datetime.combine(cell, time()), looks.day)
            case _:
                sheet.write_blank(row, index, None, looks.empty)
        return 1

    def _fit(self, text: str, width: float) -> tuple[str, Format, int]:
        text = fit(text)
        return text, self._book.looks.text(text), lines(text, width)

    def _set_height(self, tallest: int) -> None:
        if tallest > 1:
            self._sheet.set_row(self._next_row, min((tallest + 0.25) * _LINE, _TALLEST))
        # xlsxwriter would remember the height of every row to the end.
        for kept in (self._sheet.row_info, self._sheet.row_sizes):
            kept.pop(self._next_row - 1, None)
