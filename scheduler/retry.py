"""When to try again, and when to stop trying. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

TRIES = 8
_FIRST = 1.0  # seconds
_LONGEST = 300.0


def next_try(attempts: int, now: datetime, *, asked: float | None, chance: float) -> datetime | None:
    """The moment of the next try after `attempts` failed ones, None when there shall be none.

    Doubles from a second to five minutes; `chance` (0 to 1) spreads tries that failed together, and a wait that the
    messenger asked for is kept.
    """
    if attempts >= TRIES:
        return None
    wait = min(_FIRST * 2 ** (attempts - 1), _LONGEST) * (0.5 + chance / 2)
    return now + timedelta(seconds=max(wait, asked or 0.0))
