"""Campaigns are rows: expanded in chunks, claimed by an index of their own, held up as a whole.

What was queued for many before becomes campaigns too, so that it can be watched and held up like any other.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)
_PENDING = sa.text("state IN ('queued', 'sending')")
_ONE_BY_ONE = sa.text("state IN ('queued', 'sending') AND campaign_id IS NULL")
_OF_CAMPAIGN = sa.text("state IN ('queued', 'sending') AND campaign_id IS NOT NULL")
_SENDING = sa.text("state = 'sending'")
_SAID = sa.text("message_id IS NOT NULL")
_UNFINISHED = sa.text("ended_at IS NULL")
_UNREACHABLE = sa.text("reachable IS FALSE")

_GATHER = """
INSERT INTO campaign (subject, topic_id, faq_id, announcement_id, makes, state, place, until, created_at, starts_at,
                      expanded_at, ended_at, people, queued, sent, failed, dropped, rate, seen)
SELECT subject, topic_id, faq_id, announcement_id, makes,
       CASE WHEN SUM(CASE WHEN state = 'paused' THEN 1 ELSE 0 END) > 0 THEN 'paused'
            WHEN SUM(CASE WHEN state IN ('queued', 'sending') THEN 1 ELSE 0 END) > 0 THEN 'going'
            WHEN SUM(CASE WHEN state = 'cancelled' THEN 1 ELSE 0 END) > 0 THEN 'cancelled'
            ELSE 'done' END,
       0, 0, MIN(created_at), MIN(created_at), MIN(created_at),
       CASE WHEN SUM(CASE WHEN state IN ('queued', 'sending', 'paused') THEN 1 ELSE 0 END) = 0
            THEN MAX(COALESCE(settled_at, created_at)) END,
       COUNT(*), COUNT(*),
       SUM(CASE WHEN state = 'sent' THEN 1 ELSE 0 END),
       SUM(CASE WHEN state = 'failed' THEN 1 ELSE 0 END),
       SUM(CASE WHEN state = 'cancelled' THEN 1 ELSE 0 END), 0, 0
FROM outbox WHERE lane = 1 GROUP BY subject, topic_id, faq_id, announcement_id, makes
"""
_BELONG = """
UPDATE outbox SET campaign_id = (
    SELECT campaign.id FROM campaign
    WHERE campaign.subject = outbox.subject AND campaign.makes = outbox.makes
      AND COALESCE(campaign.topic_id, 0) = COALESCE(outbox.topic_id, 0)
      AND COALESCE(campaign.faq_id, 0) = COALESCE(outbox.faq_id, 0)
      AND COALESCE(campaign.announcement_id, 0) = COALESCE(outbox.announcement_id, 0)
) WHERE lane = 1
"""
# Millions of rows go through the indexes of what is pending: dead entries are cleared before claims have to step over
# them.
_TIDY = {
    "autovacuum_vacuum_scale_factor": "0.01",
    "autovacuum_vacuum_threshold": "10000",
    "autovacuum_analyze_scale_factor": "0.02",
    "autovacuum_vacuum_cost_delay": "0",
}


def upgrade() -> None:
    op.create_table(
        "campaign",
        sa.Column("id", _ID, nullable=False),
        sa.Column("subject", sa.String(16), nullable=False),
        sa.Column("topic_id", _ID),
        sa.Column("faq_id", _ID),
        sa.Column("announcement_id", sa.BigInteger()),
        sa.Column("makes", sa.String(64), nullable=False),
        sa.Column("but", sa.BigInteger()),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("starts_at", _MOMENT, nullable=False),
        sa.Column("expanded_at", _MOMENT),
        sa.Column("ended_at", _MOMENT),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("people", "queued", "sent", "failed", "dropped")),
        sa.Column("rate", sa.Float(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("seen_at", _MOMENT),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name="fk_campaign_topic_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["faq_id"], ["faq.id"], name="fk_campaign_faq_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_campaign"),
    )
    _index("ix_campaign_unfinished", "campaign", ["id"], _UNFINISHED)
    op.create_index("ix_campaign_topic_id", "campaign", ["topic_id"])
    op.create_index("ix_campaign_announcement_id", "campaign", ["announcement_id"])
    _index("ix_address_unreachable", "address", ["stakeholder_id"], _UNREACHABLE)
    op.add_column("outbox", sa.Column("campaign_id", sa.BigInteger()))
    op.execute(_GATHER)
    op.execute(_BELONG)
    op.execute("UPDATE outbox SET state = 'queued' WHERE state = 'paused'")
    op.drop_index("ix_outbox_due", "outbox")
    _index("ix_outbox_due", "outbox", ["channel", "lane", "id"], _ONE_BY_ONE)
    _index("ix_outbox_campaign", "outbox", ["campaign_id", "channel", "due_at", "id"], _OF_CAMPAIGN)
    _index("ix_outbox_sending", "outbox", ["id"], _SENDING)
    op.drop_index("ix_outbox_message_id", "outbox")
    _index("ix_outbox_message_id", "outbox", ["channel", "chat_id", "message_id"], _SAID)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE outbox SET (" + ", ".join(f"{name} = {value}" for name, value in _TIDY.items()) + ")")


def _index(name: str, table: str, columns: list[str], where: sa.TextClause) -> None:
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    """What had not been expanded yet is not sent."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE outbox RESET (" + ", ".join(_TIDY) + ")")
    op.drop_index("ix_outbox_message_id", "outbox")
    op.create_index("ix_outbox_message_id", "outbox", ["channel", "chat_id", "message_id"])
    op.drop_index("ix_outbox_sending", "outbox")
    op.drop_index("ix_outbox_campaign", "outbox")
    op.drop_index("ix_outbox_due", "outbox")
    _index("ix_outbox_due", "outbox", ["channel", "lane", "id"], _PENDING)
    op.drop_column("outbox", "campaign_id")
    op.drop_index("ix_address_unreachable", "address")
    op.drop_table("campaign")
