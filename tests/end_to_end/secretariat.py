"""What staff do on their phone, told as they would tell it; and the forms that they do it with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tests.end_to_end.phones import Page, Phone, Shown, Toast
from tests.end_to_end.robot import plain

TELEGRAM_GROUP, BALE_GROUP = "telegram:-1001234567890", "bale:4567890123"

PROFILE: dict[str, list[tuple[str, ...]]] = {
    "survey": [
        ("type", "name", "label", "required"),
        ("text", "name", "شما را چه بنامیم؟", "yes"),
        ("select_one role", "kind", "کار شما در صنعت چیست؟", "yes"),
    ],
    "choices": [
        ("list_name", "name", "label"),
        ("role", "maker", "تولیدکننده"),
        ("role", "seller", "فروشنده"),
    ],
}
_LONG = "تسهیلات ارزان‌قیمت برای نوسازی ماشین‌آلات قدیمی واحدهای کوچک و متوسط"
QUESTIONNAIRE: dict[str, list[tuple[str, ...]]] = {
    "survey": [
        ("type", "name", "label", "required", "relevant", "constraint", "constraint_message"),
        ("note", "welcome", "این پرسش‌ها دربارهٔ نوسازی ماشین‌آلات صنعتی است.", "", "", "", ""),
        ("select_one way", "first", "کدام راه باید پیش از همه آغاز شود؟", "yes", "", "", ""),
        ("integer", "age", "ماشین‌آلات شما چند سال دارد؟", "yes", "", ". >= 20 and . <= 60", "از ۲۰ تا ۶۰ بفرمایید."),
        ("date", "since", "واپسین نوسازی کِی بود؟", "yes", "", ". <= today()", "این روز هنوز نرسیده است."),
        ("select_multiple part", "parts", "کدام بخش‌ها فرسوده‌تر است؟", "yes", "", "", ""),
        ("text", "proposal", "پیشنهاد شما چیست؟", "", "${age} >= 20", "", ""),
        ("text", "nothing", "این پرسش برای هیچ‌کس نیست.", "yes", "${age} < 20", "", ""),
    ],
    "choices": [
        ("list_name", "name", "label"),
        ("way", "loans", _LONG),
        ("way", "tax", "معافیت مالیاتی"),
        ("way", "leasing", "اجاره به شرط تملیک"),
        ("part", "press", "پرس‌ها"),
        ("part", "lathe", "ماشین‌های تراش"),
        ("part", "furnace", "کوره‌ها"),
    ],
    "settings": [("form_title", "default_language"), ("نوسازی ماشین‌آلات", "fa")],
}


class Secretariat:
    """A member of staff at one of the two staff groups."""

    def __init__(self, page: Page, chat: str = TELEGRAM_GROUP, person: str = "rahimi") -> None:
        self.phone = Phone(page, person, chat)
        self._pressed = 0  # the message whose button they pressed last

    async def claims(self, printed: str) -> None:
        """By the code that the command line printed."""
        (command,) = re.findall(r"/claim \S+", printed)
        await self.phone.says(command)
        await self.phone.sees("دبیرخانه است")

    async def sends_form(self, workbook: bytes, title: str) -> Shown:
        """The panel of the draft."""
        await self.phone.sends_file("form.xlsx", workbook, caption=title)
        return await self.phone.sees(title, "پیش‌نویس")

    async def orders(self, command: str, *answered: str, reply_to: Shown | None = None) -> Shown:
        """What is answered to a command, or to a reply."""
        before = self.phone.last_id
        await self.phone.says(command, reply_to)
        return await self.phone.sees(*answered, after=before)

    async def writes(self, first: str, *parts: str) -> None:
        """What they write and press, one after the other: a label of a button, or «text» when it is asked for."""
        read = await self.phone.says(first)
        for part in parts:
            if part.startswith("«"):
                await self.phone.until(lambda: self.phone.said(read), f"a question before {part}")  # noqa: B023
                read = await self.phone.says(part.strip("«»"))
            else:
                read = self.phone.last_id
                await self.finds_and_presses(part)

    async def writes_question(self, kind: str, label: str, choices: str = "") -> None:
        """An optional one, from the list of kinds."""
        read = self.phone.last_id
        await self.finds_and_presses(kind)
        await self._replies_to("متن پرسش", label, read)
        if choices:
            await self._replies_to("گزینه‌ها", choices, read)
            await self.finds_and_presses("بس است")
        await self.finds_and_presses("خیر")

    async def _replies_to(self, asked: str, words: str, after: int) -> None:
        await self.phone.says(words, await self.phone.sees(asked, after=after))

    async def downloads(self, after: int) -> bytes:
        """The file that comes."""
        sent = await self.phone.until(
            lambda: next((one.file for one in self.phone.said(after) if one.file), ""), "a file"
        )
        return await self.phone.page.download(sent)

    async def finds_and_presses(self, word: str) -> Toast:
        """The button, wherever it stands last: below what they pressed before, or what came since they wrote."""

        def found() -> Shown | None:
            shown = [one for one in self.phone.messages if one.id == self._pressed or one.id > self.phone.wrote]
            return next((one for one in reversed(shown) if one.button(word)), None)

        return await self.presses(await self.phone.until(found, f"a button «{word}»"), word)

    async def publishes(self, panel: Shown) -> None:
        await self.presses(panel, "انتشار هم‌اکنون")
        await self.presses(panel, "بله")

    async def exports(self, panel: Shown) -> bytes:
        before = self.phone.last_id
        await self.presses(panel, "اکسل")
        return await self.downloads(after=before)

    async def refreshes(self, panel: Shown) -> str:
        """The panel with the figures of now."""
        before = self._now(panel)
        await self.presses(panel, "تازه‌سازی")
        await self.phone.until(lambda: self._now(panel) != before, "other figures on the panel")
        return plain(self._now(panel).text)

    def _now(self, panel: Shown) -> Shown:
        return next(message for message in self.phone.messages if message.id == panel.id)

    async def presses(self, panel: Shown, word: str) -> Toast:
        """The panel changes with what is done to it."""
        button = await self.phone.until(lambda: self._now(panel).button(word), f"a button «{word}» on the panel")
        self._pressed = panel.id
        return await self.phone.presses(panel, button)


def answers_in(workbook: bytes) -> list[dict[str, str]]:
    """By the sheet with a row for each answer: every response as question -> answer."""
    book = openpyxl.load_workbook(BytesIO(workbook))
    responses: dict[str, dict[str, str]] = {}
    for row, question, answer in _answer_rows(book.worksheets[1]):
        theirs = responses.setdefault(row, {})
        assert question not in theirs, f"answered twice: {question}"
        theirs[question] = answer
    return list(responses.values())


def _answer_rows(sheet: Worksheet) -> Iterator[tuple[str, str, str]]:
    head, *rows = ([plain(str(cell.value or "")) for cell in row] for row in sheet.iter_rows())
    row, question, answer = (head.index(name) for name in ("ردیف", "پرسش", "پاسخ"))
    return ((cells[row], cells[question], cells[answer]) for cells in rows)
