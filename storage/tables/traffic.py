"""What comes from the messengers and goes to them, and who may send it."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, Float, Index, Integer, String, Table, Text, text

from storage.tables.columns import Moment, id_column, metadata, to

heard = Table(
    "heard",
    metadata,
    Column("channel", String(16), primary_key=True),
    Column("update_id", BigInteger, primary_key=True),
    Column("at", Moment, nullable=False, index=True),
)

quarantine = Table(
    "quarantine",
    metadata,
    id_column(),
    Column("channel", String(16), nullable=False),
    Column("update_id", BigInteger, nullable=False),
    Column("chat_id", BigInteger),  # so that it goes when the person is forgotten
    Column("update", Text, nullable=False),
    Column("traceback", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

PENDING = text("state IN ('queued', 'sending')")
OF_REMARK = text("remark_id IS NOT NULL")
OF_FAQ = text("faq_id IS NOT NULL")
OF_ANNOUNCEMENT = text("announcement_id IS NOT NULL")
ONE_BY_ONE = text("state IN ('queued', 'sending') AND campaign_id IS NULL")
OF_CAMPAIGN = text("state IN ('queued', 'sending') AND campaign_id IS NOT NULL")
SENDING = text("state = 'sending'")
SAID = text("message_id IS NOT NULL")
UNFINISHED = text("ended_at IS NULL")

# The same news for many people. Its deliveries are put into the outbox a few thousand people at a time.
campaign = Table(
    "campaign",
    metadata,
    id_column(),
    Column("subject", String(16), nullable=False),
    to("topic", nullable=True),
    to("faq", nullable=True),
    Column("announcement_id", BigInteger),
    Column("makes", String(64), nullable=False, default=""),
    Column("but", BigInteger),  # somebody who is not told
    Column("state", String(16), nullable=False),
    Column("place", BigInteger, nullable=False),  # everybody up to this person has been looked at
    Column("until", BigInteger, nullable=False),  # the last person there was when it began
    Column("created_at", Moment, nullable=False),
    Column("starts_at", Moment, nullable=False),  # nothing leaves earlier
    Column("expanded_at", Moment),
    Column("ended_at", Moment),
    Column("people", Integer, nullable=False),  # whom it was for when it began
    Column("queued", Integer, nullable=False),
    Column("sent", Integer, nullable=False),
    Column("failed", Integer, nullable=False),
    Column("dropped", Integer, nullable=False),  # it had lost its point, or was cancelled
    Column("rate", Float, nullable=False),  # messages a second, lately
    Column("seen", Integer, nullable=False),  # how many were settled when the rate was last taken
    Column("seen_at", Moment),
    Index("ix_campaign_unfinished", "id", sqlite_where=UNFINISHED, postgresql_where=UNFINISHED),
    Index("ix_campaign_topic_id", "topic_id"),
    Index("ix_campaign_announcement_id", "announcement_id"),
)

outbox = Table(
    "outbox",
    metadata,
    id_column(),
    Column("channel", String(16), nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("to_group", Boolean, nullable=False, default=False),  # groups are written to more slowly than people
    to("stakeholder", nullable=True),
    to("topic", nullable=True),
    to("remark", nullable=True),
    to("faq", nullable=True),
    Column("announcement_id", BigInteger),  # no foreign key: announcements are never removed
    Column("campaign_id", BigInteger),  # nor are campaigns
    Column("subject", String(16), nullable=False),  # what it is about: reply, invitation, reminder, ...
    Column("lane", Integer, nullable=False),
    Column("message", JSON),  # None: written when it is sent, in the person's language of that moment
    Column("edits", BigInteger),  # id of our own message that this one replaces
    Column("thread", BigInteger),  # of a group; None: that of its topic
    Column("makes", String(64), nullable=False, default="", server_default=""),  # which file is to be made for it
    Column("asks", String(64), nullable=False, default="", server_default=""),  # what a reply to it means, as a press
    Column("state", String(16), nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("error", Text, nullable=False, default=""),
    Column("message_id", BigInteger),
    Column("created_at", Moment, nullable=False),
    Column("settled_at", Moment),
    Index("ix_outbox_due", "channel", "lane", "id", sqlite_where=ONE_BY_ONE, postgresql_where=ONE_BY_ONE),
    Index(
        "ix_outbox_campaign",
        "campaign_id",
        "channel",
        "due_at",
        "id",
        sqlite_where=OF_CAMPAIGN,
        postgresql_where=OF_CAMPAIGN,
    ),
    Index("ix_outbox_sending", "id", sqlite_where=SENDING, postgresql_where=SENDING),
    Index("ix_outbox_chat", "channel", "chat_id", "lane", "id", sqlite_where=PENDING, postgresql_where=PENDING),
    Index("ix_outbox_message_id", "channel", "chat_id", "message_id", sqlite_where=SAID, postgresql_where=SAID),
    Index("ix_outbox_topic_id", "topic_id"),
    Index("ix_outbox_remark_id", "remark_id", sqlite_where=OF_REMARK, postgresql_where=OF_REMARK),
    Index("ix_outbox_faq_id", "faq_id", sqlite_where=OF_FAQ, postgresql_where=OF_FAQ),
    Index(
        "ix_outbox_announcement_id",
        "announcement_id",
        "stakeholder_id",
        sqlite_where=OF_ANNOUNCEMENT,
        postgresql_where=OF_ANNOUNCEMENT,
    ),
    Index("ix_outbox_stakeholder_id", "stakeholder_id"),
)

pause = Table(
    "pause",
    metadata,
    Column("channel", String(16), primary_key=True),
    Column("until", Moment, nullable=False),
)

# Who leads among several processes: a row, so that every claim of a leader can check that it still does.
leadership = Table(
    "leadership",
    metadata,
    Column("name", String(16), primary_key=True),
    Column("epoch", BigInteger, nullable=False),
    Column("beat_at", Moment, nullable=False),
)
