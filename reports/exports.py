"""The files in which the answers to a topic are taken away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from consultation import texts
from consultation.policy import Policy
from consultation.questionnaire import Questionnaire
from consultation.texts import _
from consultation.topic import Topic
from reports.json_lines import write_json_lines
from reports.parts import Format, Part
from reports.plain_tables import write_answers
from reports.spss import write_spss
from reports.submission_table import write_submissions
from reports.submissions import Submissions
from reports.workbook import topic_workbook


@dataclass(frozen=True)
class FileType:
    name: Callable[[], str]  # as staff read it on a button
    ending: str
    mime: str


TYPES = {
    Format.XLSX: FileType(
        lambda: "Excel", ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ),
    Format.CSV: FileType(lambda: "CSV", ".csv", "text/csv"),
    Format.SPSS: FileType(lambda: "SPSS", ".sav", "application/x-spss-sav"),
    Format.JSON: FileType(lambda: "JSON", ".jsonl", "application/jsonl"),
    Format.ODK: FileType(lambda: _("ODK and files"), ".zip", "application/zip"),
}


@dataclass(frozen=True)
class Exporter:
    """Makes a file of everything submitted to a topic. Of an anonymous topic nobody is ever named."""

    profile: Questionnaire
    policy: Policy

    def write(
        self,
        db: Connection,
        topic: Topic,
        made: Format,
        folder: Path,
        now: datetime,
        language: str,
        *,
        names: bool = False,
        part: Part | None = None,
    ) -> Path:
        """Into `folder`, where half-made files may lie meanwhile."""
        which = f"-part-{part.number}-of-{part.of}" if part else ""
        path = folder / f"topic-{topic.code}{which}{TYPES[made].ending}"
        names = names and not topic.anonymous
        with texts.speaking(language):
            submissions = Submissions(db, topic, self.profile, self.policy, names=names, part=part)
            match made:
                case Format.XLSX:
                    topic_workbook(db, submissions, self.profile, self.policy, path, now, names=names)
                case Format.CSV:
                    write_answers(submissions, path, names=names)
                case Format.SPSS:
                    write_spss(submissions, path, names=names)
                case Format.JSON:
                    write_json_lines(submissions, path, names=names)
                case Format.ODK:
                    write_submissions(db, submissions, path, names=names)
        return path
