"""Small helpers between rows and the frozen nouns.

Statements are made once and given their values apart: making one, and finding its compiled form again, takes longer
than SQLite takes to carry it out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Insert, Row, Table, Update, bindparam, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


def insert_or_ignore(db: Connection, table: Table, values: Mapping[str, Any]) -> bool:
    """Insert a row unless its key is taken; whether it was inserted."""
    return db.execute(_ignoring(db.dialect.name, table), dict(values)).rowcount > 0


def insert_or_ignore_all(db: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> Sequence[Row[Any]]:
    """Insert the rows whose keys are free; the keys of those. Always in the same order: see to that, or two who insert
    the same rows wait for each other."""
    return db.execute(_ignoring(db.dialect.name, table).returning(*table.primary_key), list(rows)).all()


def upsert(db: Connection, table: Table, key: Iterable[str], values: Mapping[str, Any]) -> None:
    """Insert a row, or overwrite the one that has the same key."""
    key = tuple(key)
    changed = tuple(name for name in values if name not in key)
    db.execute(_overwriting(db.dialect.name, table, key, changed), dict(values))


def change_row(db: Connection, table: Table, row_id: int, values: Mapping[str, Any]) -> None:
    """Other values in the row that has this id."""
    db.execute(_changing(table), {"row_id": row_id, **values})


class as_object(FunctionElement[Any]):  # noqa: N801 - called as SQLAlchemy's own functions are
    """An aggregate: two columns as one JSON object, under the name that each database has for it."""

    inherit_cache = True


@compiles(as_object, "sqlite")
def _on_sqlite(element: as_object, compiler: SQLCompiler, **more: Any) -> str:
    return f"json_group_object({compiler.process(element.clauses, **more)})"


@compiles(as_object, "postgresql")
def _on_postgresql(element: as_object, compiler: SQLCompiler, **more: Any) -> str:
    return f"json_object_agg({compiler.process(element.clauses, **more)})"


@cache
def _ignoring(dialect: str, table: Table) -> Any:
    return _insert(dialect, table).on_conflict_do_nothing()


@cache
def _overwriting(dialect: str, table: Table, key: tuple[str, ...], changed: tuple[str, ...]) -> Any:
    statement = _insert(dialect, table)
    excluded = {name: statement.excluded[name] for name in changed}
    return statement.on_conflict_do_update(index_elements=key, set_=excluded)


@cache
def _changing(table: Table) -> Update:
    return update(table).where(table.c.id == bindparam("row_id"))


def _insert(dialect: str, table: Table) -> Any:
    """SQLite and PostgreSQL write ON CONFLICT alike, but SQLAlchemy keeps it in each dialect's own insert()."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


def new_id(db: Connection, insert: Insert, values: Mapping[str, Any] | None = None) -> int:
    """The id of a new row."""
    row = db.execute(insert, dict(values) if values else None).inserted_primary_key
    assert row is not None  # noqa: S101 - every table that this is used on has an id
    return int(row[0])
