from __future__ import annotations

from consultation.conversation import Channel
from tests.stories import drafts, joins, publishes, submits
from tests.world import World


async def test_the_silent_and_the_unfinished_are_reminded_by_plan(world: World) -> None:
    silent, half = world.person("ana"), world.person("babak")
    await joins(silent)
    await joins(half)
    await publishes(world)
    silent.reads()
    half.reads()
    await half.presses("آغاز پاسخ‌گویی")
    half.reads()

    await world.passes(days=6)
    silent.sees_nothing()
    await world.passes(days=2)
    silent.sees("جای نظر شما هنوز خالی است", "برق پایدار")
    half.sees("پاسخ‌های نیمه‌تمام")
    await half.presses("ادامهٔ پاسخ‌گویی")
    half.sees("پرسش ۱ از ۳")

    await world.passes(days=7)
    assert len(silent.reads()) == 2, "three days and one day before the end"


async def test_who_submitted_or_declined_is_left_in_peace(world: World) -> None:
    done, unwilling = world.person("ana"), world.person("babak")
    await joins(done)
    await joins(unwilling)
    await publishes(world)
    await submits(done)
    unwilling.reads()
    await unwilling.presses("این موضوع نه")
    await world.passes(days=14)
    done.sees_nothing()
    unwilling.sees_nothing()


async def test_several_topics_come_in_one_message(world: World) -> None:
    ana = world.person("ana")
    await joins(ana)
    secretary = await publishes(world, "موضوع نخست")
    await drafts(secretary, "موضوع دوم")
    await secretary.presses("انتشار هم‌اکنون")
    await secretary.presses("بله، منتشر شود")
    ana.reads()
    await world.passes(days=8)
    ana.sees("موضوع نخست", "موضوع دوم")
    ana.sees_nothing()


async def test_nobody_is_reminded_at_night_or_on_friday(world: World) -> None:
    ana = world.person("ana")
    await joins(ana)
    secretary = await publishes(world)
    ana.reads()
    await world.passes(days=3, hours=13)  # Thursday, 23:00
    secretary.reads()
    await secretary.says("/remind 1")
    secretary.sees("۱ نفر")
    await world.passes(hours=24)  # all of Friday
    ana.sees_nothing()
    await world.passes(hours=10)
    ana.sees("جای نظر شما")


async def test_at_most_one_reminder_a_day(world: World) -> None:
    ana = world.person("ana")
    await joins(ana)
    secretary = await publishes(world)
    ana.reads()
    for _time in range(3):
        await world.passes(hours=1)
        await secretary.says("/remind 1")
        secretary.reads()
    await world.passes(hours=1)
    ana.sees("جای نظر شما")
    ana.sees_nothing()


async def test_tomorrow_means_tomorrow_morning(world: World) -> None:
    ana = world.person("ana")
    await joins(ana)
    secretary = await publishes(world)
    ana.reads()
    await secretary.says("/remind 1")
    secretary.reads()
    await world.passes(hours=1)
    ana.sees("جای نظر شما")
    await ana.presses("فردا")
    assert "فردا صبح" in ana.last.text
    await world.passes(hours=22)
    ana.sees_nothing()
    await world.passes(hours=2)
    ana.sees("جای نظر شما")


async def test_after_downtime_nobody_gets_a_burst(world: World) -> None:
    ana = world.person("ana")
    await joins(ana)
    await publishes(world)
    ana.reads()
    world.now = world.now.replace(day=30, month=11)
    await world.passes(hours=1)
    world.now = world.now.replace(day=6, month=12)  # down for six days: two moments of the plan passed
    await world.open()
    await world.passes(hours=3)
    assert len(ana.reads()) <= 2


async def test_paused_notices_hold_invitations_and_reminders_back(world: World) -> None:
    ana = world.person("ana")
    await joins(ana)
    await ana.says("/settings")
    ana.reads()
    await ana.presses("توقف اطلاع‌رسانی")
    await publishes(world)
    await world.passes(days=13)
    ana.sees_nothing()
    await ana.says("/topics")
    ana.sees("برق پایدار")


async def test_staff_get_a_daily_digest(world: World) -> None:
    await joins(world.person("ana"))
    secretary = await publishes(world)
    await world.passes(days=1)
    digest = secretary.sees("گزارش امروز", "برق پایدار", "ارسال: ۱ از ۱")
    await world.passes(hours=3)
    secretary.sees_nothing()
    await secretary.presses("موضوع ۱", on=digest)
    secretary.sees("موضوع ۱ – باز")


async def test_one_person_with_two_messengers_is_told_once(world: World) -> None:
    ana, on_bale = world.person("ana"), world.person("ana", Channel.BALE)
    await joins(ana)
    await ana.says("/link")
    command = ana.sees("/link").text.split("\n\n")[1]
    await on_bale.says(command)
    on_bale.reads()
    await publishes(world)
    assert len(ana.reads()) + len(on_bale.reads()) == 1
