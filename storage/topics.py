"""Topics, their documents, and how far they have come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, delete, exists, func, insert, literal, select, update

from consultation.conversation import Channel, File, Shape
from consultation.response import ResponseState
from consultation.stakeholder import Segment
from consultation.topic import Document, Figures, Topic, TopicState
from storage.rows import new_id, upsert
from storage.tables import address, document, document_handle, invitation, response, topic

COLUMNS = tuple(topic.c[name] for name in Topic.__dataclass_fields__)
_NAMES = tuple(Topic.__dataclass_fields__)
_GET = select(*COLUMNS).where(topic.c.id == bindparam("id"))
_DOCUMENT = tuple(document.c[name] for name in Document.__dataclass_fields__)


def of(row: Sequence[Any]) -> Topic:
    """A topic from its columns."""
    stored = dict(zip(_NAMES, row, strict=True))
    return Topic(**{**stored, "state": TopicState(stored["state"]), "audience": Segment.of(stored["audience"])})


def draft(db: Connection, title: str, summary: str, questionnaire_id: int, closes_at: datetime, now: datetime) -> Topic:
    values = {
        "state": TopicState.DRAFT,
        "title": title,
        "summary": summary,
        "questionnaire_id": questionnaire_id,
        "audience": asdict(Segment()),
        "anonymous": False,
        "closes_at": closes_at,
        "created_at": now,
    }
    made = get(db, new_id(db, insert(topic).values(**values)))
    assert made is not None  # noqa: S101 - it was inserted in the line above
    return made


def get(db: Connection, topic_id: int, *, lock: bool = False) -> Topic | None:
    """`lock` keeps a second member of staff, who presses the same button, waiting until this turn is over."""
    row = db.execute(_GET.with_for_update() if lock else _GET, {"id": topic_id}).first()
    return None if row is None else of(row)


def change(db: Connection, topic_id: int, **values: object) -> None:
    if isinstance(audience := values.get("audience"), Segment):
        values["audience"] = asdict(audience)
    db.execute(update(topic).where(topic.c.id == topic_id).values(**values))


def discard(db: Connection, topic_id: int) -> None:
    """Delete a draft that nobody has answered, with its documents and rehearsals."""
    db.execute(delete(topic).where(topic.c.id == topic_id, topic.c.opened_at.is_(None), ~_answered()))


def answered(db: Connection, topic_id: int) -> bool:
    """Whether anybody has begun to answer it, rehearsals left out: also one that was taken back to draft."""
    return db.execute(select(topic.c.id).where(topic.c.id == topic_id, _answered())).first() is not None


def _answered() -> ColumnElement[bool]:
    return exists().where(response.c.topic_id == topic.c.id, ~response.c.preview)


def listed(db: Connection, *, limit: int = 20) -> list[Topic]:
    """The latest topics that are not put away, newest first."""
    kept = select(*COLUMNS).where(topic.c.state != TopicState.ARCHIVED)
    return [of(row) for row in db.execute(kept.order_by(topic.c.id.desc()).limit(limit))]


def _where(db: Connection, condition: ColumnElement[bool]) -> list[Topic]:
    return [of(row) for row in db.execute(select(*COLUMNS).where(condition).order_by(topic.c.closes_at))]


def open_now(db: Connection, now: datetime) -> list[Topic]:
    return _where(db, (topic.c.state == TopicState.OPEN) & (topic.c.closes_at > now))


def to_publish(db: Connection, now: datetime) -> list[Topic]:
    return _where(db, (topic.c.state == TopicState.SCHEDULED) & (topic.c.opens_at <= now))


def to_close(db: Connection, now: datetime) -> list[Topic]:
    return _where(db, (topic.c.state == TopicState.OPEN) & (topic.c.closes_at <= now))


def reminded_for(db: Connection, topic_id: int) -> datetime | None:
    return db.execute(select(topic.c.reminded_for).where(topic.c.id == topic_id)).scalar()


def attach(db: Connection, topic_id: int | None, file: File, *, once: bool = False) -> int:
    """Keep a document: a topic's, or (None) one of no topic. `once`: until it has been sent."""
    content = file.content or b""
    values = {
        "topic_id": topic_id,
        "name": file.name,
        "mime": file.mime,
        "size": len(content),
        "content": content,
        "once": once,
    }
    return new_id(db, insert(document).values(**values))


def attach_or_replace(db: Connection, topic_id: int, file: File) -> None:
    """A document of the same name takes the place of the earlier one, for everybody who asks for it from now on."""
    same = (document.c.topic_id == topic_id) & (document.c.name == file.name)
    known = db.execute(select(document.c.id).where(same)).scalar()
    if known is None:
        attach(db, topic_id, file)
        return
    put_in_place(db, known, file)


def put_in_place(db: Connection, document_id: int, file: File) -> None:
    """Another content of a document; one that is the same stays where the messengers have it."""
    content = file.content or b""
    here = document.c.id == document_id
    changed = {"content": content, "size": len(content), "mime": file.mime}
    if db.execute(update(document).where(here, document.c.content != content).values(**changed)).rowcount:
        db.execute(delete(document_handle).where(document_handle.c.document_id == document_id))


def copy_documents(db: Connection, source: int, target: int) -> None:
    copied = (document.c.name, document.c.mime, document.c.size, document.c.content)
    theirs = select(literal(target), *copied).where(document.c.topic_id == source).order_by(document.c.id)
    db.execute(insert(document).from_select(["topic_id", *(column.name for column in copied)], theirs))


def documents(db: Connection, topic_id: int) -> list[Document]:
    rows = db.execute(select(*_DOCUMENT).where(document.c.topic_id == topic_id).order_by(document.c.id))
    return [Document(**row._mapping) for row in rows]


def drop_sent(db: Connection, document_ids: Sequence[int]) -> set[int]:
    """Remove those documents of these that were to be sent once; their ids."""
    once = document.c.id.in_(document_ids) & document.c.once
    gone = set(db.execute(select(document.c.id).where(once)).scalars())
    if gone:
        db.execute(delete(document).where(document.c.id.in_(gone)))
    return gone


def upload(db: Connection, document_id: int, channel: Channel, shape: Shape) -> tuple[str, str, str, bytes]:
    """Name, type, handle and content of a document; content only where this messenger has no handle yet."""
    handle = db.execute(
        select(document_handle.c.handle).where(
            document_handle.c.document_id == document_id,
            document_handle.c.channel == channel,
            document_handle.c.shape == shape,
        )
    ).scalar()
    wanted = [document.c.name, document.c.mime] + ([] if handle else [document.c.content])
    row = db.execute(select(*wanted).where(document.c.id == document_id)).one()
    return row.name, row.mime, handle or "", b"" if handle else row.content


def keep_handle(db: Connection, document_id: int, channel: Channel, shape: Shape, handle: str) -> None:
    """Unless the document was removed while it was on its way."""
    if db.execute(select(document.c.id).where(document.c.id == document_id)).first() is None:
        return
    values = {"document_id": document_id, "channel": channel, "shape": shape, "handle": handle}
    upsert(db, document_handle, ["document_id", "channel", "shape"], values)


def figures(db: Connection, topic_ids: Sequence[int]) -> dict[int, Figures]:
    """Live figures of topics, by set-based counting."""
    here = invitation.c.topic_id.in_(topic_ids)
    reachable = (
        select(address.c.id)
        .where(address.c.stakeholder_id == invitation.c.stakeholder_id, address.c.reachable)
        .exists()
    )
    invited = {
        row.topic_id: row
        for row in db.execute(
            select(
                invitation.c.topic_id,
                func.count().label("invited"),
                func.count(invitation.c.told_at).label("told"),
                func.count().filter(invitation.c.told_at.is_not(None), reachable).label("reached"),
            )
            .where(here)
            .group_by(invitation.c.topic_id)
        )
    }
    answered = {
        row.topic_id: row
        for row in db.execute(
            select(
                response.c.topic_id,
                func.count().label("started"),
                func.count().filter(response.c.state == ResponseState.SUBMITTED).label("submitted"),
            )
            .where(response.c.topic_id.in_(topic_ids), ~response.c.preview)
            .group_by(response.c.topic_id)
        )
    }
    return {one: _figures(invited.get(one), answered.get(one)) for one in topic_ids}


def _figures(invited: Row[Any] | None, answered: Row[Any] | None) -> Figures:
    told = (invited.invited, invited.told, invited.reached) if invited else (0, 0, 0)
    return Figures(*told, *((answered.started, answered.submitted) if answered else (0, 0)))
