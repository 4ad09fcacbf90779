"""The tables. Plain SQLAlchemy Core: rows go in and out as the frozen nouns of `consultation`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.types import TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite counts by itself only on a column of exactly this type; PostgreSQL has no such limit.
Id = BigInteger().with_variant(Integer(), "sqlite")


class Moment(TypeDecorator[datetime]):
    """A point in time. Only aware datetimes go in, only UTC comes out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# Compared byte by byte, so that an index serves ranges of it, whatever language the database sorts by.
FoldedText = Text().with_variant(Text(collation="C"), "postgresql")


def _id() -> Column[int]:
    return Column("id", Id, primary_key=True)


def _to(table: str, *, nullable: bool = False, when_gone: str = "CASCADE", **more: Any) -> Column[int]:
    return Column(f"{table}_id", Id, ForeignKey(f"{table}.id", ondelete=when_gone), nullable=nullable, **more)


MISSING = text("content IS NULL")

setting = Table(
    "setting",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)

stakeholder = Table(
    "stakeholder",
    metadata,
    _id(),
    Column("standing", String(16), nullable=False),
    Column("language", String(8), nullable=False),
    Column("name", Text, nullable=False, default=""),
    Column("kind", String(64), nullable=False, default=""),
    Column("organisation", Text, nullable=False, default=""),
    Column("province", String(64), nullable=False, default=""),
    Column("notices", Boolean, nullable=False, default=True),
    Column("consent_version", String(32), nullable=False, default=""),
    Column("consented_at", Moment),
    Column("profiled_at", Moment),
    Column("reminded_on", Date),
    # The response they are working on now. No foreign key: it is looked up, and checked, at every use.
    Column("answering", BigInteger),
    Column("invited_by", String(64), nullable=False, default=""),  # payload of the link they came with
    Column("inquiring", String(32), nullable=False, default=""),  # what their next words to the secretariat are about
    Column("created_at", Moment, nullable=False),
    Column("verified_at", Moment),
    Column("organisation_key", FoldedText, nullable=False, default="", server_default=""),
    Column("standing_before", String(16), nullable=False, default="", server_default=""),  # they were blocked
    Index("ix_stakeholder_kind", "standing", "kind"),
    Index("ix_stakeholder_province", "standing", "province"),
    Index("ix_stakeholder_organisation_key", "organisation_key", "id"),
)

stakeholder_field = Table(
    "stakeholder_field",
    metadata,
    _to("stakeholder", primary_key=True),
    Column("field", String(64), primary_key=True),
    Index("ix_stakeholder_field_field", "field", "stakeholder_id"),
)

# The folded words of a name and an organisation, by whose beginnings people are found.
stakeholder_word = Table(
    "stakeholder_word",
    metadata,
    _to("stakeholder", primary_key=True),
    Column("word", FoldedText, primary_key=True),
    Index("ix_stakeholder_word_word", "word", "stakeholder_id"),
)

segment = Table(
    "segment",
    metadata,
    _id(),
    Column("name", Text, nullable=False),
    Column("rule", JSON, nullable=False),
    Column("created_at", Moment, nullable=False),
)

address = Table(
    "address",
    metadata,
    _id(),
    _to("stakeholder"),
    Column("channel", String(16), nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("reachable", Boolean, nullable=False, default=True),
    Column("heard_at", Moment, nullable=False),
    UniqueConstraint("channel", "chat_id"),
    Index("ix_address_stakeholder_id", "stakeholder_id"),
)

link_code = Table(
    "link_code",
    metadata,
    Column("hash", String(64), primary_key=True),
    _to("stakeholder"),
    Column("expires_at", Moment, nullable=False),
)

staff_group = Table(
    "staff_group",
    metadata,
    _id(),
    Column("channel", String(16), nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("title", Text, nullable=False, default=""),
    Column("claimed_at", Moment, nullable=False),
    Column("active", Boolean, nullable=False, default=True),  # False once the bot was taken out of it
    Column("forum", Boolean, nullable=False, default=False, server_default=false()),  # it has threads
    Column("moved_from", BigInteger),  # its id before it became a supergroup
    UniqueConstraint("channel", "chat_id"),
)

# Who works at the desk. A role that is "" was not given: administrators then have the configured one.
staff_member = Table(
    "staff_member",
    metadata,
    _id(),
    Column("channel", String(16), nullable=False),
    Column("user_id", BigInteger, nullable=False),
    Column("name", Text, nullable=False, default=""),
    Column("username", String(64), nullable=False, default=""),
    Column("role", String(16), nullable=False, default=""),
    UniqueConstraint("channel", "user_id"),
)

claim_code = Table(
    "claim_code",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("expires_at", Moment, nullable=False),
)

questionnaire = Table(
    "questionnaire",
    metadata,
    _id(),
    Column("definition", JSON, nullable=False),
    Column("digest", String(64), nullable=False, index=True),
    Column("created_at", Moment, nullable=False),
)

topic = Table(
    "topic",
    metadata,
    _id(),
    Column("state", String(16), nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("summary", Text, nullable=False, default=""),
    _to("questionnaire", when_gone="RESTRICT"),
    Column("audience", JSON, nullable=False),
    Column("anonymous", Boolean, nullable=False, default=False, server_default=false()),
    Column("opens_at", Moment),
    Column("opened_at", Moment),
    Column("closes_at", Moment, nullable=False),
    Column("closed_at", Moment),
    Column("reminded_for", Moment),  # the latest moment of the reminder plan that was planned for
    Column("created_at", Moment, nullable=False),
)

document = Table(
    "document",
    metadata,
    _id(),
    _to("topic", nullable=True),
    Column("name", Text, nullable=False),
    Column("mime", Text, nullable=False, default=""),
    Column("size", BigInteger, nullable=False),
    Column("content", LargeBinary, nullable=False),
    # Removed once it has been sent: it holds what need not, or must not, be kept.
    Column("once", Boolean, nullable=False, default=False, server_default=false()),
    Index("ix_document_topic_id", "topic_id"),
)

document_handle = Table(
    "document_handle",
    metadata,
    _to("document", primary_key=True),
    Column("channel", String(16), primary_key=True),
    Column("shape", String(16), primary_key=True),  # a handle is good for the way in which it was sent only
    Column("handle", Text, nullable=False),
)

invitation = Table(
    "invitation",
    metadata,
    _to("topic", primary_key=True),
    _to("stakeholder", primary_key=True),
    Column("invited_at", Moment, nullable=False),
    Column("told_at", Moment),
    Column("opened_at", Moment),
    Column("declined_at", Moment),
    Column("answered_at", Moment),  # kept for anonymous topics only: elsewhere the response itself says so
    Column("decline_reason", String(32), nullable=False, default=""),
    Column("remind_at", Moment),
    Column("reminders", Integer, nullable=False, default=0),
    Index("ix_invitation_stakeholder_id", "stakeholder_id"),
    Index(
        "ix_invitation_remind_at",
        "remind_at",
        sqlite_where=text("remind_at IS NOT NULL"),
        postgresql_where=text("remind_at IS NOT NULL"),
    ),
)

response = Table(
    "response",
    metadata,
    _id(),
    Column("state", String(16), nullable=False),
    _to("topic", nullable=True),
    _to("stakeholder", nullable=True, when_gone="SET NULL"),
    # Of an anonymous topic, once submitted: a keyed hash that stands for the person, and what they are.
    Column("participant", String(64)),
    Column("kind", String(64), nullable=False, default="", server_default=""),
    _to("questionnaire", when_gone="RESTRICT"),
    Column("preview", Boolean, nullable=False, default=False),
    Column("editing", String(255), nullable=False, default=""),
    Column("picked", Text, nullable=False, default=""),
    Column("latest", String(255), nullable=False, default="", server_default=""),
    Column("receipt", String(16), nullable=False, default=""),
    Column("channel", String(16), nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("submitted_at", Moment),
    Column("standing", JSON(none_as_null=True)),  # answers as last submitted, while a change waits to be submitted
    Index("ix_response_stakeholder_id", "stakeholder_id"),
    Index("uq_response_participant", "participant", unique=True),
    # One response of a person to a topic. Rows of forgotten people have no stakeholder and do not collide.
    Index("uq_response_topic_id_stakeholder_id_preview", "topic_id", "stakeholder_id", "preview", unique=True),
)

answer = Table(
    "answer",
    metadata,
    _to("response", primary_key=True),
    Column("question", String(255), primary_key=True),
    Column("value", Text, nullable=False),
    Column("answered_at", Moment, nullable=False),
    Column("channel", String(16), nullable=False),
    Column("message_id", BigInteger),  # of the text it came in, so that editing that text changes the answer
    Index("ix_answer_message_id", "message_id"),
)

# A message that somebody wrote to a question: one of several that make an answer, or one that was refused.
piece = Table(
    "piece",
    metadata,
    _id(),
    _to("response"),
    Column("question", String(255), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("message_id", BigInteger, nullable=False),
    Column("text", Text, nullable=False),
    Column("taken", Boolean, nullable=False),
    Index("ix_piece_response_id", "response_id"),
    Index("ix_piece_message_id", "channel", "message_id"),
)

# What somebody also answered to the same topic before two records of them became one: kept beneath what counts.
earlier_response = Table(
    "earlier_response",
    metadata,
    _id(),
    _to("response"),
    _to("questionnaire", when_gone="RESTRICT"),
    Column("state", String(16), nullable=False),
    Column("submitted_at", Moment),
    Column("receipt", String(16), nullable=False, default=""),
    Column("answers", JSON, nullable=False),
    Index("ix_earlier_response_response_id", "response_id"),
)

# A personal link by which somebody sends a topic on to a colleague; it names nobody to whoever reads it.
referral = Table(
    "referral",
    metadata,
    Column("code", String(32), primary_key=True),
    _to("stakeholder"),
    _to("topic"),
    Column("made_at", Moment, nullable=False),
)

# What somebody asks the secretariat. It is open while their last words wait for an answer.
inquiry = Table(
    "inquiry",
    metadata,
    _id(),
    _to("stakeholder"),
    _to("topic", nullable=True),  # None: about no topic in particular
    Column("announcement_id", BigInteger),  # that it replies to
    Column("named", Boolean, nullable=False, default=True),  # False: staff never learn who asks
    Column("taken_by", Text, nullable=False, default=""),
    Column("asked_at", Moment, nullable=False),
    Column("answered_at", Moment),  # for the first time
    Column("waiting_since", Moment),
    Column("done_at", Moment),
    Index("ix_inquiry_stakeholder_id", "stakeholder_id"),
    Index("ix_inquiry_topic_id", "topic_id"),
)

# One thing that was said in an inquiry, by the person or by staff. Its copies in other chats are in the outbox.
remark = Table(
    "remark",
    metadata,
    _id(),
    _to("inquiry"),
    Column("by_staff", Boolean, nullable=False),
    Column("author", Text, nullable=False, default=""),  # of staff; a person's name is looked up
    Column("text", Text, nullable=False, default=""),
    Column("channel", String(16), nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False),  # of the message it came in, so that its edits are followed
    Column("at", Moment, nullable=False),
    Index("ix_remark_inquiry_id", "inquiry_id"),
    Index("ix_remark_message_id", "channel", "chat_id", "message_id"),
)

# A question and its answer for everybody who is asked about a topic; it names nobody.
faq = Table(
    "faq",
    metadata,
    _id(),
    _to("topic"),
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_faq_topic_id", "topic_id"),
)

# A message of the secretariat to many people. Whom it has reached is in the outbox, as long as that is kept.
announcement = Table(
    "announcement",
    metadata,
    _id(),
    Column("state", String(16), nullable=False),
    Column("texts", JSON, nullable=False),
    Column("audience", JSON, nullable=False),
    _to("document", nullable=True, when_gone="SET NULL"),
    Column("shape", String(16), nullable=False),
    Column("replies", Boolean, nullable=False),
    Column("writers", JSON, nullable=False),
    Column("figures", JSON(none_as_null=True)),  # once the outbox is cleared of it
    Column("created_at", Moment, nullable=False),
    Column("sent_at", Moment),
)

# What was heard in a topic, what was decided and why: a point of its findings.
finding = Table(
    "finding",
    metadata,
    _id(),
    _to("topic"),
    Column("place", Integer, nullable=False),
    Column("heard", Text, nullable=False),
    Column("decided", Text, nullable=False, default=""),
    Column("why", Text, nullable=False, default=""),
    Column("state", String(16), nullable=False),
    Column("due_on", Date),
    Column("warned_for", Date),  # the due date of which staff were told that it has passed
    Column("before", JSON(none_as_null=True)),  # what the latest change replaced, so that it can be undone
    Column("written_at", Moment, nullable=False),
    Column("removed_at", Moment),
    Index("ix_finding_topic_id", "topic_id"),
)

# An answer that a point rests on. Nobody's name: whose it is, the response knows (or, if anonymous, nobody).
finding_basis = Table(
    "finding_basis",
    metadata,
    _to("finding", primary_key=True),
    _to("response", primary_key=True),
    Column("question", String(255), primary_key=True),
    Index("ix_finding_basis_response_id", "response_id"),
)

# Whether somebody found the results of a topic useful.
usefulness = Table(
    "usefulness",
    metadata,
    _to("topic", primary_key=True),
    _to("stakeholder", primary_key=True),
    Column("useful", Boolean, nullable=False),
    Index("ix_usefulness_stakeholder_id", "stakeholder_id"),
)

# The status message of an open topic in a group.
watch = Table(
    "watch",
    metadata,
    _to("topic", primary_key=True),
    Column("channel", String(16), primary_key=True),
    Column("chat_id", BigInteger, primary_key=True),
    Column("message_id", BigInteger),
    Column("shown", String(32), nullable=False),
    Column("at", Moment, nullable=False),
)

# Where in a group with threads the messages about a topic stand. 0: in the general one, for none can be opened.
thread = Table(
    "thread",
    metadata,
    _to("topic", primary_key=True),
    Column("channel", String(16), primary_key=True),
    Column("chat_id", BigInteger, primary_key=True),
    Column("thread", BigInteger, nullable=False),
)

quick_reply = Table(
    "quick_reply",
    metadata,
    _id(),
    Column("text", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

# Somebody on a list whom the secretariat invites by a link of their own. Only the link's hash is stored.
invitee = Table(
    "invitee",
    metadata,
    _id(),
    _to("topic"),
    _to("stakeholder", nullable=True),  # who came by it
    Column("hash", String(64), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("organisation", Text, nullable=False, default=""),
    Column("kind", String(64), nullable=False, default=""),
    Column("phone", String(32), nullable=False, default=""),
    Column("made_at", Moment, nullable=False),
    Column("used_at", Moment),
    Column("confirmed_at", Moment),  # they said that what the list holds of them is right
    Index("ix_invitee_topic_id", "topic_id"),
    Index("ix_invitee_stakeholder_id", "stakeholder_id"),
)

attachment = Table(
    "attachment",
    metadata,
    _id(),
    _to("response", nullable=True),
    _to("remark", nullable=True),
    Column("question", String(255), nullable=False, default=""),
    Column("channel", String(16), nullable=False),
    Column("handle", Text, nullable=False),  # the messenger's; the content is fetched with it soon after
    Column("kind", String(16), nullable=False),
    Column("name", Text, nullable=False, default=""),
    Column("mime", Text, nullable=False, default=""),
    Column("size", BigInteger, nullable=False, default=0),
    Column("content", LargeBinary),
    Column("tries", Integer, nullable=False, default=0),
    Column("sent_at", Moment, nullable=False),
    Index("ix_attachment_response_id", "response_id"),
    Index("ix_attachment_remark_id", "remark_id"),
    Index("ix_attachment_missing", "channel", "id", sqlite_where=MISSING, postgresql_where=MISSING),
)

# A test run: who answers a draft before anybody else is asked.
trial = Table(
    "trial",
    metadata,
    _to("topic", primary_key=True),
    _to("stakeholder", primary_key=True),
    Column("added_at", Moment, nullable=False),
    Column("told_at", Moment),
    Column("begun_at", Moment),
    Column("ended_at", Moment),
    Index("ix_trial_stakeholder_id", "stakeholder_id"),
)

heard = Table(
    "heard",
    metadata,
    Column("channel", String(16), primary_key=True),
    Column("update_id", BigInteger, primary_key=True),
    Column("at", Moment, nullable=False, index=True),
)

quarantine = Table(
    "quarantine",
    metadata,
    _id(),
    Column("channel", String(16), nullable=False),
    Column("update_id", BigInteger, nullable=False),
    Column("chat_id", BigInteger),  # so that it goes when the person is forgotten
    Column("update", Text, nullable=False),
    Column("traceback", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

PENDING = text("state IN ('queued', 'sending')")
OF_REMARK = text("remark_id IS NOT NULL")
OF_FAQ = text("faq_id IS NOT NULL")
OF_ANNOUNCEMENT = text("announcement_id IS NOT NULL")

outbox = Table(
    "outbox",
    metadata,
    _id(),
    Column("channel", String(16), nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("to_group", Boolean, nullable=False, default=False),  # groups are written to more slowly than people
    _to("stakeholder", nullable=True),
    _to("topic", nullable=True),
    _to("remark", nullable=True),
    _to("faq", nullable=True),
    Column("announcement_id", BigInteger),  # no foreign key: announcements are never removed
    Column("subject", String(16), nullable=False),  # what it is about: reply, invitation, reminder, ...
    Column("lane", Integer, nullable=False),
    Column("message", JSON),  # None: written when it is sent, in the person's language of that moment
    Column("edits", BigInteger),  # id of our own message that this one replaces
    Column("thread", BigInteger),  # of a group; None: that of its topic
    Column("makes", String(64), nullable=False, default="", server_default=""),  # which file is to be made for it
    Column("asks", String(64), nullable=False, default="", server_default=""),  # what a reply to it means, as a press
    Column("state", String(16), nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("error", Text, nullable=False, default=""),
    Column("message_id", BigInteger),
    Column("created_at", Moment, nullable=False),
    Column("settled_at", Moment),
    Index("ix_outbox_due", "channel", "lane", "id", sqlite_where=PENDING, postgresql_where=PENDING),
    Index("ix_outbox_chat", "channel", "chat_id", "lane", "id", sqlite_where=PENDING, postgresql_where=PENDING),
    Index("ix_outbox_message_id", "channel", "chat_id", "message_id"),
    Index("ix_outbox_topic_id", "topic_id"),
    Index("ix_outbox_remark_id", "remark_id", sqlite_where=OF_REMARK, postgresql_where=OF_REMARK),
    Index("ix_outbox_faq_id", "faq_id", sqlite_where=OF_FAQ, postgresql_where=OF_FAQ),
    Index(
        "ix_outbox_announcement_id",
        "announcement_id",
        "stakeholder_id",
        sqlite_where=OF_ANNOUNCEMENT,
        postgresql_where=OF_ANNOUNCEMENT,
    ),
    Index("ix_outbox_stakeholder_id", "stakeholder_id"),
)

# What a member of staff is being asked in a chat, and what they have said so far.
prompt = Table(
    "prompt",
    metadata,
    _id(),
    Column("channel", String(16), nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("user_id", BigInteger, nullable=False),
    Column("user_name", Text, nullable=False, default=""),
    Column("form", String(32), nullable=False),
    _to("topic", nullable=True),
    Column("place", String(255), nullable=False, default=""),
    Column("answers", JSON, nullable=False),
    Column("picked", Text, nullable=False, default=""),
    Column("editing", String(255), nullable=False, default=""),
    # The delivery that asks. No foreign key: deliveries are cleared away sooner or later.
    Column("delivery_id", BigInteger),
    Column("asked_at", Moment, nullable=False),
    UniqueConstraint("channel", "chat_id", "user_id"),
    Index("ix_prompt_topic_id", "topic_id"),
    sqlite_autoincrement=True,  # buttons of a prompt that has ended must never be those of another
)

# By which key words open answers to a question are told apart.
theme = Table(
    "theme",
    metadata,
    _to("topic", primary_key=True),
    Column("question", String(255), primary_key=True),
    Column("name", String(64), primary_key=True),
    Column("words", JSON, nullable=False),
)

pause = Table(
    "pause",
    metadata,
    Column("channel", String(16), primary_key=True),
    Column("until", Moment, nullable=False),
)

# Who leads among several processes: a row, so that every claim of a leader can check that it still does.
leadership = Table(
    "leadership",
    metadata,
    Column("name", String(16), primary_key=True),
    Column("epoch", BigInteger, nullable=False),
    Column("beat_at", Moment, nullable=False),
)

firing = Table(
    "firing",
    metadata,
    Column("job", String(64), primary_key=True),
    Column("slot", String(64), primary_key=True),
    Column("at", Moment, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    _id(),
    Column("at", Moment, nullable=False),
    Column("channel", String(16), nullable=False),
    Column("user_id", BigInteger, nullable=False),
    Column("user_name", Text, nullable=False, default=""),
    Column("action", String(64), nullable=False),
    _to("topic", nullable=True, when_gone="SET NULL"),
    _to("stakeholder", nullable=True, when_gone="SET NULL"),  # whose data were looked at
    Column("detail", Text, nullable=False, default=""),
    Index("ix_audit_topic_id", "topic_id"),
    Index("ix_audit_stakeholder_id", "stakeholder_id"),
)
