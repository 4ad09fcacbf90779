"""The annex to a decision: whom the ministry asked, how each was reached, who answered what, and what it says to that.

Articles 2 and 3 of the Act on Continuous Improvement of the Business Environment oblige agencies to ask the economic
organisations concerned, and to consider what they say.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection

from consultation.persian.text import sort_key
from consultation.policy import Policy
from consultation.texts import _, digits, inserted, language
from consultation.topic import Topic
from reports import desk
from reports.annex_answers import AnsweredByUs
from reports.blocks import Block, Document, Heading, Points, Table, Text
from reports.outcomes import REASONS
from reports.topic_report import Reporter
from reports.wording import count, out_of
from storage import funnel, topics
from storage.funnel import Asked


def annex(db: Connection, topic: Topic, reporter: Reporter, now: datetime) -> Document:
    """Not of anonymous topics: there nobody knows who said what."""
    if topic.anonymous:
        raise ValueError("who said what in an anonymous topic is known to nobody")
    asked = funnel.asked(db, topic.id)
    organisations = sorted((one for one in asked if one.organisation), key=lambda one: sort_key(one.organisation))
    return Document(
        title=topic.title,
        subtitle=_("Annex on the consultation of economic organisations"),
        facts=tuple(_facts(topic, organisations, reporter.policy, now)),
        blocks=[
            *_basis(db, topic),
            *_whom(organisations, asked, reporter),
            *_by_link(db, topic, reporter),
            *AnsweredByUs(db, topic, reporter).blocks(),
            *_outlook(),
        ],
        language=language(),
        footer=_("Annex on topic {code}").format(code=digits(topic.code)),
    )


def _facts(topic: Topic, asked: list[Asked], policy: Policy, now: datetime) -> Iterator[tuple[str, str]]:
    yield _("Topic"), digits(topic.code)
    yield _("Published by"), policy.organisation.get(language(), "")
    if topic.opened_at is not None:
        yield _("Opened"), desk.moment(topic.opened_at, policy)
    yield _("Closing time"), desk.moment(topic.closed_at or topic.closes_at, policy)
    answered = sum(one.submitted_at is not None for one in asked)
    yield _("Organisations that answered"), out_of(answered, len(asked))
    yield _("As of"), desk.moment(now, policy)


def _basis(db: Connection, topic: Topic) -> Iterator[Block]:
    yield Heading(_("What it rests on"))
    yield Text(
        _(
            "Articles 2 and 3 of the Act on Continuous Improvement of the Business Environment oblige agencies to ask "
            "the economic organisations concerned for their opinion, and to consider it. This annex records whom the "
            "ministry asked, when and how each was reached, who answered and what, and what the ministry says to it."
        )
    )
    if topic.summary:
        yield Text(topic.summary)
    if names := [document.name for document in topics.documents(db, topic.id)]:
        yield Text(_("Documents sent with it: {names}").format(names=_(", ").join(names)))


def _whom(organisations: list[Asked], asked: list[Asked], reporter: Reporter) -> Iterator[Block]:
    yield Heading(_("Whom we asked, and what became of it"))
    yield Points(tuple(_summed_up(organisations, asked)))
    if organisations:
        head = (_("Organisation"), _("When and how it was reached"), _("Reminders"), _("Outcome"))
        rows = tuple(_row(one, reporter) for one in organisations)
        yield Table(head, rows, figures=False, widths=(34, 28, 12, 32))


def _summed_up(organisations: list[Asked], asked: list[Asked]) -> Iterator[str]:
    total = len(organisations)
    answered = sum(one.submitted_at is not None for one in organisations)
    declined = sum(one.submitted_at is None and one.declined_at is not None for one in organisations)
    yield _("Organisations asked: {n}").format(n=count(total))
    if total:
        yield _("Answered: {n}").format(n=out_of(answered, total))
        yield _("Declined: {n}").format(n=out_of(declined, total))
        yield _("Did not answer: {n}").format(n=out_of(total - answered - declined, total))
    persons = [one for one in asked if not one.organisation]
    if persons:
        spoke = sum(one.submitted_at is not None for one in persons)
        told = _("Besides, {n} persons who named no organisation were asked; {m} of them answered.")
        yield told.format(n=count(len(persons)), m=count(spoke))


def _by_link(db: Connection, topic: Topic, reporter: Reporter) -> Iterator[Block]:
    kinds = reporter.labels("kind")
    never_came = sorted(funnel.never_came(db, topic.id), key=lambda one: sort_key(one[0]))
    if never_came:
        yield Heading(_("Asked by a personal link that was not used"), 2)
        rows = ((name, kinds.get(kind, kind), desk.moment(made, reporter.policy)) for name, kind, made in never_came)
        head = (_("Organisation"), _("Kind"), _("The link was made"))
        yield Table(head, tuple(rows), figures=False, widths=(50, 25, 25))


def _row(one: Asked, reporter: Reporter) -> tuple[str, ...]:
    kinds = reporter.labels("kind")
    name = f"{one.organisation}\n{kinds.get(one.kind, one.kind)}"
    return name, _reached(one, reporter.policy), count(one.reminders), _outcome(one, reporter.policy)


def _reached(one: Asked, policy: Policy) -> str:
    if one.told_at is None:
        return _("The invitation has not arrived.")
    return f"{desk.moment(one.told_at, policy)}\n{_by(one.channel)}"


def _by(channel: str) -> str:
    return {"telegram": _("by Telegram"), "bale": _("by Bale")}.get(channel, "")


def _outcome(one: Asked, policy: Policy) -> str:
    if one.submitted_at is not None:
        told = _("Answered on {moment}, receipt {code}")
        return told.format(moment=desk.moment(one.submitted_at, policy), code=inserted(one.receipt))
    if one.declined_at is not None:
        reason = REASONS[one.decline_reason]() if one.decline_reason in REASONS else _("no reason given")
        return _("Declined on {moment}: {reason}").format(moment=desk.moment(one.declined_at, policy), reason=reason)
    if one.opened_at is not None:
        return _("Looked at the topic, did not answer")
    return _("Did not answer")


def _outlook() -> Iterator[Block]:
    yield Heading(_("Signed"))
    yield Table(
        (_("Prepared by"), _("Confirmed by"), _("Date")), ((" \n \n ", " ", " "),), figures=False, widths=(1, 1, 1)
    )
