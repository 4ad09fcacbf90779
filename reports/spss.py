"""The answers for SPSS: a .sav file, with the labels of variables and values, and what was not said as missing values.

Choices become numbers in the order in which the form offers them, unless their names are whole numbers: then these.
"""

from __future__ import annotations

import marshal
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from consultation.questionnaire import DONT_KNOW, NONRESPONSES, REFUSED
from consultation.texts import _
from reports.spss_cases import replace_cases
from reports.submissions import Submission, Submissions
from reports.variables import Measure, Value, Variable, variables

_NUMERIC = frozenset({Measure.NUMBER, Measure.CHOICE, Measure.FLAG, Measure.PLACE})
_SPSS: Mapping[Measure, str] = {Measure.NUMBER: "scale", Measure.PLACE: "ordinal"}
_LONGEST_LABEL, _LONGEST_VALUE_LABEL, _LONGEST_NAME = 255, 120, 60  # bytes
_LONGEST_TEXT = 32_000  # bytes, of a variable
_DAY_NOUGHT = date(1582, 10, 14)  # from which SPSS counts seconds
_MISSING: Mapping[str, float] = {DONT_KNOW: -98.0, REFUSED: -99.0}


@dataclass(frozen=True)
class _Column:
    name: str
    label: str
    measure: str
    read: Callable[[Submission], Any]
    values: Mapping[float, str]
    dtype: str
    missing: bool  # whether the numbers for what was not said are among its values
    is_date: bool = False

    @property
    def is_text(self) -> bool:
        return self.dtype == "object" and not self.is_date


def write_spss(submissions: Submissions, path: Path, *, names: bool = False) -> None:
    """Texts are as wide as the longest of them: what is read lies beside the file until that is known."""
    columns = _columns(submissions, names=names)
    spooled = path.with_suffix(".sav.cases")
    try:
        widths = _spool(submissions, columns, spooled)
        _write_dictionary(submissions.topic.title, columns, widths, path)
        replace_cases(path, widths, _cases(spooled))
    finally:
        spooled.unlink(missing_ok=True)


def _spool(submissions: Submissions, columns: list[_Column], path: Path) -> list[int | None]:
    """The width of each column; None of numbers."""
    widths = [1 if column.is_text else None for column in columns]
    with path.open("wb") as file:
        for one in submissions:
            case = [_stored(column.read(one)) for column in columns]
            widths = [_wider(width, cell) for width, cell in zip(widths, case, strict=True)]
            marshal.dump(case, file)
    return widths


def _wider(width: int | None, cell: float | bytes | None) -> int | None:
    return max(width, len(cell)) if width and isinstance(cell, bytes) else width


def _cases(path: Path) -> Iterator[list[float | bytes | None]]:
    with path.open("rb") as file:
        while file.peek(1):
            yield marshal.load(file)  # noqa: S302 - written by ourselves a moment ago


def _stored(cell: Any) -> float | bytes | None:
    if isinstance(cell, str):
        return cell.encode("utf-8", "replace")
    return (cell - _DAY_NOUGHT).total_seconds() if isinstance(cell, date) else cell


def _write_dictionary(title: str, columns: list[_Column], widths: list[int | None], path: Path) -> None:
    """With one case, that shows how wide each text is."""
    # Both take a second to import, and most runs of the bot never need them.
    import pandas as pd
    import pyreadstat

    def shown(column: _Column, width: int | None) -> Any:
        return "x" * (width or 1) if column.is_text else date(2000, 1, 1) if column.is_date else 0.0

    cells = {column.name: [shown(column, width)] for column, width in zip(columns, widths, strict=True)}
    pyreadstat.write_sav(
        pd.DataFrame({column.name: pd.Series(cells[column.name], dtype=column.dtype) for column in columns}),
        path,
        file_label=cut(title, 60),
        column_labels={column.name: column.label for column in columns},
        variable_value_labels={column.name: dict(column.values) for column in columns if column.values},
        missing_ranges={column.name: list(_MISSING.values()) for column in columns if column.missing},
        variable_measure={column.name: column.measure for column in columns},
    )


def _columns(submissions: Submissions, *, names: bool) -> list[_Column]:
    about = [
        _told("receipt", _("Receipt code"), lambda one: one.receipt),
        replace(_told("submitted", _("Date submitted"), lambda one: one.submitted_at.date()), is_date=True),
        _told("messenger", _("Messenger"), lambda one: one.channel),
        _told("kind", _("Kind of stakeholder"), lambda one: cut(one.kind, _LONGEST_TEXT)),
        _told("organisation", _("Organisation"), lambda one: cut(one.organisation, _LONGEST_TEXT)),
        _told("province", _("Province"), lambda one: cut(one.province, _LONGEST_TEXT)),
    ]
    if names:
        about.append(_told("name", _("Name"), lambda one: cut(one.name, _LONGEST_TEXT)))
    taken = {column.name for column in about}
    told = variables(submissions.columns)
    return [
        *about,
        *(_column(variable, spss_name(variable.name, number, taken)) for number, variable in enumerate(told, 1)),
    ]


def _told(name: str, label: str, read: Callable[[Submission], Any]) -> _Column:
    return _Column(name, label, "nominal", read, {}, "object", missing=False)


def _column(variable: Variable, name: str) -> _Column:
    codes = _codes(variable)
    numeric = variable.measure in _NUMERIC
    labels = {code: cut(variable.values[choice], _LONGEST_VALUE_LABEL) for choice, code in codes.items()}
    if numeric and not variable.parts_of:
        labels |= {_MISSING[DONT_KNOW]: _("I don't know"), _MISSING[REFUSED]: _("I prefer not to say")}
    if variable.measure is Measure.FLAG:
        labels = {0.0: _("no"), 1.0: _("yes")}
    measure = _SPSS.get(variable.measure, "nominal")
    missing = numeric and not variable.parts_of
    label = cut(variable.label, _LONGEST_LABEL)
    dtype = "float64" if numeric else "object"
    dated = variable.measure is Measure.DATE
    return _Column(name, label, measure, lambda one: _cell(variable, codes, one), labels, dtype, missing, dated)


def _codes(variable: Variable) -> Mapping[str, float]:
    if variable.measure is not Measure.CHOICE:
        return {}
    if all(re.fullmatch(r"\d{1,6}", name, re.ASCII) for name in variable.values):
        return {name: float(name) for name in variable.values}
    return {name: float(place) for place, name in enumerate(variable.values, 1)}


def _cell(variable: Variable, codes: Mapping[str, float], one: Submission) -> Any:
    value = variable.of(one.given)
    match variable.measure:
        case Measure.CHOICE:
            return _MISSING.get(str(value), codes.get(str(value)))
        case measure if measure in _NUMERIC:
            return _number(value)
        case Measure.DATE:
            return date.fromisoformat(str(value)) if value and value not in NONRESPONSES else None
        case _:
            return cut(str(value or ""), _LONGEST_TEXT)


def _number(value: Value | None) -> float | None:
    if isinstance(value, str):
        return _MISSING.get(value)
    return None if value is None else float(value)


def spss_name(name: str, number: int, taken: set[str]) -> str:
    """A name that SPSS takes: Latin letters, digits and _, beginning with a letter; "q7" where nothing is left."""
    plain = re.sub(r"[^A-Za-z0-9_]+", "_", name)[:_LONGEST_NAME].rstrip("_")
    if not plain[:1].isalpha():
        plain = f"q{number}_{plain.strip('_')}".rstrip("_")
    while plain.lower() in taken:
        plain = f"{plain[: _LONGEST_NAME - 6]}_{number}"
    taken.add(plain.lower())
    return plain


def cut(text: str, most: int) -> str:
    """At most so many bytes of UTF-8, never a part of a letter."""
    data = text.replace("\0", "").encode("utf-8", "replace")
    return text.replace("\0", "") if len(data) <= most else data[: most - 3].decode("utf-8", "ignore") + "…"
