"""aiogram's state machine over SQLAlchemy's ORM: a session for each step, on aiosqlite. A state is a row."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping
from typing import Any

from aiogram import Dispatcher
from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey
from sqlalchemy import JSON
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from tests.benchmarks.peers.bot import bot_at_the_server
from tests.benchmarks.peers.interview import router


class Base(DeclarativeBase):
    type_annotation_map = {dict[str, Any]: JSON}  # noqa: RUF012 - read by SQLAlchemy


class Kept(Base):
    __tablename__ = "fsm"

    chat: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str | None]
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)


class SQLAlchemyStorage(BaseStorage):
    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self._sessions = sessions

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        await self._set(key, state=state.state if isinstance(state, State) else state)

    async def get_state(self, key: StorageKey) -> str | None:
        async with self._sessions() as session:
            kept = await session.get(Kept, key.chat_id)
            return kept.state if kept else None

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        await self._set(key, data=dict(data))

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        async with self._sessions() as session:
            kept = await session.get(Kept, key.chat_id)
            return dict(kept.data) if kept else {}

    async def close(self) -> None:
        pass

    async def _set(self, key: StorageKey, **values: Any) -> None:
        async with self._sessions.begin() as session:
            kept = await session.get(Kept, key.chat_id) or Kept(chat=key.chat_id)
            for name, value in values.items():
                setattr(kept, name, value)
            session.add(kept)


async def main() -> None:
    engine = create_async_engine(f"sqlite+aiosqlite:///{sys.argv[2]}")
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    dispatcher = Dispatcher(storage=SQLAlchemyStorage(async_sessionmaker(engine)))
    dispatcher.include_router(router())
    await dispatcher.start_polling(bot_at_the_server())


if __name__ == "__main__":
    asyncio.run(main())
