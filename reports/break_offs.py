"""Where people stopped who have begun a topic and not submitted: worked out from what they answered, never stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from consultation.interview import Interview
from consultation.texts import _, digits, inserted, language, ngettext
from consultation.topic import Topic
from reports.cards import shortened
from storage import questionnaires, responses

_LOOKED_AT = 500  # of those who wrote last: a panel is to be there at once
_QUESTION_SHOWN = 60


@dataclass(frozen=True)
class BreakOff:
    """A question at which people stopped; at the end of the form, only submitting is missing."""

    number: int  # of the question in its form; 0: all is answered
    question: str
    count: int


def break_offs(db: Connection, topic: Topic, now: datetime, most: int | None = None) -> list[BreakOff]:
    """The questions at which anybody stopped, where most did first; of all, or of the latest so many people."""
    form = questionnaires.get(db, topic.questionnaire_id)
    asked = [question.name for question in form.asked]
    stopped: Counter[str] = Counter()
    for answers in responses.begun(db, topic.id, topic.questionnaire_id, most):
        asking = Interview(form, answers, now).asking
        stopped[asking.name if asking else ""] += 1
    return [
        BreakOff(
            asked.index(name) + 1 if name else 0,
            form.text(form.by_name[name].label, language()) if name else _("only submitting is missing"),
            count,
        )
        for name, count in stopped.most_common()
    ]


def line(db: Connection, topic: Topic, now: datetime) -> str:
    """For the panel of a topic; "" where nobody has stopped half way."""
    found = break_offs(db, topic, now, _LOOKED_AT)
    return _line(found) if found else ""


def _line(found: Sequence[BreakOff]) -> str:
    total = sum(one.count for one in found)
    half_done = ngettext("Half done: {n} person", "Half done: {n} people", total).format(n=digits(total))
    return f"⏸ {half_done}\n{_where(found[0])}"


def _where(most: BreakOff) -> str:
    told = _("Most of them stopped at the end: all is answered, {question} ({n})")
    if most.number:
        told = _("Most of them stopped at question {number}: {question} ({n})")
    question = inserted(shortened(most.question, _QUESTION_SHOWN))
    return told.format(number=digits(most.number), question=question, n=digits(most.count))
