"""What was put aside says whose chat it came from; uploads are remembered by the way in which they were sent."""

from __future__ import annotations

import re

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_CHAT = re.compile(r"\bchat_id=(-?\d+)")


def upgrade() -> None:
    op.add_column("quarantine", sa.Column("chat_id", sa.BigInteger(), nullable=True))
    _name_the_chats()
    _make_handles(sa.Column("shape", sa.String(length=16), nullable=False))


def downgrade() -> None:
    _make_handles()
    op.drop_column("quarantine", "chat_id")


def _name_the_chats() -> None:
    """From the update itself, which was kept as text."""
    kept = sa.table("quarantine", sa.column("id"), sa.column("update"), sa.column("chat_id"))
    db = op.get_bind()
    for row in db.execute(sa.select(kept.c.id, kept.c.update)).all():
        if found := _CHAT.search(row.update):
            db.execute(sa.update(kept).where(kept.c.id == row.id).values(chat_id=int(found[1])))


def _make_handles(*more: sa.Column[str]) -> None:
    """Anew and empty: handles only save uploads, and the next upload brings one."""
    op.drop_table("document_handle")
    op.create_table(
        "document_handle",
        sa.Column("document_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        *more,
        sa.Column("handle", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_handle_document_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document_id", "channel", *[one.name for one in more], name=op.f("pk_document_handle")),
    )
