"""Who leads among several processes on one PostgreSQL.

The leader holds an advisory lock by a connection of its own: when the process dies, the server lets go of it. A frozen
process does not die, so the leader also writes its heartbeat; who sees none for a while ends all of its connections:
what it was writing when it froze would keep everybody waiting, the next leader first.
What a former leader still does when it thaws is stopped by the epoch: every transaction in which a leader claims
something checks that it is still the latest.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import asyncpg
from sqlalchemy import Connection, make_url, select

from storage.database import process_name
from storage.tables import leadership

SILENCE = 10.0  # seconds without a heartbeat after which a leader is deposed
CHANNEL = "jazb_outbox"
_LOCK = 0x6A617A62  # "jazb"; advisory locks are a database's own
_ANSWER = 3.0  # seconds that the server has to answer
_ROW = "leader"

_LEAD = """
INSERT INTO leadership (name, epoch, beat_at) VALUES ($1, 1, clock_timestamp())
ON CONFLICT (name) DO UPDATE SET epoch = leadership.epoch + 1, beat_at = excluded.beat_at
RETURNING epoch
"""
_BEAT = "UPDATE leadership SET beat_at = clock_timestamp() WHERE name = $1 AND epoch = $2"
_SILENT = """
SELECT pid FROM pg_locks, leadership
WHERE locktype = 'advisory' AND classid = 0 AND objid = $1 AND granted AND pid <> pg_backend_pid()
AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
AND leadership.name = $2 AND beat_at < clock_timestamp() - make_interval(secs => $3)
"""
_DEPOSE = """
SELECT pg_terminate_backend(theirs.pid) FROM pg_stat_activity AS leader
JOIN pg_stat_activity AS theirs USING (datname, application_name)
WHERE leader.pid = $1 AND theirs.pid <> pg_backend_pid()
"""


class Superseded(Exception):
    """Another process leads now."""


def check(db: Connection, epoch: int | None) -> None:
    """Raises Superseded unless this is the latest epoch, which it stays until the transaction ends.

    None is the epoch of a process that is alone by other means: a file lock.
    """
    if epoch is None:
        return
    latest = select(leadership.c.epoch).where(leadership.c.name == _ROW).with_for_update(read=True)
    if db.execute(latest).scalar() != epoch:
        raise Superseded


class Candidacy:
    """A connection for leading and for being woken. Any call may raise; then it is broken and to be closed."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._suspect: int | None = None

    @classmethod
    async def stand(cls, url: str, woken: Callable[[], None], process: str = "") -> Candidacy:
        """`process` is by what name all of this process's connections are known."""
        plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        keepalives = {"tcp_keepalives_idle": "5", "tcp_keepalives_interval": "2", "tcp_keepalives_count": "3"}
        settings = {"application_name": process or process_name(), **keepalives}
        connection = await asyncpg.connect(plain, timeout=_ANSWER, command_timeout=_ANSWER, server_settings=settings)
        candidacy = cls(connection)
        await connection.add_listener(CHANNEL, lambda *_notice: woken())
        return candidacy

    async def lead(self) -> int | None:
        """The epoch in which we lead from now on; None while somebody else does."""
        if await self._connection.fetchval("SELECT pg_try_advisory_lock($1)", _LOCK):
            return int(await self._connection.fetchval(_LEAD, _ROW))
        await self._depose_the_silent()
        return None

    async def _depose_the_silent(self) -> None:
        """Seen silent twice, for a new leader has not had time to write its first heartbeat."""
        silent = await self._connection.fetchval(_SILENT, _LOCK, _ROW, SILENCE)
        if silent is not None and silent == self._suspect:
            await self._connection.execute(_DEPOSE, silent)
        self._suspect = silent

    async def beat(self, epoch: int) -> bool:
        """Whether we still lead."""
        return bool(await self._connection.execute(_BEAT, _ROW, epoch) == "UPDATE 1")

    async def resign(self) -> None:
        await self._connection.execute("SELECT pg_advisory_unlock($1)", _LOCK)

    async def wake(self) -> None:
        """Tell the leader that there is something to send."""
        await self._connection.execute(f"NOTIFY {CHANNEL}")

    async def close(self) -> None:
        """At once: it may be broken."""
        self._connection.terminate()
