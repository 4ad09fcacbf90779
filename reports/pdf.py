"""A document as a PDF, set by Typst. What it says is handed over as JSON, so that nothing in it can be markup."""

from __future__ import annotations

import json
from pathlib import Path

from reports import chart
from reports.blocks import Block, Document, Heading, Picture, Points, Quote, Table, Text, isolated
from reports.typesetting import typeset

_TEMPLATE = Path(__file__).with_name("report.typ")


def write_pdf(document: Document, path: Path) -> None:
    typeset(_TEMPLATE, Path(chart.font_folder()), json.dumps(_data(document), ensure_ascii=False), path)


def _data(document: Document) -> dict[str, object]:
    return {
        "title": isolated(document.title),
        "subtitle": isolated(document.subtitle),
        "facts": [[label, isolated(told)] for label, told in document.facts],
        "footer": isolated(document.footer),
        "contents": document.contents,
        "language": document.language,
        "right_to_left": document.right_to_left,
        "fonts": [chart.PREFERRED, chart.ALWAYS_THERE],
        "blocks": [_block(block, document.right_to_left) for block in document.blocks],
    }


def _block(block: Block, right_to_left: bool) -> dict[str, object]:
    match block:
        case Heading(text, level):
            return {"kind": "heading", "text": isolated(text), "level": level}
        case Text(text, quiet, leads):
            return {"kind": "text", "text": isolated(text), "quiet": quiet, "leads": leads}
        case Points(lines):
            return {"kind": "points", "lines": [isolated(line) for line in lines]}
        case Picture(drawn, alt):
            return {"kind": "picture", "svg": chart.svg(drawn, right_to_left=right_to_left), "alt": alt}
        case Quote(text, source):
            return {"kind": "quote", "text": isolated(text), "source": isolated(source)}
        case Table():
            return _table(block)


def _table(table: Table) -> dict[str, object]:
    rows = [[isolated(cell) for cell in row] for row in table.rows]
    head = [isolated(cell) for cell in table.head]
    return {"kind": "table", "head": head, "rows": rows, "figures": table.figures, "widths": list(table.widths)}
