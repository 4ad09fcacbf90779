"""Migrations, applied when the program starts. `env.py` and `versions/` are Alembic's."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection


def upgrade(connection: Connection, to: str = "head") -> None:
    command.upgrade(_configured(connection), to)


def downgrade(connection: Connection, to: str) -> None:
    command.downgrade(_configured(connection), to)


def behind(connection: Connection) -> bool:
    """Whether the tables are not those of this version."""
    heads = ScriptDirectory.from_config(_configured(connection)).get_heads()
    return set(MigrationContext.configure(connection).get_current_heads()) != set(heads)


def _configured(connection: Connection) -> Config:
    configuration = Config()
    configuration.set_main_option("script_location", str(Path(__file__).parent))
    configuration.attributes["connection"] = connection
    return configuration
