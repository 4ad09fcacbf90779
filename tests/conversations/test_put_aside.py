"""Messages that could not be handled: staff see them, and have them handled again once the fault is mended."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from consultation.conversation import Channel
from handlers.reception import Reception
from handlers.turn import House
from storage.tables import quarantine
from tests.stories import joins, publishes
from tests.world import Person, World


def _poisoned(_channel: Channel, _payload: str) -> str:
    raise RuntimeError("the words of somebody")


def breaks(world: World) -> None:
    """A fault in the software: whoever sends a topic on to a colleague meets it."""
    world.expects_failures = True
    house = House(world.policy, world.profile, world.house.key, _poisoned)
    world.reception = Reception(world.database, house, lambda: world.now, lambda: None)


@pytest.fixture
async def secretary(world: World) -> Person:
    """A member of staff; ana has met a fault."""
    ana = world.person("ana")
    await joins(ana)
    secretary = await publishes(world)
    ana.reads()
    await ana.presses("این موضوع نه")
    breaks(world)
    await ana.presses("همکار")
    ana.sees("پوزش")
    return secretary


async def test_staff_see_what_was_put_aside_but_not_what_was_written(world: World, secretary: Person) -> None:
    await secretary.says("/quarantine")
    shown = secretary.sees("۱ پیام", "تلگرام", "RuntimeError")
    assert "the words of somebody" not in shown.text


async def test_once_mended_it_is_handled_again_and_the_person_gets_the_answer(world: World, secretary: Person) -> None:
    await secretary.says("/quarantine")
    secretary.sees("کنار گذاشته")
    await world.open()
    assert "فرستاده می‌شود" in await secretary.presses("رسیدگی دوباره")
    assert len(world.person("ana").reads()) == 2, "the words for the colleague, and the invitation with the link"
    await secretary.says("/quarantine")
    secretary.sees("هیچ پیامی")
    assert "دیگر" in await secretary.presses("رسیدگی دوباره")
    world.person("ana").sees_nothing()


async def test_what_fails_again_stays_and_changes_nothing_else(world: World, secretary: Person) -> None:
    await secretary.says("/quarantine")
    secretary.sees("کنار گذاشته")
    assert "باز هم" in await secretary.presses("رسیدگی دوباره")
    world.person("ana").sees_nothing()
    await secretary.says("/quarantine")
    secretary.sees("۱ پیام")


async def test_it_is_forgotten_with_the_person_and_after_a_while(world: World, secretary: Person) -> None:
    ana, bob = world.person("ana"), world.person("bob", Channel.BALE)
    await world.open()
    await joins(bob)
    await bob.presses("این موضوع نه")
    breaks(world)
    await bob.presses("همکار")
    bob.sees("پوزش")
    await ana.says("/settings")
    ana.reads()
    await ana.presses("حذف اطلاعات من")
    ana.reads()
    await ana.presses(ana.last.labels[0])
    kept = await world.database.read(lambda db: db.execute(select(quarantine.c.channel)).scalars().all())
    assert kept == ["bale"]
    world.now += timedelta(days=31)
    await world.keeps_up()
    assert not await world.database.read(lambda db: db.execute(select(quarantine)).all())
