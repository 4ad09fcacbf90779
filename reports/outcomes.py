"""What became of the invitations to a topic: figures for the chat, and everybody as a workbook, without any answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from consultation.conversation import Button, Message, press
from consultation.policy import Policy
from consultation.questionnaire import Questionnaire
from consultation.texts import _, bold, digits, language
from consultation.topic import Topic
from reports.members import label_of
from reports.workbook_sheets import Book, Column
from storage import outcomes
from storage.outcomes import Outcome

_NAMES: Mapping[Outcome, Callable[[], str]] = {
    Outcome.SUBMITTED: lambda: _("has submitted"),
    Outcome.BROKE_OFF: lambda: _("begun, not submitted"),
    Outcome.DELEGATED: lambda: _("sent on to a colleague"),
    Outcome.DECLINED: lambda: _("declined"),
    Outcome.BLOCKED: lambda: _("not reachable"),
    Outcome.EXPIRED: lambda: _("closed before they began"),
    Outcome.OPENED: lambda: _("opened, not begun"),
    Outcome.REACHED: lambda: _("reached, not opened"),
    Outcome.QUEUED: lambda: _("on its way"),
    Outcome.UNUSED: lambda: _("personal link not used"),
}
REASONS: Mapping[str, Callable[[], str]] = {
    "field": lambda: _("It is not my field"),
    "time": lambda: _("I have no time for it now"),
    "knowledge": lambda: _("I do not know enough about it"),
    "doubt": lambda: _("I doubt that it changes anything"),
}


def figures(db: Connection, topic: Topic, now: datetime) -> Message:
    counted = outcomes.figures(db, topic.id, now)
    heading = _("Invitations to topic {code}: {n}").format(code=digits(topic.code), n=digits(sum(counted.values())))
    lines = [_count(_NAMES[one](), counted[one]) for one in Outcome if counted.get(one)]
    parts = [bold(heading), "\n".join(lines), _why(db, topic), _where(db, topic)]
    button = Button(_("📊 Everybody, as a workbook"), press("outcomes", topic.id))
    return Message("\n\n".join(part for part in parts if part), buttons=((button,),) if lines else ())


def _count(name: str, count: int) -> str:
    return _("{what}: {n}").format(what=name, n=digits(count))


def _why(db: Connection, topic: Topic) -> str:
    said = outcomes.reasons(db, topic.id)
    told = [_count(REASONS[reason](), said[reason]) for reason in REASONS if reason in said]
    return "\n".join([bold(_("Why they declined")), *told]) if told else ""


def _where(db: Connection, topic: Topic) -> str:
    after = outcomes.broken_off(db, topic.id)
    told = [_("after {n} answers: {count}").format(n=digits(n), count=digits(count)) for n, count in after.items()]
    return "\n".join([bold(_("Where they broke off")), *told]) if told else ""


def workbook(db: Connection, topic: Topic, profile: Questionnaire, policy: Policy, path: Path, now: datetime) -> None:
    """Who was invited, and how far each came; what anybody answered is not in it."""
    columns = [
        Column(_("Name"), 26),
        Column(_("Organisation"), 30),
        Column(_("Kind"), 20),
        Column(_("Invited"), 18),
        Column(_("What became of it"), 26),
        Column(_("Reason"), 34),
        Column(_("Answers given before breaking off"), 18),
    ]
    with Book(path, topic.title, policy.local(now), right_to_left=language() == "fa") as book:
        table = book.table(_("Invitations"), columns)
        for line in outcomes.lines(db, topic.id, now):
            reason = REASONS[line.reason]() if line.reason in REASONS else line.reason
            invited = policy.local(line.invited_at) if line.invited_at else None
            answers = line.answers if line.outcome is Outcome.BROKE_OFF else None
            kind = label_of(profile, "kind", line.kind)
            table.add([line.name, line.organisation, kind, invited, _NAMES[line.outcome](), reason, answers])
