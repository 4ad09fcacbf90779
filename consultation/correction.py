"""A correction of a questionnaire that people are answering: the wording alone, or does a question mean otherwise?

Texts may change under an answer; whatever decides what can be answered, or whether it is asked at all, may not: such a
question is asked again of whoever has answered it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from consultation.questionnaire import SEVERAL, Question, Questionnaire, QuestionType

_CHOSEN = SEVERAL | {QuestionType.SELECT_ONE}


@dataclass(frozen=True)
class Correction:
    """Names of questions."""

    reworded: tuple[str, ...]
    changed: tuple[str, ...]  # mean something else now
    added: tuple[str, ...]
    removed: tuple[str, ...]
    moved: bool

    @property
    def meaning(self) -> bool:
        """Whether what was answered before was an answer to something else."""
        return bool(self.changed or self.added or self.removed or self.moved)

    def __bool__(self) -> bool:
        return self.meaning or bool(self.reworded)


def compare(before: Questionnaire, now: Questionnaire) -> Correction:
    old, new = before.by_name, now.by_name
    both = [name for name in new if name in old]
    changed = [name for name in both if _meaning(before, old[name]) != _meaning(now, new[name])]
    reworded = [name for name in both if name not in changed and _texts(before, old[name]) != _texts(now, new[name])]
    return Correction(
        tuple(reworded),
        tuple(changed),
        tuple(name for name in new if name not in old),
        tuple(name for name in old if name not in new),
        [name for name in old if name in new] != both,
    )


def _meaning(form: Questionnaire, question: Question) -> object:
    bare = replace(
        question,
        label={},
        hint={},
        required_message={},
        constraint_message={},
        media={},
        row=0,
    )
    choices = [(one.name, dict(one.columns), one.exclusive) for one in form.choices.get(question.choices, ())]
    conditions = [form.groups[name].relevant for name in question.groups if name in form.groups]
    return replace(bare, choices="", groups=()), choices, conditions


def _texts(form: Questionnaire, question: Question) -> object:
    groups = [form.groups[name].label for name in question.groups if name in form.groups]
    labels = [one.label for one in form.choices.get(question.choices, ())]
    messages = (question.required_message, question.constraint_message, question.media)
    return question.label, question.hint, messages, labels, groups


def kept(before: Questionnaire, now: Questionnaire, answers: Mapping[str, str], *, submitted: bool) -> dict[str, str]:
    """The answers that still answer the corrected questionnaire.

    Whoever is in the middle keeps every answer that could be given to the corrected question too; whoever has handed
    theirs in is asked again whatever means something else now.
    """
    changed = set(compare(before, now).changed)
    return {
        name: value
        for name, value in answers.items()
        if name in now.by_name and (name not in changed or (not submitted and _possible(before, now, name, value)))
    }


def _possible(before: Questionnaire, now: Questionnaire, name: str, value: str) -> bool:
    old, new = before.by_name[name], now.by_name[name]
    if old.type is not new.type or old.constraint != new.constraint or old.parameters != new.parameters:
        return False
    if new.type not in _CHOSEN:
        return True
    offered = {choice.name for choice in now.choices.get(new.choices, ())}
    return offered.issuperset(value.split() if new.type in SEVERAL else [value] if value else [])
