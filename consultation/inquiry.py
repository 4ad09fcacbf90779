"""An inquiry: what somebody asks the secretariat, and what is said about it in both directions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

LONGEST_PIECE = 3000  # characters of a remark that fit into one message together with all that stands around them


@dataclass(frozen=True)
class Inquiry:
    id: int
    stakeholder_id: int
    topic_id: int | None
    named: bool  # False: staff never learn who asks
    taken_by: str
    asked_at: datetime
    answered_at: datetime | None  # for the first time
    waiting_since: datetime | None  # their last words have no answer yet
    done_at: datetime | None
    announcement_id: int | None = None  # that they write back to

    @property
    def code(self) -> str:
        return str(self.id)

    @property
    def open(self) -> bool:
        return self.done_at is None


@dataclass(frozen=True)
class Remark:
    """One thing that was said in an inquiry."""

    id: int
    inquiry_id: int
    by_staff: bool
    author: str
    text: str
    at: datetime


@dataclass(frozen=True)
class ReplyTimes:
    """How long people wait. Of answered inquiries the median; of open ones the longest wait."""

    open: int
    oldest: timedelta | None
    answered: int
    usual: timedelta | None


def reply_times(
    answered: Sequence[tuple[datetime, datetime]], waiting: Sequence[datetime], now: datetime
) -> ReplyTimes:
    """From pairs of asked and answered, and from when each open one has been waiting."""
    seconds = [(done - asked).total_seconds() for asked, done in answered]
    usual = timedelta(seconds=median(seconds)) if seconds else None
    return ReplyTimes(len(waiting), now - min(waiting) if waiting else None, len(answered), usual)


def pieces(text: str) -> list[str]:
    """Words too long for one message, in parts that are not."""
    return [text[start : start + LONGEST_PIECE] for start in range(0, len(text), LONGEST_PIECE)] or [""]
