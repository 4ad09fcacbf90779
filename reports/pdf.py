"""A document as a PDF, set by Typst. What it says is handed over as JSON, so that nothing in it can be markup."""

from __future__ import annotations

import json
import re
from pathlib import Path

from reports import chart
from reports.blocks import Block, Document, Heading, Picture, Points, Quote, Table, Text, isolated
from reports.typesetting import typeset

_TEMPLATE = Path(__file__).with_name("report.typ")


def write_pdf(document: Document, path: Path) -> None:
    typeset(_TEMPLATE, Path(chart.font_folder()), json.dumps(_data(document), ensure_ascii=False), path)


_WORD = re.compile(r"\S{40,}")
_LINE = 30  # letters
_BREAK = "\u200d\u200b\u200d"  # a line may end here, and letters on both sides stay joined


def _set(text: str) -> str:
    return breakable(isolated(text))


def breakable(text: str) -> str:
    """A word that is longer than a line would run off the page."""
    return _WORD.sub(lambda word: _BREAK.join(re.findall(f".{{1,{_LINE}}}", word[0])), text)


def _data(document: Document) -> dict[str, object]:
    return {
        "title": _set(document.title),
        "subtitle": _set(document.subtitle),
        "facts": [[label, _set(told)] for label, told in document.facts],
        "footer": _set(document.footer),
        "contents": document.contents,
        "language": document.language,
        "right_to_left": document.right_to_left,
        "fonts": [chart.PREFERRED, chart.ALWAYS_THERE],
        "blocks": [_block(block, document.right_to_left) for block in document.blocks],
    }


def _block(block: Block, right_to_left: bool) -> dict[str, object]:
    match block:
        case Heading(text, level):
            return {"kind": "heading", "text": _set(text), "level": level}
        case Text(text, quiet, leads):
            return {"kind": "text", "text": _set(text), "quiet": quiet, "leads": leads}
        case Points(lines):
            return {"kind": "points", "lines": [_set(line) for line in lines]}
        case Picture(drawn, alt):
            return {"kind": "picture", "svg": chart.svg(drawn, right_to_left=right_to_left), "alt": alt}
        case Quote(text, source):
            return {"kind": "quote", "text": _set(text), "source": _set(source)}
        case Table():
            return _table(block)


def _table(table: Table) -> dict[str, object]:
    rows = [[_set(cell) for cell in row] for row in table.rows]
    head = [_set(cell) for cell in table.head]
    return {"kind": "table", "head": head, "rows": rows, "figures": table.figures, "widths": list(table.widths)}
