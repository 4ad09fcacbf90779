"""Answers that are written in several messages; messages that were refused and may yet be corrected."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("response", sa.Column("latest", sa.String(length=255), nullable=False, server_default=""))
    op.create_table(
        "piece",
        sa.Column("id", _ID, nullable=False),
        sa.Column("response_id", _ID, nullable=False),
        sa.Column("question", sa.String(length=255), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("taken", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name=op.f("fk_piece_response_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_piece")),
    )
    op.create_index("ix_piece_response_id", "piece", ["response_id"])
    op.create_index("ix_piece_message_id", "piece", ["channel", "message_id"])


def downgrade() -> None:
    op.drop_table("piece")
    op.drop_column("response", "latest")
