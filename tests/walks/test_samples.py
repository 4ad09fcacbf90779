"""Forms that nobody here wrote, walked to the end on both messengers, or refused with every reason at once.

Those that lie beside the repository are walked always; a folder of others with

    JAZB_FORMS=/path/to/folder pytest tests/walks
"""

from __future__ import annotations

import asyncio
import os
import shutil
from pathlib import Path

import pytest

from consultation.conversation import Channel
from tests.walks.walker import Refused, walks
from tests.world import World

_FOLDERS = (Path(__file__).parents[3] / "shared" / "samples" / "forms", Path(os.environ.get("JAZB_FORMS") or "/none"))
_FORMS = sorted(path for folder in _FOLDERS if folder.is_dir() for path in folder.iterdir())


@pytest.fixture
def database_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{shutil.copy(migrated_sqlite, tmp_path)}"


@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize("path", _FORMS, ids=lambda path: path.name)
async def test_a_form_is_walked_to_its_end_or_refused_with_reasons(world: World, path: Path, channel: Channel) -> None:
    form = await asyncio.to_thread(path.read_bytes)
    try:
        told = str((await walks(world, path.name, form, channel)).given)
    except Refused as refused:
        told = str(refused)
    assert told.startswith("{'") or "۱. " in told
