"""The clock. APScheduler is a metronome and nothing more: a few fixed jobs, none of them a person's.

What is due is a row in our tables with a due time, so a missed or a double beat changes nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import Connection

from consultation.policy import Policy
from scheduler import jobs
from scheduler.collecting import Downloader, collect
from scheduler.publishing import Publisher
from scheduler.upkeep import upkeep
from storage import figures, leadership
from storage.database import Database
from storage.leadership import Superseded

log = structlog.get_logger()

Job = Callable[[Connection, datetime, Policy], int]

_BEAT = 10  # seconds
_UPKEEP = 3600
_LAST_STROKE = 5.0


class Clock:
    def __init__(
        self,
        database: Database,
        policy: Policy,
        now: Callable[[], datetime],
        wake: Callable[[], None],
        downloaders: Sequence[Downloader] = (),
        *,
        epoch: int | None = None,
        publisher: Publisher | None = None,
    ) -> None:
        self._database = database
        self._policy = policy
        self._now = now
        self._wake = wake
        self._downloaders = downloaders
        self._due = 0.0  # when it is to strike next, by the loop's clock
        self._striking = asyncio.Lock()
        self._publisher = publisher
        self._epoch = epoch  # in which this process leads; None where it is the only one
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )

    def start(self) -> None:
        self._due = asyncio.get_running_loop().time() + _BEAT
        self._scheduler.add_job(self._strike, "interval", seconds=_BEAT)
        self._scheduler.add_job(self._publish, "interval", seconds=_BEAT)
        self._scheduler.add_job(self._keep_up, "interval", seconds=_UPKEEP)
        self._scheduler.start()

    async def stop(self) -> None:
        """After the stroke that it is at, unless that takes long: nothing is half done by breaking it off."""
        if not self._scheduler.running:
            return
        self._scheduler.pause()
        with suppress(TimeoutError):
            async with asyncio.timeout(_LAST_STROKE):
                await self._striking.acquire()
        self._scheduler.shutdown(wait=False)

    async def _strike(self) -> None:
        now = asyncio.get_running_loop().time()
        figures.note("tick_lateness_seconds", max(0.0, now - self._due))
        self._due = now + _BEAT
        await self._do_jobs()

    async def tick(self) -> None:
        """Everything that may be due now; a job that fails does not keep the others from running."""
        await self._do_jobs()
        await self._publish()

    async def _do_jobs(self) -> None:
        async with self._striking:
            for job in jobs.TICK:
                await self._run(job)
            for downloader in self._downloaders:
                await self._collect(downloader)

    async def _publish(self) -> None:
        """By itself, for it may take longer than the jobs may wait."""
        if self._publisher is None:
            return
        try:
            if done := await self._publisher.publish(self._now(), self._epoch):
                log.info("results_published", count=done)
                self._wake()
        except Superseded:
            return
        except Exception:
            log.exception("results_not_published")

    async def _keep_up(self) -> None:
        try:
            if done := await upkeep(self._database, self._now(), self._policy, self._epoch):
                log.info("job_done", job="upkeep", count=done)
        except Superseded:
            return
        except Exception:
            log.exception("job_failed", job="upkeep")

    async def _collect(self, downloader: Downloader) -> None:
        try:
            await collect(downloader, self._database)
        except Exception:
            log.exception("collecting_failed", channel=downloader.channel)

    async def _run(self, job: Job) -> None:
        try:
            done = await self._database.transaction(lambda db: self._do(db, job))
        except Superseded:
            return
        except Exception:
            log.exception("job_failed", job=job.__name__)
            return
        if done:
            log.info("job_done", job=job.__name__, count=done)
            self._wake()

    def _do(self, db: Connection, job: Job) -> int:
        leadership.check(db, self._epoch)
        return job(db, self._now(), self._policy)
