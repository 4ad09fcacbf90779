"""Staff groups with threads, groups that become supergroups, and groups that put the bot out and take it back."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import func, select

from consultation.conversation import Channel, Kind, Sender
from storage.tables import outbox
from tests.stories import drafts, joins, submits
from tests.world import Person, World


async def publishes(secretary: Person, title: str = "برق پایدار") -> None:
    await drafts(secretary, title)
    await secretary.presses("انتشار هم‌اکنون")
    await secretary.presses("بله، منتشر شود")
    secretary.reads()


async def asks(person: Person) -> None:
    person.reads()
    await person.presses("پرسش از دبیرخانه")
    person.reads()
    await person.says("مهلت تا کی است؟")
    person.reads()


async def begun(world: World) -> tuple[Person, Person]:
    """A topic in a group with threads; and somebody who was told of it."""
    ana = world.person("ana")
    await joins(ana)
    secretary = replace(await world.staff(), forum=True)
    await publishes(secretary)
    await world.passes(hours=1)
    secretary.reads()
    return ana, secretary


async def test_what_comes_of_a_topic_by_itself_stands_in_a_thread_of_its_own(world: World) -> None:
    ana, secretary = await begun(world)
    [thread] = world.messengers[Channel.TELEGRAM].threads
    assert world.messengers[Channel.TELEGRAM].threads[thread] == "برق پایدار"
    assert "زمان مانده" in secretary.last.text
    assert secretary.last.parcel.thread == thread
    await asks(ana)
    card = secretary.sees("مهلت تا کی است؟")
    assert card.parcel.thread == thread
    await replace(secretary, thread=thread).says("تا پایان هفته.", reply_to=card)
    assert secretary.sees("فرستاده شد").parcel.thread == thread
    await publishes(secretary, "آب صنایع")
    await world.passes(hours=1)
    assert sorted(world.messengers[Channel.TELEGRAM].threads.values()) == ["آب صنایع", "برق پایدار"]


async def test_what_is_asked_for_is_answered_where_it_was_asked(world: World) -> None:
    _ana, secretary = await begun(world)
    await secretary.says("/topic 1")
    assert secretary.sees("برق پایدار").parcel.thread == 0
    await replace(secretary, thread=77).says("/topics")
    assert secretary.sees("برق پایدار").parcel.thread == 77
    await world.passes(days=1)
    digest = [message for message in secretary.reads() if message.parcel.thread == 0]
    assert digest, "the digest is for everybody"


async def test_talk_in_another_thread_answers_no_question(world: World) -> None:
    secretary = replace(await world.staff(), forum=True, thread=5)
    await secretary.says("/new")
    secretary.reads()
    await replace(secretary, thread=6).says("ناهار کجا برویم؟")
    secretary.sees_nothing()
    await secretary.says("برق پایدار")
    assert secretary.reads()


async def test_where_no_thread_can_be_opened_all_stands_together_until_it_can(world: World) -> None:
    telegram = world.messengers[Channel.TELEGRAM]
    telegram.opens_threads = False
    ana, secretary = await begun(world)
    assert secretary.last.parcel.thread == 0
    telegram.opens_threads = True
    await asks(ana)
    assert secretary.sees("مهلت تا کی است؟").parcel.thread == 0
    await secretary.sends(Kind.ADDED)
    await asks(ana)
    assert secretary.sees("مهلت تا کی است؟").parcel.thread in telegram.threads


async def test_buttons_from_before_the_group_moved_still_work(world: World) -> None:
    ana, secretary = world.person("ana"), await world.staff()
    await joins(ana)
    await drafts(secretary)
    panel = secretary.last
    await secretary.sends(Kind.MIGRATED, new_chat_id=-100500)
    moved = replace(secretary, chat_id=-100500)
    assert "تعلق ندارد" not in await moved.presses("انتشار هم‌اکنون", on=panel)
    moved.sees("برق پایدار")
    assert "نیست" not in await secretary.presses("انتشار هم‌اکنون", on=panel)
    assert moved.sees("برق پایدار").parcel.chat_id == -100500
    secretary.sees_nothing()
    await moved.presses("بله، منتشر شود")
    moved.reads()
    ana.sees("برق پایدار")
    stranger = replace(moved, chat_id=-777)
    assert "این دکمه" in await stranger.presses("انتشار", on=panel)


async def test_the_status_message_is_said_again_where_the_group_has_moved_to(world: World) -> None:
    await joins(ana := world.person("ana"))
    secretary = await world.staff()
    await publishes(secretary)
    await world.passes(hours=1)
    secretary.reads()
    await secretary.sends(Kind.MIGRATED, new_chat_id=-100500)
    await submits(ana)
    await world.passes(hours=1)
    moved = replace(secretary, chat_id=-100500)
    assert "۱ از ۱" in moved.last.text
    secretary.sees_nothing()


async def test_a_group_that_puts_the_bot_out_is_told_to_the_others_and_owed_nothing(world: World) -> None:
    secretary, colleague = await world.staff(), await world.staff("colleague", Channel.BALE, group=-900)
    await secretary.sends(Kind.STOPPED)
    colleague.sees("Secretariat", "کنار گذاشته")
    queued = select(func.count()).where(outbox.c.chat_id == -500, outbox.c.state == "queued")
    assert await world.database.read(lambda db: db.execute(queued).scalar()) == 0
    await secretary.sends(Kind.STOPPED)
    colleague.sees_nothing()


async def test_an_owner_who_takes_it_back_makes_it_a_staff_group_again(world: World) -> None:
    owner = await world.staff()
    world.policy = replace(world.policy, staff=frozenset({(Channel.TELEGRAM, owner.sender.id)}))
    await world.open()
    await owner.sends(Kind.STOPPED)
    stranger = replace(owner, sender=Sender(4040, "stranger"))
    await stranger.sends(Kind.ADDED)
    owner.sees("گروه دبیرخانه بود")
    await stranger.says("/topics")
    owner.sees("گروه دبیرخانه بود")
    await owner.says("/topics")
    owner.sees("دوباره")
    owner.reads()
    await stranger.says("/topics")
    assert owner.reads(), "an administrator is obeyed again"


async def test_a_group_that_never_was_one_hears_nothing(world: World) -> None:
    owner = replace(await world.staff(), chat_id=-321)
    await owner.sends(Kind.ADDED)
    await owner.says("/topics")
    owner.sees_nothing()
