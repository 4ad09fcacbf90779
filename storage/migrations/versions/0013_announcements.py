"""Announcements: messages of the secretariat to many people."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)
_GIVEN = sa.text("announcement_id IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "announcement",
        sa.Column("id", _ID, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("document_id", _ID),
        sa.Column("shape", sa.String(16), nullable=False),
        sa.Column("replies", sa.Boolean(), nullable=False),
        sa.Column("writers", sa.JSON(), nullable=False),
        sa.Column("figures", sa.JSON()),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("sent_at", _MOMENT),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name="fk_announcement_document_id", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_announcement"),
    )
    op.add_column("outbox", sa.Column("announcement_id", sa.BigInteger()))
    op.add_column("inquiry", sa.Column("announcement_id", sa.BigInteger()))
    op.create_index(
        "ix_outbox_announcement_id",
        "outbox",
        ["announcement_id", "stakeholder_id"],
        sqlite_where=_GIVEN,
        postgresql_where=_GIVEN,
    )


def downgrade() -> None:
    op.execute("DELETE FROM outbox WHERE subject = 'announcement'")
    op.drop_index("ix_outbox_announcement_id", "outbox")
    # Not as a batch: making a table anew on SQLite would delete whatever refers to it.
    op.drop_column("inquiry", "announcement_id")
    op.drop_column("outbox", "announcement_id")
    op.drop_table("announcement")
