"""Asking the secretariat: about a topic or in general, while a questionnaire is open or not."""

from __future__ import annotations

from consultation.conversation import Button, Kind, Message, Rows, column, press
from consultation.inquiry import Inquiry
from consultation.persian import jalali
from consultation.texts import _, digits, inserted, language
from consultation.topic import Topic
from handlers import mirror
from handlers.stakeholder import answering
from handlers.stakeholder.sitting import current
from handlers.turn import Turn
from reports import inquiries as shown
from storage import announcements, inquiries, topics

LARGEST = 20_000_000  # bytes; a bot can fetch no more from either messenger
_MOST_OPEN = 10  # inquiries of one person; more would be a flood

# What `stakeholder.inquiring` holds: "topic:3", "nameless:3" (0: no topic in particular) or "inquiry:12".
_NEW = ("topic", "nameless")


def command(turn: Turn) -> None:
    """/ask, or the menu: about the topic that they are answering, else in general."""
    sitting = current(turn)
    _ask(turn, "topic", (sitting and sitting.topic_id) or 0)


def begin(turn: Turn, topic_id: str) -> None:
    """The button of a card."""
    turn.toast("")
    _ask(turn, "topic", int(topic_id))


def _ask(turn: Turn, how: str, topic_id: int) -> None:
    if _too_many(turn):
        return turn.say(_("You have many open questions already; please wait for the secretariat's answers to them."))
    topic = topics.get(turn.db, topic_id) if topic_id else None
    if topic is not None and topic.anonymous:
        how = "nameless"
    turn.change_person(inquiring=f"{how}:{topic_id}")
    turn.say(_prompt(topic, how), _ways(topic, how))


def _too_many(turn: Turn) -> bool:
    theirs = (inquiries.get(turn.db, one) for one in inquiries.of_stakeholder(turn.db, turn.person.id))
    return sum(one is not None and one.waiting_since is not None for one in theirs) >= _MOST_OPEN


def name_or_not(turn: Turn, how: str, topic_id: str) -> None:
    """Whether the secretariat is to know who asks."""
    if how not in _NEW:
        return
    topic = topics.get(turn.db, int(topic_id))
    turn.change_person(inquiring=f"{how}:{topic_id}")
    turn.toast("")
    turn.replace(_prompt(topic, how), _ways(topic, how))


def _prompt(topic: Topic | None, how: str) -> str:
    if topic is None:
        asked = _("Please write your question to the secretariat and send it; a photograph, a voice or a file will do.")
    else:
        asked = _("Please write your question about «{title}» and send it; a photograph, a voice or a file will do.")
        asked = asked.format(title=inserted(topic.title))
    if how == "nameless":
        return asked + "\n\n" + _("Your name will not be shown to the secretariat.")
    return asked + "\n\n" + _("The secretariat sees your name with it.")


def _ways(topic: Topic | None, how: str) -> Rows:
    cancel = Button(_("Cancel"), press("unask"))
    if topic is not None and topic.anonymous:
        return column(cancel)
    topic_id = 0 if topic is None else topic.id
    other = (
        Button(_("👤 Ask under my name"), press("asking", "topic", topic_id))
        if how == "nameless"
        else Button(_("🕶 Ask without my name"), press("asking", "nameless", topic_id))
    )
    return column(other, cancel)


def cancel(turn: Turn) -> None:
    turn.change_person(inquiring="")
    turn.toast("")
    turn.replace(_("All right, nothing is asked."))
    _back_to_question(turn)


def more(turn: Turn, inquiry_id: str) -> None:
    """The button below an answer."""
    inquiry = _theirs(turn, int(inquiry_id))
    if inquiry is None:
        return turn.toast(_("This button belongs to an earlier conversation."), alert=True)
    turn.change_person(inquiring=f"inquiry:{inquiry.id}")
    turn.toast("")
    told = _("Please write what is to be added to question {code}, and send it.")
    turn.say(told.format(code=digits(inquiry.code)), column(Button(_("Cancel"), press("unask"))))


def _theirs(turn: Turn, inquiry_id: int) -> Inquiry | None:
    inquiry = inquiries.get(turn.db, inquiry_id, lock=True)
    return inquiry if inquiry is not None and inquiry.stakeholder_id == turn.person.id else None


def wants(turn: Turn) -> bool:
    """Whether this message is meant for the secretariat: they were asked for it, or it replies to an inquiry."""
    if turn.incoming.kind not in (Kind.TEXT, Kind.FILE):
        return False
    return bool(turn.person.inquiring) or _replied_to(turn) is not None or _announcement_replied_to(turn) is not None


def _replied_to(turn: Turn) -> Inquiry | None:
    incoming = turn.incoming
    if incoming.reply_to is None:
        return None
    found = inquiries.spoken_of(turn.db, incoming.channel, incoming.chat_id, incoming.reply_to)
    return None if found is None else _theirs(turn, found)


def _announcement_replied_to(turn: Turn) -> int | None:
    incoming = turn.incoming
    if incoming.reply_to is None:
        return None
    found = announcements.in_message(turn.db, incoming.channel, incoming.chat_id, incoming.reply_to)
    return None if found is None else found.id


def reply(turn: Turn, announcement_id: str) -> None:
    """The button below an announcement."""
    if _too_many(turn):
        return turn.toast(
            _("You have many open questions already; please wait for the secretariat's answers to them."), alert=True
        )
    turn.change_person(inquiring=f"announcement:{int(announcement_id)}")
    turn.toast("")
    told = _("Please write what you wish to say to the secretariat; it sees your name with it.")
    turn.say(told, column(Button(_("Cancel"), press("unask"))))


def written(turn: Turn) -> None:
    """What they wrote goes to the secretariat, and they go back to where they were."""
    if turn.incoming.file is not None and (turn.incoming.file.size or 0) > LARGEST:
        return turn.say(_("This file is too large: at most 20 MB can be received. Please send a smaller one."))
    what, _colon, number = turn.person.inquiring.partition(":")
    inquiry = _replied_to(turn)
    if inquiry is None and what == "inquiry":
        inquiry = _theirs(turn, int(number))
    turn.change_person(inquiring="")
    if inquiry is not None:
        _add(turn, inquiry)
    elif (announcement_id := _announcement_replied_to(turn)) is not None:
        _open(turn, None, named=True, announcement_id=announcement_id)
    elif what == "announcement":
        _open(turn, None, named=True, announcement_id=int(number))
    else:
        topic = topics.get(turn.db, int(number)) if number.isdecimal() and what in _NEW else None
        _open(turn, topic, named=what != "nameless" and not (topic is not None and topic.anonymous))
    _back_to_question(turn)


def _open(turn: Turn, topic: Topic | None, *, named: bool, announcement_id: int | None = None) -> None:
    topic_id = None if topic is None else topic.id
    inquiry = inquiries.begin(turn.db, turn.person.id, topic_id, turn.now, named=named, announcement_id=announcement_id)
    said = mirror.heard(turn, inquiry, by_staff=False)
    for remark in said:
        mirror.to_groups(turn, remark)
    told = _(
        "Your question has reached the secretariat as number {code}; the answer comes here. "
        "If something is missing, write it in reply to this message."
    ).format(code=digits(inquiry.code))
    if (usual := shown.usual_wait(turn.db, turn.now)) is not None:
        span = jalali.write_span(usual, language())
        told += "\n" + _("Usually the answer takes {span}.").format(span=span)
    turn.owe(Message(told, right_to_left=language() == "fa"), remark_id=said[0].id)


def _add(turn: Turn, inquiry: Inquiry) -> None:
    inquiries.change(turn.db, inquiry.id, done_at=None, waiting_since=inquiry.waiting_since or turn.now)
    for remark in mirror.heard(turn, inquiry, by_staff=False):
        mirror.to_groups(turn, remark)
    mirror.refresh_card(turn, inquiry)
    turn.say(_("Added to question {code}.").format(code=digits(inquiry.code)))


def _back_to_question(turn: Turn) -> None:
    """The question that was open while they asked is still open."""
    if (sitting := current(turn)) is not None:
        answering.ask_or_refuse(turn, sitting)


def edited(turn: Turn) -> bool:
    """Whether the changed message was one to the secretariat."""
    incoming = turn.incoming
    said = inquiries.came_in(turn.db, incoming.channel, incoming.chat_id, incoming.message_id)
    if not said or _theirs(turn, said[0].inquiry_id) is None:
        return False
    mirror.edited(turn, said)
    return True


def show_faq(turn: Turn, topic_id: str) -> None:
    turn.toast("")
    message = shown.faq_message(turn.db, int(topic_id))
    turn.say(message.text, column(Button(_("❓ Ask the secretariat"), press("ask", topic_id))), topic_id=int(topic_id))
