"""What was heard in a topic, and what was decided."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Date, Index, Integer, String, Table, Text

from storage.tables.columns import Moment, id_column, metadata, to

# What was heard in a topic, what was decided and why: a point of its findings.
finding = Table(
    "finding",
    metadata,
    id_column(),
    to("topic"),
    Column("place", Integer, nullable=False),
    Column("heard", Text, nullable=False),
    Column("decided", Text, nullable=False, default=""),
    Column("why", Text, nullable=False, default=""),
    Column("state", String(16), nullable=False),
    Column("due_on", Date),
    Column("warned_for", Date),  # the due date of which staff were told that it has passed
    Column("before", JSON(none_as_null=True)),  # what the latest change replaced, so that it can be undone
    Column("written_at", Moment, nullable=False),
    Column("removed_at", Moment),
    Index("ix_finding_topic_id", "topic_id"),
)

# An answer that a point rests on. Nobody's name: whose it is, the response knows (or, if anonymous, nobody).
finding_basis = Table(
    "finding_basis",
    metadata,
    to("finding", primary_key=True),
    to("response", primary_key=True),
    Column("question", String(255), primary_key=True),
    Index("ix_finding_basis_response_id", "response_id"),
)

# Whether somebody found the results of a topic useful.
usefulness = Table(
    "usefulness",
    metadata,
    to("topic", primary_key=True),
    to("stakeholder", primary_key=True),
    Column("useful", Boolean, nullable=False),
    Index("ix_usefulness_stakeholder_id", "stakeholder_id"),
)

# A topic of which the results are public, as it was when last looked at.
publication = Table(
    "publication",
    metadata,
    to("topic", primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("published_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("drawn", String(64), nullable=False),  # the digest for which its charts were drawn
)

# A chart that goes to participants: 0 is the one that comes with the results, the others are those of questions.
picture = Table(
    "picture",
    metadata,
    to("topic", primary_key=True),
    Column("number", Integer, primary_key=True),
    to("document"),
    Column("caption", Text, nullable=False),
    Index("ix_picture_document_id", "document_id"),
)
