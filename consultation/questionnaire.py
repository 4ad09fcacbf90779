"""The questionnaire: what is asked, in the words of XLSForm. Frozen data, no behaviour but looking things up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import accumulate, groupby
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

DONT_KNOW, REFUSED = "__dont_know__", "__refused__"
NONRESPONSES = frozenset({DONT_KNOW, REFUSED})
"""Kept in place of an answer; expressions see no answer. Nobody can type them: see answers.read."""

OTHER = "other"  # the choice that or_other adds
YES, NO = "yes", "no"
YES_OR_NO = "yes or no"
"""The list of «add another?». No author can use this as the name of a list: theirs have no spaces."""


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
    appearance: str = ""
    round: int = 0  # which round of a repeat this is, from 1; 0 is a group


USUAL_MOST = 10


@dataclass(frozen=True)
class Repeat:
    """A group that is asked once for each case. Its rounds are groups and questions of their own: xlsform.rounds."""

    group: Group
    count: str = ""  # an expression: how many rounds there are; "" where people say themselves
    least: int = 1  # rounds that are asked without asking whether
    most: int = USUAL_MOST

    @property
    def name(self) -> str:
        return self.group.name

    @property
    def fixed(self) -> int:
        """How many rounds there always are; 0 where that depends."""
        return int(self.count) if self.count.isdecimal() else 0


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
    parameters: Mapping[str, str] = field(default_factory=dict)  # start, end, step; min, max; randomize, seed
    media: Mapping[str, Texts] = field(default_factory=dict)  # "image", "audio", "video" -> names of files
    dont_know: bool = False  # may be answered by «I don't know»
    refuse: bool = False  # may be answered by «I prefer not to say»
    groups: tuple[str, ...] = ()  # names of the groups it stands in, outermost first
    row: int = field(default=0, compare=False)  # of the worksheet, for messages to its author
    repeat: str = ""  # name of the repeat it stands in
    round: int = 0  # which round of the repeat this is, from 1; each round has questions of its own
    base: str = ""  # its name in the form, where `name` is that of one round: "cost" of "cost_2"

    @property
    def leads_on(self) -> bool:
        """Whether it only asks if there is another round: see `xlsform.rounds`."""
        return self.choices == YES_OR_NO

    @property
    def nonresponses(self) -> tuple[str, ...]:
        """What may be kept in place of an answer."""
        return (DONT_KNOW,) * self.dont_know + (REFUSED,) * self.refuse

    @property
    def likert(self) -> bool:
        return self.type is QuestionType.SELECT_ONE and "likert" in self.appearance.split()

    @property
    def heads_matrix(self) -> bool:
        """Whether it only shows the choices of the rows below it. In a chat each row shows them itself."""
        return heads_matrix(self.type, self.appearance)


def heads_matrix(type_: str, appearance: str) -> bool:
    return type_ in (QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE) and "label" in appearance.split()


@dataclass(frozen=True)
class Questionnaire:
    title: Texts
    default_language: str
    questions: tuple[Question, ...]
    groups: Mapping[str, Group] = field(default_factory=dict)
    choices: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    repeats: Mapping[str, Repeat] = field(default_factory=dict)
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
    def of_form(self) -> Mapping[str, Question]:
        """By the name that stands in the form: of a question inside a repeat, the one of the first round."""
        first = {one.base: one for one in reversed(self.questions) if one.base}
        return {**first, **self.by_name}

    @cached_property
    def runs(self) -> tuple[tuple[Question, ...], ...]:
        """The questions in order, cut where a round of a repeat begins or ends."""
        return tuple(tuple(run) for _round, run in groupby(self.questions, key=_round_of))

    @cached_property
    def rounds(self) -> Mapping[tuple[str, int], tuple[Question, ...]]:
        """The name of a repeat and the number of a round -> its questions."""
        return {_round_of(run[0]): run for run in self.runs if run[0].repeat}

    @cached_property
    def announced(self) -> tuple[Question, ...]:
        """What people are told of before they begin: no notes, and of a repeat the rounds that come in any case."""
        return tuple(one for one in self.numbered if one.round < 2 or not self._round_condition(one))

    @cached_property
    def numbered(self) -> tuple[Question, ...]:
        """What is answered, and so has a number: no notes, nor what only leads on to another round."""
        return tuple(one for one in self.asked if one.type is not QuestionType.NOTE and not one.leads_on)

    @cached_property
    def number(self) -> Mapping[str, int]:
        """The number of a question in its form, as the codebook has it; of what has none, that of the next."""
        numbered = {one.name for one in self.numbered}
        before = accumulate((one.name in numbered for one in self.asked), initial=0)
        return {one.name: count + 1 for one, count in zip(self.asked, before, strict=False)}

    def _round_condition(self, question: Question) -> str:
        around = (self.groups[name] for name in question.groups)
        return next((group.relevant for group in around if group.round), "")

    @cached_property
    def asked(self) -> tuple[Question, ...]:
        return tuple(one for one in self.questions if one.type not in NOT_ASKED and not one.heads_matrix)

    @cached_property
    def looks_ahead(self) -> bool:
        """Whether any expression refers to a question that comes later in the form."""
        place = {
            name: index for index, one in reversed([*enumerate(self.questions)]) for name in (one.repeat, one.base)
        }
        place |= self.position
        return any(
            place.get(name, -1) >= index and name != question.base
            for index, question in enumerate(self.questions)
            for rule in (
                question.relevant,
                question.calculation,
                *(self.groups[g].relevant for g in question.groups),
            )
            if rule
            for name in parse(rule).references
        )

    @cached_property
    def minutes(self) -> float:
        """About how long it takes to answer: reading aloud in one's head, then thinking and typing by type.

        A list of choices is read where it comes first. What is asked on a condition counts half.
        """
        seconds, read = 0.0, set()
        for question in self.asked:
            words = self._words(question.label) + self._words(question.hint)
            if question.choices not in read:
                read.add(question.choices)
                choices = self.choices.get(question.choices, ())[:_CHOICES_READ]
                words += sum(self._words(choice.label) for choice in choices)
            seconds += (words * 60 / _WORDS_A_MINUTE + _SECONDS[question.type]) * self._likelihood(question)
        return seconds / 60

    def _words(self, texts: Texts) -> int:
        return len(self.text(texts, self.default_language).split())

    def _likelihood(self, question: Question) -> float:
        """Of a repeat each further round is half as likely as the one before."""
        if question.round > 1 and self._round_condition(question):
            return 0.5 ** (question.round - 1)
        conditions = (question.relevant, *(self.groups[name].relevant for name in question.groups))
        return 0.5 if any(conditions) else 1.0

    def text(self, texts: Texts, language: str) -> str:
        """The text in this language, else in the form's own, else whichever there is."""
        return texts.get(language) or texts.get(self.default_language) or next(iter(texts.values()), "")


def _round_of(question: Question) -> tuple[str, int]:
    return question.repeat, question.round


_WORDS_A_MINUTE = 180
_CHOICES_READ = 12  # of a longer list people look for theirs
_SECONDS: Mapping[QuestionType, float] = {  # to think, and to press or type
    QuestionType.TEXT: 45,
    QuestionType.INTEGER: 10,
    QuestionType.DECIMAL: 12,
    QuestionType.RANGE: 6,
    QuestionType.DATE: 12,
    QuestionType.TIME: 10,
    QuestionType.SELECT_ONE: 5,
    QuestionType.SELECT_MULTIPLE: 10,
    QuestionType.RANK: 20,
    QuestionType.ACKNOWLEDGE: 3,
    QuestionType.IMAGE: 40,
    QuestionType.AUDIO: 45,
    QuestionType.VIDEO: 60,
    QuestionType.FILE: 40,
    QuestionType.LOCATION: 20,
    QuestionType.NOTE: 1,
}


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
            "repeats": {
                name: Repeat(**{**repeat, "group": Group(**repeat["group"])})
                for name, repeat in stored.get("repeats", {}).items()
            },
            "choices": {
                name: tuple(Choice(**choice) for choice in choices) for name, choices in stored["choices"].items()
            },
        }
    )


def _question(stored: Mapping[str, Any]) -> Question:
    return Question(**{**stored, "type": QuestionType(stored["type"]), "groups": tuple(stored["groups"])})
