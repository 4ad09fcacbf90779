from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from playground.server import Playground
from tests.end_to_end.phones import Page


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    opened = Playground()
    await opened.start()
    yield opened
    await opened.stop()


@pytest.fixture
async def page(playground: Playground) -> AsyncIterator[Page]:
    async with Page(playground.url) as opened:
        yield opened
