"""A topic: what is consulted on, from draft to closing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from mimetypes import guess_type

from consultation.conversation import Shape
from consultation.stakeholder import Segment


class TopicState(StrEnum):
    DRAFT = "draft"
    AWAITING = "awaiting"  # somebody else's approval
    SCHEDULED = "scheduled"
    OPEN = "open"
    CLOSED = "closed"
    RESULTS = "results"  # closed, and what came of it is published
    ARCHIVED = "archived"


@dataclass(frozen=True)
class Topic:
    id: int
    state: TopicState
    title: str
    summary: str
    questionnaire_id: int
    opens_at: datetime | None  # when it is to be published; None: when staff say so
    opened_at: datetime | None
    closes_at: datetime
    closed_at: datetime | None
    audience: Segment
    anonymous: bool  # nobody, staff included, learns who gave which answers
    created_at: datetime

    @property
    def code(self) -> str:
        """What staff call it by in commands."""
        return str(self.id)

    def open_at(self, now: datetime) -> bool:
        """Whether answers are taken: closing is by the clock, even before the scheduler has noticed."""
        return self.state is TopicState.OPEN and now < self.closes_at


@dataclass(frozen=True)
class Document:
    """A file that participants get with a topic."""

    id: int
    topic_id: int
    name: str
    mime: str
    size: int

    @property
    def shape(self) -> Shape:
        """How it is best shown in a chat; what no messenger shows by itself stays a file."""
        mime = self.mime if self.mime in _SHAPES else (guess_type(self.name)[0] or "")
        shape = _SHAPES.get(mime, Shape.DOCUMENT)
        return Shape.DOCUMENT if shape is Shape.PHOTO and self.size > _LARGEST_PHOTO else shape


_LARGEST_PHOTO = 10_000_000  # bytes
_SHAPES = {
    **dict.fromkeys(("image/jpeg", "image/png", "image/webp"), Shape.PHOTO),
    "video/mp4": Shape.VIDEO,
    **dict.fromkeys(("audio/mpeg", "audio/mp4", "audio/x-m4a"), Shape.AUDIO),
}


@dataclass(frozen=True)
class Figures:
    """How far a topic has come. Each person counts once."""

    invited: int
    told: int  # a message about it arrived at the messenger
    reached: int  # told, and the messenger has not since said that they are gone
    started: int
    submitted: int


def reminder_moments(opened: datetime, closes: datetime, plan: tuple[str, ...]) -> list[datetime]:
    """When people are to be reminded, in order: "50%" of the time, "3d", "12h" before the end.

    A moment that falls before the opening (a short topic) is left out.
    """
    moments = {_moment(opened, closes, step) for step in plan}
    return sorted(moment for moment in moments if opened < moment < closes)


def _moment(opened: datetime, closes: datetime, step: str) -> datetime:
    amount, unit = int(step[:-1]), step[-1]
    match unit:
        case "%":
            return opened + (closes - opened) * amount / 100
        case "d":
            return closes - timedelta(days=amount)
        case _:
            return closes - timedelta(hours=amount)
