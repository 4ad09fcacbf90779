"""A robot that takes part as somebody would who has never seen this bot: it reads what its phone shows, and presses
and types. It knows a few words of Persian and English, and nothing of the program.
"""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from tests.end_to_end.phones import Button, Phone, Shown, Toast

AGREE = ("موافقم", "I agree")
BEGIN = ("آغاز پاسخ", "ادامهٔ پاسخ", "پاسخ می‌دهم", "answering")
CONFIRM = ("تأیید", "Confirm")
SUBMIT = ("ثبت نهایی", "ارسال", "Submit")
CHANGE = ("تغییر", "اصلاح", "Change")
MOVING = ("بازگشت", "رد شدن", "بعداً", "بعد", "قبل", "ادامه", "بماند", "Back", "Skip", "Later", "Leave")
NOT_TICKED, TICKED = "⬜", "☑"
NUMBER = re.compile(r"چند|درصد|عدد|شمار|تعداد|How many|number|percent", re.IGNORECASE)
DATE = re.compile(r"تاریخ|چه روز|date|which day", re.IGNORECASE)
BOUNDS = re.compile(r"(\d+)\D{1,12}?(\d+)")
HEADING = re.compile(r"(پرسش|Question)\s+\d+")
LISTED = re.compile(r"^(\d+)\. (.+)$", re.MULTILINE)
A_MOMENT = 0.5  # seconds without a change, after which a person takes it that no more is coming
LATIN = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789", "\u2066\u2067\u2068\u2069\u200e\u200f")
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


@dataclass
class Robot:
    phone: Phone
    seed: int = 0
    answers: dict[str, str] = field(default_factory=dict)  # text of a question as shown -> what it answered, in order
    typed: dict[str, int] = field(default_factory=dict)  # of these the typed ones -> its message
    told_wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._chance = random.Random(f"{self.seed}/{self.phone.chat}")
        self._read = 0  # everything up to this message has been dealt with

    # -- what it comes for -----------------------------------------------------------------------------------

    async def joins(self) -> None:
        """From the first word to the main menu."""
        await self.phone.says("/start")
        welcome = await self._next(lambda message: message.button(*AGREE) is not None)
        await self._presses(welcome, AGREE)
        await self._answers_all(lambda: bool(self.phone.menu))

    async def answers_topic(self) -> None:
        """From a topic's announcement, to the look back at all answers."""
        announced = await self._next(lambda message: message.button(*BEGIN) is not None)
        self.answers, self.typed = {}, {}
        await self._presses(announced, BEGIN)
        await self._answers_all(lambda: self._review() is not None)

    async def changes(self, question: str) -> None:
        """One answer, from the look back at them; what it said before is replaced."""
        review = await self._reviewed()
        await self._presses(review, CHANGE)
        wanted = question.translate(LATIN)
        choice = await self._next(lambda message: self._button_of(message, wanted) is not None)
        button = self._button_of(choice, wanted)
        assert button is not None
        await self._press(choice, button)
        await self._answers_all(lambda: self._review() is not None)

    async def submits(self) -> str:
        """What it is told then."""
        review = await self._reviewed()
        before = self.phone.last_id
        await self._presses(review, SUBMIT)
        thanked = await self.phone.until(lambda: self.phone.said(before), "thanks for the answers")
        return thanked[0].text

    # -- reading ---------------------------------------------------------------------------------------------

    async def _next(self, wanted: Callable[[Shown], bool]) -> Shown:
        """The latest message like this among those that are new."""
        return await self.phone.until(
            lambda: next((one for one in reversed(self.phone.said(self._read)) if wanted(one)), None),
            "something to go on with",
        )

    def _review(self) -> Shown | None:
        """The look back at all answers, if it is the last that was said."""
        said = self.phone.said(self._read)
        return said[-1] if said and said[-1].button(*SUBMIT) else None

    async def _reviewed(self) -> Shown:
        return await self.phone.until(self._review, "all answers to look over")

    @staticmethod
    def _button_of(message: Shown, question: str) -> Button | None:
        """The button that stands for a question: it bears the beginning of its text."""
        for button in message.buttons:
            label = re.sub(r"^\d+\. ", "", button.label.translate(LATIN)).rstrip("… ")
            if len(label) > 8 and label in question:
                return button
        return None

    # -- pressing and typing ---------------------------------------------------------------------------------

    async def _press(self, message: Shown, button: Button) -> Toast:
        self._read = self.phone.last_id
        return await self.phone.presses(message, button)

    async def _presses(self, message: Shown, words: tuple[str, ...]) -> Toast:
        button = message.button(*words)
        assert button is not None
        return await self._press(message, button)

    async def _answers_all(self, done: Callable[[], bool]) -> None:
        """Answer whatever is asked, until there is something else to see."""
        answered = ""
        while (question := await self._asked(done, answered)) is not None:
            await self._answer(question)
            answered = question.text

    async def _asked(self, done: Callable[[], bool], answered: str) -> Shown | None:
        """The question that is open now, or None when all is done. One shown twice was asked once."""

        def look() -> list[Shown | None]:
            if done():
                return [None]
            return [one for one in self.phone.said(self._read) if asks(one) and one.text != answered][-1:]

        (question,) = await self.phone.until(look, "a question")
        return question

    async def _answer(self, question: Shown) -> None:
        choices = [button for button in question.buttons if not any(word in button.label for word in MOVING)]
        if question.button(NOT_TICKED):
            await self._ticks(question)
        elif choices:
            await self._chooses(question, choices)
        else:
            await self._types(question)

    async def _chooses(self, question: Shown, choices: list[Button]) -> None:
        button = self._chance.choice(choices)
        self.answers[question.text] = meaning(question, button.label)
        await self._press(question, button)

    async def _ticks(self, question: Shown) -> None:
        """One or two of the choices, each seen ticked before the next; then the button that confirms."""
        wanted = self._chance.sample([one for one in question.buttons if NOT_TICKED in one.label], 2)
        for button in sorted(wanted, key=lambda one: (one.row, -one.column)):
            ticked = button.label.replace(NOT_TICKED, TICKED)
            await self._press(question, button)
            question = await self.phone.until(
                lambda: self._stands(question, ticked), f"the tick in «{button.label}»"  # noqa: B023
            )
        labels = [meaning(question, bare(one.label)) for one in question.buttons if TICKED in one.label]
        self.answers[question.text] = "، ".join(labels)
        await self._presses(question, CONFIRM)

    def _stands(self, message: Shown, label: str) -> Shown | None:
        now = next(one for one in self.phone.messages if one.id == message.id)
        return now if any(bare(label) == bare(one.label) and TICKED in one.label for one in now.buttons) else None

    async def _types(self, question: Shown) -> None:
        """What the text seems to ask for; and, when that was wrong, what it is told to, or something else."""
        told = question.text
        for kind in self._kinds(question.text):
            words = self._words(kind, told)
            self._read = self.phone.last_id
            self.answers[question.text] = words
            self.typed[question.text] = await self.phone.says(words)
            wrong = await self._told_wrong()
            if wrong is None:
                return
            self.told_wrong.append(wrong)
            told = wrong
        raise AssertionError(f"Nothing it wrote was right. The phone shows:\n\n{self.phone}")
