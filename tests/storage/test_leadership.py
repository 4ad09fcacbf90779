"""Who leads: one at a time; who led before cannot claim any more. SQLite: one process, by a lock on a file."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import asyncpg
import pytest
from sqlalchemy import make_url, update

from consultation.conversation import Channel, Message
from consultation.policy import Policy
from scheduler.clock import Clock
from scheduler.delivery import Courier
from scheduler.election import Election
from scheduler.writing import Writer
from storage import leadership, outbox
from storage.alone import InUse, alone_with
from storage.database import Database
from storage.leadership import Candidacy, Superseded
from storage.tables import leadership as row
from tests.databases import cut_all
from tests.world import World

postgres_alone = pytest.mark.parametrize(
    "database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)


class Seat:
    """A process, as far as leading goes."""

    def __init__(self, url: str) -> None:
        self.epochs: list[int] = []
        self.leads = asyncio.Event()
        self.woken = asyncio.Event()
        self.lost = asyncio.Event()
        self.election = Election(url, self._elected, self._deposed, self.woken.set)
        self.running = asyncio.ensure_future(self.election.run())

    async def _elected(self, epoch: int) -> None:
        self.epochs.append(epoch)
        self.leads.set()

    async def _deposed(self) -> None:
        self.leads.clear()
        self.lost.set()

    async def leave(self) -> None:
        self.election.stop()
        await self.running


@pytest.fixture
async def seats(database_url: str) -> AsyncIterator[tuple[Seat, Seat]]:
    """Two; the first leads."""
    first = Seat(database_url)
    await asyncio.wait_for(first.leads.wait(), 5)
    second = Seat(database_url)
    yield first, second
    await asyncio.gather(first.leave(), second.leave())


@postgres_alone
async def test_when_the_leader_leaves_another_one_leads_in_a_later_epoch(seats: tuple[Seat, Seat]) -> None:
    first, second = seats
    await first.leave()
    assert first.lost.is_set(), "it ended its work before it left"
    await asyncio.wait_for(second.leads.wait(), 5)
    assert second.epochs > first.epochs


@postgres_alone
async def test_who_does_not_lead_wakes_who_does(seats: tuple[Seat, Seat]) -> None:
    first, second = seats
    while not first.woken.is_set():  # the second may not stand for leadership yet
        second.election.wake()
        await asyncio.wait({asyncio.ensure_future(first.woken.wait())}, timeout=0.1)


@postgres_alone
async def test_losing_the_connection_is_losing_the_leadership_until_it_is_won_again(
    database: Database, database_url: str
) -> None:
    seat = Seat(database_url)
    await asyncio.wait_for(seat.leads.wait(), 5)
    await cut_all(database_url)
    await asyncio.wait_for(seat.lost.wait(), 5)
    await asyncio.wait_for(seat.leads.wait(), 10)
    assert seat.epochs == [1, 2]
    await seat.leave()
    await database.read(lambda db: None)


@postgres_alone
async def test_a_leader_without_a_heartbeat_is_deposed_at_the_second_look(
    database: Database, database_url: str
) -> None:
    frozen, other = [await Candidacy.stand(database_url, lambda: None) for _one in range(2)]
    assert await frozen.lead() == 1
    assert [await other.lead() for _look in range(3)] == [None, None, None], "it has a heartbeat"
    long_ago = datetime(2026, 1, 1, tzinfo=UTC)
    await database.transaction(lambda db: db.execute(update(row).values(beat_at=long_ago)))
    looks = [await other.lead() for _look in range(2)]
    while looks[-1] is None and len(looks) < 50:
        await asyncio.wait({asyncio.ensure_future(_again(other, looks))}, timeout=0.1)
    assert looks[:2] == [None, None]
    assert looks[-1] == 2
    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)):
        await frozen.beat(1)
    for one in (frozen, other):
        await one.close()


@postgres_alone
async def test_what_a_frozen_leader_was_writing_keeps_nobody_waiting(database: Database, database_url: str) -> None:
    frozen = await Candidacy.stand(database_url, lambda: None, "frozen")
    other = await Candidacy.stand(database_url, lambda: None, "other")
    assert await frozen.lead() == 1
    long_ago = datetime(2026, 1, 1, tzinfo=UTC)
    await database.transaction(lambda db: db.execute(update(row).values(beat_at=long_ago)))
    plain = make_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False)
    writing = await asyncpg.connect(plain, server_settings={"application_name": "frozen"})
    await writing.execute("BEGIN")
    await writing.execute("SELECT epoch FROM leadership FOR SHARE")
    looks = [await other.lead() for _look in range(2)]
    while looks[-1] is None and len(looks) < 50:
        await asyncio.wait({asyncio.ensure_future(_again(other, looks))}, timeout=0.1)
    assert looks[-1] == 2
    for one in (frozen, other):
        await one.close()
    writing.terminate()


async def _again(candidacy: Candidacy, looks: list[int | None]) -> None:
    looks.append(await candidacy.lead())


@postgres_alone
async def test_who_led_before_neither_claims_nor_settles_nor_lets_the_clock_strike(
    world: World, database: Database, database_url: str
) -> None:
    messenger = world.messengers[Channel.TELEGRAM]
    writer = Writer(Policy(), world.profile, world.house.key)
    former = await Candidacy.stand(database_url, lambda: None)
    old = await former.lead()
    couriers = [Courier(messenger, database, writer, lambda: world.now, epoch=old)]
    await database.transaction(lambda db: outbox.put(db, Channel.TELEGRAM, 7, Message("one"), world.now))
    assert await couriers[0].step() == 1
    await asyncio.wait(couriers[0]._on_their_way)  # it was sent, and is not marked yet

    await former.close()
    latter = await Candidacy.stand(database_url, lambda: None)
    new = None
    while new is None:
        new = await latter.lead()
    await database.transaction(outbox.take_back)
    with pytest.raises(Superseded):
        await couriers[0].step()
    await couriers[0].finish()
    ran = []
    clock = Clock(database, Policy(), lambda: world.now, lambda: ran.append("woken"), epoch=old)
    await clock.tick()
    assert not ran

    couriers.append(Courier(messenger, database, writer, lambda: world.now, epoch=new))
    assert await couriers[1].step() == 1
    await couriers[1].finish()
    assert len(messenger.chat(7).messages) == 2, "better twice than never, and no more than were on their way"
    assert await couriers[1].step() == 0
    await latter.close()


async def test_who_is_alone_needs_no_epoch(database: Database) -> None:
    await database.transaction(lambda db: leadership.check(db, None))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_second_process_with_the_same_file_is_refused_until_the_first_is_gone(database_url: str) -> None:
    first = alone_with(database_url)
    assert first is not None
    with pytest.raises(InUse):
        alone_with(database_url)
    first.release()
    second = alone_with(database_url)
    assert second is not None
    second.release()
