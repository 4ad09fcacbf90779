"""A turn: one incoming message, and all that is decided in answer to it, inside one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import Connection

from consultation.conversation import Channel, Incoming, Kind, Message, Rows, Shape, Toast
from consultation.policy import Policy
from consultation.questionnaire import Questionnaire
from consultation.roles import Role
from consultation.stakeholder import Stakeholder, Standing
from consultation.texts import language
from storage import outbox, people, spoken
from storage.deliveries import Subject


@dataclass(frozen=True)
class House:
    """What every turn needs and no turn changes."""

    policy: Policy
    profile: Questionnaire
    key: bytes = field(repr=False)  # signs buttons
    start_link: Callable[[Channel, str], str]  # address that opens the bot with a payload


_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
NOBODY = Stakeholder(
    id=0,
    standing=Standing.NEW,
    language="fa",
    name="",
    kind="",
    organisation="",
    province="",
    notices=False,
    consent_version="",
    consented_at=None,
    profiled_at=None,
    reminded_on=None,
    answering=None,
    invited_by="",
    inquiring="",
    created_at=_LONG_AGO,
)


@dataclass
class Turn:
    db: Connection
    incoming: Incoming
    now: datetime
    house: House
    person: Stakeholder  # in a staff group: NOBODY, for there people speak for the secretariat
    toasts: list[Toast] = field(default_factory=list)
    hear_again: Callable[[Incoming], bool] = lambda _incoming: False  # handle another message; whether that succeeded
    role: Role | None = None  # in a staff group: what the sender may do there
    forgotten: bool = False  # the person is erased: what is still said belongs to nobody

    @property
    def policy(self) -> Policy:
        return self.house.policy

    @property
    def local_now(self) -> datetime:
        return self.policy.local(self.now)

    def say(
        self,
        text: str,
        buttons: Rows = (),
        *,
        menu: tuple[tuple[str, ...], ...] | None = None,
        document_id: int | None = None,
        shape: Shape = Shape.DOCUMENT,
        topic_id: int | None = None,
        subject: Subject = Subject.REPLY,
        asks: str = "",
        about: int | None = None,
    ) -> None:
        """Owe this chat a message. It leaves after the turn is committed, in the order in which it was said.

        `about`: the person whom it names to staff, so that forgetting them erases it too.
        """
        message = Message(text, buttons, menu, document_id, shape, right_to_left=language() == "fa")
        self._put(message, topic_id=topic_id, subject=subject, asks=asks, about=about)

    def ask_reply(
        self,
        text: str,
        asks: str,
        *,
        topic_id: int | None = None,
        about: int | None = None,
        document_id: int | None = None,
    ) -> int:
        """Ask staff for a text or a file: a reply to this message is taken as if `asks` had been pressed.

        The id of the delivery is given back. See `staff.prompting.ask_reply` for who just writes, and does not reply.
        """
        right_to_left = language() == "fa"
        message = Message(text, document_id=document_id, right_to_left=right_to_left, awaits_reply=True)
        return self._put(message, topic_id=topic_id, asks=asks, about=about)

    def say_first(self, text: str, buttons: Rows = (), *, topic_id: int | None = None, again: bool = True) -> None:
        """Say this before our latest words, where those have not left: once, however often, in one batch.

        Without `again` those words are dropped, for others take their place.
        """
        place = (self.db, self.incoming.channel, self.incoming.chat_id)
        latest = spoken.withdraw(*place, Subject.REPLY)
        spoken.withdraw(*place, Subject.ASIDE)
        self.say(text, buttons, topic_id=topic_id, subject=Subject.ASIDE)
        if latest is not None and again:
            self.owe(latest.message, topic_id=latest.topic_id)

    def say_once(self, text: str) -> None:
        """Say this, unless it is just what is about to be said."""
        place = (self.db, self.incoming.channel, self.incoming.chat_id)
        latest = spoken.withdraw(*place, Subject.REPLY)
        if latest is not None and latest.message.text != text:
            self.owe(latest.message, topic_id=latest.topic_id)
        self.say(text)

    def owe(
        self,
        message: Message | None,
        *,
        topic_id: int | None = None,
        remark_id: int | None = None,
        makes: str = "",
        subject: Subject = Subject.REPLY,
    ) -> None:
        self._put(message, topic_id=topic_id, remark_id=remark_id, makes=makes, subject=subject)

    def ask(self, text: str, buttons: Rows = (), *, topic_id: int | None = None) -> int:
        """A question to whoever this turn is of: with buttons in place of what they pressed, else in a message anew.

        The id of the delivery is given back, so that an answer to it can be told from other replies.
        """
        incoming = self.incoming
        pressed = incoming.kind is Kind.PRESS
        message = Message(
            text,
            buttons,
            right_to_left=language() == "fa",
            reply_to=None if pressed else incoming.message_id or None,
            awaits_reply=not buttons,
        )
        edits = incoming.message_id if pressed and buttons else None
        return self._put(message, topic_id=topic_id, edits=edits or None)

    def replace(self, text: str, buttons: Rows = (), *, topic_id: int | None = None, about: int | None = None) -> None:
        """Change the message whose button was pressed; without a press, say it anew."""
        edits = self.incoming.message_id if self.incoming.kind is Kind.PRESS else None
        self._put(
            Message(text, buttons, right_to_left=language() == "fa"),
            topic_id=topic_id,
            edits=edits or None,
            about=about,
        )

    def _put(
        self,
        message: Message | None,
        *,
        topic_id: int | None,
        remark_id: int | None = None,
        edits: int | None = None,
        makes: str = "",
        subject: Subject = Subject.REPLY,
        asks: str = "",
        about: int | None = None,
    ) -> int:
        private = self.incoming.private and not self.forgotten
        return outbox.put(
            self.db,
            self.incoming.channel,
            self.incoming.chat_id,
            message,
            self.now,
            to_group=not self.incoming.private,
            stakeholder_id=self.person.id if private else about,
            topic_id=topic_id,
            remark_id=remark_id,
            edits=edits,
            makes=makes,
            thread=None if self.incoming.private else self.incoming.thread,
            subject=subject,
            asks=asks,
        )

    def toast(self, text: str, *, alert: bool = False) -> None:
        """A short word on top of the screen, for a press; to anything else it is said as a message."""
        if self.incoming.kind is Kind.PRESS:
            self.toasts.append(Toast(self.incoming.press_id, text, alert))
        elif text:
            self.say(text)

    def change_person(self, **values: object) -> None:
        people.change(self.db, self.person.id, **values)
        self.person = people.get(self.db, self.person.id)
