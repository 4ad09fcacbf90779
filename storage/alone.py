"""One process at a time on one SQLite file: a lock on a file beside it, which goes when the process does."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import make_url

try:
    import fcntl
except ImportError:  # Windows has no such locks; there it is for the administrator to see to it
    fcntl = None  # type: ignore[assignment]


class InUse(Exception):
    """Another process works with this database."""


class Alone:
    """Held from its making until it is released. Raises InUse."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        if fcntl is not None:
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                os.close(self._file)
                raise InUse from error

    def release(self) -> None:
        os.close(self._file)


def alone_with(url: str) -> Alone | None:
    """Raises InUse; None where several processes may work, or the database is in memory."""
    file = file_of(url)
    if file is None:
        return None
    file.parent.mkdir(parents=True, exist_ok=True)
    return Alone(file.with_name(f"{file.name}.lock"))


def file_of(url: str) -> Path | None:
    """The file of an SQLite database."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite" or not address.database or address.database == ":memory:":
        return None
    return Path(address.database)
