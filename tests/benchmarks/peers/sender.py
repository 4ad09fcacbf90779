"""Sends so many messages with so many on their way at any time, and keeps nothing: aiogram's bare loop."""

from __future__ import annotations

import asyncio
import sys

from tests.benchmarks.peers.bot import bot_at_the_server


async def main() -> None:
    count, at_once, text = int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    chats = iter(range(1, count + 1))
    async with bot_at_the_server() as bot:

        async def send() -> None:
            for chat in chats:
                await bot.send_message(chat, text)

        await asyncio.gather(*(send() for _one in range(at_once)))


if __name__ == "__main__":
    asyncio.run(main())
    sys.stdin.read()
