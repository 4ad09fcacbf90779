"""A spreadsheet file as plain rows of text, each cell in its place, whatever program wrote it."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import IO, Literal

import xlrd
from defusedxml.ElementTree import iterparse
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils import coordinate_to_tuple
from openpyxl.worksheet.cell_range import CellRange

from consultation.persian.text import clean
from consultation.xlsform.safety import (
    FileKind,
    kind_of,
    password_protected,
    refusing_damage,
    safe_package,
    too_many_cells,
)

MOST_ROWS = 5_000
MOST_COLUMNS = 256
MOST_CELLS = 100_000
MOST_LETTERS = 4_000_000  # of all cells together: a shared text counts wherever it stands
MOST_LETTERS_OF_A_CELL = 32_767  # Excel's own limit

ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})

Place = tuple[int, int]  # row, column
Cells = Mapping[int, str]  # column, from 1 -> text; empty cells are left out


@dataclass(frozen=True)
class Sheet:
    name: str
    rows: Mapping[int, Cells]  # row, from 1 as in the worksheet; empty rows are left out
    merged: tuple[CellRange, ...] = ()
    uncalculated: tuple[Place, ...] = ()  # formulas stored without their result


@dataclass(frozen=True)
class Workbook:
    sheet_names: tuple[str, ...]
    sheets: tuple[Sheet, ...]  # those that were wanted


Wanted = Callable[[str], bool]


def read_workbook(content: bytes, wanted: Wanted) -> Workbook:
    """The sheets whose names are wanted.

    Raises: FormRefused, for anything that is not a healthy workbook of a reasonable size.
    """
    kind = kind_of(content)
    with refusing_damage(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions that are of no concern here
        match kind:
            case FileKind.XLSX:
                return _xlsx(safe_package(content), wanted)
            case FileKind.XLS:
                return _xls(content, wanted)


# -- .xlsx -------------------------------------------------------------------------------------------------------------


def _xlsx(package: bytes, wanted: Wanted) -> Workbook:
    reader = ExcelReader(io.BytesIO(package), read_only=True, data_only=True, keep_links=False)
    reader.read()
    parts = {sheet.name: relation.target for sheet, relation in reader.parser.find_sheets()}
    sheets = []
    for worksheet in reader.wb.worksheets:
        if wanted(worksheet.title):
            with reader.archive.open(parts[worksheet.title]) as part:
                merged, uncalculated = _hidden_from_readers(part)
            worksheet.reset_dimensions()  # what a worksheet says of its own size is often wrong
            rows = worksheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True)
            sheets.append(Sheet(worksheet.title, _kept(rows), merged, uncalculated))
    return Workbook(tuple(parts), tuple(sheets))


def _hidden_from_readers(part: IO[bytes]) -> tuple[tuple[CellRange, ...], tuple[Place, ...]]:
    """Merged ranges, and formulas without a result: openpyxl tells of neither when it reads in little memory.

    Raises: FormRefused, when there is something below the rows that are read.
    """
    merged, uncalculated = [], []
    row, filled = 0, False
    for _event, element in iterparse(part, events=("end",)):
        match _local(element.tag):
            case "c":
                parts = {_local(child.tag): child.text for child in element}
                filled = filled or bool(parts)
                if "f" in parts and not parts.get("v") and element.get("t") != "str":
                    uncalculated.append(coordinate_to_tuple(element.get("r", "A1")))
                element.clear()
            case "row":
                row = int(element.get("r", row + 1))
                if filled and row > MOST_ROWS:
                    raise too_many_cells()
                filled = False
                element.clear()
            case "mergeCell":
                merged.append(CellRange(element.get("ref", "")))
    return tuple(merged), tuple(uncalculated)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


# -- .xls --------------------------------------------------------------------------------------------------------------


def _xls(content: bytes, wanted: Wanted) -> Workbook:
    try:
        book = xlrd.open_workbook(file_contents=content, logfile=io.StringIO(), on_demand=True, ragged_rows=True)
    except xlrd.biffh.XLRDError as error:
        if "encrypted" in str(error):
            raise password_protected() from error
        raise
    names = tuple(book.sheet_names())
    return Workbook(names, tuple(_xls_sheet(book, name) for name in names if wanted(name)))


def _xls_sheet(book: xlrd.Book, name: str) -> Sheet:
    sheet = book.sheet_by_name(name)
    rows = ([_xls_value(cell, book.datemode) for cell in sheet.row(row)] for row in range(sheet.nrows))
    kept = _kept(rows)
    book.unload_sheet(name)
    return Sheet(name, kept)


def _xls_value(cell: xlrd.sheet.Cell, datemode: Literal[0, 1]) -> object:
    match cell.ctype:
        case xlrd.XL_CELL_TEXT | xlrd.XL_CELL_NUMBER:
            return cell.value
        case xlrd.XL_CELL_DATE:
            return xlrd.xldate_as_datetime(float(cell.value), datemode)
        case xlrd.XL_CELL_BOOLEAN:
            return bool(cell.value)
        case xlrd.XL_CELL_ERROR:
            return xlrd.error_text_from_code[int(cell.value)]
        case _:
            return None


# -- both --------------------------------------------------------------------------------------------------------------


def _kept(rows: Iterable[Iterable[object]]) -> Mapping[int, Cells]:
    kept: dict[int, Cells] = {}
    cells_left, letters_left = MOST_CELLS, MOST_LETTERS
    for number, row in enumerate(rows, start=1):
        filled = ((column, value) for column, value in enumerate(row, start=1) if value is not None)
        cells = {column: text for column, value in filled if (text := _text(value))}
        if not cells:
            continue
        cells_left -= len(cells)
        letters_left -= sum(map(len, cells.values()))
        if number > MOST_ROWS or cells_left < 0 or letters_left < 0:
            raise too_many_cells()
        kept[number] = cells
    return kept


def _text(value: object) -> str:
    """A cell's value as a person would type it: 5 and not 5.0, 2026-08-07, TRUE."""
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case str():
            return clean(value[:MOST_LETTERS_OF_A_CELL])
        case date() | time():
            return value.isoformat()
        case _:
            return str(value)
