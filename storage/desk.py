"""What becomes of all that concerns a staff group when the group moves, or puts the bot out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from consultation.conversation import Channel
from storage import inquiries, outbox, prompts, staff, watching
from storage.deliveries import Subject


def move(db: Connection, channel: Channel, old: int, new: int, now: datetime) -> None:
    """Under its new id the group keeps what it had. There messages are numbered anew: what stood is said again."""
    known = staff.move(db, channel, old, new)
    prompts.move_chat(db, channel, old, new)
    outbox.move_chat(db, channel, old, new)
    if not known:
        return
    watching.move_chat(db, channel, old, new)
    for remark_id in inquiries.left_behind(db, channel, old):
        outbox.put(db, channel, new, None, now, to_group=True, remark_id=remark_id, subject=Subject.INQUIRY)


def leave(db: Connection, channel: Channel, chat_id: int, now: datetime, why: str) -> None:
    """Nothing is owed there any more, and the other groups learn of it."""
    outbox.settle_chat(db, channel, chat_id, now, why)
    title = staff.release(db, channel, chat_id)
    if title is None:
        return
    for other in staff.groups(db):
        outbox.put(db, *other, None, now, to_group=True, makes=title[:64], subject=Subject.GROUP_GONE)
