"""Roles of staff, and whose data were looked at."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.tables import Id

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "staff_member",
        sa.Column("id", Id, nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("username", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_member")),
        sa.UniqueConstraint("channel", "user_id", name=op.f("uq_staff_member_channel_user_id")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.add_column(sa.Column("stakeholder_id", Id, nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_audit_stakeholder_id"), "stakeholder", ["stakeholder_id"], ["id"], ondelete="SET NULL"
        )
        batch_op.create_index("ix_audit_topic_id", ["topic_id"])
        batch_op.create_index("ix_audit_stakeholder_id", ["stakeholder_id"])


def downgrade() -> None:
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_stakeholder_id")
        batch_op.drop_index("ix_audit_topic_id")
        batch_op.drop_constraint(op.f("fk_audit_stakeholder_id"), type_="foreignkey")
        batch_op.drop_column("stakeholder_id")
    op.drop_table("staff_member")
