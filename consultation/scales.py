"""Scales and tables: what the numbers of a range mean, and which row of a table a question is."""

from __future__ import annotations

from collections.abc import Mapping

from consultation import wording
from consultation.interview import Interview
from consultation.questionnaire import Question


def meanings(interview: Interview, question: Question) -> Mapping[str, str]:
    """What numbers of a range mean, where the form says so: usually its two ends."""
    listed = interview.questionnaire.choices.get(question.parameters.get("tick_labelset", ""), ())
    return {one.name: wording.label(interview, one, question) for one in listed}


def matrix_row(interview: Interview, question: Question) -> tuple[int, int] | None:
    """Which row of a table it is, and of how many: questions of one group that share their choices."""
    if not question.choices or not question.groups or not _in_table(interview, question):
        return None
    rows = [one for one in interview.to_ask if (one.groups, one.choices) == (question.groups, question.choices)]
    return (rows.index(question) + 1, len(rows)) if question in rows and len(rows) > 1 else None


def _in_table(interview: Interview, question: Question) -> bool:
    around = interview.questionnaire.groups[question.groups[-1]].appearance.split()
    return "table-list" in around or "list-nolabel" in question.appearance.split()
