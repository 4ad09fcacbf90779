from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.choosing import enough, limits, toggled
from consultation.questionnaire import Choice, Question, QuestionType
from consultation.texts import speaking
from tests.consultation.workbooks import plain

CHOICES = tuple(Choice(name, {"en": name.upper()}, exclusive=name == "none") for name in ("a", "b", "c", "none"))
SEVERAL = Question("q", QuestionType.SELECT_MULTIPLE)
RANK = Question("q", QuestionType.RANK)


@pytest.mark.parametrize(
    ("picked", "tap", "left"),
    [
        ("", "b", "b"),
        ("b", "a", "a b"),
        ("a b", "a", "b"),
        ("a b", "none", "none"),
        ("none", "c", "c"),
        ("none", "none", ""),
        ("a gone", "b", "a b"),
        ("a", "gone", "a"),
    ],
)
def test_several_are_ticked_in_the_order_of_the_list(picked: str, tap: str, left: str) -> None:
    assert " ".join(toggled(SEVERAL, picked.split(), tap, CHOICES)) == left


@pytest.mark.parametrize(
    ("picked", "tap", "left"),
    [("", "c", "c"), ("c", "a", "c a"), ("c a b", "a", "c b"), ("c a", "none", "c a none"), ("c gone", "a", "c a")],
)
def test_places_are_given_in_the_order_of_the_taps(picked: str, tap: str, left: str) -> None:
    assert " ".join(toggled(RANK, picked.split(), tap, CHOICES)) == left


@given(st.lists(st.sampled_from(["a", "b", "c", "none"]), max_size=30), st.sampled_from([SEVERAL, RANK]))
def test_whatever_is_tapped_a_choice_stands_once_and_what_stands_alone_is_alone(
    taps: list[str], question: Question
) -> None:
    picked: tuple[str, ...] = ()
    for tap in taps:
        before, picked = picked, toggled(question, picked, tap, CHOICES)
        assert (tap in picked) is not (tap in before)
        assert len(set(picked)) == len(picked)
        assert question is RANK or "none" not in picked or picked == ("none",)


def _several(constraint: str = "", **parameters: str) -> Question:
    return Question("q", QuestionType.SELECT_MULTIPLE, parameters=parameters, constraint=constraint)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (SEVERAL, (1, 4)),
        (_several(min="2", max="3"), (2, 3)),
        (_several(max="9"), (1, 4)),
        (_several(min="9"), (4, 4)),
        (_several("count-selected(.) <= 3"), (1, 3)),
        (_several("count-selected( . ) >= 2 and count-selected(.)<4"), (2, 3)),
        (_several("count-selected(.) = 2"), (2, 2)),
        (_several("count-selected(.) > 1"), (2, 4)),
        (_several("count-selected(.) <= 3 or ${x} = 1"), (1, 4)),
        (_several("not(selected(., 'a')) and count-selected(.) <= 3"), (1, 4)),
        (_several("count-selected(.) <= 3", max="2"), (1, 2)),
        (RANK, (4, 4)),
        (Question("q", QuestionType.RANK, parameters={"max": "2"}), (1, 2)),
        (Question("q", QuestionType.RANK, parameters={"min": "2", "max": "2"}), (2, 2)),
    ],
)
def test_how_many_may_be_chosen(question: Question, expected: tuple[int, int]) -> None:
    assert limits(question, len(CHOICES)) == expected


@pytest.mark.parametrize(
    ("question", "picked", "told"),
    [
        (SEVERAL, "a", ""),
        (SEVERAL, "", "Please choose at least one."),
        (_several(min="2"), "a", "Please choose at least 2."),
        (_several(min="2"), "none", ""),
        (_several(max="2"), "a b c", "Please choose 2 at most."),
        (_several(max="1"), "a b", "Please choose one only."),
        (SEVERAL, "a none", "“NONE” cannot be chosen together with others."),
        (RANK, "a b c none", ""),
        (RANK, "a b c", "One is still without a place."),
        (RANK, "a", "3 are still without a place."),
    ],
)
def test_what_is_missing_is_said(question: Question, picked: str, told: str) -> None:
    with speaking("en"):
        assert plain(enough(question, picked.split(), CHOICES)) == told
