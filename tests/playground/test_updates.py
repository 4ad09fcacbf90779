"""What people do reaches the bot once, in order, and stays until the bot has confirmed it."""

import asyncio

import pytest

from playground import membership
from playground.faults import Fault
from playground.models import Chat, Person
from playground.world import World
from tests.playground.conftest import RawBot, as_object

FIRST = 500_000_001


@pytest.fixture
def three(world: World, karimi: Person, on_telegram: Chat) -> list[str]:
    texts = ["یک", "دو", "سه"]
    for text in texts:
        world.send_text(karimi, on_telegram, text)
    return texts


def texts_of(updates: list[dict[str, object]]) -> list[object]:
    return [as_object(update["message"])["text"] for update in updates]


async def test_updates_stay_until_they_are_confirmed(telegram: RawBot, three: list[str]) -> None:
    first = await telegram.updates()
    assert texts_of(first) == three
    assert texts_of(await telegram.updates()) == three
    assert texts_of(await telegram.updates(offset=int(str(first[1]["update_id"])))) == three[1:]
    assert texts_of(await telegram.updates()) == three[1:]


async def test_limit_and_negative_offset(telegram: RawBot, three: list[str]) -> None:
    assert texts_of(await telegram.updates(limit=2)) == three[:2]
    assert texts_of(await telegram.updates(offset=-1)) == three[2:]
    assert texts_of(await telegram.updates()) == three[2:]


async def test_a_long_poll_ends_as_soon_as_somebody_writes(
    telegram: RawBot, world: World, karimi: Person, on_telegram: Chat
) -> None:
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(telegram.updates(timeout=50))
        await world.wait_for(lambda: world.telegram.updates.polling)
        world.send_text(karimi, on_telegram, "سلام")
    assert texts_of(poll.result()) == ["سلام"]


async def test_an_empty_poll_ends_by_itself(telegram: RawBot, on_telegram: Chat) -> None:
    assert await telegram.updates(timeout=0) == []


async def test_of_two_pollers_the_newer_goes_on(
    telegram: RawBot, world: World, karimi: Person, on_telegram: Chat
) -> None:
    async with asyncio.TaskGroup() as group:
        older = group.create_task(telegram.refused("getUpdates", timeout=50))
        await world.wait_for(lambda: world.telegram.updates.polling)
        newer = group.create_task(telegram.updates(timeout=50))
        assert (await older).startswith("409 Conflict: terminated by other getUpdates request")
        await world.wait_for(lambda: world.telegram.updates.polling)
        world.send_text(karimi, on_telegram, "سلام")
    assert texts_of(newer.result()) == ["سلام"]


async def test_only_the_kinds_that_were_asked_for(
    telegram: RawBot, world: World, karimi: Person, on_telegram: Chat
) -> None:
    await telegram.updates(allowed_updates=["edited_message"])
    message = world.send_text(karimi, on_telegram, "یک")
    world.edit(karimi, message, "دو")
    (update,) = await telegram.updates()
    assert as_object(update["edited_message"])["text"] == "دو"


async def test_membership_is_told_on_telegram_alone(
    telegram: RawBot, bale: RawBot, world: World, karimi: Person, on_telegram: Chat, on_bale: Chat
) -> None:
    for chat in (on_telegram, on_bale):
        membership.block(world, karimi, chat)
        membership.block(world, karimi, chat, blocked=False)
    changes = [as_object(update["my_chat_member"]) for update in await telegram.updates()]
    statuses = [as_object(change["new_chat_member"])["status"] for change in changes]
    assert statuses == ["kicked", "member"]
    assert await bale.updates() == []


async def test_losing_the_rank_of_administrator_is_told_to_a_bot_that_asks(telegram: RawBot, world: World) -> None:
    (group,) = world.groups("telegram")
    await telegram.updates(allowed_updates=["chat_member", "message"])
    membership.set_status(world, group, world.person("rahimi"), "member")
    (update,) = await telegram.updates()
    change = as_object(update["chat_member"])
    assert as_object(change["old_chat_member"])["status"] == "administrator"
    assert as_object(change["new_chat_member"])["status"] == "member"


async def test_in_a_group_where_it_is_no_administrator_the_bot_hears_little(telegram: RawBot, world: World) -> None:
    (group,) = world.groups("telegram")
    rahimi = world.person("rahimi")
    group.members[world.telegram.bot_id] = "member"
    await telegram.sends(group, "پرسش")
    question = group.last
    world.send_text(rahimi, group, "با هم‌گروهی‌ها")
    world.send_text(rahimi, group, "/report")
    world.send_text(rahimi, group, "پاسخ", reply_to=question)
    assert texts_of(await telegram.updates()) == ["/report", "پاسخ"]


async def test_what_the_bot_has_taken_is_ticked(telegram: RawBot, three: list[str], on_telegram: Chat) -> None:
    assert not on_telegram.last.taken
    await telegram.updates(offset=FIRST + 100)
    assert on_telegram.last.taken


# Faults of updates


async def test_a_duplicate_comes_again_after_it_was_confirmed(
    telegram: RawBot, world: World, karimi: Person, on_telegram: Chat
) -> None:
    world.faults.add(Fault("duplicate", times=1))
    world.send_text(karimi, on_telegram, "یک")
    (first,) = await telegram.updates()
    (again,) = await telegram.updates(offset=int(str(first["update_id"])) + 1)
    assert again == first
    assert await telegram.updates(offset=int(str(first["update_id"])) + 1) == []


async def test_a_press_may_overtake_the_text_before_it(
    telegram: RawBot, world: World, karimi: Person, on_telegram: Chat
) -> None:
    keyboard = {"inline_keyboard": [[{"text": "بله", "callback_data": "y"}]]}
    await telegram.sends(on_telegram, "پرسش", reply_markup=keyboard)
    question = on_telegram.last
    world.faults.add(Fault("reorder", times=1))
    world.send_text(karimi, on_telegram, "نخست")
    world.press(karimi, question, "بله")
    press, text = await telegram.updates()
    assert "callback_query" in press
    assert as_object(text["message"])["text"] == "نخست"


async def test_an_update_that_is_to_be_overtaken_comes_alone_if_nothing_follows(
    telegram: RawBot, world: World, karimi: Person, on_telegram: Chat
) -> None:
    world.faults.add(Fault("reorder", times=1))
    world.send_text(karimi, on_telegram, "تنها")
    assert texts_of(await telegram.updates(timeout=5)) == ["تنها"]


async def test_one_malformed_update_among_good_ones(
    telegram: RawBot, world: World, karimi: Person, on_telegram: Chat
) -> None:
    world.faults.add(Fault("malformed", times=1))
    world.send_text(karimi, on_telegram, "درست")
    bad, good = await telegram.updates()
    assert "chat" not in as_object(bad["message"])
    assert as_object(good["message"])["text"] == "درست"
