"""Intake: what every way of receiving does with updates, between reading them and their being committed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from weakref import WeakValueDictionary

import structlog

from bot.administrators import Administrators
from bot.gateway import Gateway, Raw, UnreadableUpdate
from consultation.conversation import Incoming, Toast
from handlers.reception import Reception
from handlers.staff.routing import is_claim
from scheduler.sending import NotSent
from storage import figures

log = structlog.get_logger()

_LARGEST_FILE = 20_000_000  # bytes; messengers let a bot download no more
_AT_ONCE = 100  # updates that share a transaction
_LAST_ANSWERS = 5.0  # seconds that a stopping program gives to answers to presses


class Intake:
    """Of one messenger."""

    def __init__(self, gateway: Gateway, reception: Reception, introduce: Callable[[], Awaitable[None]]) -> None:
        self.gateway = gateway
        self.introduce = introduce  # says who we are, and shows people and staff their commands
        self._reception = reception
        self._administrators = Administrators(gateway)

    def read(self, raw: Raw) -> Incoming | None:
        figures.count("updates_total", channel=self.gateway.channel)
        try:
            return self.gateway.read(raw)
        except UnreadableUpdate as why:
            figures.count("unreadable_total", channel=self.gateway.channel)
            log.error("update_unreadable", channel=self.gateway.channel, update=update_id(raw), why=str(why))
            return None

    async def prepared(self, incoming: Incoming) -> Incoming:
        """What only the messenger can tell, asked before the transaction, since none waits for a messenger."""
        if not await self._reception.wants_authority(incoming):
            return incoming
        incoming = await self._administrators.told_of(incoming)
        if incoming.file is None or (incoming.file.size or 0) > _LARGEST_FILE:
            return incoming
        if not await self._reception.wants_content(incoming):
            return incoming
        try:
            content = await self.gateway.download(incoming.file.id)
        except NotSent as why:
            log.warning("download_failed", channel=self.gateway.channel, why=str(why))
            return incoming
        return replace(incoming, file=replace(incoming.file, content=content))

    async def commit(self, batch: Sequence[Incoming]) -> list[Toast]:
        """Afterwards all they cause is committed; raises where the database is in trouble."""
        return await self._reception.receive(batch)

    async def afterwards(self, batch: Sequence[Incoming], toasts: Sequence[Toast]) -> None:
        """What is of use only now, and lost without harm."""
        answer = self.gateway.answer_press
        await asyncio.gather(*(answer(toast.press_id, toast.text, alert=toast.alert) for toast in toasts))
        if any(is_claim(one) for one in batch):
            await self.introduce()


@dataclass
class Afterwards:
    """What follows a commit and is of use only now. Nobody waits for it long: a messenger that is slow to take the
    answer to one press would keep all others waiting."""

    intake: Intake
    _under_way: set[asyncio.Task[None]] = field(default_factory=set)

    def begin(self, batch: Sequence[Incoming], toasts: Sequence[Toast]) -> asyncio.Task[None]:
        task = asyncio.ensure_future(self._quietly(batch, toasts))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return task

    async def _quietly(self, batch: Sequence[Incoming], toasts: Sequence[Toast]) -> None:
        try:
            await self.intake.afterwards(batch, toasts)
        except Exception as error:
            log.warning("afterwards_failed", channel=self.intake.gateway.channel, why=type(error).__name__)

    async def finish(self) -> None:
        """Once no more begins."""
        late = set(self._under_way)
        if late:
            _done, late = await asyncio.wait(late, timeout=_LAST_ANSWERS)
        for task in late:
            task.cancel()


@dataclass
class Gathering:
    """Updates that arrive one by one, at the same time, taken together; those of one chat in their order."""

    intake: Intake
    _waiting: list[tuple[Incoming, asyncio.Future[None]]] = field(default_factory=list)
    _one_at_a_time: WeakValueDictionary[int, asyncio.Lock] = field(default_factory=WeakValueDictionary)
    _taking: asyncio.Task[None] | None = None

    def __post_init__(self) -> None:
        self._afterwards = Afterwards(self.intake)

    async def take(self, incoming: Incoming) -> None:
        """Returns when it is committed; raises what the batch raised that it was in."""
        lock = self._one_at_a_time.setdefault(incoming.chat_id, asyncio.Lock())
        async with lock:  # whoever asks the messenger first must not be overtaken meanwhile
            prepared = await self.intake.prepared(incoming)
            committed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.append((prepared, committed))
        if self._taking is None or self._taking.done():
            self._taking = asyncio.ensure_future(self._take_all())
        await committed

    async def _take_all(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:_AT_ONCE], self._waiting[_AT_ONCE:]
            together = [incoming for incoming, _committed in batch]
            try:
                toasts = await self.intake.commit(together)
                _nobody_waits = self._afterwards.begin(together, toasts)
                failure = None
            except Exception as error:
                failure = error
            for _incoming, committed in batch:
                _tell(committed, failure)

    async def finish(self) -> None:
        """Once no more comes."""
        if self._taking is not None:
            await self._taking
        await self._afterwards.finish()


def _tell(committed: asyncio.Future[None], failure: Exception | None) -> None:
    if committed.done():  # whoever waited has gone away
        return
    if failure is None:
        committed.set_result(None)
    else:
        committed.set_exception(failure)


def update_id(raw: Raw) -> int:
    try:
        return int(raw["update_id"])
    except (KeyError, TypeError, ValueError):
        return 0
