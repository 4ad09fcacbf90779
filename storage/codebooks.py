"""The codebook: by which key words open answers to a question are told apart into themes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, select

from consultation.persian.text import fold
from storage.rows import upsert
from storage.tables import theme


@dataclass(frozen=True)
class Theme:
    question: str
    name: str
    words: tuple[str, ...]


def of_topic(db: Connection, topic_id: int) -> list[Theme]:
    rows = db.execute(
        select(theme.c.question, theme.c.name, theme.c.words)
        .where(theme.c.topic_id == topic_id)
        .order_by(theme.c.question, theme.c.name)
    )
    return [Theme(row.question, row.name, tuple(row.words)) for row in rows]


def meant(db: Connection, topic_id: int, wanted: str) -> str:
    """What is looked for: where that is the name of a theme, any of its words."""
    named = [theme for theme in of_topic(db, topic_id) if fold(theme.name) == fold(wanted)]
    return ", ".join(word for theme in named for word in theme.words) or wanted


def keep(db: Connection, topic_id: int, question: str, name: str, words: Sequence[str]) -> None:
    """A theme of this name is written anew; without words it is gone."""
    mine = (theme.c.topic_id == topic_id) & (theme.c.question == question) & (theme.c.name == name)
    if not words:
        db.execute(delete(theme).where(mine))
        return
    values = {"topic_id": topic_id, "question": question, "name": name, "words": list(words)}
    upsert(db, theme, ["topic_id", "question", "name"], values)
