"""What messengers and people do to a bot on a bad day, to the whole program."""

from __future__ import annotations

from pathlib import Path

from consultation.conversation import Channel
from consultation.forms import sample_topic
from playground.faults import Fault
from playground.membership import block
from playground.models import Chat
from playground.scene import Call
from playground.server import Playground
from playground.world import World
from storage.database import Database
from tests.end_to_end import crowd
from tests.end_to_end.bot_process import ReadyBot

FIRST, SECOND = "موضوع نخست", "موضوع دوم"
PAUSE = 2.0  # seconds
AT_ONCE = 0.3  # seconds that a refusal may take to reach the bot, with what it had sent meanwhile


async def test_an_update_that_nobody_can_read_stops_none_of_its_batch(
    playground: Playground, tmp_path: Path, database_url: str
) -> None:
    world = playground.world
    world.faults.add(Fault("malformed", times=4))
    chats = [_says(world, name, "/start") for name in ("karimi", "ahmadi", "rostami", "naderi")]
    async with ReadyBot(playground, tmp_path, database_url) as bot:
        await world.wait_for(lambda: all(_answered(chat) for chat in chats))
        assert bot.log.count("update_unreadable") == 4


async def test_when_told_to_pause_it_pauses_and_then_tells_everybody(
    playground: Playground, tmp_path: Path, database_url: str, database: Database
) -> None:
    world = playground.world
    telegram = await crowd.enter(world, database, Channel.TELEGRAM, 40)
    bale = await crowd.enter(world, database, Channel.BALE, 40)
    await crowd.publish(database, FIRST, sample_topic())
    world.faults.add(Fault("too_many_requests", "sendMessage", "telegram", seconds=PAUSE, times=1, whole_bot=True))
    async with ReadyBot(playground, tmp_path, database_url, per_second=50):
        await world.wait_for(lambda: all(crowd.told([*telegram, *bale], FIRST).values()), 20)

    refused = next(call for call in world.log if call.outcome.startswith("429"))
    assert not _sent(world, "telegram", refused.at + AT_ONCE, refused.at + PAUSE)
    assert _sent(world, "bale", refused.at + AT_ONCE, refused.at + PAUSE), "the other messenger waits for nothing"
    assert set(crowd.told([*telegram, *bale], FIRST).values()) == {1}


async def test_who_has_blocked_the_bot_is_left_alone_until_they_write(
    playground: Playground, tmp_path: Path, database_url: str, database: Database
) -> None:
    world = playground.world
    chats = [
        *await crowd.enter(world, database, Channel.TELEGRAM, 3),
        *await crowd.enter(world, database, Channel.BALE, 3),
    ]
    gone, there = [chats[1], chats[4]], [chats[0], chats[2], chats[3], chats[5]]
    for chat in gone:
        chat.blocked = True
    await crowd.publish(database, FIRST, sample_topic())
    async with ReadyBot(playground, tmp_path, database_url) as bot:
        await world.wait_for(lambda: all(crowd.told(there, FIRST).values()))
        assert await bot.stop() == 0
    assert sorted(_refused(world)) == sorted(chat.id for chat in gone)
    await crowd.publish(database, SECOND, sample_topic())
    async with ReadyBot(playground, tmp_path, database_url):
        await world.wait_for(lambda: all(crowd.told(there, SECOND).values()))
        assert sorted(_refused(world)) == sorted(chat.id for chat in gone), "tried once, and not again"

        for chat in gone:
            person = world.messenger_of(chat).people[chat.id]
            block(world, person, chat, blocked=False)
            world.send_text(person, chat, "/topics")
        await world.wait_for(lambda: all(FIRST in chat.last.text and SECOND in chat.last.text for chat in gone))


async def test_two_who_write_without_a_pause_keep_nobody_else_waiting(
    playground: Playground, tmp_path: Path, database_url: str, database: Database
) -> None:
    world = playground.world
    restless = [_says(world, name, "/help") for name in ("rostami", "naderi") for _again in range(30)]
    (other,) = await crowd.enter(world, database, Channel.BALE, 1)
    async with ReadyBot(playground, tmp_path, database_url, per_second=10):
        await world.wait_for(lambda: all(_answers(chat) >= 20 for chat in restless), 20)
        world.send_text(world.bale.people[other.id], other, "/help")
        await world.wait_for(lambda: _answers(other) == 1, 2)
        assert all(_answers(chat) < 30 for chat in restless), "they are not answered faster than a messenger allows"
        await world.wait_for(lambda: all(_answers(chat) >= 23 for chat in restless), 6)


def _answers(chat: Chat) -> int:
    return sum(message.sender != chat.id for message in chat.messages.values())


def _says(world: World, name: str, text: str) -> Chat:
    person = world.person(name)
    chat = world.chat_with_bot(person)
    world.send_text(person, chat, text)
    return chat


def _answered(chat: Chat) -> bool:
    return bool(chat.last.keyboard)


def _sent(world: World, messenger: str, after: float, before: float) -> list[Call]:
    calls = (call for call in world.log if call.messenger == messenger and call.method == "sendmessage")
    return [call for call in calls if after < call.at < before]


def _refused(world: World) -> list[int]:
    """The chats to which a message was refused because the bot is blocked there."""
    return [call.chat for call in world.log if call.outcome.startswith("403") and call.chat is not None]
