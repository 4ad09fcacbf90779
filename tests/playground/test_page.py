"""The page of phones in a real browser, with a small bot behind it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, Locator, Page, async_playwright, expect

from playground.models import Chat
from playground.server import Playground
from playground.world import World
from tests.playground.conftest import RawBot, as_object

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
DESKTOP = {"width": 1400, "height": 900}
HAND = {"width": 390, "height": 844}
STAFF = "telegram:-1001234567890"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists() and os.environ.get("CI") != "true", reason=f"{CHROMIUM} is not there"),
]


def keyboard(*labels: str) -> dict[str, object]:
    return {"inline_keyboard": [[{"text": label, "callback_data": label}] for label in labels]}


class EchoBot:
    """Repeats what it is told, with two buttons; a pressed one is answered and stands in the message."""

    def __init__(self, bot: RawBot) -> None:
        self.bot = bot

    async def run(self) -> None:
        offset = 0
        while True:
            for update in await self.bot.updates(offset, timeout=50):
                offset = int(str(update["update_id"])) + 1
                await self.answer(update)

    async def answer(self, update: dict[str, object]) -> None:
        match update:
            case {"message": {"chat": {"id": chat}, "text": str(text)}}:
                await self.bot.ask(
                    "sendMessage", chat_id=chat, text=f"شنیدم: {text}", reply_markup=keyboard("بله", "خیر")
                )
            case {"callback_query": {"id": press, "data": data, "message": {"chat": chat, "message_id": at}}}:
                await self.bot.ask("answerCallbackQuery", callback_query_id=press, text=f"ثبت شد: {data}")
                await self.bot.ask(
                    "editMessageText", chat_id=as_object(chat)["id"], message_id=at, text=f"پاسخ شما: {data}"
                )
            case _:
                pass


@pytest.fixture
async def echo(telegram: RawBot, bale: RawBot) -> AsyncIterator[None]:
    loop = asyncio.get_running_loop()
    bots = [loop.create_task(EchoBot(bot).run()) for bot in (telegram, bale)]
    yield
    for bot in bots:
        bot.cancel()
    await asyncio.gather(*bots, return_exceptions=True)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as driver:
        opened = await driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        await opened.close()


class Desk:
    """The page as somebody sees it; collects what the browser complains of."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)

    def chip(self, chat: str) -> Locator:
        return self.page.locator(f".chip[data-chat='{chat}']")

    async def phone(self, label: str) -> Phone:
        return Phone(self.page.get_by_role("region", name=label))


class Phone:
    def __init__(self, region: Locator) -> None:
        self.region = region
        self.input = region.get_by_role("textbox", name="پیام")

    async def says(self, text: str) -> None:
        await self.input.fill(text)
        await self.input.press("Enter")

    def message(self, text: str) -> Locator:
        return self.region.locator(".message", has_text=text)

    async def sees(self, text: str) -> None:
        await expect(self.message(text).last).to_be_visible()

    async def presses(self, label: str) -> None:
        await self.region.get_by_role("button", name=label, exact=True).last.click()

    async def chooses(self, text: str, item: str) -> None:
        await self.region.locator(".mine", has_text=text).last.click(button="right")
        await self.region.page.get_by_role("menuitem", name=item).click()


async def opened(browser: Browser, playground: Playground, **options: object) -> tuple[BrowserContext, Desk]:
    context = await browser.new_context(**options)  # type: ignore[arg-type]
    desk = Desk(await context.new_page())
    await desk.page.goto(playground.url)
    return context, desk


@pytest.fixture
async def desk(browser: Browser, playground: Playground, echo: None) -> AsyncIterator[Desk]:
    context, desk = await opened(browser, playground, viewport=DESKTOP)
    yield desk
    await context.close()
    assert desk.complaints == []


@pytest.fixture
async def in_hand(browser: Browser, playground: Playground, echo: None) -> AsyncIterator[Desk]:
    context, desk = await opened(browser, playground, viewport=HAND, has_touch=True, is_mobile=True)
    yield desk
    await context.close()
    assert desk.complaints == []


async def test_somebody_talks_with_a_bot(desk: Desk) -> None:
    phone = await desk.phone("گوشی سارا کریمی، تلگرام")
    await phone.presses("شروع")
    await phone.sees("شنیدم: /start")
    await phone.says("سلام دنیا")
    await phone.sees("شنیدم: سلام دنیا")
    await phone.presses("بله")
    await phone.sees("پاسخ شما: بله")
    await expect(phone.message("پاسخ شما: بله")).to_contain_text("ویرایش شد")
    await expect(phone.region.get_by_role("status")).to_have_text("ثبت شد: بله")
    await expect(phone.region.get_by_role("button", name="خیر", exact=True)).to_have_count(1)


async def test_a_persons_own_message_can_be_edited_answered_and_sent_on(
    desk: Desk, world: World, telegram: RawBot
) -> None:
    phone = await desk.phone("گوشی سارا کریمی، تلگرام")
    await phone.presses("شروع")
    await phone.says("نظر نخست")
    await phone.chooses("نظر نخست", "ویرایش")
    await expect(phone.input).to_have_value("نظر نخست")
    await phone.says("نظر دوم")
    await expect(phone.message("نظر دوم").first).to_contain_text("ویرایش شد")
    await phone.chooses("نظر دوم", "پاسخ")
    await phone.says("افزوده")
    await expect(phone.message("افزوده").first).to_contain_text("نظر دوم")
    await phone.chooses("افزوده", "بازارسال")
    await desk.page.get_by_role("menuitem", name="گفت‌وگو با ربات").click()
    await expect(phone.message("بازارسال از")).to_contain_text("افزوده")


async def test_what_people_write_is_never_markup(desk: Desk, telegram: RawBot, world: World) -> None:
    phone = await desk.phone("گوشی سارا کریمی، تلگرام")
    await phone.presses("شروع")
    await phone.says("<img src=x onerror=alert(1)><b>x</b>")
    await phone.sees("<img src=x onerror=alert(1)><b>x</b>")
    assert await phone.region.locator(".message img").count() == 0
    chat = world.chat("telegram:101")
    await telegram.sends(chat, '<b>پررنگ <i>و کج</i></b> <a href="https://example.com/">پیوند</a>', parse_mode="HTML")
    await phone.sees("پررنگ و کج پیوند")
    link = phone.region.get_by_role("link", name="پیوند")
    await expect(link).to_have_attribute("href", "https://example.com/")
    await expect(phone.region.locator("strong em")).to_have_text("و کج")


async def test_a_reply_keyboard_writes_and_shares_the_number(desk: Desk, telegram: RawBot, world: World) -> None:
    phone = await desk.phone("گوشی سارا کریمی، تلگرام")
    await phone.presses("شروع")
    await phone.sees("شنیدم: /start")
    rows = [["موضوع‌ها"], [{"text": "فرستادن شماره", "request_contact": True}]]
    await telegram.sends(world.chat("telegram:101"), "منو", reply_markup={"keyboard": rows})
    await phone.presses("موضوع‌ها")
    await phone.sees("شنیدم: موضوع‌ها")
    await phone.presses("فرستادن شماره")
    await phone.sees("+989000000001")


async def test_files_go_both_ways(desk: Desk, telegram: RawBot, world: World, tmp_path: Path) -> None:
    phone = await desk.phone("گوشی سارا کریمی، تلگرام")
    await phone.presses("شروع")
    mine = tmp_path / "نظر من.txt"
    mine.write_text("متن نظر")
    await phone.input.fill("پیوست نظر")
    await phone.presses("پیوست")
    async with desk.page.expect_file_chooser() as choosing:
        await desk.page.get_by_role("menuitem", name="پرونده").click()
    await (await choosing.value).set_files(mine)
    await phone.sees("پیوست نظر")
    async with desk.page.expect_download() as downloading:
        await phone.region.get_by_role("link", name="نظر من.txt").click()
    download = await downloading.value
    assert download.suggested_filename == "نظر من.txt"
    assert content_of(await download.path()) == "متن نظر"
    await phone.presses("فرستادن صدای نمونه")
    await phone.sees("پیام صوتی")


def content_of(path: Path) -> str:
    return path.read_text()


async def test_the_clock_can_be_moved(desk: Desk, playground: Playground) -> None:
    moved = asyncio.Event()

    async def on_moved() -> None:
        moved.set()

    playground.on_clock_moved = on_moved
    date = desk.page.locator(".clock-date")
    today = await date.inner_text()
    await desk.page.get_by_role("button", name="۱ روز بعد").click()
    await expect(date).not_to_have_text(today)
    async with asyncio.timeout(5):
        await moved.wait()


async def test_blocking_lasts_over_a_reload(desk: Desk, world: World) -> None:
    phone = await desk.phone("گوشی سارا کریمی، تلگرام")
    await phone.presses("شروع")
    await phone.sees("شنیدم: /start")
    await phone.presses("کارهای این گفت‌وگو")
    await desk.page.get_by_role("menuitem", name="مسدود کردن ربات").click()
    await expect(phone.input).to_be_hidden()
    assert world.chat("telegram:101").blocked
    await desk.page.reload()
    await phone.sees("شنیدم: /start")
    await phone.presses("رفع مسدودی ربات")
    await phone.says("بازگشتم")
    await phone.sees("شنیدم: بازگشتم")


async def test_an_invitation_link_brings_its_word(desk: Desk) -> None:
    phone = await desk.phone("گوشی سارا کریمی، تلگرام")
    await phone.presses("کارهای این گفت‌وگو")
    await desk.page.get_by_role("menuitem", name="ورود با پیوند دعوت").click()
    await desk.page.get_by_role("dialog").get_by_role("textbox").fill("https://t.me/jazb_bot?start=a-B_9")
    await desk.page.get_by_role("button", name="ورود").click()
    await phone.sees("شنیدم: /start a-B_9")


async def test_in_the_staff_group_one_chooses_who_speaks(desk: Desk, world: World) -> None:
    phone = await desk.phone("گروه دبیرخانهٔ جمع‌سپاری، تلگرام")
    await phone.says("از مدیر")
    await phone.region.get_by_label("در این گروه چه کسی می‌نویسد").select_option("moradi")
    await phone.says("از عضو")
    await phone.sees("شنیدم: از عضو")
    group = world.chat(STAFF)
    senders = [message.sender for message in group.messages.values() if message.sender in (201, 203)]
    assert senders == [201, 203]


async def test_phones_are_chosen_and_the_choice_is_kept(desk: Desk) -> None:
    shown = desk.page.locator(".phone")
    before = await shown.count()
    await desk.chip("telegram:104").click()
    await expect(shown).to_have_count(before + 1)
    await desk.page.reload()
    await expect(desk.chip("telegram:104")).to_have_attribute("aria-pressed", "true")
    await desk.chip("telegram:104").click()
    await expect(shown).to_have_count(before)


async def test_everything_can_be_done_by_keyboard(desk: Desk) -> None:
    phone = await desk.phone("گوشی سارا کریمی، تلگرام")
    await desk.chip("telegram:104").press("Enter")
    await expect(desk.chip("telegram:104")).to_be_focused()
    await expect(desk.page.get_by_role("region", name="گوشی علی احمدی")).to_be_visible()
    await phone.region.get_by_role("button", name="شروع").press("Enter")
    await phone.sees("شنیدم: /start")
    await phone.says("یک")
    await phone.sees("شنیدم: یک")
    await phone.input.press("ArrowUp")
    await expect(phone.input).to_have_value("یک")
    await phone.input.press("Escape")
    await expect(phone.input).to_have_value("")
    button = phone.region.get_by_role("button", name="بله", exact=True).last
    await button.focus()
    await desk.page.keyboard.press("Enter")
    await phone.sees("پاسخ شما: بله")
    more = phone.message("پاسخ شما: بله").get_by_role("button", name="کارهای این پیام")
    await more.press("Enter")
    await desk.page.keyboard.press("ArrowDown")
    await expect(desk.page.get_by_role("menuitem", name="رونوشت")).to_be_focused()
    await desk.page.keyboard.press("Escape")
    await expect(more).to_be_focused()


async def test_in_the_hand_there_is_one_phone_and_the_others_are_tabs(
    in_hand: Desk, telegram: RawBot, world: World
) -> None:
    phone = await in_hand.phone("گوشی سارا کریمی، تلگرام")
    await phone.presses("شروع")
    await phone.sees("شنیدم: /start")
    await expect(in_hand.page.locator(".phone")).to_have_count(1)
    staff = world.chat(STAFF)
    await telegram.sends(staff, "گزارش تازه")
    badge = in_hand.chip(STAFF).locator(".badge")
    await expect(badge).to_have_text("۱")
    await in_hand.chip(STAFF).click()
    group = await in_hand.phone("گروه دبیرخانهٔ جمع‌سپاری، تلگرام")
    await group.sees("گزارش تازه")
    await expect(in_hand.page.locator(".phone")).to_have_count(1)
    await expect(badge).to_be_hidden()
    assert await in_hand.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_a_long_word_or_wide_keyboard_never_widens_a_phone(in_hand: Desk, telegram: RawBot, world: World) -> None:
    phone = await in_hand.phone("گوشی سارا کریمی، تلگرام")
    await phone.presses("شروع")
    chat = world.chat("telegram:101")
    wide = {"inline_keyboard": [[{"text": "گزینهٔ بسیار بلند" * 6, "callback_data": "x"}] * 3]}
    await telegram.sends(chat, "ا" * 300, reply_markup=wide)
    await telegram.sends(chat, "https://example.com/" + "a" * 300)
    await phone.sees("https://example.com/")
    for message in await phone.region.locator(".message").all():
        box = await message.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= HAND["width"]


async def test_what_is_said_while_a_phone_is_put_away_is_counted(desk: Desk, telegram: RawBot, world: World) -> None:
    ahmadi = world.person("ahmadi")
    chat: Chat = world.chat_with_bot(ahmadi)
    world.send_text(ahmadi, chat, "سلام")
    await expect(desk.chip(chat.key).locator(".badge")).to_have_text("۱")
    await desk.chip(chat.key).click()
    await expect(desk.chip(chat.key).locator(".badge")).to_be_hidden()
    await world.wait_for(lambda: chat.read == chat.last.id)
