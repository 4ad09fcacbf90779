"""How fast one token may send: each call takes the next free slot, overall and of its chat. Pure.

Slots rather than a bucket: a bucket that fills up while nothing is sent lets twice the limit through in the first
second.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

Burst = tuple[int, float]  # so many messages in so many seconds

_LONGEST_MEMORY = 60.0  # seconds; no window is longer
_MOST_REMEMBERED = 60  # messages of a chat
_CHATS_REMEMBERED = 2000


@dataclass
class Pace:
    """Times are seconds of a monotonic clock."""

    per_second: float
    _next: float = 0.0
    _chats: dict[int, deque[float]] = field(default_factory=dict)

    def slot(self, now: float) -> float:
        """Take the next slot of the token; when it is."""
        self._next = max(now, self._next)
        taken = self._next
        self._next += 1 / self.per_second
        return taken

    def chat_free_at(self, chat_id: int, now: float, burst: Burst) -> float:
        """When this chat may be written to next."""
        limit, window = burst
        sent = self._chats.get(chat_id)
        return now if sent is None or len(sent) < limit else max(now, sent[-limit] + window)

    def note(self, chat_id: int, at: float) -> None:
        """A message was sent to this chat."""
        sent = self._chats.setdefault(chat_id, deque(maxlen=_MOST_REMEMBERED))
        sent.append(at)
        if len(self._chats) > _CHATS_REMEMBERED:
            self._chats = {chat: times for chat, times in self._chats.items() if times[-1] > at - _LONGEST_MEMORY}
