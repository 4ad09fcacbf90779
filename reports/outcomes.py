"""What became of the invitations to a topic: figures for the chat, and everybody as a workbook, without any answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from consultation.conversation import Button, Message, press
from consultation.policy import Policy
from consultation.questionnaire import Questionnaire
from consultation.texts import _, bold, digits, language
from consultation.topic import Topic
from reports import break_offs
from reports.segments import labels_of
from reports.workbook_answers import day_of
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
_PLACES = 5  # where most broke off; the workbook has all of them
REASONS: Mapping[str, Callable[[], str]] = {
    "field": lambda: _("It is not my field"),
    "time": lambda: _("I have no time for it now"),
    "knowledge": lambda: _("I do not know enough about it"),
    "doubt": lambda: _("I doubt that it changes anything"),
}


def figures(db: Connection, topic: Topic, now: datetime, policy: Policy) -> Message:
    counted = outcomes.figures(db, topic.id, now)
    heading = _("Invitations to topic {code}: {n}").format(code=digits(topic.code), n=digits(sum(counted.values())))
    lines = [_count(_NAMES[one](), counted[one]) for one in Outcome if counted.get(one)]
    parts = [bold(heading), "\n".join(lines), _why(db, topic), _where(db, topic, policy.local(now))]
    button = Button(_("📊 Everybody, as a workbook"), press("outcomes", topic.id))
    return Message("\n\n".join(part for part in parts if part), buttons=((button,),) if lines else ())


def _count(name: str, count: int) -> str:
    return _("{what}: {n}").format(what=name, n=digits(count))


def _why(db: Connection, topic: Topic) -> str:
    said = outcomes.reasons(db, topic.id)
    told = [_count(REASONS[reason](), said[reason]) for reason in REASONS if reason in said]
    return "\n".join([bold(_("Why they declined")), *told]) if told else ""


def _where(db: Connection, topic: Topic, now: datetime) -> str:
    found = break_offs.break_offs(db, topic, now, break_offs.LOOKED_AT)
    told = [break_offs.counted(one) for one in found[:_PLACES]]
    heading = _("Where they broke off")
    if sum(one.count for one in found) == break_offs.LOOKED_AT:
        heading = _("Where the latest {n} broke off").format(n=digits(break_offs.LOOKED_AT))
    return "\n".join([bold(heading), *told]) if told else ""


def workbook(db: Connection, topic: Topic, profile: Questionnaire, policy: Policy, path: Path, now: datetime) -> None:
    """Who was invited, and how far each came; what anybody answered is not in it."""
    with Book(path, topic.title, policy.local(now), right_to_left=language() == "fa") as book:
        _write_lines(db, topic, profile, policy, now, book, names=True)


def write_outcomes(
    db: Connection, topic: Topic, profile: Questionnaire, policy: Policy, now: datetime, book: Book, *, names: bool
) -> None:
    """A sheet beside the answers: of an anonymous topic how many came how far, and nobody by themselves."""
    if not topic.anonymous:
        return _write_lines(db, topic, profile, policy, now, book, names=names)
    table = book.table(_("Invitations"), [Column(_("What became of it"), 40), Column(_("Invitations"), 18)])
    counted = outcomes.figures(db, topic.id, now)
    for one in Outcome:
        if counted.get(one):
            table.add([_NAMES[one](), counted[one]])


def _write_lines(
    db: Connection, topic: Topic, profile: Questionnaire, policy: Policy, now: datetime, book: Book, *, names: bool
) -> None:
    table = book.table(_("Invitations"), list(_columns(names)))
    kinds, labels = labels_of(profile, "kind"), {one: name() for one, name in _NAMES.items()}
    reasons = {reason: said() for reason, said in REASONS.items()}
    stops = break_offs.Stops(db, topic, policy.local(now))
    for line in outcomes.lines(db, topic.id, now):
        invited = policy.local(line.invited_at) if line.invited_at else None
        number, question = stops.of(line.begun) if line.begun else (0, "")
        about = (line.organisation, kinds.get(line.kind, line.kind), day_of(invited), invited)
        came = (labels[line.outcome], reasons.get(line.reason, line.reason), number or None, question)
        table.add([*([line.name] if names else []), *about, *came])


def _columns(names: bool) -> Iterator[Column]:
    if names:
        yield Column(_("Name"), 26)
    yield Column(_("Organisation"), 30)
    yield Column(_("Kind"), 20)
    yield Column(_("Invited"), 14)
    yield Column(_("Invited, as a date"), 20)
    yield Column(_("What became of it"), 26)
    yield Column(_("Reason"), 34)
    yield Column(_("Number of the question at which they broke off"), 18)
    yield Column(_("Question at which they broke off"), 60)
