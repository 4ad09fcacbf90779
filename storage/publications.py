"""Publications: topics of which the results are public, and since when they are as they are.

Nothing is told to this table: each beat of the clock looks at the topics themselves, so that whatever changed, and
however, is noticed, and a program that was killed goes on where it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, delete, exists, func, select, update

from consultation.auditing import Action
from consultation.topic import TopicState
from storage.rows import upsert
from storage.tables import audit, finding, invitation, publication, theme, topic

_KEPT = finding.alias("kept")
_HAS_POINTS = exists().where(_KEPT.c.topic_id == topic.c.id, _KEPT.c.removed_at.is_(None))
_PUBLIC = (topic.c.state == TopicState.RESULTS) & _HAS_POINTS  # without points they are published elsewhere
_TOPIC = (topic.c.title, topic.c.summary, topic.c.questionnaire_id, topic.c.anonymous, topic.c.closed_at)
_POINT = tuple(finding.c[name] for name in ("id", "heard", "decided", "why", "state", "due_on"))
_CHANGES = (Action.RESULTS, Action.FINDING, Action.UNDO, Action.RETITLE, Action.CODEBOOK)


@dataclass(frozen=True)
class Publication:
    topic_id: int
    digest: str  # of what is to be published
    published_at: datetime
    changed_at: datetime
    drawn: str  # the digest for which its charts were drawn


_COLUMNS = tuple(publication.c[name] for name in Publication.__dataclass_fields__)


def of_all(db: Connection) -> list[Publication]:
    """The latest change first."""
    order = (publication.c.changed_at.desc(), publication.c.topic_id.desc())
    return [Publication(**row._mapping) for row in db.execute(select(*_COLUMNS).order_by(*order))]


def get(db: Connection, topic_id: int) -> Publication | None:
    row = db.execute(select(*_COLUMNS).where(publication.c.topic_id == topic_id)).first()
    return None if row is None else Publication(**row._mapping)


def look(db: Connection, now: datetime) -> int:
    """Note what is public now, and what of it has changed since the last look; how many."""
    known, found = {one.topic_id: one for one in of_all(db)}, _digests(db)
    gone = known.keys() - found.keys()
    db.execute(delete(publication).where(publication.c.topic_id.in_(gone)))
    changed = [one for one, digest in found.items() if one not in known or known[one].digest != digest]
    moments = _moments(db, changed)
    for one in changed:
        before = known.get(one)
        at = _changed_at(moments.get(one), before, now)
        values = {"digest": found[one], "published_at": before.published_at if before else at, "changed_at": at}
        upsert(db, publication, ["topic_id"], {"topic_id": one, "drawn": before.drawn if before else "", **values})
    return len(gone) + len(changed)


def _changed_at(done: datetime | None, before: Publication | None, now: datetime) -> datetime:
    """When staff did it; where it was not their doing, now."""
    return done if done is not None and (before is None or done > before.changed_at) else now


def _moments(db: Connection, topic_ids: list[int]) -> Mapping[int, datetime]:
    theirs = audit.c.topic_id.in_(topic_ids) & audit.c.action.in_(_CHANGES)
    latest = select(audit.c.topic_id, func.max(audit.c.at)).where(theirs).group_by(audit.c.topic_id)
    return {row[0]: row[1] for row in db.execute(latest)} if topic_ids else {}


def still_so(db: Connection, of: Publication) -> bool:
    """Whether a topic is still what was found at the last look."""
    return _digests(db, _PUBLIC & (topic.c.id == of.topic_id)).get(of.topic_id) == of.digest


def _digests(db: Connection, these: ColumnElement[bool] = _PUBLIC) -> dict[int, str]:
    of_topic = topic.c.id.label("topic_id")
    parts: dict[int, list[Any]] = {row[0]: [tuple(row)] for row in db.execute(select(of_topic, *_TOPIC).where(these))}
    points = select(of_topic, *_POINT).join_from(topic, finding).where(these, finding.c.removed_at.is_(None))
    themes = select(of_topic, theme.c.question, theme.c.name, theme.c.words).join_from(topic, theme).where(these)
    _add(parts, db, points.order_by(finding.c.place, finding.c.id))
    _add(parts, db, themes.order_by(theme.c.question, theme.c.name))
    return {one: sha256(repr(told).encode()).hexdigest() for one, told in parts.items()}


def _add(parts: dict[int, list[Any]], db: Connection, query: Select[Any]) -> None:
    for row in db.execute(query):
        parts[row[0]].append(tuple(row))


def touch(db: Connection, stakeholder_id: int) -> None:
    """Somebody is about to be forgotten: what is public is made anew without them."""
    theirs = select(invitation.c.topic_id).where(invitation.c.stakeholder_id == stakeholder_id)
    db.execute(update(publication).where(publication.c.topic_id.in_(theirs)).values(digest="", drawn=""))


def drawn(db: Connection, of: Publication) -> None:
    db.execute(update(publication).where(publication.c.topic_id == of.topic_id).values(drawn=of.digest))
