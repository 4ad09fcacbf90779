"""The things of the playground: people, chats, messages, keyboards, files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

MessengerName = Literal["telegram", "bale"]
JsonObject = dict[str, object]

MEMBERS = frozenset({"creator", "administrator", "member"})


class NotPossible(Exception):
    """A person tried something their messenger would not let them do. Says why, in Persian."""


@dataclass(frozen=True, slots=True)
class Person:
    id: str
    first_name: str
    last_name: str
    role: str
    phone: str
    #: messenger -> user id there. The same number may be somebody else on the other messenger.
    accounts: Mapping[MessengerName, int]
    username: str = ""

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True, slots=True)
class Button:
    """A button of either kind of keyboard; what is empty is not there."""

    text: str
    data: str = ""
    url: str = ""
    copy_text: str = ""
    web_app: str = ""
    wants_contact: bool = False
    wants_location: bool = False


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class ReplyKeyboard:
    rows: Rows
    one_time: bool = False
    resize: bool = False
    persistent: bool = False
    selective: bool = False
    placeholder: str = ""


@dataclass(frozen=True, slots=True)
class StoredFile:
    id: str
    unique_id: str
    #: As in the download address: documents/file_1.pdf
    path: str
    name: str
    mime: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Media:
    """What a message carries besides words: a file, a place or a contact."""

    kind: str
    file: StoredFile | None = None
    attributes: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of text with a meaning; measured in UTF-16 code units, as the Bot API does."""

    type: str
    offset: int
    length: int
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def end(self) -> int:
        return self.offset + self.length

    def wire(self) -> JsonObject:
        return {"type": self.type, "offset": self.offset, "length": self.length, **self.more}


@dataclass(frozen=True, slots=True)
class Forward:
    sender: int
    name: str
    chat_id: int
    message_id: int
    date: int


@dataclass(eq=False, slots=True)
class Message:
    chat: Chat
    id: int
    sender: int
    date: int
    #: Words or caption as a person sees them, without the marks of HTML or Markdown.
    text: str = ""
    entities: tuple[Entity, ...] = ()
    #: Words as the bot sent them, where the messenger keeps the marks.
    raw: str | None = None
    media: Media | None = None
    keyboard: Rows = ()
    reply_to: Message | None = None
    forward: Forward | None = None
    edited: int | None = None
    album: str | None = None
    #: The topic of a forum that it stands in; 0 is the general one.
    thread: int = 0
    #: What happened in a group, as the Bot API names it: {"left_chat_member": {...}}
    service: JsonObject = field(default_factory=dict)
    #: Sent in the name of the group by an administrator who stays anonymous.
    anonymous: bool = False
    #: A message under which the messenger showed a reply keyboard cannot be edited.
    had_reply_markup: bool = False
    #: The bot has confirmed the update that told it of this message.
    taken: bool = False

    @property
    def buttons(self) -> list[str]:
        return [button.text for row in self.keyboard for button in row]

    def button(self, wanted: str) -> Button:
        """The button with this label, or with this callback data."""
        for button in (button for row in self.keyboard for button in row):
            if wanted in (button.text, button.data):
                return button
        raise NotPossible(f"دکمه‌ای با نام «{wanted}» زیر این پیام نیست؛ دکمه‌ها: {'، '.join(self.buttons)}")


@dataclass(slots=True)
class Thread:
    """A topic of a forum, as Telegram calls both."""

    #: Of the service message that it begins with.
    id: int
    name: str
    closed: bool = False


@dataclass(eq=False, slots=True)
class Chat:
    messenger: MessengerName
    id: int
    type: Literal["private", "group", "supergroup"]
    title: str = ""
    #: user id -> creator, administrator, member, left or kicked; the bot is among them.
    members: dict[int, str] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    last_id: int = 0
    #: The person of a private chat has written to the bot at least once.
    started: bool = False
    blocked: bool = False
    reply_keyboard: ReplyKeyboard | None = None
    pinned: int | None = None
    migrated_to: int | None = None
    #: A supergroup with topics; and whether the bot may open and close them.
    forum: bool = False
    bot_opens_threads: bool = True
    threads: dict[int, Thread] = field(default_factory=dict)
    #: Every message up to this id was seen on the page.
    read: int = 0

    @property
    def key(self) -> str:
        return f"{self.messenger}:{self.id}"

    @property
    def private(self) -> bool:
        return self.type == "private"

    @property
    def last(self) -> Message:
        if not self.messages:
            raise NotPossible("در این گفت‌وگو هنوز پیامی نیست.")
        return self.messages[next(reversed(self.messages))]

    @property
    def texts(self) -> list[str]:
        return [message.text for message in self.messages.values()]
