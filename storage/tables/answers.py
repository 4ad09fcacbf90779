"""What people answer, as they said it."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, Index, Integer, LargeBinary, String, Table, Text, text

from storage.tables.columns import Moment, id_column, metadata, to

response = Table(
    "response",
    metadata,
    id_column(),
    Column("state", String(16), nullable=False),
    to("topic", nullable=True),
    to("stakeholder", nullable=True, when_gone="SET NULL"),
    # Of an anonymous topic, once submitted: a keyed hash that stands for the person, and what they are.
    Column("participant", String(64)),
    Column("kind", String(64), nullable=False, default="", server_default=""),
    to("questionnaire", when_gone="RESTRICT"),
    Column("preview", Boolean, nullable=False, default=False),
    Column("editing", String(255), nullable=False, default=""),
    Column("picked", Text, nullable=False, default=""),
    Column("latest", String(255), nullable=False, default="", server_default=""),
    Column("receipt", String(16), nullable=False, default=""),
    Column("channel", String(16), nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("submitted_at", Moment),
    Column("standing", JSON(none_as_null=True)),  # answers as last submitted, while a change waits to be submitted
    Index("ix_response_stakeholder_id", "stakeholder_id"),
    Index("uq_response_participant", "participant", unique=True),
    # One response of a person to a topic. Rows of forgotten people have no stakeholder and do not collide.
    Index("uq_response_topic_id_stakeholder_id_preview", "topic_id", "stakeholder_id", "preview", unique=True),
)

answer = Table(
    "answer",
    metadata,
    to("response", primary_key=True),
    Column("question", String(255), primary_key=True),
    Column("value", Text, nullable=False),
    Column("answered_at", Moment, nullable=False),
    Column("channel", String(16), nullable=False),
    Column("message_id", BigInteger),  # of the text it came in, so that editing that text changes the answer
    Index("ix_answer_message_id", "message_id"),
)

# A message that somebody wrote to a question: one of several that make an answer, or one that was refused.
piece = Table(
    "piece",
    metadata,
    id_column(),
    to("response"),
    Column("question", String(255), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("message_id", BigInteger, nullable=False),
    Column("text", Text, nullable=False),
    Column("taken", Boolean, nullable=False),
    Index("ix_piece_response_id", "response_id"),
    Index("ix_piece_message_id", "channel", "message_id"),
)

# What somebody also answered to the same topic before two records of them became one: kept beneath what counts.
earlier_response = Table(
    "earlier_response",
    metadata,
    id_column(),
    to("response"),
    to("questionnaire", when_gone="RESTRICT"),
    Column("state", String(16), nullable=False),
    Column("submitted_at", Moment),
    Column("receipt", String(16), nullable=False, default=""),
    Column("answers", JSON, nullable=False),
    Index("ix_earlier_response_response_id", "response_id"),
)

MISSING = text("content IS NULL")

attachment = Table(
    "attachment",
    metadata,
    id_column(),
    to("response", nullable=True),
    to("remark", nullable=True),
    Column("question", String(255), nullable=False, default=""),
    Column("channel", String(16), nullable=False),
    Column("handle", Text, nullable=False),  # the messenger's; the content is fetched with it soon after
    Column("kind", String(16), nullable=False),
    Column("name", Text, nullable=False, default=""),
    Column("mime", Text, nullable=False, default=""),
    Column("size", BigInteger, nullable=False, default=0),
    Column("content", LargeBinary),
    Column("tries", Integer, nullable=False, default=0),
    Column("sent_at", Moment, nullable=False),
    Index("ix_attachment_response_id", "response_id"),
    Index("ix_attachment_remark_id", "remark_id"),
    Index("ix_attachment_missing", "channel", "id", sqlite_where=MISSING, postgresql_where=MISSING),
)
