"""`jazb doctor`: everything that is often wrong with an installation, each with its cure."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import aiohttp

from bot.app import gateways_of, profile_of
from bot.gateway import Gateway
from bot.settings import Settings, SettingsError
from consultation.conversation import Membership
from scheduler.sending import NotSent
from storage import migrations, staff
from storage.alone import file_of
from storage.database import Database

_SKEW = 5.0  # seconds that clocks may differ
_ROOM = 1_000_000_000  # bytes that ought to be free
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True)
class Finding:
    what: str
    cure: str = ""  # "" where all is well

    def __str__(self) -> str:
        return f"✗ {self.what}\n  {self.cure}" if self.cure else f"✓ {self.what}"


async def examine(settings: Settings, config: Path, now: Callable[[], datetime]) -> AsyncIterator[Finding]:
    try:
        gateways = gateways_of(settings)
        profile_of(settings)
        yield Finding("the configuration can be used")
    except SettingsError as error:
        yield Finding("the configuration cannot be used", str(error))
        return
    for file in (config, settings.telegram.token_file, settings.bale.token_file, file_of(settings.storage.url)):
        if file is not None and file.exists():
            yield _private(file)
    yield _room(settings)
    if settings.results.folder is not None:
        yield _for_the_web(settings.results.folder, settings.results.address)
    groups: list[tuple[str, int]] = []
    async for finding in _database(settings, groups):
        yield finding
    for gateway in gateways:
        async for finding in _messenger(gateway, settings, groups):
            yield finding
        await gateway.close()
    for url in {settings.telegram.api_url, settings.bale.api_url}:
        if (skew := await _skew(url, now)) is not None:
            yield _clock(url, skew)


def _private(file: Path) -> Finding:
    if file.stat().st_mode & _OTHERS:
        return Finding(f"{file} can be read by others", f"chmod 600 {file}")
    return Finding(f"{file} can be read by its owner alone")


def _room(settings: Settings) -> Finding:
    file = file_of(settings.storage.url)
    folder = file.parent if file is not None and file.parent.exists() else Path()
    free = shutil.disk_usage(folder).free
    what = f"{free / 1e9:.1f} GB are free on the disk"
    return Finding(what, "Make room: where the disk is full, nothing can be stored." if free < _ROOM else "")


def _for_the_web(folder: Path, address: str) -> Finding:
    existing = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if not existing.is_dir() or not os.access(existing, os.W_OK):
        return Finding(f"{folder} cannot be written", "Let the bot's user write there: published results go into it.")
    if not address:
        cure = "Set results.address: without it nobody is told of the pages, and the feed has no whole addresses."
        return Finding(f"results are written to {folder}, and no address is known for them", cure)
    return Finding(f"results are written to {folder} and are to be found at {address}")


async def _database(settings: Settings, groups: list[tuple[str, int]]) -> AsyncIterator[Finding]:
    file = file_of(settings.storage.url)
    if file is not None and not file.exists():
        yield Finding(f"there is no database {file} yet; the first start makes it")
        return
    database = Database(settings.storage.url)
    try:
        behind = await database.read(migrations.behind)
        yield Finding("the database answers")
        cure = "Start the bot, or run: jazb migrate" if behind else ""
        yield Finding("its tables are out of date" if behind else "its tables are up to date", cure)
        if not behind:
            groups += [(channel.value, chat) for channel, chat in await database.read(staff.groups)]
            cure = "" if groups else "Run: jazb claim-code, and send what it prints to a private group."
            yield Finding(f"staff groups: {len(groups)}", cure)
    except Exception as error:
        yield Finding("the database does not answer", f"Check storage.url and the server: {type(error).__name__}.")
    finally:
        await database.close()


async def _messenger(gateway: Gateway, settings: Settings, groups: list[tuple[str, int]]) -> AsyncIterator[Finding]:
    name = gateway.channel.value
    try:
        me = await gateway.identify()
        yield Finding(f"{name}: the token is that of @{me.username}")
        yield await _subscription(gateway, settings.webhook.url)
    except NotSent as error:
        yield Finding(f"{name}: the messenger does not take us", f"Check the token, api_url and the network: {error}")
        return
    for channel, chat in groups:
        if channel == name:
            administrator = await gateway.membership(chat, me.id) is Membership.ADMINISTRATOR
            what = f"{name}: the bot is {'' if administrator else 'not '}an administrator of the staff group {chat}"
            yield Finding(what, "" if administrator else "Make it one: otherwise it does not hear everything there.")


async def _subscription(gateway: Gateway, url: str) -> Finding:
    name, found = gateway.channel.value, await gateway.subscription()
    waiting = "" if found.waiting is None else f"; {found.waiting} updates wait"
    if bool(found.url) != bool(url) or not found.url.startswith(url.rstrip("/")):
        meant = "a webhook" if url else "long polling"
        return Finding(f"{name}: the settings say {meant}, the messenger does not{waiting}", "Start the bot.")
    if found.error:
        cure = "Check the address, its certificate and the proxy before the bot."
        return Finding(f"{name}: the webhook failed lately: {found.error}{waiting}", cure)
    return Finding(f"{name}: updates {'are brought' if url else 'are fetched'}{waiting}")


async def _skew(url: str, now: Callable[[], datetime]) -> float | None:
    """How many seconds our clock is ahead of a server's."""
    try:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session, session.head(url) as told:
            return (now() - parsedate_to_datetime(told.headers["Date"])).total_seconds()
    except (aiohttp.ClientError, OSError, KeyError, ValueError):
        return None


def _clock(url: str, skew: float) -> Finding:
    cure = "Set the clock (timedatectl set-ntp true)." if abs(skew) > _SKEW else ""
    return Finding(f"the clock differs by {abs(skew):.0f} s from that of {url}", cure)
