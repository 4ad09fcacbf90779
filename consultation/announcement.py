"""An announcement: one message of the secretariat to many people, each of whom gets it once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from consultation.lifecycle import UNDO
from consultation.stakeholder import Segment

LONGEST = 3000  # characters; room is left in a message for what stands around them


class AnnouncementState(StrEnum):
    DRAFT = "draft"
    SENT = "sent"  # it may still be on its way to some
    PAUSED = "paused"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Announcement:
    id: int
    state: AnnouncementState
    texts: Mapping[str, str]  # by language; Persian is always there
    audience: Segment
    document_id: int | None
    shape: str  # of the document
    replies: bool  # whether people may write back
    writers: tuple[str, ...]
    sent_at: datetime | None

    @property
    def code(self) -> str:
        return str(self.id)

    def text(self, language: str) -> str:
        return self.texts.get(language) or self.texts["fa"]

    def undoable(self, now: datetime) -> bool:
        going = self.state in (AnnouncementState.SENT, AnnouncementState.PAUSED)
        return going and self.sent_at is not None and now - self.sent_at <= UNDO


@dataclass(frozen=True)
class AnnouncementFigures:
    people: int = 0  # whom it is for
    told: int = 0
    reached: int = 0  # of these, who have not blocked us since
    blocked: int = 0  # it could not be delivered, or they have blocked us since
    waiting: int = 0
