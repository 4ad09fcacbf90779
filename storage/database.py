"""The database: one transaction at a time, told as a plain function of a connection.

Work inside a transaction is synchronous code on SQLAlchemy's `Connection`: beneath it the asynchronous driver runs
(`run_sync`), or with SQLite the whole of it is in the driver's thread. So nothing in a transaction can wait for a
messenger: there is no `await` to write.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import socket
from collections.abc import Callable
from time import monotonic
from typing import Any, TypeVar, cast

import orjson
from sqlalchemy import AdaptedConnection, Connection, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, DisconnectionError, InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import create_async_engine

from storage import figures, migrations
from storage.sqlite import Sqlite

T = TypeVar("T")
Work = Callable[[Connection], T]

# Classes of SQLSTATE that say the server is in trouble, not the statement: connection, resources, an operator's doing,
# the system; and a server that became a standby while we were connected.
_IN_TROUBLE = ("08", "53", "57", "58", "XX", "25006")
_FOR_ANOTHER = ("40001", "40P01")  # nothing was wrong with it: it stood in another transaction's way
_TRIES = 4  # of such a one
_STATEMENT = 60.0  # seconds; a server that vanished without a word would otherwise be waited for for ever
_SESSION = {
    # The server's side of the same: a client that vanished keeps its locks no longer than this.
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
}
# A process that is frozen in the middle of a transaction must not keep all the others waiting.
_FROZEN = {"idle_in_transaction_session_timeout": "15000"}
_JSON: dict[str, Any] = {
    "json_serializer": lambda value: orjson.dumps(value).decode(),
    "json_deserializer": orjson.loads,
}


_SELF = secrets.token_hex(4)  # in containers two may have one number, and machines one name


def process_name() -> str:
    """By which the server knows all connections of this process, and of no other one."""
    return f"jazb {_SELF} {os.getpid()} {socket.gethostname()}"[:63]


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
        kind = Sqlite if self.embedded else Postgresql
        self._writing, self._reading = kind(url, writing=True, **_JSON), kind(url, writing=False, **_JSON)

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

        def begun(connection: Connection) -> T:
            figures.observe("db_lock_wait_seconds", monotonic() - asked)
            return work(connection)

        return await self._writing.run(begun)

    async def read(self, work: Work[T]) -> T:
        """Run `work` on one snapshot, without keeping writers waiting however long it takes."""
        return await self._reading.run(work)

    async def migrate(self) -> None:
        await self.transaction(migrations.upgrade)

    async def close(self) -> None:
        await self._writing.close()
        await self._reading.close()


def read_apart(url: str, work: Work[T]) -> T:
    """Run `work` on one snapshot with a connection of its own: for another thread than that of the others."""

    async def read() -> T:
        database = Database(url)
        try:
            return await database.read(work)
        finally:
            await database.close()

    return asyncio.run(read())


def _only_open(connection: DBAPIConnection, _record: object, _proxy: object) -> None:
    """A connection that the server has closed is replaced. The driver knows of it without asking the server, which
    would be one more journey for every transaction."""
    if cast(AdaptedConnection, connection).driver_connection.is_closed():
        raise DisconnectionError


class Postgresql:
    """A pool of connections; work runs where it was asked for, and only what the driver does is waited for."""

    def __init__(self, url: str, *, writing: bool, **options: Any) -> None:
        settings = {"application_name": process_name(), **_SESSION, **(_FROZEN if writing else {})}
        arguments = {"server_settings": settings, "command_timeout": _STATEMENT, "timeout": 10}
        engine = create_async_engine(url, pool_size=10, connect_args=arguments, **options)
        event.listen(engine.sync_engine, "checkout", _only_open)
        self._engine, self._connected = engine, engine.begin if writing else engine.connect

    async def run(self, work: Work[T]) -> T:
        async with self._connected() as connection:
            return await connection.run_sync(work)

    async def close(self) -> None:
        await self._engine.dispose()
