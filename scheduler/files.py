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
from reports import audit, outcomes, question_charts, status
from reports.cards import shortened
from reports.certificate import caption, certificate
from reports.chart import Bar, Bars, png
from reports.exports import TYPES, Exporter
from reports.form_workbook import form_workbook
from reports.marked_workbook import returned
from reports.papers import FORMS, KINDS, Form, Paper, write_paper
from reports.parts import Format, Part, Wanted
from reports.template import form_template
from reports.topic_report import Reporter
from reports.wording import count
from scheduler.sending import InParts, Upload
from storage import certificates, people, questionnaires, responses, watching
from storage.certificates import Certificate

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
        drawn = Bars(
            title,
            tuple(Bar(kind, answered, digits(f"{answered} / {told}"), told) for kind, told, answered in rows),
            (_("were told"), _("have answered")),
        )
        picture = png(drawn, right_to_left=language() == "fa")
        return Message(title, shape=Shape.PHOTO), Upload(f"topic-{topic.code}.png", "image/png", content=picture)

    def certificate(self, db: Connection, topic: Topic, issued: Certificate) -> Made:
        """Without a receipt where that would lead from the name to the answers."""
        given = None if topic.anonymous else responses.to_topic(db, issued.stakeholder_id, topic.id)
        name = issued.name or people.get(db, issued.stakeholder_id).name
        code = certificates.code_of(db, issued)
        content = certificate(topic, name, issued.day, given.receipt if given else "", code, self.policy)
        return Message(caption(topic)), Upload(f"certificate-{topic.code}.pdf", "application/pdf", content=content)

    def outcomes(self, db: Connection, topic: Topic, now: datetime) -> Made:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "invitations.xlsx"
            outcomes.workbook(db, topic, self.exporter.profile, self.policy, path, now)
            told = _("What became of the invitations to topic {code}: {title}")
            message = Message(told.format(code=digits(topic.code), title=bold(topic.title)))
            return message, Upload(f"topic-{topic.code}-invitations.xlsx", XLSX, content=path.read_bytes())

    def paper(self, db: Connection, topic: Topic, wanted: str, now: datetime) -> Made:
        """`wanted` is which paper and in which format, with a colon between."""
        paper, form = Paper(wanted.partition(":")[0]), Form(wanted.partition(":")[2])
        told = _("Report on topic {code}: {title}") if paper is Paper.REPORT else _("Annex on topic {code}: {title}")
        told = told.format(code=digits(topic.code), title=bold(topic.title))
        others = [Button(KINDS[one].name(), press(paper, topic.id, one)) for one in FORMS[paper] if one is not form]
        if paper is Paper.REPORT and not topic.anonymous:
            others.append(Button(_("Annex"), press(Paper.ANNEX, topic.id)))
        with tempfile.TemporaryDirectory() as folder:
            path = write_paper(db, topic, paper, form, self.reporter, Path(folder), now, language())
            return self._handed_out(told, path, KINDS[form].mime, (tuple(others),), now)

    def question_chart(self, db: Connection, topic: Topic, number: int) -> Made:
        """A picture of the answers to one question; words where there is nothing to draw."""
        tally = self.reporter.tallied(db, topic, only=number).tallies[0]
        title = f"{digits(number)}. {tally.column.label}"
        drawn = question_charts.chart(tally, title)
        n = _("{n} answers").format(n=count(tally.n))
        if drawn is None:
            return Message(f"{title}\n\n{n}"), None
        picture = png(drawn, right_to_left=language() == "fa")
        upload = Upload(f"topic-{topic.code}-{number}.png", "image/png", content=picture)
        return Message(f"{shortened(title, 200)} – {n}", shape=Shape.PHOTO), upload

    @property
    def reporter(self) -> Reporter:
        return Reporter(self.exporter.profile, self.policy)

    def export(self, db: Connection, topic: Topic, wanted: str, now: datetime) -> Made:
        """Raises InParts where no messenger carries all of it in one file, and several files can hold it."""
        want = Wanted.read(wanted)
        made, part = want.format, want.part
        with tempfile.TemporaryDirectory() as folder:
            path = self.exporter.write(db, topic, made, Path(folder), now, language(), names=want.names, part=part)
            if parts := self._parts(db, topic, want, path.stat().st_size):
                raise InParts(parts)
            buttons = _other_formats(topic, made) if part is None or part.number == part.of else ()
            return self._handed_out(_answers_to(topic, part), path, TYPES[made].mime, buttons, now)

    def _parts(self, db: Connection, topic: Topic, want: Wanted, size: int) -> list[Wanted]:
        if size <= self.largest:
            return []
        return want.in_parts(responses.submitted_ids(db, topic.id), size, self.largest)

    def _handed_out(self, told: str, path: Path, mime: str, buttons: Rows, now: datetime) -> Made:
        if path.stat().st_size <= self.largest:
            return Message(told, buttons), Upload(path.name, mime, content=path.read_bytes())
        self.shelf.mkdir(parents=True, exist_ok=True)
        kept = self.shelf / f"{path.stem}-{now:%Y%m%d-%H%M%S}{path.suffix}"
        megabytes = digits(round(path.stat().st_size / 1_000_000))
        shutil.move(path, kept)
        large = _("The file has {n} megabytes, more than a messenger carries. It lies on the server: {path}")
        return Message(f"{told}\n\n{large.format(n=megabytes, path=inserted(str(kept)))}", buttons), None


def _answers_to(topic: Topic, part: Part | None) -> str:
    told = _("Answers to topic {code}: {title}").format(code=digits(topic.code), title=bold(topic.title))
    if part is None:
        return told
    which = _("Part {n} of {all}, from response {first} on.")
    return f"{told}\n{which.format(n=digits(part.number), all=digits(part.of), first=count(part.first))}"


def _other_formats(topic: Topic, made: Format) -> Rows:
    others = [Button(TYPES[one].name(), press("export", topic.id, one)) for one in Format if one is not made]
    return (tuple(others),)
