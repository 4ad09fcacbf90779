"""One-time codes. Only their hash is stored, so that a copy of the database opens no door."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select

from storage.tables import claim_code, link_code

LINK_LIFETIME = timedelta(minutes=15)
CLAIM_LIFETIME = timedelta(days=1)
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that is mistaken for something else when read aloud


def new_claim_code(db: Connection, now: datetime) -> str:
    code = _code()
    db.execute(insert(claim_code).values(hash=hashed(code), expires_at=now + CLAIM_LIFETIME))
    return code


def use_claim_code(db: Connection, code: str, now: datetime) -> bool:
    used = delete(claim_code).where(claim_code.c.hash == hashed(code), claim_code.c.expires_at > now)
    return db.execute(used).rowcount > 0


def new_link_code(db: Connection, stakeholder_id: int, now: datetime) -> str:
    code = _code()
    db.execute(delete(link_code).where(link_code.c.stakeholder_id == stakeholder_id))
    db.execute(
        insert(link_code).values(hash=hashed(code), stakeholder_id=stakeholder_id, expires_at=now + LINK_LIFETIME)
    )
    return code


def use_link_code(db: Connection, code: str, now: datetime) -> int | None:
    """Whose code it is; afterwards it is nobody's."""
    mine = (link_code.c.hash == hashed(code)) & (link_code.c.expires_at > now)
    owner = db.execute(select(link_code.c.stakeholder_id).where(mine)).scalar()
    db.execute(delete(link_code).where(mine))
    return owner


def _code() -> str:
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))  # 80 bits


def hashed(code: str) -> str:
    plain = "".join(code.upper().split()).replace("-", "")
    return hashlib.sha256(plain.encode()).hexdigest()
