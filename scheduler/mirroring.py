"""What was said in an inquiry, as it is to be shown in one of the chats that it reaches."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from consultation.conversation import Message, Shape
from consultation.inquiry import Inquiry, Remark
from consultation.questionnaire import Questionnaire
from consultation.texts import _
from reports import inquiries as shown
from scheduler.pace import TooSoon
from scheduler.sending import Upload
from storage import inquiries
from storage.attachments import TRIES
from storage.deliveries import Delivery, Subject
from storage.inquiries import Enclosed

_FETCHED_AFTER = 5.0  # seconds, usually, until the other messenger has given a file


@dataclass(frozen=True)
class Mirrored:
    message: Message
    file: Upload | None
    shape: Shape
    reply_to: int | None
    edits: int | None


def mirrored(db: Connection, delivery: Delivery, profile: Questionnaire) -> Mirrored | None:
    """None where there is nothing to show any more. Raises TooSoon while a file is still on its way to us."""
    remark = None if delivery.remark_id is None else inquiries.remark_of(db, delivery.remark_id)
    inquiry = None if remark is None else inquiries.get(db, remark.inquiry_id)
    if remark is None or inquiry is None:
        return None
    said = inquiries.remarks(db, inquiry.id)
    message = _message(db, delivery, inquiry, remark, said[0], profile)
    edits = None
    if delivery.subject is Subject.INQUIRY_EDIT:
        edits = delivery.edits or inquiries.copy_in(db, remark.id, delivery.channel, delivery.chat_id)
        if edits is None:
            return None
    kept = None if delivery.subject is Subject.UNDELIVERED else inquiries.file_of(db, remark.id)
    file = None if kept is None else _file(db, delivery, remark, kept)
    if file is not None and not (file.handle or file.content):
        lost = _("(The file that came with this could not be fetched: {name})").format(name=file.name)
        message, file = Message(f"{message.text}\n\n{lost}", message.buttons), None
    shape = Shape.DOCUMENT if kept is None else Shape(kept.kind)
    return Mirrored(message, file, shape, _answered_message(db, delivery, remark, said), edits)


def _message(
    db: Connection, delivery: Delivery, inquiry: Inquiry, remark: Remark, first: Remark, profile: Questionnaire
) -> Message:
    if delivery.subject is Subject.UNDELIVERED:
        return shown.undelivered(inquiry)
    if delivery.stakeholder_id is not None:
        return shown.for_person(inquiry, remark)
    if remark.id == first.id:
        return shown.card(db, inquiry, remark, profile)
    return shown.for_staff(db, inquiry, remark, profile)


def _file(db: Connection, delivery: Delivery, remark: Remark, kept: Enclosed) -> Upload:
    handle = kept.handle if kept.channel == delivery.channel else ""
    if kept.missing and not handle and kept.tries < TRIES:
        raise TooSoon(_FETCHED_AFTER)
    content = b"" if kept.missing else inquiries.content_of(db, remark.id)
    return Upload(kept.name or _USUAL_NAMES.get(kept.kind, "file"), kept.mime, handle, content)


_USUAL_NAMES = {"photo": "photo.jpg", "voice": "voice.ogg", "audio": "audio.mp3", "video": "video.mp4"}


def _answered_message(db: Connection, delivery: Delivery, remark: Remark, said: list[Remark]) -> int | None:
    """What it stands below: for a person their own last words, for staff the card."""
    channel, chat_id = delivery.channel, delivery.chat_id
    if delivery.stakeholder_id is None:
        return None if remark.id == said[0].id else inquiries.copy_in(db, said[0].id, channel, chat_id)
    theirs = [one.id for one in said if not one.by_staff and one.id < remark.id]
    return inquiries.message_of(db, theirs[-1], channel, chat_id) if theirs else None
