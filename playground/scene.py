"""Who is there, what has been said, what time it is, and those who watch."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

from playground import wire
from playground.dialect import BALE, TELEGRAM
from playground.faults import Faults
from playground.messenger import Messenger
from playground.models import MEMBERS, Chat, JsonObject, Message, MessengerName, NotPossible, Person

T = TypeVar("T")

BOT_USERNAME = "jazb_bot"
BOT_NAME = "جذب صمت"
MOST_CALLS_LOGGED = 2_000_000


@dataclass(frozen=True, slots=True)
class Call:
    """A call of the bot as it went."""

    #: Monotonic seconds at which it came; what is accepted is accepted then.
    at: float
    messenger: MessengerName
    #: In lower case.
    method: str
    chat: int | None
    #: "ok", the error as "400 Bad Request: ...", or the connection fault: "reset_before", "reset_after".
    outcome: str
    #: Of the message that was sent or edited.
    message_id: int | None = None

    @property
    def accepted(self) -> bool:
        return self.outcome in ("ok", "reset_after")


@dataclass(frozen=True, slots=True)
class Change:
    """Something to see: kind is message, edit, delete, typing, answer, chat, taken, commands, bots or clock."""

    kind: str
    chat: Chat | None = None
    message: Message | None = None
    details: Mapping[str, object] = field(default_factory=dict)


class Scene:
    def __init__(self, *, seed: int = 0) -> None:
        self.faults = Faults(seed)
        self.telegram = Messenger(TELEGRAM, _bot(7_000_000_001), 7_000_000_001, self.faults)
        self.bale = Messenger(BALE, _bot(1_100_200_300), 1_100_200_300, self.faults)
        self.messengers: Mapping[MessengerName, Messenger] = {"telegram": self.telegram, "bale": self.bale}
        self.people: dict[str, Person] = {}
        #: If set, only these tokens are known.
        self.tokens: frozenset[str] | None = None
        self.log: deque[Call] = deque(maxlen=MOST_CALLS_LOGGED)
        self.offset = 0.0
        self.listeners: list[Callable[[Change], None]] = []
        self._waits: list[Callable[[], None]] = []
        for messenger in self.messengers.values():
            messenger.updates.on_taken = self._taken
            messenger.updates.on_poll = self._polled

    # The clock

    def now(self) -> datetime:
        return datetime.fromtimestamp(time.time() + self.offset, UTC)

    @property
    def unix(self) -> int:
        return int(time.time() + self.offset)

    def move_clock(self, seconds: float) -> None:
        """Forward only: messengers do not travel back."""
        if seconds < 0:
            raise NotPossible("ساعت فقط به جلو می‌رود.")
        self.offset += seconds
        self.changed(Change("clock"))

    # Watching

    def changed(self, change: Change) -> None:
        for listener in self.listeners:
            listener(change)
        for look in tuple(self._waits):
            look()

    async def wait_for(self, predicate: Callable[[], T], timeout: float = 5.0) -> T:  # noqa: ASYNC109
        """What `predicate` returns once that is true; looked at after every change. Raises TimeoutError."""
        outcome: asyncio.Future[T] = asyncio.get_running_loop().create_future()

        def look() -> None:
            if outcome.done():
                return
            try:
                if seen := predicate():
                    outcome.set_result(seen)
            except NotPossible:
                return
            except Exception as error:
                outcome.set_exception(error)

        look()
        self._waits.append(look)
        try:
            async with asyncio.timeout(timeout):
                return await outcome
        except TimeoutError:
            raise TimeoutError(f"It did not happen within {timeout:g} s.") from None
        finally:
            self._waits.remove(look)

    # Who is there

    def add_person(self, person: Person) -> Person:
        """A person with a private chat with the bot on each of their messengers."""
        if person.id in self.people:
            raise ValueError(f"There is somebody with the id {person.id!r} already.")
        for name in person.accounts:
            self.messengers[name].add_person(person)
        self.people[person.id] = person
        return person

    def person(self, name: str) -> Person:
        """By id ("karimi"), by full name or by last name."""
        if name in self.people:
            return self.people[name]
        for person in self.people.values():
            if name in (person.name, person.last_name):
                return person
        raise NotPossible(f"کسی با نام «{name}» اینجا نیست.")

    def chat_with_bot(self, person: Person, messenger: MessengerName | None = None) -> Chat:
        """On the messenger told, or the first the person has."""
        for name, user_id in person.accounts.items():
            if messenger in (None, name):
                return self.messengers[name].chats[user_id]
        raise NotPossible(f"{person.name} در {messenger} نیست.")

    def chat(self, key: str) -> Chat:
        """By its key, such as "telegram:-1001234567890"."""
        name, _, chat_id = key.partition(":")
        for messenger in self.messengers.values():
            if messenger.name == name and chat_id.lstrip("-").isdecimal() and int(chat_id) in messenger.chats:
                return messenger.chats[int(chat_id)]
        raise NotPossible(f"گفت‌وگویی با نشانی «{key}» نیست.")

    def groups(self, messenger: MessengerName) -> list[Chat]:
        return [chat for chat in self.messengers[messenger].chats.values() if not chat.private]

    def messenger_of(self, chat: Chat) -> Messenger:
        return self.messengers[chat.messenger]

    # What happens

    def record(self, message: Message) -> Message:
        """A message that the bot or the messenger itself put into the chat."""
        message.chat.messages[message.id] = message
        self.changed(Change("message", message.chat, message))
        return message

    def tell(self, kind: str, message: Message) -> None:
        messenger = self.messenger_of(message.chat)
        if self._bot_sees(messenger, message):
            messenger.updates.put(kind, wire.message(messenger, message), message.chat.id, message)

    def _bot_sees(self, messenger: Messenger, message: Message) -> bool:
        """Of a group where it is not an administrator a bot hears commands, replies to it and events."""
        chat = message.chat
        if chat.private:
            return True
        status = chat.members.get(messenger.bot_id)
        if status == "member":
            to_bot = message.reply_to is not None and message.reply_to.sender == messenger.bot_id
            return to_bot or message.text.startswith("/") or bool(message.service)
        return status in MEMBERS

    def _polled(self) -> None:
        self.changed(Change("bots"))

    def _taken(self, message: Message) -> None:
        if not message.taken:
            message.taken = True
            self.changed(Change("taken", message.chat, message))


def _bot(bot_id: int) -> JsonObject:
    return {"id": bot_id, "is_bot": True, "first_name": BOT_NAME, "username": BOT_USERNAME}
