"""The tables of a document for Word: rules between rows and nothing else, and a first column that its words fit in."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Emu, Length, Pt
from docx.table import Table as WordTable
from docx.table import _Row
from docx.text.paragraph import Paragraph

from reports.blocks import Table

Say = Callable[..., None]  # (paragraph, text, *, bold, size)

_RULE, _ACCENT = "C9D3DC", "2F6F9F"
_KEPT_WHOLE = 12  # rows; a longer table may go on on the next page
_SIZE = Pt(8.5)
# Word wants properties in the order of its schema.
_AFTER_BIDI_VISUAL = ("w:tblStyleRowBandSize", "w:tblW", "w:jc", "w:tblBorders", "w:tblLayout", "w:tblLook")
_AFTER_BORDERS = ("w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
_AFTER_MARGINS = ("w:tblLook",)


def add_table(word: WordDocument, table: Table, width: Length, say: Say, *, right_to_left: bool) -> None:
    made = word.add_table(rows=0, cols=len(table.head))
    properties = made._tbl.tblPr
    if right_to_left:
        properties.insert_element_before(OxmlElement("w:bidiVisual"), *_AFTER_BIDI_VISUAL)
    properties.insert_element_before(_borders(), *_AFTER_BORDERS)
    properties.insert_element_before(_margins(), *_AFTER_MARGINS)
    made.autofit = False
    widths = _widths(table, width)
    _row(made, table.head, table, widths, say, head=True)
    for number, row in enumerate(table.rows, 1):
        stays = len(table.rows) <= _KEPT_WHOLE and number < len(table.rows)
        _row(made, row, table, widths, say, stays=stays)
    word.add_paragraph()


def _row(
    made: WordTable,
    texts: Iterable[str],
    table: Table,
    widths: list[int],
    say: Say,
    *,
    head: bool = False,
    stays: bool = False,
) -> None:
    row: _Row = made.add_row()  # type: ignore[no-untyped-call]
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    if head:
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for place, (cell, text, width) in enumerate(zip(row.cells, texts, widths, strict=True)):
        cell.width = Emu(width)
        if head:
            cell._tc.get_or_add_tcPr().append(_element("w:tcBorders", {"w:bottom": _line(_ACCENT, 8)}))
        paragraph: Paragraph = cell.paragraphs[0]
        say(paragraph, text, bold=head, size=_SIZE)
        paragraph.paragraph_format.line_spacing = 1.15
        paragraph.paragraph_format.space_after = Pt(2)
        paragraph.paragraph_format.keep_with_next = head or stays
        if table.figures and place:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _widths(table: Table, width: Length) -> list[int]:
    """Where they are not told: as wide as two columns of figures for the words, the rest evenly."""
    shares = table.widths or ((2 if len(table.head) > 4 else 4), *(1 for _cell in table.head[1:]))
    return [int(width * share / sum(shares)) for share in shares]


def _borders() -> BaseOxmlElement:
    return _element("w:tblBorders", {"w:bottom": _line(_RULE, 4), "w:insideH": _line(_RULE, 4)})


def _line(colour: str, eighths: int) -> dict[str, str]:
    return {"val": "single", "sz": str(eighths), "space": "0", "color": colour}


def _margins() -> BaseOxmlElement:
    sides = {side: {"w": "60", "type": "dxa"} for side in ("w:left", "w:right")}
    return _element("w:tblCellMar", sides)


def _element(tag: str, parts: dict[str, dict[str, str]]) -> BaseOxmlElement:
    made = OxmlElement(tag)
    for part, attributes in parts.items():
        inner = OxmlElement(part)
        for name, value in attributes.items():
            inner.set(qn(f"w:{name}"), value)
        made.append(inner)
    return made
