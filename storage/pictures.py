"""Charts that go to participants: drawn once, and kept as documents so that a messenger gets each of them once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, delete, select

from consultation.conversation import Channel, File, Shape
from storage import topics
from storage.rows import upsert
from storage.tables import document, picture

WITH_RESULTS = 0  # the number of the one that comes with the results; the others have those of their questions


@dataclass(frozen=True)
class Picture:
    topic_id: int
    number: int
    document_id: int
    caption: str


@dataclass(frozen=True)
class Drawn:
    caption: str
    content: bytes


_COLUMNS = tuple(picture.c[name] for name in Picture.__dataclass_fields__)


def of_topic(db: Connection, topic_id: int) -> list[Picture]:
    found = select(*_COLUMNS).where(picture.c.topic_id == topic_id).order_by(picture.c.number)
    return [Picture(**row._mapping) for row in db.execute(found)]


def get(db: Connection, topic_id: int, number: int) -> Picture | None:
    return next((one for one in of_topic(db, topic_id) if one.number == number), None)


def keep(db: Connection, topic_id: int, drawn: Mapping[int, Drawn]) -> None:
    """These in place of the earlier ones; what is as it was stays where the messengers have it."""
    known = {one.number: one.document_id for one in of_topic(db, topic_id)}
    gone = [known[number] for number in known.keys() - drawn.keys()]
    db.execute(delete(document).where(document.c.id.in_(gone)))
    for number, one in drawn.items():
        file = File("", "photo", f"topic-{topic_id}-{number}.png", "image/png", content=one.content)
        kept = known.get(number) or topics.attach(db, None, file)
        if number in known:
            topics.put_in_place(db, kept, file)
        values = {"topic_id": topic_id, "number": number, "document_id": kept, "caption": one.caption}
        upsert(db, picture, ["topic_id", "number"], values)


def keep_handle(db: Connection, topic_id: int, number: int, channel: Channel, handle: str) -> None:
    if (found := get(db, topic_id, number)) is not None:
        topics.keep_handle(db, found.document_id, channel, Shape.PHOTO, handle)
