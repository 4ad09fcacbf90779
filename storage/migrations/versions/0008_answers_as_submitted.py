"""A change that opens a gap leaves the answers standing as they were submitted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("response", sa.Column("standing", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    op.drop_column("response", "standing")
