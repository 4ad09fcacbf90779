"""The register of members: saved segments, finding people, what was answered twice."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from consultation.persian.text import fold

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_FOLDED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_MOMENT = sa.DateTime(timezone=True)
_CHUNK = 1000
_LONGEST_WORD = 64


def upgrade() -> None:
    _new_tables()
    op.add_column("outbox", sa.Column("asks", sa.String(64), nullable=False, server_default=""))
    op.add_column("stakeholder", sa.Column("verified_at", _MOMENT))
    op.add_column("stakeholder", sa.Column("organisation_key", _FOLDED, nullable=False, server_default=""))
    op.add_column("stakeholder", sa.Column("standing_before", sa.String(16), nullable=False, server_default=""))
    op.add_column("document", sa.Column("once", sa.Boolean(), nullable=False, server_default=sa.false()))
    _index_people()
    op.create_index("ix_stakeholder_kind", "stakeholder", ["standing", "kind"])
    op.create_index("ix_stakeholder_province", "stakeholder", ["standing", "province"])
    op.create_index("ix_stakeholder_organisation_key", "stakeholder", ["organisation_key", "id"])
    op.create_index("ix_stakeholder_field_field", "stakeholder_field", ["field", "stakeholder_id"])
    op.create_index("ix_stakeholder_word_word", "stakeholder_word", ["word", "stakeholder_id"])


def _new_tables() -> None:
    op.create_table(
        "segment",
        sa.Column("id", _ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("rule", sa.JSON(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_segment"),
    )
    op.create_table(
        "stakeholder_word",
        sa.Column("stakeholder_id", _ID, nullable=False),
        sa.Column("word", _FOLDED, nullable=False),
        sa.ForeignKeyConstraint(
            ["stakeholder_id"], ["stakeholder.id"], name="fk_stakeholder_word_stakeholder_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("stakeholder_id", "word", name="pk_stakeholder_word"),
    )
    op.create_table(
        "earlier_response",
        sa.Column("id", _ID, nullable=False),
        sa.Column("response_id", _ID, nullable=False),
        sa.Column("questionnaire_id", _ID, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("submitted_at", _MOMENT),
        sa.Column("receipt", sa.String(16), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name="fk_earlier_response_response_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["questionnaire_id"],
            ["questionnaire.id"],
            name="fk_earlier_response_questionnaire_id",
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_earlier_response"),
    )
    op.create_table(
        "invitee",
        sa.Column("id", _ID, nullable=False),
        sa.Column("topic_id", _ID, nullable=False),
        sa.Column("stakeholder_id", _ID),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("phone", sa.String(32), nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("used_at", _MOMENT),
        sa.Column("confirmed_at", _MOMENT),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name="fk_invitee_topic_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["stakeholder_id"], ["stakeholder.id"], name="fk_invitee_stakeholder_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_invitee"),
        sa.UniqueConstraint("hash", name="uq_invitee_hash"),
    )
    op.create_index("ix_invitee_topic_id", "invitee", ["topic_id"])
    op.create_index("ix_invitee_stakeholder_id", "invitee", ["stakeholder_id"])
    op.create_index("ix_earlier_response_response_id", "earlier_response", ["response_id"])


def _index_people() -> None:
    """Those who joined before can be found as well."""
    db = op.get_bind()
    texts = (sa.column(name, sa.Text()) for name in ("name", "organisation", "organisation_key"))
    table = sa.table("stakeholder", sa.column("id", sa.BigInteger()), *texts)
    words = sa.table("stakeholder_word", sa.column("stakeholder_id", sa.BigInteger()), sa.column("word", sa.Text()))
    last = 0
    named = sa.select(table.c.id, table.c.name, table.c.organisation).where(table.c.name + table.c.organisation != "")
    while rows := db.execute(named.where(table.c.id > last).order_by(table.c.id).limit(_CHUNK)).all():
        keyed = (
            sa.update(table)
            .where(table.c.id == sa.bindparam("row", type_=sa.BigInteger()))
            .values(organisation_key=sa.bindparam("key", type_=sa.Text()))
        )
        db.execute(keyed, [{"row": row.id, "key": fold(row.organisation)} for row in rows])
        found = [
            {"stakeholder_id": row.id, "word": word}
            for row in rows
            for word in {word[:_LONGEST_WORD] for word in fold(f"{row.name} {row.organisation}").split()}
        ]
        if found:
            db.execute(sa.insert(words), found)
        last = rows[-1].id


def downgrade() -> None:
    op.drop_index("ix_stakeholder_field_field", "stakeholder_field")
    for index in ("kind", "province", "organisation_key"):
        op.drop_index(f"ix_stakeholder_{index}", "stakeholder")
    # Not as a batch: making a table anew on SQLite would delete whatever refers to it.
    for column in ("verified_at", "organisation_key", "standing_before"):
        op.drop_column("stakeholder", column)
    op.drop_column("outbox", "asks")
    op.drop_column("document", "once")
    for table in ("invitee", "earlier_response", "stakeholder_word", "segment"):
        op.drop_table(table)
