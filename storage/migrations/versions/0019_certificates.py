"""Certificates of participation."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "certificate",
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("topic_id", _ID, nullable=False),
        sa.Column("stakeholder_id", _ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name="fk_certificate_topic_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["stakeholder_id"], ["stakeholder.id"], name="fk_certificate_stakeholder_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("hash", name="pk_certificate"),
    )
    op.create_index("ix_certificate_topic_id", "certificate", ["topic_id"])
    op.create_index("ix_certificate_stakeholder_id", "certificate", ["stakeholder_id"])


def downgrade() -> None:
    op.execute("DELETE FROM outbox WHERE subject = 'certificate'")
    op.drop_table("certificate")
