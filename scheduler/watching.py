"""One status message for each open topic in every staff group: changed in place, and only where something changed."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from consultation.conversation import Channel
from consultation.policy import Policy
from consultation.topic import Topic
from reports.status import ENOUGH, progress
from storage import inbox, outbox, staff, topics, watching
from storage.deliveries import Subject

_NOT_OFTENER_THAN = timedelta(minutes=1)


def watch(db: Connection, now: datetime, policy: Policy) -> int:
    groups = staff.groups(db)
    watched = [topic for topic in topics.open_now(db, now) if groups]
    known = {topic.id for topic in watched}
    closed = (topics.get(db, one) for one in sorted(watching.unfinished(db) - known))
    watched += [topic for topic in closed if topic is not None]
    return sum(_watch(db, topic, groups, now, policy) for topic in watched)


def warn_of_silence(db: Connection, now: datetime, policy: Policy) -> int:
    """In the last quarter of a topic's time: once for each segment of which nobody has answered."""
    if not policy.may_disturb(now):
        return 0
    return sum(_warn(db, topic, now) for topic in topics.open_now(db, now) if _is_late(topic, now))


def _is_late(topic: Topic, now: datetime) -> bool:
    opened = topic.opened_at or topic.created_at
    return now >= opened + (topic.closes_at - opened) * 3 / 4


def _warn(db: Connection, topic: Topic, now: datetime) -> int:
    found = watching.silent(db, topic.id, ENOUGH)
    new = [one for one in found if inbox.first_firing(db, "silence", ":".join([topic.code, *one])[:64], now)]
    for group in staff.groups(db) if new else ():
        outbox.put(db, *group, None, now, to_group=True, topic_id=topic.id, subject=Subject.SILENCE)
    return len(new)


def _watch(db: Connection, topic: Topic, groups: list[tuple[Channel, int]], now: datetime, policy: Policy) -> int:
    due = [group for group in groups if _may_change(db, topic, group, now)]
    shown = progress(db, topic, now, policy).digest if due else ""
    return sum(_show(db, topic, group, shown, now) for group in due)


def _may_change(db: Connection, topic: Topic, group: tuple[Channel, int], now: datetime) -> bool:
    found = watching.get(db, topic.id, *group)
    if found is None:
        return topic.open_at(now)
    return now - found.at >= _NOT_OFTENER_THAN and not watching.on_its_way(db, topic.id, *group)


def _show(db: Connection, topic: Topic, group: tuple[Channel, int], shown: str, now: datetime) -> int:
    found = watching.get(db, topic.id, *group)
    if found is not None and found.shown == shown:
        return 0
    edits = None if found is None else found.message_id
    watching.keep(db, topic.id, *group, shown, now)
    outbox.put(db, *group, None, now, to_group=True, topic_id=topic.id, edits=edits, subject=Subject.STATUS)
    return 1
