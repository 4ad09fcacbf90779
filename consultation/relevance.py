"""Which answers count, for very many responses to one form.

What decides whether a question is asked is worked out once for each combination of the answers that decide it, by an
interview over these questions alone: a hundred thousand people give few combinations.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from consultation.interview import Interview
from consultation.questionnaire import NONRESPONSES, Question, Questionnaire, QuestionType, read_in

_REMEMBERED = 4_096  # combinations for each question
_TELLS_TIME = ("now", "today", "date")


class Relevance:
    def __init__(self, form: Questionnaire) -> None:
        self._whole = form if form.repeats else None  # a round depends on the rounds before it
        conditional = (one for one in form.questions if one.choice_filter or any(_conditions(form, one)))
        self._conditions = [] if self._whole else [_Condition(form, one) for one in conditional]

    def taken_away(self, answers: Mapping[str, str], at: datetime) -> set[str]:
        """Names of the questions that these answers leave unasked, or without the choice that was made."""
        if self._whole is not None:
            interview = Interview(self._whole, answers, at)
            return {one.name for one in self._whole.questions if not _counts(interview, one)}
        return {one.name for one in self._conditions if not one.holds(answers, at)}


class _Condition:
    def __init__(self, form: Questionnaire, question: Question) -> None:
        self.name = question.name
        deciding = _deciding(form, question)
        self._question = question
        self._form = replace(form, questions=tuple(one for one in form.questions if one.name in deciding))
        self._decided_by = [name for name in deciding if name != self.name or question.choice_filter]
        rules = [rule for one in self._form.questions for rule in _rules(form, one)]
        self._depends_on_time = any(word in rule for rule in rules for word in _TELLS_TIME)
        self._known: dict[tuple[str, ...], bool] = {}

    def holds(self, answers: Mapping[str, str], at: datetime) -> bool:
        given = {name: answers[name] for name in self._decided_by if name in answers}
        if self._depends_on_time:
            return self._worked_out(given, at)
        combination = tuple(given.get(name, "") for name in self._decided_by)
        if (known := self._known.get(combination)) is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            known = self._known[combination] = self._worked_out(given, at)
        return known

    def _worked_out(self, given: Mapping[str, str], at: datetime) -> bool:
        return _counts(Interview(self._form, given, at), self._question)


def _counts(interview: Interview, question: Question) -> bool:
    value = interview.answers.get(question.name, "")
    return interview.relevant(question) and (value in NONRESPONSES or not value or interview.offers(question, value))


def _deciding(form: Questionnaire, question: Question) -> dict[str, None]:
    """The question, those its rules name, those that their rules name, and so on."""
    found, left = {question.name: None}, [question]
    while left:
        for rule in _rules(form, left.pop()):
            for name in read_in(rule):
                if name in form.by_name and name not in found:
                    found[name] = None
                    left.append(form.by_name[name])
    return found


def _conditions(form: Questionnaire, question: Question) -> Iterator[str]:
    yield question.relevant
    yield from (form.groups[name].relevant for name in question.groups)


def _rules(form: Questionnaire, question: Question) -> Iterator[str]:
    calculated = question.calculation or question.default
    told = [*_conditions(form, question), question.choice_filter]
    told += [calculated] if question.type is QuestionType.CALCULATE else []
    return (rule for rule in told if rule)
