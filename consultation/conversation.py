"""What is heard and what is said, in words that hold for every messenger."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Channel(StrEnum):
    TELEGRAM = "telegram"
    BALE = "bale"


class Kind(StrEnum):
    """What an incoming update is."""

    TEXT = "text"
    EDITED = "edited"  # an earlier text of theirs, changed in the messenger
    PRESS = "press"  # an inline button
    FILE = "file"  # document, photo, voice, audio, video
    CONTACT = "contact"
    LOCATION = "location"
    MIGRATED = "migrated"  # the group became a supergroup with another id
    STOPPED = "stopped"  # they blocked the bot, or took it out of the group
    ADDED = "added"  # the bot was put into the group, or its rights there were changed
    OTHER = "other"  # sticker, poll, anything we have no use for


class Membership(StrEnum):
    """What somebody is in a group."""

    ADMINISTRATOR = "administrator"
    MEMBER = "member"
    OUTSIDE = "outside"  # has left it, or was put out


@dataclass(frozen=True)
class Sender:
    id: int
    name: str
    username: str = ""
    anonymous: bool = False  # writes as the group itself, so nobody knows who it is


@dataclass(frozen=True)
class File:
    id: str  # the messenger's own handle, good for this bot only
    kind: str  # document, photo, voice, audio, video
    name: str
    mime: str = ""
    size: int | None = None  # bytes; None where the messenger does not say
    content: bytes | None = field(default=None, repr=False)  # only where it was downloaded


@dataclass(frozen=True)
class Contact:
    phone: str
    name: str
    user_id: int | None


@dataclass(frozen=True)
class Location:
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Incoming:
    """One update of a messenger, translated."""

    channel: Channel
    update_id: int
    kind: Kind
    chat_id: int
    sender: Sender
    private: bool
    at: datetime
    message_id: int = 0
    text: str = ""  # as typed: a text, a caption; cleaned by reception
    chat_title: str = ""
    forum: bool = False  # the group has threads (Telegram calls them topics)
    thread: int = 0  # in which of them; 0 is the general one
    press: str = ""  # the button's payload, still signed
    press_id: str = ""  # with it the press is answered
    file: File | None = None
    contact: Contact | None = None
    location: Location | None = None
    reply_to: int | None = None  # id of the message this one answers
    replied_to: Sender | None = None  # who wrote that message, where the messenger says so
    forwarded: bool = False  # not written by its sender: passed on, or made by another bot
    new_chat_id: int | None = None  # of a group that migrated
    by_administrator: bool | None = None  # of this group; None: not asked, or the messenger would not say
    from_outside: bool = False  # known not to be in this group any more


@dataclass(frozen=True)
class Button:
    """An inline button. `press` is what a press means: a verb and its arguments, joined by colons."""

    label: str
    press: str = ""
    url: str = ""


LONGEST_LABEL = 40  # characters that a phone shows on a button of full width
Rows = tuple[tuple[Button, ...], ...]


class Shape(StrEnum):
    """How a stored document is shown: as a file to open, or at once, in the chat."""

    DOCUMENT = "document"
    PHOTO = "photo"
    VIDEO = "video"
    AUDIO = "audio"
    VOICE = "voice"


@dataclass(frozen=True)
class Message:
    """Something to be said. `text` may hold the marks of `texts.bold`."""

    text: str
    buttons: Rows = ()
    menu: tuple[tuple[str, ...], ...] | None = None  # a reply keyboard; () takes it away
    document_id: int | None = None  # a stored document, sent with `text` as its caption
    shape: Shape = Shape.DOCUMENT  # of the document
    right_to_left: bool = True  # the order of buttons side by side
    reply_to: int | None = None  # id of the message that this one answers
    silent: bool = False  # the phone makes no sound for it
    awaits_reply: bool = False  # the messenger is to open a reply to it, on the phone of whoever it answers


@dataclass(frozen=True)
class Toast:
    """The short word that answers a press."""

    press_id: str
    text: str = ""
    alert: bool = False


def press(verb: str, *arguments: object) -> str:
    return ":".join([verb, *map(str, arguments)])


def column(*buttons: Button) -> Rows:
    return tuple((button,) for button in buttons)
