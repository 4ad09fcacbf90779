"""Small helpers between rows and the frozen nouns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Insert, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_or_ignore(db: Connection, table: Table, values: Mapping[str, Any]) -> bool:
    """Insert a row unless its key is taken; whether it was inserted."""
    return db.execute(_insert(db, table).values(**values).on_conflict_do_nothing()).rowcount > 0


def upsert(db: Connection, table: Table, key: Iterable[str], values: Mapping[str, Any]) -> None:
    """Insert a row, or overwrite the one that has the same key."""
    key = list(key)
    changed = {name: value for name, value in values.items() if name not in key}
    db.execute(_insert(db, table).values(**values).on_conflict_do_update(index_elements=key, set_=changed))


def _insert(db: Connection, table: Table) -> Any:
    """SQLite and PostgreSQL write ON CONFLICT alike, but SQLAlchemy keeps it in each dialect's own insert()."""
    return sqlite.insert(table) if db.dialect.name == "sqlite" else postgresql.insert(table)


def new_id(db: Connection, insert: Insert) -> int:
    row = db.execute(insert).inserted_primary_key
    assert row is not None  # noqa: S101 - every table that this is used on has an id
    return int(row[0])
