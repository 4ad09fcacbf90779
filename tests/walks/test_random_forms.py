"""Forms that nobody wrote: random ones, walked to the end; and a very long one, which stays as quick as it began."""

from __future__ import annotations

import shutil
import statistics
from pathlib import Path

import pytest

from consultation.conversation import Channel
from tests.stories import workbook
from tests.walks.random_forms import random_form
from tests.walks.walker import invited, walks
from tests.world import World

QUICK = 0.02  # seconds of the processor for one turn


@pytest.fixture
def database_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{shutil.copy(migrated_sqlite, tmp_path)}"


@pytest.mark.parametrize("seed", range(4))
async def test_a_random_form_is_walked_to_its_end(world: World, seed: int) -> None:
    form = workbook(random_form(seed, questions=20))
    walker = await walks(world, f"form-{seed}.xlsx", form, [*Channel][seed % 2], seed)
    assert len(walker.given) > 8


async def test_a_long_form_is_as_quick_at_its_end_as_at_its_beginning(world: World) -> None:
    walker = await invited(world, "long.xlsx", workbook(random_form(500, questions=430)), Channel.TELEGRAM)
    assert len(walker.form.asked) > 480
    await walker.begins()
    await walker.answers(40)
    first = statistics.median(walker.seconds)
    await walker.leaps(until=40)
    walker.seconds.clear()
    await walker.answers()
    assert statistics.median(walker.seconds) < max(2 * first, QUICK)
