"""The interview: where somebody is in a questionnaire, derived from the answers alone.

The question asked now is the first relevant one without an answer, or the one that they chose to answer again. No
position is stored, so none can go stale: after a break, a restart or a changed answer, it is simply worked out. An
answer is a canonical XLSForm text, or one of NONRESPONSES; "" is a question that was skipped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from itertools import takewhile
from types import MappingProxyType

from consultation import choosing
from consultation.expressions import Context, chance, parse
from consultation.questionnaire import (
    CLOCK,
    NONRESPONSES,
    OTHER,
    SEVERAL,
    Choice,
    Question,
    Questionnaire,
    QuestionType,
)
from consultation.settling import Settled, settle, settle_again

_NOTHING: Mapping[str, str] = MappingProxyType({})


class Gap(StrEnum):
    """Why a question is to be asked."""

    UNANSWERED = "unanswered"
    SKIPPED = "skipped"  # and an earlier answer, changed since, makes it required
    CHOICE = "choice"  # what was chosen is no longer on offer
    CONSTRAINT = "constraint"  # the answer no longer keeps it


@dataclass(frozen=True)
class Findings:
    """What was worked out of some answers. Where nothing has changed since, it is taken over."""

    questionnaire: Questionnaire
    answers: Mapping[str, str]
    conditions: tuple[object, ...]
    settled: Settled
    gaps: dict[str, Gap | None]  # of the questions that were looked at


@dataclass(frozen=True)
class Interview:
    questionnaire: Questionnaire
    answers: Mapping[str, str]
    now: datetime  # in the local time zone: the form's today()
    editing: str = ""
    language: str = "fa"
    seed: str = ""  # of what the form leaves to chance: the same for this response always
    known: Findings | None = field(default=None, compare=False, repr=False)  # of answers much like these

    @cached_property
    def asking(self) -> Question | None:
        """The question to ask now; None when everything relevant has been answered."""
        if self._chosen is not None:
            return self._chosen
        answerable = (question for question in self.to_ask if question.type is not QuestionType.NOTE)
        return next((question for question in answerable if self.gap(question)), None)

    @property
    def _chosen(self) -> Question | None:
        chosen = self.questionnaire.by_name.get(self.editing)
        return chosen if chosen is not None and self.relevant(chosen) and self._answerable(chosen) else None

    def _answerable(self, question: Question) -> bool:
        """Where a cascade leaves nothing to choose from, nobody is kept."""
        if not question.choice_filter:
            return True
        value = self.answers.get(question.name)  # while that is on offer, the others need no look
        return bool((value and self.offers(question, value)) or self.choices(question))

    @property
    def unread(self) -> tuple[Question, ...]:
        """The notes to be said before the open question. Nobody is asked for an answer to one."""
        if self._chosen is not None:
            return ()
        before = takewhile(lambda question: question is not self.asking, self.to_ask)
        return tuple(one for one in before if one.type is QuestionType.NOTE and one.name not in self.answers)

    def gap(self, question: Question) -> Gap | None:
        """Why a relevant question is to be asked: it was not, or its answer no longer stands."""
        if question.name not in self._gaps:
            found = self._gap(question)
            self._gaps[question.name] = found if found and self._answerable(question) else None
        return self._gaps[question.name]

    def _gap(self, question: Question) -> Gap | None:
        value = self.answers.get(question.name)
        if value is None:
            return Gap.UNANSWERED
        if not value:
            return Gap.SKIPPED if self.required(question) else None
        if value in NONRESPONSES:
            return None
        if not self.offers(question, value):
            return Gap.CHOICE
        # A constraint on the answer alone, such as `. >= today()`, held when it was given.
        if question.constraint and parse(question.constraint).references and not self.fits(question, value):
            return Gap.CONSTRAINT
        return None

    def offers(self, question: Question, value: str) -> bool:
        """Whether what was chosen can be chosen now. Nothing else is tried on the filter: lists may be long."""
        if not question.choice_filter:
            return True
        chosen = value.split() if question.type in SEVERAL else [value]
        if (
            question.type is QuestionType.RANK
            and len(chosen) < choosing.limits(question, len(self.choices(question)))[0]
        ):
            return False
        listed = self.questionnaire.choices.get(question.choices, ())
        offered = self._filtered(question, [choice for choice in listed if choice.name in chosen])
        return {choice.name for choice in offered}.issuperset(chosen)

    @property
    def complete(self) -> bool:
        """Whether it could be handed in: nothing that is required is missing, and every answer stands."""
        gaps = ((one, self.gap(one)) for one in self.to_ask)
        return not any(gap and (gap is not Gap.UNANSWERED or self.required(one)) for one, gap in gaps)

    @cached_property
    def to_ask(self) -> tuple[Question, ...]:
        """Every question that is relevant by the answers so far, in order."""
        return tuple(question for question in self.questionnaire.asked if self.relevant(question))

    def relevant(self, question: Question) -> bool:
        return question.name in self._settled.values

    @property
    def values(self) -> Mapping[str, str]:
        """What expressions see: answers to relevant questions, and what is calculated from them."""
        return self._settled.values

    @cached_property
    def _settled(self) -> Settled:
        given = {name: "" if value in NONRESPONSES else value for name, value in self.answers.items()}
        given |= self._of_form
        context = self._context_of(_NOTHING)
        if self._usable is None:
            return settle(self.questionnaire, given, context)
        return settle_again(self.questionnaire, given, context, self._usable.settled, self._moved)

    @property
    def findings(self) -> Findings:
        return Findings(self.questionnaire, self.answers, self._conditions, self._settled, self._gaps)

    @property
    def _conditions(self) -> tuple[object, ...]:
        """What expressions depend on besides the answers; whatever reads the time of day is always worked out anew."""
        return self.now.date(), self.now.utcoffset(), self.language, self.seed

    @cached_property
    def _usable(self) -> Findings | None:
        known = self.known
        same = known and known.questionnaire is self.questionnaire and known.conditions == self._conditions
        return known if same else None

    @cached_property
    def _moved(self) -> set[str]:
        """Names of the questions that were answered otherwise in what is known."""
        return (
            {name for name, _answer in self.answers.items() ^ self._usable.answers.items()} if self._usable else set()
        )

    @cached_property
    def _gaps(self) -> dict[str, Gap | None]:
        if self._usable is None:
            return {}
        moved = {CLOCK, *self._moved, *self._settled.differs(self._usable.settled)}
        judged = moved.union(*(self.questionnaire.judged_by.get(name, ()) for name in moved))
        return {name: gap for name, gap in self._usable.gaps.items() if name not in judged}

    def context(self, question: Question, own: str = "", choice: Mapping[str, str] = _NOTHING) -> Context:
        """What an expression of this question sees: inside a repeat the answers of its own round."""
        place = (question.repeat, question.round)
        if place not in self._contexts:
            self._contexts[place] = self._context_of(self._seen_from(question), question)
        context = self._contexts[place]
        return replace(context, self_value=own, choice=choice) if own or choice else context

    @cached_property
    def _contexts(self) -> dict[tuple[str, int], Context]:
        return {}

    def _seen_from(self, question: Question) -> Mapping[str, str]:
        of_round = self.questionnaire.rounds.get((question.repeat, question.round), ())
        return {**self.values, **self._of_form, **{one.base: self.values.get(one.name, "") for one in of_round}}

    @property
    def _of_form(self) -> Mapping[str, str]:
        """What the paths /data/@id and /data/@version lead to."""
        return {"@id": self.questionnaire.form_id, "@version": self.questionnaire.version}

    def _context_of(self, values: Mapping[str, str], question: Question | None = None) -> Context:
        turns = self._settled.turns if question else {}
        return Context(
            answers=values,
            now=self.now,
            choice_label=self._choice_label,
            repeats=turns,
            position=(question.round if question else 0) or 1,
            last=len(turns.get(question.repeat, ())) if question and question.repeat else 1,
            seed=self.seed,
            language=self.language,
        )

    def _choice_label(self, question: str, name: str) -> str:
        asked = self.questionnaire.of_form.get(question)
        choices = self.questionnaire.choices.get(asked.choices, ()) if asked else ()
        found = next((choice for choice in choices if choice.name == name), None)
        return self.questionnaire.text(found.label, self.language) if found else name

    def choices(self, question: Question) -> tuple[Choice, ...]:
        """The choices that can be chosen now, in the order in which they are shown."""
        if question.name not in self._choices:
            offered = self._filtered(question, self.questionnaire.choices.get(question.choices, ()))
            mixed = question.parameters.get("randomize") == "true"
            self._choices[question.name] = self._shuffled(question, offered) if mixed else offered
        return self._choices[question.name]

    @cached_property
    def _choices(self) -> dict[str, tuple[Choice, ...]]:
        return {}

    def _filtered(self, question: Question, listed: Sequence[Choice]) -> tuple[Choice, ...]:
        if not question.choice_filter:
            return tuple(listed)
        rule = parse(question.choice_filter)
        seen = self.context(question)
        row: dict[str, str] = {}
        context = replace(seen, choice=row)  # one for all: making it takes longer than the rule itself

        def stays(choice: Choice) -> bool:
            row.clear()
            row.update(choice.columns, name=choice.name)
            return rule.truth(context)

        return tuple(choice for choice in listed if stays(choice))

    def _shuffled(self, question: Question, offered: tuple[Choice, ...]) -> tuple[Choice, ...]:
        """As XLSForm shuffles, alike wherever the list is asked; what closes a list, as «none of these», stays last."""
        closing = tuple(choice for choice in offered if choice.exclusive or choice.name == OTHER)
        mixed = tuple(choice for choice in offered if choice not in closing)
        context, seed = self.context(question), question.parameters.get("seed", "")
        given = (parse(seed).text(context),) if seed else ()
        order = chance.shuffled(context, tuple(map(str, range(len(mixed)))), *given, question.choices)
        return (*(mixed[int(place)] for place in order), *closing)

    def required(self, question: Question) -> bool:
        if question.type is QuestionType.NOTE:
            return False
        return bool(question.required) and parse(question.required).truth(self.context(question))

    def fits(self, question: Question, value: str) -> bool:
        """Whether a value keeps the question's constraint; an empty one always does."""
        if not question.constraint or not value or value in NONRESPONSES:
            return True
        rule = parse(question.constraint)
        as_given = self.answers.get(question.name) == value or not rule.references
        seen = self if as_given else self.answered(question, value)  # what is calculated from it is part of the rule
        return rule.truth(seen.context(question, own=value))

    def answered(self, question: Question, value: str) -> Interview:
        """One step on: this question has this answer ("" where it was skipped)."""
        return replace(self, answers={**self.answers, question.name: value}, editing="", known=self.findings)

    def reopened(self, name: str) -> Interview:
        """This question is to be answered again ("": none is); its answer stands until a new one comes."""
        return replace(self, editing=name, known=self.findings)

    def before(self, question: Question) -> Question | None:
        """The question to go back to; a note is read, not answered."""
        asked = (one for one in self.to_ask if one.type is not QuestionType.NOTE)
        earlier = [one for one in asked if self._position(one) < self._position(question)]
        return next((one for one in reversed(earlier) if self._answerable(one)), None)

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
        """What a review shows: what was answered or skipped and counts, notes left out."""
        answered = (one for one in self.to_ask if one.type is not QuestionType.NOTE and one.name in self.answers)
        return tuple(question for question in answered if self._answerable(question))
