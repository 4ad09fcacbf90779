"""Delivery: nothing lost, nothing overtaken, every failure by its rule."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, select, update

from consultation.conversation import Channel, Message
from consultation.policy import Policy
from reports.status import status
from scheduler.sending import Moved, NotSent, Refused, TryLater, Unreachable
from storage import claims, outbox, staff, topics
from storage.database import Database
from storage.deliveries import Lane, State, Subject
from storage.tables import outbox as table
from tests.stories import joins, publishes
from tests.world import Person, World

CHAT = 4242


async def owe(world: World, *texts: str, lane: Lane = Lane.REPLY, chat: int = CHAT) -> None:
    def put(db: Connection) -> None:
        for text in texts:
            outbox.put(db, Channel.TELEGRAM, chat, Message(text), world.now, lane=lane)

    await world.database.transaction(put)


def seen(world: World, chat: int = CHAT) -> Sequence[str]:
    return [message.text for message in world.messengers[Channel.TELEGRAM].chat(chat).messages]


def fails(world: World, *failures: NotSent) -> None:
    world.messengers[Channel.TELEGRAM].failing.extend(failures)


async def states(world: World) -> Sequence[str]:
    return await world.database.read(lambda db: db.execute(select(table.c.state).order_by(table.c.id)).scalars().all())


async def later(world: World, seconds: float) -> None:
    world.now += timedelta(seconds=seconds)
    await world.deliver()


async def test_messages_to_one_chat_never_overtake_each_other(world: World) -> None:
    fails(world, TryLater("a fault on the way"))
    await owe(world, "one", "two", "three")
    await world.deliver()
    assert seen(world) == []
    await later(world, 2)
    assert seen(world) == ["one", "two", "three"]


async def test_what_left_without_a_number_of_its_own_is_marked_too(world: World) -> None:
    await owe(world, "one", "two")
    ids = await world.database.read(lambda db: db.execute(select(table.c.id)).scalars().all())
    await world.database.transaction(lambda db: outbox.sent(db, [(one, None) for one in ids], world.now))
    assert await states(world) == [State.SENT, State.SENT]


async def test_a_reply_does_not_wait_for_a_campaign(world: World) -> None:
    fails(world, TryLater("a fault on the way", after=100))
    await owe(world, "campaign", lane=Lane.CAMPAIGN)
    await world.deliver()
    await owe(world, "reply")
    await world.deliver()
    assert seen(world) == ["reply"]


async def test_a_fault_is_tried_again_ever_later_and_then_given_up(world: World) -> None:
    fails(world, *[TryLater("out of order") for _try in range(20)])
    await owe(world, "one")
    waits = []
    for _try in range(8):
        await world.deliver()
        due = await world.database.read(lambda db: claims.next_due(db, Channel.TELEGRAM, world.now))
        if due is None:
            break
        waits.append((due - world.now).total_seconds())
        world.now = due
    assert waits == [1, 2, 4, 8, 16, 32, 64]
    assert await states(world) == [State.FAILED]


async def test_a_429_pauses_the_token_and_counts_as_no_try(world: World) -> None:
    fails(world, TryLater("too many requests", after=30, everyone=True))
    await owe(world, "one")
    await owe(world, "other chat", chat=7)
    await world.deliver()
    await world.open()  # the pause is a row: a restart does not forget it
    await later(world, 29)
    assert (seen(world), seen(world, 7)) == ([], [])
    await later(world, 2)
    assert (seen(world), seen(world, 7)) == (["one"], ["other chat"])
    attempts = await world.database.read(lambda db: db.execute(select(table.c.attempts)).scalars().all())
    assert attempts == [0, 0]


async def test_a_pause_holds_from_the_moment_that_it_is_ordered(world: World) -> None:
    """Whoever still waits for their turn stays, though the database does not know of the pause yet."""
    messenger = world.messengers[Channel.TELEGRAM]
    messenger.abilities = replace(messenger.abilities, messages_per_second=20)
    await world.open()
    courier = world.couriers[Channel.TELEGRAM]
    fails(world, TryLater("too many requests", after=30, everyone=True))
    await owe(world, "one")
    await owe(world, "two", chat=CHAT + 1)
    assert await courier.step() == 2
    await asyncio.wait(courier._on_their_way, return_when=asyncio.FIRST_COMPLETED)
    await world.database.transaction(lambda db: courier._turn_over(db, [], 0))  # a look that began before
    await courier.finish()
    assert seen(world) == seen(world, CHAT + 1) == []
    assert await states(world) == ["queued", "queued"]


async def test_what_is_refused_is_recorded_and_never_tried_again(world: World) -> None:
    fails(world, Refused("message is too long"))
    await owe(world, "one", "two")
    await world.deliver()
    assert seen(world) == ["two"]
    errors = await world.database.read(lambda db: db.execute(select(table.c.error)).scalars().all())
    assert errors == ["message is too long", ""]


@pytest.fixture
async def ana(world: World) -> Person:
    person = world.person("ana")
    await joins(person)
    return person


async def test_who_blocked_us_is_not_tried_until_they_write_again(world: World, ana: Person) -> None:
    messenger = world.messengers[Channel.TELEGRAM]
    messenger.failing_for[ana.chat_id] = Unreachable("bot was blocked by the user")
    secretary = await publishes(world)
    del messenger.failing_for[ana.chat_id]
    await world.passes(days=9)
    ana.sees_nothing()
    secretary.reads()
    await secretary.says("/topic 1")
    secretary.sees("ارسال: ۰ از ۱")
    await ana.says("/topics")
    ana.sees("برق پایدار")


async def test_an_invitation_goes_to_the_other_messenger_when_one_is_blocked(world: World, ana: Person) -> None:
    await ana.says("/link")
    on_bale = world.person("ana", Channel.BALE)
    await on_bale.says(ana.sees("/link").text.split("\n\n")[1])
    on_bale.reads()
    world.messengers[Channel.BALE].failing_for[on_bale.chat_id] = Unreachable("no such user")
    await on_bale.says("/help")
    await publishes(world)
    await world.deliver()
    ana.sees("برق پایدار")


async def test_a_group_that_moved_keeps_its_messages_and_its_claim(world: World) -> None:
    secretary = await world.staff(group=-500)
    fails(world, Moved("upgraded to a supergroup", -100500))
    await secretary.says("/help")
    moved = world.messengers[Channel.TELEGRAM].chat(-100500).messages
    assert len(moved) == 1
    groups = await world.database.read(staff.groups)
    assert groups == [(Channel.TELEGRAM, -100500)]


async def test_what_was_on_its_way_when_the_program_died_is_sent_again(world: World) -> None:
    await owe(world, "one", "two")
    claimed = await world.database.transaction(lambda db: claims.claim(db, Channel.TELEGRAM, world.now, 10))
    assert [delivery.message.text for delivery in claimed if delivery.message] == ["one"]
    await world.deliver()
    assert seen(world) == [], "another process might be sending it"
    await world.database.transaction(outbox.take_back)
    await world.deliver()
    assert seen(world) == ["one", "two"]


async def test_where_nothing_is_to_come_twice_only_who_waits_for_a_reply_gets_it_again(database: Database) -> None:
    """Of what many are told, it is marked that nobody knows whether it arrived; staff see of how many."""
    world = World(database, Policy(repeat_unknown=False))
    await world.open()
    people = [world.person(name) for name in ("ana", "babak")]
    for person in people:
        await joins(person)
        person.reads()
    cut = world.messengers[Channel.TELEGRAM].failing_for
    cut.update({person.chat_id: TryLater("cut", unknown=True) for person in people})
    await publishes(world)
    assert "دربارهٔ ۲ مورد از این‌ها دانسته نیست" in await world.database.read(lambda db: _status(db, world))
    await people[0].says("/help")
    cut.clear()
    await later(world, 60)
    people[0].sees("/topics")
    people[1].sees_nothing()


def _status(db: Connection, world: World) -> str:
    topic = topics.get(db, 1)
    assert topic is not None
    return status(db, topic, world.profile, world.now, world.policy).text


async def test_what_many_were_being_told_when_the_program_died_is_marked_where_nothing_is_to_come_twice(
    world: World,
) -> None:
    await owe(world, "many", lane=Lane.CAMPAIGN)
    await owe(world, "reply", chat=CHAT + 1)
    await world.database.transaction(lambda db: claims.claim(db, Channel.TELEGRAM, world.now, 10))
    assert await world.database.transaction(lambda db: outbox.mark_unknown(db, world.now)) == 1
    assert await world.database.transaction(outbox.take_back) == 1
    await world.deliver()
    assert (seen(world), seen(world, CHAT + 1)) == ([], ["reply"])


async def test_an_invitation_that_lost_its_point_is_not_sent(world: World, ana: Person) -> None:
    messenger = world.messengers[Channel.TELEGRAM]
    messenger.failing_for[ana.chat_id] = TryLater("out of order", after=3600)
    secretary = await publishes(world)
    del messenger.failing_for[ana.chat_id]
    await secretary.says("/close 1")
    secretary.reads()
    await secretary.presses("بله، بسته شود")
    await later(world, 7200)
    ana.sees_nothing()
    invitations = await world.database.read(
        lambda db: db.execute(select(table.c.state).where(table.c.subject == Subject.INVITATION)).scalars().all()
    )
    assert invitations == [State.CANCELLED]


@pytest.mark.parametrize("reaction", ["آغاز پاسخ‌گویی", "این موضوع نه"], ids=["begins", "declines"])
async def test_an_invitation_of_unknown_outcome_is_not_repeated_to_whoever_has_reacted_to_it(
    world: World, ana: Person, reaction: str
) -> None:
    await publishes(world)
    ana.reads()
    await ana.presses(reaction)
    ana.reads()
    invitation = table.c.subject == Subject.INVITATION
    on_its_way = update(table).where(invitation).values(state=State.SENDING)
    await world.database.transaction(lambda db: db.execute(on_its_way))
    await world.database.transaction(outbox.take_back)
    await world.deliver()
    ana.sees_nothing()


async def test_what_has_been_kept_long_enough_goes_a_portion_at_a_time(world: World) -> None:
    await owe(world, *"abcde")
    await world.deliver()
    later = world.now + timedelta(days=1)
    portion = await world.database.read(lambda db: outbox.outlived(db, later, 0, limit=2))
    rest = await world.database.read(lambda db: outbox.outlived(db, later, portion[-1], limit=10))
    assert (len(portion), len(rest)) == (2, 3)
    await owe(world, "owed")
    world.now += world.policy.kept.messages + timedelta(days=1)
    await world.keeps_up()
    assert await states(world) == ["queued"]
