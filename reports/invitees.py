"""Workbooks of personal invitations: the links to send out, the empty list, and what became of everybody."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from consultation.conversation import Channel
from consultation.invitation_list import Entry
from consultation.policy import Policy
from consultation.questionnaire import Questionnaire
from consultation.texts import _, language
from consultation.topic import Topic
from reports import desk
from reports.members import label_of
from reports.workbook_sheets import Book, Column

StartLink = Callable[[Channel, str], str]


def links(
    topic: Topic,
    made: Sequence[tuple[Entry, str]],
    link: StartLink,
    profile: Questionnaire,
    policy: Policy,
    now: datetime,
) -> bytes:
    """One row a person: who it is, a link for each messenger, and words to send with them."""
    names = {Channel.TELEGRAM: _("Telegram link"), Channel.BALE: _("Bale link")}
    offered = [channel for channel in Channel if link(channel, "x")]
    columns = [
        Column(_("Name"), 26),
        Column(_("Organisation"), 30),
        Column(_("Kind"), 20),
        Column(_("Phone"), 16),
        *(Column(names[channel], 44) for channel in offered),
        Column(_("Words to send"), 90),
    ]

    def write(book: Book) -> None:
        table = book.table(_("Invitations"), columns)
        for entry, payload in made:
            ways = {channel: link(channel, payload) for channel in offered}
            kind = label_of(profile, "kind", entry.kind)
            words = _words(topic, entry, ways, policy)
            table.add([entry.name, entry.organisation, kind, entry.phone, *ways.values(), words])

    return _book(topic.title, now, write)


def _words(topic: Topic, entry: Entry, ways: dict[Channel, str], policy: Policy) -> str:
    names = {Channel.TELEGRAM: _("In Telegram: {link}"), Channel.BALE: _("In Bale: {link}")}
    told = _(
        "Dear {name}, {organisation} would like your opinion on «{title}». "
        "This link is yours alone; it leads straight to the questions, until {moment}:"
    ).format(
        name=entry.name,
        organisation=policy.organisation[language()],
        title=topic.title,
        moment=desk.moment(topic.closes_at, policy),
    )
    return "\n".join([told, *(names[channel].format(link=link) for channel, link in ways.items())])


def empty_list(now: datetime) -> bytes:
    columns = [Column(_("Name"), 30), Column(_("Organisation"), 34), Column(_("Kind"), 24), Column(_("Phone"), 20)]
    return _book(_("Invitation list"), now, lambda book: _only_heading(book, columns))


def _only_heading(book: Book, columns: list[Column]) -> None:
    book.table(_("Invitation list"), columns)


def _book(title: str, now: datetime, write: Callable[[Book], None]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "invitations.xlsx"
        with Book(path, title, now, right_to_left=language() == "fa") as book:
            write(book)
        return path.read_bytes()
