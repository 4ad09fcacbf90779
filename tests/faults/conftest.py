from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict

import pytest

from tests.end_to_end.conftest import page, playground
from tests.faults.tally import Tally

__all__ = ["page", "playground"]


@pytest.fixture
def tally(record_property: Callable[[str, object], None]) -> Iterator[Tally]:
    counted = Tally()
    yield counted
    record_property("tally", asdict(counted))
