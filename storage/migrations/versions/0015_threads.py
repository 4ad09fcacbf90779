"""Threads of a group: one for each topic; and the id that a group had before it became a supergroup."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "thread",
        sa.Column("topic_id", _ID, nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("thread", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name="fk_thread_topic_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("topic_id", "channel", "chat_id", name="pk_thread"),
    )
    op.add_column("staff_group", sa.Column("forum", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("staff_group", sa.Column("moved_from", sa.BigInteger()))
    op.add_column("outbox", sa.Column("thread", sa.BigInteger()))


def downgrade() -> None:
    op.drop_column("outbox", "thread")
    op.drop_column("staff_group", "moved_from")
    op.drop_column("staff_group", "forum")
    op.drop_table("thread")
