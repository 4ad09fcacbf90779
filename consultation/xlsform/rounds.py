"""Repeats: a chat asks each round as questions of its own, so that each has its answer, its button and its column.

`cost` inside a repeat becomes cost_1, cost_2 …, as survey people know it from their tables; expressions keep saying
${cost} and mean the same round. After a round that may be the last comes «add another?».
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby

from consultation.questionnaire import (
    NO,
    YES,
    YES_OR_NO,
    Choice,
    Group,
    Question,
    Questionnaire,
    QuestionType,
    Repeat,
    Texts,
)

MOST_ROUNDS = 50

ANOTHER: Texts = {"fa": "آیا مورد دیگری هم می‌افزایید؟", "en": "Would you like to add another one?"}
ANOTHER_OF: Texts = {
    "fa": "آیا برای «{label}» مورد دیگری هم می‌افزایید؟",
    "en": "Would you like to add another one under “{label}”?",
}
ANY: Texts = {"fa": "آیا موردی برای افزودن دارید؟", "en": "Do you have one to add?"}
ANY_OF: Texts = {
    "fa": "آیا برای «{label}» موردی برای افزودن دارید؟",
    "en": "Do you have one to add under “{label}”?",
}
CHOICES = (
    Choice(YES, {"fa": "بله، می‌افزایم", "en": "Yes"}),
    Choice(NO, {"fa": "خیر، همین بود", "en": "No, that is all"}),
)


def in_round(name: str, number: int) -> str:
    return f"{name}_{number}"


def another(repeat: str) -> str:
    return f"{repeat}_another"


def rounds_of(repeat: Repeat) -> Mapping[str, Group]:
    """The groups of its rounds, each shown on its own condition."""
    rounds = (replace(repeat.group, round=at, relevant=_condition(repeat, at)) for at in range(1, repeat.most + 1))
    return {in_round(repeat.name, one.round): replace(one, name=in_round(repeat.name, one.round)) for one in rounds}


def _condition(repeat: Repeat, number: int) -> str:
    own = repeat.group.relevant
    if repeat.fixed or (number <= repeat.least and not repeat.count):
        return own
    if not repeat.count:
        return f"${{{in_round(another(repeat.name), number - 1)}}} = '{YES}'"
    enough = f"({repeat.count}) >= {number}"
    return f"({own}) and {enough}" if own else enough


def unrolled(
    questions: Iterable[Question], repeats: Mapping[str, Repeat], languages: tuple[str, ...]
) -> Iterator[Question]:
    """The questions, with those of a repeat once for each round."""

    def repeat_of(question: Question) -> str:
        return next((name for name in question.groups if name in repeats), "")

    for name, run in groupby(questions, key=repeat_of):
        if name:
            yield from _all_rounds(tuple(run), repeats[name], languages)
        else:
            yield from run


def _all_rounds(run: tuple[Question, ...], repeat: Repeat, languages: tuple[str, ...]) -> Iterator[Question]:
    outer = run[0].groups[: run[0].groups.index(repeat.name)]
    leads = replace(_another(repeat, languages), groups=outer)
    if not repeat.least and not repeat.count:
        label = _label(repeat, languages, ANY, ANY_OF)
        yield replace(leads, name=in_round(leads.name, 0), label=label, relevant=repeat.group.relevant)
    for number in range(1, repeat.most + 1):
        yield from (_in_round(question, repeat.name, number) for question in run)
        if repeat.least <= number < repeat.most and not repeat.count:
            yield _in_round(replace(leads, groups=(*outer, repeat.name)), repeat.name, number)


def _in_round(question: Question, repeat: str, number: int) -> Question:
    at = question.groups.index(repeat)
    return replace(
        question,
        name=in_round(question.name, number),
        base=question.name,
        repeat=repeat,
        round=number,
        groups=(*question.groups[:at], *(in_round(group, number) for group in question.groups[at:])),
    )


def _another(repeat: Repeat, languages: tuple[str, ...]) -> Question:
    return Question(
        name=another(repeat.name),
        type=QuestionType.SELECT_ONE,
        label=_label(repeat, languages, ANOTHER, ANOTHER_OF),
        required="true()",
        choices=YES_OR_NO,
    )


def _label(repeat: Repeat, languages: tuple[str, ...], plain: Texts, named: Texts) -> Texts:
    """English where the words are not in a language of the form."""
    own = repeat.group.label

    def label(code: str) -> str:
        words = named if own.get(code) else plain
        return words.get(code, words["en"]).format(label=own.get(code, ""))

    return {code: label(code) for code in languages}


# -- back to the form --------------------------------------------------------------------------------------------------


def rolled_up(form: Questionnaire) -> Questionnaire:
    """The form with each question of a repeat once, as its author wrote it. Doing it twice changes nothing more."""
    kept = [one for one in form.questions if one.round < 2 and not one.leads_on]
    questions = tuple(_as_written(form, one) for one in kept)
    inside = {name for one in questions if one.repeat for name in one.groups[one.groups.index(one.repeat) :]}
    of_rounds = {in_round(name, at) for name in inside | form.repeats.keys() for at in range(1, _most(form) + 1)}
    groups = {_without_round(form, name, of_rounds): group for name, group in form.groups.items()}
    return replace(
        form,
        questions=questions,
        groups={name: replace(group, name=name) for name, group in groups.items() if name not in form.repeats},
        choices={name: choices for name, choices in form.choices.items() if name != YES_OR_NO},
    )


def _most(form: Questionnaire) -> int:
    return max((repeat.most for repeat in form.repeats.values()), default=0)


def _without_round(form: Questionnaire, group: str, of_rounds: set[str]) -> str:
    return group.rpartition("_")[0] if group in of_rounds else group


def _as_written(form: Questionnaire, question: Question) -> Question:
    if not question.base:
        return question
    at = question.groups.index(in_round(question.repeat, 1))
    groups = (*question.groups[:at], *(name.removesuffix("_1") for name in question.groups[at:]))
    return replace(question, name=question.base, base="", round=0, groups=groups)
