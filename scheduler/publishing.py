"""Publishing results: charts for those who took part, and pages for everybody, as soon as they are due.

What is due is what differs: between a topic and what was drawn of it, between the database and the folder. So it may
be done twice, and is made up for after any downtime. It is made in a thread of its own, for to count the answers to a
large topic takes a while.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

import structlog
from sqlalchemy import Connection

from consultation.lifecycle import UNDO
from consultation.texts import speaking
from reports import chart, public_index, public_page
from reports.public_page import FEED, INDEX, Shown, file_name, look
from reports.topic_report import Reporter
from scheduler.site import Site
from storage import leadership, pictures, publications, topics
from storage.database import Database, read_apart
from storage.pictures import WITH_RESULTS, Drawn
from storage.publications import Publication

log = structlog.get_logger()

_AT_FIRST = 3  # charts of the picture that comes with the results


@dataclass(frozen=True)
class Publisher:
    database: Database
    reporter: Reporter
    site: Site | None = None  # None: nothing is written for the web

    async def publish(self, now: datetime, epoch: int | None) -> int:
        """Everything that is due; how much was. What fails is tried again at the next beat, and keeps nothing else."""
        found = await self.database.read(publications.of_all)
        done = [await self._draw(one, epoch) for one in found if one.drawn != one.digest]
        if self.site is not None:
            done.append(await self._write(self.site, found, now))
        return sum(done)

    # -- charts ----------------------------------------------------------------------------------------------

    async def _draw(self, one: Publication, epoch: int | None) -> int:
        drawn: Mapping[int, Drawn] = {}
        try:
            if (shown := await self._read(one)) is None:
                return 0
            drawn = await asyncio.to_thread(_drawn, shown)
        except Exception:
            log.exception("charts_not_drawn", topic=one.topic_id)  # nobody waits for them any longer
        await self.database.transaction(lambda db: _keep(db, one, drawn, epoch))
        return 1

    async def _read(self, one: Publication) -> Shown | None:
        """None where it has changed since the last look."""
        return await asyncio.to_thread(read_apart, self.database.address, lambda db: self._shown(db, one))

    def _shown(self, db: Connection, one: Publication) -> Shown | None:
        topic = topics.get(db, one.topic_id)
        if topic is None or not publications.still_so(db, one):
            return None
        with speaking(public_page.language_of(public_page.form_of(db, topic), self.reporter.policy)):
            return public_page.shown(db, topic, one, self.reporter)

    # -- pages -----------------------------------------------------------------------------------------------

    async def _write(self, site: Site, found: list[Publication], now: datetime) -> int:
        """What can still be taken back is not written yet; a page from before stays until then."""
        settled = [one for one in found if one.changed_at + UNDO <= now]
        stamps = {file_name(one.topic_id): self._stamp(site, one) for one in settled}
        stamps[INDEX] = self._stamp(site, *settled)
        try:
            due = await asyncio.to_thread(site.outdated, stamps)
            to_write = [one for one in settled if file_name(one.topic_id) in due]
            failed = [one for one in to_write if not await self._write_page(site, one, stamps)]
            changing = any(one.published_at + UNDO <= now and one not in settled for one in found)
            if INDEX in due and not changing:
                await self._write_index(site, [one for one in settled if one not in failed], stamps[INDEX])
            gone = await asyncio.to_thread(site.remove_all_but, [file_name(one.topic_id) for one in found])
        except OSError as error:
            log.error("results_not_written", folder=str(site.folder), why=error.strerror)
            return 0
        return len(to_write) - len(failed) + len(gone)

    def _stamp(self, site: Site, *made_of: Publication) -> str:
        policy = self.reporter.policy
        given = (look(), site.address, policy.language, dict(policy.organisation), *made_of)
        return sha256(repr(given).encode()).hexdigest()

    async def _write_page(self, site: Site, one: Publication, stamps: Mapping[str, str]) -> bool:
        name = file_name(one.topic_id)
        try:
            shown = await self._read(one)
        except Exception:
            log.exception("page_not_made", topic=one.topic_id)
            return False
        if shown is not None:
            content = public_page.write(shown, self.reporter.policy, stamps[name])
            await asyncio.to_thread(site.write, name, content)
        return shown is not None

    async def _write_index(self, site: Site, settled: list[Publication], stamp: str) -> None:
        policy = self.reporter.policy
        listed = await self.database.read(lambda db: public_index.entries(db, settled, policy))
        feed = public_index.write_feed(listed, policy, site.key, site.address)
        await asyncio.to_thread(site.write, FEED, feed)
        await asyncio.to_thread(site.write, INDEX, public_index.write_index(listed, policy, stamp))


def _keep(db: Connection, one: Publication, drawn: Mapping[int, Drawn], epoch: int | None) -> None:
    leadership.check(db, epoch)
    pictures.keep(db, one.topic_id, drawn)
    publications.drawn(db, one)


def _drawn(shown: Shown) -> dict[int, Drawn]:
    """The first charts in one picture, which comes with the results; and each by itself."""
    right_to_left = shown.language == "fa"
    charts = {one.number: replace(one.chart, title=one.label) for one in shown.figures if one.chart is not None}
    if not charts:
        return {}
    made = {n: Drawn(charts[n].title, chart.png(charts[n], right_to_left=right_to_left)) for n in charts}
    first = chart.png(*list(charts.values())[:_AT_FIRST], right_to_left=right_to_left)
    return {WITH_RESULTS: Drawn(shown.topic.title, first), **made}
