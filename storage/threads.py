"""In which thread of a group the messages about a topic stand."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select

from consultation.conversation import Channel
from storage.rows import upsert
from storage.tables import staff_group, thread

GENERAL = 0


def of_topic(db: Connection, topic_id: int, channel: Channel, chat_id: int) -> int | None:
    """None where one is still to be opened. A group that has no threads (any more) takes everything as it comes."""
    here = (staff_group.c.channel == channel) & (staff_group.c.chat_id == chat_id) & staff_group.c.forum
    if db.execute(select(staff_group.c.id).where(here)).first() is None:
        return GENERAL
    mine = (thread.c.topic_id == topic_id) & (thread.c.channel == channel) & (thread.c.chat_id == chat_id)
    return db.execute(select(thread.c.thread).where(mine)).scalar()


def keep(db: Connection, topic_id: int, channel: Channel, chat_id: int, opened: int) -> None:
    values = {"topic_id": topic_id, "channel": channel, "chat_id": chat_id, "thread": opened}
    upsert(db, thread, ["topic_id", "channel", "chat_id"], values)


def try_again(db: Connection, channel: Channel, chat_id: int) -> None:
    """Perhaps threads may be opened now for topics that could have none before."""
    here = (thread.c.channel == channel) & (thread.c.chat_id == chat_id) & (thread.c.thread == GENERAL)
    db.execute(delete(thread).where(here))
