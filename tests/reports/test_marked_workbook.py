from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.workbook.workbook import Workbook

from consultation.texts import speaking
from consultation.xlsform.problems import FormRefused, Problem
from consultation.xlsform.reading import read_form
from reports.marked_workbook import list_problems, mark_problems, returned
from tests.consultation.workbooks import xlsx

WRONG = """
    | survey  |                    |      |       |               |
    |         | type               | name | label | relevant      |
    |         | text               | a    | A?    |               |
    |         | select_one choises | b    |       | ${aa} = 1     |
    | choices |                    |      |       |               |
    |         | list_name          | name | label |               |
    |         | choices            | x    | X     |               |
"""
PINK = "FFFFC7CE"


def _marked(content: bytes) -> Workbook:
    with speaking("en"):
        with pytest.raises(FormRefused) as refused:
            read_form(content, "form.xlsx")
        return openpyxl.load_workbook(BytesIO(mark_problems(content, refused.value.problems)))


def _saved(workbook: Workbook) -> bytes:
    content = BytesIO()
    workbook.save(content)
    return content.getvalue()


def _pink(workbook: Workbook) -> list[str]:
    cells = (cell for row in workbook["survey"].iter_rows() for cell in row)
    return [cell.coordinate for cell in cells if cell.fill.fgColor.rgb == PINK]


def test_wrong_cells_are_coloured_and_say_why() -> None:
    marked = _marked(xlsx(WRONG))
    assert _pink(marked) == ["A3", "C3", "D3"]
    comment = marked["survey"]["D3"].comment
    assert comment is not None
    assert comment.text == "There is no question “aa” — Write the name of a question of this form between the braces."


def test_what_is_only_worth_a_remark_is_marked_beside_what_is_wrong() -> None:
    wrong = """
        | survey |         |      |       |            |
        |        | type    | name | label | constraint |
        |        | integer | a    | A?    | . > 0      |
        |        | texxt   | b    | B?    |            |
    """
    with speaking("en"), pytest.raises(FormRefused) as refused:
        read_form(xlsx(wrong), "form.xlsx")
    with speaking("en"):
        marked = openpyxl.load_workbook(BytesIO(returned(xlsx(wrong), "form.xlsx")[0]))
    assert [one.cell for one in refused.value.problems] == ["A3"]
    assert _pink(marked) == ["A3"]
    assert marked["survey"]["D2"].fill.fgColor.rgb == "FFFFEB9C"
    assert marked["survey"]["D2"].comment is not None
    assert len(list(marked["Remarks"].iter_rows())) == 2


def test_all_problems_are_listed_in_a_sheet_of_their_own() -> None:
    rows = list(_marked(xlsx(WRONG))["Problems"].iter_rows(values_only=True))
    assert rows[0] == ("Sheet", "Row", "Column", "What is wrong", "What to do")
    assert [row[:3] for row in rows[1:]] == [
        ("survey", "3", "type"),
        ("survey", "3", "label"),
        ("survey", "3", "relevant"),
    ]


def test_nothing_else_of_the_workbook_changes() -> None:
    workbook = openpyxl.load_workbook(BytesIO(xlsx(WRONG)))
    survey = workbook["survey"]
    survey["A1"].font = Font(bold=True)
    survey["B2"].comment = Comment("mine", "me")
    survey.column_dimensions["C"].width = 40
    survey = _marked(_saved(workbook))["survey"]
    assert survey["A1"].font.bold
    assert survey["B2"].comment is not None
    assert survey["B2"].comment.text == "mine"
    assert survey.column_dimensions["C"].width == 40


def test_marks_of_an_earlier_round_are_taken_away() -> None:
    half_corrected = _marked(xlsx(WRONG))
    half_corrected["survey"]["A3"] = "text"
    half_corrected["survey"]["C3"] = "B?"
    again = _marked(_saved(half_corrected))
    assert _pink(again) == ["D3"]
    assert again["survey"]["C3"].comment is None
    assert again["Problems"].max_row == 2


def test_a_corrected_workbook_is_read_with_its_marks() -> None:
    corrected = _marked(xlsx(WRONG))
    for cell, text in {"A3": "select_one choices", "C3": "B?", "D3": "${a} = 1"}.items():
        corrected["survey"][cell] = text
    assert len(read_form(_saved(corrected), "form.xlsx").questionnaire.questions) == 2


def test_a_problem_of_a_row_or_a_sheet_is_marked_at_its_beginning() -> None:
    problems = [
        Problem("survey", 3, None, "Row", "Cure."),
        Problem("survey", None, None, "Sheet", "Cure."),
        Problem("settings", None, None, "Missing sheet", "Cure."),
    ]
    with speaking("en"):
        marked = openpyxl.load_workbook(BytesIO(mark_problems(xlsx(WRONG), problems)))
    assert _pink(marked) == ["A1", "A3"]
    assert marked["Problems"].max_row == 4


def test_merged_cells_are_marked_at_their_first() -> None:
    workbook = openpyxl.load_workbook(BytesIO(xlsx(WRONG)))
    workbook["survey"].merge_cells("C2:C3")
    problems = [Problem("survey", 3, "label", "Wrong", "Cure.", "C")]
    marked = openpyxl.load_workbook(BytesIO(mark_problems(_saved(workbook), problems)))
    assert _pink(marked) == ["C2"]


def test_a_text_that_looks_like_a_formula_stays_a_text() -> None:
    with speaking("en"):
        marked = mark_problems(xlsx(WRONG), [Problem("survey", 1, "=1+1", "=cmd", "Cure.", "A")])
    listed = openpyxl.load_workbook(BytesIO(marked))["Problems"]
    assert [listed[cell].data_type for cell in ("C2", "D2")] == ["s", "s"]


def test_a_bomb_is_not_opened_to_be_marked() -> None:
    with pytest.raises(FormRefused):
        mark_problems(b"PK\x03\x04" + bytes(100), [])
    with pytest.raises(ValueError, match=r"only \.xlsx"):
        mark_problems(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), [])


def test_a_cell_far_to_the_right_and_down_does_not_bring_all_between_into_being() -> None:
    workbook = openpyxl.load_workbook(BytesIO(xlsx(WRONG)))
    workbook["survey"]["XFD9000"] = "far"
    with speaking("en"):
        marked = mark_problems(_saved(workbook), [Problem("survey", 3, "label", "Wrong", "Cure.", "C")])
    survey = openpyxl.load_workbook(BytesIO(marked))["survey"]
    assert survey["C3"].fill.fgColor.rgb == PINK
    assert survey["XFD9000"].value == "far"


def test_where_nothing_can_be_marked_the_problems_come_as_a_list() -> None:
    problems = [Problem("survey", row, "type", f"wrong {row}", "mend it", "A") for row in range(2, 42)]
    with speaking("en"):
        rows = list(openpyxl.load_workbook(BytesIO(list_problems(problems)))["Problems"].iter_rows(values_only=True))
    assert [row[3] for row in rows[1:]] == [problem.what for problem in problems]
