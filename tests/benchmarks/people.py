"""The people who write to a bot: each in turn all their texts, the next one when the last was answered."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice, product
from typing import Any


@dataclass
class People:
    """`at_once` of them at a time, or, with a `rate`, so many texts a second, whatever the bot does."""

    first: int = 0
    count: int = 0
    texts: tuple[str, ...] = ()
    at_once: int = 0
    rate: float = 0.0
    seconds: list[float] = field(default_factory=list)  # that each answer took
    done: asyncio.Event = field(default_factory=asyncio.Event)
    _said: dict[int, float] = field(default_factory=dict)
    _place: dict[int, int] = field(default_factory=dict)
    _say: Callable[[int, str], None] = lambda _chat, _text: None

    async def write(self, say: Callable[[int, str], None]) -> None:
        self._say = say
        self._begun = self._ended = time.monotonic()
        if self.rate:
            return await self._steadily()
        self._next = iter(range(self.first, self.first + self.count))
        for chat in islice(self._next, self.at_once):
            self._writes(chat)

    async def _steadily(self) -> None:
        """The whole crowd one text after the other: an answer is long there when somebody's turn comes again."""
        everybody = range(self.first, self.first + self.count)
        for n, (_text, chat) in enumerate(product(self.texts, everybody)):
            await asyncio.sleep(self._begun + n / self.rate - time.monotonic())
            self._writes(chat)

    def _writes(self, chat: int) -> None:
        place = self._place.get(chat, 0)
        self._place[chat] = place + 1
        self._said[chat] = time.monotonic()
        self._say(chat, self.texts[place])

    def hears(self, chat: int) -> None:
        said = self._said.pop(chat, None)
        if said is None:
            return
        self._ended = time.monotonic()
        self.seconds.append(self._ended - said)
        if len(self.seconds) == self.count * len(self.texts):
            self.done.set()
        elif not self.rate:
            self._goes_on(chat)

    def _goes_on(self, chat: int) -> None:
        if self._place[chat] < len(self.texts):
            self._writes(chat)
        elif (newcomer := next(self._next, None)) is not None:
            self._writes(newcomer)

    def result(self) -> dict[str, Any]:
        return {"took": self._ended - self._begun, "seconds": self.seconds}
