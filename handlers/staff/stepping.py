"""Taking a topic one step on: once, by whoever is first, and only where the life of a topic allows it."""

from __future__ import annotations

from datetime import timedelta

from consultation.lifecycle import STEPS, Step, why_not
from consultation.texts import _, inserted
from consultation.topic import Topic
from handlers.staff.finding import topic_of
from handlers.staff.noting import note
from handlers.turn import Turn
from storage import audit, topics

_JUST_NOW = timedelta(minutes=15)


def ready(turn: Turn, code: str, step: Step) -> Topic | None:
    """The topic, held for this turn, if it can take this step; else why not has been said."""
    topic = topic_of(turn, code)
    if topic is None or not (why := why_not(step, topic)):
        return topic
    turn.toast(_colleague(turn, topic, step) or why, alert=True)
    return None


def _colleague(turn: Turn, topic: Topic, step: Step) -> str:
    """Who has just done the same; "" where nobody has."""
    entry = audit.last(turn.db, topic.id, STEPS[step].action)
    me = (turn.incoming.channel, turn.incoming.sender.id)
    if entry is None or turn.now - entry.at > _JUST_NOW or (entry.channel, entry.user_id) == me:
        return ""
    return _("Your colleague {name} has already done this.").format(name=inserted(entry.user_name))


def take(turn: Turn, topic: Topic, step: Step, detail: str = "", **values: object) -> None:
    """Into the state to which the step leads, with an entry in the audit log."""
    rule = STEPS[step]
    if rule.to is not None:
        values["state"] = rule.to
    if values:
        topics.change(turn.db, topic.id, **values)
    note(turn, rule.action, topic.id, detail)
