"""What lies around the public pages: the list of all of them, and an Atom feed (RFC 4287) that tells what is new."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from xml.etree import ElementTree as Tree

from sqlalchemy import Connection

from consultation.finding import Point, shown_state
from consultation.persian import jalali
from consultation.policy import Policy
from consultation.texts import _, language, speaking
from consultation.topic import Topic
from reports.cards import shortened
from reports.public_page import FEED, INDEX, file_name, form_of, language_of, page, said, states
from storage import findings, topics
from storage.publications import Publication

_ATOM = "http://www.w3.org/2005/Atom"
_SUMMARY = 300  # letters
_LATEST = 50  # entries of the feed


@dataclass(frozen=True)
class Entry:
    """A topic in the list and in the feed."""

    topic: Topic
    publication: Publication
    points: list[Point]
    language: str


def entries(db: Connection, publications: Sequence[Publication], policy: Policy) -> list[Entry]:
    found = ((one, topics.get(db, one.topic_id)) for one in publications)
    return [
        Entry(topic, one, findings.of_topic(db, topic.id), language_of(form_of(db, topic), policy))
        for one, topic in found
        if topic is not None
    ]


# -- the list ------------------------------------------------------------------------------------------------


def write_index(listed: Sequence[Entry], policy: Policy, stamp: str) -> str:
    with speaking(policy.language):
        name = policy.organisation.get(language(), "")
        heading = _("Results of consultations")
        nothing, news = _("No results are published yet."), _("Feed of news")
        items = "".join(f"<li>{_item(one, policy)}</li>" for one in listed)
        head = f'<header><p class="from">{said(name)}</p><h1>{said(heading)}</h1></header>'
        main = head + (f'<ul class="topics">{items}</ul>' if listed else f"<p>{said(nothing)}</p>")
        return page(heading, main, f'<p><a href="{FEED}">{said(news)}</a></p>', stamp)


def _item(one: Entry, policy: Policy) -> str:
    day = jalali.write_date(policy.local(one.publication.changed_at).date(), language())
    told = _("As of {day}").format(day=day)
    listed = "".join(f"<li>{state}</li>" for state in states(one.points))
    title = f'<a href="{file_name(one.topic.id)}">{said(one.topic.title)}</a>'
    return (
        f'<h2 lang="{one.language}" dir="auto">{title}</h2><p class="quiet">{said(told)}</p>'
        f'<ul class="states">{listed}</ul>'
    )


# -- the feed ------------------------------------------------------------------------------------------------


def write_feed(listed: Sequence[Entry], policy: Policy, key: bytes, address: str) -> str:
    """`key` makes the ids of this installation: they stay the same wherever its pages are moved to."""
    Tree.register_namespace("", _ATOM)
    feed = Tree.Element(f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": policy.language})
    with speaking(policy.language):
        _add(feed, "id", _id(key, "feed"))
        _add(feed, "title", _("Results of consultations"))
        latest = max((one.publication.changed_at for one in listed), default=_NEVER)
        _add(feed, "updated", _moment(latest))
        _add(_add(feed, "author"), "name", policy.organisation.get(language(), "") or policy.name.get(language(), ""))
        _add(feed, "link", href=at(address, INDEX), rel="alternate", type="text/html")
        _add(feed, "link", href=at(address, FEED), rel="self", type="application/atom+xml")
    for one in listed[:_LATEST]:
        _entry(feed, one, key, address)
    return Tree.tostring(feed, encoding="unicode", xml_declaration=True) + "\n"


_NEVER = datetime.fromisoformat("2000-01-01T00:00:00+00:00")


def _entry(feed: Tree.Element, one: Entry, key: bytes, address: str) -> None:
    entry = _add(feed, "entry", **{"{http://www.w3.org/XML/1998/namespace}lang": one.language})
    with speaking(one.language):
        _add(entry, "id", _id(key, str(one.topic.id)))
        _add(entry, "title", one.topic.title)
        _add(entry, "published", _moment(one.publication.published_at))
        _add(entry, "updated", _moment(one.publication.changed_at))
        _add(entry, "link", href=at(address, file_name(one.topic.id)), rel="alternate", type="text/html")
        _add(entry, "summary", _summary(one), type="text")


def _summary(one: Entry) -> str:
    told = [f"{shown_state(point.state)}: {shortened(point.heard, _SUMMARY)}" for point in one.points]
    return "\n".join(told) or shortened(one.topic.summary, _SUMMARY) or one.topic.title


def _add(parent: Tree.Element, name: str, text: str = "", **attributes: str) -> Tree.Element:
    made = Tree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    made.text = text or None
    return made


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _id(key: bytes, of: str) -> str:
    return UUID(bytes=hmac.digest(key, f"results:{of}".encode(), "sha256")[:16], version=4).urn


def at(address: str, name: str) -> str:
    return f"{address}/{name}" if address else name
