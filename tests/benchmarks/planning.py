"""An invitation to very many people, and a wave of reminders: in time and memory, in a process of its own.

python -m tests.benchmarks.planning URL PEOPLE    tells it as JSON; the database is empty before
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path
from time import perf_counter, process_time

from sqlalchemy import Connection, update

from consultation.conversation import Channel
from storage import claims, expansion, invitations, outbox, questionnaires, reminders, topics
from storage.database import Database
from storage.deliveries import State
from storage.tables import invitation
from storage.tables import outbox as deliveries
from tests import multitude
from tests.benchmarks.ministry import FORM

_CLAIMS = 300
_ROOM = 30  # messages claimed together
_LATER = timedelta(days=3)


@dataclass(frozen=True)
class Planned:
    people: int
    first: float  # seconds from publishing until the first messages are claimed
    invited: float  # seconds until everybody's is in the outbox
    processor: float  # seconds of it, in this process
    claim: float  # milliseconds: the slowest of a hundred claims with marks, the whole backlog waiting
    wave: float  # seconds until a wave of reminders to everybody is planned
    wave_processor: float
    memory: float  # megabytes at the most


async def planned(url: str, people: int) -> Planned:
    database = Database(url)
    try:
        await database.transaction(lambda db: multitude.enter(db, people, now(), on_both_every=2))
        begun, worked = perf_counter(), process_time()
        await database.transaction(_publish)
        await database.transaction(lambda db: expansion.step(db, now()))
        await _claim(database, Channel.TELEGRAM, 1)
        first = perf_counter() - begun
        await _expand(database, now())
        invited, processor = perf_counter() - begun, process_time() - worked
        slowest = await _slowest_claim(database, min(_CLAIMS, people // _ROOM // 4))
        await database.transaction(_all_told)
        begun, worked = perf_counter(), process_time()
        await database.transaction(lambda db: reminders.begin(db, 1, now() + _LATER, now() + _LATER))
        await _expand(database, now() + _LATER)
        wave, wave_processor = perf_counter() - begun, process_time() - worked
        return Planned(people, first, invited, processor, slowest, wave, wave_processor, _most_memory())
    finally:
        await database.close()


def now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251


def _publish(db: Connection) -> None:
    stored = questionnaires.store(db, FORM, now())
    topic = topics.draft(db, "برق پایدار", "", stored, now() + timedelta(days=7), now())
    invitations.publish(db, topic, now())


async def _expand(database: Database, moment: datetime) -> None:
    while await database.transaction(lambda db: expansion.step(db, moment)):
        pass


async def _claim(database: Database, channel: Channel, number: int) -> float:
    """Milliseconds for claiming some and marking them as sent."""

    def turn(db: Connection) -> None:
        going = claims.outlook(db, channel).going
        claimed = claims.claim(db, channel, now(), _ROOM, going, first=number)
        outbox.sent(db, [(one.id, one.id) for one in claimed], now())

    begun = perf_counter()
    await database.transaction(turn)
    return 1000 * (perf_counter() - begun)


async def _slowest_claim(database: Database, count: int) -> float:
    channels: Iterator[Channel] = cycle(Channel)
    took = [await _claim(database, next(channels), number) for number in range(count)]
    return sorted(took)[int(count * 0.99)]


def _all_told(db: Connection) -> None:
    settled = {"state": State.SENT, "settled_at": now(), "message_id": deliveries.c.id}
    db.execute(update(deliveries).where(deliveries.c.state == State.QUEUED).values(**settled))
    db.execute(update(invitation).values(told_at=now()))
    expansion.look_over(db, now())


def _most_memory() -> float:
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text("ascii"))
    return int(found[1]) / 1000 if found else 0.0


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asdict(asyncio.run(planned(sys.argv[1], int(sys.argv[2]))))))
