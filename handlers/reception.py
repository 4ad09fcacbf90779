"""Reception: every incoming message once, in order, each in one transaction with all that is said in answer.

Messages that arrive together are taken together: one transaction for the batch, because most of a turn's cost is its
commit. If one of them fails, all are rolled back and taken one by one, so that only the one that fails is in trouble.
"""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

import structlog
from sqlalchemy import Connection

from consultation import buttons
from consultation.conversation import File, Incoming, Kind, Message, Sender, Toast
from consultation.persian.text import clean
from consultation.texts import _, speaking
from handlers.staff import routing as staff_routing
from handlers.staff.reading_ahead import is_form, read_ahead
from handlers.stakeholder import routing as stakeholder_routing
from handlers.turn import NOBODY, House, Turn
from storage import aside, figures, inbox, outbox, people, spoken, staff
from storage.database import Database, in_trouble

log = structlog.get_logger()

Noun = TypeVar("Noun", Incoming, Sender, File)

TRIES = 3
_LOOKS, _BETWEEN_LOOKS = 40, 0.05  # seconds


class Reception:
    def __init__(
        self, database: Database, house: House, clock: Callable[[], datetime], wake: Callable[[], None]
    ) -> None:
        self._database = database
        self._house = house
        self._clock = clock
        self._wake = wake
        self._nobody = replace(NOBODY, language=house.policy.language)

    async def receive(self, batch: Sequence[Incoming]) -> list[Toast]:
        """Take messages in the order given; afterwards they may be confirmed to the messenger.

        Raises the database's own error where it is the database that is in trouble: then nothing was taken.
        """
        await self._until_noted(batch)
        await self._read_ahead(batch)
        try:
            toasts = await self._database.transaction(lambda db: self._turns(db, batch))
        except Exception as error:
            if in_trouble(error):
                raise
            toasts = await self._one_by_one(batch)
        self._wake()
        return toasts

    async def _until_noted(self, batch: Sequence[Incoming]) -> None:
        """Who replies at once may be faster than the note of which message ours became; a reply needs that note."""
        for incoming in batch:
            if incoming.reply_to is None or incoming.replied_to is not None:
                continue
            answered = (incoming.channel, incoming.chat_id, incoming.reply_to)
            for _look in range(_LOOKS):
                if not await self._database.read(partial(spoken.unnoted, message=answered)):
                    break
                await asyncio.sleep(_BETWEEN_LOOKS)

    async def _read_ahead(self, batch: Sequence[Incoming]) -> None:
        """What takes long and needs no database: meanwhile, all else goes on."""
        with speaking(self._house.policy.language):
            for incoming in map(_cleaned, batch):
                if not incoming.private and is_form(incoming):
                    await asyncio.to_thread(read_ahead, incoming)

    async def wants_authority(self, incoming: Incoming) -> bool:
        """Whether it matters that the sender administers this group. Most of the talk there is none of our business."""
        if staff_routing.wants_authority(incoming):
            return True
        if incoming.private or incoming.kind is not Kind.TEXT:
            return False
        return await self._database.read(lambda db: staff_routing.may_answer(db, incoming))

    async def wants_content(self, incoming: Incoming) -> bool:
        """Whether the content of a file in a group is worth fetching from the messenger."""
        policy = self._house.policy
        return await self._database.read(lambda db: staff_routing.wants_content(db, policy, incoming))

    def _turns(self, db: Connection, batch: Sequence[Incoming]) -> list[Toast]:
        """Of a duplicate only the spinner is stopped: the first time, the program may have died before it could."""
        now, toasts = self._clock(), list[Toast]()
        new = inbox.heard_first(db, [(one.channel, one.update_id) for one in batch], now)
        for incoming in batch:
            known = (incoming.channel, incoming.update_id) not in new
            new.discard((incoming.channel, incoming.update_id))
            toasts += _spinner_stopped(incoming) if known else self._turn(db, incoming, now)
        return toasts

    async def _one_by_one(self, batch: Sequence[Incoming]) -> list[Toast]:
        return [toast for incoming in batch for toast in await self._patiently(incoming)]

    async def _patiently(self, incoming: Incoming) -> list[Toast]:
        """Try a message on its own; the third failure puts it aside, with an apology, and the chat goes on."""
        why, fault = "", Exception()
        for attempt in range(1, TRIES + 1):
            try:
                return await self._database.transaction(lambda db: self._turns(db, [incoming]))
            except Exception as error:
                if in_trouble(error):
                    raise
                log.warning("turn_failed", channel=incoming.channel, update=incoming.update_id, attempt=attempt)
                why, fault = clean(traceback.format_exc()), error
                await asyncio.sleep(0.05 * attempt)
        figures.count("quarantined_total", channel=incoming.channel)
        log.error("update_put_aside", channel=incoming.channel, update=incoming.update_id, exc_info=fault)
        await self._database.transaction(lambda db: self._give_up(db, incoming, why))
        return _spinner_stopped(incoming)

    def _turn(self, db: Connection, incoming: Incoming, now: datetime) -> list[Toast]:
        if incoming.kind is Kind.TEXT:  # a press and an edit tell the time of something else
            figures.observe("inbox_lag_seconds", (now - incoming.at).total_seconds(), channel=incoming.channel)
        return self._handled(db, incoming, now)

    def _handled(self, db: Connection, incoming: Incoming, now: datetime) -> list[Toast]:
        incoming = _cleaned(incoming)
        turn = Turn(db, incoming, now, self._house, self._nobody)
        turn.hear_again = lambda put_aside: self._hear_again(db, put_aside, now)
        if incoming.private:
            turn.person, _address = people.at(db, incoming.channel, incoming.chat_id, now)
        with speaking(turn.person.language):
            self._hear(turn)
        return _answered(turn)

    def _hear(self, turn: Turn) -> None:
        if turn.incoming.kind is Kind.PRESS:
            verified = _verified(turn.db, self._house.key, turn.incoming)
            if verified is None:
                return turn.toast(_("This button is not from here."), alert=True)
            turn.incoming = verified
        if turn.incoming.private:
            stakeholder_routing.heard(turn)
        else:
            staff_routing.heard(turn)

    def _hear_again(self, db: Connection, incoming: Incoming, now: datetime) -> bool:
        """Handle what was put aside. A failure undoes that alone, and puts it aside again."""
        try:
            with db.begin_nested():
                self._handled(db, incoming, now)
        except Exception as error:
            if in_trouble(error):
                raise
            aside.put(db, incoming, clean(traceback.format_exc()), now)
            return False
        return True

    def _give_up(self, db: Connection, incoming: Incoming, why: str) -> None:
        now = self._clock()
        aside.put(db, incoming, why, now)
        if (language := self._language_of(db, incoming)) is None:
            return
        with speaking(language):
            sorry = _("Sorry, something went wrong here with this message. The secretariat has been told.")
            outbox.put(db, incoming.channel, incoming.chat_id, Message(sorry), now)

    def _language_of(self, db: Connection, incoming: Incoming) -> str | None:
        """What is spoken in this chat; None where we say nothing by ourselves."""
        if incoming.private:
            return people.at(db, incoming.channel, incoming.chat_id, self._clock())[0].language
        claimed = staff.is_claimed(db, incoming.channel, incoming.chat_id)
        return self._house.policy.language if claimed else None


def _verified(db: Connection, key: bytes, incoming: Incoming) -> Incoming | None:
    """A press with its button's meaning; of a group that has moved, also a button from before it did."""
    press = buttons.verify(key, incoming.channel, incoming.chat_id, incoming.press)
    moved = None if incoming.private else staff.moved(db, incoming.channel, incoming.chat_id)
    if moved is None or (press is not None and incoming.chat_id == moved.new):
        return None if press is None else replace(incoming, press=press)
    earlier = buttons.verify(key, incoming.channel, moved.old, incoming.press)
    if earlier is None:
        return None
    return replace(incoming, press=earlier, chat_id=moved.new, message_id=0)  # that message can be changed no more


def _cleaned(incoming: Incoming) -> Incoming:
    """What people typed and named, without what no database takes and no reader sees."""
    file = incoming.file and _with(incoming.file, name=clean(incoming.file.name))
    sender, replied_to = _named_cleanly(incoming.sender), incoming.replied_to and _named_cleanly(incoming.replied_to)
    text, title = clean(incoming.text), clean(incoming.chat_title)
    return _with(incoming, text=text, chat_title=title, sender=sender, file=file, replied_to=replied_to)


def _named_cleanly(sender: Sender) -> Sender:
    return _with(sender, name=clean(sender.name), username=clean(sender.username))


def _with(noun: Noun, **values: Any) -> Noun:
    """The same noun, mostly: copying one takes as long as a statement."""
    if all(getattr(noun, name) == value for name, value in values.items()):
        return noun
    return replace(noun, **values)


def _spinner_stopped(incoming: Incoming) -> list[Toast]:
    return [Toast(incoming.press_id)] if incoming.press_id else []


def _answered(turn: Turn) -> list[Toast]:
    """A press is always answered, if only to stop the spinner."""
    with_words = [toast for toast in turn.toasts if toast.text]
    return with_words[-1:] or _spinner_stopped(turn.incoming)
