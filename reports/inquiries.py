"""Inquiries as each side sees them: the card and the thread in the staff group, the answer in a private chat."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from consultation.conversation import Button, Message, Rows, column, press
from consultation.inquiry import Inquiry, Remark, ReplyTimes, reply_times
from consultation.persian import jalali
from consultation.questionnaire import Questionnaire
from consultation.texts import _, bold, digits, inserted, language, ngettext
from reports import segments
from reports.cards import shortened
from storage import faq, inquiries, people, topics

_MEASURED_OVER = timedelta(days=30)
_LISTED = 12
_ENOUGH = 5  # answered inquiries, before anything is promised from them


def about(db: Connection, inquiry: Inquiry) -> str:
    if inquiry.announcement_id is not None:
        return _("in reply to announcement {code}").format(code=digits(inquiry.announcement_id))
    topic = None if inquiry.topic_id is None else topics.get(db, inquiry.topic_id)
    return _("in general") if topic is None else topic.title


def asker(db: Connection, inquiry: Inquiry, profile: Questionnaire) -> str:
    """Who asks, as staff may know it."""
    if not inquiry.named:
        return _("somebody who gives no name")
    person = people.get(db, inquiry.stakeholder_id)
    labels = [
        profile.text(choice.label, language())
        for question, value in (("kind", person.kind), ("province", person.province))
        for choice in segments.choices_of(profile, question)
        if choice.name == value
    ]
    described = _(", ").join([*labels, *filter(None, [person.organisation])])
    name = inserted(person.name or _("somebody without a name"))
    return f"{name} ({described})" if described else name


def card(db: Connection, inquiry: Inquiry, first: Remark, profile: Questionnaire) -> Message:
    """The first message of an inquiry in the group: what is asked, how it stands, what can be done."""
    head = _("Inquiry {code}: {about}").format(code=digits(inquiry.code), about=about(db, inquiry))
    asked_by = _("From: {who}").format(who=asker(db, inquiry, profile))
    parts = [f"❓ {bold(head)}\n{asked_by}", first.text, standing(inquiry)]
    if inquiry.open:
        parts.append(_("To answer, reply to this message."))
    return Message("\n\n".join(part for part in parts if part), _card_buttons(inquiry))


def standing(inquiry: Inquiry) -> str:
    if not inquiry.open:
        return _("☑️ Done")
    if inquiry.waiting_since is None:
        return _("✅ Answered")
    if inquiry.taken_by:
        return _("✋ With {name}").format(name=inserted(inquiry.taken_by))
    return _("⏳ Waits for an answer")


def _card_buttons(inquiry: Inquiry) -> Rows:
    if not inquiry.open:
        return column(Button(_("🔓 Open again"), press("undone", inquiry.id)))
    if inquiry.taken_by:
        whose = Button(_("↩️ Give it back"), press("untake", inquiry.id))
    else:
        whose = Button(_("✋ I answer this"), press("take", inquiry.id))
    quick = Button(_("⚡️ Quick reply"), press("quick", inquiry.id))
    return ((whose, quick), *after_answer(inquiry))


def after_answer(inquiry: Inquiry) -> Rows:
    """What can be done with an inquiry once it is answered."""
    done = Button(_("☑️ Close it"), press("done", inquiry.id))
    if inquiry.topic_id is None or inquiry.answered_at is None:
        return ((done,),)
    return ((Button(_("📢 Answer to all"), press("faq", inquiry.id)), done),)


def for_staff(db: Connection, inquiry: Inquiry, remark: Remark, profile: Questionnaire) -> Message:
    """Something that was said later, below the card."""
    if remark.by_staff:
        who = "🗣 " + _("{name}, for the secretariat").format(name=inserted(remark.author))
    else:
        person = people.get(db, inquiry.stakeholder_id)
        who = "👤 " + (inserted(person.name) if inquiry.named and person.name else _("Who asked"))
    return Message(f"{bold(who)} ({digits(inquiry.code)})\n{remark.text}".strip())


def for_person(inquiry: Inquiry, remark: Remark) -> Message:
    head = _("The secretariat answers your question {code}:").format(code=digits(inquiry.code))
    more = Button(_("✍️ Write back"), press("more", inquiry.id))
    return Message(f"✉️ {bold(head)}\n\n{remark.text}".strip(), column(more), right_to_left=language() == "fa")


def undelivered(inquiry: Inquiry) -> Message:
    told = _("The answer to inquiry {code} could not be delivered: this person is no longer to be reached.")
    return Message("⚠️ " + told.format(code=digits(inquiry.code)))


# -- all of them ---------------------------------------------------------------------------------------------


def times(db: Connection, now: datetime) -> ReplyTimes:
    waiting = [one.waiting_since for one in inquiries.open_ones(db) if one.waiting_since is not None]
    return reply_times(inquiries.answered_since(db, now - _MEASURED_OVER), waiting, now)


def times_lines(found: ReplyTimes) -> list[str]:
    """How fast people are answered; nothing where nobody has asked."""
    lines = []
    if found.oldest is not None:
        told = ngettext(
            "❓ {n} inquiry waits for an answer, the oldest for {span}.",
            "❓ {n} inquiries wait for an answer, the oldest for {span}.",
            found.open,
        )
        lines.append(told.format(n=digits(found.open), span=jalali.write_span(found.oldest, language())))
    if found.usual is not None:
        told = ngettext(
            "In the last 30 days {n} was answered, after {span}.",
            "In the last 30 days {n} were answered, half of them within {span}.",
            found.answered,
        )
        lines.append(told.format(n=digits(found.answered), span=jalali.write_span(found.usual, language())))
    return lines


def usual_wait(db: Connection, now: datetime) -> timedelta | None:
    """How long an answer usually takes, where enough were given to say so."""
    found = times(db, now)
    return found.usual if found.answered >= _ENOUGH else None


def listing(db: Connection, now: datetime) -> Message:
    """Open inquiries, the longest waiting first, each with a button that brings its card."""
    found = inquiries.open_ones(db)
    measured = "\n".join(times_lines(times(db, now)))
    if not found:
        return Message("\n\n".join(filter(None, [_("No inquiry is open."), measured])))
    lines = [_line(db, one, now) for one in found[:_LISTED]]
    if len(found) > _LISTED:
        lines.append(_("… and {n} more.").format(n=digits(len(found) - _LISTED)))
    buttons = [Button(digits(one.code), press("inquiry", one.id)) for one in found[:_LISTED]]
    rows = tuple(tuple(buttons[start : start + 4]) for start in range(0, len(buttons), 4))
    return Message("\n\n".join([bold(_("Open inquiries")), *filter(None, [measured]), *lines]), rows)


def _line(db: Connection, inquiry: Inquiry, now: datetime) -> str:
    since = jalali.write_span(now - (inquiry.waiting_since or inquiry.asked_at), language())
    said = shortened(" ".join(one.text for one in inquiries.remarks(db, inquiry.id)[:1]), 80)
    head = f"{digits(inquiry.code)}. {inserted(shortened(about(db, inquiry)))} – {standing(inquiry)} ({since})"
    return f"{head}\n{inserted(said)}" if said else head


# -- for everybody -------------------------------------------------------------------------------------------


def question_and_answer(question: str, answer: str) -> str:
    return f"❓ {bold(question)}\n💬 {answer}"


def faq_message(db: Connection, topic_id: int) -> Message:
    entries = faq.of_topic(db, topic_id)
    shown = [question_and_answer(entry.question, entry.answer) for entry in entries]
    return Message("\n\n".join([_("What was asked about this topic, and the secretariat's answers:"), *shown]))


def faq_news(entry: faq.Entry, title: str) -> Message:
    head = _("The secretariat has answered a question about «{title}»:").format(title=inserted(title))
    buttons = column(Button(_("📋 See the topic"), press("topic", entry.topic_id)))
    shown = question_and_answer(entry.question, entry.answer)
    return Message(f"{head}\n\n{shown}", buttons, right_to_left=language() == "fa")
