"""Collecting: the content of files that people sent, fetched from their messenger while it still keeps them."""

from __future__ import annotations

from typing import Protocol

import structlog

from consultation.conversation import Channel
from scheduler.sending import NotSent
from storage import attachments
from storage.attachments import Missing
from storage.database import Database

log = structlog.get_logger()

_AT_ONCE = 20


class Downloader(Protocol):
    """The part of a gateway that collecting uses."""

    @property
    def channel(self) -> Channel: ...

    async def download(self, file_id: str) -> bytes:
        """Raises NotSent."""
        ...


async def collect(downloader: Downloader, database: Database) -> int:
    """Fetch what is missing at this messenger; how many were. One that fails is tried again later."""
    wanted = await database.read(lambda db: attachments.missing(db, downloader.channel, _AT_ONCE))
    return sum([await _fetch(downloader, database, one) for one in wanted])


async def _fetch(downloader: Downloader, database: Database, one: Missing) -> bool:
    try:
        content = await downloader.download(one.handle)
    except NotSent as why:
        log.warning("attachment_not_fetched", channel=downloader.channel, attachment=one.id, why=str(why))
        await database.transaction(lambda db: attachments.not_fetched(db, one.id))
        return False
    await database.transaction(lambda db: attachments.fetched(db, one.id, content))
    return True
