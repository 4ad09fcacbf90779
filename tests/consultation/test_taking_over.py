"""What was worked out of other answers is taken over only where it still holds, and little is worked out again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from consultation.expressions import Expression
from consultation.interview import Interview
from consultation.questionnaire import DONT_KNOW, Question, Questionnaire
from consultation.xlsform.markdown import read_markdown
from tests.consultation.test_relevance import CHAIN

AT = datetime(2026, 11, 23, 23, 59, 0, tzinfo=UTC)
ROUNDS = """
| survey | type | name | label | relevant | calculation | constraint |
| | integer | n | ? | | | |
| | integer | age | ? | ${n} > 1 | | . > ${n} |
| | begin_repeat | one | ? | ${n} > 2 | | |
| | integer | cost | ? | | | . > ${n} |
| | text | why | ? | ${cost} > ${age} | | ${n} > 0 and last() < 3 |
| | calculate | twice | | | ${cost} * 2 | |
| | select_one yn | sure | ? | position(..) > 1 | | |
| | end_repeat | | | | | |
| | calculate | total | | | sum(${cost}) + count(${one}) | |
| | integer | rest | ? | ${total} > 10 | | . > ${total} |
| | text | late | ? | now() > '2026-11-23T23:59:45Z' | | |
| | text | next | ? | today() > '2026-11-23' | | |
| | text | last | ? | count(${why}) > 1 or ${cost} = 7 | | |
| choices | list_name | name | label |
| | yn | yes | Yes |
| | yn | no | No |
"""
TOWNS = """
| survey | type | name | label | relevant | required | choice_filter | constraint |
| | select_one area | area | ? | | | | |
| | select_one town | town | ? | | | area = ${area} | |
| | rank town | towns | ? | | | area = ${area} or ${town} = '' | |
| | integer | least | ? | ${town} != 'a2' | now() > '2026-11-23T23:59:45Z'| | |
| | integer | most | ? | | ${least} > 5 | | . >= ${least} |
| | integer | some | ? | | | | . > ${least} and . < ${most} |
| choices | list_name | name | label | area |
| | area | a | A | |
| | area | b | B | |
| | town | a1 | A1 | a |
| | town | a2 | A2 | a |
| | town | b1 | B1 | b |
"""


@pytest.mark.parametrize("table", [CHAIN, ROUNDS, TOWNS])
@pytest.mark.parametrize("seed", range(8))
def test_what_is_taken_over_is_what_would_be_worked_out(table: str, seed: int) -> None:
    form, chance, now = read_markdown(table), Random(seed), AT  # noqa: S311 - so that it can be repeated
    answers: dict[str, str] = {}
    before = Interview(form, answers, now)
    for _turn in range(40):
        now += timedelta(seconds=chance.choice([0, 0, 7]))
        anew = Interview(form, {**answers}, now)
        taken_over = Interview(form, {**answers}, now, known=before.findings)
        assert (taken_over.values, taken_over.asking) == (anew.values, anew.asking)
        for question in anew.to_ask:
            assert taken_over.gap(question) == anew.gap(question)
        question = anew.asking if anew.asking and chance.random() < 0.6 else chance.choice(form.asked)
        answers[question.name] = value = _anything(chance, form, question)
        if chance.random() < 0.2:
            del answers[chance.choice([*answers])]
        before = chance.choice([taken_over, taken_over.answered(question, value)])


def _anything(chance: Random, form: Questionnaire, question: Question) -> str:
    listed = [choice.name for choice in form.choices.get(question.choices, ())]
    usual = chance.choice(listed or ["3", "7", "12"])
    return chance.choice(["", DONT_KNOW, usual, usual, usual])


@pytest.fixture
def worked_out(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The expressions that are worked out while the test runs."""
    sources: list[str] = []
    for kind in ("truth", "text", "number", "nodes", "evaluate"):
        counted = getattr(Expression, kind)

        def work_out(expression: Expression, *given: object, counted: Callable[..., object] = counted) -> object:
            sources.append(expression.source)
            return counted(expression, *given)

        monkeypatch.setattr(Expression, kind, work_out)
    return sources


def test_an_answer_in_a_long_form_costs_no_more_than_in_a_short_one(worked_out: list[str]) -> None:
    rows = "\n".join(
        f"| | integer | q{n} | Q? | ${{q{n - 1}}} > 0 or ${{q0}} = 5 | . > ${{q{n - 1}}} | ${{q{n - 1}}} > 3 |"
        for n in range(1, 401)
    )
    form = read_markdown(
        f"| survey | type | name | label | relevant | constraint | required |\n| | integer | q0 | Q? |\n{rows}"
    )
    interview, counted = Interview(form, {}, AT), []
    for n in range(400):
        assert interview.asking is form.questions[n]
        worked_out.clear()
        interview = interview.answered(form.questions[n], str(n + 1))
        assert interview.asking is form.questions[n + 1]
        counted.append(len(worked_out))
    assert max(counted[200:]) <= max(counted[1:10]) < 10
