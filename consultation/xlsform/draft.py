"""A form as its author wrote it, under standard names: what the lint reads and the questionnaire is built from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from consultation.xlsform.aliases import OR_OTHER, TYPES, YES, language_code, one_of
from consultation.xlsform.line import Line
from consultation.xlsform.parts import named_apart, parts
from consultation.xlsform.question_types import (
    BEGINS,
    CALCULATED,
    DROPPED,
    ENDS,
    GROUPS,
    LISTED,
    SELECTS,
)
from consultation.xlsform.table import Row, Table

_PERSIAN = re.compile("[\u0620-\u06d3]")
_LATIN = re.compile("[A-Za-z]")
_WITH_LIST = LISTED | {
    "begin_repeat",
    "osm",
    "select_one_from_file",
    "select_multiple_from_file",
    "select_one_external",
}


@dataclass(frozen=True)
class Item:
    """A row of the choices sheet that says something."""

    row: Row
    list_name: str
    name: str

    @property
    def exclusive(self) -> bool:
        return one_of(self.row.text("exclusive"), YES)


@dataclass(frozen=True)
class Draft:
    survey: Table
    choices: Table | None
    settings: Table | None
    sheet_names: tuple[str, ...]  # of the whole workbook

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(table for table in (self.survey, self.choices, self.settings) if table)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        return tuple(part for line in named_apart(_grouped(_lines(self.survey))) for part in parts(line))

    @cached_property
    def by_name(self) -> Mapping[str, Line]:
        """The first line of each name."""
        return {line.name: line for line in reversed(self.lines) if line.name and line.type not in ENDS}

    @cached_property
    def written(self) -> Mapping[str, tuple[Line, ...]]:
        """Questions by the name that stands in their row: some share one, in different groups."""
        asked: dict[str, list[Line]] = {name: [] for name in self.by_name}
        for line in self.lines:
            if line.type not in GROUPS and not line.generated and line.written_name in asked:
                asked[line.written_name].append(line)
        return {name: tuple(lines) for name, lines in asked.items()}

    @cached_property
    def repeats(self) -> Mapping[str, Line]:
        return {line.name: line for line in self.lines if line.type == "begin_repeat" and line.name}

    def repeat_of(self, line: Line) -> str:
        """The repeat that a line stands in; "" where it is asked once."""
        return next((name for name in line.groups if name in self.repeats), "")

    @cached_property
    def items(self) -> tuple[Item, ...]:
        rows = self.choices.rows if self.choices else ()
        items = (Item(row, _list_name(row.text("list_name")), row.text("name")) for row in rows)
        return tuple(item for item in items if item.list_name or item.name)

    @cached_property
    def lists(self) -> Mapping[str, tuple[Item, ...]]:
        lists: dict[str, list[Item]] = {}
        for item in self.items:
            if item.list_name:
                lists.setdefault(item.list_name, []).append(item)
        return {name: tuple(items) for name, items in lists.items()}

    def setting(self, name: str) -> str:
        return self.settings.rows[0].text(name) if self.settings and self.settings.rows else ""

    @cached_property
    def default_language(self) -> str:
        """The language of texts whose column names none: as the settings say, else as their letters tell."""
        if written := self.setting("default_language"):
            return language_code(written)
        if unnamed := self._labels("", self.lines):
            letters = " ".join(unnamed)
            return "fa" if len(_PERSIAN.findall(letters)) > len(_LATIN.findall(letters)) else "en"
        named = self._label_languages
        return "fa" if "fa" in named or not named else named[0]

    @cached_property
    def languages(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((self.default_language, *self._label_languages)))

    @property
    def _label_languages(self) -> tuple[str, ...]:
        """The languages named by label columns that are not all empty, in the order of the columns."""
        columns = (column for table in self.tables for column in table.columns if column.name == "label")
        codes = dict.fromkeys(column.language for column in columns if column.language)
        return tuple(code for code in codes if self._labels(code, (*self.lines, *self.items)))

    @staticmethod
    def _labels(language: str, of: Iterable[Line | Item]) -> list[str]:
        return [text for one in of if (text := one.row.texts("label").get(language))]

    def texts(self, row: Row, name: str) -> dict[str, str]:
        """A text in each language; a column that names its language goes before one that does not."""
        written = row.texts(name)
        unnamed = {self.default_language: written.pop("")} if "" in written else {}
        return unnamed | written


def _lines(survey: Table) -> Iterator[Line]:
    for row in survey.rows:
        says_something = any(row.text(column) for column in ("type", "name", "label"))
        if says_something and not one_of(row.text("disabled"), YES):
            yield _line(row)


def _line(row: Row) -> Line:
    written = row.text("type")
    kind, rest = _type(written)
    list_name, or_other = _list(rest)
    return Line(
        row=row,
        type=kind if kind in _WITH_LIST or not rest else "",
        written_type=written,
        list_name=list_name or _list_name(row.text("list_name")),
        or_other=or_other and kind in SELECTS,
        name=row.text("name") or _own_name(kind, row),
    )


def _type(written: str) -> tuple[str, list[str]]:
    """The longest beginning of the cell that is a type, and the words after it."""
    words = written.split()
    for count in range(min(len(words), 6), 0, -1):
        if kind := TYPES.standard(" ".join(words[:count])):
            return kind, words[count:]
    return "", words


def _list(words: list[str]) -> tuple[str, bool]:
    """The name of a list, which may have been written in several words, and whether "or_other" stands with it."""
    for count in (1, 2, 3):
        if one_of(" ".join(words[-count:]), OR_OTHER):
            return "_".join(words[:-count]), True
        if one_of(" ".join(words[:count]), OR_OTHER):  # as it is said in Persian: یک گزینه یا سایر
            return "_".join(words[count:]), True
    return "_".join(words), False


def _list_name(written: str) -> str:
    return "_".join(written.split())


def _own_name(kind: str, row: Row) -> str:
    """Rows that nothing refers to may be without a name."""
    if kind == "note":
        return f"note_{row.number}"
    return kind if kind in DROPPED or CALCULATED.get(kind) else ""


def _grouped(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines with the groups and repeats they stand in."""
    open_groups: tuple[str, ...] = ()
    for line in lines:
        if line.type in ENDS:
            open_groups = open_groups[:-1]
        yield replace(line, groups=open_groups)
        if line.type in BEGINS:
            open_groups = (*open_groups, line.name)
