"""Where people stopped who have begun a topic and not submitted: worked out from what they answered, never stored.

It is the question that is put to them when they come back; its number is the one in the codebook of the workbook.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from consultation.correction import kept
from consultation.interview import Interview
from consultation.questionnaire import Questionnaire
from consultation.response import Response
from consultation.texts import _, digits, inserted, language, ngettext
from consultation.topic import Topic
from reports.cards import shortened
from reports.workbook_answers import label
from storage import questionnaires, responses

LOOKED_AT = 500  # of those who began last: a panel is to be there at once
_QUESTION_SHOWN = 60


@dataclass(frozen=True)
class BreakOff:
    """A question at which people stopped; at the end of the form, only submitting is missing."""

    number: int  # of the question in its form; 0: all is answered
    question: str
    count: int


class Stops:
    """Where the people stand who have begun a topic, by its questions as they are now."""

    def __init__(self, db: Connection, topic: Topic, now: datetime) -> None:
        self._db, self._now, self._id = db, now, topic.questionnaire_id
        self._form = questionnaires.get(db, topic.questionnaire_id)

    def of(self, begun: Response) -> tuple[int, str]:
        """The number of the question and its wording; 0 where all is answered."""
        return self._told(self._name(begun))

    def counted(self, begun: Iterable[Response]) -> list[BreakOff]:
        """The questions at which anybody stopped, where most did first."""
        names = Counter(map(self._name, begun))
        found = [BreakOff(*self._told(name), count) for name, count in names.items()]
        return sorted(found, key=lambda one: (-one.count, one.number or len(self._form.asked) + 1))

    def _name(self, begun: Response) -> str:
        answers = begun.answers
        if begun.questionnaire_id != self._id:
            answers = kept(self._before(begun), self._form, answers, submitted=False)
        asking = Interview(self._form, answers, self._now, begun.editing, seed=str(begun.id)).asking
        return asking.name if asking else ""

    def _before(self, begun: Response) -> Questionnaire:
        return questionnaires.get(self._db, begun.questionnaire_id)

    def _told(self, name: str) -> tuple[int, str]:
        if not name:
            return 0, _("only submitting is missing")
        return self._form.number[name], label(self._form, self._form.by_name[name], language())


def break_offs(
    db: Connection, topic: Topic, now: datetime, most: int | None = None, idle_since: datetime | None = None
) -> list[BreakOff]:
    """Of all who broke off, or of the latest so many, or of those who have been silent since."""
    return Stops(db, topic, now).counted(responses.begun(db, topic.id, most, idle_since))


def line(db: Connection, topic: Topic, now: datetime) -> str:
    """For the panel of a topic; "" where nobody has stopped half way."""
    found = break_offs(db, topic, now, LOOKED_AT)
    if not found:
        return ""
    total = sum(one.count for one in found)
    half_done = ngettext("Half done: {n} person", "Half done: {n} people", total).format(n=digits(total))
    return f"⏸ {half_done}\n{most_stopped(found[0])}"


def most_stopped(most: BreakOff) -> str:
    told = _("Most of them stopped at the end: all is answered, {question} ({n})")
    if most.number:
        told = _("Most of them stopped at question {number}: {question} ({n})")
    return told.format(number=digits(most.number), question=_shown(most), n=digits(most.count))


def counted(one: BreakOff) -> str:
    """A line of a list of them."""
    told = _("at the end, {question}: {count}")
    if one.number:
        told = _("question {n}, {question}: {count}")
    return told.format(n=digits(one.number), question=_shown(one), count=digits(one.count))


def _shown(one: BreakOff) -> str:
    return inserted(shortened(one.question, _QUESTION_SHOWN))
