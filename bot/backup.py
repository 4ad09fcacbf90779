"""Copies of an SQLite database: made while the program runs, checked before they count; and put back."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.settings import Settings, SettingsError
from storage.alone import InUse, alone_with, file_of


def back_up(settings: Settings, to: Path) -> None:
    """A whole copy in one file, readable by nobody else. Raises SettingsError."""
    source = _file(settings)
    if not source.exists():
        raise SettingsError(f"There is no database {source} yet.")
    if to.exists():
        raise SettingsError(f"{to} is there already; name another file.")
    unchecked = to.with_name(f"{to.name}.unchecked")
    try:
        os.close(os.open(unchecked, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        with closing(sqlite3.connect(source)) as database, closing(sqlite3.connect(unchecked)) as copy:
            database.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, with nothing beside it
        _check(unchecked)
        unchecked.rename(to)
    except OSError as error:
        raise SettingsError(f"{to} cannot be written: {error.strerror}.") from error
    finally:
        unchecked.unlink(missing_ok=True)


def put_back(settings: Settings, copy: Path) -> Path | None:
    """Use a copy from now on; where the former database stands now. Raises SettingsError."""
    target = _file(settings)
    if not copy.exists():
        raise SettingsError(f"There is no file {copy}.")
    _check(copy)
    try:
        alone = alone_with(settings.storage.url)
    except InUse as in_use:
        raise SettingsError("The bot is running with this database. Stop it first.") from in_use
    try:
        return _exchange(target, copy)
    finally:
        if alone is not None:
            alone.release()


def _exchange(target: Path, copy: Path) -> Path | None:
    """The copy is written beside the database first: moving is all or nothing."""
    coming = target.with_name(f"{target.name}.coming")
    with closing(sqlite3.connect(copy)) as database, closing(sqlite3.connect(coming)) as whole:
        database.backup(whole)
    coming.chmod(0o600)
    former = target.with_name(f"{target.name}.before-restore") if target.exists() else None
    if former is not None:
        with closing(sqlite3.connect(target)) as database:  # what still stands in the log beside it comes in
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        target.replace(former)
    for beside in ("-wal", "-shm"):
        target.with_name(target.name + beside).unlink(missing_ok=True)
    coming.replace(target)
    return former


def _file(settings: Settings) -> Path:
    file = file_of(settings.storage.url)
    if file is None:
        raise SettingsError("This is for SQLite. With PostgreSQL use pg_dump and pg_restore; see docs/operations.md.")
    return file


def _check(file: Path) -> None:
    """Raises SettingsError unless it is a whole database of ours."""
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
            (found,) = database.execute("PRAGMA integrity_check").fetchone()
            database.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError as error:
        raise SettingsError(f"{file} is not a database of Jazb: {error}.") from error
    if found != "ok":
        raise SettingsError(f"{file} is damaged: {found}.")
