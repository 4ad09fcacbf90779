from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from storage.database import Database
from tests.databases import database_url, migrated_sqlite, postgres_server
from tests.world import World

__all__ = ["database_url", "migrated_sqlite", "postgres_server"]


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url)
    yield opened
    await opened.close()


@pytest.fixture
async def world(database: Database) -> World:
    """The whole software but for the messengers, which are played by the test."""
    made = World(database)
    await made.open()
    return made
