"""Workbooks for the tests: from markdown tables, and by taking one apart and putting it together otherwise."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter

from consultation.xlsform.markdown import workbook_of

SHEET = "xl/worksheets/sheet1.xml"


def xlsx(markdown: str) -> bytes:
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as workbook:
        for sheet in workbook_of(markdown).sheets:
            written = workbook.add_worksheet(sheet.name)
            for row, cells in sheet.rows.items():
                for column, text in cells.items():
                    written.write_string(row - 1, column - 1, text)
    return content.getvalue()


def repacked(content: bytes, changes: Mapping[str, Callable[[bytes], bytes]], **more: bytes) -> bytes:
    """The workbook with some of its parts changed, and files added."""
    packed = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(packed, "w", ZIP_DEFLATED) as new:
        for member in old.infolist():
            change = changes.get(member.filename, bytes)
            new.writestr(member.filename, change(old.read(member)))
        for name, part in more.items():
            new.writestr(name, part)
    return packed.getvalue()


def plain(said: object) -> str:
    """Without the marks that set names apart."""
    return re.sub("[\u2066-\u2069]", "", str(said))
