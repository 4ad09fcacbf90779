"""One of the two messengers: who is there, what was said, and the updates that wait for the bot."""

from __future__ import annotations

import re
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from mimetypes import MimeTypes

from playground.dialect import Dialect, quirks_of
from playground.errors import ApiError, bad_request, forbidden, moved
from playground.faults import Faults
from playground.models import MEMBERS, Chat, JsonObject, Message, Person, StoredFile
from playground.pace import Pace, Pacer
from playground.updates import UpdateQueue

ENDING = re.compile(r"\.([A-Za-z0-9]{1,8})$")
UNKNOWN = "application/octet-stream"
#: By the ending of a name, without what this machine may have added.
KNOWN_TYPES = MimeTypes()
OFFICE = "application/vnd.openxmlformats-officedocument"
KNOWN_TYPES.add_type(f"{OFFICE}.wordprocessingml.document", ".docx")
KNOWN_TYPES.add_type(f"{OFFICE}.spreadsheetml.sheet", ".xlsx")
KNOWN_TYPES.add_type("audio/ogg", ".ogg")

#: A pressed button waits this long for answerCallbackQuery.
PRESS_LASTS = 60
MOST_PRESSES = 10_000


@dataclass(slots=True)
class Press:
    """A person pressed a button under a message; the messenger waits for the bot to say something."""

    id: str
    person: Person
    message: Message
    data: str
    date: int
    answer: str | None = None
    alert: bool = False


@dataclass(slots=True)
class About:
    """What the bot says of itself on Telegram."""

    name: str = ""
    description: str = ""
    short_description: str = ""
    #: (scope, language) -> commands
    commands: dict[tuple[str, str], list[JsonObject]] = field(default_factory=dict)


class Messenger:
    def __init__(self, dialect: Dialect, bot: JsonObject, bot_id: int, faults: Faults) -> None:
        self.dialect = dialect
        self.name = dialect.name
        self.quirks = quirks_of(dialect)
        self.bot = bot
        self.bot_id = bot_id
        self.about = About()
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.presses: OrderedDict[str, Press] = OrderedDict()
        self.updates = UpdateQueue(dialect.name, faults)
        self._last_message = 0
        self._last_press = 2_000_000_000
        self._pacer: Pacer | None = None

    def set_pace(self, pace: Pace | None) -> None:
        self._pacer = Pacer(pace) if pace else None

    def must_wait(self, chat: Chat) -> int:
        """Seconds until this chat takes another message, by the pace that was set."""
        return self._pacer.wait(chat.id, time.monotonic(), group=not chat.private) if self._pacer else 0

    def add_person(self, person: Person) -> Chat:
        user_id = person.accounts[self.name]
        if user_id in self.chats:
            raise ValueError(f"{self.name} has somebody with the id {user_id} already.")
        self.people[user_id] = person
        return self._add(Chat(self.name, user_id, "private", person.name))

    def add_group(self, chat: Chat) -> Chat:
        return self._add(chat)

    def _add(self, chat: Chat) -> Chat:
        self.chats[chat.id] = chat
        return chat

    def next_message_id(self, chat: Chat) -> int:
        """Bale and supergroups number each chat by itself, the rest of Telegram numbers all together."""
        if self.dialect.ids_per_chat or chat.type == "supergroup":
            chat.last_id += 1
            return chat.last_id
        self._last_message += 1
        return self._last_message

    def open_chat(self, chat_id: int) -> Chat:
        """The chat, if the bot may write there now."""
        chat = self.known_chat(chat_id)
        if chat.private:
            self._must_be_open(chat)
        elif chat.members.get(self.bot_id) not in MEMBERS:
            kicked = chat.members.get(self.bot_id) == "kicked"
            raise forbidden(f"bot {'was kicked from' if kicked else 'is not a member of'} the {chat.type} chat")
        return chat

    def known_chat(self, chat_id: int) -> Chat:
        chat = self.chats.get(chat_id)
        if chat is None or (chat.private and not chat.started and not self._met(chat_id)):
            raise bad_request("chat not found")
        if chat.migrated_to is not None:
            raise moved(chat.migrated_to)
        return chat

    def _must_be_open(self, chat: Chat) -> None:
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        if not chat.started:
            raise forbidden("bot can't initiate conversation with a user")

    def _met(self, user_id: int) -> bool:
        return any(user_id in chat.members for chat in self.chats.values() if not chat.private)

    def store_file(self, name: str, mime: str, content: bytes, folder: str) -> StoredFile:
        number = len(self.files) + 1
        ending = ENDING.search(name)
        stored = StoredFile(
            id=f"{self.name}-{folder}-{number:06d}",
            unique_id=f"u{number:06d}",
            path=f"{folder}/file_{number}.{ending[1] if ending else 'bin'}",
            name=name,
            mime=KNOWN_TYPES.guess_type(name)[0] or UNKNOWN if mime == UNKNOWN else mime,
            content=content,
        )
        self.files[stored.id] = self.files[stored.path] = stored
        return stored

    def press(self, person: Person, message: Message, data: str, date: int) -> Press:
        self._last_press += 1
        press = Press(str(self._last_press), person, message, data, date)
        self.presses[press.id] = press
        if len(self.presses) > MOST_PRESSES:
            self.presses.popitem(last=False)
        return press

    def pressed(self, press_id: str, now: int) -> Press:
        press = self.presses.get(press_id)
        if press is None or now - press.date > PRESS_LASTS:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        return press

    def in_own_words(self, error: ApiError) -> ApiError:
        description = self.dialect.words.get(error.description, error.description)
        if error.code == 429 and not self.quirks.retry_after:
            return ApiError(429, "Too Many Requests")
        return ApiError(error.code, description, error.parameters)
