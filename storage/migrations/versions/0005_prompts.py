"""What staff are being asked in their group."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.tables import Id

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "prompt",
        sa.Column("id", Id, nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("user_name", sa.Text(), nullable=False),
        sa.Column("form", sa.String(length=32), nullable=False),
        sa.Column("topic_id", Id, nullable=True),
        sa.Column("place", sa.String(length=255), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("picked", sa.Text(), nullable=False),
        sa.Column("editing", sa.String(length=255), nullable=False),
        sa.Column("delivery_id", sa.BigInteger(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_prompt_topic_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prompt")),
        sa.UniqueConstraint("channel", "chat_id", "user_id", name=op.f("uq_prompt_channel_chat_id_user_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_prompt_topic_id", "prompt", ["topic_id"])


def downgrade() -> None:
    op.drop_index("ix_prompt_topic_id", table_name="prompt")
    op.drop_table("prompt")
