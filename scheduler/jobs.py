"""What happens by itself. Each job is a plain function of the database and the time: safe to run twice, and again
after any length of downtime, because what is due is a row and not a timer. Each returns how much it did.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from consultation.conversation import Button, Message, Rows, column, press
from consultation.policy import Policy
from consultation.texts import _, bold, digits, ngettext, speaking
from consultation.topic import Topic, reminder_moments
from reports import campaigns as sendings
from reports import findings as shown_findings
from scheduler.watching import warn_of_silence, watch
from storage import (
    findings,
    inbox,
    invitations,
    outbox,
    publications,
    reminders,
    staff,
    topics,
)
from storage.deliveries import Subject


def publish_due(db: Connection, now: datetime, policy: Policy) -> int:
    due = [topic for found in topics.to_publish(db, now) if (topic := _held(db, found)) is not None]
    for topic in due:
        count = invitations.publish(db, topic, now)
        with speaking(policy.language):
            told = ngettext(
                "Topic {code}, «{title}», is published; {n} person is being told.",
                "Topic {code}, «{title}», is published; {n} people are being told.",
                count,
            )
            undo = Button(_("⏪ Stop sending"), press("undo", topic.id))
            text = told.format(code=digits(topic.code), title=topic.title, n=digits(count))
            end = sendings.forecast(db, count, now, policy)
            watched = Button(_("📤 All sendings"), press("campaigns"))
            _tell_staff(db, topic, f"{text} {end}".strip(), now, column(watched, undo))
    return len(due)


def close_due(db: Connection, now: datetime, policy: Policy) -> int:
    due = [topic for found in topics.to_close(db, now) if (topic := _held(db, found)) is not None]
    for topic in due:
        invitations.close(db, topic.id, now)
        with speaking(policy.language):
            told = _("Topic {code}, «{title}», has closed.")
            export = Button(_("📊 Workbook of answers"), press("export", topic.id))
            _tell_staff(db, topic, told.format(code=digits(topic.code), title=topic.title), now, column(export))
    return len(due)


def _held(db: Connection, found: Topic) -> Topic | None:
    """The topic, held until the transaction ends; None where staff have just taken it somewhere else."""
    topic = topics.get(db, found.id, lock=True)
    same = topic is not None and (topic.state, topic.opens_at, topic.closes_at) == (
        found.state,
        found.opens_at,
        found.closes_at,
    )
    return topic if same else None


def _tell_staff(db: Connection, topic: Topic, text: str, now: datetime, buttons: Rows = ()) -> None:
    for channel, chat_id in staff.groups(db):
        notice = Subject.NOTICE
        outbox.put(
            db, channel, chat_id, Message(bold(text), buttons), now, to_group=True, topic_id=topic.id, subject=notice
        )


def remind(db: Connection, now: datetime, policy: Policy) -> int:
    """Begin the waves of reminders whose moments have come; in waking hours, queue what people asked for themselves."""
    for topic in topics.open_now(db, now):
        _plan(db, topic, now, policy)
    if not policy.may_disturb(now):
        return 0
    return reminders.queue_asked_for(db, now)


def _plan(db: Connection, topic: Topic, now: datetime, policy: Policy) -> None:
    """Only the latest moment that has come counts: after a long downtime nobody gets a burst."""
    if topic.opened_at is None:
        return
    come = [moment for moment in reminder_moments(topic.opened_at, topic.closes_at, policy.reminders) if moment <= now]
    if not come:
        return
    planned = topics.reminded_for(db, topic.id)
    if planned is None or planned < come[-1]:
        reminders.begin(db, topic.id, now, come[-1])
        topics.change(db, topic.id, reminded_for=come[-1])


def digest(db: Connection, now: datetime, policy: Policy) -> int:
    """Once a day, on days of work: how the open topics stand, to every staff group."""
    local = policy.local(now)
    slot = datetime.combine(local.date(), policy.digest_at, tzinfo=local.tzinfo)
    to_tell = [topic for topic in topics.open_now(db, now) if topic.opened_at is not None and topic.opened_at < slot]
    if now < slot or not to_tell or not policy.may_disturb(now):
        return 0
    if not inbox.first_firing(db, "digest", local.date().isoformat(), now):
        return 0
    groups = staff.groups(db)
    for channel, chat_id in groups:
        outbox.put(db, channel, chat_id, None, now, to_group=True, subject=Subject.DIGEST)
    return len(groups)


def warn_of_due_points(db: Connection, now: datetime, policy: Policy) -> int:
    """Once for each due date that has passed: staff are told which point waits."""
    if not policy.may_disturb(now):
        return 0
    today = policy.local(now).date()
    due = findings.overdue(db, today)
    for point in due:
        findings.warned(db, point)
        topic = topics.get(db, point.topic_id)
        if topic is not None:
            with speaking(policy.language):
                message = shown_findings.overdue(point, topic, today)
                _tell_staff(db, topic, message.text, now, message.buttons)
    return len(due)


def look_at_results(db: Connection, now: datetime, policy: Policy) -> int:
    """Note which results are public, and which of them have changed: what is published follows from that."""
    return publications.look(db, now)


TICK = (publish_due, close_due, remind, digest, watch, warn_of_silence, warn_of_due_points, look_at_results)
