"""Anonymous topics: who took part is known, what each of them said is not.

Columns are added as they are, without rebuilding a table: rebuilding one that others refer to would empty those.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("topic", sa.Column("anonymous", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("invitation", sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("response", sa.Column("participant", sa.String(length=64), nullable=True))
    op.add_column("response", sa.Column("kind", sa.String(length=64), server_default="", nullable=False))
    op.create_index("uq_response_participant", "response", ["participant"], unique=True)


def downgrade() -> None:
    op.drop_index("uq_response_participant", table_name="response")
    op.drop_column("response", "kind")
    op.drop_column("response", "participant")
    op.drop_column("invitation", "answered_at")
    op.drop_column("topic", "anonymous")
