"""Announcements: written in the group, counted and seen before they go, and heard of afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from consultation.conversation import Channel, File, Kind, Shape
from consultation.policy import Policy
from scheduler.sending import Unreachable
from storage import announcements, people
from tests.stories import joins
from tests.world import Person, World

TEXT = "نشست هم‌اندیشی روز شنبه است.\nهمه دعوت‌اید."


async def _announces(secretary: Person, text: str = TEXT) -> None:
    await secretary.says(f"/announce {text}")
    secretary.sees("پیش‌نویس", "نشست")
    await secretary.presses("📣 ارسال")
    secretary.reads()
    await secretary.presses("بله، ارسال شود")
    secretary.reads()


async def test_an_announcement_is_counted_seen_and_sent_to_everybody_once(world: World) -> None:
    ana, babak = world.person("ana"), world.person("babak", Channel.BALE)
    await joins(ana)
    await joins(babak)
    secretary = await world.staff()
    await secretary.says("/announce")
    asked = secretary.sees("چه")
    await secretary.says(TEXT, reply_to=asked)
    secretary.sees("پیش‌نویس", "۲ نفر", "نشست")
    await secretary.presses("پیش‌نمایش")
    assert secretary.sees("نشست").text == TEXT
    ana.sees_nothing()
    await secretary.presses("📣 ارسال")
    assert "۲ نفر" in secretary.last.text or any("۲ نفر" in one.text for one in secretary.chat.messages)
    await secretary.presses("بله، ارسال شود")
    assert ana.sees("نشست").text == TEXT
    assert babak.sees("نشست").text == TEXT
    await secretary.presses("تازه‌سازی")
    assert any("۲ نفر" in one.text and "فرستاده‌شده ۲" in one.text for one in secretary.chat.messages)


async def test_people_get_their_own_language_and_whoever_unsubscribed_nothing(world: World) -> None:
    ana, babak, sina = (world.person(name) for name in ("ana", "babak", "sina"))
    for person in (ana, babak, sina):
        await joins(person)
    await world.database.transaction(lambda db: people.change(db, 2, language="en"))
    await world.database.transaction(lambda db: people.change(db, 3, notices=False))
    secretary = await world.staff()
    await secretary.says(f"/announce {TEXT}")
    secretary.reads()
    await secretary.presses("متن انگلیسی")
    asked = secretary.sees("انگلیسی")
    await secretary.says("A meeting on Saturday.", reply_to=asked)
    secretary.sees("۲ نفر")
    await secretary.presses("📣 ارسال")
    await secretary.presses("بله، ارسال شود")
    assert ana.sees("نشست").text == TEXT
    babak.sees("A meeting on Saturday.")
    sina.sees_nothing()


async def test_a_photograph_goes_with_it(world: World) -> None:
    ana = world.person("ana")
    await joins(ana)
    secretary = await world.staff()
    await secretary.says("/announce")
    asked = secretary.sees("چه")
    photo = File("p", "photo", "", "image/jpeg", 3, b"abc")
    await secretary.sends(Kind.FILE, file=photo, text=TEXT, reply_to=asked.id)
    secretary.sees("فایل")
    await secretary.presses("📣 ارسال")
    await secretary.presses("بله، ارسال شود")
    shown = ana.sees("نشست")
    assert shown.parcel.document is not None
    assert shown.parcel.shape is Shape.PHOTO


async def test_what_is_written_back_reaches_the_secretariat(world: World) -> None:
    ana, babak = world.person("ana"), world.person("babak")
    await joins(ana)
    await joins(babak)
    secretary = await world.staff()
    await _announces(secretary)
    await ana.says("من می‌آیم.", reply_to=ana.sees("نشست"))
    ana.sees("دبیرخانه")
    card = secretary.sees("اطلاعیهٔ ۱", "من می‌آیم.")
    await secretary.says("سپاسگزاریم.", reply_to=card)
    ana.sees("سپاسگزاریم.")
    secretary.reads()
    babak.reads()
    await babak.presses("نوشتن به دبیرخانه")
    babak.sees("بنویسید")
    await babak.says("من نمی‌توانم بیایم.")
    secretary.sees("اطلاعیهٔ ۱", "من نمی‌توانم بیایم.")


async def test_without_replies_there_is_no_button_and_words_are_not_taken_as_one(world: World) -> None:
    ana = world.person("ana")
    await joins(ana)
    secretary = await world.staff()
    await secretary.says(f"/announce {TEXT}")
    secretary.reads()
    await secretary.presses("پاسخ پذیرفته نشود")
    await secretary.presses("📣 ارسال")
    await secretary.presses("بله، ارسال شود")
    secretary.reads()
    shown = ana.sees("نشست")
    assert not shown.labels
    await ana.says("من می‌آیم.", reply_to=shown)
    secretary.sees_nothing()


async def _paused(world: World) -> tuple[Person, list[Person]]:
    """An announcement that was paused before anybody had it."""
    both = [world.person(name) for name in ("ana", "babak")]
    for person in both:
        await joins(person)
    secretary = await world.staff()
    await secretary.says(f"/announce {TEXT}")
    secretary.reads()
    found = await world.database.read(lambda db: announcements.get(db, 1))
    assert found is not None
    await world.database.transaction(lambda db: announcements.send(db, found, world.now))
    await world.database.transaction(lambda db: announcements.pause(db, found))
    await world.deliver()
    for person in both:
        person.sees_nothing()
    await secretary.says("/announcements")
    secretary.sees("متوقف")
    await secretary.presses("۱")
    return secretary, both


async def test_sending_is_paused_and_goes_on(world: World) -> None:
    secretary, both = await _paused(world)
    await secretary.presses("ادامهٔ ارسال")
    for person in both:
        person.sees("نشست")


async def test_sending_is_ended_and_stays_so(world: World) -> None:
    secretary, both = await _paused(world)
    await secretary.presses("برای دیگران ارسال نشود")
    assert "لغوشده" in secretary.last.text or any("لغوشده" in one.text for one in secretary.chat.messages)
    for person in both:
        person.sees_nothing()
    assert "لغوشده" in await secretary.presses("📣 ارسال", on=secretary.chat.messages[0])


async def test_erasing_somebody_takes_them_out_of_it(world: World) -> None:
    ana = world.person("ana")
    await joins(ana)
    secretary = await world.staff()
    await _announces(secretary)
    ana.reads()
    await world.database.transaction(lambda db: people.forget(db, 1, withdraw=True))
    assert (await world.database.read(lambda db: announcements.figures(db, 1))).people == 0


async def test_within_two_minutes_it_can_be_undone_and_nobody_gets_it_twice(world: World) -> None:
    ana = world.person("ana")
    await joins(ana)
    secretary = await world.staff()
    await _announces(secretary)
    ana.sees("نشست")
    sina = world.person("sina")
    await joins(sina)
    assert "۱ نفر" in await secretary.presses("لغو ارسال")
    await secretary.presses("📣 ارسال")
    await secretary.presses("بله، ارسال شود")
    sina.sees("نشست")
    ana.sees_nothing()
    world.now += timedelta(minutes=3)
    assert "دو دقیقه" in await secretary.presses("لغو ارسال")


async def test_its_figures_tell_who_blocked_and_outlive_the_outbox(world: World) -> None:
    ana, babak = world.person("ana"), world.person("babak")
    await joins(ana)
    await joins(babak)
    secretary = await world.staff()
    world.messengers[Channel.TELEGRAM].failing_for[babak.chat_id] = Unreachable("blocked")
    await _announces(secretary)
    ana.reads()
    before = await world.database.read(lambda db: announcements.figures(db, 1))
    assert (before.people, before.told, before.reached, before.blocked) == (2, 1, 1, 1)
    world.now += timedelta(days=100)
    await world.keeps_up()
    assert await world.database.read(lambda db: announcements.figures(db, 1)) == before


async def test_whoever_wrote_it_cannot_send_it_where_four_eyes_are_wanted(world: World) -> None:
    world.policy = Policy(four_eyes=True)
    await world.open()
    await joins(world.person("ana"))
    secretary = await world.staff()
    colleague = replace(secretary, name="reza", sender=replace(secretary.sender, id=7007, name="reza"))
    await secretary.says(f"/announce {TEXT}")
    secretary.reads()
    assert "دیگری" in await secretary.presses("📣 ارسال")
    await colleague.presses("📣 ارسال")
    await colleague.presses("بله، ارسال شود")
    world.person("ana").sees("نشست")


async def test_two_of_the_staff_who_write_at_once_do_not_mix_up(world: World) -> None:
    sara = await world.staff("sara")
    reza = replace(sara, name="reza", sender=replace(sara.sender, id=7007, name="reza"))
    await sara.says("/announce نخست")
    sara.reads()
    await reza.says("/announce دوم")
    reza.reads()
    await sara.presses("متن انگلیسی", on=sara.chat.messages[0])
    first = sara.sees("انگلیسی")
    await reza.presses("متن انگلیسی", on=sara.chat.messages[1])
    second = reza.sees("انگلیسی")
    await reza.says("Second.", reply_to=second)
    await_panel = reza.sees("دوم", "Second.")
    assert "First." not in await_panel.text
    await sara.says("First.", reply_to=first)
    sara.sees("نخست", "First.")


async def test_a_text_that_is_too_long_is_asked_for_again(world: World) -> None:
    secretary = await world.staff()
    await secretary.says("/announce " + "ا" * 3500)
    asked = secretary.sees("کوتاه")
    await secretary.says("کوتاه شد.", reply_to=asked)
    secretary.sees("پیش‌نویس", "کوتاه شد.")
