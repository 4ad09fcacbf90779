"""What a messenger's server does on a bad day, to a campaign and to conversations."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, select

from consultation.conversation import Channel
from consultation.forms import sample_topic
from playground.faults import Fault
from playground.models import Chat
from playground.server import Playground
from playground.world import World
from storage.database import Database
from storage.deliveries import UNKNOWN
from storage.tables import outbox
from tests.end_to_end import crowd
from tests.end_to_end.bot_process import ReadyBot
from tests.end_to_end.patience import until
from tests.end_to_end.phones import Page, Phone
from tests.end_to_end.robot import Robot
from tests.faults.tally import SEED, Tally, most_in_a_second, numbers

TITLE = "کمبود مواد اولیه"
PEOPLE = numbers(30, 1000)
SOON = 0.3  # seconds that a refusal may take to reach the bot, with what it had sent meanwhile
A_PAUSE = 1.0


class Campaign:
    """A topic that everybody is to be told of, and the bot that tells them."""

    def __init__(self, playground: Playground, folder: Path, database_url: str, database: Database) -> None:
        self.world: World = playground.world
        self._made = (playground, folder, database_url)
        self._database = database
        self.chats: list[Chat] = []

    async def prepare(self, people: int = PEOPLE) -> None:
        self.chats = await crowd.enter(self.world, self._database, Channel.TELEGRAM, people)
        await crowd.publish(self._database, TITLE, sample_topic())

    @asynccontextmanager
    async def running(self, per_second: float = 200, *, more: str = "", but: int = 0) -> AsyncIterator[ReadyBot]:
        """Until all have been told, but for so many."""
        async with ReadyBot(*self._made, per_second=per_second, more=more) as bot:
            yield bot
            await until(self.world, lambda: self._untold() <= but)
            assert await bot.stop() == 0

    def _untold(self) -> int:
        return sum(not (chat.messages or chat.blocked) for chat in self.chats)

    def sent(self) -> list[float]:
        """When, by the messenger's clock."""
        return [call.at for call in self.world.log if call.method == "sendmessage"]

    def tell(self, tally: Tally, *faults: Fault) -> None:
        tally.injected = sum(fault.happened for fault in faults)
        tally.arrived(crowd.told([chat for chat in self.chats if not chat.blocked], TITLE))


@pytest.fixture
def campaign(playground: Playground, tmp_path: Path, database_url: str, database: Database) -> Campaign:
    return Campaign(playground, tmp_path, database_url, database)


# -- 429, 5xx, cut connections --------------------------------------------------------------------------------


async def test_pauses_are_kept_and_everybody_is_told_once(campaign: Campaign, tally: Tally) -> None:
    await campaign.prepare()
    often = Fault(
        "too_many_requests", "sendMessage", probability=numbers(0.2, 0.05), times=numbers(2, 60), seconds=A_PAUSE
    )
    often.whole_bot = True
    campaign.world.faults.add(often)
    async with campaign.running():
        pass
    campaign.tell(tally, often)
    refused = [call.at for call in campaign.world.log if call.outcome.startswith("429")]
    assert refused
    for at in refused:
        assert not [call for call in campaign.sent() if at + SOON < call < at + A_PAUSE - 0.1]
    assert (tally.lost, tally.duplicated) == (0, 0)


async def test_a_pause_outlives_the_process(campaign: Campaign, tally: Tally) -> None:
    await campaign.prepare(40)
    pause = campaign.world.faults.add(Fault("too_many_requests", "sendMessage", seconds=4, times=1))
    async with campaign.running() as bot:
        (refused,) = await until(
            campaign.world, lambda: [call.at for call in campaign.world.log if call.outcome.startswith("429")]
        )
        await asyncio.sleep(SOON)
        await bot.kill()
        await bot.start()
    campaign.tell(tally, pause)
    assert not [at for at in campaign.sent() if refused + SOON < at < refused + 3.9]
    assert tally.lost == 0


async def test_a_server_in_trouble_costs_nobody_their_message(campaign: Campaign, tally: Tally) -> None:
    await campaign.prepare()
    trouble = campaign.world.faults.add(Fault("server_error", "sendMessage", probability=numbers(0.2, 0.05)))
    async with campaign.running():
        pass
    campaign.tell(tally, trouble)
    assert trouble.happened
    assert (tally.lost, tally.duplicated) == (0, 0)


async def test_cut_connections_lose_nothing_and_repeat_only_what_was_cut(campaign: Campaign, tally: Tally) -> None:
    await campaign.prepare()
    before = campaign.world.faults.add(Fault("reset_before", "sendMessage", probability=numbers(0.1, 0.02)))
    after = campaign.world.faults.add(Fault("reset_after", "sendMessage", probability=numbers(0.1, 0.02)))
    async with campaign.running():
        await until(campaign.world, lambda: crowd.told(campaign.chats, TITLE).total() >= PEOPLE)
    campaign.tell(tally, before, after)
    assert before.happened
    assert after.happened
    assert tally.lost == 0
    assert tally.duplicated <= after.happened


async def test_where_nothing_is_to_come_twice_what_was_cut_is_marked(
    campaign: Campaign, database: Database, tally: Tally
) -> None:
    await campaign.prepare()
    cut = [
        campaign.world.faults.add(Fault(kind, "sendMessage", probability=numbers(0.1, 0.02), times=numbers(2, 20)))
        for kind in ("reset_before", "reset_after")
    ]
    async with campaign.running(more='[delivery]\nunknown_outcome = "mark"', but=cut[0].times or 0):
        await until(campaign.world, lambda: len(campaign.sent()) >= PEOPLE)
    tally.injected = sum(fault.happened for fault in cut)
    assert tally.injected
    marked = select(func.count()).select_from(outbox).where(outbox.c.error == UNKNOWN)
    assert await database.read(lambda db: db.execute(marked).scalar_one()) == tally.injected
    told = crowd.told(campaign.chats, TITLE)
    assert max(told.values()) == 1
    assert sum(not times for times in told.values()) == cut[0].happened, "and of these it is said that nobody knows"


# -- who cannot be reached ------------------------------------------------------------------------------------


async def test_who_blocked_us_is_tried_once_in_a_campaign(campaign: Campaign, tally: Tally) -> None:
    await campaign.prepare()
    gone = campaign.chats[::10]
    for chat in gone:
        chat.blocked = True
    async with campaign.running():
        await until(campaign.world, lambda: len(_refused(campaign.world)) >= len(gone))
    campaign.tell(tally)
    tally.injected = len(gone)
    assert sorted(_refused(campaign.world)) == sorted(chat.id for chat in gone)
    assert (tally.lost, tally.duplicated) == (0, 0)


def _refused(world: World) -> list[int]:
    return [call.chat for call in world.log if call.outcome.startswith("403") and call.chat is not None]


# -- updates twice and in another order -----------------------------------------------------------------------


async def test_doubled_and_reordered_updates_are_one_answer_each(campaign: Campaign, page: Page, tally: Tally) -> None:
    await campaign.prepare(numbers(3, 30))
    twice = campaign.world.faults.add(Fault("duplicate", probability=0.2))
    overtaken = campaign.world.faults.add(Fault("reorder", probability=0.1))
    async with campaign.running():
        robots = [Robot(Phone(page, f"p{chat.id}", chat.key), SEED) for chat in campaign.chats]
        await asyncio.gather(*(_answers(robot) for robot in robots))
    tally.injected = twice.happened + overtaken.happened
    assert tally.injected
    for robot in robots:
        asked = [message.text for message in robot.phone.said() if "کد رهگیری" in message.text]
        tally.lost += not asked
        tally.duplicated += max(0, len(asked) - 1)
    assert (tally.lost, tally.duplicated) == (0, 0)


async def _answers(robot: Robot) -> None:
    await robot.answers_topic()
    assert "کد رهگیری" in await robot.submits()


# -- a slow messenger, and the pace ---------------------------------------------------------------------------


async def test_a_slow_answer_to_one_press_keeps_nobody_else_waiting(
    campaign: Campaign, page: Page, tally: Tally
) -> None:
    await campaign.prepare(2)
    slow = campaign.world.faults.add(Fault("delay", "answerCallbackQuery", seconds=6))
    presser, other = (Phone(page, f"p{chat.id}", chat.key) for chat in campaign.chats)
    async with campaign.running():
        announced = await presser.sees(TITLE)
        pressing = asyncio.ensure_future(presser.presses(announced, announced.buttons[0]))
        await presser.until(lambda: len(presser.messages) > 1 or None, "the first question")
        said = await other.says("/help")
        await other.until(lambda: other.said(said), "an answer, though somebody else's press is not answered yet", 3)
        await pressing
    tally.injected = slow.happened


async def test_no_second_holds_more_than_the_limit_even_across_a_kill(campaign: Campaign, tally: Tally) -> None:
    limit = 20
    await campaign.prepare(numbers(50, 600))
    async with campaign.running(limit) as bot:
        for part in (4, 2):
            await until(campaign.world, lambda: len(campaign.sent()) >= len(campaign.chats) // part)  # noqa: B023
            await bot.kill()
            await bot.start()
            tally.injected += 1
    most = most_in_a_second(campaign.world, Channel.TELEGRAM)
    assert most <= limit + 3, "a busy machine may delay one call until the next"
