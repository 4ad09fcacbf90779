"""What was heard and what was decided, the answers that it rests on, and whether people found it useful."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "finding",
        sa.Column("id", _ID, nullable=False),
        sa.Column("topic_id", _ID, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("heard", sa.Text(), nullable=False),
        sa.Column("decided", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("due_on", sa.Date()),
        sa.Column("warned_for", sa.Date()),
        sa.Column("before", sa.JSON()),
        sa.Column("written_at", _MOMENT, nullable=False),
        sa.Column("removed_at", _MOMENT),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name="fk_finding_topic_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_finding"),
    )
    op.create_index("ix_finding_topic_id", "finding", ["topic_id"])
    op.create_table(
        "finding_basis",
        sa.Column("finding_id", _ID, nullable=False),
        sa.Column("response_id", _ID, nullable=False),
        sa.Column("question", sa.String(255), nullable=False),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name="fk_finding_basis_finding_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name="fk_finding_basis_response_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("finding_id", "response_id", "question", name="pk_finding_basis"),
    )
    op.create_index("ix_finding_basis_response_id", "finding_basis", ["response_id"])
    op.create_table(
        "usefulness",
        sa.Column("topic_id", _ID, nullable=False),
        sa.Column("stakeholder_id", _ID, nullable=False),
        sa.Column("useful", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name="fk_usefulness_topic_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["stakeholder_id"], ["stakeholder.id"], name="fk_usefulness_stakeholder_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("topic_id", "stakeholder_id", name="pk_usefulness"),
    )
    op.create_index("ix_usefulness_stakeholder_id", "usefulness", ["stakeholder_id"])


def downgrade() -> None:
    op.execute("DELETE FROM outbox WHERE subject IN ('findings', 'finding')")
    for name in ("usefulness", "finding_basis", "finding"):
        op.drop_table(name)
