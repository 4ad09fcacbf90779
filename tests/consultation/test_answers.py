"""What people type becomes a canonical answer or a sentence that says what is expected, and is read back to them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

import pytest

from consultation import answers, nonresponses, sent, showing
from consultation.answers import NotAnAnswer
from consultation.questionnaire import DONT_KNOW, NONRESPONSES, REFUSED, Question, QuestionType
from consultation.texts import speaking
from tests.consultation.workbooks import plain

TODAY = date(2026, 11, 23)
NONE: Mapping[str, str] = MappingProxyType({})
WAYS = {"sun": "نیروگاه خورشیدی", "price": "قیمت‌گذاری", "shift": "جابه‌جایی نوبت کار"}


def _read(type_: QuestionType, typed: str, parameters: Mapping[str, str] = NONE, *, declinable: bool = False) -> str:
    question = Question("q", type_, parameters=parameters, dont_know=declinable, refuse=declinable)
    return answers.read(question, typed, WAYS, TODAY, exclusive=("price",))


def _refusal(type_: QuestionType, typed: str, parameters: Mapping[str, str] = NONE) -> str:
    with speaking("en"), pytest.raises(NotAnAnswer) as refused:
        _read(type_, typed, parameters)
    return plain(refused.value)


def _shown(type_: QuestionType, value: str, language: str = "fa") -> str:
    with speaking(language):
        return plain(showing.show(Question("q", type_), value, WAYS, language))


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("۱۷:۳۰", "17:30"),
        ("ساعت ۵ عصر", "17:00"),
        ("پنج و نیم عصر", "17:30"),
        ("۹", "09:00"),
        ("17", "17:00"),
        ("9:5", ""),
        ("۲۵", ""),
        ("فردا", ""),
    ],
)
def test_a_time_is_read_as_people_say_it(typed: str, time: str) -> None:
    if time:
        assert _read(QuestionType.TIME, typed) == time
    else:
        assert "such as 17:30" in _refusal(QuestionType.TIME, typed)


@pytest.mark.parametrize("typed", ["۵", "ساعت ۵", "5"])
def test_an_hour_of_either_half_of_the_day_is_asked_back(typed: str) -> None:
    assert "05:00 or 17:00" in _refusal(QuestionType.TIME, typed)


def test_a_time_is_shown_in_the_digits_of_its_reader() -> None:
    assert _shown(QuestionType.TIME, "17:30") == "۱۷:۳۰"
    assert _shown(QuestionType.TIME, "17:30", "en") == "17:30"


@pytest.mark.parametrize("typed", ["ok", "OK", "تأیید", "تایید", "بله", "I confirm"])
def test_what_is_to_be_acknowledged_can_be_acknowledged_by_typing(typed: str) -> None:
    with speaking("en"):
        assert _read(QuestionType.ACKNOWLEDGE, typed) == "OK"
        assert "I confirm" in _refusal(QuestionType.ACKNOWLEDGE, "نه")


@pytest.mark.parametrize(
    "typed", ["۳، ۱، ۲", "3 1 2", "3>1>2", "۳\n۱\n۲", "جابه‌جایی، نیروگاه، قیمت", "جابه جایی و نیروگاه و قیمت", "۳-۱-۲"]
)
def test_an_order_is_read_as_it_is_written(typed: str) -> None:
    assert answers.read(Question("q", QuestionType.RANK), typed, WAYS, TODAY) == "shift sun price"


def test_an_order_of_some_is_told_what_is_missing_unless_the_form_wants_no_more() -> None:
    assert "One is still without a place" in _refusal(QuestionType.RANK, "۳، ۱")
    assert "2 are still" in _refusal(QuestionType.RANK, "۳، ۳")
    assert _read(QuestionType.RANK, "۳، ۱", {"max": "2"}) == "shift sun"
    assert "2 at most" in _refusal(QuestionType.RANK, "۳، ۱، ۲", {"max": "2"})


def test_an_order_is_shown_with_its_places() -> None:
    assert _shown(QuestionType.RANK, "shift sun") == "۱. جابه‌جایی نوبت کار، ۲. نیروگاه خورشیدی"


@pytest.mark.parametrize(
    ("parameters", "typed", "told"),
    [
        ({"min": "2"}, "۱", "at least 2"),
        ({"max": "1"}, "۱، ۳", "one only"),
        ({}, "۱، ۲", "cannot be chosen together"),
    ],
)
def test_several_are_as_many_as_the_form_wants(parameters: dict[str, str], typed: str, told: str) -> None:
    assert told in _refusal(QuestionType.SELECT_MULTIPLE, typed, parameters)


@pytest.mark.parametrize(
    ("type_", "expected"),
    [
        (QuestionType.IMAGE, "photograph"),
        (QuestionType.AUDIO, "voice message"),
        (QuestionType.VIDEO, "video"),
        (QuestionType.FILE, "file"),
        (QuestionType.LOCATION, "location"),
    ],
)
def test_what_is_to_be_sent_is_named_to_those_who_write(type_: QuestionType, expected: str) -> None:
    assert expected in _refusal(type_, "فرستادم")
    assert expected in _refusal(type_, " ")


def test_a_file_is_kept_by_its_reference_and_shown_by_its_kind() -> None:
    kept = sent.file_answer(17)
    assert (kept, sent.file_reference(kept)) == ("file:17", "17")
    assert sent.file_reference("profile:17") == ""
    assert _shown(QuestionType.IMAGE, kept, "en") == "Photograph"


def test_a_place_is_kept_as_odk_keeps_it() -> None:
    kept = sent.place_answer(35.6892, 51.389)
    assert kept == "35.689200 51.389000 0 0"
    assert _shown(QuestionType.LOCATION, kept, "en") == "latitude 35.6892, longitude 51.389"


@pytest.mark.parametrize("typed", ["35.6892, 51.389", "(35.6892 51.389)", "۳۵٫۶۸۹۲، ۵۱٫۳۸۹"])
def test_coordinates_may_be_typed_where_no_place_can_be_sent(typed: str) -> None:
    assert _read(QuestionType.LOCATION, typed) == sent.place_answer(35.6892, 51.389)


@pytest.mark.parametrize("typed", ["95, 51", "35, 190", "35", "تهران ۳۵، ۵۱"])
def test_what_is_no_place_on_earth_is_no_answer(typed: str) -> None:
    assert "location" in _refusal(QuestionType.LOCATION, typed)


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("نمی‌دانم", DONT_KNOW),
        ("نميدانم", DONT_KNOW),
        ("نمی دونم!", DONT_KNOW),
        ("I don’t know.", DONT_KNOW),
        ("مایل نیستم", REFUSED),
        ("Prefer not to say", REFUSED),
    ],
)
@pytest.mark.parametrize("type_", [QuestionType.TEXT, QuestionType.INTEGER, QuestionType.SELECT_ONE, QuestionType.DATE])
def test_not_knowing_and_not_wishing_to_say_are_answers_where_the_form_allows(
    type_: QuestionType, typed: str, kind: str
) -> None:
    assert _read(type_, typed, declinable=True) == kind
    if type_ is QuestionType.TEXT:
        assert _read(type_, typed) not in NONRESPONSES
    else:
        _refusal(type_, typed)


def test_a_choice_of_the_form_goes_before_words_of_ours() -> None:
    question = Question("q", QuestionType.SELECT_ONE, dont_know=True)
    assert answers.read(question, "نمی‌دانم", {"unsure": "نمی‌دانم"}, TODAY) == "unsure"


@pytest.mark.parametrize("mark", sorted(NONRESPONSES))
def test_nobody_can_type_the_mark_itself(mark: str) -> None:
    assert _read(QuestionType.TEXT, mark) not in NONRESPONSES


def test_what_may_be_said_in_place_of_an_answer_has_words() -> None:
    with speaking("en"):
        both = nonresponses.labels(Question("q", QuestionType.TEXT, dont_know=True, refuse=True))
    assert both == {DONT_KNOW: "I don't know", REFUSED: "I prefer not to say"}
    assert nonresponses.labels(Question("q", QuestionType.TEXT)) == {}
    assert _shown(QuestionType.INTEGER, REFUSED, "en") == "I prefer not to say"


@pytest.mark.parametrize(("typed", "chosen"), [("۰", "none"), ("1", "one"), ("۲", "several"), ("۵", "five")])
def test_a_number_that_a_choice_is_called_by_goes_before_its_place(typed: str, chosen: str) -> None:
    labels = {"none": "۰", "one": "۱", "several": "۲ تا ۴", "five": "۵"}
    assert answers.read(Question("q", QuestionType.SELECT_ONE), typed, labels, TODAY) == chosen
