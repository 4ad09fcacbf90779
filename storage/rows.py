"""Small helpers between rows and the frozen nouns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Insert, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_or_ignore(db: Connection, table: Table, values: Mapping[str, Any]) -> bool:
    """Insert a row unless its key is taken; whether it was inserted."""
    return db.execute(_insert(db, table).on_conflict_do_nothing(), dict(values)).rowcount > 0


def upsert(db: Connection, table: Table, key: Iterable[str], values: Mapping[str, Any]) -> None:
    """Insert a row, or overwrite the one that has the same key."""
    key = list(key)
    statement = _insert(db, table)
    changed = {name: statement.excluded[name] for name in values if name not in key}
    db.execute(statement.on_conflict_do_update(index_elements=key, set_=changed), dict(values))


def _insert(db: Connection, table: Table) -> Any:
    """SQLite and PostgreSQL write ON CONFLICT alike, but SQLAlchemy keeps it in each dialect's own insert()."""
    return sqlite.insert(table) if db.dialect.name == "sqlite" else postgresql.insert(table)


def new_id(db: Connection, insert: Insert, values: Mapping[str, Any] | None = None) -> int:
    """The id of a new row. `values` cost less beside the statement than in it."""
    row = db.execute(insert, dict(values) if values else None).inserted_primary_key
    assert row is not None  # noqa: S101 - every table that this is used on has an id
    return int(row[0])
