"""A refused workbook given back to its author: the same, with every wrong cell coloured and commented."""

from __future__ import annotations

import re
import warnings
from collections import defaultdict
from collections.abc import Sequence
from io import BytesIO
from typing import cast

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import coordinate_to_tuple
from openpyxl.worksheet.worksheet import Worksheet

from consultation.texts import _, language
from consultation.xlsform.problems import FormRefused, Problem
from consultation.xlsform.reading import read_form
from consultation.xlsform.safety import FileKind, kind_of, refusing_damage, safe_package

_AUTHOR = "Jazb"
_WRONG = PatternFill("solid", fgColor="FFFFC7CE")
_WORTH_A_LOOK = PatternFill("solid", fgColor="FFFFEB9C")
_PLAIN = PatternFill()
_LETTERS = 60  # in a line of the list
_ISOLATES = re.compile("[\u2066-\u2069]")  # some fonts of spreadsheets show them as boxes


def mark_problems(content: bytes, problems: Sequence[Problem], remarks: Sequence[Problem] = ()) -> bytes:
    """The .xlsx with its problems marked in place, and listed in a sheet of their own; so too what is worth a look.

    Marks of an earlier round are taken away. Raises: FormRefused, where the file is no .xlsx that may be opened.
    """
    if kind_of(content) is not FileKind.XLSX:
        raise ValueError("only .xlsx can be marked")
    safe_package(content)
    with refusing_damage(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about extensions that openpyxl leaves out
        workbook = load_workbook(BytesIO(content))
        _clear(workbook)
        _mark(workbook, remarks, _WORTH_A_LOOK)
        _mark(workbook, problems, _WRONG)
        _list(workbook, problems, remarks)
        marked = BytesIO()
        workbook.save(marked)
    return marked.getvalue()


def list_problems(problems: Sequence[Problem], remarks: Sequence[Problem] = ()) -> bytes:
    """The problems alone, as a workbook."""
    workbook, listed = Workbook(), BytesIO()
    workbook.remove(workbook.worksheets[0])
    _list(workbook, problems, remarks)
    workbook.save(listed)
    return listed.getvalue()


def returned(content: bytes, filename: str) -> tuple[bytes, bool]:
    """What goes back to the author of a refused workbook, and whether that is the same, marked."""
    try:
        found: tuple[Sequence[Problem], Sequence[Problem]] = ((), read_form(content, filename).remarks)
    except FormRefused as refused:
        found = refused.problems, refused.remarks
    try:
        if kind_of(content) is FileKind.XLSX:
            return mark_problems(content, *found), True
    except FormRefused:
        pass  # what can be read row by row may still be more than the whole of it can be written back from
    return list_problems(*found), False


def _clear(workbook: Workbook) -> None:
    for name in (_("Problems"), _("Remarks")):
        if name in workbook.sheetnames:
            del workbook[name]
    for sheet in workbook.worksheets:
        for cell in _written(sheet):
            if isinstance(cell, Cell) and cell.comment and cell.comment.author == _AUTHOR:
                cell.comment = None
                cell.fill = _PLAIN


def _written(sheet: Worksheet) -> list[object]:
    """The cells that there are: iter_rows() would first make all others, a million in a sheet that was formatted far
    to the right and down, and write each of them."""
    return list(sheet._cells.values())


def _by_cell(workbook: Workbook, problems: Sequence[Problem]) -> dict[Cell, list[Problem]]:
    by_cell: defaultdict[Cell, list[Problem]] = defaultdict(list)
    for problem in problems:
        if problem.sheet in workbook.sheetnames:
            by_cell[_cell(workbook[problem.sheet], problem)].append(problem)
    return by_cell


def _cell(sheet: Worksheet, problem: Problem) -> Cell:
    """Where a problem is marked: at the start of its row, or of its sheet, where it has no single cell."""
    at = problem.cell or f"A{problem.row or 1}"
    for merged in sheet.merged_cells.ranges:
        if at in merged:
            at = merged.start_cell.coordinate
    return cast("Cell", sheet.cell(*coordinate_to_tuple(at)))  # the first cell of a merged range is an ordinary one


def _mark(workbook: Workbook, problems: Sequence[Problem], fill: PatternFill) -> None:
    for cell, of_cell in _by_cell(workbook, problems).items():
        said = "\n\n".join(_plain(f"{problem.what} — {problem.cure}") for problem in of_cell)
        if cell.comment:
            said = f"{said}\n\n{cell.comment.text}"
        cell.comment = Comment(said, _AUTHOR, width=320, height=60 + 18 * (len(said) // 45))
        cell.fill = fill


def _list(workbook: Workbook, problems: Sequence[Problem], remarks: Sequence[Problem]) -> None:
    _list_in(workbook.create_sheet(_("Problems")), problems)
    if remarks:
        _list_in(workbook.create_sheet(_("Remarks")), remarks)


def _list_in(sheet: Worksheet, problems: Sequence[Problem]) -> None:
    sheet.sheet_view.rightToLeft = language() == "fa"
    headers = (_("Sheet"), _("Row"), _("Column"), _("What is wrong"), _("What to do"))
    lines = [(one.sheet, str(one.row or ""), one.column or "", one.what, one.cure) for one in problems]
    for row, line in enumerate([headers, *lines], start=1):
        for column, text in enumerate(line, start=1):
            _write(cast("Cell", sheet.cell(row, column)), _plain(text), bold=row == 1)
        sheet.row_dimensions[row].height = 16 * (1 + max(map(len, line)) // _LETTERS)
    for letter, width in {"A": 16, "B": 8, "C": 20, "D": _LETTERS, "E": _LETTERS}.items():
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"


def _write(cell: Cell, text: str, *, bold: bool) -> None:
    cell.value = text
    cell.data_type = "s"  # a header may begin with "=": here it is a text
    cell.font = Font(name="Tahoma", size=10, bold=bold)
    reading_order = 2 if language() == "fa" else 1
    cell.alignment = Alignment(wrap_text=True, vertical="top", readingOrder=reading_order)


def _plain(text: str) -> str:
    return _ISOLATES.sub("", text)
