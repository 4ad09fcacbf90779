"""A response: what one stakeholder said to one questionnaire."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ResponseState(StrEnum):
    OPEN = "open"
    SUBMITTED = "submitted"


@dataclass(frozen=True)
class Response:
    id: int
    state: ResponseState
    topic_id: int | None  # None: the profile form
    stakeholder_id: int | None  # None: of an anonymous topic, or of somebody who was forgotten
    questionnaire_id: int
    editing: str  # name of the question chosen to be answered again; "" is none
    picked: str  # what is ticked so far in a select_multiple, before it is confirmed
    latest: str  # name of the question that was answered by their latest message; "" once something else happened
    receipt: str
    preview: bool  # a rehearsal by staff: never counted, never exported
    started_at: datetime
    updated_at: datetime
    submitted_at: datetime | None
    standing: Mapping[str, str] | None  # the answers as last submitted, while a change of them waits to be submitted
    answers: Mapping[str, str]  # question name -> canonical XLSForm text; "" was skipped

    @property
    def submitted(self) -> bool:
        """Whether the answers as they are now are submitted."""
        return self.state is ResponseState.SUBMITTED and self.standing is None
