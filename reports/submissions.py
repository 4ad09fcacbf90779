"""What was submitted to a topic, as it may be handed out: the answers, and whom they speak for, never who they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Row, select

from consultation.conversation import Channel
from consultation.policy import Policy
from consultation.questionnaire import Questionnaire
from consultation.texts import _, language
from consultation.topic import Topic
from reports import desk
from reports.workbook_answers import AnsweredForm, written_date
from reports.workbook_sheets import Cell
from storage import questionnaires, responses
from storage.tables import stakeholder

_CHUNK = 500  # responses looked at together
_PROFILE = tuple(stakeholder.c[name] for name in ("id", "kind", "organisation", "province"))  # not the name

Found = tuple[Row[Any], Mapping[str, str], Row[Any] | None]  # a response, its answers, the profile behind it


class About:
    """What is told of a response beside its answers, in the order of `workbook_responses`."""

    def __init__(self, topic: Topic, profile: Questionnaire, policy: Policy) -> None:
        self._anonymous = topic.anonymous
        self._local, self._language = policy.local, language()
        self._kinds, self._provinces = _labels(profile, "kind"), _labels(profile, "province")
        self._messengers = {Channel.TELEGRAM: _("Telegram"), Channel.BALE: _("Bale")}

    def cells(self, row: Row[Any], person: Row[Any] | None) -> list[Cell]:
        submitted = self._local(row.submitted_at)
        day = written_date(submitted.date().isoformat(), self._language)
        if self._anonymous:
            return [row.receipt, day, None, None, self._kinds.get(row.kind, row.kind), None, None]
        messenger = self._messengers.get(row.channel, row.channel)
        return [row.receipt, day, submitted, messenger, *self._speaking_for(person)]

    def _speaking_for(self, person: Row[Any] | None) -> list[Cell]:
        if person is None:
            return [None, None, None]
        kind = self._kinds.get(person.kind, person.kind)
        return [kind, person.organisation, self._provinces.get(person.province, person.province)]


def _labels(profile: Questionnaire, question: str) -> Mapping[str, str]:
    choices = desk.choices_of(profile, question)
    return {choice.name: profile.text(choice.label, language()) for choice in choices}


class Forms:
    """The forms that were answered. Usually one; several where the topic's form was changed meanwhile."""

    def __init__(self, db: Connection) -> None:
        self._db = db
        self._read: dict[int, AnsweredForm] = {}

    def of(self, questionnaire_id: int) -> AnsweredForm:
        if questionnaire_id not in self._read:
            self._read[questionnaire_id] = AnsweredForm(questionnaires.get(self._db, questionnaire_id), language())
        return self._read[questionnaire_id]


def submitted(db: Connection, topic_id: int) -> Iterator[Found]:
    arriving = responses.of_topic(db, topic_id, _CHUNK)
    while chunk := list(islice(arriving, _CHUNK)):
        people = _people(db, [row.stakeholder_id for row, _answers in chunk])
        yield from ((row, answers, people.get(row.stakeholder_id)) for row, answers in chunk)


def _people(db: Connection, ids: list[int]) -> dict[int, Row[Any]]:
    return {row.id: row for row in db.execute(select(*_PROFILE).where(stakeholder.c.id.in_(ids)))}
