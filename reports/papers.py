"""What the ministry takes away: the report of a topic, the annex to a decision, each in the format that is wanted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Connection

from consultation import texts
from consultation.texts import _
from consultation.topic import Topic
from reports.annex import annex
from reports.blocks import Document
from reports.pdf import write_pdf
from reports.topic_report import Reporter
from reports.web_page import write_page
from reports.word import write_word


class Paper(StrEnum):
    REPORT = "report"
    ANNEX = "annex"


class Form(StrEnum):
    PDF = "pdf"
    WORD = "docx"
    PAGE = "html"


@dataclass(frozen=True)
class _Kind:
    name: Callable[[], str]  # as staff read it on a button
    mime: str
    write: Callable[[Document, Path], None]


KINDS = {
    Form.PDF: _Kind(lambda: "PDF", "application/pdf", write_pdf),
    Form.WORD: _Kind(
        lambda: _("Word"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", write_word
    ),
    Form.PAGE: _Kind(lambda: _("Web page"), "text/html", write_page),
}
FORMS = {Paper.REPORT: (Form.PDF, Form.WORD, Form.PAGE), Paper.ANNEX: (Form.WORD, Form.PDF)}
"""The usual one first."""


def write_paper(
    db: Connection, topic: Topic, paper: Paper, form: Form, reporter: Reporter, folder: Path, now: datetime, lang: str
) -> Path:
    path = folder / f"{paper}-{topic.code}.{form}"
    with texts.speaking(lang):
        document = reporter.report(db, topic, now) if paper is Paper.REPORT else annex(db, topic, reporter, now)
        KINDS[form].write(document, path)
    return path
