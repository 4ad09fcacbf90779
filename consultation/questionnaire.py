"""The questionnaire: what is asked, in the words of XLSForm. Frozen data, no behaviour but looking things up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from consultation.expressions import parse

Texts = Mapping[str, str]  # language code ("fa", "en", ...) -> text; {} where there is none


class QuestionType(StrEnum):
    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    RANGE = "range"
    DATE = "date"
    TIME = "time"
    SELECT_ONE = "select_one"
    SELECT_MULTIPLE = "select_multiple"
    RANK = "rank"
    ACKNOWLEDGE = "acknowledge"
    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    FILE = "file"
    LOCATION = "geopoint"
    NOTE = "note"
    CALCULATE = "calculate"


NOT_ASKED = {QuestionType.CALCULATE}
SEVERAL = frozenset({QuestionType.SELECT_MULTIPLE, QuestionType.RANK})  # answered by names with spaces between


@dataclass(frozen=True)
class Choice:
    name: str
    label: Texts
    columns: Mapping[str, str] = field(default_factory=dict)  # further columns of its row, for choice_filter
    exclusive: bool = False  # «none of these»: chosen alone


@dataclass(frozen=True)
class Group:
    name: str
    label: Texts
    relevant: str = ""


@dataclass(frozen=True)
class Question:
    """A row of the survey sheet. Expressions are kept as written; "" where the cell is empty."""

    name: str
    type: QuestionType
    label: Texts = field(default_factory=dict)
    hint: Texts = field(default_factory=dict)
    required: str = ""  # an expression; "" is optional
    required_message: Texts = field(default_factory=dict)
    relevant: str = ""
    constraint: str = ""
    constraint_message: Texts = field(default_factory=dict)
    calculation: str = ""
    default: str = ""
    choices: str = ""  # name of the choice list
    choice_filter: str = ""
    appearance: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)  # start, end, step of a range
    groups: tuple[str, ...] = ()  # names of the groups it stands in, outermost first
    row: int = 0  # of the worksheet, for messages to its author


@dataclass(frozen=True)
class Questionnaire:
    title: Texts
    default_language: str
    questions: tuple[Question, ...]
    groups: Mapping[str, Group] = field(default_factory=dict)
    choices: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    form_id: str = ""
    version: str = ""
    languages: tuple[str, ...] = ("fa",)

    @cached_property
    def by_name(self) -> Mapping[str, Question]:
        return {question.name: question for question in self.questions}

    @cached_property
    def position(self) -> Mapping[str, int]:
        return {question.name: index for index, question in enumerate(self.questions)}

    @cached_property
    def asked(self) -> tuple[Question, ...]:
        return tuple(question for question in self.questions if question.type not in NOT_ASKED)

    @cached_property
    def looks_ahead(self) -> bool:
        """Whether any expression refers to a question that comes later in the form."""
        return any(
            self.position.get(name, -1) >= index
            for index, question in enumerate(self.questions)
            for rule in (
                question.relevant,
                question.calculation,
                *(self.groups[g].relevant for g in question.groups),
            )
            if rule
            for name in parse(rule).references
        )

    def text(self, texts: Texts, language: str) -> str:
        """The text in this language, else in the form's own, else whichever there is."""
        return texts.get(language) or texts.get(self.default_language) or next(iter(texts.values()), "")


def to_json(questionnaire: Questionnaire) -> dict[str, Any]:
    """A form that survives JSON; `from_json` gives back an equal questionnaire."""
    return asdict(questionnaire)


def from_json(stored: Mapping[str, Any]) -> Questionnaire:
    return Questionnaire(
        **{
            **stored,
            "languages": tuple(stored["languages"]),
            "questions": tuple(_question(question) for question in stored["questions"]),
            "groups": {name: Group(**group) for name, group in stored["groups"].items()},
            "choices": {
                name: tuple(Choice(**choice) for choice in choices) for name, choices in stored["choices"].items()
            },
        }
    )


def _question(stored: Mapping[str, Any]) -> Question:
    return Question(**{**stored, "type": QuestionType(stored["type"]), "groups": tuple(stored["groups"])})
