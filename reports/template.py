"""The empty form that staff begin with: a Persian workbook with examples, drop-down lists and an explanation."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reports import template_texts as texts

_ROWS = 500  # that have drop-down lists
_FONT = "Tahoma"  # on every Windows, and made for Persian
_LINE_HEIGHT = 21
_INK, _PAPER, _LINE, _BAND = "#1F4E5F", "#FFFFFF", "#C9D6DB", "#E8F1F2"
_RIGHT_TO_LEFT, _LEFT_TO_RIGHT = 2, 1


@dataclass(frozen=True)
class _Look:
    header: Format
    text: Format
    code: Format  # what is read from left to right: names, expressions
    group: Format
    title: Format


def form_template() -> bytes:
    """An .xlsx that the bot reads as it is, without a remark."""
    content = BytesIO()
    with Workbook(content, {"in_memory": True}) as workbook:
        look = _look(workbook)
        survey = _table(workbook, look, texts.SURVEY)
        _drop_downs(survey)
        _bands(survey, look)
        _table(workbook, look, texts.CHOICES)
        _table(workbook, look, texts.SETTINGS)
        _guide(workbook, look)
    return content.getvalue()


def _look(workbook: Workbook) -> _Look:
    plain = {"font_name": _FONT, "font_size": 10, "valign": "vcenter", "text_wrap": True, "indent": 1}
    lined = plain | {"border": 1, "border_color": _LINE}
    persian = lined | {"align": "right", "reading_order": _RIGHT_TO_LEFT}
    code = lined | {"align": "left", "reading_order": _LEFT_TO_RIGHT}
    header = persian | {"bold": True, "font_color": _PAPER, "bg_color": _INK, "align": "center", "indent": 0}
    title = persian | {"bold": True, "font_size": 13, "font_color": _INK, "border": 0, "indent": 0, "text_wrap": False}
    return _Look(
        header=workbook.add_format(header),
        text=workbook.add_format(persian),
        code=workbook.add_format(code),
        group=workbook.add_format({"bg_color": _BAND, "bold": True}),
        title=workbook.add_format(title),
    )


def _sheet(workbook: Workbook, name: str) -> Worksheet:
    sheet = workbook.add_worksheet(name)
    sheet.right_to_left()
    sheet.set_default_row(_LINE_HEIGHT)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    return sheet


def _table(workbook: Workbook, look: _Look, table: texts.Table) -> Worksheet:
    sheet = _sheet(workbook, table.sheet)
    sheet.freeze_panes(1, 0)
    sheet.set_row(0, 30)
    for at, column in enumerate(table.columns):
        cells = look.code if column.code else look.text
        sheet.set_column(at, at, column.width, cells)
        sheet.write_string(0, at, column.header, look.header)
        sheet.write_comment(0, at, column.meaning, {"x_scale": 1.6, "font_name": _FONT, "font_size": 9})
        for row, example in enumerate(table.examples, start=1):
            if text := example.get(column.header, ""):
                sheet.write_string(row, at, text, cells)
    for row, example in enumerate(table.examples, start=1):
        lines = max(1 + len(example.get(column.header, "")) // column.width for column in table.columns)
        sheet.set_row(row, _LINE_HEIGHT * lines)
    return sheet


def _drop_downs(survey: Worksheet) -> None:
    headers = [column.header for column in texts.SURVEY.columns]
    for header, words in texts.DROP_DOWNS.items():
        at = headers.index(header)
        survey.data_validation(
            1,
            at,
            _ROWS,
            at,
            {
                "validate": "list",
                "source": list(words),
                "error_type": "information",  # select_one provinces may be written too
                "error_title": header,
                "error_message": texts.OTHER_WORD,
            },
        )


def _bands(survey: Worksheet, look: _Look) -> None:
    """The rows between which a group stands are easy to see."""
    types = ",".join(f'$A2="{type_}"' for type_ in (*texts.GROUP_TYPES, *texts.REPEAT_TYPES))
    last = len(texts.SURVEY.columns) - 1
    rule = {"type": "formula", "criteria": f"=OR({types})", "format": look.group}
    survey.conditional_format(1, 0, _ROWS, last, rule)


def _guide(workbook: Workbook, look: _Look) -> None:
    sheet = _sheet(workbook, texts.GUIDE_SHEET)
    for at, width in enumerate((26, 80, 38)):
        sheet.set_column(at, at, width)
    row = 0
    for title, headers, lines in texts.guide():
        sheet.write_string(row, 0, title, look.title)
        for at, header in enumerate(headers):
            sheet.write_string(row + 1, at, header, look.header)
        for below, (name, meaning, example) in enumerate(lines, start=row + 2):
            sheet.write_string(below, 0, name, look.text)
            sheet.write_string(below, 1, meaning, look.text)
            sheet.write_string(below, 2, example, look.code if example.isascii() else look.text)
        row += len(lines) + 3
