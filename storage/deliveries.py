"""A delivery: one message to one address, and what there is to say of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import TextClause, text

from consultation.conversation import Button, Channel, Message, Shape
from storage.tables import PENDING, outbox


class Subject(StrEnum):
    REPLY = "reply"
    ASIDE = "aside"  # a word about what they sent, beside the question that stays open
    INVITATION = "invitation"
    REMINDER = "reminder"
    NOTICE = "notice"  # what staff get without having asked
    DIGEST = "digest"
    EXPORT = "export"  # the answers to a topic, as the file that `makes` names
    OUTCOMES = "outcomes"  # what became of the invitations to a topic, as a workbook
    TEMPLATE = "template"  # the empty workbook
    MARKED = "marked"  # a refused workbook, in which what is wrong is marked when it is sent
    FORM = "form"  # the questions of a topic as a workbook, made when it is sent
    AUDIT = "audit"  # the audit log as a workbook: of a topic, or of everything
    ASK_OPENS_AT = "ask_opens_at"  # earlier versions asked for a moment with it; replies still count
    ASK_CLOSES_AT = "ask_closes_at"
    ASK_REOPENS = "ask_reopens"
    ASK_POSTPONED = "ask_postponed"
    ASK_REASON = "ask_reason"  # why a topic is sent back
    CORRECTED = "corrected"  # to those who submitted before the questions were corrected
    WITHDRAWN = "withdrawn"  # to those who were told of a topic that was taken back
    INQUIRY = "inquiry"  # something that was said in an inquiry, to whoever has not heard it
    INQUIRY_EDIT = "inquiry_edit"  # the same as it now stands, in place of what was shown
    UNDELIVERED = "undelivered"  # an answer did not reach who asked
    STATUS = "status"  # how an open topic comes on, in place of how it stood before
    SILENCE = "silence"  # of whole segments nobody has answered, and the end is near
    CHART = "chart"  # the same as a picture
    PAPER = "paper"  # the report of a topic, or the annex to a decision, as `makes` says
    QUESTION_CHART = "question_chart"  # the answers to the question of the number that `makes` says, as a picture
    TAKE_BACK = "take_back"  # delete what was shown
    ANNOUNCEMENT = "announcement"
    FAQ = "faq"  # a question that was answered for everybody
    GROUP_GONE = "group_gone"  # another staff group, named in `makes`, has put the bot out
    FINDINGS = "findings"  # what came of a topic, with one's own words where a point rests on them
    FINDING = "finding"  # a point has another state now; `makes` is its number
    CERTIFICATE = "certificate"  # of participation; `makes` is its hash
    PICTURE = "picture"  # the chart that comes with the results
    ASK_QUICK_REPLY = "ask_quick_reply"  # asks staff for an answer to be kept; the reply is that answer


class Lane(IntEnum):
    """Who waits goes first. Within one lane messages to one chat never overtake each other."""

    REPLY = 0
    CAMPAIGN = 1


class State(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"


UNKNOWN = "nobody knows whether it arrived"  # the error of what is therefore not sent again


def pending(table: str) -> TextClause:
    """Unsettled, word for word as the partial indexes say it: only then do both databases use them."""
    return text(f"{table}.{PENDING}")


@dataclass(frozen=True)
class Delivery:
    """One message to one address."""

    id: int
    channel: Channel
    chat_id: int
    to_group: bool
    stakeholder_id: int | None
    topic_id: int | None
    remark_id: int | None
    faq_id: int | None
    announcement_id: int | None
    campaign_id: int | None
    subject: Subject
    lane: Lane
    message: Message | None
    edits: int | None
    makes: str  # which file, where the subject leaves a choice
    thread: int | None  # of a group; None: that of its topic
    attempts: int


COLUMNS = tuple(outbox.c[name] for name in Delivery.__dataclass_fields__)


def delivery_of(row: Any) -> Delivery:
    stored = {
        **row._mapping,
        "channel": Channel(row.channel),
        "subject": Subject(row.subject),
        "lane": Lane(row.lane),
    }
    return Delivery(**{**stored, "message": None if row.message is None else message_of(row.message)})


def message_of(stored: dict[str, Any]) -> Message:
    rows = tuple(tuple(Button(**button) for button in row) for row in stored["buttons"])
    menu = stored["menu"]
    typed = {"buttons": rows, "menu": None if menu is None else tuple(map(tuple, menu))}
    return Message(**{**stored, **typed, "shape": Shape(stored.get("shape", Shape.DOCUMENT))})
