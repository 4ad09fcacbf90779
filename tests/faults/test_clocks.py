"""The machine's clock is set, back and forth, while the program runs."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from consultation.conversation import Channel, Kind
from scheduler.sending import TryLater
from storage.database import Database
from tests.faults.tally import SEED, Tally, numbers
from tests.stories import joins, publishes
from tests.world import Person, World

HALF_PAST_TWO = time(2, 30)
JUMPS = [timedelta(hours=1), timedelta(days=1)]


@pytest.fixture
async def ana(world: World) -> Person:
    person = world.person("ana")
    await joins(person)
    person.reads()
    return person


@pytest.mark.parametrize("jump", JUMPS)
@pytest.mark.parametrize("restarted", [False, True])
async def test_a_clock_set_back_keeps_nobody_waiting(
    world: World, ana: Person, jump: timedelta, restarted: bool, tally: Tally
) -> None:
    """What was said before the clock was set does not wait for its time to come again, nor what is said after it."""
    await world.reception.receive([ana._incoming(Kind.TEXT, text="/help")])  # heard, and not answered yet
    world.now -= jump
    if restarted:
        await world.open()
    await world.deliver()
    assert ana.reads(), "the answer is not held back"
    await ana.says("/topics")
    assert ana.reads()
    tally.injected += 1


@pytest.mark.parametrize("jump", JUMPS)
async def test_a_pause_ends_though_the_clock_was_set_back(
    world: World, ana: Person, jump: timedelta, tally: Tally
) -> None:
    messenger = world.messengers[Channel.TELEGRAM]
    messenger.failing.append(TryLater("too many requests", after=2, everyone=True))
    await ana.says("/help")
    messenger.failing.append(TryLater("out of order"))
    world.now += timedelta(seconds=2)
    await world.deliver()
    ana.sees_nothing()
    world.now -= jump
    await world.deliver()
    world.now += timedelta(seconds=3)
    await world.deliver()
    assert ana.reads()
    tally.injected += 1


async def test_each_moment_comes_once_however_the_clock_jumps(world: World, ana: Person, tally: Tally) -> None:
    """An hour or a day, either way, all the time: reminders stay few, and the day's report comes once a day."""
    secretary = await publishes(world)
    chance, days = random.Random(SEED), set()  # noqa: S311
    end = world.now + timedelta(days=numbers(6, 12))
    reminded = reports = 0
    ana.reads()
    while world.now < end:
        world.now += timedelta(hours=3)
        if chance.random() < 0.2:
            world.now += chance.choice((-1, 1)) * chance.choice(JUMPS)
            tally.injected += 1
        await world.tick()
        days.add(world.policy.local(world.now).date())
        reminded += sum("جای نظر شما" in message.text for message in ana.reads())
        reports += sum("گزارش امروز" in message.text for message in secretary.reads())
    assert reports <= len(days)
    tally.duplicated += max(0, reminded - 3)
    assert reminded <= 3, "the plan has three moments"


@pytest.mark.parametrize("start", ["2026-10-23", "2027-03-26"])
async def test_one_digest_a_day_where_the_clock_changes_with_the_season(
    database: Database, start: str, tally: Tally
) -> None:
    """Half past two comes twice on one of these nights, and never on the other."""
    berlin = ZoneInfo("Europe/Berlin")
    world = World(database)
    awake = replace(world.policy, quiet_from=time.max, quiet_until=time.min, weekend=frozenset())
    world.policy = replace(awake, time_zone=berlin, digest_at=HALF_PAST_TWO)
    world.now = datetime.fromisoformat(start).replace(tzinfo=UTC)
    await world.open()
    await joins(world.person("ana"))
    secretary = await publishes(world)
    for _night in range(3):
        world.now = world.now.replace(hour=23, minute=0)
        for _tick in range(20):
            world.now += timedelta(minutes=15)
            await world.tick()
            tally.injected += 1
        assert len([message for message in secretary.reads() if "گزارش امروز" in message.text]) == 1
