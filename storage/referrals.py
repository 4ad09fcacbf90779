"""Topics sent on to a colleague: who came by whom."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import Connection, select

from storage.rows import insert_or_ignore
from storage.tables import referral

PREFIX = "r"  # of the payload in a /start link


def payload(db: Connection, stakeholder_id: int, topic_id: int, now: datetime) -> str:
    """The payload of this person's link to this topic: always the same one."""
    mine = (referral.c.stakeholder_id == stakeholder_id) & (referral.c.topic_id == topic_id)
    known = db.execute(select(referral.c.code).where(mine)).scalar()
    code = known or secrets.token_urlsafe(16)
    if known is None:
        values = {"code": code, "stakeholder_id": stakeholder_id, "topic_id": topic_id, "made_at": now}
        insert_or_ignore(db, referral, values)
    return PREFIX + code


def topic_of(db: Connection, payload: str) -> int | None:
    """Which topic a link was made for."""
    if not payload.startswith(PREFIX):
        return None
    return db.execute(select(referral.c.topic_id).where(referral.c.code == payload[1:])).scalar()
