"""What comes from the messengers and goes to them, and who may send it."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, Index, Integer, String, Table, Text, text

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
    Index("ix_outbox_due", "channel", "lane", "id", sqlite_where=PENDING, postgresql_where=PENDING),
    Index("ix_outbox_chat", "channel", "chat_id", "lane", "id", sqlite_where=PENDING, postgresql_where=PENDING),
    Index("ix_outbox_message_id", "channel", "chat_id", "message_id"),
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
