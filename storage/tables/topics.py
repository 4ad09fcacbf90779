"""What is consulted on: topics with their questions and documents, and who is invited to them."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    false,
    text,
)

from storage.tables.columns import Moment, id_column, metadata, to

questionnaire = Table(
    "questionnaire",
    metadata,
    id_column(),
    Column("definition", JSON, nullable=False),
    Column("digest", String(64), nullable=False, index=True),
    Column("created_at", Moment, nullable=False),
)

topic = Table(
    "topic",
    metadata,
    id_column(),
    Column("state", String(16), nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("summary", Text, nullable=False, default=""),
    to("questionnaire", when_gone="RESTRICT"),
    Column("audience", JSON, nullable=False),
    Column("anonymous", Boolean, nullable=False, default=False, server_default=false()),
    Column("opens_at", Moment),
    Column("opened_at", Moment),
    Column("closes_at", Moment, nullable=False),
    Column("closed_at", Moment),
    Column("reminded_for", Moment),  # the latest moment of the reminder plan that was planned for
    Column("created_at", Moment, nullable=False),
)

document = Table(
    "document",
    metadata,
    id_column(),
    to("topic", nullable=True),
    Column("name", Text, nullable=False),
    Column("mime", Text, nullable=False, default=""),
    Column("size", BigInteger, nullable=False),
    Column("content", LargeBinary, nullable=False),
    # Removed once it has been sent: it holds what need not, or must not, be kept.
    Column("once", Boolean, nullable=False, default=False, server_default=false()),
    Index("ix_document_topic_id", "topic_id"),
)

document_handle = Table(
    "document_handle",
    metadata,
    to("document", primary_key=True),
    Column("channel", String(16), primary_key=True),
    Column("shape", String(16), primary_key=True),  # a handle is good for the way in which it was sent only
    Column("handle", Text, nullable=False),
)

invitation = Table(
    "invitation",
    metadata,
    to("topic", primary_key=True),
    to("stakeholder", primary_key=True),
    Column("invited_at", Moment, nullable=False),
    Column("told_at", Moment),
    Column("opened_at", Moment),
    Column("declined_at", Moment),
    Column("answered_at", Moment),  # kept for anonymous topics only: elsewhere the response itself says so
    Column("decline_reason", String(32), nullable=False, default=""),
    Column("remind_at", Moment),
    Column("reminders", Integer, nullable=False, default=0),
    Index("ix_invitation_stakeholder_id", "stakeholder_id"),
    Index(
        "ix_invitation_remind_at",
        "remind_at",
        sqlite_where=text("remind_at IS NOT NULL"),
        postgresql_where=text("remind_at IS NOT NULL"),
    ),
)

# That somebody took part. The hash is that of the code on it; the name is "" where the topic is anonymous.
certificate = Table(
    "certificate",
    metadata,
    Column("hash", String(64), primary_key=True),
    to("topic"),
    to("stakeholder"),
    Column("name", Text, nullable=False),
    Column("day", Date, nullable=False),
    Index("ix_certificate_topic_id", "topic_id"),
    Index("ix_certificate_stakeholder_id", "stakeholder_id"),
)

# A personal link by which somebody sends a topic on to a colleague; it names nobody to whoever reads it.
referral = Table(
    "referral",
    metadata,
    Column("code", String(32), primary_key=True),
    to("stakeholder"),
    to("topic"),
    Column("made_at", Moment, nullable=False),
)

# Somebody on a list whom the secretariat invites by a link of their own. Only the link's hash is stored.
invitee = Table(
    "invitee",
    metadata,
    id_column(),
    to("topic"),
    to("stakeholder", nullable=True),  # who came by it
    Column("hash", String(64), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("organisation", Text, nullable=False, default=""),
    Column("kind", String(64), nullable=False, default=""),
    Column("phone", String(32), nullable=False, default=""),
    Column("made_at", Moment, nullable=False),
    Column("used_at", Moment),
    Column("confirmed_at", Moment),  # they said that what the list holds of them is right
    Index("ix_invitee_topic_id", "topic_id"),
    Index("ix_invitee_stakeholder_id", "stakeholder_id"),
)

# A test run: who answers a draft before anybody else is asked.
trial = Table(
    "trial",
    metadata,
    to("topic", primary_key=True),
    to("stakeholder", primary_key=True),
    Column("added_at", Moment, nullable=False),
    Column("told_at", Moment),
    Column("begun_at", Moment),
    Column("ended_at", Moment),
    Index("ix_trial_stakeholder_id", "stakeholder_id"),
)

# By which key words open answers to a question are told apart.
theme = Table(
    "theme",
    metadata,
    to("topic", primary_key=True),
    Column("question", String(255), primary_key=True),
    Column("name", String(64), primary_key=True),
    Column("words", JSON, nullable=False),
)
