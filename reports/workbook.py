"""The workbook of a topic: everything that was answered, one row a response and one row an answer, with its codebook.

Beside the answers stands who they speak for: kind, organisation and province; names only where they were asked for.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from consultation.lifecycle import state_name
from consultation.policy import Policy
from consultation.questionnaire import Questionnaire
from consultation.texts import _, language
from consultation.topic import Figures, Topic
from reports import desk, segments
from reports.break_offs import break_offs
from reports.outcomes import write_outcomes
from reports.submissions import Submissions
from reports.workbook_answers import AnswerColumn
from reports.workbook_responses import write_responses
from reports.workbook_sheets import Book, Cell, Column
from storage import topics


def topic_workbook(
    db: Connection,
    submissions: Submissions,
    profile: Questionnaire,
    policy: Policy,
    path: Path,
    now: datetime,
    *,
    names: bool = False,
) -> None:
    """Write what was submitted to a topic to `path`, an .xlsx file; half-made files lie beside it meanwhile.

    Of several files the first alone says what became of each invitation.
    """
    topic = submissions.topic
    with Book(path, topic.title, now, right_to_left=language() == "fa") as book:
        write_responses(submissions, book, names=names)
        _write_codebook(submissions.columns, book)
        _write_break_offs(db, topic, policy.local(now), book)
        if submissions.part is None or submissions.part.number == 1:
            write_outcomes(db, topic, profile, policy, now, book, names=names)
        _write_facts(db, topic, profile, policy, now, book)


def _write_codebook(columns: list[AnswerColumn], book: Book) -> None:
    headings = [_("Question number"), _("Question name"), _("Question type"), _("Question"), _("Choices")]
    widths = [10, 20, 18, 60, 50]
    table = book.table(_("Codebook"), list(map(Column, headings, widths)))
    for column in columns:
        choices = "\n".join(f"{name} = {label}" for name, label in column.choices.items())
        table.add([column.number, column.name, column.type, column.label, choices])


def _write_break_offs(db: Connection, topic: Topic, now: datetime, book: Book) -> None:
    """Where those stopped who have begun and not submitted; no sheet where there are none."""
    if found := break_offs(db, topic, now):
        headings = [_("Question number"), _("Question"), _("People who stopped here")]
        table = book.table(_("Half done"), list(map(Column, headings, [10, 60, 20])))
        for one in found:
            table.add([one.number or None, one.question, one.count])


def _write_facts(
    db: Connection, topic: Topic, profile: Questionnaire, policy: Policy, now: datetime, book: Book
) -> None:
    table = book.table(_("About the topic"), [Column(_("Item"), 40), Column(_("Value"), 80)])
    told = _settled(db, topic, profile, policy) | _counted(topics.figures(db, [topic.id])[topic.id])
    for item, value in {**told, _("Workbook made"): desk.moment(now, policy)}.items():
        table.add([item, value])


def _settled(db: Connection, topic: Topic, profile: Questionnaire, policy: Policy) -> dict[str, Cell]:
    moments = {
        _("Publishing time"): topic.opened_at,
        _("Closing time"): topic.closes_at,
        _("Closed at"): topic.closed_at,
    }
    return {
        _("Topic number"): topic.id,
        _("Topic title"): topic.title,
        _("Topic summary"): topic.summary,
        _("Topic state"): state_name(topic.state),
        _("Audience"): segments.name(db, topic.audience, profile),
        **{item: desk.moment(moment, policy) for item, moment in moments.items() if moment is not None},
    }


def _counted(figures: Figures) -> dict[str, Cell]:
    return {
        _("People invited"): figures.invited,
        _("People told"): figures.told,
        _("People reached"): figures.reached,
        _("People who started"): figures.started,
        _("People who submitted"): figures.submitted,
    }
