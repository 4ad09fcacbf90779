"""Writing messages at the moment they are sent: those that depend on who reads them, and when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from consultation import buttons
from consultation.conversation import Button, Message, Rows, Shape
from consultation.policy import Policy
from consultation.questionnaire import Questionnaire
from consultation.stakeholder import Stakeholder, Standing
from consultation.texts import speaking
from consultation.topic import Topic, TopicState
from reports import announcements as announced
from reports import cards, digest, groups, inquiries, status
from reports import findings as shown_findings
from reports.exports import Exporter
from scheduler.files import Files
from scheduler.mirroring import mirrored
from scheduler.pace import TooSoon
from scheduler.sending import Parcel, Upload
from storage import (
    announcements,
    certificates,
    faq,
    findings,
    invitations,
    people,
    pictures,
    publications,
    threads,
    topics,
)
from storage import inquiries as asked
from storage.database import read_apart
from storage.deliveries import Delivery, Subject

_MADE_OF_ANSWERS = {Subject.EXPORT, Subject.CHART, Subject.PAPER, Subject.QUESTION_CHART}
_SLOW = frozenset({Subject.AUDIT, Subject.CERTIFICATE, Subject.OUTCOMES, Subject.MARKED, *_MADE_OF_ANSWERS})


class Pointless(Exception):
    """The message has lost its point since it was queued: answered, closed, left."""


class NotYet(Exception):
    """It is not to be said before this moment."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"not before {until}")
        self.until = until


@dataclass(frozen=True)
class Writer:
    policy: Policy
    profile: Questionnaire
    key: bytes
    shelf: Path = Path("data/files")  # for files that are too large for a messenger
    largest: int = 50_000_000  # bytes of a file that the messenger takes

    def parcel(self, db: Connection | None, delivery: Delivery, now: datetime) -> Parcel:
        """A queued delivery as one call to its messenger. Raises Pointless and NotYet."""
        if db is None:  # `ready` said that nothing needs to be looked up
            return self._addressed(delivery, delivery.message or Message(""), None)
        person = None if delivery.stakeholder_id is None else people.get(db, delivery.stakeholder_id)
        with speaking(person.language if person else self.policy.language):
            if delivery.remark_id is not None:
                return _in_its_thread(db, delivery, self._mirrored(db, delivery))
            message, document = self._written(db, delivery, person, now)
            if document is None and message.document_id is not None:
                kept = message.document_id
                document = Upload(*topics.upload(db, kept, delivery.channel, message.shape), kept=kept)
            if document is not None and delivery.subject is Subject.MARKED:
                document = self.files.marked(document)
            return _in_its_thread(db, delivery, self._addressed(delivery, message, document))

    @staticmethod
    def ready(delivery: Delivery) -> bool:
        """Whether a delivery can be sent as it is, without the database: so are all plain replies."""
        thread_known = not delivery.to_group or delivery.thread is not None
        return thread_known and delivery.message is not None and delivery.message.document_id is None

    @staticmethod
    def slow(delivery: Delivery) -> bool:
        """Whether writing it takes so long that it must not keep everybody waiting."""
        return delivery.subject in _SLOW

    def parcel_apart(self, url: str, delivery: Delivery, now: datetime) -> Parcel:
        """The same in a thread of its own, with its own connection to the database."""
        return read_apart(url, lambda db: self.parcel(db, delivery, now))

    def _addressed(self, delivery: Delivery, message: Message, document: Upload | None) -> Parcel:
        takes_back = delivery.subject is Subject.TAKE_BACK
        return Parcel(
            chat_id=delivery.chat_id,
            text=message.text,
            buttons=self._signed(delivery, message.buttons),
            menu=message.menu,
            document=document,
            shape=message.shape,
            edits=None if takes_back else delivery.edits,
            right_to_left=message.right_to_left,
            reply_to=message.reply_to,
            awaits_reply=message.awaits_reply,
            thread=delivery.thread or 0,
            silent=message.silent,
            takes_back=delivery.edits if takes_back else None,
        )

    @property
    def files(self) -> Files:
        return Files(Exporter(self.profile, self.policy), self.policy, self.shelf, self.largest)

    def _mirrored(self, db: Connection, delivery: Delivery) -> Parcel:
        shown = mirrored(db, delivery, self.profile)
        if shown is None:
            raise Pointless
        parcel = self._addressed(delivery, shown.message, shown.file)
        caption = shown.file is not None and shown.edits is not None
        return replace(parcel, shape=shown.shape, edits=shown.edits, caption=caption, reply_to=shown.reply_to)

    def _written(
        self, db: Connection, delivery: Delivery, person: Stakeholder | None, now: datetime
    ) -> tuple[Message, Upload | None]:
        if delivery.message is not None:
            return delivery.message, None
        match delivery.subject:
            case Subject.INVITATION | Subject.REMINDER | Subject.CORRECTED | Subject.WITHDRAWN | Subject.FAQ:
                return self._to_person(db, delivery, person, now), None
            case Subject.ANNOUNCEMENT:
                return self._announcement(db, delivery, person), None
            case Subject.FINDINGS | Subject.FINDING | Subject.PICTURE:
                return self._to_person(db, delivery, person, now), None
            case Subject.STATUS:
                return status.status(db, _topic(db, delivery), self.profile, now, self.policy), None
            case Subject.SILENCE:
                return self._silence(db, _topic(db, delivery), now), None
            case Subject.GROUP_GONE:
                return groups.gone(delivery.makes), None
            case Subject.DIGEST:
                return digest.daily(db, now, self.policy), None
            case _:
                return self._made(db, delivery, now)

    def _made(self, db: Connection, delivery: Delivery, now: datetime) -> tuple[Message, Upload | None]:
        """A file that is made when it is sent."""
        match delivery.subject:
            case Subject.CHART:
                return self.files.chart(db, _topic(db, delivery))
            case Subject.EXPORT:
                return self.files.export(db, _topic(db, delivery), delivery.makes, now)
            case Subject.PAPER:
                return self.files.paper(db, _topic(db, delivery), delivery.makes, now)
            case Subject.QUESTION_CHART:
                return self.files.question_chart(db, _topic(db, delivery), int(delivery.makes))
            case Subject.CERTIFICATE:
                return self._certificate(db, delivery)
            case Subject.FORM:
                return self.files.form(db, _topic(db, delivery))
            case Subject.OUTCOMES:
                return self.files.outcomes(db, _topic(db, delivery), now)
            case Subject.AUDIT:
                return self.files.audit(db, delivery.topic_id, now)
            case _:
                return self.files.template()

    def _to_person(self, db: Connection, delivery: Delivery, person: Stakeholder | None, now: datetime) -> Message:
        match delivery.subject:
            case Subject.INVITATION:
                return self._invitation(db, delivery, person, now)
            case Subject.CORRECTED | Subject.WITHDRAWN:
                return _what_became(_topic(db, delivery), delivery.subject, person, now)
            case Subject.FAQ:
                return self._faq(db, delivery, person)
            case Subject.FINDINGS | Subject.FINDING:
                return _findings(db, delivery, person, self.policy)
            case Subject.PICTURE:
                return _picture(db, delivery, person)
            case _:
                return self._reminder(db, person, now)

    def _certificate(self, db: Connection, delivery: Delivery) -> tuple[Message, Upload | None]:
        """Not for whoever has had themselves erased, or became one with another record, since they asked."""
        issued = certificates.get(db, delivery.makes)
        if issued is None or issued.stakeholder_id != delivery.stakeholder_id:
            raise Pointless
        return self.files.certificate(db, _topic(db, delivery), issued)

    def _invitation(self, db: Connection, delivery: Delivery, person: Stakeholder | None, now: datetime) -> Message:
        topic = _topic(db, delivery)
        willing = person is not None and person.standing is Standing.MEMBER and person.notices
        if person is None or not willing or not topic.open_at(now):
            raise Pointless
        if invitations.known(db, topic.id, person.id):  # by themselves, or by one of which we never heard that it came
            raise Pointless
        return cards.invitation(db, topic, person, now, self.policy)

    def _reminder(self, db: Connection, person: Stakeholder | None, now: datetime) -> Message:
        willing = person is not None and person.standing is Standing.MEMBER and person.notices
        message = cards.reminder(db, person, now, self.policy) if person is not None and willing else None
        if message is None or person is None:
            raise Pointless
        if person.reminded_on == self.policy.local(now).date():
            raise NotYet(self.policy.next_morning(now))
        return message

    def _silence(self, db: Connection, topic: Topic, now: datetime) -> Message:
        message = status.silence(db, topic, self.profile, now) if topic.open_at(now) else None
        if message is None:
            raise Pointless
        return message

    def _faq(self, db: Connection, delivery: Delivery, person: Stakeholder | None) -> Message:
        entry = None if delivery.faq_id is None else faq.get(db, delivery.faq_id)
        if entry is None or person is None or person.standing is not Standing.MEMBER or not person.notices:
            raise Pointless
        return inquiries.faq_news(entry, _topic(db, delivery).title)

    def _announcement(self, db: Connection, delivery: Delivery, person: Stakeholder | None) -> Message:
        found = None if delivery.announcement_id is None else announcements.get(db, delivery.announcement_id)
        if found is None or person is None or person.standing is not Standing.MEMBER or not person.notices:
            raise Pointless
        return announced.message(found)

    def _signed(self, delivery: Delivery, rows: Rows) -> Rows:
        return tuple(
            tuple(
                Button(button.label, buttons.sign(self.key, delivery.channel, delivery.chat_id, button.press))
                if button.press
                else button
                for button in row
            )
            for row in rows
        )


def _what_became(topic: Topic, subject: Subject, person: Stakeholder | None, now: datetime) -> Message:
    """To those who know of a topic: its questions were corrected, or it was taken back; and that is still so."""
    corrected = subject is Subject.CORRECTED
    if person is None or person.standing is not Standing.MEMBER or topic.open_at(now) is not corrected:
        raise Pointless
    return cards.corrected(topic, person) if corrected else cards.withdrawn(topic, person)


def _in_its_thread(db: Connection, delivery: Delivery, parcel: Parcel) -> Parcel:
    """What nobody asked for stands in the thread of its topic; what is an edit stays where it is."""
    topic_id = topic_of(db, delivery)
    topic = None if topic_id is None else topics.get(db, topic_id)
    if not delivery.to_group or delivery.thread is not None or topic is None:
        return parcel
    known = threads.of_topic(db, topic.id, delivery.channel, delivery.chat_id)
    stays = known == threads.GENERAL or (known is None and parcel.edits is not None)
    opens = "" if stays else topic.title
    return replace(parcel, thread=known or 0, opens=opens)


def topic_of(db: Connection, delivery: Delivery) -> int | None:
    if delivery.remark_id is not None:
        return asked.topic_of(db, delivery.remark_id)
    return delivery.topic_id


def _findings(db: Connection, delivery: Delivery, person: Stakeholder | None, policy: Policy) -> Message:
    """Who wants no notices reads only what became of their own words."""
    topic = _topic(db, delivery)
    if person is None or person.standing is not Standing.MEMBER or topic.state is not TopicState.RESULTS:
        raise Pointless
    own = findings.own_words(db, topic, person.id)
    if delivery.subject is Subject.FINDINGS:
        if not person.notices and not own:
            raise Pointless
        return shown_findings.results(db, topic, person.id, policy)
    point = findings.get(db, int(delivery.makes))
    if point is None or point.removed_at is not None or not (person.notices or point.id in own):
        raise Pointless
    return shown_findings.changed(db, topic, point, person.id)


_DRAWN_AFTER = 5.0  # seconds, usually


def _picture(db: Connection, delivery: Delivery, person: Stakeholder | None) -> Message:
    """Raises TooSoon while it is being drawn."""
    topic = _topic(db, delivery)
    willing = person is not None and person.standing is Standing.MEMBER and person.notices
    if not willing or topic.state is not TopicState.RESULTS:
        raise Pointless
    found = pictures.get(db, topic.id, pictures.WITH_RESULTS)
    if found is None:
        known = publications.get(db, topic.id)
        drawn = known.drawn == known.digest if known is not None else not findings.of_topic(db, topic.id)
        raise Pointless if drawn else TooSoon(_DRAWN_AFTER)
    return Message(found.caption, document_id=found.document_id, shape=Shape.PHOTO, silent=True)


def _topic(db: Connection, delivery: Delivery) -> Topic:
    topic = None if delivery.topic_id is None else topics.get(db, delivery.topic_id)
    if topic is None:
        raise Pointless
    return topic
