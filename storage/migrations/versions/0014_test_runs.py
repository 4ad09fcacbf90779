"""Test runs: who answers a draft before anybody else is asked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "trial",
        sa.Column("topic_id", _ID, nullable=False),
        sa.Column("stakeholder_id", _ID, nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_trial_topic_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["stakeholder_id"], ["stakeholder.id"], name=op.f("fk_trial_stakeholder_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("topic_id", "stakeholder_id", name=op.f("pk_trial")),
    )
    op.create_index("ix_trial_stakeholder_id", "trial", ["stakeholder_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_trial_stakeholder_id", table_name="trial")
    op.drop_table("trial")
