"""The interview: where somebody is in a questionnaire, derived from the answers alone.

The question asked now is the first relevant one without an answer, or the one that they chose to answer again. No
position is stored, so none can go stale: after a break, a restart or a changed answer, it is simply worked out. An
answer is a canonical XLSForm text, or one of NONRESPONSES; "" is a question that was skipped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from itertools import takewhile
from types import MappingProxyType

from consultation import answers, choosing, sent, showing
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
from consultation.settling import Settled, settle
from consultation.texts import _, digits

_NAMED = re.compile(r"\$\{([^}]+)\}")
_NOTHING: Mapping[str, str] = MappingProxyType({})


class Gap(StrEnum):
    """Why a question is to be asked."""

    UNANSWERED = "unanswered"
    SKIPPED = "skipped"  # and an earlier answer, changed since, makes it required
    CHOICE = "choice"  # what was chosen is no longer on offer
    CONSTRAINT = "constraint"  # the answer no longer keeps it


@dataclass(frozen=True)
class Interview:
    questionnaire: Questionnaire
    answers: Mapping[str, str]
    now: datetime  # in the local time zone: the form's today()
    editing: str = ""
    language: str = "fa"
    seed: str = ""  # of what the form leaves to chance: the same for this response always

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
        return not question.choice_filter or bool(self.choices(question))

    @property
    def unread(self) -> tuple[Question, ...]:
        """The notes to be said before the open question. Nobody is asked for an answer to one."""
        if self._chosen is not None:
            return ()
        before = takewhile(lambda question: question != self.asking, self.to_ask)
        return tuple(one for one in before if one.type is QuestionType.NOTE and one.name not in self.answers)

    def gap(self, question: Question) -> Gap | None:
        """Why a relevant question is to be asked: it was not, or its answer no longer stands."""
        found = self._gap(question)
        return found if found and self._answerable(question) else None

    def _gap(self, question: Question) -> Gap | None:
        value = self.answers.get(question.name)
        if value is None:
            return Gap.UNANSWERED
        if not value:
            return Gap.SKIPPED if self.required(question) else None
        if value in NONRESPONSES:
            return None
        if question.choice_filter and not self._still_offered(question, value):
            return Gap.CHOICE
        # A constraint on the answer alone, such as `. >= today()`, held when it was given.
        if question.constraint and parse(question.constraint).references and not self.fits(question, value):
            return Gap.CONSTRAINT
        return None

    def _still_offered(self, question: Question, value: str) -> bool:
        """Looked at for every answer of every turn, so that only what was chosen is tried on the filter."""
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
        return settle(self.questionnaire, given, self._context_of(_NOTHING))

    def _context(self, question: Question, own: str = "", choice: Mapping[str, str] = _NOTHING) -> Context:
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
        return {**self.values, **{one.base: self.values.get(one.name, "") for one in of_round}}

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
        seen = self._context(question)
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
        context, seed = self._context(question), question.parameters.get("seed", "")
        given = (parse(seed).text(context),) if seed else ()
        order = chance.shuffled(context, tuple(map(str, range(len(mixed)))), *given, question.choices)
        return (*(mixed[int(place)] for place in order), *closing)

    def read(self, question: Question, typed: str) -> str:
        """The canonical answer that a typed text means. Raises answers.NotAnAnswer."""
        choices = self.choices(question)
        labels = {choice.name: self.label(choice, question) for choice in choices}
        exclusive = [choice.name for choice in choices if choice.exclusive]
        return answers.read(question, typed, labels, self.now.date(), exclusive)

    def required(self, question: Question) -> bool:
        if question.type is QuestionType.NOTE:
            return False
        return bool(question.required) and parse(question.required).truth(self._context(question))

    def fits(self, question: Question, value: str) -> bool:
        """Whether a value keeps the question's constraint; an empty one always does."""
        if not question.constraint or not value or value in NONRESPONSES:
            return True
        rule = parse(question.constraint)
        as_given = self.answers.get(question.name) == value or not rule.references
        seen = self if as_given else self.answered(question, value)  # what is calculated from it is part of the rule
        return rule.truth(seen._context(question, own=value))

    def suggestion(self, question: Question) -> str:
        """What the form proposes as the answer, where that can be one now; "" where nothing is proposed."""
        value = self._default(question)
        if not value or question.type in sent.FILES:
            return ""
        if question.choices:
            picked, choices = value.split() if question.type in SEVERAL else [value], self.choices(question)
            offered = {choice.name for choice in choices}.issuperset(picked)
            possible = offered and not choosing.enough(question, picked, choices)
        else:
            try:
                value, possible = self.read(question, value), True
            except answers.NotAnAnswer:
                possible = False
        return value if possible and self.fits(question, value) else ""

    def _default(self, question: Question) -> str:
        """A fixed text, or an expression."""
        if not question.default:
            return ""
        try:
            expression = parse(question.default)
        except ValueError:  # a plain word such as `yes`, or a sentence
            return question.default
        plain = not expression.references and "(" not in question.default
        return question.default if plain else expression.text(self._context(question))

    def wording(self, text: str, question: Question | None = None) -> str:
        """A text of a question in which every ${name} has become that answer, as people read it."""
        return _NAMED.sub(lambda found: self.shown(found[1].strip(), question), text) if "${" in text else text

    def shown(self, name: str, seen_from: Question | None = None, *, bare: bool = False) -> str:
        """The answer to a question as people read it; from outside a repeat, those of all its rounds."""
        found = [self._shown(one, bare=bare) for one in self._named(name, seen_from)]
        return _(", ").join(answer for answer in found if answer)

    def _named(self, name: str, seen_from: Question | None) -> Sequence[Question]:
        form = self.questionnaire
        if name in form.by_name:
            return (form.by_name[name],)
        of_round = form.rounds.get((seen_from.repeat, seen_from.round), ()) if seen_from else ()
        return [one for one in of_round if one.base == name] or [one for one in form.questions if one.base == name]

    def _shown(self, question: Question, *, bare: bool) -> str:
        value = self.values.get(question.name, "")
        if question.name in self.values and self.answers.get(question.name) in NONRESPONSES:
            value = self.answers[question.name]
        return self.shown_value(question, value, bare=bare)

    def shown_value(self, question: Question, value: str, *, bare: bool = False) -> str:
        """`bare`: inside a label of a choice, where labels with further names in them could go in a circle."""
        listed = self.questionnaire.choices.get(question.choices, ())
        labels = {one.name: self._bare(one) if bare else self.label(one, question) for one in listed}
        return showing.show(question, value, labels, self.language)

    def asked(self, question: Question) -> str:
        """What is asked, as people read it."""
        return self.wording(self.questionnaire.text(question.label, self.language), question)

    def hint(self, question: Question) -> str:
        return self.wording(self.questionnaire.text(question.hint, self.language), question)

    def unfit(self, question: Question) -> str:
        """What is said of an answer that does not keep the constraint."""
        told = self.wording(self.questionnaire.text(question.constraint_message, self.language), question)
        return told or _("This answer does not fit the question. Please look at the question again.")

    def shown_answer(self, question: Question) -> str:
        return self.shown_value(question, self.answers.get(question.name, ""))

    def media(self, question: Question) -> Mapping[str, str]:
        """What is shown with a question: "image", "audio" or "video" -> the name of a file."""
        return {kind: self.questionnaire.text(names, self.language) for kind, names in question.media.items()}

    def section(self, question: Question) -> Group | None:
        """The innermost group around a question that people are told of."""
        around = (self.questionnaire.groups[name] for name in reversed(question.groups))
        return next((group for group in around if group.label), None)

    def section_name(self, section: Group) -> str:
        """As people read it; the rounds of a repeat are numbered."""
        name = self.wording(self.questionnaire.text(section.label, self.language))
        return f"{name} ({digits(section.round)})" if section.round else name

    def begins_section(self, question: Question) -> bool:
        """Whether it is the first of its section that is asked by the answers so far."""
        section = self.section(question)
        return section is not None and question == next(
            (one for one in self.to_ask if self.section(one) is section), None
        )

    def label(self, choice: Choice, question: Question | None = None) -> str:
        return _NAMED.sub(lambda found: self.shown(found[1].strip(), question, bare=True), self._bare(choice))

    def _bare(self, choice: Choice) -> str:
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
        """Relevant questions that were answered or skipped, notes left out: what a review shows."""
        asked = (question for question in self.to_ask if question.type is not QuestionType.NOTE)
        return tuple(question for question in asked if question.name in self.answers)
