"""The demonstration, as a newcomer meets it: one command, one page, the whole story."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import sys
from collections.abc import AsyncIterator

import aiohttp
import pytest
from playwright.async_api import Locator, async_playwright, expect

from tests.end_to_end.bot_process import ENDING, ROOT, STARTING
from tests.end_to_end.phones import Page, Phone
from tests.end_to_end.robot import Robot
from tests.end_to_end.secretariat import BALE_GROUP, TELEGRAM_GROUP, Secretariat

CHROMIUM = shutil.which("chromium")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
TITLE = "تأمین برق پایدار"


@pytest.fixture
async def address() -> AsyncIterator[str]:
    """Of the page, while `jazb demo` runs; afterwards it ends when it is asked to."""
    command = (sys.executable, "-m", "bot", "demo", "--port", "0")
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE, cwd=ROOT)
    try:
        assert process.stdout is not None
        async with asyncio.timeout(STARTING):
            while not (printed := re.search(r"http://\S+", (await process.stdout.readline()).decode())):
                assert not process.stdout.at_eof(), "it ended without an address"
        yield printed[0]
        process.terminate()
        assert await asyncio.wait_for(process.wait(), ENDING) == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def test_the_sample_topic_is_published_and_answered_on_both_messengers(address: str) -> None:
    await _loads_with_all_its_parts(address)
    async with Page(address) as page:
        staff = Secretariat(page, TELEGRAM_GROUP)
        robots = [Robot(Phone(page, "ahmadi", "telegram:104")), Robot(Phone(page, "naderi", "bale:103"))]
        panel = await staff.phone.sees(TITLE, "پیش‌نویس")
        await Phone(page, "rahimi", BALE_GROUP).sees(TITLE, "پیش‌نویس")
        await robots[0].joins()
        await staff.publishes(panel)
        await robots[1].joins()
        await asyncio.gather(*(_answers(robot) for robot in robots))
        assert "ثبت نهایی: 2 نفر" in await staff.refreshes(panel)


async def _loads_with_all_its_parts(address: str) -> None:
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        for part in re.findall(r'(?:href|src)="([^"]+)"', await answer.text()):
            async with session.get(f"{address}{part}") as found:
                assert found.status == 200, part


async def _answers(robot: Robot) -> None:
    await robot.answers_topic()
    assert "کد رهگیری" in await robot.submits()


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None and os.environ.get("CI") != "true", reason="there is no chromium here")
async def test_staff_publish_and_a_newcomer_begins_to_answer_in_the_page(address: str) -> None:
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = await browser.new_page(viewport={"width": 1600, "height": 1000})
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        await page.goto(address)

        staff = page.get_by_role("region", name="گروه دبیرخانهٔ جمع‌سپاری، تلگرام")
        await _presses(staff, "انتشار هم‌اکنون", "بله، منتشر شود")
        await expect(staff).to_contain_text("موضوع ۱ – باز")

        newcomer = page.get_by_role("region", name="گوشی سارا کریمی، تلگرام")
        await _presses(newcomer, "شروع", "موافقم")
        await _writes(newcomer, "سارا کریمی", to="نام و نام خانوادگی")
        await _presses(newcomer, "استاد دانشگاه", "رد شدن", "معدن", "تأیید", "اردبیل", "آغاز پاسخ‌گویی")
        await expect(newcomer.locator(".message").last).to_contain_text("پرسش ۱ از")
        await browser.close()
    assert complaints == []


async def _presses(phone: Locator, *labels: str) -> None:
    for label in labels:
        await phone.get_by_role("button", name=label).last.click()


async def _writes(phone: Locator, text: str, to: str) -> None:
    await expect(phone.locator(".message").last).to_contain_text(to)
    box = phone.get_by_role("textbox", name="پیام")
    await box.fill(text)
    await box.press("Enter")
