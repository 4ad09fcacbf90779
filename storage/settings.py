"""Settings that the program itself keeps: secrets made at the first start."""

from __future__ import annotations

import secrets

from sqlalchemy import Connection, select

from storage.rows import insert_or_ignore, upsert
from storage.tables import setting


def secret(db: Connection, name: str) -> bytes:
    """A random secret of this installation, made when it is first asked for."""
    kept = select(setting.c.value).where(setting.c.name == name)
    value = db.execute(kept).scalar()
    if value is None:
        insert_or_ignore(db, setting, {"name": name, "value": secrets.token_hex(32)})
        value = db.execute(kept).scalar_one()
    return bytes.fromhex(value)


def note(db: Connection, name: str, value: str) -> None:
    upsert(db, setting, ["name"], {"name": name, "value": value})


def noted(db: Connection, name: str) -> str:
    return db.execute(select(setting.c.value).where(setting.c.name == name)).scalar() or ""
