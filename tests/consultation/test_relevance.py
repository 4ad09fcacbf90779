"""What a crowd's answers leave unasked is what an interview with each of them would leave unasked."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

import pytest

from consultation.interview import Interview
from consultation.questionnaire import DONT_KNOW
from consultation.relevance import Relevance
from consultation.xlsform.markdown import read_markdown

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
CHAIN = """
| survey | type             | name     | label | relevant                               | calculation          |
|        | select_one yn    | a        | A?    |                                        |                      |
|        | select_one yn    | b        | B?    | ${a} = 'yes'                           |                      |
|        | integer          | n        | N?    |                                        |                      |
|        | calculate        | twice    |       |                                        | ${n} * 2 + ${offset} |
|        | calculate        | offset   |       | ${b} = 'yes'                           | 1                    |
|        | begin_group      | g        | G     | ${twice} > 10                          |                      |
|        | select_one yn    | c        | C?    | ${b} = 'yes' or ${n} > 8               |                      |
|        | text             | why      | Why?  | selected(${c}, 'no') and ${a} != 'no'  |                      |
|        | end_group        |          |       |                                        |                      |
|        | date             | since    | When? |                                        |                      |
|        | text             | old      | Old?  | ${since} < today()                     |                      |
|        | text             | ahead    | X?    | ${last} = 'yes'                        |                      |
|        | select_one yn    | last     | L?    | ${c} = 'yes'                           |                      |
| choices | list_name | name | label |
|         | yn        | yes  | Yes   |
|         | yn        | no   | No    |
"""
ROUNDS = """
| survey | type          | name | label | relevant    |
|        | select_one yn | a    | A?    |             |
|        | begin_repeat  | r    | R     | ${a} = 'yes'|
|        | integer       | cost | Cost? |             |
|        | text          | why  | Why?  | ${cost} > 2 |
|        | end_repeat    |      |       |             |
| choices | list_name | name | label |
|         | yn        | yes  | Yes   |
|         | yn        | no   | No    |
"""


@pytest.mark.parametrize("table", [CHAIN, ROUNDS])
def test_it_is_what_interviews_one_by_one_say(table: str) -> None:
    form = read_markdown(table)
    relevance, chance = Relevance(form), Random(3)  # noqa: S311 - nothing secret
    said = ["yes", "no", "", DONT_KNOW, "1", "6", "9", "2026-11-22", "2026-11-24"]
    for _ in range(400):
        answers = {one.name: chance.choice(said) for one in form.questions if chance.random() < 0.8}
        shown = Interview(form, answers, AT).values
        assert relevance.taken_away(answers, AT) == {one.name for one in form.questions if one.name not in shown}


CASCADE = """
| survey | type              | name  | label | choice_filter    |
|        | select_one state  | state | S?    |                  |
|        | select_one city   | city  | C?    | state = ${state} |
|        | select_multiple city | visited | V? | state = ${state} |
| choices | list_name | name   | label  | state |
|         | state     | texas  | Texas  |       |
|         | state     | ohio   | Ohio   |       |
|         | city      | alpine | Alpine | texas |
|         | city      | waco   | Waco   | texas |
"""


@pytest.mark.parametrize(
    ("answers", "taken"),
    [
        ({"state": "texas", "city": "alpine", "visited": "alpine waco"}, set()),
        ({"state": "ohio", "city": "alpine", "visited": DONT_KNOW}, {"city"}),
        ({"state": "ohio", "visited": "alpine waco"}, {"visited"}),
        ({"city": "", "visited": ""}, set()),
    ],
)
def test_a_choice_that_is_offered_no_longer_does_not_count(answers: dict[str, str], taken: set[str]) -> None:
    assert Relevance(read_markdown(CASCADE)).taken_away(answers, AT) == taken
