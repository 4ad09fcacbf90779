"""Which results are public, and the charts that go with them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "publication",
        sa.Column("topic_id", _ID, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("published_at", _MOMENT, nullable=False),
        sa.Column("changed_at", _MOMENT, nullable=False),
        sa.Column("drawn", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name="fk_publication_topic_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("topic_id", name="pk_publication"),
    )
    op.create_table(
        "picture",
        sa.Column("topic_id", _ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document_id", _ID, nullable=False),
        sa.Column("caption", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name="fk_picture_topic_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_picture_document_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("topic_id", "number", name="pk_picture"),
    )
    op.create_index("ix_picture_document_id", "picture", ["document_id"])


def downgrade() -> None:
    op.execute("DELETE FROM outbox WHERE subject = 'picture'")
    op.execute("DELETE FROM document WHERE id IN (SELECT document_id FROM picture)")
    for name in ("picture", "publication"):
        op.drop_table(name)
