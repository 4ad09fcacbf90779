"""The life of a topic: which step leads from where to where. Everything that changes a topic's state stands here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from consultation.auditing import Action
from consultation.texts import _, digits
from consultation.topic import Topic, TopicState

UNDO = timedelta(minutes=2)
"""How long what has just been sent to many can be taken back."""

_DRAFT, _AWAITING, _SCHEDULED = TopicState.DRAFT, TopicState.AWAITING, TopicState.SCHEDULED
_OPEN, _CLOSED, _RESULTS, _ARCHIVED = TopicState.OPEN, TopicState.CLOSED, TopicState.RESULTS, TopicState.ARCHIVED


class Step(StrEnum):
    SUBMIT = "submit"  # for approval
    SEND_BACK = "send_back"
    SCHEDULE = "schedule"
    POSTPONE = "postpone"
    UNSCHEDULE = "unschedule"
    PUBLISH = "publish"
    UNDO = "undo"
    EXTEND = "extend"
    REMIND = "remind"
    CORRECT = "correct"
    UNDO_CORRECT = "undo_correct"
    RETITLE = "retitle"
    CLOSE = "close"
    REOPEN = "reopen"
    RESULTS = "results"
    UNDO_RESULTS = "undo_results"
    WITHDRAW = "withdraw"
    UNDO_WITHDRAW = "undo_withdraw"
    ARCHIVE = "archive"
    DISCARD = "discard"


@dataclass(frozen=True)
class Rule:
    action: Action  # as which it is kept in the audit log
    of: frozenset[TopicState]
    to: TopicState | None = None  # None: the state stays


STEPS: Mapping[Step, Rule] = {
    Step.SUBMIT: Rule(Action.SUBMIT, frozenset({_DRAFT}), _AWAITING),
    Step.SEND_BACK: Rule(Action.SEND_BACK, frozenset({_AWAITING}), _DRAFT),
    Step.SCHEDULE: Rule(Action.SCHEDULE, frozenset({_DRAFT, _AWAITING, _SCHEDULED}), _SCHEDULED),
    Step.POSTPONE: Rule(Action.POSTPONE, frozenset({_SCHEDULED})),
    Step.UNSCHEDULE: Rule(Action.UNSCHEDULE, frozenset({_SCHEDULED}), _DRAFT),
    Step.PUBLISH: Rule(Action.PUBLISH, frozenset({_DRAFT, _AWAITING, _SCHEDULED}), _OPEN),
    Step.UNDO: Rule(Action.UNDO, frozenset({_OPEN}), _DRAFT),
    Step.EXTEND: Rule(Action.EXTEND, frozenset({_DRAFT, _AWAITING, _SCHEDULED, _OPEN})),
    Step.REMIND: Rule(Action.REMIND, frozenset({_OPEN})),
    Step.CORRECT: Rule(Action.CORRECT, frozenset({_OPEN})),
    Step.UNDO_CORRECT: Rule(Action.UNDO, frozenset({_OPEN})),
    Step.RETITLE: Rule(Action.RETITLE, frozenset({_DRAFT, _OPEN})),
    Step.CLOSE: Rule(Action.CLOSE, frozenset({_OPEN}), _CLOSED),
    Step.REOPEN: Rule(Action.REOPEN, frozenset({_CLOSED, _RESULTS}), _OPEN),
    Step.RESULTS: Rule(Action.RESULTS, frozenset({_CLOSED}), _RESULTS),
    Step.UNDO_RESULTS: Rule(Action.UNDO, frozenset({_RESULTS}), _CLOSED),
    Step.WITHDRAW: Rule(Action.WITHDRAW, frozenset({_OPEN}), _ARCHIVED),
    Step.UNDO_WITHDRAW: Rule(Action.UNDO, frozenset({_ARCHIVED}), _OPEN),
    Step.ARCHIVE: Rule(Action.ARCHIVE, frozenset({_DRAFT, _CLOSED, _RESULTS}), _ARCHIVED),
    Step.DISCARD: Rule(Action.DISCARD, frozenset({_DRAFT})),
}


def state_name(state: TopicState) -> str:
    match state:
        case TopicState.DRAFT:
            return _("draft")
        case TopicState.AWAITING:
            return _("awaiting approval")
        case TopicState.SCHEDULED:
            return _("scheduled")
        case TopicState.OPEN:
            return _("open")
        case TopicState.CLOSED:
            return _("closed")
        case TopicState.RESULTS:
            return _("results published")
        case TopicState.ARCHIVED:
            return _("archived")


def why_not(step: Step, topic: Topic) -> str:
    """Why a topic cannot take this step now; "" where it can."""
    of = STEPS[step].of
    if topic.state in of:
        return ""
    told = _("Topic {code} is «{state}» now; this can be done only while it is: {states}.")
    states = _(", ").join(state_name(state) for state in TopicState if state in of)
    return told.format(code=digits(topic.code), state=state_name(topic.state), states=states)


def undoable(topic: Topic, now: datetime) -> bool:
    """Whether its publication can still be taken back."""
    return topic.state is TopicState.OPEN and topic.opened_at is not None and now - topic.opened_at <= UNDO
