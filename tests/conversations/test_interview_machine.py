"""Whatever somebody does in an interview, in whatever order, and wherever the program is killed meanwhile: no answer is
lost, nothing irrelevant is asked, old buttons and repeated updates change nothing, and they can always finish.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Coroutine
from contextlib import suppress
from datetime import timedelta
from enum import Enum, auto
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Connection, bindparam, create_engine, event, select
from sqlalchemy.pool import StaticPool

from consultation.conversation import Button, Channel, Incoming, Kind, Toast
from consultation.persian.text import persian_digits
from consultation.questionnaire import QuestionType
from consultation.response import ResponseState
from consultation.stakeholder import Standing
from reports.submissions import Submissions
from scheduler.sending import Parcel, Sent
from scheduler.settling import Outcome, Settler
from scheduler.writing import NotYet, Pointless, Writer
from storage import expansion, invitations, people, questionnaires, reminders, topics
from storage.database import _JSON, Database, Work
from storage.deliveries import COLUMNS, Delivery, State, delivery_of
from storage.tables import outbox as owed
from tests.conversations.interview_model import (
    COLOURS,
    LISTS,
    MOVES,
    SEVERAL,
    TEXTS,
    Form,
    Model,
    Row,
    forms,
    questionnaire,
)
from tests.world import Person, Shown, World

T = TypeVar("T")
Unsaid = Pointless | NotYet
TITLE = "موضوع رنگ‌ها"
STICKER = ""
ELSEWHERE = ("/start", "/help", "/topics", "/mine", "/settings", "/nonsense", "📋 موضوع‌ها", "پاسخ‌های من", STICKER)
FOLLOWED = {
    "begin",
    "choose",
    "tick",
    "ticked",
    "suggested",
    "skip",
    "back",
    "keep",
    "later",
    "review",
    "reviewed",
    "change",
    "redo",
}
FOLLOWED |= {"submit", "topic", "tomorrow", "decline", "because", "refer"}
WHICH = st.integers(0, 10**6)  # one of many, whatever their number


_OWED = (
    select(*COLUMNS)
    .where(owed.c.channel == bindparam("channel"), owed.c.state == State.QUEUED, owed.c.due_at <= bindparam("now"))
    .order_by(owed.c.lane, owed.c.id)
)
_STORED = "SELECT state, receipt, question, value FROM response LEFT JOIN answer ON response_id = response.id"


class Killed(BaseException):
    """The process is gone: nothing in it can catch this."""


class InMemory(Database):
    """SQLite in this thread and in memory: the same work on the same tables, at a fraction of the cost.

    The next transaction fails where there is a `fault`, after its work and before its commit.
    """

    fault: BaseException | None = None

    def __init__(self, template: sqlite3.Connection) -> None:
        self.embedded, self.address = True, "sqlite://"
        self._template = template
        self._engine = create_engine("sqlite://", poolclass=StaticPool, **_JSON)

        @event.listens_for(self._engine, "connect")
        def prepare(connection: sqlite3.Connection, _: object) -> None:
            connection.isolation_level = None
            connection.execute("PRAGMA foreign_keys=ON")

        @event.listens_for(self._engine, "begin")
        def begin(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

        self._connection = self._engine.connect()

    @property
    def memory(self) -> sqlite3.Connection:
        memory = self._connection.connection.driver_connection
        assert isinstance(memory, sqlite3.Connection)
        return memory

    def empty(self) -> None:
        """As it was when it had just been migrated."""
        self._template.backup(self.memory)

    async def transaction(self, work: Work[T]) -> T:
        fault, self.fault = self.fault, None
        with self._connection.begin():
            done = work(self._connection)
            if fault is not None:
                raise fault
            return done

    async def read(self, work: Work[T]) -> T:
        with self._connection.begin():
            return work(self._connection)

    async def close(self) -> None:
        self._connection.close()
        self._engine.dispose()


class ByHand(World):
    """What is said is brought by hand to the one phone that there is: how a courier works is proved elsewhere."""

    async def open(self) -> None:
        await super().open()
        self.writer = Writer(self.policy, self.profile, self.house.key)

    async def deliver(self) -> None:
        (ana,) = self.people.values()
        settler = Settler(ana.channel, lambda: 1.0, self.policy.day)
        due = {"channel": ana.channel, "now": self.now}

        def claim(db: Connection) -> list[tuple[Delivery, Parcel | Unsaid]]:
            while expansion.anything_to_do(db) and (expansion.step(db, self.now) or expansion.look_over(db, self.now)):
                pass
            claimed = [delivery_of(row) for row in db.execute(_OWED, due)]
            return [(delivery, self._written(db, delivery)) for delivery in claimed]

        if claimed := await self.database.transaction(claim):
            brought = [Outcome(delivery, await self._brought(ana.channel, parcel)) for delivery, parcel in claimed]
            await self.database.transaction(lambda db: settler.settle(db, brought, self.now))

    def _written(self, db: Connection, delivery: Delivery) -> Parcel | Unsaid:
        try:
            return self.writer.parcel(db, delivery, self.now)
        except (Pointless, NotYet) as unsaid:
            return unsaid

    async def _brought(self, channel: Channel, parcel: Parcel | Unsaid) -> Sent | Unsaid:
        return parcel if isinstance(parcel, Pointless | NotYet) else await self.messengers[channel].send(parcel)


class Fate(Enum):
    """What happens to the next update on its way."""

    KILLED_BEFORE_COMMIT = auto()
    KILLED_AFTER_COMMIT = auto()
    ROLLED_BACK = auto()


class OnePersonOneTopic(RuleBasedStateMachine):
    database: InMemory  # one for all examples, empty at the beginning of each
    runner: asyncio.Runner

    def __init__(self) -> None:
        super().__init__()
        self.begun = False
        self.fate: Fate | None = None
        self.heard: list[Incoming] = []
        self.texts: list[int] = []  # ids of the messages that they typed
        self.buttons: list[tuple[int, Button]] = []  # every button ever shown, with its message
        self.seen: dict[int, int] = {}  # message -> how often it was edited when they last looked
        self.news: list[Shown] = []

    def run(self, steps: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(steps)

    @initialize(form=forms(), channel=st.sampled_from(Channel))
    def a_member_is_invited(self, form: Form, channel: Channel) -> None:
        self.model = Model(form)
        self.database.empty()
        self.run(self._begin(channel))
        self.begun = True
        self._look()

    async def _begin(self, channel: Channel) -> None:
        self.world = ByHand(self.database)
        await self.world.open()
        self.ana: Person = self.world.person("ana", channel)
        now = self.world.now

        def publish(db: Any) -> tuple[int, int]:
            ana, _address = people.at(db, channel, self.ana.chat_id, now)
            people.change(db, ana.id, standing=Standing.MEMBER, name="آنا", profiled_at=now, notices=True)
            form = questionnaires.store(db, questionnaire(self.model.form), now)
            topic = topics.draft(db, TITLE, "", form, now + timedelta(days=400), now)
            invitations.publish(db, topic, now)
            return ana.id, topic.id

        self.ana_id, self.topic_id = await self.database.transaction(publish)
        await self.world.deliver()

    def teardown(self) -> None:
        if self.begun:
            self.finishes()

    # -- what they do ----------------------------------------------------------

    @rule(which=WHICH)
    def answers_rightly(self, which: int) -> None:
        question = self.model.asking
        right = [text for text in TEXTS if question is not None and self.model.means(question, text) is not None]
        if right:
            self.types(right[which % len(right)])

    @rule(which=st.lists(WHICH, min_size=1, max_size=3))
    def gets_on(self, which: list[int]) -> None:
        """Rules are drawn alike often, and whoever never gets on meets few questions."""
        for one in which:
            self.answers_rightly(one)

    @rule(times=st.integers(1, 2), which=WHICH)
    def thinks_better_of_an_earlier_answer(self, times: int, which: int) -> None:
        """Only so can a question that was answered become irrelevant, or one that was passed over relevant."""
        for _time in range(times):
            message = next((one for one in reversed(self.ana.chat.messages) if _asks(one)), None)
            back = next((one for one in message.buttons if _verb(one) == "back"), None) if message else None
            if message and back:
                self._presses(message.id, back)
        self.answers_rightly(which)

    @rule(text=st.sampled_from([*TEXTS, *MOVES]))
    def types(self, text: str) -> None:
        incoming = self.ana._incoming(Kind.TEXT, text=text)
        self.model.typed(text, incoming.message_id)
        self.texts.append(incoming.message_id)
        self._hears(incoming)
        assert self.news, "whatever is typed gets an answer"

    @rule(texts=st.tuples(*[st.sampled_from(TEXTS)] * 2))
    def types_two_that_arrive_the_other_way_round(self, texts: tuple[str, str]) -> None:
        pair = [self.ana._incoming(Kind.TEXT, text=text) for text in texts]
        for incoming in reversed(pair):
            crossed, self.model.asks = self.model.asks, False
            self.model.typed(incoming.text, incoming.message_id, crossed=crossed)
            self.texts.append(incoming.message_id)
        self._hears(*reversed(pair))

    @precondition(lambda self: self.texts)
    @rule(which=WHICH, text=st.sampled_from(TEXTS))
    def edits_a_message(self, which: int, text: str) -> None:
        message = self.texts[which % len(self.texts)]
        self.model.edited(message, text)
        self._hears(self.ana._incoming(Kind.EDITED, text=text, message_id=message))

    @rule(which=WHICH)
    def presses_a_button_of_the_latest_message(self, which: int) -> None:
        with_buttons = [message for message in self.ana.chat.messages if _followed(message)]
        if with_buttons:
            buttons = _followed(with_buttons[-1])
            self._presses(with_buttons[-1].id, buttons[which % len(buttons)])

    @rule(which=WHICH)
    def presses_any_button_ever_shown(self, which: int) -> None:
        self._presses(*self.buttons[which % len(self.buttons)])

    @rule(text=st.sampled_from(ELSEWHERE))
    def does_something_else(self, text: str) -> None:
        """All in one rule: else most of what they do would be beside the point."""
        if text == "/start" and self.model.answering:
            self.model.ask()
        self._hears(self.ana._incoming(Kind.TEXT, text=text) if text else self.ana._incoming(Kind.OTHER))
        assert self.news

    # -- what happens to them --------------------------------------------------

    @precondition(lambda self: self.heard)
    @rule(which=WHICH)
    def an_update_comes_again(self, which: int) -> None:
        lately = [old for old in self.heard if old.at > self.world.now - timedelta(days=1)]
        if lately:
            again = self.run(self.world.hear(lately[which % len(lately)]))
            assert not any(toast.text for toast in again), "at most the spinner is stopped once more"
            self._look()
            assert not self.news

    @rule(fate=st.sampled_from(Fate))
    def the_next_update_meets(self, fate: Fate) -> None:
        self.fate = fate

    @rule(reminded=st.booleans() | st.none())
    def the_program_starts_anew_or_time_passes(self, reminded: bool | None) -> None:
        """In one rule, since nothing they do is in it, and an hour costs as much as a dozen answers."""
        now = self.world.now
        if reminded is None:
            return self.run(self._restarts())
        if reminded:
            self.run(self.database.transaction(lambda db: reminders.begin(db, self.topic_id, now, now)))
        self.run(self.world.passes(hours=1))
        self._look()

    # -- what must hold --------------------------------------------------------

    @invariant()
    def no_answer_is_lost(self) -> None:
        rows = self.database.memory.execute(_STORED).fetchall()
        assert {question: value for _state, _receipt, question, value in rows if question} == self.model.answers
        submitted = any(state == ResponseState.SUBMITTED for state, *_more in rows)
        assert submitted is self.model.submitted
        assert not submitted or rows[0][1]

    def finishes(self) -> None:
        """From wherever they are: through the list of topics to the receipt."""
        self.fate = None
        self.does_something_else("/topics")
        self._presses_latest("topic")
        self._presses_latest("begin", "review")
        for _step in range(2 * len(self.model.form) + 2):
            if _asks(self.ana.last):
                self.answers_rightly(0)
            elif not any(_verb(button) in ("begin", "submit") for button in self.ana.last.buttons):
                break
            else:
                self._presses_latest("begin", "submit")
        self.no_answer_is_lost()
        assert self.model.submitted
        assert not self.model.unanswered
        assert self._exported() == self.model.counted

    def _exported(self) -> dict[str, str]:
        def given(db: Connection) -> dict[str, str]:
            topic = topics.get(db, self.topic_id)
            assert topic is not None
            (submission,) = Submissions(db, topic, self.world.profile, self.world.policy)
            return dict(submission.given)

        return self.run(self.database.read(given))

    def _presses_latest(self, *verbs: str) -> None:
        said = reversed(self.ana.chat.messages)
        found = ((message.id, button) for message in said for button in message.buttons if _verb(button) in verbs)
        self._presses(*next(found))

    # -- how it is done --------------------------------------------------------

    def _presses(self, message: int, button: Button) -> None:
        self.model.pressed(*button.press.partition("~")[0].split(":"))
        press = self.ana._incoming(Kind.PRESS, press=button.press, press_id="p", message_id=message)
        assert [toast.press_id for toast in self._hears(press)] == ["p"]

    def _hears(self, *incoming: Incoming) -> list[Toast]:
        fate, self.fate = self.fate, None
        toasts = self.run(self._arrives(incoming, fate))
        self.heard.extend(incoming)
        self._look()
        self._is_asked_what_is_open(self.news if len(incoming) == 1 else self.news[-1:])
        return toasts

    async def _arrives(self, incoming: tuple[Incoming, ...], fate: Fate | None) -> list[Toast]:
        if fate is Fate.KILLED_AFTER_COMMIT:
            toasts = await self.world.reception.receive(incoming)
            await self._restarts()
            assert not any(toast.text for toast in await self.world.hear(*incoming))
            return toasts
        if fate is Fate.ROLLED_BACK:
            self.database.fault = RuntimeError("once")
        if fate is Fate.KILLED_BEFORE_COMMIT:
            self.database.fault = Killed()
            with suppress(Killed):
                await self.world.hear(*incoming)
            await self._restarts()
        return await self.world.hear(*incoming)

    async def _restarts(self) -> None:
        """All that the program had in memory is gone; what was stored is there."""
        await self.world.open()

    def _look(self) -> None:
        """Note what is new on the phone, and every button, as it is shown now."""
        self.news = [message for message in self.ana.chat.messages if self.seen.get(message.id) != message.edited]
        for message in self.news:
            self.seen[message.id] = message.edited
            self.buttons.extend((message.id, button) for button in _followed(message))

    def _is_asked_what_is_open(self, news: list[Shown]) -> None:
        question = self.model.asking
        asked = [message for message in news if _asks(message)]
        for message in asked:
            assert question is not None, f"nothing is open, but this is asked:\n{message.text}"
            place = next(button.press.split(":")[2] for button in message.buttons if _verb(button) == "later")
            asked_is = self.model.form[int(place.partition("~")[0])]
            assert asked_is == question, f"{question.name} is open, but asked is:\n{message.text}"
            self._offers(message, question)
        if self.model.asks:
            assert asked if question else any("پاسخ‌های شما" in message.text for message in news)
        self.model.asks = False

    def _offers(self, message: Shown, question: Row) -> None:
        """What can be chosen, and what is chosen so far."""
        chosen = [button.label for button in message.buttons if _verb(button) in ("choose", "tick")]
        labels = [LISTS[question.choices][name] for name in self.model.offered(question)]
        if question.type in SEVERAL:
            picked = [COLOURS[name] for name in self.model.picked]
            ranked = question.type is QuestionType.RANK
            marks = {one: f"{persian_digits(str(n))}." if ranked else "☑️" for n, one in enumerate(picked, 1)}
            labels = [f"{marks.get(label, '⬜️')} {label}" for label in labels]
        assert chosen == labels or question.type is QuestionType.RANGE


def _verb(button: Button) -> str:
    return button.press.partition(":")[0]


def _followed(message: Shown) -> list[Button]:
    return [button for button in message.buttons if _verb(button) in FOLLOWED]


def _asks(message: Shown) -> bool:
    return any(_verb(button) == "later" for button in message.buttons)


def test_an_interview_survives_whatever_happens(migrated_sqlite: Path) -> None:
    usual = settings()
    with sqlite3.connect(migrated_sqlite) as template, asyncio.Runner() as runner:
        OnePersonOneTopic.database, OnePersonOneTopic.runner = InMemory(template), runner
        thorough = settings(usual, max_examples=2 * usual.max_examples, stateful_step_count=50)
        run_state_machine_as_test(OnePersonOneTopic, settings=thorough)
    template.close()
