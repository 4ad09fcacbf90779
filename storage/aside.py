"""What was put aside: messages that could not be handled, kept as they came so that they can be handled later."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, Row, delete, func, insert, select

from consultation.conversation import Channel, Contact, File, Incoming, Kind, Location, Sender
from storage import inbox
from storage.tables import quarantine


@dataclass(frozen=True)
class PutAside:
    id: int
    channel: Channel
    at: datetime
    why: str  # the kind of the error; its words may hold what somebody wrote


def put(db: Connection, incoming: Incoming, traceback: str, now: datetime) -> None:
    inbox.first_time(db, incoming.channel, incoming.update_id, now)
    values = {"channel": incoming.channel, "update_id": incoming.update_id, "chat_id": incoming.chat_id, "at": now}
    db.execute(insert(quarantine).values(**values, update=_written(incoming), traceback=traceback))


def latest(db: Connection, limit: int) -> list[PutAside]:
    rows = db.execute(select(quarantine).order_by(quarantine.c.id.desc()).limit(limit))
    return [_summary(row) for row in rows]


def count(db: Connection) -> int:
    return db.execute(select(func.count()).select_from(quarantine)).scalar_one()


def take(db: Connection, put_aside_id: int) -> Incoming | None:
    """The message, which is not put aside any more; None where there is none, or none that can be read."""
    mine = quarantine.c.id == put_aside_id
    written = db.execute(select(quarantine.c.update).where(mine).with_for_update()).scalar()
    incoming = None if written is None else _read(written)
    if incoming is not None:
        db.execute(delete(quarantine).where(mine))
    return incoming


def forget_old(db: Connection, before: datetime) -> int:
    return db.execute(delete(quarantine).where(quarantine.c.at < before)).rowcount


def _summary(row: Row[Any]) -> PutAside:
    last = row.traceback.strip().rpartition("\n")[2]
    return PutAside(row.id, Channel(row.channel), row.at, last.partition(":")[0].rpartition(".")[2])


def _written(incoming: Incoming) -> str:
    """As JSON, without the content of a file, which can be fetched again."""
    file = incoming.file and replace(incoming.file, content=None)
    return orjson.dumps(asdict(replace(incoming, file=file))).decode()


def _read(written: str) -> Incoming | None:
    try:
        stored = orjson.loads(written)
    except orjson.JSONDecodeError:  # kept by an early version, in words that nothing reads
        return None
    nouns = {"sender": Sender, "file": File, "contact": Contact, "location": Location}
    for name, noun in nouns.items():
        stored[name] = stored[name] and noun(**stored[name])
    moment = datetime.fromisoformat(stored["at"])
    return Incoming(**{**stored, "channel": Channel(stored["channel"]), "kind": Kind(stored["kind"]), "at": moment})
