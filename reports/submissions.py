"""What was submitted to a topic, as it may be handed out: the answers, and whom they speak for.

Who they are is told only where it was asked for, and never of an anonymous topic.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Row, select

from consultation.policy import Policy
from consultation.questionnaire import Questionnaire
from consultation.texts import language
from consultation.topic import Topic
from reports.parts import Part
from reports.segments import labels_of
from reports.small_cells import groups
from reports.workbook_answers import AnswerColumn, AnsweredForm
from storage import questionnaires, responses
from storage.tables import stakeholder

_CHUNK = 500  # responses looked at together
_PROFILE = tuple(stakeholder.c[name] for name in ("id", "name", "kind", "organisation", "province"))


@dataclass(frozen=True)
class Submission:
    number: int  # 1, 2, ...; joins the tables of a file: somebody who was forgotten has left answers without a receipt
    receipt: str  # "" of an anonymous topic: somebody may have shown theirs
    submitted_at: datetime  # local; of an anonymous topic only the day means something
    channel: str  # "" of an anonymous topic, as are organisation and province
    kind: str  # as labelled in the profile form; "" where fewer than five of it answered an anonymous topic
    organisation: str
    province: str
    name: str  # "" unless it was asked for
    version: str  # of the form that it answers, as its author wrote it
    edition: int  # 1, 2, ...: which of the forms that this topic has had, the earliest first
    given: Mapping[str, str]  # question -> stored answer: those that count, in the form's order


class Submissions:
    """Every submitted response to a topic, or a part of them, in order of arrival, in constant memory; may be gone
    through again."""

    def __init__(
        self,
        db: Connection,
        topic: Topic,
        profile: Questionnaire,
        policy: Policy,
        *,
        names: bool = False,
        part: Part | None = None,
    ) -> None:
        self.topic = topic
        self._db, self._local = db, policy.local
        self._names = names and not topic.anonymous
        self.part = part
        self._kinds, self._provinces = labels_of(profile, "kind"), labels_of(profile, "province")
        self._forms: dict[int, tuple[AnsweredForm, str]] = {}

    @cached_property
    def columns(self) -> list[AnswerColumn]:
        """Every question of the form, and after them those that only earlier versions of it asked."""
        columns: dict[str, AnswerColumn] = {}
        for form in (self.topic.questionnaire_id, *responses.forms_answered(self._db, self.topic.id)):
            for column in self._form(form)[0].columns:
                columns.setdefault(column.name, column)
        return list(columns.values())

    @cached_property
    def editions(self) -> list[int]:
        """The forms that were answered: several where the topic was corrected while it was open."""
        return sorted(responses.forms_answered(self._db, self.topic.id))

    def __iter__(self) -> Iterator[Submission]:
        part = self.part
        after, until, number = (part.after, part.until, part.first - 1) if part else (0, None, 0)
        arriving = responses.of_topic(self._db, self.topic.id, _CHUNK, after, until)
        while chunk := list(islice(arriving, _CHUNK)):
            people = self._people([row.stakeholder_id for row, _answers in chunk])
            for row, kept in chunk:
                number += 1
                yield self._submission(number, row, kept, people.get(row.stakeholder_id))

    @cached_property
    def _told_kinds(self) -> frozenset[str]:
        """Of an anonymous topic those of which so many answered that it leads to none of them."""
        together = groups(responses.kinds(self._db, self.topic.id))
        return frozenset(kinds[0] for kinds in together if len(kinds) == 1)

    def _submission(self, number: int, row: Row[Any], kept: Mapping[str, str], person: Row[Any] | None) -> Submission:
        form, version = self._form(row.questionnaire_id)
        submitted = self._local(row.submitted_at)
        anonymous, kind = self.topic.anonymous, person.kind if person else row.kind
        if anonymous and kind not in self._told_kinds:
            kind = ""
        return Submission(
            number=number,
            receipt="" if anonymous else row.receipt,
            submitted_at=submitted,
            channel="" if anonymous else row.channel,
            kind=self._kinds.get(kind, kind),
            organisation=person.organisation if person else "",
            province=self._provinces.get(person.province, person.province) if person else "",
            name=person.name if person and self._names else "",
            version=version,
            edition=self.editions.index(row.questionnaire_id) + 1,
            given={column.name: value for column, value in form.given(kept, submitted)},
        )

    def _form(self, questionnaire_id: int) -> tuple[AnsweredForm, str]:
        if questionnaire_id not in self._forms:
            form = questionnaires.get(self._db, questionnaire_id)
            self._forms[questionnaire_id] = AnsweredForm(form, language()), form.version
        return self._forms[questionnaire_id]

    def _people(self, ids: list[int]) -> dict[int, Row[Any]]:
        return {row.id: row for row in self._db.execute(select(*_PROFILE).where(stakeholder.c.id.in_(ids)))}
