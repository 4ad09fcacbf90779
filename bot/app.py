"""How it is put together: one database, a reception, a way to receive, and what only the leading process does."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import structlog

from bot.bale_gateway import BaleGateway
from bot.gateway import Gateway
from bot.intake import Intake
from bot.leading import Leading
from bot.logs import tell_unheard
from bot.settings import Settings, SettingsError
from bot.telegram_gateway import TelegramGateway
from consultation.conversation import Channel
from consultation.forms import profile_form
from consultation.questionnaire import Questionnaire
from consultation.texts import LANGUAGES, speaking
from consultation.xlsform.problems import FormRefused
from consultation.xlsform.reading import read_form
from handlers.reception import Reception
from handlers.staff.commands import commands
from handlers.stakeholder import routing as stakeholder_routing
from handlers.turn import House
from scheduler.election import Election
from scheduler.publishing import Publisher
from scheduler.site import Site
from scheduler.writing import Writer
from storage import settings as kept
from storage import staff
from storage.alone import Alone, InUse, alone_with
from storage.database import Database

if TYPE_CHECKING:
    from bot.monitoring import Monitoring
    from bot.webhook import WebhookServer

log = structlog.get_logger()

_COLLECT_AFTER = 20_000  # objects more than before; usually it is 700

Now = Callable[[], datetime]


def real_time() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the one place where the real clock is read


@dataclass
class App:
    """The running program. `start` brings it up, `stop` takes it down in order, nothing half done."""

    settings: Settings
    now: Now = real_time
    gateways: list[Gateway] = field(default_factory=list)
    webhook: WebhookServer | None = None
    monitoring: Monitoring | None = None
    _alone: Alone | None = None
    _election: Election | None = None
    _background: list[asyncio.Task[None]] = field(default_factory=list)
    _ended: asyncio.Event = field(default_factory=asyncio.Event)

    async def start(self) -> None:
        asyncio.get_running_loop().set_exception_handler(tell_unheard)
        self.gateways = gateways_of(self.settings)
        policy, profile = self.settings.policy(), profile_of(self.settings)
        self._alone = the_only_one(self.settings)
        self.database = await open_database(self.settings)
        key = await self.database.transaction(lambda db: kept.secret(db, "buttons"))
        self.house = House(policy, profile, key, self._start_link)
        self.reception = Reception(self.database, self.house, self.now, self.wake)
        intakes = [Intake(gateway, self.reception, self._introducing(gateway)) for gateway in self.gateways]
        writer = Writer(policy, profile, key, self.settings.files.folder)
        polled = [] if self.settings.webhook.url else intakes
        publisher = Publisher(self.database, writer.files.reporter, await self._site())
        self.leading = Leading(self.database, policy, writer, publisher, self.now, self.gateways, polled, self._ended)
        if self.settings.monitoring.port:
            await self._open_monitoring()
        if self.settings.webhook.url:
            await self._open_webhook(intakes)
        await self._lead()
        _leave_alone_what_stays()
        log.info("started", messengers=[gateway.channel for gateway in self.gateways])

    async def _site(self) -> Site | None:
        given = self.settings.results
        if given.folder is None:
            return None
        key = await self.database.transaction(lambda db: kept.secret(db, "results"))
        return Site(given.folder, given.base, key)

    async def _open_webhook(self, intakes: list[Intake]) -> None:
        from bot.webhook import WebhookServer  # a web server is a good deal to import where none is wanted

        given = self.settings.webhook
        key = await self.database.transaction(lambda db: kept.secret(db, "webhook"))
        self.webhook = WebhookServer(given.url, given.listen, given.port, key, intakes)
        await self._listen(self.webhook, "webhook", given.listen, given.port)
        self._run(self.webhook.subscribe())

    async def _open_monitoring(self) -> None:
        from bot.monitoring import Monitoring  # as above

        given = self.settings.monitoring
        self.monitoring = Monitoring(self.database, self.now, given.listen, given.port)
        await self._listen(self.monitoring, "monitoring", given.listen, given.port)

    async def _listen(self, server: WebhookServer | Monitoring, name: str, listen: str, port: int) -> None:
        try:
            await server.open()
        except OSError as error:
            await self.database.close()
            why = f"{listen}:{port} cannot be listened on: {error.strerror or error}"
            raise SettingsError(f"{name}.listen, {name}.port: {why}.") from error

    async def _lead(self) -> None:
        """At once where nobody else can; by election where several processes share a database."""
        if self.database.embedded:
            return await self.leading.begin(None)
        self._election = Election(self.settings.storage.url, self.leading.begin, self.leading.end, self.leading.wake)
        self._run(self._election.run())

    def _run(self, work: Coroutine[None, None, None]) -> None:
        """In the background; a failure there ends the program."""
        task = asyncio.ensure_future(work)
        task.add_done_callback(lambda done: self._ended.set() if done.exception() else None)
        self._background.append(task)

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
            desk = commands()
        for language in LANGUAGES:
            with speaking(language):
                private = stakeholder_routing.commands()
            await gateway.offer_commands(private, desk, groups, language)

    def _start_link(self, channel: Channel, payload: str) -> str:
        found = next((gateway for gateway in self.gateways if gateway.channel is channel), None)
        return found.start_link(payload) if found else ""

    def wake(self) -> None:
        """There is something to deliver."""
        self.leading.wake()
        if self._election is not None:
            self._election.wake()

    async def tick(self) -> None:
        """Let the clock strike now: after it was moved."""
        await self.leading.tick()
        self.wake()

    async def wait(self) -> None:
        """Until any part ends, which none does by itself."""
        await self._ended.wait()
        failures = [error for task in self._background if task.done() and (error := task.exception())]
        for failure in (*failures, *self.leading.failures()):
            raise failure

    async def stop(self) -> None:
        """Take no more updates, finish what is on its way, close everything."""
        if self.webhook is not None:
            await self.webhook.close()
        if self._election is not None:
            self._election.stop()
        await asyncio.gather(*self._background, return_exceptions=True)
        await self.leading.end()
        for gateway in self.gateways:
            await gateway.close()
        if self.monitoring is not None:
            await self.monitoring.close()
        await self.database.close()
        if self._alone is not None:
            self._alone.release()
        log.info("stopped")


def _leave_alone_what_stays() -> None:
    """What the libraries made while they were imported is never garbage, and millions of objects: the collector would
    look through all of it again and again. What a turn leaves behind is looked through less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_COLLECT_AFTER, 20, 50)


def gateways_of(settings: Settings) -> list[Gateway]:
    """A gateway for every messenger that has a token."""
    telegram, bale = settings.telegram, settings.bale
    gateways: list[Gateway] = []
    if token := telegram.secret("telegram"):
        gateways.append(
            TelegramGateway(
                token,
                telegram.api_url,
                messages_per_second=telegram.messages_per_second,
                to_a_group_per_minute=telegram.to_a_group_per_minute,
                proxy=telegram.proxy or None,
            )
        )
    if token := bale.secret("bale"):
        gateways.append(
            BaleGateway(
                token,
                bale.api_url,
                messages_per_second=bale.messages_per_second,
                to_a_group_per_minute=bale.to_a_group_per_minute,
            )
        )
    if not gateways:
        raise SettingsError("No token is set. Write one under [telegram] or [bale] in the configuration.")
    return gateways


def the_only_one(settings: Settings) -> Alone | None:
    try:
        return alone_with(settings.storage.url)
    except InUse as in_use:
        cure = "Stop it first; for several processes at once, use PostgreSQL (storage.url)"
        raise SettingsError(f"Another Jazb process already works with this SQLite database. {cure}.") from in_use


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
