"""The interview: where somebody is in a questionnaire, derived from the answers alone.

The question asked now is the first relevant one without an answer, or the one that they chose to answer again. No
position is stored, so none can go stale: after a break, a restart or a changed answer, it is simply worked out. An
answer is a canonical XLSForm text, or one of NONRESPONSES; "" is a question that was skipped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from types import MappingProxyType

from consultation import answers, choosing
from consultation.expressions import Context, chance, parse
from consultation.questionnaire import (
    NONRESPONSES,
    OTHER,
    SEVERAL,
    Choice,
    Group,
    Question,
    Questionnaire,
    QuestionType,
)

_NAMED = re.compile(r"\$\{([^}]+)\}")
_NOTHING: Mapping[str, str] = MappingProxyType({})
_MOST_PASSES = 5  # a lint refuses circles, so a chain of forward references settles long before


@dataclass(frozen=True)
class Interview:
    questionnaire: Questionnaire
    answers: Mapping[str, str]
    now: datetime  # in the local time zone: the form's today()
    editing: str = ""
    language: str = "fa"
    seed: str = ""  # of what the form leaves to chance: the same for this response always

    @property
    def asking(self) -> Question | None:
        """The question to ask now; None when everything relevant has been answered."""
        chosen = self.questionnaire.by_name.get(self.editing)
        if chosen is not None and self.relevant(chosen):
            return chosen
        return next((question for question in self.to_ask if self._open(question)), None)

    def _open(self, question: Question) -> bool:
        """Not answered yet; or answered in a way that an earlier answer, changed since, no longer allows."""
        value = self.answers.get(question.name)
        if value is None:
            return True
        if not value:
            return self.required(question)
        if value in NONRESPONSES:
            return False
        if not question.choice_filter:
            return False
        offered = {choice.name for choice in self.choices(question)}
        chosen = value.split() if question.type in SEVERAL else [value]
        if question.type is QuestionType.RANK and len(chosen) < choosing.limits(question, len(offered))[0]:
            return True
        return not offered.issuperset(chosen)

    @property
    def to_ask(self) -> tuple[Question, ...]:
        """Every question that is relevant by the answers so far, in order."""
        return tuple(question for question in self.questionnaire.asked if self.relevant(question))

    def relevant(self, question: Question) -> bool:
        return question.name in self._settled[1]

    @property
    def values(self) -> Mapping[str, str]:
        """What expressions see: answers to relevant questions, and what is calculated from them."""
        return self._settled[0]

    @cached_property
    def _settled(self) -> tuple[Mapping[str, str], frozenset[str]]:
        """Values and relevant names. Usually one pass; more where an expression looks ahead in the form."""
        given = {name: "" if value in NONRESPONSES else value for name, value in self.answers.items()}
        values, relevant = self._pass({**given})
        for _ in range(_MOST_PASSES):
            if not self.questionnaire.looks_ahead:
                break
            again, relevant = self._pass({**given, **values})
            if again == values:
                break
            values = again
        return values, relevant

    def _pass(self, seen: dict[str, str]) -> tuple[Mapping[str, str], frozenset[str]]:
        groups: dict[str, bool] = {}
        values: dict[str, str] = {}
        context = self._context_of(seen)
        for question in self.questionnaire.questions:
            if not self._shown(question, groups, context):
                seen[question.name] = ""
                continue
            if question.type is QuestionType.CALCULATE:
                seen[question.name] = self._calculated(question, context)
            values[question.name] = seen.get(question.name, "")
        return values, frozenset(values)

    def _shown(self, question: Question, groups: dict[str, bool], context: Context) -> bool:
        for name in question.groups:
            if name not in groups:
                rule = self.questionnaire.groups[name].relevant
                groups[name] = not rule or parse(rule).truth(context)
            if not groups[name]:
                return False
        return not question.relevant or parse(question.relevant).truth(context)

    def _calculated(self, question: Question, context: Context) -> str:
        rule = question.calculation or question.default
        return parse(rule).text(replace(context, seed=f"{self.seed}:{question.name}")) if rule else ""

    def _context(self, own: str = "", choice: Mapping[str, str] = _NOTHING) -> Context:
        return self._context_of(self.values, own, choice)

    def _context_of(self, values: Mapping[str, str], own: str = "", choice: Mapping[str, str] = _NOTHING) -> Context:
        return Context(
            answers=values,
            now=self.now,
            self_value=own,
            choice=choice,
            choice_label=self._choice_label,
            seed=self.seed,
            language=self.language,
        )

    def _choice_label(self, question: str, name: str) -> str:
        asked = self.questionnaire.by_name.get(question)
        choices = self.questionnaire.choices.get(asked.choices, ()) if asked else ()
        found = next((choice for choice in choices if choice.name == name), None)
        return self.questionnaire.text(found.label, self.language) if found else name

    def choices(self, question: Question) -> tuple[Choice, ...]:
        """The choices that can be chosen now, in the order in which they are shown."""
        offered = self._offered(question)
        return self._shuffled(question, offered) if question.parameters.get("randomize") == "true" else offered

    def _offered(self, question: Question) -> tuple[Choice, ...]:
        offered = self.questionnaire.choices.get(question.choices, ())
        if not question.choice_filter:
            return offered
        rule = parse(question.choice_filter)
        return tuple(choice for choice in offered if rule.truth(self._context(choice=_row(choice))))

    def _shuffled(self, question: Question, offered: tuple[Choice, ...]) -> tuple[Choice, ...]:
        """As XLSForm shuffles, alike wherever the list is asked; what closes a list, as «none of these», stays last."""
        closing = tuple(choice for choice in offered if choice.exclusive or choice.name == OTHER)
        mixed = tuple(choice for choice in offered if choice not in closing)
        context, seed = self._context(), question.parameters.get("seed", "")
        given = (parse(seed).text(context),) if seed else ()
        order = chance.shuffled(context, tuple(map(str, range(len(mixed)))), *given, question.choices)
        return (*(mixed[int(place)] for place in order), *closing)

    def read(self, question: Question, typed: str) -> str:
        """The canonical answer that a typed text means. Raises answers.NotAnAnswer."""
        choices = self.choices(question)
        labels = {choice.name: self.label(choice) for choice in choices}
        exclusive = [choice.name for choice in choices if choice.exclusive]
        return answers.read(question, typed, labels, self.now.date(), exclusive)

    def required(self, question: Question) -> bool:
        if question.type is QuestionType.NOTE:
            return False
        return bool(question.required) and parse(question.required).truth(self._context())

    def fits(self, question: Question, value: str) -> bool:
        """Whether a value keeps the question's constraint; an empty one always does."""
        if not question.constraint or not value or value in NONRESPONSES:
            return True
        return parse(question.constraint).truth(self._context(own=value))

    def suggestion(self, question: Question) -> str:
        """The form's default for a question: a fixed text, or an expression."""
        if not question.default:
            return ""
        try:
            expression = parse(question.default)
        except ValueError:  # a plain word such as `yes`, or a sentence
            return question.default
        plain = not expression.references and "(" not in question.default
        return question.default if plain else expression.text(self._context())

    def wording(self, text: str) -> str:
        """A label or hint in which every ${name} has become that answer, as people read it."""
        return _NAMED.sub(lambda found: self.shown(found[1].strip()), text)

    def shown(self, name: str) -> str:
        """The answer to a question as people read it."""
        question = self.questionnaire.by_name.get(name)
        value = self.values.get(name, "")
        if name in self.values and self.answers.get(name) in NONRESPONSES:
            value = self.answers[name]
        return value if question is None else self.shown_value(question, value)

    def shown_value(self, question: Question, value: str) -> str:
        labels = {choice.name: self.label(choice) for choice in self.questionnaire.choices.get(question.choices, ())}
        return answers.show(question, value, labels, self.language)

    def media(self, question: Question) -> Mapping[str, str]:
        """What is shown with a question: "image", "audio" or "video" -> the name of a file."""
        return {kind: self.questionnaire.text(names, self.language) for kind, names in question.media.items()}

    def section(self, question: Question) -> Group | None:
        """The innermost group around a question that people are told of."""
        around = (self.questionnaire.groups[name] for name in reversed(question.groups))
        return next((group for group in around if group.label), None)

    def begins_section(self, question: Question) -> bool:
        """Whether it is the first of its section that is asked by the answers so far."""
        section = self.section(question)
        return section is not None and question == next(
            (one for one in self.to_ask if self.section(one) is section), None
        )

    def label(self, choice: Choice) -> str:
        return self.questionnaire.text(choice.label, self.language) or choice.name

    def answered(self, question: Question, value: str) -> Interview:
        """One step on: this question has this answer ("" where it was skipped)."""
        return replace(self, answers={**self.answers, question.name: value}, editing="")

    def reopened(self, name: str) -> Interview:
        """This question is to be answered again ("": none is); its answer stands until a new one comes."""
        return replace(self, editing=name)

    def before(self, question: Question) -> Question | None:
        """The question to go back to; a note is read, not answered."""
        asked = (one for one in self.to_ask if one.type is not QuestionType.NOTE)
        earlier = [one for one in asked if self._position(one) < self._position(question)]
        return earlier[-1] if earlier else None

    def _position(self, question: Question) -> int:
        return self.questionnaire.position[question.name]

    @property
    def progress(self) -> tuple[int, int]:
        """Which question this is, and of how many, as far as can be seen from the answers so far."""
        asked = [question for question in self.to_ask if question.type is not QuestionType.NOTE]
        now = self.asking
        before = [question for question in asked if now is None or self._position(question) < self._position(now)]
        return min(len(before) + 1, len(asked)), len(asked)

    @property
    def given(self) -> tuple[Question, ...]:
        """Relevant questions that were answered or skipped, notes left out: what a review shows."""
        asked = (question for question in self.to_ask if question.type is not QuestionType.NOTE)
        return tuple(question for question in asked if question.name in self.answers)


def _row(choice: Choice) -> Mapping[str, str]:
    return {**choice.columns, "name": choice.name}
