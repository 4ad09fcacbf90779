from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

import pytest
from sqlalchemy import Connection, select, text, update
from sqlalchemy.exc import StatementError

from consultation.conversation import Channel
from storage import codes, inbox, people, settings
from storage.database import Database
from storage.tables import setting

NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)


async def test_concurrent_updates_are_not_lost(database: Database) -> None:
    """Reading and writing back in many transactions at once, as turns of one person might."""

    def increment(db: Connection) -> None:
        row = select(setting.c.value).where(setting.c.name == "n").with_for_update()
        value = int(db.execute(row).scalar_one())
        db.execute(update(setting).where(setting.c.name == "n").values(value=str(value + 1)))

    await database.transaction(lambda db: db.execute(setting.insert().values(name="n", value="0")))
    await asyncio.gather(*(database.transaction(increment) for _time in range(50)))
    assert await database.read(lambda db: db.execute(select(setting.c.value)).scalar_one()) == "50"


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_of_two_that_wait_for_each_other_both_are_done(database: Database) -> None:
    """As when a batch of messages and what came back from a messenger concern the same people in another order."""
    names = ("first", "second")
    rows = [{"name": name, "value": ""} for name in names]
    await database.transaction(lambda db: db.execute(setting.insert(), rows))

    def mark(db: Connection, order: Sequence[str], mark: str) -> None:
        db.execute(text("SET LOCAL deadlock_timeout = '50ms'"))
        for name in order:
            db.execute(update(setting).where(setting.c.name == name).values(value=setting.c.value + mark))
            db.execute(text("SELECT pg_sleep(0.1)"))

    forth, back = names, names[::-1]
    await asyncio.gather(
        *(database.transaction(partial(mark, order=o, mark=m)) for o, m in ((forth, "a"), (back, "b")))
    )
    values = await database.read(lambda db: db.execute(select(setting.c.value)).scalars().all())
    assert [sorted(value) for value in values] == [["a", "b"]] * 2


async def test_a_failing_transaction_leaves_nothing(database: Database) -> None:
    def half(db: Connection) -> None:
        inbox.first_time(db, Channel.BALE, 1, NOW)
        raise RuntimeError("on purpose")

    with pytest.raises(RuntimeError, match="on purpose"):
        await database.transaction(half)
    assert await database.transaction(lambda db: inbox.first_time(db, Channel.BALE, 1, NOW))


async def test_a_moment_without_a_time_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="no time zone"):
        await database.transaction(
            lambda db: inbox.first_time(db, Channel.BALE, 1, datetime(2026, 11, 23))  # noqa: DTZ001
        )


async def test_the_same_number_is_another_person_on_the_other_messenger(database: Database) -> None:
    first, _address = await database.transaction(lambda db: people.at(db, Channel.TELEGRAM, 7, NOW))
    again, _address = await database.transaction(lambda db: people.at(db, Channel.TELEGRAM, 7, NOW))
    other, _address = await database.transaction(lambda db: people.at(db, Channel.BALE, 7, NOW))
    assert first.id == again.id != other.id


async def test_ids_of_52_bits_are_kept(database: Database) -> None:
    await database.transaction(lambda db: people.at(db, Channel.BALE, 2**52 - 1, NOW))
    _person, address = await database.transaction(lambda db: people.at(db, Channel.BALE, 2**52 - 1, NOW))
    assert address.chat_id == 2**52 - 1


async def test_codes_work_once_and_expire(database: Database) -> None:
    code = await database.transaction(lambda db: codes.new_claim_code(db, NOW))
    late = NOW + codes.CLAIM_LIFETIME
    assert not await database.transaction(lambda db: codes.use_claim_code(db, code, late))
    spoken = code.lower().replace("-", " ")
    assert await database.transaction(lambda db: codes.use_claim_code(db, spoken, NOW))
    assert not await database.transaction(lambda db: codes.use_claim_code(db, code, NOW))


async def test_the_secret_is_made_once(database: Database) -> None:
    first = await database.transaction(lambda db: settings.secret(db, "buttons"))
    assert first == await database.transaction(lambda db: settings.secret(db, "buttons"))
    assert len(first) == 32
