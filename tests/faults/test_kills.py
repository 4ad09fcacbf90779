"""The program is killed, at any moment, and started again: no answer is lost, and nobody stays untold."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

from sqlalchemy import Connection, select

from consultation.conversation import Channel
from consultation.questionnaire import Questionnaire
from consultation.xlsform.markdown import read_markdown
from playground.faults import Fault
from playground.models import Chat
from playground.server import Playground
from storage.database import Database
from storage.tables import address, answer, response
from tests.end_to_end import crowd
from tests.end_to_end.bot_process import BotProcess, ReadyBot
from tests.end_to_end.patience import until
from tests.end_to_end.phones import Page, Phone
from tests.end_to_end.robot import Robot, plain
from tests.faults.tally import SEED, Tally, numbers

TITLE = "کمبود مواد اولیه"
CHOICES = """| choices |
|         | list_name | name     | label    |
|         | when      | spring   | spring   |
|         | when      | summer   | summer   |
|         | when      | autumn   | autumn   |
|         | who       | ministry | ministry |
|         | who       | bank     | bank     |
|         | who       | customs  | customs  |
"""
FORM = read_markdown(
    """
| survey |
|        | type                | name    | label                          | required |
|        | text                | lack    | کدام ماده را کم دارید؟         | yes      |
|        | select_one when     | when    | این کمبود کی آغاز شد؟          | yes      |
|        | text                | cause   | سبب آن چیست؟                   | yes      |
|        | select_multiple who | who     | چه کسانی باید کاری کنند؟       | yes      |
|        | integer             | workers | چند نفر در واحد شما کار می‌کنند؟ | yes      |
|        | text                | advice  | چه پیشنهادی دارید؟             | yes      |
"""
    + CHOICES
)


async def test_killed_while_people_answer_it_keeps_every_answer_once_and_in_order(
    playground: Playground, tmp_path: Path, database_url: str, database: Database, tally: Tally
) -> None:
    await _all_answer(FORM, playground, tmp_path, database_url, database, tally)


PRESSED = read_markdown(
    """
| survey |
|        | type                | name  | label                    | required |
|        | select_one when     | begun | این کمبود کی آغاز شد؟    | yes      |
|        | select_multiple who | who   | چه کسانی باید کاری کنند؟ | yes      |
|        | select_one when     | worst | کی سخت‌تر از همیشه بود؟   | yes      |
|        | select_multiple who | asked | از چه کسانی خواسته‌اید؟   | yes      |
|        | select_one when     | ended | کی پایان می‌گیرد؟         | yes      |
"""
    + CHOICES
)


async def test_killed_while_people_press_every_press_counts_once_and_is_answered(
    playground: Playground, tmp_path: Path, database_url: str, database: Database, tally: Tally
) -> None:
    """Each press of a robot waits until its button stops turning: one that is left so is a failure."""
    await _all_answer(PRESSED, playground, tmp_path, database_url, database, tally)


async def _all_answer(
    form: Questionnaire, playground: Playground, folder: Path, url: str, database: Database, tally: Tally
) -> None:
    chats = [
        *await crowd.enter(playground.world, database, Channel.TELEGRAM, numbers(4, 32)),
        *await crowd.enter(playground.world, database, Channel.BALE, numbers(2, 18)),
    ]
    await crowd.publish(database, TITLE, form)
    async with Page(playground.url) as page, ReadyBot(playground, folder, url) as bot:
        robots = [Robot(Phone(page, f"p{chat.id}", chat.key), SEED) for chat in chats]
        await asyncio.gather(_killed_often(bot, tally), *(_takes_part(robot) for robot in robots))

    for chat, robot in zip(chats, robots, strict=True):
        given = [plain(value).replace("، ", " ") for value in robot.answers.values()]
        kept = await database.read(lambda db: answers_of(db, chat))  # noqa: B023
        tally.lost += len(set(given) - set(kept))
        tally.duplicated += max(0, len(kept) - len(given))
        assert kept == given


async def _takes_part(robot: Robot) -> None:
    await robot.answers_topic()
    await robot.submits()


async def _killed_often(bot: BotProcess, tally: Tally) -> None:
    """Spread over the calls that the answers cause, and over the moments between two calls."""
    chance, already = random.Random(SEED), len(bot.world.log)  # noqa: S311
    for calls in sorted(chance.sample(range(5, numbers(120, 1000)), numbers(4, 50))):
        await until(bot.world, lambda: len(bot.world.log) >= already + calls)  # noqa: B023
        await asyncio.sleep(chance.uniform(0, 0.02))
        await bot.kill()
        await bot.start()
        tally.injected += 1


def answers_of(db: Connection, chat: Chat) -> list[str]:
    """The values that somebody submitted, in the order in which they came."""
    theirs = (
        select(answer.c.value)
        .join(response, response.c.id == answer.c.response_id)
        .join(address, address.c.stakeholder_id == response.c.stakeholder_id)
        .where(address.c.channel == chat.messenger, address.c.chat_id == chat.id, response.c.state == "submitted")
        .order_by(answer.c.answered_at)
    )
    return [plain(value) for value in db.execute(theirs).scalars()]


async def test_killed_while_it_tells_many_it_tells_everybody_and_hardly_anybody_twice(
    playground: Playground, tmp_path: Path, database_url: str, database: Database, tally: Tally
) -> None:
    people, kills = numbers(120, 1000), numbers(3, 50)
    chats = await crowd.enter(playground.world, database, Channel.TELEGRAM, people)
    await crowd.publish(database, TITLE, FORM)
    playground.world.faults.add(Fault("delay", method="sendMessage", seconds=0.05))
    in_flight = 0
    async with ReadyBot(playground, tmp_path, database_url, per_second=100) as bot:
        for told in range(people // (kills + 2), people, people // (kills + 1))[:kills]:
            await until(playground.world, lambda: _messages(chats) >= told)  # noqa: B023
            await bot.kill()
            in_flight += await crowd.under_way(database)
            await bot.start()
            tally.injected += 1
        await until(playground.world, lambda: all(crowd.told(chats, TITLE).values()))
        assert await bot.stop() == 0

    tally.arrived(crowd.told(chats, TITLE))
    assert in_flight <= kills * 40, "no more than a moment's worth is ever under way"
    assert tally.duplicated <= in_flight


def _messages(chats: list[Chat]) -> int:
    return sum(len(chat.messages) for chat in chats)


async def test_asked_to_end_while_it_tells_many_it_ends_soon_and_tells_nobody_twice(
    playground: Playground, tmp_path: Path, database_url: str, database: Database, tally: Tally
) -> None:
    people, stops = numbers(60, 500), numbers(2, 20)
    chats = await crowd.enter(playground.world, database, Channel.TELEGRAM, people)
    await crowd.publish(database, TITLE, FORM)
    playground.world.faults.add(Fault("delay", method="sendMessage", seconds=0.3))
    bot = ReadyBot(playground, tmp_path, database_url, per_second=60)
    for told in range(people // (stops + 2), people, people // (stops + 1))[:stops]:
        await bot.start()
        await until(playground.world, lambda: _messages(chats) >= told)  # noqa: B023
        assert await bot.stop() == 0
        assert await crowd.under_way(database) == 0
        tally.injected += 1
    async with bot:
        await until(playground.world, lambda: all(crowd.told(chats, TITLE).values()))
        assert await bot.stop() == 0
    tally.arrived(crowd.told(chats, TITLE))
    assert tally.duplicated == 0
