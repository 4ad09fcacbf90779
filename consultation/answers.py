"""Answers: from what people type to the canonical XLSForm text, and back to what people read.

Canonical: an integer or decimal in Latin digits with a point, a date as ISO, a choice by its name, several choices by
their names with spaces between, a text as it was typed (cleaned).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from consultation.persian import jalali
from consultation.persian.numbers import read_number, write_number
from consultation.persian.text import clean, fold
from consultation.questionnaire import Question, QuestionType
from consultation.texts import _, digits, inserted

LONGEST_TEXT = 4000  # characters; more than one message of any messenger


class NotAnAnswer(Exception):
    """What was typed does not answer the question. The message says what is expected, in the language in force."""


def read(question: Question, typed: str, labels: Mapping[str, str], today: date) -> str:
    """The canonical answer that a typed text means; `labels` are the choices on offer: name -> label.

    Raises NotAnAnswer.
    """
    typed = clean(typed)
    if not typed:
        raise NotAnAnswer(_("Please write your answer."))
    match question.type:
        case QuestionType.INTEGER:
            return _whole(typed)
        case QuestionType.DECIMAL:
            return _plain(_number(typed))
        case QuestionType.RANGE:
            return _in_range(question, typed)
        case QuestionType.DATE:
            return _date(typed, today)
        case QuestionType.SELECT_ONE:
            return _one_of(typed, labels)
        case QuestionType.SELECT_MULTIPLE:
            return " ".join(_several_of(typed, labels))
        case _:
            return _text(typed)


def _text(typed: str) -> str:
    if len(typed) > LONGEST_TEXT:
        told = _("This text is too long: at most {most} characters fit here. Please send the gist of it.")
        raise NotAnAnswer(told.format(most=digits(LONGEST_TEXT)))
    return typed


def _number(typed: str) -> Decimal:
    number = read_number(typed)
    if number is None:
        raise NotAnAnswer(_("Please write a number, such as {example}.").format(example=digits(12)))
    return number


def _whole(typed: str) -> str:
    number = _number(typed)
    if number != number.to_integral_value():
        raise NotAnAnswer(_("Please write a whole number, such as {example}.").format(example=digits(12)))
    return str(int(number))


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def range_of(question: Question) -> list[str]:
    """The values of a range question, from its parameters start, end and step (1, 10 and 1 where they are missing)."""
    start, end, step = (Decimal(question.parameters.get(name, usual)) for name, usual in _RANGE)
    count = int((end - start) / step) + 1
    return [_plain(start + step * index) for index in range(max(count, 0))]


_RANGE = (("start", "1"), ("end", "10"), ("step", "1"))


def _in_range(question: Question, typed: str) -> str:
    value, allowed = _plain(_number(typed)), range_of(question)
    if value not in allowed:
        told = _("Please choose a number from {first} to {last}.")
        raise NotAnAnswer(told.format(first=digits(allowed[0]), last=digits(allowed[-1])))
    return value


def _date(typed: str, today: date) -> str:
    read = jalali.read_date(typed, today)
    if read is None:
        told = _("I did not recognise this date. Please write it like {example}.")
        raise NotAnAnswer(told.format(example=inserted(jalali.write_date(today, "fa"))))
    return read.isoformat()


def _one_of(typed: str, labels: Mapping[str, str]) -> str:
    found = _choice(typed, labels)
    if found is None:
        raise NotAnAnswer(_("Please choose one of the buttons, or write its number."))
    return found


def _choice(typed: str, labels: Mapping[str, str]) -> str | None:
    """By number, by label, or by the beginning of one label only."""
    wanted, names = fold(typed).rstrip(".)"), list(labels)
    if wanted.isascii() and wanted.isdigit() and 0 < int(wanted) <= len(names):
        return names[int(wanted) - 1]
    folded = {name: fold(label) for name, label in labels.items()}
    exact = [name for name, label in folded.items() if wanted in (label, name.casefold())]
    begun = [name for name, label in folded.items() if wanted and label.startswith(wanted)]
    candidates = exact or begun
    return candidates[0] if len(candidates) == 1 else None


_SEPARATORS = str.maketrans(dict.fromkeys("،,؛;\n-", "|"))


def _several_of(typed: str, labels: Mapping[str, str]) -> Sequence[str]:
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
            chosen = {name for name in found if name}
            return [name for name in labels if name in chosen]
    raise NotAnAnswer(_("Please choose from the buttons, or write their numbers with commas between."))


def show(question: Question, value: str, labels: Mapping[str, str], language: str) -> str:
    """A canonical answer as people read it: labels for names, Jalali dates and Persian digits for Persian."""
    if not value:
        return ""
    match question.type:
        case QuestionType.SELECT_ONE:
            return labels.get(value, value)
        case QuestionType.SELECT_MULTIPLE:
            separator = "، " if language == "fa" else ", "
            return separator.join(labels.get(name, name) for name in value.split())
        case QuestionType.DATE:
            return _shown_date(value, language)
        case QuestionType.INTEGER | QuestionType.DECIMAL | QuestionType.RANGE:
            return write_number(Decimal(value), persian=language == "fa")
        case _:
            return value


def _shown_date(value: str, language: str) -> str:
    try:
        return jalali.write_date(date.fromisoformat(value[:10]), language)
    except ValueError:
        return value
