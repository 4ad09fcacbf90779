"""The clock. APScheduler is a metronome and nothing more: a few fixed jobs, none of them a person's.

What is due is a row in our tables with a due time, so a missed or a double beat changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import Connection

from consultation.policy import Policy
from scheduler import jobs
from scheduler.collecting import Downloader, collect
from storage.database import Database

log = structlog.get_logger()

Job = Callable[[Connection, datetime, Policy], int]

_BEAT = 10  # seconds
_UPKEEP = 3600


class Clock:
    def __init__(
        self,
        database: Database,
        policy: Policy,
        now: Callable[[], datetime],
        wake: Callable[[], None],
        downloaders: Sequence[Downloader] = (),
    ) -> None:
        self._database = database
        self._policy = policy
        self._now = now
        self._wake = wake
        self._downloaders = downloaders
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )

    def start(self) -> None:
        self._scheduler.add_job(self.tick, "interval", seconds=_BEAT)
        self._scheduler.add_job(self._run, "interval", seconds=_UPKEEP, args=[jobs.upkeep])
        self._scheduler.start()

    def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def tick(self) -> None:
        """Everything that may be due now; a job that fails does not keep the others from running."""
        for job in jobs.TICK:
            await self._run(job)
        for downloader in self._downloaders:
            await self._collect(downloader)

    async def _collect(self, downloader: Downloader) -> None:
        try:
            await collect(downloader, self._database)
        except Exception:
            log.exception("collecting_failed", channel=downloader.channel)

    async def _run(self, job: Job) -> None:
        try:
            done = await self._database.transaction(lambda db: job(db, self._now(), self._policy))
        except Exception:
            log.exception("job_failed", job=job.__name__)
            return
        if done:
            log.info("job_done", job=job.__name__, count=done)
            self._wake()
