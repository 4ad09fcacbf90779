"""A topic that is open, people who answer it, and the files that are made of what they said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import openpyxl
from openpyxl.workbook import Workbook
from sqlalchemy import Connection

from consultation.conversation import Channel
from consultation.policy import Policy
from consultation.questionnaire import Choice, Group, Question, Questionnaire, QuestionType
from consultation.stakeholder import Profile
from consultation.topic import Topic
from reports.exports import Exporter
from reports.parts import Format
from storage import expansion, invitations, people, questionnaires, responses, topics
from storage.database import Database

NOW = datetime(2026, 11, 23, 20, 45, tzinfo=UTC)  # already the next day in Tehran


def question(name: str, type_: QuestionType, fa: str, en: str, choices: str = "", relevant: str = "") -> Question:
    return Question(name, type_, {"fa": fa, "en": en}, choices=choices, relevant=relevant)


def choice(name: str, fa: str, en: str) -> Choice:
    return Choice(name, {"fa": fa, "en": en})


FORM = Questionnaire(
    title={"fa": "انرژی"},
    default_language="fa",
    questions=(
        question("welcome", QuestionType.NOTE, "درود بر شما", "Welcome"),
        question("firm", QuestionType.TEXT, "نام بنگاه شما", "Your firm"),
        question("staff", QuestionType.INTEGER, "شمار کارکنان", "Staff"),
        question("growth", QuestionType.DECIMAL, "رشد سالانه", "Growth"),
        question("since", QuestionType.DATE, "تاریخ آغاز کار", "Since"),
        question("field", QuestionType.SELECT_ONE, "رشته", "Field", choices="fields"),
        question("needs", QuestionType.SELECT_MULTIPLE, "نیازها", "Needs", choices="needs"),
        Question("double", QuestionType.CALCULATE, calculation="${staff} * 2"),
        question("why", QuestionType.TEXT, "چرا ${firm}؟", "Why ${firm}?", relevant="${field} = 'steel'"),
        Question("remark", QuestionType.TEXT, {"fa": "سخن دیگر"}, groups=("last",)),
    ),
    groups={"last": Group("last", {}, relevant="${staff} > 0")},
    choices={
        "fields": (choice("steel", "فولاد", "Steel"), choice("food", "غذا", "Food")),
        "needs": (choice("power", "برق", "Power"), choice("water", "آب", "Water"), choice("gas", "گاز", "Gas")),
    },
    languages=("fa", "en"),
)
PROFILE = Questionnaire(
    title={"fa": "آشنایی"},
    default_language="fa",
    questions=(
        question("kind", QuestionType.SELECT_ONE, "نوع", "Kind", choices="kinds"),
        question("province", QuestionType.SELECT_ONE, "استان", "Province", choices="provinces"),
    ),
    choices={
        "kinds": (choice("association", "تشکل", "Association"),),
        "provinces": (choice("yazd", "یزد", "Yazd"),),
    },
)
NAHID = Profile("ناهید رازقی", "association", "انجمن فولاد", "yazd")
ANSWERS = {
    "firm": "فولاد کویر",
    "staff": "1200",
    "growth": "3.5",
    "since": "2005-03-21",
    "field": "steel",
    "needs": "power gas",
    "why": "برای بازار",
    "remark": "",
}


@dataclass
class Secretariat:
    """Keeps a topic open, takes what people answer, and asks for the workbook."""

    database: Database
    folder: Path
    topic: Topic
    questionnaire: int
    came: int = 0

    async def hears(
        self,
        answers: Mapping[str, str],
        profile: Profile = NAHID,
        channel: Channel = Channel.TELEGRAM,
        *,
        preview: bool = False,
        submitted: bool = True,
    ) -> str:
        """One more person answers and hands in the response; its receipt code."""
        self.came += 1

        def take(db: Connection) -> str:
            person, _address = people.at(db, channel, self.came, NOW)
            people.set_profile(db, person.id, profile, NOW)
            invitations.invite(db, self.topic.id, person.id, NOW)
            form, topic = self.questionnaire, self.topic.id
            begun = responses.start(db, person.id, form, channel, NOW, topic_id=topic, preview=preview)
            for name, value in answers.items():
                responses.record(db, begun.id, name, value, NOW, channel)
            return responses.submit(db, begun, NOW) if submitted else ""

        return await self.database.transaction(take)

    async def forgets(self, chat_id: int) -> None:
        def forget(db: Connection) -> None:
            person, _address = people.at(db, Channel.TELEGRAM, chat_id, NOW)
            people.forget(db, person.id, withdraw=False)

        await self.database.transaction(forget)

    async def changes_the_form(self, form: Questionnaire) -> None:
        def change(db: Connection) -> int:
            stored = questionnaires.store(db, form, NOW)
            topics.change(db, self.topic.id, questionnaire_id=stored)
            return stored

        self.questionnaire = await self.database.transaction(change)

    async def file(self, language: str = "fa", format_: Format = Format.XLSX, *, names: bool = False) -> Path:
        def make(db: Connection) -> Path:
            topic = topics.get(db, self.topic.id)
            assert topic is not None
            return Exporter(PROFILE, Policy()).write(db, topic, format_, self.folder, NOW, language, names=names)

        return await self.database.read(make)

    async def workbook(self, language: str = "fa") -> Workbook:
        return openpyxl.load_workbook(await self.file(language))


async def opened_topic(database: Database, folder: Path) -> Secretariat:
    def opened(db: Connection) -> Topic:
        form = questionnaires.store(db, FORM, NOW)
        draft = topics.draft(db, "کمبود برق", "از کجا کم کنیم؟", form, NOW + timedelta(days=7), NOW)
        invitations.publish(db, draft, NOW)
        expansion.step(db, NOW)
        return draft

    topic = await database.transaction(opened)
    return Secretariat(database, folder, topic, topic.questionnaire_id)
