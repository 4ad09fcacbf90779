"""The sheets of answers, written in one pass: one row a response, one row an answer, and choices to reckon with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from consultation.conversation import Channel
from consultation.questionnaire import QuestionType
from consultation.texts import _
from reports.submissions import Submission, Submissions
from reports.variables import Variable, variables
from reports.workbook_answers import AnswerColumn, day_of
from reports.workbook_sheets import Book, Cell, Column


def write_responses(submissions: Submissions, book: Book, *, names: bool) -> None:
    columns = {column.name: column for column in submissions.columns}
    headings = [heading for column in columns.values() for heading in _headings(column)]
    parts = [variable for variable in variables(submissions.columns) if variable.parts_of]
    several = len(submissions.editions) > 1
    edition = [Column(_("Version of the questions"), 10)] if several else []
    whole = book.table(_("Responses"), [*_about_columns(names), *headings, *edition])
    single = book.table(_("Single answers"), _single_columns())
    numbers = book.table(_("Choices as 0 and 1"), _part_columns(parts)) if parts else None
    messengers = {Channel.TELEGRAM.value: _("Telegram"), Channel.BALE.value: _("Bale")}
    for one in submissions:
        about = _about(one, messengers, anonymous=submissions.topic.anonymous)
        if names:
            about.append(one.name)
        cells = (cell for column in columns.values() for cell in _cells(column, one))
        whole.add([one.number, *about, *cells, *([one.edition] if several else [])])
        if numbers is not None:
            numbers.add(_parts(one, parts))
        for question, stored in one.given.items():
            column = columns[question]
            read = column.read(stored)
            told = (column.number, column.name, column.heading, read, None if stored == read else stored)
            single.add((one.number, *told))


def _headings(column: AnswerColumn) -> Iterator[Column]:
    yield Column(column.heading, column.width)
    if column.type is QuestionType.DATE:
        yield Column(_("{question} (as a date)").format(question=column.heading), 18)


def _cells(column: AnswerColumn, one: Submission) -> Iterator[Cell]:
    stored = one.given.get(column.name)
    yield None if stored is None else column.cell(stored)
    if column.type is QuestionType.DATE:
        yield None if stored is None else column.day(stored)


def _parts(one: Submission, parts: list[Variable]) -> Iterator[Cell]:
    yield from (one.number, one.receipt)
    yield from (part.of(one.given) for part in parts)


def _part_columns(parts: list[Variable]) -> list[Column]:
    return [Column(_("Row"), 8), Column(_("Receipt code"), 14), *(Column(part.label, 16) for part in parts)]


def _about(one: Submission, messengers: Mapping[str, str], *, anonymous: bool) -> list[Cell]:
    at = one.submitted_at.date() if anonymous else one.submitted_at
    return [
        one.receipt,
        day_of(one.submitted_at),
        at,
        messengers.get(one.channel, one.channel),
        one.kind,
        one.organisation,
        one.province,
    ]


def _single_columns() -> list[Column]:
    return [
        Column(_("Row"), 8),
        Column(_("Question number"), 10),
        Column(_("Question name"), 18),
        Column(_("Question"), 42),
        Column(_("Answer"), 42),
        Column(_("Answer as stored, where it differs"), 24),
    ]


def _about_columns(names: bool) -> list[Column]:
    """The row's number joins both sheets: somebody who was forgotten has left answers without a receipt code."""
    return [
        Column(_("Row"), 8),
        Column(_("Receipt code"), 14),
        Column(_("Date submitted"), 14),
        Column(_("Submitted, as a date"), 20),
        Column(_("Messenger"), 12),
        Column(_("Kind of stakeholder"), 20),
        Column(_("Organisation"), 28),
        Column(_("Province"), 18),
        *([Column(_("Name"), 24)] if names else []),
    ]
