"""How fast one token may send: evenly, and in no second more than the limit, overall; and how much one chat gets. Pure.

Evenly rather than from a bucket: one that fills up while nothing is sent lets twice the limit through in the first
second. What counts is when a message really left: where the program was held up, what waited does not leave together.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

Burst = tuple[int, float]  # so many messages at once, and then one in so many seconds

_CHATS_REMEMBERED = 2000
_SECOND = 1.005  # on the way to the messenger one call may come closer to another
_CAUGHT_UP = 0.02  # seconds by which a timer may be late without the rate suffering


class TooSoon(Exception):
    """This chat has had its share for the moment."""

    def __init__(self, after: float) -> None:
        super().__init__(f"{after:.1f} s too soon for this chat")
        self.after = after  # seconds


@dataclass
class Pace:
    """Times are seconds of a monotonic clock."""

    per_second: float
    _next: float = 0.0
    _left: deque[float] = field(init=False)
    _busy_until: dict[int, float] = field(default_factory=dict)  # when all that a chat was sent has run off

    def __post_init__(self) -> None:
        self._left = deque(maxlen=max(1, int(self.per_second)))

    def free_at(self, now: float) -> float:
        """When the next message may leave."""
        crowded_until = self._left[0] + _SECOND if len(self._left) == self._left.maxlen else now
        return max(now, self._next, crowded_until)

    def leave(self, now: float) -> None:
        """A message leaves, and its turn had come."""
        self._next = max(self._next, now - _CAUGHT_UP) + 1 / self.per_second
        self._left.append(now)

    def chat_free_at(self, chat_id: int, now: float, burst: Burst) -> float:
        """When this chat may be written to next."""
        at_once, every = burst
        return max(now, self._busy_until.get(chat_id, now) - (at_once - 1) * every)

    def note(self, chat_id: int, at: float, burst: Burst) -> None:
        """A message was sent to this chat."""
        _at_once, every = burst
        self._busy_until[chat_id] = max(at, self._busy_until.get(chat_id, at)) + every
        if len(self._busy_until) > _CHATS_REMEMBERED:
            self._busy_until = {chat: until for chat, until in self._busy_until.items() if until > at}
