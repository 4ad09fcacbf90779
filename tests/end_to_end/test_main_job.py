"""The whole loop with the real program, the real libraries and both messengers, everything over HTTP."""

from __future__ import annotations

import asyncio
from pathlib import Path

from playground.server import Playground
from tests.end_to_end.bot_process import BotProcess
from tests.end_to_end.phones import Page, Phone
from tests.end_to_end.robot import Robot
from tests.end_to_end.secretariat import PROFILE, QUESTIONNAIRE, Secretariat, answers_in
from tests.stories import workbook


async def test_a_form_becomes_a_workbook_of_exactly_what_was_answered(
    playground: Playground, page: Page, tmp_path: Path, database_url: str
) -> None:
    robots = [Robot(Phone(page, "karimi", "telegram:101")), Robot(Phone(page, "rostami", "bale:102"))]
    secretariat = Secretariat(page)
    profile = tmp_path / "profile.xlsx"
    profile.write_bytes(workbook(PROFILE))
    joining = f'[joining]\nprofile_form = "{profile}"'
    async with BotProcess(playground, tmp_path, database_url, more=joining) as bot:
        await secretariat.claims(await bot.command("claim-code"))
        await asyncio.gather(*(robot.joins() for robot in robots))
        panel = await secretariat.sends_form(workbook(QUESTIONNAIRE), "نوسازی ماشین‌آلات")
        await secretariat.publishes(panel)

        await asyncio.gather(*(robot.answers_topic() for robot in robots))
        await robots[0].corrects(_proposal(robots[0]), "سخن من همین است")
        await robots[1].changes(_proposal(robots[1]))
        for robot in robots:
            assert "کد رهگیری" in await robot.submits()

        assert "ثبت نهایی: 2 نفر" in await secretariat.refreshes(panel)
        responses = answers_in(await secretariat.exports(panel))
        assert await bot.stop() == 0

    assert len(responses) == 2
    for robot in robots:
        assert any(robot.gave(response) for response in responses), f"{robot.answers} is not among {responses}"
    assert {told for robot in robots for told in robot.told_wrong}, "no answer was refused: the robot proves less"


def _proposal(robot: Robot) -> str:
    return next(question for question in robot.answers if "پیشنهاد شما" in question)
