"""`make screenshots`: plays a short consultation in the demonstration and photographs the playground for the README."""

from __future__ import annotations

import asyncio
import json
import shutil
import tempfile
from pathlib import Path

from playwright.async_api import Browser, async_playwright

from bot.app import App
from bot.demo import demo_settings, groups_of
from bot.sample import put_sample
from playground.models import Chat, Message, Person
from playground.server import Playground
from playground.world import World

DOCS = Path(__file__).parent.parent / "docs"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run"]
PATIENCE = 30.0  # seconds


class Player:
    """Somebody on a phone: does something, and waits until what they expect is on the screen."""

    def __init__(self, world: World, person: Person, chat: Chat) -> None:
        self.world, self.person, self.chat = world, person, chat

    async def says(self, text: str, *, until: str) -> None:
        self.world.send_text(self.person, self.chat, text)
        await self.sees(until)

    async def presses(self, label: str, *, until: str) -> None:
        self.world.press(self.person, *self._button(label))
        await self.sees(until)

    def _button(self, label: str) -> tuple[Message, str]:
        for message in reversed(list(self.chat.messages.values())):
            for shown in message.buttons:
                if label in shown:
                    return message, shown
        raise LookupError(f"{self.person.name} sees no button {label}: {self.chat.last.buttons}")

    async def sees(self, fragment: str) -> None:
        def on_screen() -> bool:
            latest = list(self.chat.messages.values())[-3:]
            return any(fragment in text for message in latest for text in (message.text, *message.buttons))

        await self.world.wait_for(on_screen, timeout=PATIENCE)


async def main() -> None:
    playground = Playground()
    await playground.start()
    with tempfile.TemporaryDirectory() as folder:
        app = App(demo_settings(playground, Path(folder)), now=playground.now)
        await app.start()
        await put_sample(app, groups_of(playground))
        try:
            await _play(playground)
        finally:
            await app.stop()
            await playground.stop()


async def _play(playground: Playground) -> None:
    world = playground.world
    professor, manager, secretary = world.person("karimi"), world.person("naderi"), world.person("rahimi")
    on_telegram = Player(world, professor, world.chat_with_bot(professor, "telegram"))
    on_bale = Player(world, manager, world.chat_with_bot(manager, "bale"))
    desk = Player(world, secretary, world.groups("telegram")[0])
    await _joins(on_telegram, "دکتر سارا کریمی", "استاد", "دانشگاه صنعتی اصفهان")
    await _joins(on_bale, "حسن نادری", "مدیر", "نساجی یزدباف")
    await desk.presses("انتشار هم‌اکنون", until="بله، منتشر شود")
    await desk.presses("بله، منتشر شود", until="تازه‌سازی")
    for player in (on_telegram, on_bale):
        await player.sees("آغاز پاسخ‌گویی")
        await player.presses("آغاز پاسخ‌گویی", until="پرسش ۱ از")
    await desk.presses("تازه‌سازی", until="آغاز پاسخ‌گویی: ۲")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        keys = [on_telegram.chat.key, desk.chat.key, on_bale.chat.key]
        await _photograph(browser, playground.url, keys, DOCS / "playground.png", 1400, 900)
        await _photograph(browser, playground.url, [on_telegram.chat.key], DOCS / "phone.png", 390, 844)
        await browser.close()


async def _joins(player: Player, name: str, kind: str, organisation: str) -> None:
    await player.says("/start", until="موافقم")
    await player.presses("موافقم", until="پرسش ۱ از")
    await player.says(name, until="پرسش ۲ از")
    await player.presses(kind, until="پرسش ۳ از")
    await player.says(organisation, until="پرسش ۴ از")
    await player.presses("فولاد", until="☑️ فولاد")
    await player.presses("تأیید", until="پرسش ۵ از")
    await player.presses("اصفهان", until="منوی پایین")


async def _photograph(browser: Browser, url: str, chats: list[str], path: Path, width: int, height: int) -> None:
    context = await browser.new_context(viewport={"width": width, "height": height}, device_scale_factor=1.5)
    await context.add_init_script(f"localStorage.setItem('chosen-phones', {json.dumps(json.dumps(chats))})")
    page = await context.new_page()
    await page.goto(url)
    await page.wait_for_selector("text=پرسش ۱ از")
    await page.screenshot(path=path)
    await context.close()


if __name__ == "__main__":
    DOCS.mkdir(exist_ok=True)
    asyncio.run(main())
