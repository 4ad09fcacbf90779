"""A robot that takes part as somebody would who has never seen this bot: it reads what its phone shows, and presses
and types. It knows a few words of Persian and English, and nothing of the program.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.end_to_end.phones import Button, Phone, Shown, Toast

AGREE = ("موافقم", "I agree")
BEGIN = ("پاسخ‌گویی", "answering")
CONFIRM = ("تأیید", "Confirm")
SUBMIT = ("ثبت نهایی", "Submit")
CHANGE = ("تغییر", "Change")
TRIED = ("پایان آزمایش",)
TRY = ("آغاز آزمایش", "Begin the test")
ASK = ("پرسش از دبیرخانه", "Ask the secretariat")
RENEW = ("پرسش‌های اصلاح‌شده", "what changed")
MORE = ("صفحهٔ بعد", "More")
MOVING = ("بازگشت", "رد شدن", "بعداً", "بدون تغییر", "صفحهٔ بعد", "صفحهٔ پیش", "Back", "Skip", "Later", "More")
NOT_TICKED, TICKED = "⬜", "☑"
ACCEPTED = "✅"
A_MOMENT = 1.0  # seconds without news, after which a person takes it that nothing more is coming

_QUESTION = re.compile(r"(پرسش|Question) \d+|[؟?]")
_ABOUT_A_DATE = re.compile(r"تاریخ|چه روز|\bdate\b", re.IGNORECASE)
_ABOUT_A_NUMBER = re.compile(r"چند|درصد|عدد|تعداد|how many|number|percent", re.IGNORECASE)
_FROM_TO = re.compile(r"(\d+) (?:تا|to) (\d+)")
_LISTED = re.compile(r"^(\d+)\. (.+)$", re.MULTILINE)
_PICTURES = re.compile(r"^[^\w]+")
_LATIN = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789", "\u2060\u2066\u2067\u2068\u2069\u200e\u200f")
_PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def plain(text: str) -> str:
    """With Latin digits, and without what is there to guide the eye."""
    return text.translate(_LATIN)


def bare(label: str) -> str:
    """A label without its pictures."""
    return _PICTURES.sub("", plain(label)).strip()


def asks(message: Shown) -> bool:
    return bool(message.buttons) or bool(_QUESTION.search(plain(message.text)))


def meaning(question: Shown, label: str) -> str:
    """What a button stands for: long choices are listed in the text, and their buttons bear numbers."""
    listed = dict(_LISTED.findall(plain(question.text)))
    return str(listed.get(bare(label), bare(label)))


def kind_of(text: str) -> str:
    """What a question, or a word about a wrong answer, seems to want; "" when it does not say."""
    if _ABOUT_A_DATE.search(text):
        return "date"
    return "number" if _ABOUT_A_NUMBER.search(text) or _FROM_TO.search(plain(text)) else ""


@dataclass
class Robot:
    phone: Phone
    seed: int = 0
    answers: dict[str, str] = field(default_factory=dict)  # text of a question -> what it answered, in this order
    typed: dict[str, int] = field(default_factory=dict)  # text of a question -> the message with its typed answer
    told_wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._chance = random.Random(f"{self.seed}/{self.phone.chat}")  # noqa: S311 - so that it can be repeated
        self._read = 0  # messages up to this one are dealt with
        self._dealt_with: set[str] = set()  # and those with these texts: one that is shown again was meant once

    # -- what it comes for -----------------------------------------------------------------------------------

    async def joins(self) -> None:
        """From the first word to the main menu."""
        await self.phone.says("/start")
        await self._presses(await self._new_with(AGREE), AGREE)
        await self._answers_until(lambda: bool(self.phone.menu))

    async def answers_topic(self) -> None:
        """From the announcement of a topic to the look back at all answers."""
        announced = await self._new_with(BEGIN)
        self.answers.clear()
        self.typed.clear()
        self._dealt_with = {announced.text}
        await self._presses(announced, BEGIN)
        await self._answers_until(self._looks_back)

    async def changes(self, question: str) -> None:
        """The answer to this question, from the look back at all of them, which may fill more than one screen."""
        review = await self._new_with(SUBMIT)
        while _subject(question) not in plain(review.text):
            review = await self._turns_page(review)
        await self._presses(review, CHANGE)
        choice = await self._new(lambda message: _button_of(question, message) is not None, "this question")
        del self.answers[question]
        await self._press(choice, _button_of(question, choice))
        await self._answers_until(self._looks_back)

    async def corrects(self, question: str, words: str) -> None:
        """An answer that it typed: in the very message that it sent."""
        before = self.phone.last_id
        await self.phone.edits(self.typed[question], words)
        self.answers[question] = words
        await self.phone.sees(words, after=before)

    async def tries_out(self) -> None:
        """A draft that it was asked to look at, to the end."""
        await self._presses(await self._new_with(TRY), TRY)
        await self._answers_until(self._looks_back)
        await self._presses(await self._new_with(SUBMIT), SUBMIT)
        await self.phone.sees(*TRIED)

    async def answers_when_reminded(self) -> None:
        await self.phone.sees("جای نظر شما", after=self._read)
        await self.answers_topic()

    async def asks(self, words: str) -> None:
        """The secretariat, below the announcement of a topic."""
        await self._presses(await self._new_with(ASK), ASK)
        self._read = self.phone.last_id
        await self.phone.says(words)

    async def answers_what_changed(self) -> None:
        """It had handed its answers in; it is asked the new questions alone."""
        announced = await self._new_with(RENEW)
        self._dealt_with.add(announced.text)
        await self._presses(announced, RENEW)
        await self._answers_until(lambda: any(one.button(*CHANGE) for one in self.phone.said(self._read)[-1:]))

    async def meets_a_correction(self) -> None:
        """It wants to hand in what it has answered, and there is a new question."""
        await self._presses(await self._new_with(SUBMIT), SUBMIT)
        await self._answers_until(self._looks_back)

    async def submits(self) -> str:
        """What it is told in return."""
        await self._presses(await self._new_with(SUBMIT), SUBMIT)
        return (await self.phone.sees(after=self._read)).text

    def gave(self, response: dict[str, str]) -> bool:
        """Whether this response (question -> answer) holds what it answered: all of it, and nothing else."""
        found = {question: self._answer_to(question) for question in response}
        return found == response and len(response) == len(self.answers)

    def _answer_to(self, question: str) -> str:
        """What it answered where it was asked this, among other words."""
        return next((plain(answer) for text, answer in self.answers.items() if question in plain(text)), "")

    async def _turns_page(self, shown: Shown) -> Shown:
        button = shown.button(*MORE)
        assert button is not None, f"not to be found on any page:\n\n{self.phone}"
        await self.phone.presses(shown, button)
        return await self.phone.until(lambda: self._changed(shown), "the next page")

    # -- reading ---------------------------------------------------------------------------------------------

    async def _new(self, wanted: Callable[[Shown], bool], what: str) -> Shown:
        """The latest message like this among the new ones."""
        return await self.phone.until(
            lambda: next((one for one in reversed(self.phone.said(self._read)) if wanted(one)), None), what
        )

    async def _new_with(self, words: tuple[str, ...]) -> Shown:
        return await self._new(lambda message: message.button(*words) is not None, f"a button «{words[0]}»")

    def _said(self, after: int) -> list[Shown]:
        """What concerns the questions. A topic that is announced once more, after a crash, does not."""
        return [message for message in self.phone.said(after) if message.button(*BEGIN) is None]

    def _looks_back(self) -> bool:
        said = self._said(self._read)
        return bool(said) and said[-1].button(*SUBMIT) is not None

    # -- answering -------------------------------------------------------------------------------------------

    async def _answers_until(self, done: Callable[[], bool]) -> None:
        while (question := await self._asked(done)) is not None:
            self._dealt_with.add(question.text)
            if question.button(NOT_TICKED):
                await self._ticks(question)
            elif choices := _choices(question):
                await self._chooses(question, self._chance.choice(choices))
            else:
                await self._types(question, done)

    async def _asked(self, done: Callable[[], bool]) -> Shown | None:
        """The question that is open now; None when all is done."""

        def seen() -> list[Shown | None]:
            new: list[Shown | None] = [
                one for one in self._said(self._read) if asks(one) and one.text not in self._dealt_with
            ]
            return [None] if done() else new[-1:]

        (question,) = await self.phone.until(seen, "the next question")
        return question

    async def _chooses(self, question: Shown, button: Button) -> None:
        self.answers[question.text] = meaning(question, button.label)
        await self._press(question, button)

    async def _ticks(self, question: Shown) -> None:
        """Two of the choices, the second when the first is seen ticked; then the button that confirms."""
        offered = [button for button in question.buttons if NOT_TICKED in button.label]
        wanted = sorted(self._chance.sample(offered, min(2, len(offered))), key=_place)
        for button in wanted:
            await self._press(question, button)
            await self.phone.until(lambda: TICKED in self._now(question, button), f"a tick in «{button.label}»")  # noqa: B023
        self.answers[question.text] = "، ".join(meaning(question, button.label) for button in wanted)
        await self._presses(question, CONFIRM)

    def _now(self, message: Shown, button: Button) -> str:
        """What this button says now."""
        same = (one for one in self._current(message).buttons if (one.row, one.column) == (button.row, button.column))
        return next((one.label for one in same), "")

    def _current(self, message: Shown) -> Shown:
        return next(one for one in self.phone.messages if one.id == message.id)

    def _changed(self, message: Shown) -> Shown | None:
        return None if self._current(message) == message else self._current(message)

    async def _types(self, question: Shown, done: Callable[[], bool]) -> None:
        """What the text seems to ask for; where that was wrong, what it is told to write, or else another kind."""
        told, others = question.text, ["sentence", "date", "number"]
        for _try in range(4):
            kind = kind_of(told) or others[0]
            others = [*(other for other in others if other != kind), kind]
            self._read = self.phone.last_id
            self.answers[question.text] = self._words(kind, told)
            self.typed[question.text] = await self.phone.says(self.answers[question.text])
            wrong = await self._told_wrong(question, done)
            if not wrong:
                return
            self.told_wrong.append(wrong)
            told = wrong
        raise AssertionError(f"Whatever it wrote was wrong:\n\n{self.phone}")

    def _words(self, kind: str, told: str) -> str:
        match kind:
            case "number":
                limits = _FROM_TO.search(plain(told))
                number = self._chance.randint(int(limits[1]), int(limits[2])) if limits else 12
                return str(number).translate(_PERSIAN)
            case "date":
                return f"1405/{self._chance.randint(1, 6):02}/{self._chance.randint(1, 31):02}".translate(_PERSIAN)
            case _:
                return f"نظر {len(self.answers)} از {self.phone.person}: =1+1 <b>*خوب*</b> & _ساده_ [۱](x)"

    async def _told_wrong(self, question: Shown, done: Callable[[], bool]) -> str:
        """What was said of the answer, if it is all that was said; "" when the conversation goes on."""
        mine = self.typed[question.text]

        def said() -> list[Shown]:
            return [one for one in self._said(mine) if one.text != question.text]

        def goes_on() -> bool:
            return done() or any(asks(one) or one.text.startswith(ACCEPTED) for one in said())

        last = (await self.phone.until(said, "a word about what it wrote"))[-1]
        if await self.phone.happens(goes_on, within=A_MOMENT):
            return ""
        return last.text

    async def _presses(self, message: Shown, words: tuple[str, ...]) -> Toast:
        return await self._press(message, message.button(*words))

    async def _press(self, message: Shown, button: Button | None) -> Toast:
        assert button is not None
        self._read = self.phone.last_id
        return await self.phone.presses(message, button)


def _place(button: Button) -> tuple[int, int]:
    """Where it stands for somebody who reads from the right."""
    return button.row, -button.column


def _choices(question: Shown) -> list[Button]:
    """The buttons that are answers. Dates are written rather than looked for in a calendar."""
    if kind_of(question.text) == "date":
        return []
    return [button for button in question.buttons if bare(button.label) not in MOVING]


def _subject(question: str) -> str:
    """The line that says what is asked, below the heading."""
    return max(plain(question).split("\n\n"), key=lambda part: "؟" in part or "?" in part)


def _button_of(question: str, message: Shown) -> Button | None:
    """The button that stands for a question, by the beginning of its text."""
    for button in message.buttons:
        label = re.sub(r"^\d+\. ", "", plain(button.label)).rstrip("… ")
        if len(label) > 8 and label in plain(question):
            return button
    return None
