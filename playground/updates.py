"""The updates that wait for a bot: numbered, kept until confirmed, handed out by long polling."""

from __future__ import annotations

import asyncio
import json
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import islice

from playground.errors import ApiError, bad_request, conflict
from playground.faults import Faults
from playground.models import JsonObject, Message, MessengerName

LONGEST_POLL = 50.0
#: A bot gets these only if it names them in allowed_updates.
ONLY_IF_ASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
#: How long an update that is to be overtaken waits for the one that overtakes it.
OVERTAKING = 0.3
#: Without chat, date and sender: neither library can parse it, yet its number can be confirmed.
MALFORMED: JsonObject = {"message_id": "?", "from": None, "text": ["not", "a", "text"]}


@dataclass(frozen=True, slots=True)
class Update:
    id: int
    kind: str
    #: The whole update as JSON, made once.
    body: bytes
    #: Updates of one lane reach a webhook one after another.
    lane: int
    message: Message | None = None


@dataclass(slots=True)
class Webhook:
    url: str
    secret: str = ""
    max_connections: int = 40
    last_error: str = ""
    last_error_date: int = 0

    def fail(self, why: str) -> None:
        self.last_error, self.last_error_date = why, int(time.time())


@dataclass(slots=True)
class UpdateQueue:
    messenger: MessengerName
    faults: Faults
    #: Told of every message whose update the bot has confirmed.
    on_taken: Callable[[Message], None] | None = None
    webhook: Webhook | None = None
    allowed: frozenset[str] | None = None
    #: Told of every new update while a webhook is set.
    on_put: Callable[[Update], None] | None = None
    #: Told when the bot begins to wait at the line.
    on_poll: Callable[[], None] | None = None
    #: Monotonic time at which the bot last asked for updates or took one.
    last_seen: float = float("-inf")
    _last_id: int = 500_000_000
    _waiting: OrderedDict[int, Update] = field(default_factory=OrderedDict)
    _again: list[Update] = field(default_factory=list)
    _overtaken: tuple[str, JsonObject, int, Message | None] | None = None
    _poll: asyncio.Future[None] | None = None

    def __len__(self) -> int:
        return len(self._waiting)

    @property
    def waiting(self) -> Iterable[Update]:
        return tuple(self._waiting.values())

    @property
    def polling(self) -> bool:
        """The bot is waiting at the line right now."""
        return self._poll is not None and not self._poll.done()

    @property
    def connected(self) -> bool:
        """The bot is asking right now, or has been heard of within the last seconds."""
        return self.polling or time.monotonic() - self.last_seen < 5

    def put(self, kind: str, content: JsonObject, lane: int, message: Message | None = None) -> None:
        if kind not in self.allowed if self.allowed else kind in ONLY_IF_ASKED:
            return
        if self.faults.of_update("malformed", self.messenger):
            self._append("message", MALFORMED, lane, None)
        if self._overtaken is None and self.faults.of_update("reorder", self.messenger):
            self._overtaken = (kind, content, lane, message)
            asyncio.get_running_loop().call_later(OVERTAKING, self._let_go)
            return
        self._append(kind, content, lane, message)
        self._let_go()

    def _let_go(self) -> None:
        if self._overtaken is not None:
            overtaken, self._overtaken = self._overtaken, None
            self._append(*overtaken)

    def _append(self, kind: str, content: JsonObject, lane: int, message: Message | None) -> None:
        self._last_id += 1
        body = json.dumps({"update_id": self._last_id, kind: content}, separators=(",", ":")).encode()
        update = Update(self._last_id, kind, body, lane, message)
        self._waiting[update.id] = update
        if self.webhook and self.on_put:
            self.on_put(update)
        self.wake()

    def wake(self) -> None:
        if self._poll is not None and self.polling:
            self._poll.set_result(None)

    def confirm(self, update_id: int) -> None:
        update = self._waiting.pop(update_id, None)
        if update is not None and update.message is not None and self.on_taken:
            self.on_taken(update.message)

    def _confirm_before(self, offset: int) -> None:
        if offset < 0:
            offset = next(islice(reversed(self._waiting), -offset - 1, None), 0)
        while self._waiting and (first := next(iter(self._waiting))) < offset:
            self.confirm(first)

    async def take(self, offset: int, limit: int, patience: float) -> list[Update]:
        """What waits, from `offset` on; if nothing does, it is awaited for `patience` seconds.

        Of two who ask at once the newer one goes on, and the older one is told of the conflict.
        """
        if self.webhook is not None:
            raise conflict(
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            )
        if self._poll is not None and self.polling:
            self._poll.set_exception(_terminated())
        self.last_seen = time.monotonic()
        self._confirm_before(offset)
        if not self._waiting and not self._again and patience > 0:
            await self._arrival(min(patience, LONGEST_POLL))
        self.last_seen = time.monotonic()
        return self._batch(limit)

    async def _arrival(self, seconds: float) -> None:
        poll = self._poll = asyncio.get_running_loop().create_future()
        if self.on_poll is not None:
            self.on_poll()
        try:
            async with asyncio.timeout(seconds):
                await poll
        except TimeoutError:
            pass

    def _batch(self, limit: int) -> list[Update]:
        batch = [*self._again, *islice(self._waiting.values(), max(1, min(limit, 100)))]
        self._again = [
            update for update in batch[len(self._again) :] if self.faults.of_update("duplicate", self.messenger)
        ]
        return batch

    def set_allowed(self, kinds: object) -> None:
        """None keeps what was set; an empty list is all but those that must be asked for."""
        if kinds is None:
            return
        if not isinstance(kinds, list):
            raise bad_request("can't parse allowed updates JSON object")
        self.allowed = frozenset(map(str, kinds)) or None

    def set_webhook(self, webhook: Webhook | None) -> None:
        self.webhook = webhook
        if webhook and self.on_put:
            for update in self.waiting:
                self.on_put(update)

    def drop(self) -> None:
        self._waiting.clear()
        self._again.clear()


def _terminated() -> ApiError:
    return conflict("terminated by other getUpdates request; make sure that only one bot instance is running")
