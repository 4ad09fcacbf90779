"""Something else comes between: a look around, a link, a new topic, a reminder. The open question comes again, once."""

from __future__ import annotations

import pytest

from tests.stories import drafts, joins, publishes, workbook
from tests.world import Person, World


async def publishes_another(secretary: Person, title: str = "آب شهرک‌ها") -> None:
    await drafts(secretary, title)
    await secretary.presses("انتشار هم‌اکنون")
    await secretary.presses("بله، منتشر شود")
    secretary.reads()


@pytest.fixture
async def secretary(world: World) -> Person:
    await joins(world.person("ana"))
    return await publishes(world)


@pytest.fixture
async def ana(world: World, secretary: Person) -> Person:
    """At the second question, whose first choice is ticked."""
    ana = world.person("ana")
    ana.reads()
    await ana.presses("آغاز پاسخ‌گویی")
    ana.reads()
    await ana.says("خوب")
    ana.reads()
    await ana.presses("خورشیدی")
    return ana


async def goes_on(ana: Person) -> None:
    """With the question that stands last on the phone, and what was ticked there."""
    assert ana.last.labels[0] == "☑️ نیروگاه خورشیدی"
    await ana.presses("تأیید (۱)")
    ana.sees("پرسش ۳ از ۳")
    ana.sees_nothing()


@pytest.mark.parametrize("said", ["/help", "/mine", "/settings", "/topics"])
async def test_a_look_around(ana: Person, said: str) -> None:
    await ana.says(said)
    ana.sees()
    ana.sees("در موضوع برق پایدار", "پرسش ۲ از ۳")
    ana.sees_nothing()
    await goes_on(ana)


async def test_start(ana: Person) -> None:
    await ana.says("/start")
    ana.sees("دیدار دوباره")
    ana.sees("پرسش ۲ از ۳")
    ana.sees_nothing()
    await goes_on(ana)


async def test_a_link_to_another_topic(ana: Person, secretary: Person) -> None:
    await publishes_another(secretary)
    ana.reads()
    await ana.says("/start t2")
    ana.sees("دیدار دوباره")
    ana.sees("آب شهرک‌ها")
    ana.sees("در موضوع برق پایدار", "پرسش ۲ از ۳")
    ana.sees_nothing()
    await goes_on(ana)


async def test_a_link_to_the_topic_that_they_are_at(ana: Person) -> None:
    await ana.says("/start t1")
    ana.sees("دیدار دوباره")
    assert "▶️ ادامهٔ پاسخ‌گویی" in ana.sees("برق پایدار").labels
    ana.sees_nothing()
    await ana.presses("ادامهٔ پاسخ‌گویی")
    ana.sees("پرسش ۲ از ۳")
    await goes_on(ana)


async def test_the_card_of_another_topic(ana: Person, secretary: Person) -> None:
    await publishes_another(secretary)
    ana.reads()
    await ana.says("/topics")
    ana.reads()
    await ana.presses("آب شهرک‌ها")
    ana.sees("آب شهرک‌ها")
    ana.sees("در موضوع برق پایدار", "پرسش ۲ از ۳")
    await goes_on(ana)


async def test_an_invitation_in_the_middle_leads_back(ana: Person, secretary: Person) -> None:
    await publishes_another(secretary)
    invited = ana.sees("آب شهرک‌ها", "نخست")
    assert invited.labels[-1] == "▶️ بازگشت به «برق پایدار»"
    await ana.presses("بازگشت به")
    ana.sees("پرسش ۲ از ۳")
    await goes_on(ana)


async def test_what_is_typed_after_an_invitation_answers_the_open_question(ana: Person, secretary: Person) -> None:
    await publishes_another(secretary)
    ana.reads()
    await ana.says("۲")
    ana.sees("✅")
    ana.sees("پرسش ۳ از ۳")


async def test_a_reminder_in_the_middle_leads_back(world: World, ana: Person) -> None:
    await world.passes(days=8)
    ana.sees("نیمه‌تمام", "برق پایدار")
    ana.sees_nothing()
    await ana.presses("ادامهٔ پاسخ‌گویی")
    ana.sees("پرسش ۲ از ۳")
    await goes_on(ana)


async def test_after_one_topic_the_one_half_done_is_offered_and_none_that_was_declined(
    world: World, ana: Person, secretary: Person
) -> None:
    for title in ("آب شهرک‌ها", "راه‌آهن"):
        await publishes_another(secretary, title)
    water, rails = ana.sees("آب شهرک‌ها"), ana.sees("راه‌آهن")
    await ana.presses("این موضوع نه", on=water)
    await ana.presses("آغاز پاسخ‌گویی", on=rails)
    ana.sees("برق پایدار", "محفوظ")
    ana.reads()
    for said in ("خوب", "۱", "سخن"):
        await ana.says(said)
        ana.reads()
    await ana.presses("ثبت نهایی")
    ana.sees("سپاسگزاریم")
    assert ana.sees("نیمه‌تمام", "برق پایدار").labels == ["▶️ ادامهٔ پاسخ‌گویی"]
    await ana.presses("ادامهٔ پاسخ‌گویی", on=ana.last)
    ana.sees("پرسش ۲ از ۳")
    await goes_on(ana)
    await ana.says("سخن")
    ana.reads()
    await ana.presses("ثبت نهایی")
    ana.sees("سپاسگزاریم")
    ana.sees("اکنون موضوع دیگری")


async def test_one_topic_waits_while_another_is_answered(world: World, secretary: Person) -> None:
    ana = world.person("ana")
    await publishes_another(secretary)
    ana.reads()
    await ana.presses("آغاز پاسخ‌گویی", on=ana.chat.messages[-2])
    ana.reads()
    for said in ("خوب", "۱", "سخن"):
        await ana.says(said)
        ana.reads()
    await ana.presses("ثبت نهایی")
    ana.sees("سپاسگزاریم")
    assert ana.sees("موضوع دیگری هم منتظر پاسخ شماست", "آب شهرک‌ها").labels == ["✍️ آغاز پاسخ‌گویی"]


WITH_A_NOTE = workbook(
    {
        "survey": [
            ("type", "name", "label", "relevant"),
            ("text", "wish", "خواستهٔ شما چیست؟", ""),
            ("note", "late", "مهلت رو به پایان است.", "today() > date('2026-11-24')"),
            ("text", "reason", "دلیل آن چیست؟", ""),
        ]
    }
)


async def test_a_note_that_time_has_brought_takes_no_answer_for_itself(world: World) -> None:
    ana = world.person("ana")
    await joins(ana)
    await publishes(world, form=WITH_A_NOTE)
    ana.reads()
    await ana.presses("آغاز پاسخ‌گویی")
    ana.reads()
    await ana.says("آب")
    ana.reads()
    await world.passes(days=3)
    ana.reads()
    await ana.says("/topics")
    ana.sees()
    ana.sees("دلیل آن چیست؟")
    await ana.says("کم‌آبی")
    ana.sees("مهلت رو به پایان است.")
    ana.sees("پاسخ‌های شما", "آب", "کم‌آبی")
