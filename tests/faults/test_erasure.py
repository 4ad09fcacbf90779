"""Somebody has themselves erased at the worst moment: while something is queued for them, or on its way."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import func, select

from consultation.conversation import Channel, Kind, Message
from scheduler.sending import NotSent, Refused, TryLater, Unreachable
from storage import outbox, people
from storage.tables import outbox as table
from tests.conversations.test_inquiries import asks, begun
from tests.faults.tally import Tally, numbers
from tests.stories import everything, joins, publishes
from tests.world import Person, World


async def _erases(person: Person) -> None:
    await person.says("/settings")
    person.reads()
    await person.presses("حذف اطلاعات من")
    await person.presses("بدون نام من بماند")
    person.reads()


async def test_who_leaves_during_a_campaign_gets_nothing_more(world: World, tally: Tally) -> None:
    members = [world.person(f"p{number}") for number in range(numbers(8, 100))]
    for person in members:
        await joins(person)
        person.reads()
    messenger = world.messengers[Channel.TELEGRAM]
    late = TryLater("out of order", after=600)
    messenger.failing_for.update({person.chat_id: late for person in members})
    await publishes(world)  # everybody's invitation is queued, and was tried once
    messenger.failing_for.clear()
    leaving, staying = members[::2], members[1::2]
    for person in leaving:
        await _erases(person)
    shown = {person.name: len(person.chat.messages) for person in leaving}
    await world.passes(hours=2)
    tally.injected = len(leaving)
    tally.lost = sum(not person.reads() for person in staying)
    assert tally.lost == 0
    assert {person.name: len(person.chat.messages) for person in leaving} == shown
    stored = await everything(world)
    for person in leaving:
        assert f"دکتر {person.name}'" not in repr(stored)
        assert not [row for row in stored["outbox"] if person.chat_id in row and "queued" in row]


@pytest.mark.parametrize("end", [Unreachable("bot was blocked"), Refused("too long"), TryLater("x")], ids=repr)
async def test_an_answer_on_its_way_to_somebody_forgotten_stops_nobody_elses(
    world: World, end: NotSent, tally: Tally
) -> None:
    """They erase themselves, and block the bot, in the moment that staff's answer needs to reach them."""
    ana, secretary = await begun(world)
    await asks(ana)
    card = secretary.sees("پرسش ۱")
    courier, messenger = world.couriers[Channel.TELEGRAM], world.messengers[Channel.TELEGRAM]
    answer = secretary._incoming(Kind.TEXT, text="تا پایان ماه.", reply_to=card.id)
    await world.reception.receive([answer])
    messenger.failing_for[ana.chat_id] = end
    assert await courier.step()
    await asyncio.wait(courier._on_their_way)  # it has failed, which is not noted yet
    found = await world.database.transaction(lambda db: people.at(db, ana.channel, ana.chat_id, world.now)[0])
    await world.database.transaction(lambda db: people.forget(db, found.id, withdraw=True))
    for _look in range(3):
        await courier.step()
    await world.database.transaction(lambda db: outbox.put(db, Channel.TELEGRAM, 7, Message("one"), world.now))
    await courier.step()
    await asyncio.wait(courier._on_their_way)
    assert [message.text for message in messenger.chat(7).messages] == ["one"]
    await courier.step()
    left = select(func.count()).select_from(table).where(table.c.state == "sending")
    assert await world.database.read(lambda db: db.execute(left).scalar_one()) == 0
    tally.injected += 1
