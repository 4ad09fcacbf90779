"""An interview in forms that use what a chat adds to XLSForm."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType

import pytest

from consultation import estimate, understanding, wording
from consultation.answers import NotAnAnswer
from consultation.interview import Interview
from consultation.questionnaire import DONT_KNOW, REFUSED, Questionnaire, QuestionType
from consultation.stored_form import from_json, to_json
from consultation.texts import speaking
from consultation.xlsform.markdown import read_markdown
from consultation.xlsform.reading import read_sheets
from tests.consultation.lint_case import form

NONE: Mapping[str, str] = MappingProxyType({})
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def _read(table: str) -> Questionnaire:
    read = read_sheets(form(table), "form").questionnaire
    assert from_json(to_json(read)) == read
    return read


def _interview(table: str, answers: Mapping[str, str] = NONE, *, seed: str = "", language: str = "en") -> Interview:
    return Interview(_read(table), answers, NOW, seed=seed, language=language)


# -- don't know, prefer not to say -------------------------------------------------------------------------------------

INCOME = """
    | type    | name   | label           | required | dont_know | مایل نیستم | relevant       | constraint |
    | integer | income | Income?         | yes      | yes       | بله        |                | . > 0      |
    | text    | spent  | Spent on?       |          |           |            | ${income} > 10 |            |
    | note    | thanks | For ${income}.  |          |           |            |                |            |
"""


@pytest.mark.parametrize(("kind", "words"), [(DONT_KNOW, "I don't know"), (REFUSED, "I prefer not to say")])
def test_what_is_said_in_place_of_an_answer_satisfies_a_required_question(kind: str, words: str) -> None:
    interview = _interview(INCOME, {"income": kind})
    income, _spent, thanks = interview.questionnaire.questions
    assert interview.asking is None
    assert interview.unread == (thanks,)
    assert interview.values["income"] == ""
    assert interview.fits(income, kind)
    assert income in interview.given
    with speaking("en"):
        assert wording.shown(interview, "income") == words
        assert wording.filled(interview, "For ${income}.") == f"For {words}."


def test_it_is_kept_apart_from_a_question_that_was_skipped() -> None:
    assert _interview(INCOME, {"income": ""}).asking == _read(INCOME).by_name["income"]


def test_it_is_read_where_the_form_allows_and_nowhere_else() -> None:
    interview = _interview(INCOME)
    income, spent, _thanks = interview.questionnaire.questions
    assert income.nonresponses == (DONT_KNOW, REFUSED)
    assert spent.nonresponses == ()
    assert understanding.read(interview, income, "نمی‌دانم") == DONT_KNOW
    assert understanding.read(interview, spent, "نمی‌دانم") == "نمی‌دانم"


def test_it_stands_where_the_choices_depend_on_an_earlier_answer() -> None:
    table = """
        | type               | name | label | choice_filter  | refuse |
        | text               | a    | A?    |                |        |
        | select_one answers | b    | B?    | name = ${a}    | yes    |
        | answers |
    """
    interview = _interview(table, {"a": "yes", "b": REFUSED})
    assert interview.asking is None
    assert interview.questionnaire.by_name["b"].nonresponses == (REFUSED,)
    assert _interview(table, {"a": "yes", "b": "no"}).asking is not None


def test_its_words_go_when_the_question_goes() -> None:
    interview = _interview(
        """
        | type    | name | label | relevant | dont_know |
        | integer | a    | A?    |          |           |
        | integer | b    | B?    | ${a} > 1 | yes       |
        """,
        {"a": "1", "b": DONT_KNOW},
    )
    assert wording.shown(interview, "b") == ""


# -- expertise ---------------------------------------------------------------------------------------------------------

EXPERT = """
    | type                        | name | label::fa | label::en | تخصص | relevant | dont_know |
    | select_one answers or_other | a    | الف       | A?        | بله  |          | yes       |
    | text                        | b    | ب         | B?        |      |          |           |
    | answers |
"""


def test_expertise_is_a_scale_of_its_own_after_the_answer() -> None:
    read = _read(EXPERT)
    assert [question.name for question in read.questions] == ["a", "a_other", "a_expertise", "b"]
    scale = read.by_name["a_expertise"]
    assert (scale.type, scale.parameters) == (QuestionType.RANGE, {"start": "1", "end": "5", "step": "1"})
    assert scale.label.keys() == {"fa", "en"}
    assert scale.required == ""


@pytest.mark.parametrize(
    ("answer", "asked"), [("yes", "a_expertise"), ("other", "a_other"), ("", "b"), (DONT_KNOW, "b")]
)
def test_it_is_asked_of_those_who_have_answered(answer: str, asked: str) -> None:
    question = _interview(EXPERT, {"a": answer}).asking
    assert question is not None
    assert question.name == asked


# -- several, ranked ---------------------------------------------------------------------------------------------------

MEASURES = """
    | choices |
    | list_name | name  | label | انحصاری | branch |
    | measures  | sun   | Sun   |         | a      |
    | measures  | wind  | Wind  |         | a      |
    | measures  | coal  | Coal  |         | b      |
    | measures  | gas   | Gas   |         | b      |
    | measures  | water | Water |         | b      |
    | measures  | other | Other |         | b      |
    | measures  | none  | None  | بله     | b      |
"""


@pytest.mark.parametrize("written", ["| min=1 max=3 | |", "| حداقل=۱، حداکثر=۳ | |", "| min=1 | ۳ |"])
def test_how_many_may_be_chosen_stands_among_the_parameters_or_in_columns(written: str) -> None:
    interview = _interview(
        f"""
        | type                     | name | label | parameters | حداکثر انتخاب |
        | select_multiple measures | a    | A?    {written}
        {MEASURES.strip()}
        """
    )
    question = interview.questionnaire.by_name["a"]
    assert question.parameters == {"min": "1", "max": "3"}
    assert understanding.read(interview, question, "1, 3") == "sun coal"
    for wrong in ("1, 2, 3, 4", "1, none"):
        with pytest.raises(NotAnAnswer):
            understanding.read(interview, question, wrong)
    assert understanding.read(interview, question, "none") == "none"


def test_an_order_is_asked_again_when_an_earlier_answer_changes_what_is_to_be_ordered() -> None:
    table = f"""
        | type          | name   | label | choice_filter      |
        | text          | branch | A?    |                    |
        | rank measures | order  | B?    | branch = ${{branch}} |
        {MEASURES.strip()}
    """
    assert _interview(table, {"branch": "a", "order": "wind sun"}).asking is None
    for stands in ("wind", "wind coal"):
        question = _interview(table, {"branch": "a", "order": stands}).asking
        assert question is not None
        assert question.name == "order"


# -- constraints -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "constraint", [". >= ${least}", "${a} >= ${least}", "../a >= ${least} and string-length(.) < 3"]
)
def test_the_answer_being_checked_may_be_called_by_its_name(constraint: str) -> None:
    interview = _interview(
        f"""
        | type    | name  | label  | constraint   |
        | integer | least | Least? |              |
        | integer | a     | A?     | {constraint} |
        """,
        {"least": "10", "a": "3"},
    )
    question = interview.questionnaire.by_name["a"]
    assert interview.fits(question, "12")
    assert not interview.fits(question, "9")


# -- chance ------------------------------------------------------------------------------------------------------------


def _order(parameters: str, seed: str, answers: Mapping[str, str], name: str = "a") -> list[str]:
    interview = _interview(
        f"""
        | type                     | name | label | parameters   |
        | integer                  | x    | X?    |              |
        | select_one measures      | a    | A?    | {parameters} |
        | select_multiple measures | b    | B?    | {parameters} |
        {MEASURES.strip()}
        """,
        answers,
        seed=seed,
    )
    return [choice.name for choice in interview.choices(interview.questionnaire.by_name[name])]


USUAL = ["sun", "wind", "coal", "gas", "water", "other", "none"]


def test_choices_are_in_another_order_for_each_response_and_in_the_same_for_one() -> None:
    orders = [_order("randomize=true", seed, {}) for seed in map(str, range(20))]
    assert len({tuple(order) for order in orders}) > 10
    for order, seed in zip(orders, map(str, range(20)), strict=True):
        assert order == _order("تصادفی=بله", seed, {"x": "5"})
        assert order == _order("randomize=true", seed, {}, "b")
        assert sorted(order) == sorted(USUAL)
        assert order[-2:] == ["other", "none"]
    assert _order("randomize=false", "1", {}) == _order("", "1", {}) == USUAL


def test_a_seed_of_the_form_decides_for_everybody() -> None:
    assert _order("randomize=true seed=42", "1", {}) == _order("randomize=true seed=42", "2", {}) != USUAL
    by_answer = {tuple(_order("randomize=true seed=${x}", "1", {"x": str(x)})) for x in range(10)}
    assert len(by_answer) > 4


# -- sections, matrices ------------------------------------------------------------------------------------------------

SECTIONS = """
    | type               | name  | label        | appearance     | relevant   |
    | integer            | x     | X?           |                |            |
    | begin_group        | g     | Of the plant | table-list     |            |
    | note               | n     | Note         |                | ${x} = 1   |
    | select_one answers | a     | A?           | likert         |            |
    | begin_group        | inner |              |                |            |
    | select_one answers | b     | B?           |                |            |
    | end_group          |       |              |                |            |
    | end_group          |       |              |                |            |
    | begin_group        | m     |              | field-list     |            |
    | select_one answers | head  | Agree?       | label          |            |
    | select_one answers | r1    | R1           | w1 list-nolabel |           |
    | select_one answers | r2    | R2           | list-nolabel   |            |
    | end_group          |       |              |                |            |
    | answers |
"""


@pytest.mark.parametrize(("x", "begins"), [("1", ["n", "r1"]), ("2", ["a", "r1"])])
def test_a_section_begins_with_its_first_question_that_is_asked(x: str, begins: list[str]) -> None:
    interview = _interview(SECTIONS, {"x": x})
    assert [question.name for question in interview.to_ask if wording.begins_section(interview, question)] == begins
    sections = {question.name: wording.section(interview, question) for question in interview.to_ask}
    assert sections["x"] is None
    assert sections["a"] == sections["b"] == interview.questionnaire.groups["g"]


def test_of_sections_inside_each_other_the_innermost_is_told() -> None:
    interview = _interview(
        """
        | type        | name  | label |
        | begin_group | outer | Outer |
        | begin_group | inner | Inner |
        | text        | a     | A?    |
        | end_group   |       |       |
        | text        | b     | B?    |
        | end_group   |       |       |
        """
    )
    sections = [wording.section(interview, question) for question in interview.to_ask]
    assert [section and section.name for section in sections] == ["inner", "outer"]
    assert all(wording.begins_section(interview, question) for question in interview.to_ask)


def test_the_row_that_heads_a_matrix_names_it_and_is_not_asked() -> None:
    read = _read(SECTIONS)
    assert [question.name for question in read.asked] == ["x", "n", "a", "b", "r1", "r2"]
    assert read.groups["m"].label == {"en": "Agree?"}
    assert read.groups["g"].appearance == "table-list"


def test_a_head_without_a_label_is_no_mistake() -> None:
    read = _read(SECTIONS.replace("Agree?", ""))
    assert read.groups["m"].label == {}


def test_likert_is_an_appearance_of_select_one() -> None:
    read = _read(SECTIONS)
    assert [question.name for question in read.questions if question.likert] == ["a"]


# -- media -------------------------------------------------------------------------------------------------------------


def test_files_are_shown_with_a_question_in_the_language_of_their_reader() -> None:
    table = """
        | type | name | label::fa | label::en | تصویر  | media::audio::fa | media::audio::en |
        | text | a    | الف       | A?        | map.png | fa.ogg          | en.ogg           |
        | text | b    | ب         | B?        |         |                 |                  |
    """
    first, second = _read(table).questions
    assert wording.media(_interview(table, language="fa"), first) == {"image": "map.png", "audio": "fa.ogg"}
    assert wording.media(_interview(table, language="en"), first) == {"image": "map.png", "audio": "en.ogg"}
    assert second.media == {}


# -- time --------------------------------------------------------------------------------------------------------------


def _minutes(rows: str) -> float:
    return estimate.minutes(_read(f"| type | name | label | relevant |\n{rows}\n{MEASURES}"))


def test_the_time_is_that_of_reading_and_of_answering() -> None:
    assert _minutes(f"| note | n | {'word ' * 180} | |\n| select_one measures | a | A? | |") == pytest.approx(
        1 + (1 + 5) / 60 + 8 / 180
    )


def test_a_list_is_read_once_and_what_is_asked_on_a_condition_counts_half() -> None:
    alone, twice = (
        _minutes("\n".join(f"| select_one measures | {name} | A? | |" for name in of)) for of in ("a", "ab")
    )
    assert alone < twice < 2 * alone
    always = _minutes("| integer | a | A? | |\n| text | b | B? | |")
    sometimes = _minutes("| integer | a | A? | |\n| text | b | B? | ${a} > 1 |")
    assert always - sometimes == pytest.approx((45 + 1 / 3) / 60 / 2)


# -- cascades that end nowhere -----------------------------------------------------------------------------------------

CASCADE = read_markdown("""
| survey |
| | type | name | label | required | choice_filter |
| | select_one states | state | State? | yes | |
| | select_one cities | city | City? | yes | state = ${state} |
| | text | why | Why? | | |
| choices |
| | list_name | name | label | state |
| | states | texas | Texas | |
| | states | ohio | Ohio | |
| | cities | alpine | Alpine | texas |
""")


@pytest.mark.parametrize(("before", "asked"), [({}, "why"), ({"city": "alpine"}, "why"), ({"city": ""}, "why")])
def test_where_nothing_can_be_chosen_nothing_is_asked(before: Mapping[str, str], asked: str) -> None:
    interview = Interview(CASCADE, {"state": "ohio", **before}, NOW)
    assert interview.asking is not None
    assert interview.asking.name == asked
    assert interview.complete
    assert Interview(CASCADE, {"state": "texas"}, NOW).asking == CASCADE.by_name["city"]


def test_nobody_goes_back_to_where_nothing_can_be_chosen() -> None:
    interview = Interview(CASCADE, {"state": "ohio"}, NOW)
    state, _city, why = CASCADE.questions
    assert interview.before(why) == state
    assert interview.reopened("city").asking == why


def test_a_form_can_read_its_own_name_and_version() -> None:
    form = read_markdown("""
    | survey |
    | | type | name | label | calculation | relevant |
    | | calculate | which | | concat(/data/@id, ' ', /data/@version) | |
    | | text | why | Why? | | ../@version = '7' |
    | settings |
    | | form_id | version |
    | | power | 7 |
    """)
    interview = Interview(form, {}, NOW)
    assert interview.values["which"] == "power 7"
    assert interview.asking == form.by_name["why"]
