"""The status message of an open topic: one in each group, changed in place."""

from __future__ import annotations

from datetime import timedelta

from consultation.conversation import Channel
from tests.stories import joins, publishes, submits
from tests.world import Person, Shown, World


def status_of(person: Person) -> Shown:
    [found] = [message for message in person.chat.messages if "زمان مانده" in message.text]
    return found


async def later(world: World, seconds: int = 70) -> None:
    world.now += timedelta(seconds=seconds)
    await world.tick()


async def test_it_is_changed_in_place_once_a_minute_and_only_where_something_changed(world: World) -> None:
    ana, babak = world.person("ana"), world.person("babak", Channel.BALE)
    await joins(ana)
    await joins(babak, kind="دانشجو")
    secretary = await publishes(world)
    await later(world)
    status = status_of(secretary)
    assert "░░░░░░░░░░ ۰ از ۲" in status.text
    await later(world)
    assert status.edited == 0
    await submits(ana)
    await later(world, 10)
    assert "▓▓▓▓▓░░░░░ ۱ از ۲" in status.text
    assert "استاد دانشگاه: ۱ از ۱ (۱۰۰٪)" in status.text
    babak.reads()
    await babak.presses("آغاز پاسخ‌گویی")
    babak.reads()
    await later(world, 10)
    assert status.edited == 1, "not oftener than once a minute"
    await later(world, 3700)
    assert "بیشتر در پرسش ۱ می‌مانند" in status.text
    assert "تأمین برق" in status.text


async def test_a_deleted_one_comes_back_and_the_last_word_is_that_it_closed(world: World) -> None:
    await joins(ana := world.person("ana"))
    secretary = await publishes(world)
    ana.reads()
    await later(world)
    secretary.chat.messages.remove(status_of(secretary))
    await submits(ana)
    await later(world)
    anew = status_of(secretary)
    assert "۱ از ۱" in anew.text
    await world.passes(days=1)
    assert anew.edited > 0
    await world.passes(days=15)
    assert "🔒" in anew.text
    edited = anew.edited
    await world.passes(hours=3)
    assert anew.edited == edited


async def test_the_chart_comes_as_a_picture(world: World) -> None:
    await joins(world.person("ana"))
    secretary = await publishes(world)
    await later(world)
    await secretary.presses("نمودار")
    picture = secretary.sees("موضوع ۱").parcel
    assert picture.shape == "photo"
    assert picture.document is not None
    assert picture.document.content.startswith(b"\x89PNG")


async def test_where_a_whole_segment_is_silent_near_the_end_staff_are_warned_once(world: World) -> None:
    for number in range(5):
        await joins(world.person(f"student-{number}"), kind="دانشجو")
    await joins(ana := world.person("ana"))
    secretary = await publishes(world)
    await submits(ana)
    for person in world.people.values():
        person.reads()
    await world.passes(days=9)
    assert not [message for message in secretary.reads() if "کسی پاسخ نداده است" in message.text]
    await world.passes(days=4)
    [warning] = [message for message in secretary.reads() if "کسی پاسخ نداده است" in message.text]
    assert "دانشجو" in warning.text
    assert "استاد" not in warning.text
    for person in world.people.values():
        person.reads()
    await secretary.presses("یادآوری به همهٔ", on=warning)
    secretary.sees("یادآوری")
