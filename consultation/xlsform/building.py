"""A draft in which no problem was found becomes the questionnaire."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from consultation.questionnaire import YES_OR_NO, Choice, Group, Question, Questionnaire, QuestionType, Repeat
from consultation.xlsform import rounds
from consultation.xlsform.draft import Draft, Item
from consultation.xlsform.generated import in_languages
from consultation.xlsform.line import Line
from consultation.xlsform.parameters import RANGE_DEFAULTS
from consultation.xlsform.question_types import ASKED, CALCULATED, OTHER, SUBSTANTIAL, list_with_other
from consultation.xlsform.rounds import in_round, rounds_of, unrolled
from consultation.xlsform.table import MEDIA


def questionnaire_of(draft: Draft, title: str) -> Questionnaire:
    """`title` is for a form whose settings give it none."""
    titles = draft.texts(draft.settings.rows[0], "form_title") if draft.settings and draft.settings.rows else {}
    repeats = {line.name: _repeat(draft, line) for line in draft.repeats.values()}
    questions = (_question(draft, line) for line in draft.lines if line.type in ASKED.keys() | CALCULATED)
    return Questionnaire(
        title=titles or {draft.default_language: title},
        default_language=draft.default_language,
        questions=tuple(unrolled(questions, repeats, draft.languages)),
        groups=_groups(draft, repeats),
        choices=_choices(draft),
        repeats=repeats,
        form_id=draft.setting("form_id"),
        version=draft.setting("version"),
        languages=draft.languages,
    )


def _question(draft: Draft, line: Line) -> Question:
    row = line.row
    if line.type in CALCULATED:
        return Question(
            name=line.name,
            type=QuestionType.CALCULATE,
            relevant=line.expression("relevant"),
            calculation=line.calculation,
            groups=line.groups,
            row=row.number,
        )
    return Question(
        name=line.name,
        type=ASKED[line.type],
        label=in_languages(draft.languages, line.label) if line.generated else draft.texts(row, "label"),
        hint=draft.texts(row, "hint"),
        required=line.expression("required"),
        required_message=draft.texts(row, "required_message"),
        relevant=line.expression("relevant"),
        constraint=line.expression("constraint"),
        constraint_message=draft.texts(row, "constraint_message"),
        default=line.default,
        choices=_list_of(line),
        choice_filter=line.expression("choice_filter"),
        appearance=row.text("appearance"),
        parameters={**RANGE_DEFAULTS, **line.parameters} if line.type == "range" else line.parameters,
        media={kind: names for kind in MEDIA if (names := draft.texts(row, kind))},
        dont_know=line.type in SUBSTANTIAL and line.says("dont_know"),
        refuse=line.type in SUBSTANTIAL and line.says("refuse"),
        groups=line.groups,
        row=row.number,
    )


def _list_of(line: Line) -> str:
    return list_with_other(line.list_name) if line.or_other else line.list_name


def _group(draft: Draft, line: Line) -> Group:
    """Where a group of rows with one list has no label, the row that heads them says what they are about."""
    heads = (one for one in draft.lines if one.heads_matrix and one.groups and one.groups[-1] == line.name)
    rows = (line.row, *(one.row for one in heads))
    label = next((texts for row in rows if (texts := draft.texts(row, "label"))), {})
    return Group(line.name, label, line.expression("relevant"), line.row.text("appearance"))


def _groups(draft: Draft, repeats: Mapping[str, Repeat]) -> Mapping[str, Group]:
    groups: dict[str, Group] = {}
    for line in draft.lines:
        if line.type == "begin_repeat":
            groups |= rounds_of(repeats[line.name])
        elif line.type == "begin_group":
            group, repeat = _group(draft, line), repeats.get(draft.repeat_of(line))
            names = [in_round(line.name, at) for at in range(1, repeat.most + 1)] if repeat else [line.name]
            groups |= {name: replace(group, name=name) for name in names}
    return groups


def _repeat(draft: Draft, line: Line) -> Repeat:
    least, most = line.rounds
    return Repeat(_group(draft, line), line.expression("repeat_count"), least, most)


def _choices(draft: Draft) -> Mapping[str, tuple[Choice, ...]]:
    lists = {name: tuple(_choice(draft, item) for item in items) for name, items in draft.lists.items()}
    other = Choice(OTHER.name, in_languages(draft.languages, OTHER.label))
    for line in draft.lines:
        if line.or_other:
            own = lists[line.list_name]
            has_other = any(choice.name == other.name for choice in own)
            lists[list_with_other(line.list_name)] = own if has_other else (*own, other)
    if draft.repeats:
        yes_or_no = (replace(one, label=in_languages(draft.languages, one.label)) for one in rounds.CHOICES)
        lists[YES_OR_NO] = tuple(yes_or_no)
    return lists


def _choice(draft: Draft, item: Item) -> Choice:
    label = draft.texts(item.row, "label") or {draft.default_language: item.name}
    return Choice(item.name, label, item.row.extra, item.exclusive)
