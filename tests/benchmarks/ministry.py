"""Our own bot, as it runs for real, and a database in which many people are about to answer a topic."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, func, insert, select, update

from consultation.conversation import Channel
from consultation.questionnaire import Choice, Question, Questionnaire, QuestionType
from consultation.response import ResponseState
from consultation.stakeholder import Standing
from consultation.topic import Topic, TopicState
from storage import questionnaires, topics
from storage.database import Database, Work
from storage.deliveries import State
from storage.tables import address, outbox, response, stakeholder
from tests.benchmarks.peers.common import QUESTIONS, TOKEN
from tests.benchmarks.processes import Program

T = TypeVar("T")

_CHUNK = 2000

_CONFIGURATION = """
[storage]
url = "{database}"

[files]
folder = "{folder}"

[telegram]
token = "{token}"
api_url = "{server}"
messages_per_second = {pace}

[log]
level = "warning"
"""

_QUALITIES = ("خوب", "میانه", "بد")
_HOURS = {"fa": "در ماه گذشته چند ساعت خاموشی داشتید؟", "en": "How many hours without power did you have?"}
_SUPPLY = {"fa": "تأمین برق واحد شما چگونه است؟", "en": "How is your supply?"}
FORM = Questionnaire(
    title={"fa": "برق صنایع"},
    default_language="fa",
    questions=tuple(
        Question(f"hours_{n}", QuestionType.INTEGER, _HOURS, required="true()")
        if n % 2
        else Question(f"supply_{n}", QuestionType.SELECT_ONE, _SUPPLY, choices="quality", required="true()")
        for n in range(QUESTIONS)
    ),
    choices={"quality": tuple(Choice(f"q{n}", {"fa": label}) for n, label in enumerate(_QUALITIES))},
    languages=("fa", "en"),
)
TEXTS = tuple("۱۷" if n % 2 else _QUALITIES[n % 3] for n in range(QUESTIONS))


@dataclass(frozen=True)
class Ministry:
    """A folder with a configuration, and a database."""

    folder: Path
    database: str

    def configured(self, server: str, pace: float = 100_000, *, more: str = "") -> Program:
        """The program, ready to be started."""
        told = {"database": self.database, "folder": self.folder, "token": TOKEN, "server": server, "pace": pace}
        path = self.folder / "config.toml"
        path.write_text(_CONFIGURATION.format(**told) + more, encoding="utf-8")
        return Program("bot", "run", "--config", str(path), log=self.folder / "bot.log")

    async def answering(self, count: int) -> None:
        """So many members, whose chats have the ids from 1, are at the first question of a topic."""
        await self.transaction(lambda db: _answering(db, _with_topic(db, count), count))

    async def unsettled(self) -> int:
        owed = select(func.count()).where(outbox.c.state.in_((State.QUEUED, State.SENDING)))
        return await self.transaction(lambda db: db.execute(owed).scalar_one())

    async def transaction(self, work: Work[T]) -> T:
        database = Database(self.database)
        try:
            await database.migrate()
            return await database.transaction(work)
        finally:
            await database.close()


def now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the program that is measured lives by the real clock


def _with_topic(db: Connection, count: int) -> Topic:
    """Members, and a draft for them."""
    for some in _chunks(count):
        member = {"standing": Standing.MEMBER, "language": "fa", "name": "نام", "notices": True}
        since = {"consent_version": "1", "consented_at": now(), "profiled_at": now(), "created_at": now()}
        db.execute(insert(stakeholder), [{"id": n, **member, **since} for n in some])
        place = {"channel": Channel.TELEGRAM, "reachable": True, "heard_at": now()}
        db.execute(insert(address), [{"id": n, "stakeholder_id": n, "chat_id": n, **place} for n in some])
    stored = questionnaires.store(db, FORM, now())
    return topics.draft(db, "برق پایدار", "", stored, now() + timedelta(days=7), now())


def _answering(db: Connection, topic: Topic, count: int) -> None:
    topics.change(db, topic.id, state=TopicState.OPEN, opened_at=now())
    here = {"topic_id": topic.id, "questionnaire_id": topic.questionnaire_id, "channel": Channel.TELEGRAM}
    begun = {"state": ResponseState.OPEN, "started_at": now(), "updated_at": now()}
    for some in _chunks(count):
        db.execute(insert(response), [{"id": n, "stakeholder_id": n, **here, **begun} for n in some])
    db.execute(update(stakeholder).values(answering=stakeholder.c.id))


def _chunks(count: int) -> Iterator[range]:
    for first in range(1, count + 1, _CHUNK):
        yield range(first, min(first + _CHUNK, count + 1))
