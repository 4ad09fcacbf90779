"""Trouble on demand, and the log in which a test reads what came of it."""

import asyncio
import time

import aiohttp
import pytest

from playground.faults import Fault, Faults, read_fault
from playground.models import Chat, Person
from playground.pace import Pace, Pacer
from playground.world import World
from tests.playground.conftest import RawBot, as_object


async def test_a_429_says_how_long_to_wait(telegram: RawBot, on_telegram: Chat, world: World) -> None:
    world.faults.add(Fault("too_many_requests", method="sendMessage", times=1, seconds=7))
    status, answer = await telegram.call("sendMessage", chat_id=on_telegram.id, text="x")
    assert (status, answer["description"]) == (429, "Too Many Requests: retry after 7")
    assert answer["parameters"] == {"retry_after": 7}
    await telegram.sends(on_telegram, "x")


async def test_a_429_of_the_whole_bot_closes_every_method(telegram: RawBot, on_telegram: Chat, world: World) -> None:
    world.faults.add(Fault("too_many_requests", times=1, seconds=0.4, whole_bot=True))
    await telegram.refused("sendMessage", chat_id=on_telegram.id, text="x")
    assert (await telegram.refused("getMe")).startswith("429")
    assert await telegram.updates() == []
    async with asyncio.timeout(5):
        while (await telegram.call("getMe"))[0] == 429:
            pass


@pytest.mark.parametrize(
    ("fault", "answer"),
    [
        (Fault("server_error"), "502 Bad Gateway"),
        (Fault("server_error", code=500), "500 Internal Server Error"),
        (Fault("forbidden"), "403 Forbidden: bot was blocked by the user"),
        (Fault("not_found"), "404 Not Found: method not found"),
        (Fault("bad_request", description="chat not found"), "400 Bad Request: chat not found"),
    ],
)
async def test_refusals_on_demand_leave_no_message(
    telegram: RawBot, on_telegram: Chat, world: World, fault: Fault, answer: str
) -> None:
    world.faults.add(fault)
    assert await telegram.refused("sendMessage", chat_id=on_telegram.id, text="x") == answer
    assert on_telegram.texts == ["/start"]
    assert (world.log[-1].outcome, world.log[-1].accepted) == (answer, False)


@pytest.mark.parametrize(("kind", "texts"), [("reset_before", []), ("reset_after", ["x"])])
async def test_a_cut_connection_before_or_after_the_message_was_taken(
    telegram: RawBot, on_telegram: Chat, world: World, kind: str, texts: list[str]
) -> None:
    world.faults.add(Fault(kind, times=1))
    with pytest.raises(aiohttp.ClientConnectionError):
        await telegram.sends(on_telegram, "x")
    assert on_telegram.texts[1:] == texts
    assert (world.log[-1].outcome, world.log[-1].accepted) == (kind, bool(texts))


async def test_a_delayed_answer_is_accepted_at_once(telegram: RawBot, on_telegram: Chat, world: World) -> None:
    world.faults.add(Fault("delay", seconds=0.3))
    begun = time.monotonic()
    async with asyncio.TaskGroup() as group:
        group.create_task(telegram.sends(on_telegram, "x"))
        await world.wait_for(lambda: on_telegram.texts[-1] == "x")
        accepted = time.monotonic() - begun
    assert accepted < 0.3 <= time.monotonic() - begun


async def test_a_fault_strikes_only_where_it_was_asked_for(
    telegram: RawBot, bale: RawBot, on_telegram: Chat, on_bale: Chat, world: World
) -> None:
    world.faults.add(Fault("server_error", messenger="telegram", chat=on_telegram.id, method="sendMessage"))
    await bale.sends(on_bale, "x")
    await telegram.ask("getChat", chat_id=on_telegram.id)
    await telegram.sends(world.groups("telegram")[0], "x")
    await telegram.refused("sendMessage", chat_id=on_telegram.id, text="x")
    world.faults.clear()
    await telegram.sends(on_telegram, "x")


def test_the_same_seed_brings_the_same_faults() -> None:
    def struck(seed: int) -> list[bool]:
        faults = Faults(seed)
        faults.add(Fault("server_error", probability=0.3))
        return [bool(faults.of_call("telegram", "sendmessage", 1)) for _ in range(200)]

    assert struck(1) == struck(1) != struck(2)
    assert 40 < sum(struck(1)) < 80


def test_a_fault_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="no fault 'earthquake'"):
        Fault("earthquake")
    with pytest.raises(ValueError, match="no \\['strength'\\]"):
        read_fault({"kind": "delay", "strength": 9})


async def test_the_pace_of_a_messenger_is_kept(telegram: RawBot, world: World, on_telegram: Chat) -> None:
    world.telegram.set_pace(Pace(per_second=3, per_chat=1))
    await telegram.sends(on_telegram, "یک")
    assert "retry after 1" in await telegram.refused("sendMessage", chat_id=on_telegram.id, text="دو")
    await telegram.sends(world.groups("telegram")[0], "سه")
    await telegram.ask("getMe")


def test_a_pace_looks_at_a_sliding_window() -> None:
    pacer = Pacer(Pace(per_second=2, per_group_minute=4))
    waits = [pacer.wait(1, at, group=True) for at in (0.0, 0.4, 0.5, 1.1, 1.2, 1.5, 59.0, 60.1)]
    assert waits == [0, 0, 1, 0, 1, 0, 1, 0]


async def test_a_group_takes_only_so_many_a_minute(telegram: RawBot, world: World) -> None:
    (group,) = world.groups("telegram")
    world.telegram.set_pace(Pace(per_group_minute=2))
    await telegram.sends(group, "یک")
    await telegram.sends(group, "دو")
    _, answer = await telegram.call("sendMessage", chat_id=group.id, text="سه")
    assert 55 <= int(str(as_object(answer["parameters"])["retry_after"])) <= 60


async def test_the_log_tells_duplicates_and_their_times(
    telegram: RawBot, world: World, karimi: Person, on_telegram: Chat
) -> None:
    await telegram.sends(on_telegram, "یک")
    await telegram.sends(on_telegram, "یک")
    first, second = [call for call in world.log if call.method == "sendmessage"]
    assert (first.chat, first.outcome) == (on_telegram.id, "ok")
    assert first.at <= second.at
    assert (first.message_id, second.message_id) == (2, 3)
