"""How it is put together: one database, a reception, and for every messenger a receiver and a courier."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import structlog

from bot.bale_gateway import BaleGateway
from bot.gateway import Gateway
from bot.receiving import Receiver
from bot.settings import Settings, SettingsError
from bot.telegram_gateway import TelegramGateway
from consultation.conversation import Channel
from consultation.forms import profile_form
from consultation.questionnaire import Questionnaire
from consultation.texts import LANGUAGES, speaking
from consultation.xlsform.problems import FormRefused
from consultation.xlsform.reading import read_form
from handlers.reception import Reception
from handlers.staff import acts
from handlers.stakeholder import routing as stakeholder_routing
from handlers.turn import House
from scheduler.clock import Clock
from scheduler.delivery import Courier
from scheduler.writing import Writer
from storage import outbox, staff
from storage import settings as kept
from storage.database import Database

log = structlog.get_logger()

Now = Callable[[], datetime]


def real_time() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the one place where the real clock is read


@dataclass
class App:
    """The running program. `start` brings it up, `stop` takes it down in order, nothing half done."""

    settings: Settings
    now: Now = real_time
    gateways: list[Gateway] = field(default_factory=list)
    couriers: list[Courier] = field(default_factory=list)
    receivers: list[Receiver] = field(default_factory=list)
    _receiving: list[asyncio.Task[None]] = field(default_factory=list)
    _delivering: list[asyncio.Task[None]] = field(default_factory=list)

    async def start(self) -> None:
        self.gateways = gateways_of(self.settings)
        self.database = await open_database(self.settings)
        policy, profile = self.settings.policy(), profile_of(self.settings)
        key = await self.database.transaction(lambda db: kept.secret(db, "buttons"))
        again = await self.database.transaction(outbox.take_back)
        self.house = House(policy, profile, key, self._start_link)
        writer = Writer(policy, profile, key)
        self.reception = Reception(self.database, self.house, self.now, self.wake)
        self.clock = Clock(self.database, policy, self.now, self.wake, self.gateways)
        self.couriers = [Courier(gateway, self.database, writer, self.now) for gateway in self.gateways]
        self._delivering = [_background(courier.run()) for courier in self.couriers]
        self.receivers = [Receiver(gateway, self.reception, self._introducing(gateway)) for gateway in self.gateways]
        self._receiving = [_background(receiver.run()) for receiver in self.receivers]
        self.clock.start()
        log.info("started", messengers=[gateway.channel for gateway in self.gateways], sent_again=again)

    def _introducing(self, gateway: Gateway) -> Callable[[], Awaitable[None]]:
        async def introduce() -> None:
            identity = await gateway.identify()
            log.info("identified", channel=gateway.channel, username=identity.username)
            if gateway.abilities.commands_menu:
                await self._offer_commands(gateway)

        return introduce

    async def _offer_commands(self, gateway: Gateway) -> None:
        groups = [chat for channel, chat in await self.database.read(staff.groups) if channel is gateway.channel]
        with speaking(self.settings.product.language):
            desk = acts.commands()
        for language in LANGUAGES:
            with speaking(language):
                private = stakeholder_routing.commands()
            await gateway.offer_commands(private, desk, groups, language)

    def _start_link(self, channel: Channel, payload: str) -> str:
        found = next((gateway for gateway in self.gateways if gateway.channel is channel), None)
        return found.start_link(payload) if found else ""

    def wake(self) -> None:
        """There is something to deliver."""
        for courier in self.couriers:
            courier.wake()

    async def tick(self) -> None:
        """Let the clock strike now: after it was moved."""
        await self.clock.tick()
        self.wake()

    async def wait(self) -> None:
        """Until any part ends, which none does by itself."""
        parts = [*self._receiving, *self._delivering]
        done, _pending = await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()

    async def stop(self) -> None:
        """Take no more updates, finish what is on its way, close everything."""
        self.clock.stop()
        for receiver in self.receivers:
            receiver.stop()
        await asyncio.gather(*self._receiving, return_exceptions=True)
        for courier in self.couriers:
            courier.stop()
        await asyncio.gather(*self._delivering, return_exceptions=True)
        for gateway in self.gateways:
            await gateway.close()
        await self.database.close()
        log.info("stopped")


def _background(work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    return asyncio.ensure_future(work)


def gateways_of(settings: Settings) -> list[Gateway]:
    """A gateway for every messenger that has a token."""
    telegram, bale = settings.telegram, settings.bale
    gateways: list[Gateway] = []
    if token := telegram.token.get_secret_value():
        gateways.append(
            TelegramGateway(
                token,
                telegram.api_url,
                messages_per_second=telegram.messages_per_second,
                proxy=telegram.proxy or None,
            )
        )
    if token := bale.token.get_secret_value():
        gateways.append(BaleGateway(token, bale.api_url, messages_per_second=bale.messages_per_second))
    if not gateways:
        raise SettingsError("No token is set. Write one under [telegram] or [bale] in the configuration.")
    return gateways


async def open_database(settings: Settings) -> Database:
    database = Database(settings.storage.url)
    await database.migrate()
    return database


def profile_of(settings: Settings) -> Questionnaire:
    """The profile form: the ministry's own, or the one that comes with the software."""
    path = settings.joining.profile_form
    if path is None:
        return profile_form()
    try:
        return read_form(path.read_bytes(), path.name).questionnaire
    except OSError as error:
        raise SettingsError(f"joining.profile_form: {path} cannot be read: {error.strerror}.") from error
    except FormRefused as refused:
        problems = "\n".join(str(problem) for problem in refused.problems)
        raise SettingsError(f"joining.profile_form: {path} is not a form that can be asked:\n{problems}") from refused
