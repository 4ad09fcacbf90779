"""Campaigns: everybody whom it concerns once, whatever happens between two chunks; and held up as a whole."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import Connection, delete, select

from consultation.conversation import Channel, Message
from consultation.forms import profile_form
from storage import campaigns, claims, expansion, invitations, outbox, questionnaires, reminders, topics
from storage.campaigns import CampaignState
from storage.database import Database
from storage.deliveries import State, Subject
from storage.tables import outbox as table
from storage.tables import stakeholder
from tests import multitude
from tests.stories import publishes
from tests.world import MONDAY_MORNING, World

PEOPLE, CHUNK = 23, 5
NOW = MONDAY_MORNING


@pytest.fixture
async def topic(world: World) -> int:
    """A topic that was published to many people, none of whom has been looked at."""
    return await world.database.transaction(_publish)


def _publish(db: Connection) -> int:
    multitude.enter(db, PEOPLE, NOW, on_both_every=4)
    return _publish_to_those_there(db)


def _publish_to_those_there(db: Connection) -> int:
    form = questionnaires.store(db, profile_form(), NOW)
    draft = topics.draft(db, "برق پایدار", "", form, NOW + timedelta(days=7), NOW)
    invitations.publish(db, draft, NOW)
    return draft.id


def chunk(db: Connection) -> int:
    return expansion.step(db, NOW, CHUNK)


async def expand(database: Database) -> None:
    while await database.transaction(chunk):
        pass


async def queued(database: Database, subject: Subject = Subject.INVITATION) -> Counter[int]:
    """How often each is owed something."""
    owed = select(table.c.stakeholder_id).where(table.c.subject == subject, table.c.state == State.QUEUED)
    return Counter(await database.read(lambda db: db.execute(owed).scalars().all()))


def once(numbers: range = range(1, PEOPLE + 1)) -> Counter[int]:
    return Counter(numbers)


async def claimed(world: World, channel: Channel = Channel.TELEGRAM, limit: int = 100) -> list[Subject]:
    def claim(db: Connection) -> list[Subject]:
        going = claims.outlook(db, channel).going
        return [one.subject for one in claims.claim(db, channel, NOW, limit, going)]

    return await world.database.transaction(claim)


async def test_killed_in_any_chunk_nobody_is_left_out_and_nobody_is_queued_twice(world: World, topic: int) -> None:
    def dies(db: Connection) -> None:
        chunk(db)
        raise KeyboardInterrupt

    for _chunk in range(PEOPLE // CHUNK + 1):
        with suppress(KeyboardInterrupt):
            await world.database.transaction(dies)
        await world.database.transaction(chunk)
    assert await queued(world.database) == once()


async def test_two_leaders_at_once_queue_everybody_once(world: World, topic: int) -> None:
    other = Database(world.database.address)
    await asyncio.gather(*(expand(database) for database in (world.database, other, world.database)))
    await other.close()
    assert await queued(world.database) == once()


async def test_who_comes_while_it_is_expanded_is_not_a_part_of_it(world: World, topic: int) -> None:
    await world.database.transaction(chunk)
    late = world.person("late")
    await late.says("/start")
    await expand(world.database)
    assert await queued(world.database) + await _sent(world) == once()


async def _sent(world: World) -> Counter[int]:
    gone = select(table.c.stakeholder_id).where(table.c.subject == Subject.INVITATION, table.c.state == State.SENT)
    return Counter(await world.database.read(lambda db: db.execute(gone).scalars().all()))


async def test_who_is_erased_while_it_is_expanded_is_not_told(world: World, topic: int) -> None:
    await world.database.transaction(chunk)
    await world.database.transaction(lambda db: db.execute(delete(stakeholder).where(stakeholder.c.id.in_([2, 20]))))
    await expand(world.database)
    assert set(await queued(world.database)) == set(range(1, PEOPLE + 1)) - {2, 20}


async def test_paused_while_it_is_expanded_nothing_leaves_and_nothing_waits_for_it(world: World, topic: int) -> None:
    await world.database.transaction(chunk)
    await world.database.transaction(lambda db: campaigns.pause(db, 1))
    await expand(world.database)
    assert len(await queued(world.database)) == CHUNK
    other = await world.database.transaction(_publish_to_those_there)
    await expand(world.database)
    assert await claimed(world) == [Subject.INVITATION] * (PEOPLE - PEOPLE // 4), "of the other topic, and all of them"
    assert other != topic
    await world.database.transaction(lambda db: campaigns.resume(db, 1))
    await expand(world.database)
    assert await queued(world.database) == once() + Counter(range(4, PEOPLE + 1, 4)), "those on Bale were not claimed"


async def test_what_is_cancelled_is_called_back_and_over(world: World, topic: int) -> None:
    await world.database.transaction(chunk)
    assert await world.database.transaction(lambda db: campaigns.cancel(db, 1))
    assert not await claimed(world)
    await expand(world.database)
    assert not await queued(world.database)
    await world.database.transaction(lambda db: expansion.look_over(db, NOW))
    one = await world.database.read(lambda db: campaigns.get(db, 1))
    assert one is not None
    assert (one.state, one.left, one.dropped) == (CampaignState.CANCELLED, 0, CHUNK)


async def test_a_person_on_two_messengers_gets_one_message(world: World, topic: int) -> None:
    await world.deliver()
    told = Counter(chat for one in world.messengers.values() for chat, had in one.chats.items() if had.messages)
    assert told == Counter(range(multitude.FIRST_CHAT + 1, multitude.FIRST_CHAT + PEOPLE + 1))


async def test_replies_go_first_and_campaigns_share_what_room_is_left(world: World, topic: int) -> None:
    def owe(db: Connection) -> None:
        outbox.put(db, Channel.TELEGRAM, 7, Message("reply"), NOW)
        found = topics.get(db, topic)
        assert found is not None
        invitations.invite_audience(db, found, NOW)
        campaigns.begin(db, Subject.CORRECTED, NOW, 0, topic_id=topic)

    await expand(world.database)
    await world.database.transaction(owe)
    assert (await claimed(world, limit=4))[0] is Subject.REPLY


async def test_a_wave_of_reminders_rests_at_night(world: World, topic: int) -> None:
    await world.deliver()
    for messenger in world.messengers.values():
        messenger.chats.clear()
    world.now = NOW + timedelta(hours=13)  # 23:00
    await world.database.transaction(lambda db: reminders.begin(db, topic, world.now, world.now))
    await world.deliver()
    assert not any(messenger.chats for messenger in world.messengers.values())
    world.now += timedelta(hours=11)
    await world.deliver()
    assert sum(len(messenger.chats) for messenger in world.messengers.values()) == PEOPLE


async def test_staff_watch_a_campaign_and_hold_it_up(world: World) -> None:
    await world.database.transaction(lambda db: multitude.enter(db, PEOPLE, NOW))
    secretary = await publishes(world)
    await secretary.says("/campaigns")
    secretary.sees("دعوت به موضوع ۱", "برای ۲۳ نفر از ۲۳ نفر فرستاده شد")
    await world.database.transaction(lambda db: reminders.begin(db, 1, world.now, world.now + timedelta(hours=1), 23))
    await secretary.says("/campaigns")
    secretary.sees("یادآوری موضوع ۱", "به‌زودی آغاز می‌شود", "در صف ارسال: ۲۳", "پایان ارسال، به برآورد")
    await secretary.presses("۲")
    await secretary.presses("نگه داشتن ارسال")
    assert "متوقف" in secretary.last.text
    await world.passes(hours=2)
    people = [chat for number, chat in world.messengers[Channel.TELEGRAM].chats.items() if number > 0]
    assert [len(chat.messages) for chat in people] == [1] * PEOPLE, "the invitation, and no reminder"
    await secretary.presses("برای دیگران ارسال نشود")
    assert any("ارسال ۲ – لغوشده" in message.text for message in secretary.chat.messages)
