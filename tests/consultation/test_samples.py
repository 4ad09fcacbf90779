"""Forms that nobody here wrote: real ones, and the odd ones that other XLSForm programs are tested with.

They lie beside the repository, where there are any.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from consultation.interview import Interview
from consultation.questionnaire import Question, QuestionType
from consultation.texts import speaking
from consultation.xlsform.problems import FormRefused, Problem, ReadForm
from consultation.xlsform.reading import read_form
from tests.consultation.workbooks import plain

FORMS = Path(__file__).parents[3] / "shared" / "samples" / "forms"
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)

pytestmark = pytest.mark.skipif(not FORMS.is_dir(), reason="the samples do not lie beside the repository")


def _read(name: str) -> ReadForm:
    with speaking("en"):
        return read_form((FORMS / name).read_bytes(), name)


def _problems(name: str) -> list[Problem]:
    with pytest.raises(FormRefused) as refused:
        _read(name)
    return list(refused.value.problems)


def _walked(interview: Interview) -> Interview:
    """Every question answered with the first answer that comes to hand."""
    for _ in range(200):
        question = interview.asking
        if question is None:
            return interview
        interview = interview.answered(question, _any_answer(interview, question))
    raise AssertionError("the interview has no end")


def _any_answer(interview: Interview, question: Question) -> str:
    match question.type:
        case QuestionType.SELECT_ONE | QuestionType.SELECT_MULTIPLE:
            choices = interview.choices(question)
            return choices[0].name if choices else ""
        case QuestionType.INTEGER:
            return "3"
        case QuestionType.NOTE:
            return ""
        case _:
            return "a@b.de"


def test_a_real_questionnaire_of_public_participation_is_walked_from_start_to_end() -> None:
    read = _read("mitwirken_umfrage.xlsx").questionnaire
    assert (read.languages, len(read.asked)) == (("de",), 42)
    rules = [question.relevant for question in read.questions if question.relevant]
    assert len(rules) == 14
    done = _walked(Interview(read, {}, NOW, language="de"))
    assert len(done.answers) > 25


def test_choices_depend_on_an_earlier_answer() -> None:
    read = _read("cascading_select.xlsx").questionnaire
    interview = Interview(read, {"selected_state": "texas"}, NOW)
    county = interview.asking
    assert county is not None
    assert [choice.name for choice in interview.choices(county)] == ["brewster", "cameron"]


def test_two_choices_of_one_name_where_the_form_allows_them() -> None:
    form = _read("choice_filter_test.xlsx")
    interview = Interview(form.questionnaire, {"state": "texas"}, NOW)
    county = interview.asking
    assert county is not None
    assert [choice.name for choice in interview.choices(county)] == ["king", "cameron"]
    assert [remark.cell for remark in form.remarks] == ["B6"]


def test_or_other_in_its_present_and_its_oldest_writing() -> None:
    present, oldest = _read("or_other.xlsx"), _read("specify_other.xlsx").questionnaire
    assert [question.name for question in present.questionnaire.questions] == [
        "fav_color",
        "fav_color_other",
        "fav_pastel",
    ]
    assert [question.name for question in oldest.questions] == ["sex", "sex_other"]
    assert "“yes”" in plain(present.remarks[0])


def test_a_repeat_is_asked_round_by_round() -> None:
    read = _read("tutorial.xls").questionnaire
    done = _walked(Interview(read, {}, NOW, language="en"))
    assert {one.round for one in done.given if one.repeat} == set(range(1, 11))


def test_a_group_and_choices_in_two_languages() -> None:
    read = _read("field-list.xlsx").questionnaire
    assert read.questions[0].groups == ("name",)
    assert read.choices["yes_no"][0].label == {"en": "Yes", "zh": "是"}


def test_every_kind_of_question_of_a_tablet_is_asked_in_a_chat() -> None:
    asked = {one.name: one.type.value for one in _read("widgets.xls").questionnaire.asked}
    assert len(asked) == 31
    assert (asked["my_barcode"], asked["dateTime_date"], asked["dateTime_time"]) == ("text", "date", "time")


def test_what_a_chat_cannot_do_is_refused_cell_by_cell() -> None:
    problems = _problems("refuse_bad_calc.xlsx")
    assert [problem.cell for problem in problems] == ["", "D2"]
    assert all(problem.sheet == "survey" and problem.cure for problem in problems)


def test_a_column_that_stands_there_twice() -> None:
    first = _problems("refuse_duplicate_columns.xlsx")[0]
    with speaking("en"):
        said = plain(first)
    assert said.startswith("sheet survey, row 1, column label (E): This column says the same as column D — Keep")
