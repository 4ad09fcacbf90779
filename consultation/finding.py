"""Findings: what was heard in a topic, what was decided about it and why, point by point."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from consultation.texts import _

LONGEST = 600  # characters of each part: several points fit into one message


class PointState(StrEnum):
    REVIEW = "review"
    ACCEPTED = "accepted"
    PARTLY = "partly"
    REJECTED = "rejected"
    DONE = "done"


ENDED = frozenset({PointState.REJECTED, PointState.DONE})
"""States in which nothing more is due."""


@dataclass(frozen=True)
class Point:
    id: int
    topic_id: int
    place: int
    heard: str
    decided: str
    why: str
    state: PointState
    due_on: date | None
    removed_at: datetime | None
    before: dict[str, str | None] | None  # what the latest change replaced

    def overdue(self, today: date) -> bool:
        return self.due_on is not None and self.due_on < today and self.state not in ENDED


def state_name(state: PointState) -> str:
    match state:
        case PointState.REVIEW:
            return _("under review")
        case PointState.ACCEPTED:
            return _("accepted")
        case PointState.PARTLY:
            return _("accepted in part")
        case PointState.REJECTED:
            return _("turned down")
        case PointState.DONE:
            return _("carried out")


MARKS = {
    PointState.REVIEW: "🔍",
    PointState.ACCEPTED: "✅",
    PointState.PARTLY: "☑️",
    PointState.REJECTED: "✖️",
    PointState.DONE: "🏁",
}


def shown_state(state: PointState) -> str:
    return f"{MARKS[state]} {state_name(state)}"
