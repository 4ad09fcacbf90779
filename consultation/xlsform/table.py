"""A worksheet of a form as a table: columns under standard names, and rows that know where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from openpyxl.utils import get_column_letter

from consultation.xlsform.aliases import (
    CHOICES_COLUMNS,
    IGNORED_COLUMNS,
    LANGUAGE_CODES,
    SETTINGS_COLUMNS,
    SURVEY_COLUMNS,
    Vocabulary,
    key,
    language_code,
)
from consultation.xlsform.problems import Problem
from consultation.xlsform.workbook import Cells, Sheet

COLUMNS: Mapping[str, Vocabulary] = {
    "survey": SURVEY_COLUMNS,
    "choices": CHOICES_COLUMNS,
    "settings": SETTINGS_COLUMNS,
}
TRANSLATED = frozenset({"label", "hint", "constraint_message", "required_message", "form_title"})
MEDIA = ("image", "audio", "video")  # names of files, for each language where they differ

_HEADER_IS_AMONG = 10  # the first rows: a title may stand above the header
_SPACED_NAME = re.compile(r"\$\{\s*([^{}]*?)\s*\}")
_IN_BRACKETS = re.compile(r"(.+?)\s*\(([^()]+)\)")


@dataclass(frozen=True)
class Column:
    number: int  # from 1; 0 and below are columns that are not in the worksheet
    header: str  # as the author wrote it
    name: str = ""  # the standard name; "" where it is none that we know
    language: str = ""  # code; "" where the header names none
    ignored: bool = False  # a column of ODK that means nothing in a chat

    @property
    def letter(self) -> str:
        return get_column_letter(self.number) if self.number > 0 else ""


@dataclass(frozen=True)
class Row:
    sheet: str  # as the author named it
    number: int
    columns: tuple[Column, ...]
    cells: Cells

    def text(self, name: str) -> str:
        """What stands in the column of this standard name; "" where there is nothing."""
        return next((text for column, text in self._named(name)), "")

    def texts(self, name: str) -> dict[str, str]:
        """The same in every language; under "" what stands in a column that names no language."""
        texts: dict[str, str] = {}
        for column, text in self._named(name):
            texts.setdefault(column.language, text)
        return texts

    @property
    def extra(self) -> dict[str, str]:
        """Under columns of the author's own: header -> text."""
        own = (column for column in self.columns if not column.name and not column.ignored)
        return {column.header: self.cells[column.number] for column in own if column.number in self.cells}

    def but(self, changed: Mapping[str, str]) -> Row:
        """The same row with other texts in these columns, in every language; "" empties them."""
        kept = {column.number: text for column, text in self._filled() if column.name not in changed}
        at = {column.name: column.number for column in reversed(self.columns) if column.name in changed}
        new = tuple(Column(-n, name, name) for n, name in enumerate(changed) if name not in at)
        places = at | {column.name: column.number for column in new}
        cells = kept | {places[name]: text for name, text in changed.items() if text}
        return replace(self, columns=(*self.columns, *new), cells=cells)

    def _filled(self) -> Iterator[tuple[Column, str]]:
        return ((column, self.cells[column.number]) for column in self.columns if column.number in self.cells)

    def _named(self, name: str) -> Iterator[tuple[Column, str]]:
        return ((column, text) for column, text in self._filled() if column.name == name)

    def problem(self, name: str, what: str, cure: str) -> Problem:
        """A problem of this row in the column of this standard name."""
        of_name = [column for column in self.columns if column.name == name]
        filled = (column for column in of_name if column.number in self.cells)
        column = next(filled, of_name[0] if of_name else Column(0, name))
        return Problem(self.sheet, self.number, column.header, what, cure, column.letter)


@dataclass(frozen=True)
class Table:
    """A sheet of a form. `kind` is its standard name: survey, choices or settings."""

    kind: str
    sheet: Sheet
    header: int  # number of the header row
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(column.name for column in self.columns)

    def column_problem(self, column: Column, what: str, cure: str) -> Problem:
        return Problem(self.sheet.name, self.header, column.header, what, cure, column.letter)

    def problem(self, what: str, cure: str) -> Problem:
        """A problem of the sheet as a whole."""
        return Problem(self.sheet.name, None, None, what, cure)


def table_of(kind: str, sheet: Sheet) -> Table:
    header = _header(kind, sheet)
    headers = sheet.rows.get(header, {})
    columns = tuple(_column(kind, number, written) for number, written in headers.items())
    rows = tuple(
        Row(sheet.name, number, columns, {column: _SPACED_NAME.sub(r"${\1}", text) for column, text in cells.items()})
        for number, cells in sheet.rows.items()
        if number > header
    )
    return Table(kind, sheet, header, columns, rows)


def _header(kind: str, sheet: Sheet) -> int:
    """The row that names the columns: the first that names one we know, else the first."""
    for number, cells in islice(sheet.rows.items(), _HEADER_IS_AMONG):
        if any(_column(kind, column, written).name for column, written in cells.items()):
            return number
    return next(iter(sheet.rows), 1)


def _column(kind: str, number: int, header: str) -> Column:
    names = COLUMNS[kind]
    written = re.sub(r"\s*:+\s*", ":", header)
    if name := names.standard(written):
        return Column(number, header, name)
    for base, language in _translations(written):
        if (name := names.standard(base)) in TRANSLATED or name in MEDIA:
            return Column(number, header, name, language_code(language))
    ignored = key(written.partition(":")[0]) in map(key, IGNORED_COLUMNS[kind])
    return Column(number, header, ignored=ignored)


def _translations(header: str) -> Iterator[tuple[str, str]]:
    """How a header may be a name and a language: label::English (en), label:en, label (en), برچسب انگلیسی."""
    base, colon, language = header.rpartition(":")
    if colon:
        yield base, language
    if bracketed := _IN_BRACKETS.fullmatch(header):
        yield bracketed[1], bracketed[2]
    base, _, language = header.rpartition(" ")
    if LANGUAGE_CODES.standard(language):
        yield base, language
