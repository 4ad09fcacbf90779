from __future__ import annotations

from pathlib import Path

import pytest

from storage.database import Database
from tests.reports.secretariat import Secretariat, opened_topic


@pytest.fixture
async def secretariat(database: Database, tmp_path: Path) -> Secretariat:
    (tmp_path / "out").mkdir()
    return await opened_topic(database, tmp_path / "out")
