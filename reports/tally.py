"""The answers to a topic, counted in one pass: by question, and by kind of stakeholder.

Memory grows with how many different answers there are, not with how many people gave them; of open answers a bounded
number is kept, evenly spread over all of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from consultation.questionnaire import NONRESPONSES, QuestionType
from consultation.sent import FILES
from reports.open_answers import Words, themes_of
from reports.submissions import Submission
from reports.variables import Measure, Value, Variable
from reports.workbook_answers import AnswerColumn

KEPT = 1_000  # open answers of a question that are looked at one by one


@dataclass
class Kept:
    """At most 2 * KEPT of all that come, every so-manieth: a long row is thinned out evenly, without chance."""

    words: list[Words] = field(default_factory=list)
    stride: int = 1
    came: int = 0

    def add(self, text: str, one: Submission) -> None:
        if self.came % self.stride == 0:
            self.words.append(Words(text, one.receipt, one.kind))
        self.came += 1
        if len(self.words) >= 2 * KEPT:
            self.words, self.stride = self.words[::2], self.stride * 2


@dataclass
class Tally:
    """What was answered to one question."""

    column: AnswerColumn
    variables: list[Variable]  # the whole answer first, then its parts
    counts: dict[str, dict[str, Counter[Value]]]  # variable -> kind -> value -> how many
    not_said: Counter[str] = field(default_factory=Counter)  # DONT_KNOW, REFUSED
    answered: Counter[str] = field(default_factory=Counter)  # by kind
    open: Kept = field(default_factory=Kept)
    themes: Counter[str] = field(default_factory=Counter)
    in_no_theme: int = 0
    whole: Counter[tuple[str, str]] = field(default_factory=Counter)  # (kind, stored answer), not yet taken apart

    @property
    def n(self) -> int:
        return self.answered.total()

    def of(self, variable: Variable) -> Counter[Value]:
        """All kinds together."""
        return sum(self.counts[variable.name].values(), Counter())

    def take_apart(self) -> None:
        """What many answered alike is read once."""
        counted = [variable for variable in self.variables if variable.measure in _COUNTED]
        for (kind, stored), n in self.whole.items():
            if stored in NONRESPONSES:
                self.not_said[stored] += n
                continue
            self.answered[kind] += n
            given = {self.column.name: stored}
            for variable in counted:
                if (value := variable.of(given)) is not None:
                    self.counts[variable.name][kind][value] += n
        self.whole.clear()


_APART = 10_000  # responses, after which what was stored is taken apart
_ONE_BY_ONE = FILES | {QuestionType.TEXT}
_COUNTED = {Measure.NUMBER, Measure.DATE, Measure.TIME, Measure.CHOICE, Measure.FLAG, Measure.PLACE}


Codebook = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Question -> theme -> its key words, in plain letters."""


class Tallies:
    def __init__(self, columns: list[AnswerColumn], parts: Iterable[Variable], codebook: Codebook) -> None:
        by_question: dict[str, list[Variable]] = defaultdict(list)
        for variable in parts:
            by_question[variable.question].append(variable)
        self.n = 0
        self.kinds: Counter[str] = Counter()
        self.provinces: Counter[str] = Counter()
        self.tallies = [Tally(column, found := by_question[column.name], _empty(found)) for column in columns]
        self._codebook = codebook

    def count(self, submissions: Iterable[Submission]) -> Tallies:
        closed = {one.column.name: one for one in self.tallies if one.column.type not in _ONE_BY_ONE}
        opened = {one.column.name: one for one in self.tallies if one.column.type in _ONE_BY_ONE}
        for one in submissions:
            self.n += 1
            self.kinds[one.kind] += 1
            self.provinces[one.province] += 1
            for question, stored in one.given.items():
                if question in closed:
                    closed[question].whole[one.kind, stored] += 1
                elif question in opened:
                    self._add(opened[question], one, stored)
            if self.n % _APART == 0:
                self._take_apart()
        self._take_apart()
        return self

    def _take_apart(self) -> None:
        for tally in self.tallies:
            tally.take_apart()

    def _add(self, tally: Tally, one: Submission, stored: str) -> None:
        if stored in NONRESPONSES:
            tally.not_said[stored] += 1
            return
        tally.answered[one.kind] += 1
        if tally.column.type is QuestionType.TEXT:
            self._read(tally, one, stored)
        else:
            tally.open.add("", one)

    def _read(self, tally: Tally, one: Submission, text: str) -> None:
        tally.open.add(text, one)
        themes = self._codebook.get(tally.column.name, {})
        if not themes:
            return
        found = themes_of(text, themes)
        tally.themes.update(found)
        tally.in_no_theme += not found


def _empty(parts: list[Variable]) -> dict[str, dict[str, Counter[Value]]]:
    return {variable.name: defaultdict(Counter) for variable in parts}
