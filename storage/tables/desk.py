"""The staff groups: who works there, what they are being asked, what they did."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, Index, String, Table, Text, UniqueConstraint, false

from storage.tables.columns import Moment, id_column, metadata, to

staff_group = Table(
    "staff_group",
    metadata,
    id_column(),
    Column("channel", String(16), nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("title", Text, nullable=False, default=""),
    Column("claimed_at", Moment, nullable=False),
    Column("active", Boolean, nullable=False, default=True),  # False once the bot was taken out of it
    Column("forum", Boolean, nullable=False, default=False, server_default=false()),  # it has threads
    Column("moved_from", BigInteger),  # its id before it became a supergroup
    UniqueConstraint("channel", "chat_id"),
)

# Who works at the desk. A role that is "" was not given: administrators then have the configured one.
staff_member = Table(
    "staff_member",
    metadata,
    id_column(),
    Column("channel", String(16), nullable=False),
    Column("user_id", BigInteger, nullable=False),
    Column("name", Text, nullable=False, default=""),
    Column("username", String(64), nullable=False, default=""),
    Column("role", String(16), nullable=False, default=""),
    UniqueConstraint("channel", "user_id"),
)

claim_code = Table(
    "claim_code",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("expires_at", Moment, nullable=False),
)

# What a member of staff is being asked in a chat, and what they have said so far.
prompt = Table(
    "prompt",
    metadata,
    id_column(),
    Column("channel", String(16), nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("user_id", BigInteger, nullable=False),
    Column("user_name", Text, nullable=False, default=""),
    Column("form", String(32), nullable=False),
    to("topic", nullable=True),
    Column("place", String(255), nullable=False, default=""),
    Column("answers", JSON, nullable=False),
    Column("picked", Text, nullable=False, default=""),
    Column("editing", String(255), nullable=False, default=""),
    # The delivery that asks. No foreign key: deliveries are cleared away sooner or later.
    Column("delivery_id", BigInteger),
    Column("asked_at", Moment, nullable=False),
    UniqueConstraint("channel", "chat_id", "user_id"),
    Index("ix_prompt_topic_id", "topic_id"),
    sqlite_autoincrement=True,  # buttons of a prompt that has ended must never be those of another
)

quick_reply = Table(
    "quick_reply",
    metadata,
    id_column(),
    Column("text", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

# The status message of an open topic in a group.
watch = Table(
    "watch",
    metadata,
    to("topic", primary_key=True),
    Column("channel", String(16), primary_key=True),
    Column("chat_id", BigInteger, primary_key=True),
    Column("message_id", BigInteger),
    Column("shown", String(32), nullable=False),
    Column("at", Moment, nullable=False),
)

# Where in a group with threads the messages about a topic stand. 0: in the general one, for none can be opened.
thread = Table(
    "thread",
    metadata,
    to("topic", primary_key=True),
    Column("channel", String(16), primary_key=True),
    Column("chat_id", BigInteger, primary_key=True),
    Column("thread", BigInteger, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    id_column(),
    Column("at", Moment, nullable=False),
    Column("channel", String(16), nullable=False),
    Column("user_id", BigInteger, nullable=False),
    Column("user_name", Text, nullable=False, default=""),
    Column("action", String(64), nullable=False),
    to("topic", nullable=True, when_gone="SET NULL"),
    to("stakeholder", nullable=True, when_gone="SET NULL"),  # whose data were looked at
    Column("detail", Text, nullable=False, default=""),
    Index("ix_audit_topic_id", "topic_id"),
    Index("ix_audit_stakeholder_id", "stakeholder_id"),
)
