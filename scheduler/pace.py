"""How fast one token may send: each call takes the next free slot, overall and of its chat. Pure.

Slots rather than a bucket: a bucket that fills up while nothing is sent lets twice the limit through in the first
second.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Burst = tuple[int, float]  # so many messages at once, and then one in so many seconds

_CHATS_REMEMBERED = 2000


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
    _busy_until: dict[int, float] = field(default_factory=dict)  # when all that a chat was sent has run off

    def slot(self, now: float) -> float:
        """Take the next slot of the token; when it is."""
        self._next = max(now, self._next)
        taken = self._next
        self._next += 1 / self.per_second
        return taken

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
