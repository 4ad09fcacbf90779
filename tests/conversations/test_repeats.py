"""Questions that are asked once for each case: a machine, a plant, a person.

1 After each round people are asked whether there is another, until they say no or the last round is reached.
2 Inside a round ${name} means this round; outside, sum(), count() and labels take all rounds.
3 An earlier round can be changed, and a round added or taken back, before and after submission.
4 A number that was asked before may say how many rounds there are.
5 The workbook has the same columns for each round.
"""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import Connection, select

from consultation.conversation import Channel
from reports.exports import Exporter
from reports.parts import Format
from storage import topics
from storage.tables import answer
from tests.stories import joins, publishes, workbook
from tests.world import Person, World

HEAD = ("type", "name", "label", "required", "relevant", "calculation", "parameters", "repeat_count", "constraint")
MACHINES = [
    ("begin_repeat", "machines", "ماشین‌آلات", "", "", "", "max=3"),
    ("text", "kind", "نام دستگاه چیست؟", "yes"),
    ("integer", "age", "«${kind}» چند ساله است؟", "yes", "${kind} != 'نو'"),
    ("end_repeat",),
    ("calculate", "years", "", "", "", "sum(${age})"),
    ("calculate", "count", "", "", "", "count(${machines})"),
    ("text", "last", "برای ${count} دستگاه (${kind}) با ${years} سال کار چه پیشنهادی دارید؟"),
]


async def begins(world: World, survey: list[tuple[str, ...]], channel: Channel = Channel.TELEGRAM) -> Person:
    person = world.person("ana", channel)
    await joins(person)
    await publishes(world, form=workbook({"survey": [HEAD, *survey]}))
    person.reads()
    await person.presses("آغاز پاسخ‌گویی")
    return person


async def kept(world: World) -> dict[str, str]:
    rows = await world.database.read(lambda db: db.execute(select(answer.c.question, answer.c.value)).all())
    return {row.question: row.value for row in rows}


async def two_machines(ana: Person) -> None:
    ana.sees("ماشین‌آلات (۱)", "پرسش ۱ از ۴", "نام دستگاه")
    await ana.says("پرس")
    ana.sees("«پرس» چند ساله است؟")
    await ana.says("12")
    ana.reads()
    await ana.presses("بله، می‌افزایم")
    ana.sees("ماشین‌آلات (۲)", "نام دستگاه")
    await ana.says("تراش")
    ana.sees("«تراش» چند ساله است؟")
    await ana.says("8")
    ana.sees("آیا برای «ماشین‌آلات» مورد دیگری هم می‌افزایید؟")
    await ana.says("خیر")


@pytest.mark.parametrize("channel", list(Channel))
async def test_round_after_round_until_they_say_no(world: World, channel: Channel) -> None:
    ana = await begins(world, MACHINES, channel)
    await two_machines(ana)
    ana.reads()
    assert "برای ۲ دستگاه (پرس، تراش) با ۲۰ سال کار" in ana.last.text
    await ana.says("نوسازی")
    review = ana.sees("پاسخ‌های شما", "نام دستگاه چیست؟ (۱)\nپرس", "«تراش» چند ساله است؟ (۲)\n۸")
    assert "✅" in review.labels[0]


async def test_going_back_and_changing_a_round(world: World) -> None:
    ana = await begins(world, MACHINES)
    await two_machines(ana)
    ana.reads()
    await ana.presses("بازگشت")
    ana.sees("مورد دیگری", "خیر")
    await ana.presses("بله، می‌افزایم")
    ana.sees("ماشین‌آلات (۳)")
    await ana.says("نو")  # its age is not asked, and a fourth round neither
    ana.sees("برای ۳ دستگاه (پرس، تراش، نو) با ۲۰ سال کار")
    await ana.presses("رد شدن")
    ana.reads()
    await ana.presses("تغییر یک پاسخ")
    ana.reads()
    await ana.presses("چند ساله است؟ (۱)")
    ana.sees("«پرس» چند ساله است؟", "۱۲")
    await ana.says("13")
    ana.reads()
    await ana.presses("ثبت نهایی")
    ana.reads()
    assert (await kept(world))["age_1"] == "13"


async def test_a_round_taken_back_after_submission(world: World, tmp_path: Path) -> None:
    ana = await begins(world, MACHINES)
    await two_machines(ana)
    ana.reads()
    await ana.presses("رد شدن")
    ana.reads()
    await ana.presses("ثبت نهایی")
    ana.reads()
    assert await exported(world, tmp_path) == {"kind_1": "پرس", "age_1": 12, "kind_2": "تراش", "age_2": 8}
    await ana.presses("دیدن یا تغییر پاسخ‌ها")
    ana.reads()
    await ana.presses("تغییر یک پاسخ")
    ana.reads()
    await ana.presses("مورد دیگری")
    ana.reads()
    await ana.presses("خیر، همین بود")
    ana.reads()
    assert await exported(world, tmp_path) == {"kind_1": "پرس", "age_1": 12}


async def exported(world: World, folder: Path) -> dict[str, object]:
    """What stands in the workbook's row, by the names of the codebook."""

    def write(db: Connection) -> Path:
        topic = topics.get(db, 1)
        assert topic is not None
        return Exporter(world.profile, world.policy).write(db, topic, Format.XLSX, folder, world.now, "fa")

    book = openpyxl.load_workbook(await world.database.read(write))
    answers, codebook = book["پاسخ‌ها"], book["راهنمای ستون‌ها"]
    names = [row[1] for row in codebook.iter_rows(min_row=2, values_only=True)]
    assert names == ["kind_1", "age_1", "kind_2", "age_2", "kind_3", "age_3", "last"]
    row = next(answers.iter_rows(min_row=2, values_only=True))[-len(names) :]
    return {str(name): cell for name, cell in zip(names, row, strict=True) if cell is not None}


async def test_a_number_says_how_many_rounds(world: World) -> None:
    survey = [
        ("integer", "many", "چند واحد دارید؟", "yes", "", "", "", "", ". <= 4"),
        ("begin_repeat", "units", "واحدها", "", "", "", "max=4", "${many}"),
        ("text", "place", "واحد در کدام شهر است؟", "yes"),
        ("end_repeat",),
    ]
    ana = await begins(world, survey)
    ana.reads()
    await ana.says("2")
    for city in ("قم", "یزد"):
        assert "واحد در کدام شهر" in ana.reads()[-1].text
        await ana.says(city)
    ana.sees("پاسخ‌های شما", "قم", "یزد")
    await ana.presses("تغییر یک پاسخ")
    ana.reads()
    await ana.presses("چند واحد")
    ana.reads()
    await ana.says("3")
    ana.sees("واحدها (۳)", "واحد در کدام شهر")


async def test_no_round_at_all_where_the_form_allows_it(world: World) -> None:
    survey = [
        ("begin_repeat", "units", "واحدها", "", "", "", "min=0 max=2"),
        ("text", "place", "واحد در کدام شهر است؟", "yes"),
        ("end_repeat",),
        ("text", "words", "سخن دیگر"),
    ]
    ana = await begins(world, survey)
    ana.sees("آیا برای «واحدها» موردی برای افزودن دارید؟")
    await ana.presses("خیر")
    ana.sees("سخن دیگر")
    await ana.presses("بازگشت")
    ana.reads()
    await ana.presses("بله")
    ana.sees("واحدها (۱)")
