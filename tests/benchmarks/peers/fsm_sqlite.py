"""aiogram's state machine over SQLite: one connection, WAL, synchronous=NORMAL. A state is a row."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Mapping
from typing import Any

import aiosqlite
from aiogram import Dispatcher
from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey

from tests.benchmarks.peers.bot import bot_at_the_server
from tests.benchmarks.peers.interview import router

_SET = "INSERT INTO fsm (chat, {0}) VALUES (?, ?) ON CONFLICT (chat) DO UPDATE SET {0} = excluded.{0}"


class SQLiteStorage(BaseStorage):
    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        await self._set("state", key, state.state if isinstance(state, State) else state)

    async def get_state(self, key: StorageKey) -> str | None:
        found = await self._get("state", key)
        return None if found is None else str(found)

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        await self._set("data", key, json.dumps(data))

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        found = await self._get("data", key)
        return json.loads(found) if found else {}

    async def close(self) -> None:
        await self._connection.close()

    async def _set(self, column: str, key: StorageKey, value: str | None) -> None:
        await self._connection.execute(_SET.format(column), (key.chat_id, value))
        await self._connection.commit()

    async def _get(self, column: str, key: StorageKey) -> Any:
        cursor = await self._connection.execute(f"SELECT {column} FROM fsm WHERE chat = ?", (key.chat_id,))  # noqa: S608
        row = await cursor.fetchone()
        return row[0] if row else None


async def main() -> None:
    connection = await aiosqlite.connect(sys.argv[2])
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL"):
        await connection.execute(f"PRAGMA {pragma}")
    await connection.execute("CREATE TABLE IF NOT EXISTS fsm (chat INTEGER PRIMARY KEY, state TEXT, data TEXT)")
    dispatcher = Dispatcher(storage=SQLiteStorage(connection))
    dispatcher.include_router(router())
    await dispatcher.start_polling(bot_at_the_server())


if __name__ == "__main__":
    asyncio.run(main())
