"""By which key words open answers are told apart."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "theme",
        sa.Column("topic_id", _ID, nullable=False),
        sa.Column("question", sa.String(255), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name="fk_theme_topic_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("topic_id", "question", "name", name="pk_theme"),
    )


def downgrade() -> None:
    op.drop_table("theme")
