"""How questions look that are not one list and one line.

1 A range is a row of numbers, with what its ends mean; a long one takes two taps or is typed.
2 A text has the length that the form allows: people are told before, and of a longer one how much longer it is.
3 Questions that share their choices are a table: one row a message, the heading once, the rows counted.
4 ${name} is filled in wherever people read: labels, hints, messages, choices.
"""

from __future__ import annotations

import pytest
from sqlalchemy import select

from consultation.conversation import Channel
from storage.tables import answer
from tests.stories import joins, publishes, workbook
from tests.world import Person, World

HEAD = ("type", "name", "label", "hint", "required", "constraint", "constraint_message", "parameters", "appearance")
CHOICES = [
    ("list_name", "name", "label"),
    ("ends", "1", "کاملاً مخالف"),
    ("ends", "5", "کاملاً موافق"),
    ("agree", "no", "مخالفم"),
    ("agree", "yes", "موافقم"),
]
OF_A_CITY = [("whose", "own", "برق ${city}"), ("whose", "other", "برق جای دیگر")]


async def begins(world: World, *survey: tuple[str, ...], channel: Channel = Channel.TELEGRAM) -> Person:
    ana = world.person("ana", channel)
    await joins(ana)
    choices = [*CHOICES, *(OF_A_CITY if any("whose" in row[0] for row in survey) else ())]
    await publishes(world, form=workbook({"survey": [HEAD, *survey], "choices": choices}))
    ana.reads()
    await ana.presses("آغاز پاسخ‌گویی")
    return ana


async def kept(world: World) -> dict[str, str]:
    rows = await world.database.read(lambda db: db.execute(select(answer.c.question, answer.c.value)).all())
    return {row.question: row.value for row in rows}


@pytest.mark.parametrize("channel", list(Channel))
async def test_a_row_of_numbers_with_its_ends(world: World, channel: Channel) -> None:
    scale = ("range", "scale", "چقدر موافق‌اید؟", "", "yes", "", "", "start=1 end=5 tick_labelset=ends")
    ana = await begins(world, scale, channel=channel)
    question = ana.sees("چقدر موافق‌اید؟", "۱ = کاملاً مخالف\n۵ = کاملاً موافق")
    assert [button.label for button in question.parcel.buttons[0]] == ["۱", "۲", "۳", "۴", "۵"]
    await ana.presses("۴")
    ana.sees("پاسخ‌های شما", "۴")


async def test_a_long_range_takes_two_taps(world: World) -> None:
    ana = await begins(world, ("range", "share", "چند درصد؟", "", "yes", "", "", "start=0 end=100"))
    question = ana.sees("چند درصد؟", "عددی از ۰ تا ۱۰۰")
    await ana.presses("۳۰ تا ۳۹")
    assert [button.label for row in question.parcel.buttons[:2] for button in row] == [
        "۳۰", "۳۱", "۳۲", "۳۳", "۳۴", "۳۵", "۳۶", "۳۷", "۳۸", "۳۹",
    ]  # fmt: skip
    await ana.presses("عددهای دیگر")
    await ana.presses("۱۰۰")
    ana.sees("پاسخ‌های شما", "۱۰۰")


async def test_a_very_long_range_is_typed(world: World) -> None:
    ana = await begins(world, ("range", "year", "چه سالی؟", "", "yes", "", "", "start=1200 end=1500"))
    question = ana.sees("چه سالی؟", "عددی از ۱۲۰۰ تا ۱۵۰۰ بنویسید.")
    assert question.labels == ["⏸ بعداً"]
    await ana.says("۱۳۵۷")
    ana.sees("✅ ۱٬۳۵۷")
    ana.sees("پاسخ‌های شما")
    assert (await kept(world))["year"] == "1357"


@pytest.mark.parametrize(
    ("constraint", "parameters"),
    [("string-length(.) <= 20", ""), ("", "max_length=20"), (". != 'x' and string-length(.) < 21", "")],
)
async def test_a_text_that_is_too_long_is_told_by_how_much(world: World, constraint: str, parameters: str) -> None:
    ana = await begins(world, ("text", "words", "نظر شما؟", "", "yes", constraint, "", parameters, "multiline"))
    ana.sees("نظر شما؟", "چند سطر", "حداکثر ۲۰ نویسه")
    await ana.says("ا" * 25)
    ana.sees("۲۵", "۲۰", "۵ نویسه")
    await ana.says("ا" * 20)
    ana.sees("نوشته شد")
    await ana.presses("پرسش بعدی")
    ana.sees("پاسخ‌های شما")


TABLE = [
    ("begin_group", "table", "با هر جمله چقدر موافق‌اید؟", "", "", "", "", "", "table-list"),
    ("select_one agree", "first", "برق گران است."),
    ("select_one agree", "second", "برق کم است."),
    ("select_one agree", "third", "برق پاک است."),
    ("end_group",),
]
OLD_TABLE = [
    ("begin_group", "table", ""),
    ("select_one agree", "head", "با هر جمله چقدر موافق‌اید؟", "", "", "", "", "", "label"),
    ("select_one agree", "first", "برق گران است.", "", "", "", "", "", "list-nolabel"),
    ("select_one agree", "second", "برق کم است.", "", "", "", "", "", "list-nolabel"),
    ("select_one agree", "third", "برق پاک است.", "", "", "", "", "", "list-nolabel"),
    ("end_group",),
]


@pytest.mark.parametrize("table", [TABLE, OLD_TABLE], ids=["table-list", "list-nolabel"])
async def test_the_rows_of_a_table_stand_together(world: World, table: list[tuple[str, ...]]) -> None:
    ana = await begins(world, *table)
    first = ana.sees("با هر جمله چقدر موافق‌اید؟", "ردیف ۱ از ۳", "برق گران است.")
    assert first.labels[:2] == ["مخالفم", "موافقم"]
    await ana.presses("موافقم")
    second = ana.sees("پرسش ۲ از ۳ · ردیف ۲ از ۳", "برق کم است.")
    assert "با هر جمله" not in second.text
    await ana.presses("مخالفم")
    ana.sees("ردیف ۳ از ۳")


async def test_answers_are_filled_in_wherever_people_read(world: World) -> None:
    ana = await begins(
        world,
        ("text", "city", "در کدام شهر؟", "", "yes"),
        ("integer", "hours", "چند ساعت در ${city}؟", "ساعت‌های ${city}", "yes", ". <= 24", "روز ${city} ۲۴ ساعت دارد."),
        ("select_one whose", "whose", "کدام برق؟", "", "yes"),
    )
    ana.sees("در کدام شهر؟")
    await ana.says("یزد")
    ana.sees("چند ساعت در یزد؟", "💡 ساعت‌های یزد")
    await ana.says("30")
    ana.sees("روز یزد ۲۴ ساعت دارد.")
    await ana.says("3")
    question = ana.sees("کدام برق؟")
    assert question.labels[:2] == ["برق یزد", "برق جای دیگر"]
    await ana.presses("برق یزد")
    ana.sees("پاسخ‌های شما", "برق یزد")
