"""Anonymous topics: it is known who took part; what each of them said is filed under a keyed hash.

The person can still see and change their own answers, since their turn computes the hash anew. Nobody else can go the
other way without the key of this installation, which no command and no file gives out.
"""

from __future__ import annotations

import hmac
from datetime import datetime

from sqlalchemy import Connection, delete, exists, select, update

from storage import settings
from storage.tables import answer, invitation, piece, response, stakeholder, topic


def set_anonymous(db: Connection, topic_id: int, *, anonymous: bool) -> None:
    settings.secret(db, "participants")  # made now, since answers are also looked up where nothing may be written
    db.execute(update(topic).where(topic.c.id == topic_id).values(anonymous=anonymous))


def mark(db: Connection, stakeholder_id: int, topic_id: int) -> str:
    key = settings.secret(db, "participants")
    return hmac.digest(key, f"{topic_id}:{stakeholder_id}".encode(), "sha256").hex()


def took_part_on(db: Connection, stakeholder_id: int, topic_id: int) -> datetime | None:
    """The day on which somebody answered an anonymous topic."""
    mine = (invitation.c.topic_id == topic_id) & (invitation.c.stakeholder_id == stakeholder_id)
    return db.execute(select(invitation.c.answered_at).where(mine)).scalar()


def took_part(db: Connection, stakeholder_id: int, topic_id: int) -> bool:
    """In an anonymous topic."""
    return took_part_on(db, stakeholder_id, topic_id) is not None


def marks(db: Connection, stakeholder_id: int) -> dict[int, str]:
    """What stands for somebody in each anonymous topic in which they took part: by the topic's id."""
    answered = select(invitation.c.topic_id).where(
        invitation.c.stakeholder_id == stakeholder_id, invitation.c.answered_at.is_not(None)
    )
    return {topic_id: mark(db, stakeholder_id, topic_id) for topic_id in db.execute(answered).scalars()}


def take_name_off(db: Connection, response_id: int, topic_id: int, stakeholder_id: int, now: datetime) -> None:
    """A response to an anonymous topic was handed in: nothing in it leads to the person any more.

    Its moments become that day: to the second, they could be laid beside the log of a messenger.
    """
    anonymous = exists().where(topic.c.id == topic_id, topic.c.anonymous)
    kind = select(stakeholder.c.kind).where(stakeholder.c.id == stakeholder_id).scalar_subquery()
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    moments = {"started_at": day, "updated_at": day, "submitted_at": day}
    named = (response.c.id == response_id) & anonymous
    taken_off = {"stakeholder_id": None, "participant": mark(db, stakeholder_id, topic_id), "kind": kind}
    if db.execute(update(response).where(named).values(**taken_off, **moments)).rowcount:
        db.execute(update(answer).where(answer.c.response_id == response_id).values(message_id=None, answered_at=day))
        db.execute(delete(piece).where(piece.c.response_id == response_id))
        mine = (invitation.c.topic_id == topic_id) & (invitation.c.stakeholder_id == stakeholder_id)
        db.execute(update(invitation).where(mine).values(answered_at=day))


def hand_over(db: Connection, keep: int, absorb: int) -> None:
    """Two records become one person: what stood for the one stands for the other, unless both took part."""
    for topic_id, old in marks(db, absorb).items():
        new = mark(db, keep, topic_id)
        taken = db.execute(select(response.c.id).where(response.c.participant == new)).first()
        theirs = response.c.participant == old
        db.execute(delete(response).where(theirs) if taken else update(response).where(theirs).values(participant=new))


def forget(db: Connection, stakeholder_id: int, *, withdraw: bool) -> None:
    theirs = response.c.participant.in_(marks(db, stakeholder_id).values())
    db.execute(delete(response).where(theirs) if withdraw else update(response).where(theirs).values(participant=None))
