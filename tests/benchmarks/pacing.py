"""Sending to many at the pace that a messenger allows, and through a pause that it orders."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from consultation.conversation import Channel, Message
from storage import outbox
from storage.deliveries import Lane
from tests.benchmarks.ministry import Ministry, now
from tests.benchmarks.processes import Server
from tests.benchmarks.results import Result

_MANY = 300
_ALLOWED = 30  # in any one second, by the messenger
_PACE = 28.0  # as it is set for Telegram
_LOOKS = 1500  # five a second


async def pace(runs: int, _turns: int) -> list[Result]:
    steady = [await _sent(per_second=_ALLOWED) for _run in range(runs)]
    paused = [await _sent(per_second=_ALLOWED, pause_at=_MANY // 2) for _run in range(runs)]
    kept = tuple((_MANY - 1) / (one["calls"][-1] - one["calls"][0]) / _PACE for one in steady)
    above = tuple(float(max(0, _most_in_a_second(one["calls"]) - _ALLOWED)) for one in steady)
    return [
        Result("pace", "rate kept / rate set", kept, "x", at_least=0.99),
        Result("pace", "calls above the limit in any second", above, at_most=0),
        Result("pace", "refused (429) at a pause", tuple(float(one["refused"]) for one in paused), at_most=1),
        Result("pace", "lost at a pause", tuple(float(one["unsettled"]) for one in paused), at_most=0),
    ]


async def _sent(**limits: float) -> dict[str, Any]:
    """What the server saw when all had left."""
    with tempfile.TemporaryDirectory(prefix="jazb-bench-") as folder:
        ministry = Ministry(Path(folder), f"sqlite+aiosqlite:///{folder}/jazb.db")
        await ministry.transaction(lambda db: owe(db, _MANY, "درود بر شما"))
        async with Server() as server:
            await server.play("limits", **limits)
            async with ministry.configured(server.url, _PACE):
                seen = await until_all_have_left(server, _MANY)
        return {**seen, "unsettled": await ministry.unsettled()}


def owe(db: Connection, count: int, text: str) -> None:
    """One message to each of so many chats."""
    for chat in range(1, count + 1):
        outbox.put(db, Channel.TELEGRAM, chat, Message(text), now(), lane=Lane.CAMPAIGN)


async def until_all_have_left(server: Server, count: int) -> dict[str, Any]:
    """What the server saw."""
    for _look in range(_LOOKS):
        seen = await server.play("look")
        if len(seen["calls"]) - seen["refused"] >= count:
            return seen
        await asyncio.sleep(0.2)
    raise AssertionError("Not all has left.")


def _most_in_a_second(calls: list[float]) -> int:
    return max(sum(first <= call < first + 1 for call in calls) for first in calls)
