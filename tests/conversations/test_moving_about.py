"""Back, later, old buttons and corrections, where two of them meet."""

from __future__ import annotations

import pytest

from tests.stories import joins, publishes, submits, workbook
from tests.world import Person, World

NOTED: dict[str, list[tuple[str, ...]]] = {
    "survey": [
        ("type", "name", "label", "required"),
        ("note", "welcome", "از همراهی شما سپاسگزاریم.", ""),
        ("text", "place", "کجا کار می‌کنید؟", "yes"),
        ("note", "between", "اکنون دربارهٔ برق می‌پرسیم.", ""),
        ("select_multiple remedy", "remedies", "کدام راه‌ها؟", "yes"),
    ],
    "choices": [("list_name", "name", "label"), ("remedy", "solar", "خورشیدی"), ("remedy", "wind", "بادی")],
}


@pytest.fixture
async def ana(world: World) -> Person:
    """A member before the first question that is not a note."""
    person = world.person("ana")
    await joins(person)
    await publishes(world, form=workbook(NOTED))
    person.reads()
    await person.presses("آغاز پاسخ‌گویی")
    person.sees("سپاسگزاریم")
    return person


async def test_back_passes_over_notes(ana: Person) -> None:
    assert ana.sees("پرسش ۱ از ۲").labels == ["⏸ بعداً"]
    await ana.says("یزد")
    ana.sees("اکنون دربارهٔ برق")
    ana.sees("پرسش ۲ از ۲")
    await ana.presses("بازگشت")
    ana.sees("پرسش ۱ از ۲", "پاسخ کنونی شما: یزد")


async def test_a_correction_leaves_what_is_ticked(ana: Person) -> None:
    ana.reads()
    said = await ana.says("یزد")
    ana.reads()
    await ana.presses("خورشیدی")
    await ana.edits(said, "اردکان")
    ana.sees("پاسخ شما تغییر کرد: اردکان")
    ana.sees_nothing()
    await ana.presses("بادی")
    await ana.presses("تأیید (۲)")
    ana.sees("پاسخ‌های شما", "اردکان", "خورشیدی، بادی")


async def test_a_correction_leaves_the_question_that_is_being_changed(ana: Person) -> None:
    ana.reads()
    said = await ana.says("یزد")
    ana.reads()
    await ana.presses("خورشیدی")
    await ana.presses("تأیید")
    ana.reads()
    await ana.presses("تغییر یک پاسخ")
    ana.reads()
    await ana.presses("۲.")
    ana.reads()
    await ana.edits(said, "اردکان")
    ana.sees("پاسخ شما تغییر کرد: اردکان")
    await ana.presses("بادی")
    await ana.presses("تأیید (۲)")
    ana.sees("پاسخ‌های شما", "اردکان", "خورشیدی، بادی")


async def test_what_was_put_off_is_not_taken_up_by_an_old_button(world: World) -> None:
    ana = world.person("ana")
    await joins(ana)
    await publishes(world)
    ana.reads()
    await ana.presses("آغاز پاسخ‌گویی")
    question = ana.sees("تأمین برق")
    await ana.says("خوب")
    ana.reads()
    await ana.presses("بعداً")
    ana.reads()
    assert "پیش‌تر پاسخ داده‌اید" in await ana.presses("بد", on=question)
    await ana.says("۲")
    ana.sees("پرسشی پیش روی شما نیست")


async def test_what_a_change_after_submitting_makes_relevant_is_asked_on_return(world: World) -> None:
    ana = world.person("ana")
    await joins(ana)
    await publishes(world)
    await submits(ana)
    await ana.presses("دیدن یا تغییر")
    ana.reads()
    await ana.presses("تغییر یک پاسخ")
    ana.reads()
    await ana.presses("۱.")
    ana.reads()
    await ana.presses("بد")
    ana.sees("با این تغییر، پرسش دیگری پاسخ می‌خواهد")
    ana.sees("چند ساعت خاموشی")
    await ana.says("بعداً")
    ana.reads()

    await ana.says("/topics")
    ana.reads()
    await ana.presses("برق پایدار")
    ana.reads()
    await ana.presses("دیدن یا تغییر")
    ana.reads()
    await ana.presses("ادامهٔ پاسخ‌گویی")
    ana.sees("چند ساعت خاموشی")
    await ana.says("۱۲")
    ana.sees("پاسخ‌های شما", "۱۲")
    await ana.presses("ثبت نهایی")
    ana.sees("سپاسگزاریم")


async def test_what_a_correction_after_submitting_makes_relevant_is_asked(world: World) -> None:
    ana = world.person("ana")
    await joins(ana)
    await publishes(world)
    ana.reads()
    await ana.presses("آغاز پاسخ‌گویی")
    ana.reads()
    said = await ana.says("خوب")
    for words in ("۱", "رد شدن"):
        ana.reads()
        await ana.says(words)
    ana.reads()
    await ana.presses("ثبت نهایی")
    ana.reads()
    await ana.edits(said, "بد")
    ana.sees("با این تغییر، پرسش دیگری پاسخ می‌خواهد")
    ana.sees("پاسخ شما تغییر کرد: بد")
    ana.sees("چند ساعت خاموشی")
    await ana.says("۱۲")
    ana.sees("پاسخ‌های شما", "۱۲")
    await ana.presses("ثبت نهایی")
    ana.sees("سپاسگزاریم")


async def test_a_name_corrected_in_the_messenger_is_the_new_name(world: World) -> None:
    ana = world.person("ana")
    await ana.says("/start")
    ana.reads()
    await ana.presses("موافقم")
    ana.reads()
    said = await ana.says("آنا")
    ana.reads()
    await ana.edits(said, "آنا آرین")
    ana.sees("پاسخ شما تغییر کرد: آنا آرین")
    ana.sees_nothing()
    await ana.presses("شهروند")
    ana.reads()
    await ana.presses("⬜️")
    await ana.presses("تأیید")
    ana.reads()
    await ana.says("تهران")
    ana.sees("آنا آرین")
    ana.reads()
    await ana.edits(said, "آنا آریا")
    ana.sees("پاسخ شما تغییر کرد: آنا آریا")
    ana.sees("مشخصات شما")
    await ana.says("/start")
    ana.sees("آنا آریا")
