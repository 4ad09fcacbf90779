"""Many people who have joined already, and topics that are published to them: put straight into the database."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import count

from sqlalchemy import Connection, func, select

from consultation.conversation import Channel
from consultation.questionnaire import Questionnaire
from consultation.stakeholder import Profile, Standing
from playground.models import Chat, Person
from playground.world import World
from storage import invitations, people, questionnaires, topics
from storage.database import Database
from storage.deliveries import State
from storage.tables import outbox

_ids = count(10_001)


async def enter(world: World, database: Database, channel: Channel, size: int) -> list[Chat]:
    """The private chats of so many new members on this messenger."""
    chats = [with_a_phone(world, channel) for _one in range(size)]
    await database.transaction(lambda db: _join(db, channel, chats))
    return chats


def with_a_phone(world: World, channel: Channel) -> Chat:
    """The private chat of somebody who has not written to the bot yet."""
    number = next(_ids)
    person = Person(f"p{number}", "شرکت‌کننده", str(number), "", f"+98{number}", {channel.value: number})
    chat = world.chat_with_bot(world.add_person(person))
    chat.started = True
    return chat


def _join(db: Connection, channel: Channel, chats: list[Chat]) -> None:
    now = datetime.now(UTC)  # noqa: TID251 - the program that is killed lives by the real clock
    for chat in chats:
        person, _address = people.at(db, channel, chat.id, now)
        people.change(db, person.id, standing=Standing.MEMBER, consented_at=now, consent_version="1", notices=True)
        people.set_profile(db, person.id, Profile("نام", "professor", "", "tehran", ("metals",)), now)


async def publish(database: Database, title: str, form: Questionnaire) -> int:
    """The id of a topic that everybody who has joined is owed a word of."""
    return await database.transaction(lambda db: _publish(db, title, form))


def _publish(db: Connection, title: str, form: Questionnaire) -> int:
    now = datetime.now(UTC)  # noqa: TID251
    stored = questionnaires.store(db, form, now)
    topic = topics.draft(db, title, "", stored, now + timedelta(days=7), now)
    invitations.publish(db, topic, now)
    return topic.id


async def under_way(database: Database) -> int:
    """How many messages were between being sent and being known to be sent when the program was last alive."""
    sending = select(func.count()).select_from(outbox).where(outbox.c.state == State.SENDING)
    return await database.read(lambda db: db.execute(sending).scalar_one())


def told(chats: list[Chat], title: str) -> Counter[str]:
    """How often each was told of this topic."""
    return Counter({chat.key: sum(title in text for text in chat.texts) for chat in chats})
