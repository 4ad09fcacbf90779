"""Answers as people read them: labels for names, Jalali dates and Persian digits for Persian."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from consultation import nonresponses, sent
from consultation.answers import acknowledgement
from consultation.persian import jalali
from consultation.persian.numbers import write_number
from consultation.persian.text import persian_digits
from consultation.questionnaire import NONRESPONSES, Question, QuestionType


def show(question: Question, value: str, labels: Mapping[str, str], language: str) -> str:
    """A canonical answer as people read it: labels for names, Jalali dates and Persian digits for Persian."""
    if not value:
        return ""
    if value in NONRESPONSES:
        return nonresponses.words(value)
    if sent.file_reference(value):
        return sent.show_file(question.type)
    match question.type:
        case QuestionType.SELECT_ONE:
            return labels.get(value, value)
        case QuestionType.SELECT_MULTIPLE:
            return _listed([labels.get(name, name) for name in value.split()], language)
        case QuestionType.RANK:
            return _listed(_placed(value.split(), labels, language), language)
        case QuestionType.ACKNOWLEDGE:
            return acknowledgement()
        case _:
            return _SHOW[question.type](value, language) if question.type in _SHOW else value


def _listed(shown: Sequence[str], language: str) -> str:
    comma, semicolon = ("،", "؛") if language == "fa" else (",", ";")
    return f"{semicolon if any(comma in label for label in shown) else comma} ".join(shown)


def _placed(names: Sequence[str], labels: Mapping[str, str], language: str) -> list[str]:
    return [f"{_in_digits(str(place), language)}. {labels.get(name, name)}" for place, name in enumerate(names, 1)]


def _in_digits(text: str, language: str) -> str:
    return persian_digits(text) if language == "fa" else text


def _shown_number(value: str, language: str) -> str:
    return write_number(Decimal(value), persian=language == "fa")


def _shown_date(value: str, language: str) -> str:
    try:
        return jalali.write_date(date.fromisoformat(value[:10]), language)
    except ValueError:
        return value


_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{1,15})?", re.ASCII)  # 0912 is no number, but somebody's telephone
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:.*)?", re.ASCII)


def _shown_calculation(value: str, language: str) -> str:
    if _NUMBER.fullmatch(value):
        return _shown_number(value, language)
    return _shown_date(value, language) if _MOMENT.fullmatch(value) else value


_SHOW: Mapping[QuestionType, Callable[[str, str], str]] = {
    QuestionType.CALCULATE: _shown_calculation,
    QuestionType.INTEGER: _shown_number,
    QuestionType.DECIMAL: _shown_number,
    QuestionType.RANGE: _shown_number,
    QuestionType.DATE: _shown_date,
    QuestionType.TIME: _in_digits,
    QuestionType.LOCATION: sent.show_place,
}
