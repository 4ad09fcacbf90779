"""The whole life of a topic, with the real program over HTTP: three members of staff and those who are asked, on both
messengers. It is written in the chat, tried out, approved by another, answered, corrected in the middle, asked about,
reminded of, closed, told what came of it, and put away.
"""

from __future__ import annotations

import asyncio
from io import BytesIO
from pathlib import Path

import openpyxl

from bot.app import real_time
from consultation.conversation import Channel
from playground.server import Playground
from playground.world import World
from storage import codes
from storage.database import Database
from tests.end_to_end import crowd
from tests.end_to_end.bot_process import TimelyBot
from tests.end_to_end.phones import Page, Phone
from tests.end_to_end.robot import Robot, plain
from tests.end_to_end.secretariat import BALE_GROUP, PROFILE, Secretariat, answers_in
from tests.faults.tally import numbers
from tests.stories import workbook

PEOPLE = numbers(6, 40)
TITLE, ADDED = "نوسازی ماشین‌آلات", "چند ماه فرصت لازم است؟"
QUESTION, ANSWER, HEARD = "مهلت پاسخ تا چه روزی است؟", "تا پایان هفتهٔ آینده.", "وام ارزان از همه مهم‌تر است"
SETTINGS = """
[joining]
profile_form = "{profile}"

[staff]
four_eyes = true

[reminders]
quiet_from = 23:59:59
quiet_until = 00:00:00
weekend = []
holidays_of = ""
"""


async def test_a_topic_from_an_idea_to_the_archive(
    playground: Playground, tmp_path: Path, database_url: str, database: Database
) -> None:
    people = [_somebody(playground.world, number) for number in range(PEOPLE)]
    profile = tmp_path / "profile.xlsx"
    profile.write_bytes(workbook(PROFILE))
    settings = SETTINGS.format(profile=profile)
    async with Page(playground.url) as page, TimelyBot(playground, tmp_path, database_url, more=settings) as bot:
        robots = [Robot(Phone(page, *one)) for one in people]
        life = Life(bot, page, robots)
        await life.begins(database)
        await life.is_written()
        await life.is_tried_out(robots[0])
        await life.is_approved_by_another()
        handed_in, half_way, silent = robots[: PEOPLE // 2], robots[PEOPLE // 2 : -2], robots[-2:]
        await asyncio.gather(*(robot.answers_topic() for robot in (*handed_in, *half_way)))
        await asyncio.gather(*(robot.submits() for robot in handed_in))
        await life.is_corrected()
        await asyncio.gather(*(robot.answers_what_changed() for robot in handed_in))
        await asyncio.gather(*(robot.meets_a_correction() for robot in half_way))
        await asyncio.gather(*(robot.submits() for robot in half_way))
        await life.is_asked_about(by=silent[0])
        await life.is_reminded_of(silent)
        await asyncio.gather(*(robot.submits() for robot in silent))
        await life.is_closed_and_told()
        responses = answers_in(await life.is_put_away())
        assert await bot.stop() == 0
    assert len(responses) == PEOPLE
    for robot in robots:
        assert any(robot.gave(response) for response in responses), f"{robot.answers} is not among {responses}"


def _somebody(world: World, number: int) -> tuple[str, str]:
    """A person, and the key of their chat; every other one on Bale."""
    chat = crowd.with_a_phone(world, (Channel.TELEGRAM, Channel.BALE)[number % 2])
    return f"p{chat.id}", chat.key


class Life:
    """What the secretariat does, one after the other. The writer and the helper are on Telegram; who approves is in the
    group on Bale, and in the other one too."""

    def __init__(self, bot: TimelyBot, page: Page, robots: list[Robot]) -> None:
        self.bot, self.page, self.robots = bot, page, robots
        self.writer, self.helper = Secretariat(page), Secretariat(page, person="moradi")
        self.approver, self.elsewhere = Secretariat(page, person="sadeghi"), Secretariat(page, BALE_GROUP, "sadeghi")

    async def begins(self, database: Database) -> None:
        for one in (self.writer, self.elsewhere):
            code = await database.transaction(lambda db: codes.new_claim_code(db, real_time()))
            await one.claims(f"/claim {code}")
        hello = await self.helper.phone.says("سلام، من هم آمدم.")
        group = self.page.messages[self.helper.phone.chat]
        theirs = await self.page.until(lambda: group.get(hello), "the colleague's greeting")
        await self.approver.orders("/role helper", "پاسخ‌گو", reply_to=theirs)
        await asyncio.gather(*(robot.joins() for robot in self.robots))

    async def is_written(self) -> None:
        await self.writer.writes("/new", f"«{TITLE}»", "رد شدن", "بس است")
        await self.writer.writes_question("یک گزینه", "کدام راه بهتر است؟", "وام\nمالیات")
        await self.writer.finds_and_presses("پرسش دیگر")
        await self.writer.writes_question("متن", "پیشنهاد شما چیست؟")
        for word in ("ادامه", "۱۴ روز", "تأیید"):
            await self.writer.finds_and_presses(word)
        before = self.writer.phone.last_id
        await self.writer.phone.says("/form 1")
        self.form = await self.writer.downloads(after=before)

    async def is_tried_out(self, by: Robot) -> None:
        await self.writer.orders(f"/rehearse 1 {_name(by)}", _name(by))
        await self.writer.finds_and_presses(_name(by))
        await self.writer.finds_and_presses("فرستادن برای")
        await by.tries_out()

    async def is_approved_by_another(self) -> None:
        panel = await self.writer.orders("/topic 1", TITLE)
        await self.writer.presses(panel, "ارسال برای تأیید")
        asked = await self.elsewhere.phone.sees("تأیید", TITLE)
        assert "همکار" in (await self.writer.finds_and_presses("تأیید و انتشار")).text
        await self.elsewhere.presses(asked, "تأیید و انتشار")
        await self.elsewhere.presses(asked, "بله")

    async def is_corrected(self) -> None:
        """There is one more question; who has answered is told when the two minutes are over."""
        await self.writer.phone.sends_file("form.xlsx", with_a_question(self.form), caption="1")
        proposed = await self.writer.phone.sees("اصلاح موضوع", ADDED)
        await self.approver.presses(proposed, "اعمال اصلاح")
        self.bot.passes(minutes=3)

    async def is_asked_about(self, by: Robot) -> None:
        await by.asks(QUESTION)
        await self.elsewhere.phone.sees(QUESTION)
        card = await self.helper.phone.sees(QUESTION)
        await self.helper.orders(ANSWER, "فرستاده شد", reply_to=card)
        await by.phone.sees(ANSWER)
        await self.approver.finds_and_presses("پاسخ به همه")
        await self.approver.finds_and_presses("خبر داده شود")
        for robot in self.robots:
            heard = await robot.phone.sees(ANSWER)
            assert _name(by) not in heard.text

    async def is_reminded_of(self, silent: list[Robot]) -> None:
        await self.writer.orders("/remind 1", "۲ نفر")
        self.bot.passes(minutes=3)
        await asyncio.gather(*(robot.answers_when_reminded() for robot in silent))

    async def is_closed_and_told(self) -> None:
        await self.writer.orders("/close 1", TITLE)
        await self.writer.finds_and_presses("بله، بسته شود")
        await self.writer.orders("/findings 1", TITLE)
        await self.writer.finds_and_presses("یافتهٔ تازه")
        asked = await self.writer.phone.sees("چه شنیده شد؟")
        await self.writer.orders(HEARD, HEARD, reply_to=asked)
        await self.approver.orders("/publish_results 1", HEARD)
        await self.approver.finds_and_presses("بله، نتیجه منتشر شود")
        self.bot.passes(minutes=3)
        for robot in self.robots:
            await robot.phone.sees("نتیجهٔ", HEARD)

    async def is_put_away(self) -> bytes:
        """The workbook of all answers."""
        await self.writer.orders("/archive 1", "بایگانی‌شده")
        panel = await self.writer.orders("/topic 1", f"ثبت نهایی: {plain_persian(PEOPLE)} نفر")
        return await self.writer.exports(panel)


def plain_persian(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))


def _name(robot: Robot) -> str:
    """By which a robot is found: it calls itself by its phone."""
    return robot.phone.person


def with_a_question(form: bytes) -> bytes:
    """The same form, with one more question at its end."""
    book = openpyxl.load_workbook(BytesIO(form))
    survey = book["survey"]
    head = [plain(str(cell.value or "")) for cell in survey[1]]
    row = {"type": "integer", "name": "months", "required": "yes"}
    survey.append([ADDED if name.startswith("label") else row.get(name, "") for name in head])
    written = BytesIO()
    book.save(written)
    return written.getvalue()
