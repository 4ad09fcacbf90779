"""The answers to a form as data: one variable a column, with a name, a label and values that a program can reckon with.

One of several choices makes one variable; several choices make one for the whole answer and one (0 or 1) for each
choice; an order makes the place of each; a place on earth its latitude and longitude.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from consultation.questionnaire import NONRESPONSES, QuestionType
from consultation.sent import FILES
from reports.workbook_answers import AnswerColumn, number

Value = str | int | float


class Measure(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"  # ISO
    TIME = "time"  # HH:MM
    CHOICE = "choice"  # a name, with its label in `values`
    FLAG = "flag"  # 1 chosen, 0 not chosen
    PLACE = "place"  # 1, 2, ... in an order
    FILE = "file"


@dataclass(frozen=True)
class Variable:
    name: str  # of the question; "question/choice" for a part of its answer
    label: str
    measure: Measure
    question: str
    read: Callable[[str], Value | None]  # from the stored answer; None where this says nothing
    values: Mapping[str, str] = field(default_factory=dict)
    parts_of: bool = False  # whether another variable holds the whole answer

    def of(self, given: Mapping[str, str]) -> Value | None:
        """The value in a response. What was said in place of an answer is kept by variables of whole answers."""
        stored = given.get(self.question)
        if not stored or (stored in NONRESPONSES and self.parts_of):
            return None
        return stored if stored in NONRESPONSES else self.read(stored)


def variables(columns: list[AnswerColumn]) -> list[Variable]:
    return [variable for column in columns for variable in _of_question(column)]


_MEASURES: Mapping[QuestionType, Measure] = {
    QuestionType.INTEGER: Measure.NUMBER,
    QuestionType.DECIMAL: Measure.NUMBER,
    QuestionType.RANGE: Measure.NUMBER,
    QuestionType.DATE: Measure.DATE,
    QuestionType.TIME: Measure.TIME,
    QuestionType.SELECT_ONE: Measure.CHOICE,
}


def _of_question(column: AnswerColumn) -> Iterator[Variable]:
    measure = Measure.FILE if column.type in FILES else _MEASURES.get(column.type, Measure.TEXT)
    read = number if measure is Measure.NUMBER else str
    yield Variable(column.name, column.label, measure, column.name, read, column.choices)
    match column.type:
        case QuestionType.SELECT_MULTIPLE:
            yield from (_chosen(column, name, label) for name, label in column.choices.items())
        case QuestionType.RANK:
            yield from (_ranked(column, name, label) for name, label in column.choices.items())
        case QuestionType.LOCATION:
            yield _coordinate(column, "latitude", 0)
            yield _coordinate(column, "longitude", 1)


def _part(
    column: AnswerColumn, name: str, label: str, measure: Measure, read: Callable[[str], Value | None]
) -> Variable:
    whole = f"{column.name}/{name}"
    once = lru_cache(maxsize=4096)(read)  # for what many answer alike
    return Variable(whole, f"{column.label} – {label}", measure, column.name, once, parts_of=True)


def _chosen(column: AnswerColumn, name: str, label: str) -> Variable:
    return _part(column, name, label, Measure.FLAG, lambda stored: int(name in stored.split()))


def _ranked(column: AnswerColumn, name: str, label: str) -> Variable:
    def place(stored: str) -> int | None:
        order = stored.split()
        return order.index(name) + 1 if name in order else None

    return _part(column, name, label, Measure.PLACE, place)


def _coordinate(column: AnswerColumn, name: str, index: int) -> Variable:
    return _part(column, name, name, Measure.NUMBER, lambda stored: float(stored.split()[index]))
