"""The daily digest for staff: how every open topic stands."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from consultation.conversation import Message
from consultation.policy import Policy
from consultation.texts import _, bold, digits, ngettext
from reports import cards, desk, inquiries
from storage import inbox, topics

_DAY = timedelta(days=1)


def daily(db: Connection, now: datetime, policy: Policy) -> Message:
    open_topics = topics.open_now(db, now)
    figures = topics.figures(db, [topic.id for topic in open_topics])
    parts = [bold(_("Today's digest: {moment}").format(moment=desk.moment(now, policy)))]
    for topic in open_topics:
        head = f"{digits(topic.code)}. {bold(topic.title)}\n{cards.closing(topic, now, policy)}"
        parts.append(f"{head}\n{desk.figures_text(figures[topic.id])}")
    parts += inquiries.times_lines(inquiries.times(db, now))
    if put_aside := inbox.put_aside_since(db, now - _DAY):
        told = ngettext(
            "⚠️ {n} message could not be handled since yesterday and was put aside.",
            "⚠️ {n} messages could not be handled since yesterday and were put aside.",
            put_aside,
        )
        parts.append(told.format(n=digits(put_aside)))
    return Message("\n\n".join(parts), desk.ways_to(open_topics))
