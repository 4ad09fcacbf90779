"""What delivery asks of a messenger: one call that sends, and three names for its failure.

NotSent
├── TryLater      nothing wrong with the message: a pause, a fault on the way, a server in trouble
├── Unreachable   this chat will not take messages: blocked, deleted, never existed
│   └── Moved     ... because the group now lives under another id
└── Refused       the messenger will never take this message: our fault
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from consultation.conversation import Channel, Rows, Shape


class NotSent(Exception):
    """Why a message was not sent, in words for the staff and the log; never a token."""


class TryLater(NotSent):
    def __init__(self, why: str, *, after: float | None = None, everyone: bool = False, unknown: bool = False) -> None:
        super().__init__(why)
        self.after = after  # seconds the messenger asked us to wait
        self.everyone = everyone  # a 429: the whole token must pause, and it is not counted as a try
        self.unknown = unknown  # the request may have been carried out: the connection broke before the answer


class Unreachable(NotSent):
    pass


class Moved(Unreachable):
    def __init__(self, why: str, new_chat_id: int) -> None:
        super().__init__(why)
        self.new_chat_id = new_chat_id


class Refused(NotSent):
    pass


class InParts(Exception):
    """Too large for one message, and nothing was sent: these are to be made and sent instead, in this order."""

    def __init__(self, makes: Sequence[object]) -> None:
        super().__init__(f"in {len(makes)} parts")
        self.makes = tuple(map(str, makes))


@dataclass(frozen=True)
class Upload:
    """A file: by the handle of an earlier upload where there is one, else its content."""

    name: str
    mime: str
    handle: str = ""
    content: bytes = field(default=b"", repr=False)
    kept: int | None = None  # the id of the document that it is of, where that is kept


@dataclass(frozen=True)
class Parcel:
    """One call to a messenger, ready to be written in its way."""

    chat_id: int
    text: str  # may hold the marks of texts.bold; everything else in it is plain
    buttons: Rows = ()  # `press` already signed, at most 64 bytes
    menu: tuple[tuple[str, ...], ...] | None = None  # a reply keyboard; () removes it
    document: Upload | None = None
    shape: Shape = Shape.DOCUMENT  # of the document
    edits: int | None = None  # id of our own message that this one replaces
    right_to_left: bool = True  # rows of buttons are reversed for Persian readers
    reply_to: int | None = None  # id of the message that this one answers
    awaits_reply: bool = False  # on the phone of whoever it answers or names, a reply to it is opened
    silent: bool = False  # the phone makes no sound for it
    caption: bool = False  # what is edited is a file: `text` becomes its caption
    thread: int = 0  # of a group; 0 is the general one
    opens: str = ""  # the title of a thread to be opened for it, where it has none or that is gone
    takes_back: int | None = None  # id of our own message that is to be deleted; nothing is sent


@dataclass(frozen=True)
class Sent:
    message_id: int | None  # None where the messenger does not say (Bale's answer to an edit)
    handle: str = ""  # of the uploaded document
    thread: int | None = None  # that was opened for it; 0 where none could be


@dataclass(frozen=True)
class Abilities:
    """What a messenger can do, so that the core need not know its name."""

    html: bool
    commands_menu: bool
    text_limit: int = 4096  # characters (UTF-16 units) after markup is taken out
    caption_limit: int = 1024
    upload_limit: int = 50_000_000  # bytes
    messages_per_second: float = 28.0  # over all chats
    chat_burst: tuple[int, float] = (20, 1.0)  # messages that one person may get at once, then one in so many seconds
    group_burst: tuple[int, float] = (12, 7.5)  # never more than 20 a minute
    in_flight: int = 30


def burst_of(per_minute: int) -> tuple[int, float]:
    """Three fifths of it at once, the rest spread over the minute: in no minute are there more."""
    at_once = max(1, per_minute * 3 // 5)
    return at_once, 60 / (per_minute - at_once)


class Sender(Protocol):
    """The part of a gateway that delivery uses."""

    @property
    def channel(self) -> Channel: ...

    @property
    def abilities(self) -> Abilities: ...

    async def send(self, parcel: Parcel) -> Sent:
        """Send or edit one message; raises NotSent."""
        ...
