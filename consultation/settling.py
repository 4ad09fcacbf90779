"""What follows from the answers: which questions are relevant, and what expressions see of them.

Working out a whole form takes longer than all else in a turn. So what followed from the answers before is taken over,
and only what can have changed is worked out again: see `dependence`.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from consultation.expressions import Context, parse
from consultation.questionnaire import CLOCK, Question, Questionnaire, QuestionType

_MOST_PASSES = 5  # a lint refuses circles, so a chain of forward references settles long before


@dataclass(frozen=True)
class Settled:
    values: Mapping[str, str]
    """Answers to relevant questions, and what is calculated from them."""
    turns: Mapping[str, Sequence[str]]
    """Of each question inside a repeat its values in all rounds that were begun; so too of the repeat itself."""
    seen: Mapping[str, str] = field(compare=False)
    """What expressions found under each name at the end."""

    def differs(self, other: Settled) -> set[str]:
        """Names under which expressions find something else."""
        moved = {name for name, _value in self.values.items() ^ other.values.items()}
        return moved | {name for name, column in self.turns.items() if other.turns.get(name) != column}


def settle(form: Questionnaire, given: Mapping[str, str], context: Context) -> Settled:
    """Usually one pass; more where an expression looks ahead in the form."""
    settled = _Pass(form, given, Settled({}, {}, given), context).settled(range(len(form.units)))
    for _ in range(_MOST_PASSES):
        if not form.looks_ahead:
            break
        known = Settled({}, settled.turns, {**given, **settled.values})
        again = _Pass(form, given, known, context).settled(range(len(form.units)))
        if again == settled:
            break
        settled = again
    return settled


def settle_again(
    form: Questionnaire, given: Mapping[str, str], context: Context, known: Settled, moved: Iterable[str]
) -> Settled:
    """The same, where `known` followed from answers that differ under the names `moved` only."""
    if form.looks_ahead:
        return settle(form, given, context)
    names = [*moved, CLOCK]
    places = {form.unit_of[name] for name in names if name in form.unit_of}
    return _Pass(form, given, known, context).settled(places.union(*(form.read_by.get(name, ()) for name in names)))


class _Pass:
    """Once through the form, from the first question to the last, past those of which nothing has changed."""

    def __init__(self, form: Questionnaire, given: Mapping[str, str], known: Settled, context: Context) -> None:
        self._form, self._given = form, given
        self._seen, self._values = {**known.seen}, {**known.values}
        self._turns: dict[str, Sequence[str]] = {**known.turns}
        self._groups: dict[str, bool] = {}
        self._around: dict[tuple[str, ...], bool] = {}
        self._context = replace(context, answers=self._seen, repeats=self._turns)

    def settled(self, places: Iterable[int]) -> Settled:
        """Of these units, and of those that read what changes by that."""
        waiting, last = sorted(places), -1
        while waiting:
            place = heapq.heappop(waiting)
            if place > last:
                last = place
                for name in self._moved_by(self._form.units[place]):
                    for reader in self._form.read_by.get(name, ()):
                        heapq.heappush(waiting, reader)
        return Settled(self._values, self._turns, self._seen)

    def _moved_by(self, unit: Sequence[Question]) -> list[str]:
        """Settle a unit; the names under which something else is found from now on."""
        names = {name for one in unit for name in (one.name, one.base, one.repeat) if name}
        before = {name: (self._seen.get(name), self._turns.get(name)) for name in names}
        self._settle(unit)
        return [name for name in names if before[name] != (self._seen.get(name), self._turns.get(name))]

    def _settle(self, unit: Sequence[Question]) -> None:
        for question in unit:
            self._restore(question)
        if not unit[0].repeat:
            return self._run(unit, self._context)
        for _number, of_round in groupby(unit, key=lambda question: question.round):
            self._round(tuple(of_round))

    def _restore(self, question: Question) -> None:
        """As it was answered, which is not seen while it is not relevant."""
        if question.name in self._given:
            self._seen[question.name] = self._given[question.name]
        elif question.type is not QuestionType.CALCULATE:
            self._seen.pop(question.name, None)

    def _round(self, run: Sequence[Question]) -> None:
        """Inside a round the names of the form are those of this round."""
        first = run[0]
        if first.round == 1:
            self._turns |= dict.fromkeys((first.repeat, *(one.base for one in run)), ())
        begun = all(self._open(name, self._context) for name in first.groups[: _depth(self._form, first)])
        if not begun:
            for one in run:
                self._hide(one)
            return
        earlier = {one.base: self._turns.get(one.base, ()) for one in run}
        self._turns[first.repeat] = (*self._turns[first.repeat], str(first.round))
        self._seen |= {one.base: self._seen.get(one.name, "") for one in run}
        self._turns |= {base: (*before, self._seen[base]) for base, before in earlier.items()}
        self._run(run, replace(self._context, position=first.round, last=len(self._turns[first.repeat])))
        self._turns |= {base: (*before, self._seen.pop(base)) for base, before in earlier.items()}

    def _hide(self, question: Question) -> None:
        self._seen[question.name] = ""
        self._values.pop(question.name, None)

    def _run(self, run: Sequence[Question], context: Context) -> None:
        for question in run:
            if not self._shown(question, context):
                self._values.pop(question.name, None)
                self._see(question, "")
                continue
            if question.type is QuestionType.CALCULATE:
                self._see(question, _calculated(question, context))
            self._values[question.name] = self._seen.get(question.name, "")

    def _see(self, question: Question, value: str) -> None:
        self._seen[question.name] = value
        if question.base:
            self._seen[question.base] = value

    def _shown(self, question: Question, context: Context) -> bool:
        if not self._inside(question.groups, context):
            return False
        return not question.relevant or parse(question.relevant).truth(context)

    def _inside(self, groups: tuple[str, ...], context: Context) -> bool:
        if groups not in self._around:
            self._around[groups] = all(self._open(name, context) for name in groups)
        return self._around[groups]

    def _open(self, group: str, context: Context) -> bool:
        if group not in self._groups:
            rule = self._form.groups[group].relevant
            self._groups[group] = not rule or parse(rule).truth(context)
        return self._groups[group]


def _depth(form: Questionnaire, question: Question) -> int:
    """How many of the groups around it are the round itself and what stands around that."""
    return next(at for at, name in enumerate(question.groups, 1) if form.groups[name].round)


def _calculated(question: Question, context: Context) -> str:
    rule = question.calculation or question.default
    return parse(rule).text(replace(context, seed=f"{context.seed}:{question.name}")) if rule else ""
