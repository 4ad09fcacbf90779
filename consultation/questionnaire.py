"""The questionnaire: what is asked, in the words of XLSForm. Frozen data, no behaviour but looking things up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import accumulate, groupby

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

CLOCK = "now()"  # among the names that an expression reads: it changes from second to second

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
        return tuple(one for one in self.numbered if one.round < 2 or not self.round_condition(one))

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

    def round_condition(self, question: Question) -> str:
        """On what it depends whether there is this round of its repeat."""
        around = (self.groups[name] for name in question.groups)
        return next((group.relevant for group in around if group.round), "")

    @cached_property
    def asked(self) -> tuple[Question, ...]:
        return tuple(one for one in self.questions if one.type not in NOT_ASKED and not one.heads_matrix)

    @cached_property
    def units(self) -> tuple[tuple[Question, ...], ...]:
        """What is worked out at one go, in order: a question, or all rounds of a repeat."""
        return tuple(
            unit
            for repeat, run in groupby(self.questions, key=lambda question: question.repeat)
            for unit in ([tuple(run)] if repeat else ((question,) for question in run))
        )

    @cached_property
    def read_by(self) -> Mapping[str, Sequence[int]]:
        """Name -> places of the units whose relevance or calculation reads it."""
        found: dict[str, list[int]] = {}
        for place, unit in enumerate(self.units):
            for name in {name for question in unit for rule in self._settling(question) for name in read_in(rule)}:
                found.setdefault(name, []).append(place)
        return found

    @cached_property
    def unit_of(self) -> Mapping[str, int]:
        return {question.name: place for place, unit in enumerate(self.units) for question in unit}

    def _settling(self, question: Question) -> Iterator[str]:
        """The expressions on which it depends whether this question is asked, and what it is calculated from."""
        yield question.relevant
        yield from (self.groups[name].relevant for name in question.groups)
        if question.type is QuestionType.CALCULATE:
            yield question.calculation or question.default

    @cached_property
    def judged_by(self) -> Mapping[str, Sequence[str]]:
        """Name -> questions whose answer, once given, is judged by it: whether it stands."""
        found: dict[str, list[str]] = {}
        for one in self.questions:
            rules = (one.required, one.constraint, one.choice_filter)
            for name in {name for rule in rules for name in read_in(rule)} | {one.repeat}:
                found.setdefault(name, []).append(one.name)
        return found

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
            for rule in self._settling(question)
            for name in read_in(rule)
        )

    def text(self, texts: Texts, language: str) -> str:
        """The text in this language, else in the form's own, else whichever there is."""
        return texts.get(language) or texts.get(self.default_language) or next(iter(texts.values()), "")


def read_in(rule: str) -> Iterator[str]:
    """The names that an expression reads."""
    if rule:
        expression = parse(rule)
        yield from expression.references | expression.bare_names
        yield from (CLOCK,) * expression.reads_clock


def _round_of(question: Question) -> tuple[str, int]:
    return question.repeat, question.round
