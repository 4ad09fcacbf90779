"""A topic's questionnaire as the workbook that it could have been sent in."""

from __future__ import annotations

from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from consultation.questionnaire import Questionnaire
from consultation.xlsform.writing import Written, sheets_of

_WIDTHS = {"label": 44, "hint": 34, "type": 24, "constraint_message": 30, "required_message": 30, "form_title": 44}
_USUAL_WIDTH = 16
_RIGHT_TO_LEFT = 2


def form_workbook(form: Questionnaire) -> bytes:
    content = BytesIO()
    with Workbook(content, {"in_memory": True}) as workbook:
        persian = form.default_language == "fa"
        header = workbook.add_format({"bold": True, "bg_color": "#E8F1F2", "bottom": 1})
        prose = workbook.add_format({"text_wrap": True, "valign": "top", "reading_order": _RIGHT_TO_LEFT * persian})
        code = workbook.add_format({"valign": "top"})
        for sheet in sheets_of(form):
            _write(workbook, sheet, header, prose, code, right_to_left=persian)
    return content.getvalue()


def _write(
    workbook: Workbook, sheet: Written, header: Format, prose: Format, code: Format, *, right_to_left: bool
) -> None:
    written = workbook.add_worksheet(sheet.name)
    if right_to_left:
        written.right_to_left()
    written.freeze_panes(1, 0)
    for at, name in enumerate(sheet.headers):
        base = name.partition("::")[0]
        look = prose if base in _WIDTHS and base != "type" else code
        written.set_column(at, at, _WIDTHS.get(base, _USUAL_WIDTH))
        written.write_string(0, at, name, header)
        for row, cells in enumerate(sheet.rows, start=1):
            if text := cells.get(name, ""):
                written.write_string(row, at, text, look)
