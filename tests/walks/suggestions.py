"""Answers that fit: something for each type of question, tried against its constraint."""

from __future__ import annotations

import random
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from decimal import Decimal

from hypothesis import HealthCheck, Phase, find, settings
from hypothesis import strategies as st
from hypothesis.errors import HypothesisException

from consultation import choosing, sent, wording
from consultation.answers import ACKNOWLEDGED, range_of
from consultation.interview import Interview
from consultation.persian.text import persian_digits
from consultation.questionnaire import SEVERAL, Choice, Question, QuestionType

_NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_REGEX = re.compile(r"regex\(\s*\.\s*,\s*(?:'([^']*)'|\"([^\"]*)\")\s*\)")
_WORDS = ("برق خورشیدی را آسان کنید.", "=1+1 <b>*خوب*</b> _ساده_", "Ana", "ana@example.org", "09121234567", "1", "0")
_MANY = 400  # tries


Thinking = Callable[[Interview, Question, random.Random], Iterator[str]]


class NothingFits(Exception):
    """No answer that was thought of keeps the constraint."""


def suggested(interview: Interview, question: Question, chance: random.Random) -> str:
    """A canonical answer that may be given now. Raises NothingFits."""
    for _try, value in zip(range(_MANY), _THINKING[question.type](interview, question, chance), strict=False):
        if value and interview.fits(question, value):
            return value
    raise NothingFits(f"{question.name} ({question.type.value}): {question.constraint or 'no choice is offered'}")


def written(interview: Interview, question: Question, value: str) -> str:
    """As somebody would type it: a choice by its place in the list."""
    match question.type:
        case QuestionType.SELECT_ONE | QuestionType.SELECT_MULTIPLE | QuestionType.RANK:
            names = value.split() if question.type in SEVERAL else [value]  # of one, the name may have spaces
            return "، ".join(_called(interview, question, name) for name in names)
        case QuestionType.INTEGER | QuestionType.DECIMAL | QuestionType.RANGE | QuestionType.TIME:
            return persian_digits(value)
        case _:
            return value


def _called(interview: Interview, question: Question, name: str) -> str:
    """By its place, unless the choices are numbers themselves."""
    labels = {choice.name: wording.label(interview, choice) for choice in interview.choices(question)}
    if any(label.isdigit() for label in labels.values()):
        return labels[name]
    return persian_digits(str(list(labels).index(name) + 1))


def _one_of(interview: Interview, question: Question, chance: random.Random) -> Iterator[str]:
    names = [choice.name for choice in interview.choices(question)]
    yield from chance.sample(names, len(names))


def _in_range(interview: Interview, question: Question, chance: random.Random) -> Iterator[str]:
    values = range_of(question)
    yield from chance.sample(values, len(values))


def _always(*values: str) -> Thinking:
    return lambda interview, question, chance: iter(chance.sample(values, len(values)))


def _several(interview: Interview, question: Question, chance: random.Random) -> Iterator[str]:
    choices = interview.choices(question)
    least, most = choosing.limits(question, len(choices))
    together = [choice.name for choice in choices if not choice.exclusive or question.type is QuestionType.RANK]
    for _try in range(_MANY // 2):
        count = chance.randint(least, max(least, most))
        picked = chance.sample(together, min(count, len(together)))
        if not choosing.enough(question, picked, choices):
            yield " ".join(picked if question.type is QuestionType.RANK else _in_order(picked, choices))
    yield from (choice.name for choice in choices if choice.exclusive)


def _in_order(picked: list[str], choices: tuple[Choice, ...]) -> list[str]:
    return [choice.name for choice in choices if choice.name in picked]


def _numbers(interview: Interview, question: Question, chance: random.Random) -> Iterator[str]:
    """Around the numbers that its constraint speaks of, and those of earlier answers."""
    spoken_of = _NUMBER.findall(question.constraint)
    spoken_of += [value for value in interview.answers.values() if _NUMBER.fullmatch(value)]
    near = [Decimal(number) + step for number in spoken_of for step in (0, 1, -1)]
    yield str(chance.randint(0, 120))
    yield from (str(int(number)) for number in chance.sample(near, len(near)))
    yield from (str(round(10**power)) for power in range(16))
    if question.type is QuestionType.DECIMAL:
        yield from ("0.5", "12.25")


def _dates(interview: Interview, question: Question, chance: random.Random) -> Iterator[str]:
    today = interview.now.date()
    yield from _DATE.findall(question.constraint)
    for days in (0, -1, 1, chance.randint(-400, 400), -3000, 3000, -10_000):
        yield (today + timedelta(days=days)).isoformat()


def _texts(interview: Interview, question: Question, chance: random.Random) -> Iterator[str]:
    yield from chance.sample(_WORDS, len(_WORDS))
    for found in _REGEX.finditer(question.constraint):
        yield from _matching(interview, question, found[1] or found[2])
    yield from ("1" * length for length in range(2, 40))
    yield from (" ".join(["کلمه"] * count) for count in range(2, 40))


def _matching(interview: Interview, question: Question, pattern: str) -> Iterator[str]:
    """The simplest text that keeps the constraint of which this pattern is a part."""
    quick = settings(max_examples=200, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))

    def fits(text: str) -> bool:
        return bool(text.strip()) and text == text.strip() and interview.fits(question, text)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield find(st.from_regex(pattern.strip("^$"), fullmatch=True), fits, settings=quick)
        except (HypothesisException, re.error):
            return


_THINKING: Mapping[QuestionType, Thinking] = {
    QuestionType.TEXT: _texts,
    QuestionType.INTEGER: _numbers,
    QuestionType.DECIMAL: _numbers,
    QuestionType.RANGE: _in_range,
    QuestionType.DATE: _dates,
    QuestionType.TIME: _always("08:30", "17:05", "00:00", "23:59"),
    QuestionType.SELECT_ONE: _one_of,
    QuestionType.SELECT_MULTIPLE: _several,
    QuestionType.RANK: _several,
    QuestionType.ACKNOWLEDGE: _always(ACKNOWLEDGED),
    QuestionType.LOCATION: _always(sent.place_answer(35.6892, 51.389)),
    **dict.fromkeys(sent.FILES, _always(sent.file_answer("any"))),
}
