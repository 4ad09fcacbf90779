"""What can be wrong with the rows of the survey sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from babel import Locale, UnknownLocaleError

from consultation.questionnaire import QuestionType
from consultation.texts import _, digits, inserted, language, ngettext
from consultation.xlsform.aliases import TYPES, closest
from consultation.xlsform.draft import Draft
from consultation.xlsform.line import Line
from consultation.xlsform.parameters import range_limits
from consultation.xlsform.problems import Problem
from consultation.xlsform.question_types import ASKED, CALCULATED, DROPPED, ENDS, GROUPS, INSTEAD, LISTED
from consultation.xlsform.table import MEDIA, TRANSLATED, Row

MOST_QUESTIONS = 500
LONGEST_LABEL = 3500  # letters: with its buttons and the progress it has to fit one message
LONGEST_NAME = 64
MOST_NUMBERS = 1000  # of a range

_RESERVED = frozenset({"meta", "instanceID"})  # parts of every XForm
_NAME = re.compile(r"[^\W\d][\w.\-\u200c\u064b-\u0655\u0670]*")  # Persian names hold ZWNJ and vowel signs


def suggestion(written: str, names: Iterable[str], otherwise: str) -> str:
    """The cure for a name that does not exist."""
    near = closest(written, names)
    return _("Did you mean “{name}”?").format(name=inserted(near)) if near else otherwise


def _written(draft: Draft) -> Iterator[Line]:
    return (line for line in draft.lines if not line.generated)


def _asked(draft: Draft) -> list[Line]:
    return [line for line in draft.lines if line.type in ASKED]


def types(draft: Draft) -> Iterator[Problem]:
    for line in _written(draft):
        if not line.written_type:
            yield line.row.problem(
                "type",
                _("This row has no type"),
                _("Write its type, such as text, integer or select_one, or empty the whole row."),
            )
        elif line.type in INSTEAD:
            yield line.row.problem(
                "type",
                _("A chat cannot ask for {type}").format(type=inserted(line.written_type)),
                INSTEAD[line.type](),
            )
        elif line.type not in ASKED.keys() | CALCULATED.keys() | DROPPED | GROUPS:
            near = TYPES.likely(line.written_type.split()[0]) or TYPES.likely(line.written_type)
            yield line.row.problem(
                "type",
                _("There is no type “{type}”").format(type=inserted(line.written_type)),
                _("Did you mean “{name}”?").format(name=inserted(near))
                if near
                else _("Use one of: {types}.").format(types=inserted(", ".join(ASKED))),
            )


def names(draft: Draft) -> Iterator[Problem]:
    for line in _written(draft):
        if line.type in ENDS:
            continue
        if not line.name:
            yield line.row.problem(
                "name",
                _("This row has no name"),
                _("Write a short name of its own, such as opinion or ask_2."),
            )
        elif line.name in _RESERVED and not line.groups:
            yield line.row.problem(
                "name", _("The name “{name}” is reserved").format(name=inserted(line.name)), _("Choose another name.")
            )
        elif not _NAME.fullmatch(line.name) or len(line.name) > LONGEST_NAME:
            yield line.row.problem(
                "name",
                _("“{name}” cannot be a name").format(name=inserted(line.name[:LONGEST_NAME])),
                _(
                    "Begin it with a letter, then use letters, digits and _ only, without spaces; {most} at most."
                ).format(most=digits(LONGEST_NAME)),
            )


def repeated_names(draft: Draft) -> Iterator[Problem]:
    for line in draft.lines:
        first = draft.by_name.get(line.name, line)
        if line.type not in ENDS and first is not line:
            yield line.row.problem(
                "name",
                _("The name “{name}” is already used in row {row}").format(
                    name=inserted(line.name), row=digits(first.row.number)
                ),
                _("Give each question, group and calculation a name of its own."),
            )


def _only_shows(line: Line) -> bool:
    """A note may be a picture without a word."""
    return line.type == "note" and any(line.row.texts(kind) for kind in MEDIA)


def missing_labels(draft: Draft) -> Iterator[Problem]:
    for line in _asked(draft):
        if not line.generated and not line.heads_matrix and not line.row.texts("label") and not _only_shows(line):
            yield line.row.problem("label", _("This question has no label"), _("Write what people are to be asked."))


def long_labels(draft: Draft) -> Iterator[Problem]:
    for line in _asked(draft):
        hints = line.row.texts("hint")
        lengths = [len(text) + len(hints.get(code, "")) for code, text in line.row.texts("label").items()]
        if max(lengths, default=0) > LONGEST_LABEL:
            yield line.row.problem(
                "label",
                _("Label and hint together are longer than {most} letters").format(most=digits(LONGEST_LABEL)),
                _("Shorten them, or move a part into a note before the question."),
            )


def lists(draft: Draft) -> Iterator[Problem]:
    for line in _written(draft):
        if line.type not in LISTED:
            continue
        if not line.list_name:
            yield line.row.problem(
                "type",
                _("It is not said which list the choices come from"),
                _("Write the name of the list after the type, as in select_one provinces."),
            )
        elif "${" in line.list_name:
            yield line.row.problem(
                "type",
                _("Choices cannot be taken from earlier answers"),
                _("Put the choices into the choices sheet and use choice_filter."),
            )
        elif draft.choices and line.list_name not in draft.lists:
            yield line.row.problem(
                "type",
                _("The list “{list}” is not in the choices sheet").format(list=inserted(line.list_name)),
                suggestion(line.list_name, draft.lists, _("Write its choices there, with this word under list_name.")),
            )


def filtered_or_other(draft: Draft) -> Iterator[Problem]:
    for line in _written(draft):
        if line.or_other and line.row.text("choice_filter"):
            yield line.row.problem(
                "choice_filter",
                _("or_other and choice_filter do not go together"),
                _("Write “other” as a choice of its own and ask for it in a further question."),
            )


def ranges(draft: Draft) -> Iterator[Problem]:
    for line in _written(draft):
        if line.type == "range" and range_limits(line.row.text("parameters")) is None:
            yield line.row.problem(
                "parameters",
                _("These are not the limits of a range"),
                _("Write them as in start=1 end=5 step=1, the start below the end."),
            )
        elif line.type == "range" and _count(line) > MOST_NUMBERS:
            yield line.row.problem(
                "parameters",
                _("The range has more than {most} numbers").format(most=digits(MOST_NUMBERS)),
                _("Use integer or decimal, with these limits as its constraint."),
            )


def _count(line: Line) -> float:
    limits = range_limits(line.row.text("parameters"))
    start, end, step = map(float, limits.values()) if limits else (0, 0, 1)
    return (end - start) / step + 1


def calculations(draft: Draft) -> Iterator[Problem]:
    for line in _written(draft):
        if line.type == "calculate" and not line.calculation:
            yield line.row.problem(
                "calculation",
                _("There is nothing to calculate"),
                _("Write an expression, such as {example}.").format(example=inserted("${a} + ${b}")),
            )


def amount(draft: Draft) -> Iterator[Problem]:
    asked = [line for line in _asked(draft) if line.type != QuestionType.NOTE and not line.heads_matrix]
    if not asked:
        yield draft.survey.problem(
            _("There is no question in the form"),
            _("Write at least one row with a type, a name and a label."),
        )
    count = sum(_rounds(draft, line) for line in asked)
    if count > MOST_QUESTIONS:
        told = _("The form has {count} questions; a chat can ask {most} at most")
        if draft.repeats:
            told = _("The form has {count} questions, each round of a repeat counted; a chat can ask {most} at most")
        yield draft.survey.problem(
            told.format(count=digits(count), most=digits(MOST_QUESTIONS)),
            _("Make several topics of it."),
        )


def _rounds(draft: Draft, line: Line) -> int:
    repeat = draft.repeats.get(draft.repeat_of(line))
    return repeat.rounds[1] if repeat else 1


# -- remarks -----------------------------------------------------------------------------------------------------------


def dropped_rows(draft: Draft) -> Iterator[Problem]:
    for line in _written(draft):
        if line.type in DROPPED:
            yield line.row.problem(
                "type",
                _("A messenger does not tell {type}, so this row is left out").format(type=inserted(line.written_type)),
                _("Ask for it in a question where you need it."),
            )


def renamed(draft: Draft) -> Iterator[Problem]:
    for name, lines in draft.written.items():
        for line in lines:
            if line.name != name and line.name not in (f"{name}_date", f"{name}_time"):
                first = draft.by_name[name]
                yield line.row.problem(
                    "name",
                    _("The name “{name}” stands in row {row} too, so tables call this one “{other}”").format(
                        name=inserted(name), row=digits(first.row.number), other=inserted(line.name)
                    ),
                    _("Give each question a name of its own if you wish to name it yourself."),
                )


def earlier_answers(draft: Draft) -> Iterator[Problem]:
    for line in _asked(draft):
        if line.row.text("default") != line.default:
            yield line.row.problem(
                "default",
                _("Answers to an earlier form are not kept here, so nothing is suggested"),
                _("You may leave it; people will simply answer."),
            )


def constraints_without_message(draft: Draft) -> Iterator[Problem]:
    for line in _asked(draft):
        if line.row.text("constraint") and not line.row.texts("constraint_message"):
            yield line.row.problem(
                "constraint",
                _("People whose answer is refused will not be told why"),
                _("Write under constraint_message what a right answer looks like."),
            )


def idle_cells(draft: Draft) -> Iterator[Problem]:
    for line in _written(draft):
        if line.type in ASKED and line.row.text("calculation"):
            yield line.row.problem(
                "calculation",
                _("The calculation has no effect on a question that people answer"),
                _("Make a row of type calculate of it, or move it to default."),
            )
        if line.type not in LISTED and line.row.text("choice_filter"):
            yield line.row.problem(
                "choice_filter",
                _("Only select_one, select_multiple and rank have choices to filter"),
                _("Empty this cell."),
            )


def missing_translations(draft: Draft) -> Iterator[Problem]:
    """One remark for each column and language, however many rows want a text."""
    rows = [[line.row for line in _written(draft)], [item.row for item in draft.items]]
    for code in draft.languages if len(draft.languages) > 1 else ():
        for of_sheet in rows:
            for name in sorted(TRANSLATED):
                wanting = [row for row in of_sheet if (texts := draft.texts(row, name)) and code not in texts]
                if wanting:
                    yield _untranslated(wanting, name, code)


def _untranslated(rows: list[Row], name: str, code: str) -> Problem:
    numbers = _(", ").join(digits(row.number) for row in rows[:10]) + (" …" if len(rows) > 10 else "")
    column = next((one for one in rows[0].columns if one.name == name and one.language == code), None)
    return Problem(
        rows[0].sheet,
        rows[0].number if len(rows) == 1 else None,
        column.header if column else name,
        ngettext(
            "One text is missing in {language}: row {rows}",
            "{count} texts are missing in {language}: rows {rows}",
            len(rows),
        ).format(count=digits(len(rows)), language=_language_name(code), rows=numbers),
        _("People who chose this language will read the text in another one. Add it if you can."),
        column.letter if column else "",
    )


def _language_name(code: str) -> str:
    try:
        return Locale.parse(code, sep="-").get_display_name(language()) or inserted(code)
    except (ValueError, UnknownLocaleError):
        return inserted(code)
