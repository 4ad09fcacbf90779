"""An owed file says which one it is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("makes", sa.String(length=64), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("outbox", "makes")
