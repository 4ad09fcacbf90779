"""Who is consulted, and where they are reached."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, Date, Index, String, Table, Text, UniqueConstraint, text

from storage.tables.columns import FoldedText, Moment, id_column, metadata, to

stakeholder = Table(
    "stakeholder",
    metadata,
    id_column(),
    Column("standing", String(16), nullable=False),
    Column("language", String(8), nullable=False),
    Column("name", Text, nullable=False, default=""),
    Column("kind", String(64), nullable=False, default=""),
    Column("organisation", Text, nullable=False, default=""),
    Column("province", String(64), nullable=False, default=""),
    Column("notices", Boolean, nullable=False, default=True),
    Column("consent_version", String(32), nullable=False, default=""),
    Column("consented_at", Moment),
    Column("profiled_at", Moment),
    Column("reminded_on", Date),
    # The response they are working on now. No foreign key: it is looked up, and checked, at every use.
    Column("answering", BigInteger),
    Column("invited_by", String(64), nullable=False, default=""),  # payload of the link they came with
    Column("inquiring", String(32), nullable=False, default=""),  # what their next words to the secretariat are about
    Column("created_at", Moment, nullable=False),
    Column("verified_at", Moment),
    Column("organisation_key", FoldedText, nullable=False, default="", server_default=""),
    Column("standing_before", String(16), nullable=False, default="", server_default=""),  # they were blocked
    Index("ix_stakeholder_kind", "standing", "kind"),
    Index("ix_stakeholder_province", "standing", "province"),
    Index("ix_stakeholder_organisation_key", "organisation_key", "id"),
)

stakeholder_field = Table(
    "stakeholder_field",
    metadata,
    to("stakeholder", primary_key=True),
    Column("field", String(64), primary_key=True),
    Index("ix_stakeholder_field_field", "field", "stakeholder_id"),
)

# The folded words of a name and an organisation, by whose beginnings people are found.
stakeholder_word = Table(
    "stakeholder_word",
    metadata,
    to("stakeholder", primary_key=True),
    Column("word", FoldedText, primary_key=True),
    Index("ix_stakeholder_word_word", "word", "stakeholder_id"),
)

segment = Table(
    "segment",
    metadata,
    id_column(),
    Column("name", Text, nullable=False),
    Column("rule", JSON, nullable=False),
    Column("created_at", Moment, nullable=False),
)

UNREACHABLE = text("reachable IS FALSE")

address = Table(
    "address",
    metadata,
    id_column(),
    to("stakeholder"),
    Column("channel", String(16), nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("reachable", Boolean, nullable=False, default=True),
    Column("heard_at", Moment, nullable=False),
    UniqueConstraint("channel", "chat_id"),
    Index("ix_address_stakeholder_id", "stakeholder_id"),
    Index("ix_address_unreachable", "stakeholder_id", sqlite_where=UNREACHABLE, postgresql_where=UNREACHABLE),
)

link_code = Table(
    "link_code",
    metadata,
    Column("hash", String(64), primary_key=True),
    to("stakeholder"),
    Column("expires_at", Moment, nullable=False),
)
