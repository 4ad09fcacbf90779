"""A robot that walks a form from its invitation to the receipt, in one process, over the real reception, storage and
delivery. It keeps its own record of what it gave, and works out from that alone what it must be asked next; so what is
shown and what is stored can be held against it.
"""

from __future__ import annotations

import random
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from consultation import wording
from consultation.answers import range_of
from consultation.conversation import Button, Channel, File, Kind, Location
from consultation.interview import Interview
from consultation.questionnaire import SEVERAL, Question, Questionnaire, QuestionType
from consultation.response import Response, ResponseState
from consultation.stakeholder import Standing
from consultation.texts import speaking
from consultation.topic import Topic
from storage import people, questionnaires, responses, topics
from storage.tables import quarantine
from tests.walks.suggestions import NothingFits, suggested, written
from tests.world import INVISIBLE, Person, World

MOST_QUESTIONS = 3000
MOST_PAGES = 300
SEEN_OF_A_LABEL = 200  # a longer text may go in pieces
_FILES = {
    QuestionType.IMAGE: "photo",
    QuestionType.AUDIO: "voice",
    QuestionType.VIDEO: "video",
    QuestionType.FILE: "document",
}
_WITH_BUTTONS = SEVERAL | {QuestionType.SELECT_ONE, QuestionType.RANGE, QuestionType.ACKNOWLEDGE}


class Refused(Exception):
    """The form was not accepted; the message is what staff were told."""


@dataclass
class Walker:
    person: Person
    topic_id: int
    form: Questionnaire
    chance: random.Random
    given: dict[str, str] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)  # processor time of each turn, in order
    _shown: str = ""  # what came in answer to the last thing that it did

    async def walks(self) -> Response:
        """From the invitation to the receipt; what is stored then."""
        await self.begins()
        await self.answers()
        return await self._submits()

    async def begins(self) -> None:
        await self._presses("begin")

    async def answers(self, most: int = MOST_QUESTIONS) -> None:
        """What is asked, to its end or for so many questions."""
        for _question in range(most):
            self._reads_notes()
            interview = self.interview
            question = interview.asking
            if question is None:
                return
            with speaking(interview.language):
                self.given[question.name] = await self._meets(interview, question)
        assert most < MOST_QUESTIONS, "the form has no end"

    async def leaps(self, until: int) -> None:
        """Answers put where answers are kept, without a word said, until so many questions are left."""

        def record(db: Connection) -> None:
            response = self._stored(db)
            assert response is not None
            while len((interview := self.interview).to_ask) - len(self.given) > until and interview.asking:
                given = dict.fromkeys((note.name for note in interview.unread), "")
                given[interview.asking.name] = suggested(interview, interview.asking, self.chance)
                for name, value in given.items():
                    responses.record(db, response.id, name, value, self.person.world.now, self.person.channel)
                self.given |= given

        await self.person.world.database.transaction(record)
        buttons = (button for message in self.person.chat.messages for button in message.buttons)
        await self._press(next(button for button in buttons if button.press.startswith("begin:")))  # the invitation's

    @property
    def interview(self) -> Interview:
        """Where it must be, by its own record; what the form leaves to chance is seeded with the response's number."""
        seed = next((button.press.split(":")[1] for button in self._buttons("later")), "").partition("~")[0]
        return Interview(self.form, self.given, self.person.world.policy.local(self.person.world.now), seed=seed)

    async def _meets(self, interview: Interview, question: Question) -> str:
        self._sees(interview, question)
        value = self._chosen(interview, question)
        if value:
            await self._gives(interview, question, value)
        else:
            await self._presses("skip")
        return value

    def _reads_notes(self) -> None:
        interview = self.interview
        for note in interview.unread:
            self._sees(interview, note)
            self.given[note.name] = ""

    def _sees(self, interview: Interview, question: Question) -> None:
        label = (
            wording.filled(interview, self.form.text(question.label, interview.language)).translate(INVISIBLE).strip()
        )
        assert label[:SEEN_OF_A_LABEL] in self._shown, f"«{label}» is open, but shown is:\n{self._shown}"

    def _chosen(self, interview: Interview, question: Question) -> str:
        """What to answer; "" to skip, which happens now and then where it is allowed."""
        if not interview.required(question) and self.chance.random() < 0.1:
            return ""
        try:
            return suggested(interview, question, self.chance)
        except NothingFits:
            if interview.required(question):
                raise
            return ""

    async def _gives(self, interview: Interview, question: Question, value: str) -> None:
        if question.type in _FILES:
            return await self._does(Kind.FILE, file=File("file-1", _FILES[question.type], "answer.bin", size=7))
        if question.type is QuestionType.LOCATION:
            latitude, longitude = map(float, value.split()[:2])
            return await self._does(Kind.LOCATION, location=Location(latitude, longitude))
        if question.type in _WITH_BUTTONS and self.chance.random() < 0.7:
            return await self._presses_answer(interview, question, value)
        await self._does(Kind.TEXT, text=written(interview, question, value))
        if question.type is QuestionType.TEXT and self._buttons("keep"):
            await self._presses("keep")  # that was all of it

    async def _presses_answer(self, interview: Interview, question: Question, value: str) -> None:
        if question.type is QuestionType.ACKNOWLEDGE:
            return await self._presses("acknowledge")
        verb = "tick" if question.type in SEVERAL else "choose"
        for name in value.split() if question.type in SEVERAL else [value]:
            await self._press(await self._button_of(interview, question, verb, name))
        if verb == "tick":
            await self._presses("ticked")

    async def _button_of(self, interview: Interview, question: Question, verb: str, value: str) -> Button:
        """The button of a choice, on whichever page: it carries its place in the form's own list."""
        names = [choice.name for choice in interview.questionnaire.choices.get(question.choices, ())]
        place = str((names or range_of(question)).index(value))
        for _page in range(MOST_PAGES):
            for button in self._buttons(verb):
                if button.press.partition("~")[0].split(":")[3] == place:
                    return button
            await self._press(self._buttons("page")[-1])
        raise AssertionError(f"«{value}» is on no page")

    async def _submits(self) -> Response:
        for _page in range(MOST_PAGES):
            if self._buttons("submit"):
                break
            await self._press(self._buttons("reviewed")[-1])
        await self._presses("submit")
        stored = await self.person.world.database.read(self._stored)
        assert stored is not None
        assert stored.state is ResponseState.SUBMITTED
        return stored

    def _stored(self, db: Connection) -> Response | None:
        world = self.person.world
        member, _address = people.at(db, self.person.channel, self.person.chat_id, world.now)
        return responses.to_topic(db, member.id, self.topic_id)

    # -- the phone -----------------------------------------------------------------------------------------------------

    def _buttons(self, verb: str) -> list[Button]:
        """Of the latest message that has any."""
        with_buttons = [message for message in self.person.chat.messages if message.buttons]
        return [one for one in with_buttons[-1].buttons if one.press.split(":")[0] == verb] if with_buttons else []

    async def _presses(self, verb: str) -> None:
        buttons = self._buttons(verb)
        assert buttons, f"no button «{verb}» below:\n{self._shown}"
        await self._press(buttons[0])

    async def _press(self, button: Button) -> None:
        message = next(one for one in reversed(self.person.chat.messages) if button in one.buttons)
        await self._does(Kind.PRESS, press=button.press, press_id="p", message_id=message.id)

    async def _does(self, kind: Kind, **more: object) -> None:
        world, chat = self.person.world, self.person.chat
        before = {message.id: message.edited for message in chat.messages[-50:]}
        began = time.process_time()
        toasts = await world.reception.receive([self.person._incoming(kind, **more)])
        self.seconds.append(time.process_time() - began)
        put_aside = await world.database.read(lambda db: db.execute(select(quarantine.c.traceback)).scalars().all())
        assert not put_aside, put_aside[0]
        await world.deliver()
        news = [message for message in chat.messages[-50:] if before.get(message.id) != message.edited]
        assert news, f"no answer to {more}, but: {toasts}"
        self._shown = "\n".join(message.text for message in news)
        chat.unread.clear()


async def invited(world: World, name: str, form: bytes, channel: Channel, seed: int = 0) -> Walker:
    """Publish a form as staff do; who was invited to it. Raises Refused."""
    person = await _member(world, channel)
    topic = await _published(world, name, form)
    questionnaire = await world.database.read(lambda db: questionnaires.get(db, topic.questionnaire_id))
    return Walker(person, topic.id, questionnaire, random.Random(seed))  # noqa: S311 - so that it can be repeated


async def walks(world: World, name: str, form: bytes, channel: Channel, seed: int = 0) -> Walker:
    """The whole way; what is stored at its end is what was given. Raises Refused."""
    walker = await invited(world, name, form, channel, seed)
    stored = await walker.walks()
    files = {question.name for question in walker.form.questions if question.type in _FILES}
    assert _without(files, stored.answers) == _without(files, walker.given)
    return walker


def _without(files: set[str], answers: Mapping[str, str]) -> dict[str, str]:
    """Which file a file became is known to the storage alone."""
    return {name: "a file" if value and name in files else value for name, value in answers.items()}


async def _member(world: World, channel: Channel) -> Person:
    person, now = world.person("ana", channel), world.now

    def join(db: Connection) -> None:
        member, _address = people.at(db, channel, person.chat_id, now)
        people.change(db, member.id, standing=Standing.MEMBER, name="آنا", profiled_at=now, notices=True)

    await world.database.transaction(join)
    return person


async def _published(world: World, name: str, form: bytes) -> Topic:
    secretary = await world.staff()
    await secretary.sends_file(name, form, caption="راه‌پیمایی")
    told = "\n".join(message.text for message in secretary.reads())
    found = await world.database.read(topics.listed)
    if not found:
        raise Refused(told)
    await secretary.presses("انتشار هم‌اکنون")
    await secretary.presses("بله، منتشر شود")
    return found[0]
