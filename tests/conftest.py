from __future__ import annotations

import logging
import os
import re
from collections.abc import AsyncIterator, Generator

import pytest
from hypothesis import Phase, settings

from storage.database import Database
from tests.databases import database_url, migrated_sqlite, postgres_server
from tests.world import World

__all__ = ["database_url", "migrated_sqlite", "postgres_server"]

# A deadline would judge the machine, not the code. To look further:
# pytest --hypothesis-profile thorough -o faulthandler_timeout=0
settings.register_profile("usual", deadline=None, stateful_step_count=25)
# Where nobody looks on, a failure is told at once and not made small first: that can take longer than a test may.
settings.register_profile(
    "ci",
    settings.get_profile("usual"),
    derandomize=True,
    database=None,
    print_blob=True,
    phases=(Phase.explicit, Phase.generate),
)
settings.register_profile("thorough", deadline=None, max_examples=1000, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "usual")


logging.getLogger("aiosqlite").setLevel(logging.INFO)  # it would tell of every statement twice, at some cost
_TOKEN = re.compile(r"\d{6,}:[A-Za-z0-9_-]{30,}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """No test may pass that wrote a token anywhere: what is logged is captured at the most talkative level."""
    report = yield
    if leak := _TOKEN.search("".join(content for _name, content in report.sections)):
        where = next(name for name, content in report.sections if leak[0] in content)
        report.outcome, report.longrepr = "failed", f"{item.nodeid} wrote a token: see {where}"
    return report


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
