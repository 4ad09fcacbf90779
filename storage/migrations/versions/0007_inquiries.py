"""Inquiries: what people ask the secretariat, what is answered, and what everybody may read of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _make_tables()
    op.add_column("stakeholder", sa.Column("inquiring", sa.String(32), nullable=False, server_default=""))
    with op.batch_alter_table("attachment") as batch:
        batch.alter_column("response_id", existing_type=_ID, nullable=True)
        batch.add_column(sa.Column("remark_id", _ID, nullable=True))
        batch.create_foreign_key("fk_attachment_remark_id", "remark", ["remark_id"], ["id"], ondelete="CASCADE")
        batch.create_index("ix_attachment_remark_id", ["remark_id"])
    with op.batch_alter_table("outbox") as batch:
        for table in ("remark", "faq"):
            batch.add_column(sa.Column(f"{table}_id", _ID, nullable=True))
            batch.create_foreign_key(f"fk_outbox_{table}_id", table, [f"{table}_id"], ["id"], ondelete="CASCADE")
            given = sa.text(f"{table}_id IS NOT NULL")
            batch.create_index(f"ix_outbox_{table}_id", [f"{table}_id"], sqlite_where=given, postgresql_where=given)


def _make_tables() -> None:
    op.create_table(
        "inquiry",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("stakeholder_id", _ID, nullable=False),
        sa.Column("topic_id", _ID, nullable=True),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("taken_by", sa.Text(), nullable=False),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("answered_at", _MOMENT),
        sa.Column("waiting_since", _MOMENT),
        sa.Column("done_at", _MOMENT),
        sa.ForeignKeyConstraint(
            ["stakeholder_id"], ["stakeholder.id"], name="fk_inquiry_stakeholder_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name="fk_inquiry_topic_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_inquiry"),
    )
    op.create_index("ix_inquiry_stakeholder_id", "inquiry", ["stakeholder_id"])
    op.create_index("ix_inquiry_topic_id", "inquiry", ["topic_id"])
    op.create_table(
        "remark",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("inquiry_id", _ID, nullable=False),
        sa.Column("by_staff", sa.Boolean(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["inquiry_id"], ["inquiry.id"], name="fk_remark_inquiry_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_remark"),
    )
    op.create_index("ix_remark_inquiry_id", "remark", ["inquiry_id"])
    op.create_index("ix_remark_message_id", "remark", ["channel", "chat_id", "message_id"])
    op.create_table(
        "faq",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("topic_id", _ID, nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name="fk_faq_topic_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_faq"),
    )
    op.create_index("ix_faq_topic_id", "faq", ["topic_id"])
    op.create_table(
        "quick_reply",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_quick_reply"),
    )


def downgrade() -> None:
    with op.batch_alter_table("outbox") as batch:
        for table in ("remark", "faq"):
            batch.drop_index(f"ix_outbox_{table}_id")
            batch.drop_column(f"{table}_id")
    op.execute("DELETE FROM attachment WHERE response_id IS NULL")
    with op.batch_alter_table("attachment") as batch:
        batch.drop_index("ix_attachment_remark_id")
        batch.drop_column("remark_id")
        batch.alter_column("response_id", existing_type=_ID, nullable=False)
    op.drop_column("stakeholder", "inquiring")
    for name in ("quick_reply", "faq", "remark", "inquiry"):
        op.drop_table(name)
