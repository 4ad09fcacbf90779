"""Forms that nobody wrote: random ones, walked to the end; and a very long one, which takes no more work at its end."""

from __future__ import annotations

import shutil
import statistics
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from consultation.conversation import Channel, Incoming
from consultation.expressions import Context, Expression
from tests.stories import workbook
from tests.walks.random_forms import random_form
from tests.walks.walker import invited, walks
from tests.world import World

A_SMALL_PART = 0.2


@pytest.fixture
def database_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{shutil.copy(migrated_sqlite, tmp_path)}"


@pytest.mark.parametrize("seed", range(4))
async def test_a_random_form_is_walked_to_its_end(world: World, seed: int) -> None:
    form = workbook(random_form(seed, questions=20))
    walker = await walks(world, f"form-{seed}.xlsx", form, [*Channel][seed % 2], seed)
    assert len(walker.given) > 8


async def test_a_long_form_takes_no_more_work_at_its_end_than_at_its_beginning(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = Counted(world, monkeypatch)
    walker = await invited(world, "long.xlsx", workbook(random_form(500, questions=430)), Channel.TELEGRAM)
    assert len(walker.form.asked) > 480
    await walker.begins()
    await walker.answers(40)
    at_first = work.usual()
    await walker.leaps(until=40)
    await walker.answers(1)  # what somebody wrote elsewhere has to be looked at once
    work.turns.clear()
    await walker.answers()
    assert all(later <= earlier for later, earlier in zip(work.usual(), at_first, strict=True))
    assert max(expressions for expressions, _statements in work.turns) < A_SMALL_PART * len(walker.form.asked)


class Counted:
    """Of each turn: how many expressions it works out, and how many statements it sends to the database."""

    def __init__(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        self.turns: list[tuple[int, int]] = []
        self._now = [0, 0]
        for kind in ("truth", "text"):
            counted = partial(self._work_out, getattr(Expression, kind))
            monkeypatch.setattr(Expression, kind, lambda one, context, counted=counted: counted(one, context))
        receive, execute = world.reception.receive, Connection.execute

        async def turn(incoming: Sequence[Incoming]) -> object:
            self._now[:] = 0, 0
            answers = await receive(incoming)
            self.turns.append((self._now[0], self._now[1]))
            return answers

        def statement(*given: Any, **more: Any) -> Any:
            self._now[1] += 1
            return execute(*given, **more)

        monkeypatch.setattr(world.reception, "receive", turn)
        monkeypatch.setattr(Connection, "execute", statement)

    def _work_out(self, evaluate: Callable[[Expression, Context], object], one: Expression, context: Context) -> object:
        self._now[0] += 1
        return evaluate(one, context)

    def usual(self) -> tuple[float, float]:
        expressions, statements = zip(*self.turns, strict=True)
        return statistics.median(expressions), statistics.median(statements)
