"""The database: one transaction at a time, told as a plain function of a connection.

Work inside a transaction is synchronous code on SQLAlchemy's `Connection`; the asynchronous driver runs beneath it
(`run_sync`). So nothing in a transaction can wait for a messenger: there is no `await` to write.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar

import orjson
from sqlalchemy import Connection, event, make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage import figures, migrations

T = TypeVar("T")
Work = Callable[[Connection], T]

# Classes of SQLSTATE that say the server is in trouble, not the statement: connection, resources, an operator's doing,
# the system; and a server that became a standby while we were connected.
_IN_TROUBLE = ("08", "53", "57", "58", "XX", "25006")
_FOR_ANOTHER = ("40001", "40P01")  # nothing was wrong with it: it stood in another transaction's way
_TRIES = 4  # of such a one
_STATEMENT = 60.0  # seconds; a server that vanished without a word would otherwise be waited for for ever
_SESSION = {
    "application_name": "jazb",
    # The server's side of the same: a client that vanished keeps its locks no longer than this.
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
}
# A process that is frozen in the middle of a transaction must not keep all the others waiting.
_FROZEN = {"idle_in_transaction_session_timeout": "15000"}


def in_trouble(error: BaseException) -> bool:
    """Whether not the work is at fault but the database: locked, full, restarting, away. Later it will succeed."""
    if isinstance(error, OperationalError | InterfaceError | InternalError | PoolTimeout | OSError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    return error.connection_invalidated or _sqlstate(error).startswith(_IN_TROUBLE)


def _sqlstate(error: DBAPIError) -> str:
    return str(getattr(error.orig, "sqlstate", ""))


class Database:
    def __init__(self, url: str) -> None:
        self.address = url
        self.embedded = make_url(url).get_backend_name() == "sqlite"
        engine = _sqlite if self.embedded else _postgresql
        self._writing, self._reading = engine(url, writing=True), engine(url, writing=False)

    async def transaction(self, work: Work[T]) -> T:
        """Run `work`, commit, and give what it returned; any exception rolls everything back.

        Where two wait for each other's rows, the server breaks one off. That one is run again from its beginning.
        """
        for _again in range(_TRIES - 1):
            try:
                return await self._once(work)
            except DBAPIError as error:
                if _sqlstate(error) not in _FOR_ANOTHER:
                    raise
        return await self._once(work)

    async def _once(self, work: Work[T]) -> T:
        asked = monotonic()
        async with self._writing.begin() as connection:
            figures.observe("db_lock_wait_seconds", monotonic() - asked)
            return await connection.run_sync(work)

    async def read(self, work: Work[T]) -> T:
        """Run `work` on one snapshot, without keeping writers waiting however long it takes."""
        async with self._reading.connect() as connection:
            return await connection.run_sync(work)

    async def migrate(self) -> None:
        await self.transaction(migrations.upgrade)

    async def close(self) -> None:
        await self._writing.dispose()
        await self._reading.dispose()


def read_apart(url: str, work: Work[T]) -> T:
    """Run `work` on one snapshot with a connection of its own: for another thread than that of the others."""

    async def read() -> T:
        database = Database(url)
        try:
            return await database.read(work)
        finally:
            await database.close()

    return asyncio.run(read())


def _json() -> dict[str, Any]:
    return {"json_serializer": lambda value: orjson.dumps(value).decode(), "json_deserializer": orjson.loads}


def _postgresql(url: str, *, writing: bool) -> AsyncEngine:
    settings = {**_SESSION, **(_FROZEN if writing else {})}
    arguments = {"server_settings": settings, "command_timeout": _STATEMENT, "timeout": 10}
    return create_async_engine(url, pool_size=10, pool_pre_ping=True, connect_args=arguments, **_json())


def _sqlite(url: str, *, writing: bool) -> AsyncEngine:
    # SQLite has one writer. A pool of one lets waiting transactions queue fairly in this process, where
    # several connections would meet at the file's lock and sleep.
    if (path := make_url(url).database) and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_async_engine(url, pool_size=1 if writing else 4, max_overflow=0, **_json())

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        # Without this the driver begins transactions by itself, only at the first write: two transactions
        # that read first would then overwrite each other's updates without an error.
        connection.isolation_level = None
        cursor = connection.cursor()
        pragmas = ["journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000", "foreign_keys=ON"]
        for pragma in pragmas if writing else [*pragmas[2:], "query_only=ON"]:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine
