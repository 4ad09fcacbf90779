"""Two topics, two messengers, two roles, two languages."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from consultation.conversation import Channel, Kind
from storage.tables import response, stakeholder
from tests.stories import drafts, joins, publishes, submits
from tests.world import Person, World

_PERSIAN = re.compile("[\u0600-\u06ff]")


@pytest.fixture
async def ana(world: World) -> Person:
    person = world.person("ana")
    await joins(person)
    await publishes(world)
    person.reads()
    return person


async def test_two_topics_at_once_keep_their_answers_apart(world: World) -> None:
    ana = world.person("ana")
    await joins(ana)
    secretary = await publishes(world, "موضوع نخست")
    await drafts(secretary, "موضوع دوم")
    await secretary.presses("انتشار هم‌اکنون")
    await secretary.presses("بله، منتشر شود")
    first, second = ana.sees("موضوع نخست"), ana.sees("موضوع دوم")
    await ana.presses("آغاز پاسخ‌گویی", on=first)
    ana.reads()
    await ana.says("بد")
    hours = ana.reads()[-1]
    await ana.presses("آغاز پاسخ‌گویی", on=second)
    ana.sees("موضوع نخست", "محفوظ است")
    ana.sees("تأمین برق")
    await ana.says("خوب")
    ana.sees("کدام راه‌ها")
    await ana.says("۱")
    ana.reads()
    await ana.presses("رد شدن")
    ana.sees("پاسخ‌های شما", "خوب")
    await ana.presses("ثبت نهایی")
    ana.sees("سپاسگزاریم")
    ana.sees("نیمه‌تمام", "موضوع نخست")
    await ana.presses("ادامهٔ پاسخ‌گویی")
    assert ana.sees("چند ساعت").text == hours.text


async def test_a_code_of_somebody_who_has_not_joined_connects_all_the_same(world: World, ana: Person) -> None:
    await submits(ana)
    on_bale = world.person("ana", Channel.BALE)
    await on_bale.says("/link")
    command = on_bale.sees("/link").text.split("\n\n")[1]
    await ana.says(command)
    ana.sees("متصل شد")
    await on_bale.says("/mine")
    on_bale.sees("برق پایدار")
    await ana.says("/mine")
    ana.sees("برق پایدار")
    assert len(await world.database.read(lambda db: db.execute(select(stakeholder)).all())) == 1


async def test_two_who_both_did_much_become_one(world: World) -> None:
    on_telegram, on_bale = world.person("ana"), world.person("ana", Channel.BALE)
    await joins(on_telegram)
    await joins(on_bale)
    await publishes(world)
    await submits(on_telegram)
    on_bale.reads()
    await on_bale.says("/link")
    on_bale.reads()
    await on_bale.presses("آغاز پاسخ‌گویی")
    on_bale.reads()
    await on_bale.says("/topics")
    on_bale.reads()
    await on_telegram.says("/link")
    command = on_telegram.sees("/link").text.split("\n\n")[1]
    await on_bale.says(command)
    on_bale.sees("متصل شد")
    await on_bale.says("/mine")
    on_bale.sees("برق پایدار")
    kept = await world.database.read(lambda db: db.execute(select(response.c.topic_id, response.c.state)).all())
    assert [row.state for row in kept if row.topic_id is not None] == ["submitted"]
    await on_bale.says("خوب")
    on_bale.sees("پرسشی پیش روی شما نیست")


async def test_staff_may_take_part_as_well(world: World) -> None:
    secretary = await world.staff()
    alone = secretary.alone()
    await joins(alone)
    await drafts(secretary)
    await secretary.presses("انتشار هم‌اکنون")
    await secretary.presses("بله، منتشر شود")
    secretary.reads()
    await submits(alone)
    await alone.says("/close 1")
    alone.sees("شناخته نیست")
    await secretary.presses("تازه‌سازی")
    assert "ثبت نهایی: ۱" in secretary.last.text


async def test_english_all_through(world: World) -> None:
    ana = world.person("ana")
    await ana.says("/start")
    ana.reads()
    await ana.presses("English")
    for said in ("I agree", "Ana", "professor", "Sharif", "1, 2", "Tehran"):
        ana.reads()
        await (ana.presses(said) if said == "I agree" else ana.says(said))
    await publishes(world, "Power")
    ana.reads()
    await world.passes(days=8)
    ana.sees("Power")
    await ana.presses("Begin answering")
    ana.sees("Question 1 of 3")
    for said in (
        "wrong",
        "bad",
        "900",
        "12",
        "back",
        "13",
        "solar, 2",
        "/help",
        "/settings",
        "/mine",
        "/topics",
        "skip",
    ):
        ana.reads()
        await ana.says(said)
    ana.sees("Your answers", "13")
    await ana.presses("Submit")
    ana.sees("Receipt code")
    ana.reads()
    await ana.sends(Kind.OTHER)
    persian = [message.text for message in ana.chat.messages if _PERSIAN.search(message.text.replace("فارسی", ""))]
    labels = [label for message in ana.chat.messages for label in message.labels if "فارسی" not in label]
    assert not persian
    assert not [label for label in labels if _PERSIAN.search(label)]
