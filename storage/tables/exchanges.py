"""What people and the secretariat say to each other beside the questions."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, Index, String, Table, Text

from storage.tables.columns import Moment, id_column, metadata, to

# What somebody asks the secretariat. It is open while their last words wait for an answer.
inquiry = Table(
    "inquiry",
    metadata,
    id_column(),
    to("stakeholder"),
    to("topic", nullable=True),  # None: about no topic in particular
    Column("announcement_id", BigInteger),  # that it replies to
    Column("named", Boolean, nullable=False, default=True),  # False: staff never learn who asks
    Column("taken_by", Text, nullable=False, default=""),
    Column("asked_at", Moment, nullable=False),
    Column("answered_at", Moment),  # for the first time
    Column("waiting_since", Moment),
    Column("done_at", Moment),
    Index("ix_inquiry_stakeholder_id", "stakeholder_id"),
    Index("ix_inquiry_topic_id", "topic_id"),
)

# One thing that was said in an inquiry, by the person or by staff. Its copies in other chats are in the outbox.
remark = Table(
    "remark",
    metadata,
    id_column(),
    to("inquiry"),
    Column("by_staff", Boolean, nullable=False),
    Column("author", Text, nullable=False, default=""),  # of staff; a person's name is looked up
    Column("text", Text, nullable=False, default=""),
    Column("channel", String(16), nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False),  # of the message it came in, so that its edits are followed
    Column("at", Moment, nullable=False),
    Index("ix_remark_inquiry_id", "inquiry_id"),
    Index("ix_remark_message_id", "channel", "chat_id", "message_id"),
)

# A question and its answer for everybody who is asked about a topic; it names nobody.
faq = Table(
    "faq",
    metadata,
    id_column(),
    to("topic"),
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_faq_topic_id", "topic_id"),
)

# A message of the secretariat to many people. Whom it has reached is in the outbox, as long as that is kept.
announcement = Table(
    "announcement",
    metadata,
    id_column(),
    Column("state", String(16), nullable=False),
    Column("texts", JSON, nullable=False),
    Column("audience", JSON, nullable=False),
    to("document", nullable=True, when_gone="SET NULL"),
    Column("shape", String(16), nullable=False),
    Column("replies", Boolean, nullable=False),
    Column("writers", JSON, nullable=False),
    Column("figures", JSON(none_as_null=True)),  # once the outbox is cleared of it
    Column("created_at", Moment, nullable=False),
    Column("sent_at", Moment),
)
