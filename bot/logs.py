"""Logs by structlog. A token never reaches them: libraries that would write one are kept quiet, and what still
looks like one is struck out of every line.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

_TOKEN = re.compile(r"\d{6,}:[A-Za-z0-9_-]{30,}")
_TALKATIVE = ("httpx", "httpcore", "telegram", "aiogram", "apscheduler", "alembic", "aiosqlite")


def set_up(level: str, form: str) -> None:
    number = logging.getLevelNamesMapping()[level.upper()]
    console = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    render = structlog.processors.JSONRenderer() if form == "json" else console
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        strike_tokens,
    ]
    structlog.configure(
        processors=[*shared, render],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    handler = logging.StreamHandler()
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processor=render, foreign_pre_chain=shared))
    logging.basicConfig(level=number, handlers=[handler], force=True)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


def strike_tokens(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = struck(value)
    return event


def struck(text: str) -> str:
    return _TOKEN.sub("<token>", text)
