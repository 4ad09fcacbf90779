"""What the program keeps of itself."""

from __future__ import annotations

from sqlalchemy import Column, String, Table, Text

from storage.tables.columns import Moment, metadata

setting = Table(
    "setting",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)

firing = Table(
    "firing",
    metadata,
    Column("job", String(64), primary_key=True),
    Column("slot", String(64), primary_key=True),
    Column("at", Moment, nullable=False),
)
