"""Writing an XLSForm: the way back from a questionnaire to the sheets that it could have been read from.

What the reader made of a cell (the question that or_other adds, the scale of an expertise) goes back into that cell, so
that reading what is written here gives the same questionnaire. Where the form speaks of such a question, it gets a row
of its own: other programs know no name that stands in no row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from consultation.questionnaire import USUAL_MOST, Choice, Question, Questionnaire, QuestionType, Repeat, Texts
from consultation.xlsform.aliases import LANGUAGE_CODES
from consultation.xlsform.generated import expertise_of, other_of, own_list
from consultation.xlsform.rounds import rolled_up
from consultation.xlsform.workbook import Sheet, Workbook

Cells = Mapping[str, str]  # header -> text
_SIMPLE = ("relevant", "constraint", "default", "choice_filter", "appearance", "calculation")
_NAMED = re.compile(r"\$\{([^}]+)\}")
# XLSForm's own parameters do not know these.
_COLUMNS_OF_OURS = {"min": "min_chosen", "max": "max_chosen", "max_length": "max_length"}
_ALWAYS = {
    "survey": ("type", "name", "label"),
    "choices": ("list_name", "name", "label"),
    "settings": ("form_title",),
}
_ORDER = (
    *("type", "list_name", "name", "label", "hint", "required", "required_message", "relevant", "constraint"),
    *("constraint_message", "calculation", "default", "choice_filter", "repeat_count", "appearance", "parameters"),
    *(
        "min_chosen",
        "max_chosen",
        "max_length",
        "dont_know",
        "refuse",
        "expertise",
        "image",
        "audio",
        "video",
        "exclusive",
    ),
    *("form_title", "form_id", "version", "default_language", "allow_choice_duplicates"),
)


@dataclass(frozen=True)
class Written:
    """A sheet: its headers in order, and its rows."""

    name: str
    headers: tuple[str, ...]
    rows: tuple[Cells, ...]


def sheets_of(form: Questionnaire) -> tuple[Written, ...]:
    form = _told_apart(rolled_up(form))
    survey = _sheet(form, "survey", [*_survey(form)])
    choices = _sheet(form, "choices", [_choice(form, name, one) for name, one in _choices(form)])
    return (survey, *((choices,) if choices.rows else ()), _sheet(form, "settings", [_settings(form)]))


def _told_apart(form: Questionnaire) -> Questionnaire:
    """Without any or_other whose text something else speaks of: its choice stands in a list instead."""
    named = _named(form)
    spoken_of = [one for one in form.questions if (other := other_of(form, one)) and other.name in named]
    lists = {one.choices: _free(form, f"{own_list(one.choices)}_with_other") for one in spoken_of}
    return replace(
        form,
        questions=tuple(
            replace(one, choices=lists[one.choices]) if one in spoken_of else one for one in form.questions
        ),
        choices={**form.choices, **{own: form.choices[name] for name, own in lists.items()}},
    )


def _free(form: Questionnaire, name: str) -> str:
    return name if name not in form.choices else _free(form, f"{name}_too")


def _named(form: Questionnaire) -> frozenset[str]:
    """The questions that anything in the form speaks of."""
    rows = (
        *(_question(question) for question in form.questions),
        *(_group(form, name) for name in form.groups.keys() | form.repeats.keys()),
        *(_choice(form, name, one) for name, one in _choices(form)),
    )
    return frozenset(name.strip() for row in rows for text in row.values() for name in _NAMED.findall(text))


def workbook_of(form: Questionnaire) -> Workbook:
    """The same as if it had been opened from a file."""
    sheets = sheets_of(form)
    return Workbook(tuple(one.name for one in sheets), tuple(map(_opened, sheets)))


def _opened(sheet: Written) -> Sheet:
    columns = {header: at for at, header in enumerate(sheet.headers, start=1)}
    rows = [dict(zip(columns.values(), columns, strict=True))]
    rows += [{columns[header]: text for header, text in row.items()} for row in sheet.rows]
    return Sheet(sheet.name, dict(enumerate(rows, start=1)))


def _sheet(form: Questionnaire, name: str, rows: Sequence[Cells]) -> Written:
    """Headers in the order of XLSForm's own documentation, languages in the order of the form."""
    used = dict.fromkeys(header for row in rows for header in row)
    always = [header for one in _ALWAYS[name] for header in (_label_headers(form) if one == "label" else [one])]
    missing = (one for one in always if one not in used and not (one == "form_title" and rows))
    place = {header: at for at, header in enumerate(_ORDER)}
    languages = {_language(code): at for at, code in enumerate(form.languages)}

    def order(header: str) -> tuple[int, int]:
        base, _colon, language = header.removeprefix("media::").partition("::")
        return place.get(base, len(place)), languages.get(language, len(languages))

    return Written(name, tuple(sorted((*missing, *used), key=order)), tuple(rows))


def _label_headers(form: Questionnaire) -> list[str]:
    return [f"label::{_language(code)}" for code in form.languages]


def _language(code: str) -> str:
    """As columns name a language: Persian (fa)."""
    names = LANGUAGE_CODES.names.get(code)
    return f"{names[0]} ({code})" if names else code


def _texts(column: str, texts: Texts) -> Cells:
    return {f"{column}::{_language(code)}": text for code, text in texts.items() if text}


# -- survey ------------------------------------------------------------------------------------------------------------


def _survey(form: Questionnaire) -> Iterator[Cells]:
    open_groups: tuple[str, ...] = ()
    written: set[str] = set()
    for question, cells in _rows(form):
        shared = _shared(open_groups, question.groups)
        yield from _ends(form, open_groups[shared:])
        for name in question.groups[shared:]:
            yield _group(form, name)
        open_groups = question.groups
        written.update(open_groups)
        yield cells
    yield from _ends(form, open_groups)
    for name in form.groups.keys() - written:
        yield _group(form, name)
        yield from _ends(form, (name,))


def _shared(before: tuple[str, ...], now: tuple[str, ...]) -> int:
    pairs = enumerate(zip(before, now, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(before), len(now)))


def _ends(form: Questionnaire, names: Sequence[str]) -> Iterable[Cells]:
    return ({"type": "end_repeat" if name in form.repeats else "end_group"} for name in reversed(names))


def _group(form: Questionnaire, name: str) -> Cells:
    if name in form.repeats:
        return _repeat(form.repeats[name])
    group = form.groups[name]
    simple = {"relevant": group.relevant, "appearance": group.appearance}
    return {"type": "begin_group", "name": name, **_texts("label", group.label), **_filled(simple)}


def _repeat(repeat: Repeat) -> Cells:
    group, limits = repeat.group, {"min": repeat.least, "max": repeat.most}
    usual = {"min": 1, "max": repeat.fixed or USUAL_MOST}
    simple = {
        "relevant": group.relevant,
        "appearance": group.appearance,
        "repeat_count": repeat.count,
        "parameters": " ".join(f"{name}={value}" for name, value in limits.items() if value != usual[name]),
    }
    return {"type": "begin_repeat", "name": group.name, **_texts("label", group.label), **_filled(simple)}


def _rows(form: Questionnaire) -> Iterator[tuple[Question, Cells]]:
    """Every question that its author wrote, with its cells; those that the reader adds are left out."""
    questions, named = list(form.questions), _named(form)
    while questions:
        question = questions.pop(0)
        cells = dict(_question(question))
        if questions and questions[0] == other_of(form, question):
            questions.pop(0)
            cells["type"] += " or_other"
        if questions and questions[0] == expertise_of(form, question) and questions[0].name not in named:
            questions.pop(0)
            cells["expertise"] = "yes"
        yield question, cells


def _question(question: Question) -> Cells:
    texts = {
        "label": question.label,
        "hint": question.hint,
        "required_message": question.required_message,
        "constraint_message": question.constraint_message,
        **{f"media::{kind}": names for kind, names in question.media.items()},
    }
    cells = {
        "type": _type(question),
        "name": question.name,
        "required": "yes" if question.required == "true()" else question.required,
        **{column: getattr(question, column) for column in _SIMPLE},
        **_parameters(question.parameters),
        "dont_know": "yes" * question.dont_know,
        "refuse": "yes" * question.refuse,
    }
    translated = {header: text for column, given in texts.items() for header, text in _texts(column, given).items()}
    return {**_filled(cells), **translated}


def _type(question: Question) -> str:
    if question.choices:
        return f"{question.type.value} {own_list(question.choices)}"
    idle = question.type is QuestionType.CALCULATE and not question.calculation
    return "hidden" if idle else question.type.value


def _parameters(given: Mapping[str, str]) -> Cells:
    own = {column: given[name] for name, column in _COLUMNS_OF_OURS.items() if name in given}
    others = (f"{name}={value}" for name, value in given.items() if name not in _COLUMNS_OF_OURS)
    return {**own, "parameters": " ".join(others)}


def _filled(cells: Cells) -> Cells:
    return {header: text for header, text in cells.items() if text}


# -- choices and settings ----------------------------------------------------------------------------------------------


def _choices(form: Questionnaire) -> Iterator[tuple[str, Choice]]:
    return ((name, one) for name, choices in form.choices.items() if own_list(name) == name for one in choices)


def _choice(form: Questionnaire, list_name: str, choice: Choice) -> Cells:
    own = {"list_name": list_name, "name": choice.name, **choice.columns, "exclusive": "yes" * choice.exclusive}
    return {**_filled(own), **_texts("label", choice.label)}


def _settings(form: Questionnaire) -> Cells:
    """Other programs know a title in one language only: the form's own stands under the name that they know."""
    titles = {
        "form_title" if code == form.default_language else f"form_title ({code})": text
        for code, text in form.title.items()
    }
    repeated = any(len({one.name for one in choices}) < len(choices) for choices in form.choices.values())
    return _filled(
        {
            **titles,
            "form_id": form.form_id,
            "version": form.version,
            "default_language": _language(form.default_language),
            "allow_choice_duplicates": "yes" * repeated,
        }
    )
