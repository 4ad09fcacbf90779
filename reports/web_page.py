"""A document as one page for the browser, with everything in it: no picture, font or script from elsewhere."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from reports import chart
from reports.blocks import Block, Document, Heading, Picture, Points, Quote, Table, Text, isolated

_STYLE = Path(__file__).with_name("report.css")
_PROLOGUE = re.compile(r"\A.*?(?=<svg)", re.DOTALL)
_ID = re.compile(r'(id="|url\(#|href="#)')


def write_page(document: Document, path: Path) -> None:
    way = "rtl" if document.right_to_left else "ltr"
    facts = "".join(f"<dt>{_said(label)}</dt><dd>{_said(told)}</dd>" for label, told in document.facts)
    blocks = "\n".join(_block(block, n, document.right_to_left) for n, block in enumerate(document.blocks))
    path.write_text(
        f'<!doctype html>\n<html lang="{document.language}" dir="{way}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(document.title)}</title>\n<style>\n{_STYLE.read_text('utf-8')}</style>\n</head>\n<body>\n"
        f'<header><p class="subtitle">{_said(document.subtitle)}</p><h1>{_said(document.title)}</h1>'
        f"<dl>{facts}</dl></header>\n<main>\n{blocks}\n</main>\n<footer>{_said(document.footer)}</footer>\n"
        "</body>\n</html>\n",
        "utf-8",
    )


def _said(text: str) -> str:
    return escape(isolated(text)).replace("\n", "<br>")


def _block(block: Block, number: int, right_to_left: bool) -> str:
    match block:
        case Heading(text, level):
            return f"<h{level + 1}>{_said(text)}</h{level + 1}>"
        case Text(text, quiet, _leads):
            return f'<p class="quiet">{_said(text)}</p>' if quiet else f"<p>{_said(text)}</p>"
        case Points(lines):
            return "<ul>" + "".join(f"<li>{_said(line)}</li>" for line in lines) + "</ul>"
        case Picture(drawn, alt):
            inner = _embedded(chart.svg(drawn, right_to_left=right_to_left), number)
            return f'<figure role="img" aria-label="{escape(alt, quote=True)}">{inner}</figure>'
        case Quote(text, source):
            return f"<blockquote><p>{_said(text)}</p><cite>{_said(source)}</cite></blockquote>"
        case Table():
            return _table(block)


def _embedded(svg: str, number: int) -> str:
    """Inside a page the names of its parts must differ from those of the other pictures."""
    return _ID.sub(rf"\g<1>c{number}-", _PROLOGUE.sub("", svg))


def _table(table: Table) -> str:
    shares = "".join(f'<col style="width:{100 * one // sum(table.widths)}%">' for one in table.widths)
    head = "".join(f'<th scope="col">{_said(cell)}</th>' for cell in table.head)
    rows = "".join("<tr>" + "".join(f"<td>{_said(cell)}</td>" for cell in row) + "</tr>" for row in table.rows)
    kind = ' class="figures"' if table.figures else ""
    group = f"<colgroup>{shares}</colgroup>" if shares else ""
    body = f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody>"
    return f'<div class="table"><table{kind}>{group}{body}</table></div>'
