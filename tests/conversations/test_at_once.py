"""Two members of staff press the same button in the same moment, in two processes that share a database: it is done
once, and the second of them is told so.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import Connection, func, select

from consultation import buttons
from consultation.auditing import Action
from consultation.conversation import Channel, Kind
from consultation.stakeholder import Profile, Standing
from consultation.topic import Topic, TopicState
from consultation.xlsform.reading import read_form
from handlers.reception import Reception
from storage import announcements, faq, findings, inquiries, invitations, people, questionnaires, staff, topics
from storage.database import Database
from storage.tables import audit, outbox
from tests.conversations.test_corrections import corrected
from tests.stories import workbook
from tests.world import Person, World

_FORM = read_form(workbook(), "form.xlsx").questionnaire
_CORRECTED = read_form(corrected(retype=True), "form.xlsx").questionnaire


@dataclass
class Desk:
    """Two members of staff, each served by a process of their own."""

    world: World
    people: tuple[Person, Person]
    receptions: tuple[Reception, Reception]

    async def press_at_once(self, press: str) -> list[str]:
        both = zip(self.people, self.receptions, strict=True)
        return list(await asyncio.gather(*(self._press(who, reception, press) for who, reception in both)))

    async def _press(self, who: Person, reception: Reception, press: str) -> str:
        signed = buttons.sign(self.world.house.key, who.channel, who.chat_id, press)
        (toast,) = await reception.receive([who._incoming(Kind.PRESS, press=signed, press_id="p", message_id=1)])
        return toast.text

    async def times(self, action: Action) -> int:
        done = select(func.count()).where(audit.c.action == action)
        return await self.world.database.read(lambda db: db.execute(done).scalar_one())


@pytest.fixture
async def desk(world: World) -> AsyncIterator[Desk]:
    both = await world.staff("maryam"), await world.staff("reza")
    for one in both:
        await one.says("/topics")
        one.reads()
    other = Database(world.database.address)
    yield Desk(world, both, (world.reception, Reception(other, world.house, lambda: world.now, lambda: None)))
    await other.close()


def _topic(db: Connection, world: World, state: TopicState = TopicState.DRAFT) -> Topic:
    form = questionnaires.store(db, _FORM, world.now)
    topic = topics.draft(db, "برق پایدار", "", form, world.now + timedelta(days=7), world.now)
    if state is TopicState.OPEN:
        invitations.publish(db, topic, world.now)
    elif state is not TopicState.DRAFT:
        opens_at = world.now + timedelta(days=1) if state is TopicState.SCHEDULED else None
        topics.change(db, topic.id, state=state, opens_at=opens_at)
    return topics.get(db, topic.id) or topic


def _with_a_finding(db: Connection, world: World, state: TopicState) -> Topic:
    topic = _topic(db, world, state)
    findings.add(db, topic.id, "آنچه شنیدیم", world.now)
    return topic


def _somebody(db: Connection, world: World, number: int, standing: Standing = Standing.MEMBER) -> int:
    person, _address = people.at(db, Channel.TELEGRAM, number, world.now)
    people.change(db, person.id, standing=standing, consented_at=world.now, consent_version="1", notices=True)
    people.set_profile(db, person.id, Profile(f"نام {number}", "professor", "", "tehran", ("metals",)), world.now)
    return person.id


_STATES = {
    "publish!": (TopicState.DRAFT, Action.PUBLISH),
    "submit": (TopicState.DRAFT, Action.SUBMIT),
    "discard!": (TopicState.DRAFT, Action.DISCARD),
    "unschedule": (TopicState.SCHEDULED, Action.UNSCHEDULE),
    "undo": (TopicState.OPEN, Action.UNDO),
    "remind": (TopicState.OPEN, Action.REMIND),
    "withdraw!": (TopicState.OPEN, Action.WITHDRAW),
    "close!": (TopicState.OPEN, Action.CLOSE),
    "archive": (TopicState.CLOSED, Action.ARCHIVE),
    "results!": (TopicState.CLOSED, Action.RESULTS),
}


async def test_each_step_of_a_topic_is_taken_once(desk: Desk) -> None:
    world = desk.world
    await world.database.transaction(lambda db: _somebody(db, world, 7001))
    for verb, (state, action) in _STATES.items():
        topic = await world.database.transaction(partial(_with_a_finding, world=world, state=state))
        told = await desk.press_at_once(f"{verb}:{topic.id}")
        assert await desk.times(action) == 1, verb
        assert sum("همکار" in one or "همین اکنون" in one or "موضوعی با شمارهٔ" in one for one in told) == 1, (verb, told)


async def test_a_publication_that_two_press_tells_everybody_once(desk: Desk) -> None:
    world = desk.world
    await world.database.transaction(lambda db: [_somebody(db, world, number) for number in range(7001, 7006)])
    topic = await world.database.transaction(lambda db: _topic(db, world))
    await desk.press_at_once(f"publish!:{topic.id}")
    await world.passes(hours=1)
    queued = select(func.count()).where(outbox.c.subject == "invitation")
    assert await world.database.read(lambda db: db.execute(queued).scalar_one()) == 5


async def test_a_correction_is_taken_over_once_and_undone_once(desk: Desk) -> None:
    world = desk.world
    topic = await world.database.transaction(lambda db: _topic(db, world, TopicState.OPEN))
    now = await world.database.transaction(lambda db: questionnaires.store(db, _CORRECTED, world.now))
    await desk.press_at_once(f"correct!:{topic.id}:{topic.questionnaire_id}:{now}")
    assert await desk.times(Action.CORRECT) == 1
    await desk.press_at_once(f"uncorrect:{topic.id}:{topic.questionnaire_id}:{now}")
    assert await desk.times(Action.UNDO) == 1


async def test_a_member_is_decided_about_once(desk: Desk) -> None:
    world = desk.world
    waiting = await world.database.transaction(lambda db: _somebody(db, world, 7001, Standing.WAITING))
    await desk.press_at_once(f"accept:{waiting}")
    for verb, action in (("accept", Action.ACCEPT), ("block!", Action.BLOCK), ("unblock", Action.UNBLOCK)):
        await desk.press_at_once(f"{verb}:{waiting}")
        assert await desk.times(action) == 1, verb
    told = select(func.count()).where(outbox.c.chat_id == 7001)
    assert await world.database.read(lambda db: db.execute(told).scalar_one()) == 1, "and hears of it once"
    first, second = await world.database.transaction(lambda db: [_somebody(db, world, one) for one in (7002, 7003)])
    await desk.press_at_once(f"same!:{first}:{second}")
    assert await desk.times(Action.MERGE) == 1


async def test_an_inquiry_is_taken_answered_and_closed_once(desk: Desk) -> None:
    world = desk.world
    maryam = desk.people[0]

    def ask(db: Connection) -> int:
        asker, topic = _somebody(db, world, 7001), _topic(db, world, TopicState.OPEN)
        inquiry = inquiries.begin(db, asker, topic.id, world.now, named=True)
        inquiries.say(db, inquiry.id, maryam._incoming(Kind.TEXT), "مهلت تا کی است؟", world.now, by_staff=False)
        faq.keep_quick_reply(db, "تا پایان آذر.", world.now)
        return inquiry.id

    asked = await world.database.transaction(ask)
    presses = {
        f"take:{asked}": Action.TAKE_INQUIRY,
        f"quick!:{asked}:1": Action.ANSWER_INQUIRY,
        f"faq!:{asked}:tell": Action.FAQ,
        f"done:{asked}": Action.CLOSE_INQUIRY,
    }
    for press, action in presses.items():
        await desk.press_at_once(press)
        assert await desk.times(action) == 1, press


async def test_an_announcement_leaves_once(desk: Desk) -> None:
    world = desk.world
    await world.database.transaction(lambda db: _somebody(db, world, 7001))
    draft = await world.database.transaction(lambda db: announcements.draft(db, "سلام", "telegram:1", world.now))
    await desk.press_at_once(f"announcement-send:{draft}")
    assert await desk.times(Action.ANNOUNCE) == 1
    await world.passes(hours=1)
    queued = select(func.count()).where(outbox.c.subject == "announcement")
    assert await world.database.read(lambda db: db.execute(queued).scalar_one()) == 1


async def test_a_role_is_given_once(desk: Desk) -> None:
    world, sender = desk.world, desk.world.person("sina").sender
    member = await world.database.transaction(lambda db: staff.met(db, Channel.TELEGRAM, sender))
    await desk.press_at_once(f"role!:{member.id}:editor")
    assert await desk.times(Action.ROLE) == 1
