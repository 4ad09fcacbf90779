"""Answers: from what people type to the canonical XLSForm text. Back to what people read: see `showing`.

Canonical: an integer or decimal in Latin digits with a point, a date as ISO, a time as HH:MM, a choice by its name,
several choices (or choices in order) by their names with spaces between, "OK" for what was acknowledged, a text as it
was typed (cleaned). Files and places: see `sent`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from consultation import choosing, lengths, nonresponses, sent
from consultation.persian import jalali
from consultation.persian.numbers import read_number
from consultation.persian.text import clean, fold, latin_digits
from consultation.questionnaire import NONRESPONSES, Choice, Question, QuestionType
from consultation.texts import _, digits, inserted

ACKNOWLEDGED = "OK"


class NotAnAnswer(Exception):
    """What was typed does not answer the question. The message says what is expected, in the language in force."""


@dataclass(frozen=True)
class _Typed:
    question: Question
    text: str  # cleaned, not empty
    labels: Mapping[str, str]
    exclusive: Collection[str]
    today: date


def read(
    question: Question, typed: str, labels: Mapping[str, str], today: date, exclusive: Collection[str] = ()
) -> str:
    """The canonical answer that a typed text means.

    `labels` are the choices on offer: name -> label. `exclusive` are those that can only be chosen alone.
    Raises NotAnAnswer.
    """
    text = clean(typed)
    if not text:
        raise NotAnAnswer(sent.expected(question.type) or _("Please write your answer."))
    if found := nonresponses.said(question, text, labels):
        return found
    return _READ.get(question.type, _text)(_Typed(question, text, labels, exclusive, today))


def _text(typed: _Typed) -> str:
    if told := lengths.too_long(typed.question, typed.text):
        raise NotAnAnswer(told)
    if sent.file_reference(typed.text):
        return f" {typed.text}"  # somebody who writes so has sent no file
    return typed.text.strip("_") if typed.text in NONRESPONSES else typed.text


def _number(typed: _Typed) -> Decimal:
    number = read_number(typed.text)
    if number is None:
        raise NotAnAnswer(_("Please write a number, such as {example}.").format(example=digits(12)))
    return number


def _decimal(typed: _Typed) -> str:
    return _plain(_number(typed))


def _whole(typed: _Typed) -> str:
    number = _number(typed)
    if number != number.to_integral_value():
        raise NotAnAnswer(_("Please write a whole number, such as {example}.").format(example=digits(12)))
    return str(int(number))


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def range_of(question: Question) -> list[str]:
    """The values of a range question, from its parameters start, end and step (1, 10 and 1 where they are missing)."""
    return range_values(question.parameters)


def range_values(limits: Mapping[str, str]) -> list[str]:
    start, end, step = (Decimal(limits.get(name, usual)) for name, usual in _RANGE)
    count = int((end - start) / step) + 1
    return [_plain(start + step * index) for index in range(max(count, 0))]


_RANGE = (("start", "1"), ("end", "10"), ("step", "1"))


def _in_range(typed: _Typed) -> str:
    value, allowed = _plain(_number(typed)), range_of(typed.question)
    if value not in allowed:
        told = _("Please choose a number from {first} to {last}.")
        raise NotAnAnswer(told.format(first=digits(allowed[0]), last=digits(allowed[-1])))
    return value


def _date(typed: _Typed) -> str:
    read = jalali.read_date(typed.text, typed.today)
    if read is None:
        told = _("This date was not recognised. Please write it like {example}.")
        raise NotAnAnswer(told.format(example=inserted(jalali.write_date(typed.today, "fa"))))
    return read.isoformat()


_BARE_HOUR = re.compile(r"\D*([1-6])\D*")


def _time(typed: _Typed) -> str:
    read = jalali.read_time(typed.text)
    if read is not None:
        return f"{read:%H:%M}"
    bare = _BARE_HOUR.fullmatch(latin_digits(typed.text))
    if bare and jalali.read_time(f"{bare[1]}:00"):
        morning = int(bare[1])
        told = _("Do you mean {morning} or {afternoon}? Please write one of them.")
        raise NotAnAnswer(told.format(morning=digits(f"{morning:02}:00"), afternoon=digits(f"{morning + 12}:00")))
    raise NotAnAnswer(_("Please write a time of day, such as {example}.").format(example=digits("17:30")))


_YES = frozenset(map(fold, ("ok", "okay", "yes", "confirm", "1", "بله", "بلی", "تأیید", "تایید شد", "باشه", "قبول")))


def _acknowledged(typed: _Typed) -> str:
    label = acknowledgement()
    if fold(typed.text) in _YES | {fold(label)}:
        return ACKNOWLEDGED
    raise NotAnAnswer(_("Please press “{label}”.").format(label=label))


def acknowledgement() -> str:
    """The label of the one button below what is to be acknowledged."""
    return _("I confirm")


def _place(typed: _Typed) -> str:
    place = sent.read_place(typed.text)
    return _sent(typed) if place is None else place


def _sent(typed: _Typed) -> str:
    raise NotAnAnswer(sent.expected(typed.question.type))


def _one_of(typed: _Typed) -> str:
    found = _choice(typed.text, typed.labels)
    if found is None:
        raise NotAnAnswer(_("Please choose one of the buttons, or write its number."))
    return found


def _choice(typed: str, labels: Mapping[str, str]) -> str | None:
    """By label, by its number in the list, by name, or by the beginning of one label only."""
    wanted = fold(typed).rstrip(".)")
    folded = {name: fold(label) for name, label in labels.items()}
    ways: tuple[list[str], ...] = (
        [name for name, label in folded.items() if wanted == label],
        _at_place(wanted, folded),
        [name for name in folded if wanted == name.casefold()],
        [name for name, label in folded.items() if wanted and label.startswith(wanted)],
    )
    candidates = next((found for found in ways if found), [])
    return candidates[0] if len(candidates) == 1 else None


def _at_place(wanted: str, folded: Mapping[str, str]) -> list[str]:
    """Not where choices are numbers themselves: of «0, 1, 2 to 4» nobody means the second by 2."""
    if not wanted.isascii() or not wanted.isdigit() or any(label.isdigit() for label in folded.values()):
        return []
    return list(folded)[int(wanted) - 1 : int(wanted)] if int(wanted) else []


_SEPARATORS = str.maketrans(dict.fromkeys("،,؛;\n->›", "|"))


def _several(typed: _Typed) -> str:
    """Names in the order of the list; for a rank in the order in which they were written."""
    found = _several_of(typed.text, typed.labels)
    if found is None:
        raise NotAnAnswer(_("Please choose from the buttons, or write their numbers with commas between."))
    ranked = typed.question.type is QuestionType.RANK
    picked = found if ranked else [name for name in typed.labels if name in found]
    choices = [Choice(name, {"": label}, exclusive=name in typed.exclusive) for name, label in typed.labels.items()]
    if wanting := choosing.enough(typed.question, picked, choices):
        raise NotAnAnswer(wanting)
    return " ".join(picked)


def _several_of(typed: str, labels: Mapping[str, str]) -> Sequence[str] | None:
    """Some labels themselves hold a comma or «و»: the whole is tried first, then its parts."""
    whole = _choice(typed, labels)
    if whole is not None:
        return [whole]
    for parts in (
        typed.translate(_SEPARATORS).split("|"),
        typed.replace(" و ", "|").translate(_SEPARATORS).split("|"),
        typed.split(),
    ):
        found = [_choice(part, labels) for part in parts if part.strip()]
        if found and None not in found:
            return list(dict.fromkeys(name for name in found if name))
    return None


_READ: Mapping[QuestionType, Callable[[_Typed], str]] = {
    QuestionType.INTEGER: _whole,
    QuestionType.DECIMAL: _decimal,
    QuestionType.RANGE: _in_range,
    QuestionType.DATE: _date,
    QuestionType.TIME: _time,
    QuestionType.SELECT_ONE: _one_of,
    QuestionType.SELECT_MULTIPLE: _several,
    QuestionType.RANK: _several,
    QuestionType.ACKNOWLEDGE: _acknowledged,
    QuestionType.LOCATION: _place,
    **dict.fromkeys(sent.FILES, _sent),
}
