"""Writing a questionnaire question by question. Every step gives a questionnaire that a workbook could have given.

A question stands with those that it brings along (the text of «other», the scale of an expertise): they move and go
with it. The questions of a repeat stand here once, as in a workbook: see `rounds.rolled_up`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from consultation.answers import range_of
from consultation.expressions import parse
from consultation.questionnaire import Choice, Question, Questionnaire, QuestionType, Texts
from consultation.xlsform.generated import expertise_of, in_languages, other_of, own_list
from consultation.xlsform.question_types import OTHER, list_with_other

Block = tuple[Question, ...]  # a question of the author's, then those that come with it

_LISTED = {QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE, QuestionType.RANK}
_CHOSEN = {QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE, QuestionType.RANGE}
_OURS = re.compile(r"(?:selected\(\$\{(?P<one>[^}]+)\}, |\$\{(?P<other>[^}]+)\} = )'(?P<value>[^']*)'\)?")


class InTheWay(Exception):
    """Another question depends on this one standing where it stands."""

    def __init__(self, question: Question) -> None:
        super().__init__(question.name)
        self.question = question


def empty(title: str, language: str) -> Questionnaire:
    return Questionnaire({language: title}, language, (), languages=(language,))


def entitled(form: Questionnaire, title: str) -> Questionnaire:
    return replace(form, title={form.default_language: title})


def blocks(form: Questionnaire) -> tuple[Block, ...]:
    found: list[Block] = []
    rest = list(form.questions)
    while rest:
        head = rest.pop(0)
        block = [head]
        for follower in (other_of(form, head), expertise_of(form, head)):
            if rest and rest[0] == follower:
                block.append(rest.pop(0))
        found.append(tuple(block))
    return tuple(found)


def written(form: Questionnaire) -> tuple[Question, ...]:
    """The questions that its author wrote, and people see."""
    return tuple(block[0] for block in blocks(form) if block[0] in form.asked)


def _rebuilt(form: Questionnaire, of: Sequence[Block]) -> Questionnaire:
    """With these questions, and what they need of lists and groups; what comes with a question follows it."""
    questions = tuple(question for block in of for question in block)
    named = {name for question in questions for name in question.groups}
    used = {question.choices for question in questions} | {own_list(question.choices) for question in questions}
    return replace(
        form,
        questions=questions,
        groups={name: group for name, group in form.groups.items() if name in named},
        repeats={name: repeat for name, repeat in form.repeats.items() if name in named},
        choices={name: choices for name, choices in form.choices.items() if name in used},
    )


# -- a new question ----------------------------------------------------------------------------------------------------


def added(form: Questionnaire, answers: Mapping[str, str], scale: Mapping[str, str], after: str) -> Questionnaire:
    """With the question that these answers (to forms/question.md) describe, after another one, or ("") at the end."""
    name = _free_name(form)
    type_ = QuestionType(answers["kind"])
    place = _place(form, after)
    question = Question(
        name=name,
        type=type_,
        label={form.default_language: answers["label"]},
        required="true()" if answers.get("required") == "yes" else "",
        choices=name if type_ in _LISTED else "",
        parameters={key: scale[key] for key in ("start", "end", "step")} if type_ is QuestionType.RANGE else {},
    )
    question = _within(form, question, form.by_name[after].groups if after else ())
    here = list(blocks(form))
    here.insert(place, (question,))
    made = _with_followers(form, here)
    if type_ not in _LISTED:
        return made
    other = type_ is not QuestionType.RANK and answers.get("other") == "yes"
    return rechosen(made, name, answers["choices"].split("\n"), other=other)


def _with_followers(form: Questionnaire, of: Sequence[Block]) -> Questionnaire:
    """Like `_rebuilt`, before the lists of a new question exist."""
    return replace(form, questions=tuple(question for block in of for question in block))


def _place(form: Questionnaire, after: str) -> int:
    here = blocks(form)
    return next((at for at, block in enumerate(here, start=1) if block[0].name == after), len(here))


def _free_name(form: Questionnaire) -> str:
    taken = form.by_name.keys() | form.groups.keys() | form.choices.keys()
    numbers = range(1, len(taken) + 2)
    return next(f"q{n}" for n in numbers if f"q{n}" not in taken and f"q{n}_other" not in taken)


def rechosen(form: Questionnaire, name: str, labels: Sequence[str], *, other: bool) -> Questionnaire:
    """With these choices for a question. A choice that is kept word for word keeps its name.

    Raises: InTheWay, where another question is asked only after a choice that would be gone.
    """
    question = form.by_name[name]
    shared = any(own_list(one.choices) == own_list(question.choices) for one in form.questions if one.name != name)
    list_name = name if shared or not question.choices else own_list(question.choices)
    before = form.choices.get(own_list(question.choices), ())
    choices = _choices(form, list(dict.fromkeys(filter(None, labels))), before)
    lists = {**form.choices, list_name: choices}
    if other:
        lists[list_with_other(list_name)] = (*choices, Choice(OTHER.name, in_languages(form.languages, OTHER.label)))
    changed = replace(question, choices=list_with_other(list_name) if other else list_name)
    offered = {choice.name for choice in lists[changed.choices]}
    for one in written(form):
        wanted = condition(one)
        if wanted is not None and wanted[0] == name and not offered.issuperset(wanted[1]):
            raise InTheWay(one)
    of = [(changed, *_brought(form, changed, block)) if block[0].name == name else block for block in blocks(form)]
    return _rebuilt(replace(form, choices=lists), of)


def _choices(form: Questionnaire, labels: Sequence[str], before: Sequence[Choice]) -> tuple[Choice, ...]:
    known = {form.text(choice.label, form.default_language): choice for choice in before}
    taken = {choice.name for choice in before}
    free = (name for n in range(1, len(labels) + len(taken) + 1) if (name := f"c{n}") not in taken)
    return tuple(known.get(label) or Choice(next(free), {form.default_language: label}) for label in labels)


def _brought(form: Questionnaire, head: Question, block: Block) -> Block:
    """What comes with a question as it now is."""
    other = other_of(form, head)
    expertise = expertise_of(form, head)
    return ((other,) if other else ()) + ((expertise,) if expertise in block else ())


# -- one that is there -------------------------------------------------------------------------------------------------


def _changed(form: Questionnaire, name: str, change: Callable[[Question], Question]) -> Questionnaire:
    of = [(change(block[0]), *block[1:]) if block[0].name == name else block for block in blocks(form)]
    return _rebuilt(form, of)


def reworded(form: Questionnaire, name: str, label: str) -> Questionnaire:
    """In the form's own language only: another language would go on saying what was meant before."""
    return _changed(form, name, lambda one: replace(one, label={form.default_language: label}))


def hinted(form: Questionnaire, name: str, hint: str) -> Questionnaire:
    texts: Texts = {form.default_language: hint} if hint else {}
    return _changed(form, name, lambda one: replace(one, hint=texts))


def demanded(form: Questionnaire, name: str) -> Questionnaire:
    """Required where it was not, and the other way round."""
    return _changed(form, name, lambda one: replace(one, required="" if one.required else "true()"))


def removed(form: Questionnaire, name: str) -> Questionnaire:
    """Raises: InTheWay."""
    going = {question.name for block in blocks(form) if block[0].name == name for question in block}
    staying = [block for block in blocks(form) if block[0].name != name]
    for block in staying:
        if not going.isdisjoint(references(form, block[0])):
            raise InTheWay(block[0])
    return _rebuilt(form, staying)


def moved(form: Questionnaire, name: str, step: int) -> Questionnaire:
    """One place up (-1) or down (1). At the edge of a group it first goes in or out.

    Raises: InTheWay, where a question would come before one that it depends on.
    """
    of = list(blocks(form))
    at = next(n for n, block in enumerate(of) if block[0].name == name)
    to = at + step
    neighbour = of[to][0].groups if 0 <= to < len(of) else ()
    if of[at][0].groups != neighbour:
        of[at] = tuple(_within(form, question, neighbour) for question in of[at])
    elif 0 <= to < len(of):
        of[at], of[to] = of[to], of[at]
    _check_order(form, of)
    return _rebuilt(form, of)


def _within(form: Questionnaire, question: Question, groups: tuple[str, ...]) -> Question:
    return replace(question, groups=groups, repeat=next((name for name in groups if name in form.repeats), ""))


def _check_order(form: Questionnaire, of: Sequence[Block]) -> None:
    place = {question.name: n for n, block in enumerate(of) for question in block}
    for n, block in enumerate(of):
        for name in references(form, block[0]):
            ahead_before = form.position.get(name, 0) >= form.position[block[0].name]
            if place.get(name, -1) > n and not ahead_before:
                raise InTheWay(block[0])


def references(form: Questionnaire, question: Question) -> frozenset[str]:
    """The questions that this one needs the answers of."""
    rules = (
        *(question.relevant, question.constraint, question.calculation, question.choice_filter, question.required),
        *(form.groups[group].relevant for group in question.groups if group in form.groups),
    )
    found = {name for rule in rules if rule for name in parse(rule).references}
    texts = (*question.label.values(), *question.hint.values(), question.default)
    found |= {name.strip() for text in texts for name in re.findall(r"\$\{([^}]+)\}", text)}
    return frozenset(found - {question.name})


# -- asked on a condition ----------------------------------------------------------------------------------------------


def may_decide(form: Questionnaire, name: str) -> tuple[Question, ...]:
    """The earlier questions whose answers can decide whether this one is asked."""
    before, repeat = form.questions[: form.position[name]], form.by_name[name].repeat
    return tuple(one for one in before if one.type in _CHOSEN and one in form.asked and one.repeat in ("", repeat))


def values_of(form: Questionnaire, question: Question) -> tuple[str, ...]:
    if question.type is QuestionType.RANGE:
        return tuple(range_of(question))
    return tuple(choice.name for choice in form.choices.get(question.choices, ()))


def condition(question: Question) -> tuple[str, tuple[str, ...]] | None:
    """Which question decides, and by which answers, where the rule is one that `asked_if` writes."""
    found = [_OURS.fullmatch(part) for part in question.relevant.split(" or ")]
    names = {match["one"] or match["other"] for match in found if match}
    if not all(found) or len(names) != 1:
        return None
    return names.pop(), tuple(match["value"] for match in found if match)


def asked_if(form: Questionnaire, name: str, on: str, values: Sequence[str]) -> Questionnaire:
    """Asked only where the answer to an earlier question is one of these; always, where there are none."""
    several = form.by_name[on].type is QuestionType.SELECT_MULTIPLE if on else False
    rule = "selected(${{{on}}}, '{value}')" if several else "${{{on}}} = '{value}'"
    relevant = " or ".join(rule.format(on=on, value=value) for value in values)
    return _changed(form, name, lambda one: replace(one, relevant=relevant))
