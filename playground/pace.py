"""How many messages a messenger takes from a bot before it says 429. Off unless asked for."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """None is no limit. Telegram's own: Pace(per_second=30, per_chat=1, per_group_minute=20)."""

    per_second: int | None = None
    per_chat: int | None = None
    per_group_minute: int | None = None


class Pacer:
    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._longest = max(pace.per_second or 1, pace.per_chat or 1, pace.per_group_minute or 1)
        self._all: deque[float] = deque(maxlen=self._longest)
        self._chats: dict[int, deque[float]] = {}

    def wait(self, chat: int, now: float, *, group: bool) -> int:
        """Seconds this message would have to wait at `now` (monotonic); if 0, it is counted as sent."""
        mine = self._chats.setdefault(chat, deque(maxlen=self._longest))
        waits = [
            _until_free(self._all, self._pace.per_second, 1.0, now),
            _until_free(mine, self._pace.per_chat, 1.0, now),
        ]
        if group:
            waits.append(_until_free(mine, self._pace.per_group_minute, 60.0, now))
        if wait := max(waits):
            return math.ceil(wait)
        self._all.append(now)
        mine.append(now)
        return 0


def _until_free(sent: deque[float], most: int | None, window: float, now: float) -> float:
    if most is None or len(sent) < most:
        return 0.0
    return max(0.0, sent[-most] + window - now)
