"""Faults as they may be written into a log: of which kind, and where. Their words may be what somebody said."""

from __future__ import annotations

import sqlite3
import traceback
from collections.abc import Iterator


def told(fault: BaseException) -> str:
    """With what caused it, the latest last."""
    return "".join(part for one in _chain(fault) for part in (*traceback.format_tb(one.__traceback__), _kind(one)))


def _chain(fault: BaseException) -> Iterator[BaseException]:
    before = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
    if before is not None:
        yield from _chain(before)
    if isinstance(fault, BaseExceptionGroup):
        for one in fault.exceptions:
            yield from _chain(one)
    yield fault


def _kind(fault: BaseException) -> str:
    return f"{type(fault).__qualname__}{_words(fault)}\n"


def _words(fault: BaseException) -> str:
    """Those of the system and of SQLite: they speak of files and tables, and repeat nothing that was given to them."""
    source = getattr(fault, "orig", None) or fault
    if isinstance(source, OSError):
        return f": {source.strerror}" if source.strerror else ""
    if isinstance(source, sqlite3.Error):
        return f": {source}"
    state = getattr(source, "sqlstate", None)
    return f" (SQLSTATE {state})" if state else ""
