"""What staff do on their phone, told as they would tell it; and the forms that they do it with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tests.end_to_end.phones import Page, Phone, Shown
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

    async def claims(self, printed: str) -> None:
        """By the code that the command line printed."""
        (command,) = re.findall(r"/claim \S+", printed)
        await self.phone.says(command)
        await self.phone.sees("دبیرخانه است")

    async def sends_form(self, workbook: bytes, title: str) -> Shown:
        """The panel of the draft."""
        await self.phone.sends_file("form.xlsx", workbook, caption=title)
        return await self.phone.sees(title, "پیش‌نویس")

    async def publishes(self, panel: Shown) -> None:
        await self._presses(panel, "انتشار هم‌اکنون")
        await self._presses(panel, "بله")

    async def exports(self, panel: Shown) -> bytes:
        before = self.phone.last_id
        await self._presses(panel, "اکسل")
        return await self.phone.page.download((await self.phone.sees(after=before)).file)

    async def refreshes(self, panel: Shown) -> str:
        """The panel with the figures of now."""
        before = self._now(panel)
        await self._presses(panel, "تازه‌سازی")
        await self.phone.until(lambda: self._now(panel) != before, "other figures on the panel")
        return plain(self._now(panel).text)

    def _now(self, panel: Shown) -> Shown:
        return next(message for message in self.phone.messages if message.id == panel.id)

    async def _presses(self, panel: Shown, word: str) -> None:
        """The panel changes with what is done to it."""

        button = await self.phone.until(lambda: self._now(panel).button(word), f"a button «{word}» on the panel")
        await self.phone.presses(panel, button)


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
