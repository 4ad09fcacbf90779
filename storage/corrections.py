"""Corrections to the questionnaire of a topic that people are answering."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, exists, func, select, update

from consultation.correction import kept
from consultation.questionnaire import Questionnaire
from consultation.response import Response, ResponseState
from storage import campaigns, people, responses, topics
from storage.campaigns import Campaign
from storage.deliveries import Subject
from storage.tables import answer, attachment, invitation, piece, response, stakeholder


def _real(topic_id: int) -> ColumnElement[bool]:
    return (response.c.topic_id == topic_id) & ~response.c.preview


def concerned(db: Connection, topic_id: int) -> tuple[int, int]:
    """How many are in the middle of answering, and how many have submitted."""
    submitted = response.c.state == ResponseState.SUBMITTED
    counted = select(func.count().filter(~submitted), func.count().filter(submitted)).where(_real(topic_id))
    begun, done = db.execute(counted).one()
    return begun, done


def reword(db: Connection, topic_id: int, before: int, now: int) -> int:
    """Other texts, the same questions: every response is one to the corrected questionnaire."""
    topics.change(db, topic_id, questionnaire_id=now)
    theirs = (response.c.topic_id == topic_id) & (response.c.questionnaire_id == before)
    return db.execute(update(response).where(theirs).values(questionnaire_id=now)).rowcount


def new_version(db: Connection, topic_id: int, now: datetime, questionnaire_id: int, told_at: datetime) -> int:
    """From now on the corrected questionnaire is asked; who has submitted is told at that moment, how many."""
    topics.change(db, topic_id, questionnaire_id=questionnaire_id)
    told = select(func.count()).select_from(stakeholder).where(_submitted(topic_id))
    count = db.execute(told.where(people.reachable())).scalar_one()
    campaigns.begin(db, Subject.CORRECTED, now, count, topic_id=topic_id, starts_at=told_at)
    return count


def submitted_before(_db: Connection, one: Campaign) -> ColumnElement[bool]:
    return _submitted(one.topic_id or 0)


def _submitted(topic_id: int) -> ColumnElement[bool]:
    named = exists().where(
        _real(topic_id), response.c.stakeholder_id == stakeholder.c.id, response.c.state == ResponseState.SUBMITTED
    )
    unnamed = exists().where(
        invitation.c.topic_id == topic_id,
        invitation.c.stakeholder_id == stakeholder.c.id,
        invitation.c.answered_at.is_not(None),
    )
    return stakeholder.c.notices & (named | unnamed)


def take_back(db: Connection, topic_id: int, before: int) -> None:
    """The questionnaire is what it was, and nobody is told; who has met the corrected one comes back as they came."""
    campaigns.cancel_of_topic(db, topic_id, Subject.CORRECTED)
    topics.change(db, topic_id, questionnaire_id=before)


def move_on(db: Connection, given: Response, before: Questionnaire, now: Questionnaire, questionnaire_id: int) -> int:
    """Make a response one to the corrected questionnaire; its new id.

    It gets a new id so that no button of the old questions, whose choices may stand in another order now, can be taken
    for an answer to the new ones.
    """
    old = db.execute(select(response).where(response.c.id == given.id).with_for_update()).one()
    values = {name: value for name, value in old._mapping.items() if name != "id"}
    submitted = given.state is ResponseState.SUBMITTED
    standing = None if given.standing is None else kept(before, now, given.standing, submitted=submitted)
    changed = {"questionnaire_id": questionnaire_id, "editing": "", "picked": "", "standing": standing}
    db.execute(update(response).where(response.c.id == given.id).values(stakeholder_id=None, participant=None))
    new = responses.copied(db, {**values, **changed})
    staying = kept(before, now, given.answers, submitted=submitted)
    still = (answer.c.response_id == given.id) & answer.c.question.in_(staying)
    db.execute(update(answer).where(still).values(response_id=new))
    written = (piece.c.response_id == given.id) & piece.c.question.in_(staying)
    db.execute(update(piece).where(written).values(response_id=new))
    db.execute(update(attachment).where(attachment.c.response_id == given.id).values(response_id=new))
    responses.remove(db, given.id)
    return new
