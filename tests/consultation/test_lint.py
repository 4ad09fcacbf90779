"""What is looked at in a form before it is used.

Sheets
  S1 A needed column that is missing is named, and a sheet that the form needs.
  S2 Two columns for the same thing are refused, also under two names.
  S3 A misspelt header is refused with the right spelling.
  S4 Cells that cannot be read are refused: formulas without a result, formulas that failed.
  S5 Merged cells are refused.
  S6 Columns that mean nothing in a chat, or have no header, are remarked upon.
Questions
  Q1 Every row has a type that a chat can ask; another one is refused with what to use instead.
  Q2 Every row has a name of its own that expressions can use.
  Q3 Every question has a label, and it fits a message.
  Q4 Groups that begin also end.
  Q5 Selects name a list that exists.
  Q6 A range has limits that make sense; a calculation has something to calculate.
  Q7 There is at least one question, and no more than a chat can ask.
  Q8 What has no effect, and texts that are missing in one language, are remarked upon.
  Q9 How many may be chosen, and what is yes or no, is written so that it can be meant.
  Q10 Files that are shown with a question are to be attached.
Repeats
  R1 Repeats that begin also end, stand alone, and are not loops over a list.
  R2 How many rounds there may be makes sense, and fits a chat.
  R3 The names of the rounds are free.
Choices
  C1 Every choice has a list and a name that is unlike the others of its list.
  C2 Choices of select_multiple have no spaces in their names.
  C3 Lists are short enough to be shown, unless they are filtered.
  C4 Choices without label and lists without question are remarked upon.
Expressions
  X1 What cannot be read is refused with the place where it goes wrong.
  X2 ${names} are names of questions, in expressions and in texts.
  X3 Names stand in braces and words in quotes; in choice_filter names alone are columns.
  X4 "." is the answer that is being checked, and nothing else.
  X5 Nothing depends on itself.
  X6 What is needed for a check is asked before it.
"""

from __future__ import annotations

import pytest

from consultation.texts import speaking
from consultation.xlsform import lint
from consultation.xlsform.problems import FormRefused, Problem
from consultation.xlsform.reading import read_form, read_sheets
from consultation.xlsform.table import Row
from consultation.xlsform.workbook import Workbook
from tests.consultation.lint_case import Case, form
from tests.consultation.lint_cases_expressions import WRONG_EXPRESSIONS
from tests.consultation.lint_cases_remarks import DOUBTFUL
from tests.consultation.lint_cases_repeats import DOUBTFUL_REPEATS, WRONG_REPEATS
from tests.consultation.lint_cases_rows import WRONG_LIMITS, WRONG_ROWS
from tests.consultation.workbooks import SHEET, plain, repacked, xlsx
from tests.stories import workbook

WRONG = (*WRONG_ROWS, *WRONG_LIMITS, *WRONG_REPEATS, *WRONG_EXPRESSIONS)
OF_WORKBOOKS = {"merged_cells"}  # a markdown table has none: tested below


def _problems(workbook: Workbook) -> tuple[Problem, ...]:
    with speaking("en"), pytest.raises(FormRefused) as refused:
        read_sheets(workbook, "form")
    return refused.value.problems


@pytest.mark.parametrize("case", WRONG, ids=str)
def test_a_wrong_form_is_refused_with_place_and_cure(case: Case) -> None:
    found = [problem for problem in _problems(case.workbook) if case.what in plain(problem.what)]
    assert [problem.cell for problem in found] == [case.cell]
    assert case.cure in plain(found[0].cure)
    assert found[0].cure.endswith((".", "?"))


@pytest.mark.parametrize("case", [*DOUBTFUL, *DOUBTFUL_REPEATS], ids=str)
def test_what_works_but_may_not_be_meant_is_remarked_upon(case: Case) -> None:
    with speaking("en"):
        remarks = read_sheets(case.workbook, "form").remarks
    found = [remark for remark in remarks if case.what in plain(remark.what)]
    assert [remark.cell for remark in found] == [case.cell]
    assert case.cure in plain(found[0].cure)


def test_every_check_has_a_case() -> None:
    problems = {case.check for case in WRONG} | OF_WORKBOOKS
    assert {check.__name__ for check in lint.PROBLEMS} == problems
    assert {check.__name__ for check in lint.REMARKS} == {case.check for case in (*DOUBTFUL, *DOUBTFUL_REPEATS)}


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("geotrace", "Use geopoint"),
        ("محدوده", "list of provinces"),
        ("select_one_from_file towns.csv", "Put the choices into the choices sheet"),
        ("csv-external", "Put the choices into the choices sheet"),
    ],
)
def test_q1_a_type_that_a_chat_cannot_ask_says_what_to_use_instead(written: str, instead: str) -> None:
    problem = _problems(form(f"| type | name | label |\n| {written} | a | A? |\n| text | b | B? |"))[0]
    assert "cannot ask for" in problem.what
    assert instead in problem.cure


@pytest.mark.parametrize("written", ["start=a end=5", "1..5", "start=1 end=5 step=0", "start=1 end=5 step=9", "start="])
def test_q6_limits_of_a_range_that_make_no_sense(written: str) -> None:
    found = _problems(form(f"| type | name | label | parameters |\n| range | a | A? | {written} |"))
    assert [problem.cell for problem in found] == ["D2"]


@pytest.mark.parametrize("written", ["", "start=0 end=100 step=10", "end=5; start=1", "از=۱ تا=۵ گام=۱", "step = 0.5"])
def test_q6_limits_of_a_range_as_people_write_them(written: str) -> None:
    assert read_sheets(form(f"| type | name | label | parameters |\n| range | a | A? | {written} |"), "").remarks == ()


def test_q9_other_is_one_of_the_choices() -> None:
    rows = "| type | name | label | parameters |\n| select_multiple answers or_other | a | A? | min=3 |\n| answers |"
    assert read_sheets(form(rows), "").remarks == ()


def test_s3_a_header_that_is_merely_like_a_column_of_ours_is_the_author_s_own() -> None:
    table = """
        | type             | name | label | choice_filter | refused |
        | select_one towns | a    | A?    | exclude = 'x' |         |
        | choices |
        | list_name | name | label | exclude |
        | towns     | rey  | Rey   | x       |
    """
    assert read_sheets(form(table), "").questionnaire.choices["towns"][0].columns == {"exclude": "x"}


def test_what_only_pyxform_knows_is_told_with_the_row() -> None:
    strange = form(
        """
        | type | name | label | my remarks |
        |      |      |       | nothing    |
        | text | a    | A?    |            |
        | text | ªb   | B?    |            |
        """
    )
    (problem,) = _problems(strange)
    assert (problem.sheet, problem.row) == ("survey", 4)
    assert "Names must begin with a letter" in problem.what


def test_all_problems_are_told_at_once_in_the_order_of_the_sheets() -> None:
    wrong = form(
        """
        | type             | name | label | relevant   |
        | txet             | a    | A?    | ${missing} |
        | select_one lists | b b  |       | (          |
        | choices |
        | list_name | name | label |
        | list      |      | X     |
        """
    )
    assert [problem.cell for problem in _problems(wrong)] == ["A2", "D2", "A3", "B3", "C3", "D3", "B2"]


def test_the_same_form_is_judged_in_the_language_in_force() -> None:
    wrong = form("| نوع | نام | برچسب |\n| متن | a | |")
    with speaking("fa"), pytest.raises(FormRefused) as refused:
        read_sheets(wrong, "form")
    assert plain(refused.value).startswith("برگهٔ survey، ردیف ۲، ستون برچسب (C): این پرسش برچسب ندارد — ")


@pytest.mark.parametrize(("cells", "found"), [("C2:C3", ["C2"]), ("A1:B1", ["A1"]), ("E1:F9", [])])
def test_s5_merged_cells_are_refused_where_the_form_is(cells: str, found: list[str]) -> None:
    whole = xlsx("| survey |\n|| type | name | label |\n|| text | a | A? |\n|| text | b | B? |")
    merged = f'</sheetData><mergeCells count="1"><mergeCell ref="{cells}"/></mergeCells>'.encode()
    with speaking("en"):
        assert _cells(repacked(whole, {SHEET: lambda part: part.replace(b"</sheetData>", merged)})) == found


def test_s4_a_formula_is_read_by_its_result_and_refused_without_one() -> None:
    whole = xlsx("| survey |\n|| type | name | label |\n|| text | a | Why? |")
    label = b'<c r="C2" t="s"><v>5</v></c>'
    with_result = b'<c r="C2" t="str"><f>A2</f><v>Question?</v></c>'
    without_result = b'<c r="C2"><f>A2</f><v/></c>'
    with speaking("en"):
        read = read_form(repacked(whole, {SHEET: lambda part: part.replace(label, with_result)}), "form.xlsx")
        assert read.questionnaire.by_name["a"].label == {"en": "Question?"}
        assert "C2" in _cells(repacked(whole, {SHEET: lambda part: part.replace(label, without_result)}))


def _cells(content: bytes) -> list[str]:
    try:
        read_form(content, "form.xlsx")
    except FormRefused as refused:
        return [problem.cell for problem in refused.problems]
    return []


def test_a_form_of_twice_the_rows_takes_twice_the_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    looks, text = 0, Row.text

    def looked(row: Row, name: str) -> str:
        nonlocal looks
        looks += 1
        return text(row, name)

    def looks_at(rows: int) -> int:
        nonlocal looks
        looks = 0
        survey = [("type", "name", "label"), *(("texxt", f"a{n}", "الف") for n in range(rows))]
        with pytest.raises(FormRefused):
            read_form(workbook({"survey": survey}), "form.xlsx")
        return looks

    monkeypatch.setattr(Row, "text", looked)
    assert looks_at(200) < 2.1 * looks_at(100)
