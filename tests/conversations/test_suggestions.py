"""What a form proposes as an answer (XLSForm's default) is taken in one tap; anything else may be answered instead."""

from __future__ import annotations

import pytest

from consultation.conversation import Channel
from tests.conversations.test_question_types import CHOICES, answers
from tests.stories import joins, publishes, workbook
from tests.world import Person, World

SURVEY = [
    ("type", "name", "label", "default", "constraint"),
    ("integer", "staff", "چند نفر؟", "12", ". > 0"),
    ("integer", "next", "سال آینده چند نفر؟", "${staff} + 3", ""),
    ("select_multiple way", "ways", "کدام راه‌ها؟", "a c", ""),
    ("select_one way", "best", "بهترین کدام است؟", "d", ""),
    ("date", "day", "از چه روزی؟", "today()", ""),
    ("text", "city", "کدام شهر؟", "یزد", ""),
    ("integer", "lost", "چند نفر کم می‌شوند؟", "-4", ". >= 0"),
]
ASKED = "☝️ پیشنهاد: "


@pytest.fixture(params=Channel)
async def ana(world: World, request: pytest.FixtureRequest) -> Person:
    ana = world.person("ana", request.param)
    await joins(ana)
    await publishes(world, form=workbook({"survey": SURVEY, "choices": CHOICES}))
    ana.reads()
    await ana.presses("آغاز پاسخ‌گویی")
    return ana


async def test_a_suggestion_is_taken_in_one_tap(world: World, ana: Person) -> None:
    for label, suggested in (
        ("چند نفر", "۱۲"),
        ("سال آینده", "۱۵"),
        ("کدام راه", "A، C"),
    ):
        assert f"{ASKED}{suggested}" in ana.sees(label).labels
        await ana.presses(ASKED)
    assert not any(ASKED in label for label in ana.sees("بهترین").labels), "there is no such choice"
    await ana.says("۲")
    ana.sees("✅")
    assert f"{ASKED}۲ آذر ۱۴۰۵" in ana.sees("از چه روزی").labels
    await ana.presses(ASKED)
    ana.sees("کدام شهر")
    await ana.presses(f"{ASKED}یزد")
    assert not any(ASKED in label for label in ana.sees("کم می‌شوند").labels), "it would not fit"
    kept = await answers(world)
    taken = {"staff": "12", "next": "15", "ways": "a c", "best": "b", "day": "2026-11-23", "city": "یزد"}
    assert kept.items() >= taken.items()


async def test_another_answer_stands_and_is_not_talked_out_of(world: World, ana: Person) -> None:
    first = ana.sees("چند نفر")
    await ana.says("۷")
    assert f"{ASKED}۱۰" in ana.sees("سال آینده").labels
    await ana.presses(ASKED, on=first)
    kept = await answers(world)
    assert kept["staff"] == "7"
    assert "next" not in kept
    await ana.presses("بازگشت")
    assert not any(ASKED in label for label in ana.sees("پاسخ کنونی شما: ۷").labels)
