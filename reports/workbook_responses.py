"""The two sheets of answers, written in one pass: one row a response, and one row an answer."""

from __future__ import annotations

from sqlalchemy import Connection

from consultation.policy import Policy
from consultation.questionnaire import Questionnaire
from consultation.texts import _
from consultation.topic import Topic
from reports.submissions import About, Forms, submitted
from reports.workbook_sheets import Book, Column


def write_responses(db: Connection, topic: Topic, profile: Questionnaire, policy: Policy, book: Book) -> None:
    forms = Forms(db)
    columns = forms.of(topic.questionnaire_id).columns
    about = About(topic, profile, policy)
    whole = book.table(_("Responses"), [*_about_columns(), *(Column(one.heading, one.width) for one in columns)])
    single = book.table(_("Single answers"), _single_columns())
    for number, (row, kept, person) in enumerate(submitted(db, topic.id), 1):
        given = forms.of(row.questionnaire_id).given(kept, policy.local(row.submitted_at))
        cells = {column.name: column.cell(value) for column, value in given}
        whole.add([number, *about.cells(row, person), *(cells.get(column.name) for column in columns)])
        for column, value in given:
            read = column.read(value)
            single.add([number, row.receipt, column.number, column.name, column.heading, read, value, column.type])


def _single_columns() -> list[Column]:
    return [
        Column(_("Row"), 8),
        Column(_("Receipt code"), 14),
        Column(_("Question number"), 10),
        Column(_("Question name"), 18),
        Column(_("Question"), 42),
        Column(_("Answer"), 42),
        Column(_("Answer as stored"), 24),
        Column(_("Question type"), 16),
    ]


def _about_columns() -> list[Column]:
    """The row's number joins both sheets: somebody who was forgotten has left answers without a receipt code."""
    return [
        Column(_("Row"), 8),
        Column(_("Receipt code"), 14),
        Column(_("Date submitted"), 14),
        Column(_("Time submitted (Gregorian)"), 18),
        Column(_("Messenger"), 12),
        Column(_("Kind of stakeholder"), 20),
        Column(_("Organisation"), 28),
        Column(_("Province"), 18),
    ]
