"""SQLite: aiosqlite's connections, each with a thread of its own, in which whole transactions run.

Statement by statement, as the driver would have it, each goes to the thread and back, and a turn has a dozen of them:
that took more time than all the rest of it.
"""

from __future__ import annotations

import asyncio
import contextvars
import sqlite3
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, cast

import aiosqlite
from sqlalchemy import Connection, StaticPool, create_engine, make_url

T = TypeVar("T")

_USUAL = ("busy_timeout=10000", "foreign_keys=ON")
_WRITING: tuple[str, ...] = ("journal_mode=WAL", "synchronous=FULL", *_USUAL)
_READING: tuple[str, ...] = (*_USUAL, "query_only=ON")


class _Connection(aiosqlite.Connection):
    """One connection, and SQLAlchemy's view of it, for use in its thread."""

    def __init__(self, path: str, writing: bool, options: Mapping[str, Any]) -> None:
        # Without an isolation level of its own: the driver would begin transactions only at the first write, and two
        # that read first would overwrite each other's updates without an error.
        super().__init__(partial(sqlite3.connect, path, isolation_level=None), iter_chunk_size=64)
        self._thread.daemon = True
        self._pragmas = _WRITING if writing else _READING
        self._begin = "BEGIN IMMEDIATE" if writing else "BEGIN"
        self._engine = create_engine("sqlite://", creator=self._prepared, poolclass=StaticPool, **options)

    async def run(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in a transaction, in the thread; it speaks the language of the caller."""
        context = contextvars.copy_context()
        done: T = await self._execute(context.run, self._transaction, work)  # type: ignore[no-untyped-call]
        return done

    def _transaction(self, work: Callable[[Connection], T]) -> T:
        with self._engine.begin() as connection:
            connection.exec_driver_sql(self._begin)
            return work(connection)

    def _prepared(self) -> sqlite3.Connection:
        for pragma in self._pragmas:
            self._conn.execute(f"PRAGMA {pragma}")
        return self._conn


class Sqlite:
    """Connections to one file: a single one that writes, or some that read.

    SQLite has one writer. One connection lets waiting transactions queue fairly in this process, where several would
    meet at the file's lock and sleep.
    """

    def __init__(self, url: str, *, writing: bool, **options: Any) -> None:
        self._path = make_url(url).database or ":memory:"
        if self._path != ":memory:":
            Path(self._path).parent.mkdir(parents=True, exist_ok=True)
        self._writing, self._options = writing, options
        self._room = asyncio.Semaphore(1 if writing else 4)
        self._free: list[_Connection] = []

    async def run(self, work: Callable[[Connection], T]) -> T:
        async with self._room, self._one() as connection:
            return await connection.run(work)

    @asynccontextmanager
    async def _one(self) -> AsyncIterator[_Connection]:
        connection = self._free.pop() if self._free else await self._opened()
        try:
            yield connection
        finally:
            self._free.append(connection)  # whoever takes it next waits for what its thread still has to do

    async def _opened(self) -> _Connection:
        return cast(_Connection, await _Connection(self._path, self._writing, self._options))

    async def close(self) -> None:
        while self._free:
            await self._free.pop().close()
