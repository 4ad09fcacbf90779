"""What a program imports only when it needs it, imported by the process from which others are forked."""

from __future__ import annotations

from importlib import import_module

import holidays

from tests.end_to_end import bot_process

__all__ = ["bot_process"]

for _name in (
    *("aiosqlite", "asyncpg", "anyio._backends._asyncio", "httpcore"),
    *("apscheduler.executors.asyncio", "apscheduler.triggers.interval"),
    *("bot.monitoring", "bot.webhook"),
):
    import_module(_name)
holidays.country_holidays("IR")  # with the holidays of one country come the modules of all
