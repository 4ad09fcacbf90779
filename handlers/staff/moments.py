"""Asking staff for a moment, and reading what they wrote."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from consultation.persian import jalali
from consultation.texts import _, digits, inserted, language
from consultation.topic import Topic
from handlers.staff import prompting
from handlers.turn import Turn
from reports import desk

USUAL_OPENING = time(9)
USUAL_CLOSING = time(23, 59)


def ask(turn: Turn, topic: Topic, asked: str, asks: str, hour: time) -> None:
    told = asked.format(code=digits(topic.code), example=inserted(example(turn, hour)))
    turn.toast("")
    prompting.ask_reply(turn, told, asks, topic_id=topic.id)


def example(turn: Turn, hour: time) -> str:
    """A moment a week from now, as people may write it."""
    day = turn.local_now.date() + timedelta(days=7)
    return jalali.write_moment(datetime.combine(day, hour, tzinfo=turn.policy.time_zone), language())


def read(turn: Turn, text: str, usual: time) -> datetime | None:
    """A moment to come, read from what was typed; what is wrong with it has been said."""
    moment = jalali.read_moment(text, turn.local_now, usual)
    like = inserted(example(turn, usual))
    if moment is None:
        turn.say(_("This time was not recognised. Please write it like {example}.").format(example=like))
    elif moment <= turn.now:
        told = _("This time has passed: {moment}. Please name one to come, like {example}.")
        turn.say(told.format(moment=desk.moment(moment, turn.policy), example=like))
        return None
    return moment
