from __future__ import annotations

import os
from collections.abc import AsyncIterator

import pytest
from hypothesis import settings

from storage.database import Database
from tests.databases import database_url, migrated_sqlite, postgres_server
from tests.world import World

__all__ = ["database_url", "migrated_sqlite", "postgres_server"]

# A deadline would judge the machine, not the code. To look further: pytest --hypothesis-profile thorough
settings.register_profile("usual", deadline=None, stateful_step_count=25)
settings.register_profile("ci", settings.get_profile("usual"), derandomize=True, database=None, print_blob=True)
settings.register_profile("thorough", deadline=None, max_examples=1000, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "usual")


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
