"""What staff do on their phone, told as they would tell it; and a questionnaire to do it with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

import openpyxl

from tests.end_to_end.phones import Page, Phone, Shown
from tests.end_to_end.robot import plain

TELEGRAM_GROUP, BALE_GROUP = "telegram:-1001234567890", "bale:4567890123"

_LONG = "تسهیلات ارزان‌قیمت برای نوسازی ماشین‌آلات قدیمی واحدهای کوچک و متوسط"
QUESTIONNAIRE: dict[str, list[tuple[str, ...]]] = {
    "survey": [
        ("type", "name", "label", "hint", "required", "relevant", "constraint", "constraint_message"),
        ("note", "welcome", "این پرسش‌ها دربارهٔ نوسازی ماشین‌آلات صنعتی است.", *[""] * 5),
        ("select_one scale", "scale", "اندازهٔ واحد شما چیست؟", "", "yes", "", "", ""),
        ("integer", "age", "عمر ماشین‌آلات شما چند سال است؟", "", "yes", "", ". >= 20 and . <= 60", "از ۲۰ تا ۶۰ بفرمایید."),
        ("date", "since", "واپسین نوسازی کِی بود؟", "", "yes", "", ". <= today()", "این روز هنوز نرسیده است."),
        ("select_multiple way", "ways", "کدام راه‌ها را می‌پسندید؟", "", "yes", "", "", ""),
        ("select_one way", "first", "کدام راه باید پیش از همه آغاز شود؟", "", "yes", "", "", ""),
        ("range", "urgency", "این کار چه اندازه فوریت دارد؟", "۱ کم و ۵ زیاد", "yes", "", "", ""),
        ("decimal", "share", "چند درصد از درآمد را می‌توان هزینه کرد؟", "", "yes", "", "", ""),
        ("text", "obstacle", "بزرگ‌ترین مانع را بنویسید.", "", "yes", "", "", ""),
        ("text", "proposal", "پیشنهاد شما چیست؟", "", "", "${urgency} >= 1", "", ""),
    ],
    "choices": [
        ("list_name", "name", "label"),
        ("scale", "small", "کوچک"),
        ("scale", "middle", "متوسط"),
        ("scale", "large", "بزرگ"),
        ("way", "loans", _LONG),
        ("way", "tax", "معافیت مالیاتی"),
        ("way", "leasing", "اجاره به شرط تملیک"),
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
        await self._presses(panel, "تازه‌سازی")
        changed = await self.phone.until(lambda: self._different(panel), "other figures on the panel")
        return plain(changed.text)

    def _different(self, panel: Shown) -> Shown | None:
        return next((one for one in self.phone.messages if one.id == panel.id and one.text != panel.text), None)

    async def _presses(self, panel: Shown, word: str) -> None:
        """The panel changes with what is done to it."""

        def offered() -> Shown | None:
            return next((one for one in self.phone.messages if one.id == panel.id and one.button(word)), None)

        message = await self.phone.until(offered, f"a button «{word}» on the panel")
        button = message.button(word)
        assert button is not None
        await self.phone.presses(message, button)


def answers_in(workbook: bytes) -> list[dict[str, str]]:
    """By the sheet with a row for each answer: every response as question -> answer."""
    book = openpyxl.load_workbook(BytesIO(workbook))
    responses: dict[str, dict[str, str]] = {}
    for row, question, answer in _answer_rows(book.worksheets[1]):
        theirs = responses.setdefault(row, {})
        assert question not in theirs, f"answered twice: {question}"
        theirs[question] = answer
    return list(responses.values())


def _answer_rows(sheet: openpyxl.worksheet.worksheet.Worksheet) -> Iterator[tuple[str, str, str]]:
    head, *rows = ([plain(str(cell.value or "")) for cell in row] for row in sheet.iter_rows())
    row, question, answer = (head.index(name) for name in ("ردیف", "پرسش", "پاسخ"))
    return ((cells[row], cells[question], cells[answer]) for cells in rows)
