"""Reading an XLSForm: a workbook that staff wrote becomes a questionnaire, or every problem in it is named.

Bytes are opened with care, rows are put under standard names, and our own lint looks for everything that it can tell in
the author's words, all at once. pyxform, the reference implementation, then has the last word on what is a valid form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePath

from pyxform.xls2xform import convert

from consultation.texts import _, inserted
from consultation.xlsform import lint
from consultation.xlsform.aliases import SHEETS, YES, one_of
from consultation.xlsform.building import questionnaire_of
from consultation.xlsform.draft import Draft, Item
from consultation.xlsform.line import Line
from consultation.xlsform.parameters import range_limits
from consultation.xlsform.problems import FormRefused, Problem, ReadForm, refused
from consultation.xlsform.question_types import DROPPED, LISTED
from consultation.xlsform.table import TRANSLATED, Table, table_of
from consultation.xlsform.workbook import Sheet, Workbook, read_workbook

_ROW = re.compile(r"\[row : (\d+)\]\s*")
_COLUMN = re.compile(r"[^\W\d][\w.-]*")  # others are for people; no expression can name them
_IN_SURVEY = ("required", "relevant", "constraint", "choice_filter", "repeat_count")


def read_form(content: bytes, filename: str) -> ReadForm:
    """The questionnaire of a workbook (.xlsx or .xls), with what its author may want to know.

    The name of the file is the title of a form that has none.
    Raises: FormRefused with every problem that was found, in the language in force. Nothing else, whatever the bytes.
    """
    workbook = read_workbook(content, lambda name: bool(SHEETS.standard(name)))
    return read_sheets(workbook, PurePath(filename).stem)


def holds_form(content: bytes) -> bool:
    """Whether a workbook has a sheet of questions: a table of figures, say, has none."""
    try:
        return any(
            SHEETS.standard(name) == "survey" for name in read_workbook(content, lambda _name: False).sheet_names
        )
    except FormRefused:
        return False


def read_sheets(workbook: Workbook, title: str) -> ReadForm:
    draft = _draft(workbook)
    problems = lint.problems(draft) or _second_opinion(draft)
    if problems:
        raise FormRefused(problems, lint.remarks(draft))
    return ReadForm(questionnaire_of(draft, title), lint.remarks(draft))


def _draft(workbook: Workbook) -> Draft:
    tables = {kind: _table(kind, workbook.sheets) for kind in SHEETS.names}
    survey = tables["survey"]
    if survey is None:
        raise _no_survey(workbook.sheet_names)
    return Draft(survey, tables["choices"], tables["settings"], workbook.sheet_names)


def _table(kind: str, sheets: tuple[Sheet, ...]) -> Table | None:
    named = [sheet for sheet in sheets if SHEETS.standard(sheet.name) == kind]
    if len(named) > 1:
        raise refused(
            _("The sheets {first} and {second} are for the same thing").format(
                first=inserted(named[0].name), second=inserted(named[1].name)
            ),
            _("Keep one of the two, or give the other another name."),
        )
    return table_of(kind, named[0]) if named else None


def _no_survey(names: tuple[str, ...]) -> FormRefused:
    near = next((name for name in names if SHEETS.standard(SHEETS.likely(name)) == "survey"), "")
    return refused(
        _("The workbook has no sheet named survey"),
        _("Rename the sheet “{sheet}” to survey.").format(sheet=inserted(near))
        if near
        else _("Write the questions in a sheet of this name. The bot has an empty form to begin with."),
    )


# -- pyxform -----------------------------------------------------------------------------------------------------------


def _second_opinion(draft: Draft) -> tuple[Problem, ...]:
    lines = list(draft.lines)
    form = {
        **_sheet("survey", [_survey_row(draft, line) for line in lines]),
        **_sheet("choices", [_choice_row(draft, item) for item in draft.items]),
        **_sheet("settings", [_settings_row(draft)]),
    }
    try:
        convert(form, validate=False)
    except Exception as error:  # not only PyXFormError: a form that it cannot digest is a form to be refused
        return (_their_problem(draft, lines, str(error)),)
    return ()


def _sheet(name: str, rows: list[Mapping[str, str]]) -> Mapping[str, object]:
    headers = dict.fromkeys(header for row in rows for header in row)
    return {name: rows, f"{name}_header": [headers]}


def _their_problem(draft: Draft, lines: list[Line], message: str) -> Problem:
    found = _ROW.search(message)
    at = int(found[1]) - 2 if found else len(lines)  # they count the rows that we gave them, below a header
    on_survey = "'choices' sheet" not in message and at < len(lines)
    row = lines[at].row.number if on_survey else None
    return Problem(
        draft.survey.sheet.name if on_survey else "",
        row,
        None,
        _("This is no valid XLSForm: {message}").format(message=inserted(_ROW.sub("", message).strip())),
        _("Compare this place with the description of XLSForm at xlsform.org."),
    )


def _survey_row(draft: Draft, line: Line) -> Mapping[str, str]:
    kind = line.type.replace("_group", " group").replace("_repeat", " repeat")
    if line.type in DROPPED:  # others may refer to it
        kind = "hidden"
    if line.type in LISTED:  # without or_other: its question is a line of its own here
        kind = f"{kind} {line.list_name}"
    limits = range_limits(line.row.text("parameters")) or {} if line.type == "range" else {}
    cells = {
        "type": kind,
        "name": line.name,
        "default": line.default,
        "calculation": line.calculation,
        "parameters": " ".join(f"{name}={value}" for name, value in limits.items()),
        **{column: line.expression(column) for column in _IN_SURVEY},
        **_translated(draft, line),
        **({} if line.row.texts("label") and not line.generated else {"label": line.name}),  # it wants one of each
    }
    return {header: text for header, text in cells.items() if text}


def _choice_row(draft: Draft, item: Item) -> Mapping[str, str]:
    own = {header: text for header, text in item.row.extra.items() if _COLUMN.fullmatch(header)}
    return {"list_name": item.list_name, "name": item.name, **_translated(draft, item), **own}


def _settings_row(draft: Draft) -> Mapping[str, str]:
    repeated = one_of(draft.setting("allow_choice_duplicates"), YES)
    return {
        "default_language": draft.default_language,
        "allow_choice_duplicates": "yes" if repeated else "no",
    }


def _translated(draft: Draft, one: Line | Item) -> Mapping[str, str]:
    texts = {name: draft.texts(one.row, name) for name in TRANSLATED}
    return {f"{name}::{code}": text for name in texts for code, text in texts[name].items()}
