"""Files that are made when they are sent: for staff, from what the database holds at that moment."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from consultation.conversation import Button, Message, Rows, Shape, press
from consultation.policy import Policy
from consultation.texts import _, bold, digits, inserted, language
from consultation.topic import Topic
from reports import audit, outcomes, status
from reports.chart import bars
from reports.exports import TYPES, Exporter, Format
from reports.form_workbook import form_workbook
from reports.marked_workbook import returned
from reports.template import form_template
from scheduler.sending import Upload
from storage import questionnaires, watching

Made = tuple[Message, Upload | None]

XLSX = TYPES[Format.XLSX].mime


@dataclass(frozen=True)
class Files:
    exporter: Exporter
    policy: Policy
    shelf: Path  # for what is too large for a messenger
    largest: int  # bytes that a messenger takes

    def template(self) -> Made:
        told = _("An empty workbook: write your questions in it, and send it back here.")
        return Message(told), Upload(_("questionnaire.xlsx"), XLSX, content=form_template())

    def marked(self, refused: Upload) -> Upload:
        content, marked = returned(refused.content, refused.name)
        if marked:
            return replace(refused, content=content)
        return Upload(f"{Path(refused.name).stem}-{_('Problems')}.xlsx", XLSX, content=content)

    def form(self, db: Connection, topic: Topic) -> Made:
        content = form_workbook(questionnaires.get(db, topic.questionnaire_id))
        told = _("The questions of topic {code}: {title}").format(code=digits(topic.code), title=bold(topic.title))
        return Message(told), Upload(f"form-{topic.code}.xlsx", XLSX, content=content)

    def audit(self, db: Connection, topic_id: int | None, now: datetime) -> Made:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "audit.xlsx"
            audit.workbook(db, topic_id, self.policy, path, now)
            return Message(_("The audit log.")), Upload("audit.xlsx", XLSX, content=path.read_bytes())

    def chart(self, db: Connection, topic: Topic) -> Made:
        shares = watching.by_kind(db, topic.id)
        rows = [(status.kind_name(share, self.exporter.profile), share.told, share.submitted) for share in shares]
        title = _("Topic {code}: {title}").format(code=digits(topic.code), title=topic.title)
        picture = bars(title, _("were told"), _("have answered"), rows, digits("0123456789"))
        return Message(title, shape=Shape.PHOTO), Upload(f"topic-{topic.code}.png", "image/png", content=picture)

    def outcomes(self, db: Connection, topic: Topic, now: datetime) -> Made:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "invitations.xlsx"
            outcomes.workbook(db, topic, self.exporter.profile, self.policy, path, now)
            told = _("What became of the invitations to topic {code}: {title}")
            message = Message(told.format(code=digits(topic.code), title=bold(topic.title)))
            return message, Upload(f"topic-{topic.code}-invitations.xlsx", XLSX, content=path.read_bytes())

    def export(self, db: Connection, topic: Topic, wanted: str, now: datetime) -> Made:
        """`wanted` is a format, with "+names" after it where names were asked for."""
        name, _plus, names = wanted.partition("+")
        made = Format(name or Format.XLSX)
        told = _("Answers to topic {code}: {title}").format(code=digits(topic.code), title=bold(topic.title))
        with tempfile.TemporaryDirectory() as folder:
            path = self.exporter.write(db, topic, made, Path(folder), now, language(), names=bool(names))
            return self._handed_out(told, path, TYPES[made].mime, _other_formats(topic, made), now)

    def _handed_out(self, told: str, path: Path, mime: str, buttons: Rows, now: datetime) -> Made:
        if path.stat().st_size <= self.largest:
            return Message(told, buttons), Upload(path.name, mime, content=path.read_bytes())
        self.shelf.mkdir(parents=True, exist_ok=True)
        kept = self.shelf / f"{path.stem}-{now:%Y%m%d-%H%M%S}{path.suffix}"
        megabytes = digits(round(path.stat().st_size / 1_000_000))
        shutil.move(path, kept)
        large = _("The file has {n} megabytes, more than a messenger carries. It lies on the server: {path}")
        return Message(f"{told}\n\n{large.format(n=megabytes, path=inserted(str(kept)))}", buttons), None


def _other_formats(topic: Topic, made: Format) -> Rows:
    others = [Button(TYPES[one].name(), press("export", topic.id, one)) for one in Format if one is not made]
    return (tuple(others),)
