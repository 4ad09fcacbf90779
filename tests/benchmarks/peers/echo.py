"""Says what it hears, and keeps nothing: aiogram as people write it."""

from __future__ import annotations

import asyncio

from aiogram import Dispatcher
from aiogram.types import Message

from tests.benchmarks.peers.bot import bot_at_the_server

dispatcher = Dispatcher()


@dispatcher.message()
async def echo(message: Message) -> None:
    await message.answer(message.text or "")


if __name__ == "__main__":
    asyncio.run(dispatcher.start_polling(bot_at_the_server()))
