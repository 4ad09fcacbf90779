"""Forms that were written for a form on paper or a tablet, and that a chat can ask in its own way."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from consultation import wording
from consultation.interview import Interview
from consultation.questionnaire import Questionnaire, QuestionType
from consultation.texts import speaking
from consultation.xlsform.problems import FormRefused
from consultation.xlsform.reading import read_sheets
from tests.consultation.lint_case import form
from tests.consultation.workbooks import plain

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def _form(table: str) -> Questionnaire:
    return read_sheets(form(table), "form").questionnaire


def _asked(questionnaire: Questionnaire, answers: dict[str, str]) -> list[str]:
    return [question.name for question in Interview(questionnaire, answers, NOW).to_ask]


MOMENT = """
    | type     | name  | label  | required | constraint                      | constraint_message |
    | datetime | start | Start? | yes      |                                 |                    |
    | dateTime | end   | End?   |          | . > ${start} and . < '2030-01-01' | After the start    |
    | note     | said  | From ${start} to ${end} | | | |
"""


def test_a_date_with_a_time_is_asked_as_two_questions() -> None:
    questionnaire = _form(MOMENT)
    types = [(one.name, one.type) for one in questionnaire.questions[:3]]
    assert types == [
        ("start_date", QuestionType.DATE),
        ("start_time", QuestionType.TIME),
        ("start", QuestionType.CALCULATE),
    ]
    assert _asked(questionnaire, {}) == ["start_date", "end_date", "said"]
    assert "end_time" in _asked(questionnaire, {"end_date": "2026-11-23"})


def test_a_date_with_a_time_is_one_value_to_expressions_and_to_its_own_constraint() -> None:
    questionnaire = _form(MOMENT)
    given = {"start_date": "2026-11-23", "start_time": "10:30", "end_date": "2026-11-23"}
    interview = Interview(questionnaire, given, NOW)
    assert interview.values["start"] == "2026-11-23T10:30"
    end = questionnaire.by_name["end_time"]
    assert not interview.fits(end, "10:15")
    assert interview.fits(end, "10:45")
    assert wording.unfit(interview, end) == "After the start"
    assert [interview.required(questionnaire.by_name[name]) for name in ("start_time", "end_time")] == [True, False]


def test_a_wrong_constraint_of_a_date_with_a_time_is_told_where_it_stands() -> None:
    with speaking("en"), pytest.raises(FormRefused) as refused:
        read_sheets(form("| type | name | label | constraint |\n| datetime | a | A? | . > ${b} |"), "")
    assert [one.cell for one in refused.value.problems] == ["D2"]


def test_one_name_in_several_groups_becomes_several_names() -> None:
    questionnaire = _form("""
        | type        | name  | label | relevant     |
        | begin_group | home  | Home  |              |
        | text        | city  | City? |              |
        | text        | home  | Home? |              |
        | end_group   |       |       |              |
        | begin_group | work  | Work  | ${home} = 1  |
        | begin_group | home  | Else  |              |
        | text        | city  | City? |              |
        | end_group   |       |       |              |
        | end_group   |       |       |              |
    """)
    assert [one.name for one in questionnaire.questions] == ["city", "home", "home_city"]
    assert _asked(questionnaire, {"home": "1"}) == [one.name for one in questionnaire.questions]


def test_two_of_one_group_with_one_name_are_still_refused() -> None:
    with speaking("en"), pytest.raises(FormRefused) as refused:
        read_sheets(form("| type | name | label |\n| text | a | A? |\n| text | a | B? |"), "")
    assert [plain(one.what) for one in refused.value.problems] == ["The name “a” is already used in row 2"]


def test_what_the_telephone_knows_is_empty_and_the_form_goes_on() -> None:
    questionnaire = _form("""
        | type           | name     | label             | relevant          |
        | username       | username |                   |                   |
        | start-geopoint | here     |                   |                   |
        | text           | who      | Who?              | ${username} = ''  |
        | text           | where    | Where, ${here}?   | ${username} != '' |
    """)
    assert _asked(questionnaire, {}) == ["who"]


def test_a_calculation_without_effect_does_not_refuse_a_form() -> None:
    assert _asked(_form("| type | name | label | calculation |\n| barcode | a | A? | once(. + |"), {}) == ["a"]


def test_a_suggestion_from_an_earlier_form_is_left_out() -> None:
    questionnaire = _form("| type | name | label | default |\n| text | a | A? | ${last-saved#a} |")
    assert questionnaire.by_name["a"].default == ""


def test_two_columns_for_one_thing_are_read_where_they_do_not_contradict() -> None:
    questionnaire = _form("| type | name | label | caption |\n| text | a | A? | |\n| text | b | | B? |")
    assert [one.label["en"] for one in questionnaire.questions] == ["A?", "B?"]
