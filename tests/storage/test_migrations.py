from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from storage import migrations
from storage.database import Database
from storage.tables import metadata


def _columns(db: Connection) -> set[tuple[str, str]]:
    tables = inspect(db)
    return {(table, str(column["name"])) for table in tables.get_table_names() for column in tables.get_columns(table)}


def _revisions() -> list[str]:
    return [script.revision for script in ScriptDirectory("storage/migrations").walk_revisions()]


async def test_the_tables_are_what_the_migrations_make(database: Database) -> None:
    differences = await database.transaction(
        lambda db: compare_metadata(MigrationContext.configure(db, opts={"compare_type": False}), metadata)
    )
    assert differences == []


@pytest.mark.parametrize("revision", _revisions())
async def test_every_migration_goes_down_and_up_again(database: Database, revision: str) -> None:
    before = await database.read(_columns)
    await database.transaction(lambda db: migrations.downgrade(db, revision))
    await database.transaction(lambda db: migrations.downgrade(db, "-1"))
    assert await database.read(_columns) < before
    await database.migrate()
    assert await database.read(_columns) == before


async def test_migrating_twice_changes_nothing(database: Database) -> None:
    await database.migrate()
    await database.migrate()
