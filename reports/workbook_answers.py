"""The answers to one form as they stand in a workbook: which of them count, in which column, and how they read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache

from consultation import showing
from consultation.persian import jalali
from consultation.persian.text import persian_digits
from consultation.questionnaire import NONRESPONSES, Question, Questionnaire, QuestionType
from consultation.relevance import Relevance
from consultation.texts import language
from reports.cards import shortened

_NUMBERS = {QuestionType.INTEGER, QuestionType.DECIMAL, QuestionType.RANGE}
_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_FIRST_YEAR = 1901  # that Excel reckons rightly from its first day on
_MOST_DIGITS = 15  # that a number in a workbook keeps; a longer one would be changed
_PIPED = re.compile(r"\$\{([^}]*)\}")
_LONGEST_HEADING = 300  # a longer one would fill the screen; the codebook has it in full


class AnswerColumn:
    """One question of a form."""

    def __init__(self, form: Questionnaire, number: int, question: Question, language: str) -> None:
        self.number, self.name, self.type, self.groups = number, question.name, question.type, question.groups
        self.is_number = question.type in _NUMBERS
        around = [form.groups[name] for name in question.groups]
        self.conditional = bool(question.relevant) or any(group.relevant for group in around)
        self.ordered = question.likert
        # Questions of one group that share their choices, where the form calls them a table, are read together.
        together = bool(around) and "table-list" in around[-1].appearance.split()
        together = together or "list-nolabel" in question.appearance.split()
        self.table = f"{question.groups[-1:]}{question.choices}" if together and question.choices else ""
        self.table_label = wording(form, form.text(around[-1].label, language), language) if around else ""
        self._question, self._language = question, language
        # What many answer alike is worded once; texts are all different, and long.
        self.read = self._read if question.type is QuestionType.TEXT else lru_cache(maxsize=4096)(self._read)
        self.label = label(form, question, language)
        self.heading = shortened(self.label, _LONGEST_HEADING)
        offered = form.choices.get(question.choices, ())
        self.choices = {
            one.name: wording(form, form.text(one.label, language), language) or one.name for one in offered
        }

    @property
    def width(self) -> float:
        """Wide enough for its heading in a few lines, and for what is answered there."""
        usual = 60 if self.type is QuestionType.TEXT else 18
        return max(usual, min(len(self.heading) / 3, 42))

    def _read(self, value: str) -> str:
        """The answer as people read it."""
        if value in NONRESPONSES:
            return showing.show(self._question, value, self.choices, self._language)
        if self.is_number and not _NUMBER.fullmatch(value):
            return value
        if self.type is QuestionType.DATE:
            return written_date(value, self._language)
        return showing.show(self._question, value, self.choices, self._language)

    def day(self, value: str) -> date | None:
        """A date as a workbook can reckon with it; none before Excel's calendar begins."""
        try:
            day = date.fromisoformat(value[:10])
        except ValueError:
            return None
        return day if day.year >= _FIRST_YEAR else None

    def cell(self, value: str) -> str | int | float:
        """The answer as a workbook can reckon with it."""
        return number(value) if self.is_number and value not in NONRESPONSES else self.read(value)


def number(value: str) -> str | int | float:
    if not _NUMBER.fullmatch(value) or len(value.strip("-").replace(".", "")) > _MOST_DIGITS:
        return value
    return float(value) if "." in value else int(value)


@lru_cache(maxsize=4096)
def written_date(value: str, language: str) -> str:
    """«۱۴۰۵/۰۹/۰۲», or 2026-11-23: the short way, which sorts."""
    try:
        year, month, day = jalali.to_jalali(date.fromisoformat(value[:10]))
    except ValueError:
        return value
    return persian_digits(f"{year}/{month:02}/{day:02}") if language == "fa" else value[:10]


def day_of(moment: datetime | None) -> str:
    """As text, for programs that know no other calendar than the Gregorian one."""
    return "" if moment is None else written_date(moment.date().isoformat(), language())


def label(form: Questionnaire, question: Question, language: str) -> str:
    """The question's wording; of a question inside a repeat with its round."""
    asked = wording(form, form.text(question.label, language) or question.name, language)
    number = persian_digits(str(question.round)) if language == "fa" else str(question.round)
    return f"{asked} ({number})" if question.round else asked


def wording(form: Questionnaire, text: str, language: str) -> str:
    """A text for nobody in particular: where an answer would be inserted stands what was asked."""

    def asked(found: re.Match[str]) -> str:
        name = found[1].strip()
        known = form.of_form.get(name)
        told = form.text(known.label, language) if known else ""
        return f"[{shortened(_PIPED.sub('…', told) or name)}]"

    return " ".join(_PIPED.sub(asked, text).split())


class AnsweredForm:
    """A questionnaire as the workbook's columns."""

    def __init__(self, questionnaire: Questionnaire, language: str) -> None:
        self._relevance = Relevance(questionnaire)
        self.columns = [
            AnswerColumn(questionnaire, questionnaire.number[question.name], question, language)
            for question in questionnaire.numbered
        ]

    def given(self, kept: Mapping[str, str], at: datetime) -> list[tuple[AnswerColumn, str]]:
        """What was answered, in the form's order.

        Left out are skipped questions, and answers to which an earlier answer, changed since, has taken the question.
        """
        unasked = self._relevance.taken_away(kept, at)
        return [
            (column, value)
            for column in self.columns
            if (value := kept.get(column.name)) and column.name not in unasked
        ]
