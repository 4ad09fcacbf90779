"""Conversations as tests: people who say, press and see. Only the messengers are played; reception, storage, delivery
and the scheduler are the real ones, and time passes only when the test says so.

    ana = world.person("ana")
    await ana.says("/start")
    ana.sees("Welcome")
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from sqlalchemy import Text, cast, literal, select, union_all

from consultation.conversation import (
    Button,
    Channel,
    Contact,
    File,
    Incoming,
    Kind,
    Location,
    Sender,
    Toast,
)
from consultation.forms import profile_form
from consultation.policy import Policy
from consultation.questionnaire import Questionnaire
from consultation.texts import BOLD, BOLD_END
from handlers.reception import Reception
from handlers.turn import House
from reports.topic_report import Reporter
from scheduler.clock import Clock
from scheduler.delivery import Courier
from scheduler.expanding import Expander
from scheduler.publishing import Publisher
from scheduler.sending import Abilities, NotSent, Parcel, Sent
from scheduler.site import Site
from scheduler.upkeep import upkeep
from scheduler.writing import Writer
from storage import staff
from storage.database import Database
from storage.deliveries import pending
from storage.tables import campaign, outbox, quarantine

MONDAY_MORNING = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)  # 10:00 in Tehran
INVISIBLE = str.maketrans("", "", f"{BOLD}{BOLD_END}\u2066\u2067\u2068\u2069\u200f\u200e\u061c")


@dataclass
class Shown:
    """A message as it stands on a phone."""

    id: int
    text: str
    parcel: Parcel
    edited: int = 0

    @property
    def labels(self) -> list[str]:
        return [button.label for row in self.parcel.buttons for button in row]

    @property
    def buttons(self) -> list[Button]:
        return [button for row in self.parcel.buttons for button in row]


@dataclass
class Chat:
    messages: list[Shown] = field(default_factory=list)
    unread: list[Shown] = field(default_factory=list)
    menu: tuple[tuple[str, ...], ...] = ()


class FakeMessenger:
    """A messenger's server, as far as sending goes. `failing` is a list of failures for the next sends."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        unpaced = (1_000_000, 1.0)
        self.abilities = Abilities(True, True, messages_per_second=1e6, chat_burst=unpaced, group_burst=unpaced)
        self.chats: dict[int, Chat] = {}
        self.failing: list[NotSent] = []
        self.failing_for: dict[int, NotSent] = {}
        self.ids = count(1)
        self.gives_files = True
        self.opens_threads = True
        self.threads: dict[int, str] = {}  # in all groups: id -> title

    def chat(self, chat_id: int) -> Chat:
        return self.chats.setdefault(chat_id, Chat())

    async def download(self, file_id: str) -> bytes:
        if not self.gives_files:
            raise NotSent("the file is gone")
        return f"content of {file_id}".encode()

    async def send(self, parcel: Parcel) -> Sent:
        if self.failing:
            raise self.failing.pop(0)
        if parcel.chat_id in self.failing_for:
            raise self.failing_for[parcel.chat_id]
        opened = None
        if parcel.opens and parcel.thread not in self.threads:
            opened = next(self.ids) if self.opens_threads else 0
            if opened:
                self.threads[opened] = parcel.opens
            parcel = replace(parcel, thread=opened)
        chat = self.chat(parcel.chat_id)
        assert len(parcel.text) <= 4096, "longer than a messenger takes"
        assert all(len(button.press.encode()) <= 64 for row in parcel.buttons for button in row)
        if parcel.menu is not None:
            chat.menu = parcel.menu
        if parcel.takes_back is not None:
            chat.messages[:] = [message for message in chat.messages if message.id != parcel.takes_back]
            chat.unread[:] = [message for message in chat.unread if message.id != parcel.takes_back]
            return Sent(None)
        for message in chat.messages:
            if message.id == parcel.edits:
                message.text, message.parcel = parcel.text.translate(INVISIBLE), parcel
                message.edited += 1
                return Sent(message.id)
        message = Shown(next(self.ids), parcel.text.translate(INVISIBLE), parcel)
        chat.messages.append(message)
        if not parcel.silent:
            chat.unread.append(message)
        handle = f"handle-{message.id}" if parcel.document else ""
        return Sent(message.id, handle=handle, thread=opened)


# What there is to do, in one statement: it is asked after every word.
_TO_DO = union_all(
    select(literal("put aside").label("what"), quarantine.c.traceback.label("which")),
    select(literal("owed"), outbox.c.channel).where(pending("outbox")).distinct(),
    select(literal("campaign"), cast(campaign.c.id, Text)).where(campaign.c.ended_at.is_(None)),
)


class World:
    def __init__(self, database: Database, policy: Policy | None = None, profile: Questionnaire | None = None) -> None:
        self.database = database
        self.policy = policy or Policy()
        self.profile = profile or profile_form()
        self.now = MONDAY_MORNING
        self.shelf = Path("nowhere")  # where what no messenger takes would go
        self.messengers = {channel: FakeMessenger(channel) for channel in Channel}
        self.updates = count(1)
        self.people: dict[tuple[Channel, str], Person] = {}
        self._ids = count(1001)
        self.site: Site | None = None
        self.expects_failures = False

    async def open(self) -> None:
        """Begin, or begin again after the program was killed: nothing is remembered but what was stored."""
        self.house = House(self.policy, self.profile, b"k" * 32, lambda channel, payload: f"{channel}?{payload}")
        self.reception = Reception(self.database, self.house, lambda: self.now, lambda: None)
        writer = Writer(self.policy, self.profile, self.house.key, self.shelf)
        self.couriers = {
            channel: Courier(messenger, self.database, writer, lambda: self.now, chance=lambda: 1.0)
            for channel, messenger in self.messengers.items()
        }

    def person(self, name: str, channel: Channel = Channel.TELEGRAM) -> Person:
        if (channel, name) not in self.people:
            number = next(self._ids)
            self.people[channel, name] = Person(self, name, channel, Sender(number, name), number)
        return self.people[channel, name]

    async def staff(self, name: str = "secretary", channel: Channel = Channel.TELEGRAM, group: int = -500) -> Person:
        """A member of staff, speaking in a claimed group."""
        number = next(self._ids)
        await self.database.transaction(lambda db: staff.claim(db, channel, group, "Secretariat", self.now))
        return Person(self, name, channel, Sender(number, name), group, administrator=True)

    async def hear(self, *incoming: Incoming) -> list[Toast]:
        toasts = await self.reception.receive(incoming)
        await self.deliver()
        return toasts

    async def deliver(self) -> None:
        """Send everything that is due now."""
        expander = Expander(self.database, lambda: self.now, lambda: None)
        while True:
            to_do = await self.database.read(lambda db: db.execute(_TO_DO).all())
            put_aside = [which for what, which in to_do if what == "put aside"]
            assert not put_aside or self.expects_failures, put_aside[0]
            sent = await self._send(sorted(which for what, which in to_do if what == "owed"))
            expanding = any(what == "campaign" for what, _which in to_do) and await expander.step()
            if not sent and not expanding:
                return

    async def _send(self, channels: Iterable[str]) -> int:
        sent = 0
        for channel in channels:
            courier = self.couriers[Channel(channel)]
            while (claimed := await courier.step()) or courier._on_their_way:
                sent += claimed
                if courier._on_their_way:
                    await asyncio.wait(courier._on_their_way)
        return sent

    async def tick(self) -> None:
        downloaders = list(self.messengers.values())
        publisher = Publisher(self.database, Reporter(self.profile, self.policy), self.site)
        clock = Clock(self.database, self.policy, lambda: self.now, lambda: None, downloaders, publisher=publisher)
        await clock.tick()
        await self.deliver()

    async def keeps_up(self) -> None:
        """What happens once an hour."""
        await upkeep(self.database, self.now, self.policy)

    async def passes(self, *, days: float = 0, hours: float = 0) -> None:
        """Let time pass, with everything that happens by itself: hour by hour, over many days less often."""
        end = self.now + timedelta(days=days, hours=hours)
        step = timedelta(hours=1 if days < 3 else 4)
        while self.now < end:
            self.now = min(self.now + step, end)
            await self.tick()


@dataclass
class Person:
    """Somebody with a phone, in one chat."""

    world: World
    name: str
    channel: Channel
    sender: Sender
    chat_id: int
    administrator: bool | None = None
    outside: bool = False  # has left the group
    forum: bool = False
    thread: int = 0

    @property
    def chat(self) -> Chat:
        return self.world.messengers[self.channel].chat(self.chat_id)

    @property
    def private(self) -> bool:
        return self.chat_id > 0

    def alone(self) -> Person:
        """The same person's private chat with the bot."""
        return replace(self, chat_id=self.sender.id, administrator=None)

    def _incoming(self, kind: Kind, **more: object) -> Incoming:
        world = self.world
        return replace(
            Incoming(
                channel=self.channel,
                update_id=next(world.updates),
                kind=kind,
                chat_id=self.chat_id,
                sender=self.sender,
                private=self.private,
                at=world.now,
                message_id=next(world.messengers[self.channel].ids),
                by_administrator=self.administrator,
                from_outside=self.outside,
                forum=self.forum,
                thread=self.thread,
            ),
            **more,  # type: ignore[arg-type]
        )

    async def says(self, text: str, *, reply_to: Shown | Person | None = None, forwarded: bool = False) -> int:
        """Type a message, in reply to one of ours or to a colleague's; the id that the messenger gave it."""
        self.sees_nothing()
        answered = reply_to.id if isinstance(reply_to, Shown) else None
        colleague = reply_to.sender if isinstance(reply_to, Person) else None
        incoming = self._incoming(Kind.TEXT, text=text, reply_to=answered, replied_to=colleague, forwarded=forwarded)
        await self.world.hear(incoming)
        return incoming.message_id

    async def edits(self, message_id: int, text: str) -> None:
        self.sees_nothing()
        await self.world.hear(self._incoming(Kind.EDITED, text=text, message_id=message_id))

    async def presses(self, label: str, *, on: Shown | None = None) -> str:
        """Press the button with this in its label, on the latest message that has it; the toast."""
        self.sees_nothing()
        message = on or self._message_with(label)
        button = next(button for button in message.buttons if label in button.label)
        toasts = await self.world.hear(
            self._incoming(Kind.PRESS, press=button.press, press_id="p", message_id=message.id)
        )
        assert len(toasts) == 1, "every press is answered, once"
        return toasts[0].text.translate(INVISIBLE)

    def _message_with(self, label: str) -> Shown:
        for message in reversed(self.chat.messages):
            if any(label in shown for shown in message.labels):
                return message
        raise AssertionError(f"{self.name} sees no button «{label}»; the last message:\n{self._last()}")

    async def sends(self, kind: Kind, **more: object) -> None:
        """Anything else: a sticker, a contact, a file."""
        self.sees_nothing()
        await self.world.hear(self._incoming(kind, **more))

    async def sends_photo(self, caption: str = "", reply_to: Shown | None = None) -> int:
        """The messenger keeps it, as with everything that is not staff's."""
        file = File(f"photo-{next(self.world.updates)}", "photo", "", size=1000)
        incoming = self._incoming(Kind.FILE, file=file, text=caption, reply_to=reply_to.id if reply_to else None)
        self.sees_nothing()
        await self.world.hear(incoming)
        return incoming.message_id

    async def sends_file(self, name: str, content: bytes, caption: str = "", reply_to: Shown | None = None) -> None:
        file = File("file-1", "document", name, size=len(content), content=content)
        await self.sends(Kind.FILE, file=file, text=caption, reply_to=reply_to.id if reply_to else None)

    async def shares_contact(self, phone: str) -> None:
        await self.sends(Kind.CONTACT, contact=Contact(phone, self.name, self.sender.id))

    async def shares_place(self) -> None:
        await self.sends(Kind.LOCATION, location=Location(35.7, 51.4))

    def sees(self, *fragments: str) -> Shown:
        """The next message that was not read yet; it must contain all this."""
        assert self.chat.unread, f"{self.name} expected «{fragments}» and saw nothing"
        message = self.chat.unread.pop(0)
        for fragment in fragments:
            assert fragment in message.text, f"«{fragment}» is not in:\n{message.text}"
        return message

    def sees_nothing(self) -> None:
        assert not self.chat.unread, f"{self.name} has not read:\n{self.chat.unread[0].text}"

    def reads(self) -> list[Shown]:
        """Everything unread, without a look at what it says."""
        unread, self.chat.unread[:] = list(self.chat.unread), []
        return unread

    @property
    def last(self) -> Shown:
        """The latest message, as it stands now."""
        return self.chat.messages[-1]

    def _last(self) -> str:
        return "\n".join([self.last.text, *self.last.labels]) if self.chat.messages else "(none)"
