"""A response with all that is needed to go on with it, fetched at once: most messages are the next answer."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select

from consultation.questionnaire import Questionnaire
from consultation.response import Response
from consultation.topic import Topic
from storage import questionnaires, responses, topics
from storage.tables import questionnaire, response, topic

_RESPONSE, _TOPIC = len(responses.COLUMNS), len(topics.COLUMNS)
_AT_ONCE = select(
    *responses.COLUMNS, *(column.label(f"topic_{column.name}") for column in topics.COLUMNS), questionnaire.c.digest
)
_GET = (
    _AT_ONCE.join(questionnaire, questionnaire.c.id == response.c.questionnaire_id)
    .outerjoin(topic, topic.c.id == response.c.topic_id)
    .where(response.c.id == bindparam("id"))
)


def get(db: Connection, response_id: int) -> tuple[Response, Questionnaire, Topic | None] | None:
    """None where there is no such response; no topic: the profile form."""
    row = db.execute(_GET, {"id": response_id}).first()
    if row is None:
        return None
    found, (its_topic, digest) = responses.of(row[:_RESPONSE]), (row[_RESPONSE:-1], row[-1])
    form = questionnaires.known(db, found.questionnaire_id, digest)
    return found, form, None if found.topic_id is None else topics.of(its_topic)
