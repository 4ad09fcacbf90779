"""Logs by structlog. A token never reaches them: libraries that would write one are kept quiet, and what still
looks like one is struck out of every line. Nor do the words of a fault: they may be what somebody said.
"""

from __future__ import annotations

import asyncio
import logging
import re
import sys
from collections.abc import Callable, MutableMapping
from typing import Any

import structlog
from structlog.typing import Processor

from storage import faults

_TOKEN = re.compile(r"\d{6,}:[A-Za-z0-9_-]{30,}")
_PASSWORD = re.compile(r"(://[^/:@\s]*:)[^/@\s]+@")
_TALKATIVE = ("asyncio", "httpx", "httpcore", "telegram", "aiogram", "apscheduler", "alembic", "aiosqlite")


def set_up(level: str, form: str, report: Callable[[BaseException], None] | None = None) -> None:
    """`report` is told of every fault that is logged."""
    number = logging.getLevelNamesMapping()[level.upper()]
    console = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    render = structlog.processors.JSONRenderer() if form == "json" else console
    shared = processors(report)
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


def processors(report: Callable[[BaseException], None] | None) -> list[Any]:
    """What happens to every line before it is written, ours and the libraries'."""
    return [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        *([_reporting(report)] if report else []),
        structlog.processors.ExceptionRenderer(lambda given: faults.told(given[1])),
        strike_tokens,
    ]


def tell_unheard(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """What nobody waited for any more. asyncio's own way writes down the words of the fault, and whom it was about."""
    fault = context.get("exception")
    if isinstance(fault, BaseException):
        structlog.get_logger().error("nobody_heard_of_a_fault", exc_info=fault)
    else:
        structlog.get_logger().error("nobody_heard_of_a_fault", why=context["message"])


def strike_tokens(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key, value in event.items():
        if value is None or isinstance(value, int | float):
            continue
        text = value if isinstance(value, str) else repr(value)
        if (without := struck(text)) != text:
            event[key] = without
    return event


def struck(text: str) -> str:
    return _PASSWORD.sub(r"\1<secret>@", _TOKEN.sub("<token>", text))


def _reporting(report: Callable[[BaseException], None]) -> Processor:
    def tell(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        given = event.get("exc_info")
        fault = given if isinstance(given, BaseException) else sys.exc_info()[1]
        if given and fault is not None:
            report(fault)
        return event

    return tell
