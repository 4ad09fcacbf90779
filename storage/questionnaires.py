"""Questionnaires as they were when somebody answered them: a stored one never changes."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from datetime import datetime

import orjson
from sqlalchemy import Connection, bindparam, delete, exists, insert, select

from consultation.questionnaire import Questionnaire
from consultation.stored_form import from_json, to_json
from storage.rows import new_id
from storage.tables import earlier_response, response, topic
from storage.tables import questionnaire as table

_KEPT = 200
_DIGEST = select(table.c.digest).where(table.c.id == bindparam("id"))
_read: OrderedDict[tuple[str, int], Questionnaire] = OrderedDict()


def store(db: Connection, questionnaire: Questionnaire, now: datetime) -> int:
    """The id of this questionnaire; one with exactly the same content is stored once."""
    definition = to_json(questionnaire)
    digest = hashlib.sha256(orjson.dumps(definition, option=orjson.OPT_SORT_KEYS)).hexdigest()
    known = db.execute(select(table.c.id).where(table.c.digest == digest)).scalar()
    return known or new_id(db, insert(table).values(definition=definition, digest=digest, created_at=now))


def clear_unused(db: Connection, before: datetime) -> int:
    """Drop what no topic and no response is of any more: every step of writing a draft leaves one behind."""
    used = [exists().where(other.c.questionnaire_id == table.c.id) for other in (topic, response, earlier_response)]
    return db.execute(delete(table).where(table.c.created_at < before, *(~one for one in used))).rowcount


def is_kept(db: Connection, questionnaire_id: int) -> bool:
    return db.execute(select(table.c.id).where(table.c.id == questionnaire_id)).first() is not None


def get(db: Connection, questionnaire_id: int) -> Questionnaire:
    """Remembered between calls, since it cannot change; the digest guards against another database's ids."""
    return known(db, questionnaire_id, db.execute(_DIGEST, {"id": questionnaire_id}).scalar_one())


def known(db: Connection, questionnaire_id: int, digest: str) -> Questionnaire:
    """The same, where its digest was read along with something else."""
    key = (digest, questionnaire_id)
    if key not in _read:
        stored = db.execute(select(table.c.definition).where(table.c.id == questionnaire_id)).scalar_one()
        _read[key] = from_json(stored)
        if len(_read) > _KEPT:
            _read.popitem(last=False)
    return _read[key]
