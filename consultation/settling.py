"""What follows from the answers: which questions are relevant, and what expressions see of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from consultation.expressions import Context, parse
from consultation.questionnaire import Question, Questionnaire, QuestionType

_MOST_PASSES = 5  # a lint refuses circles, so a chain of forward references settles long before


@dataclass(frozen=True)
class Settled:
    values: Mapping[str, str]
    """Answers to relevant questions, and what is calculated from them."""
    turns: Mapping[str, Sequence[str]]
    """Of each question inside a repeat its values in all rounds that were begun; so too of the repeat itself."""


def settle(form: Questionnaire, given: Mapping[str, str], context: Context) -> Settled:
    """Usually one pass; more where an expression looks ahead in the form."""
    settled = _Pass(form, {**given}, {}, context).settled()
    for _ in range(_MOST_PASSES):
        if not form.looks_ahead:
            break
        again = _Pass(form, {**given, **settled.values}, settled.turns, context).settled()
        if again == settled:
            break
        settled = again
    return settled


class _Pass:
    """Once through the form, from the first question to the last."""

    def __init__(
        self, form: Questionnaire, seen: dict[str, str], turns: Mapping[str, Sequence[str]], context: Context
    ) -> None:
        self._form, self._seen = form, seen
        self._turns: dict[str, Sequence[str]] = {**turns}
        self._groups: dict[str, bool] = {}
        self._around: dict[tuple[str, ...], bool] = {}
        self._values: dict[str, str] = {}
        self._context = replace(context, answers=seen, repeats=self._turns)

    def settled(self) -> Settled:
        for run in self._form.runs:
            if run[0].repeat:
                self._round(run)
            else:
                self._run(run, self._context)
        return Settled(self._values, self._turns)

    def _round(self, run: Sequence[Question]) -> None:
        """Inside a round the names of the form are those of this round."""
        first = run[0]
        if first.round == 1:
            self._turns |= dict.fromkeys((first.repeat, *(one.base for one in run)), ())
        begun = all(self._open(name, self._context) for name in first.groups[: _depth(self._form, first)])
        if not begun:
            self._seen |= dict.fromkeys((one.name for one in run), "")
            return
        earlier = {one.base: self._turns.get(one.base, ()) for one in run}
        self._turns[first.repeat] = (*self._turns[first.repeat], str(first.round))
        self._seen |= {one.base: self._seen.get(one.name, "") for one in run}
        self._turns |= {base: (*before, self._seen[base]) for base, before in earlier.items()}
        self._run(run, replace(self._context, position=first.round, last=len(self._turns[first.repeat])))
        self._turns |= {base: (*before, self._seen.pop(base)) for base, before in earlier.items()}

    def _run(self, run: Sequence[Question], context: Context) -> None:
        for question in run:
            if not self._shown(question, context):
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
