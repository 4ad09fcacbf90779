"""Answering one person's question for everybody: it becomes an entry of its topic, and names nobody."""

from __future__ import annotations

from consultation.auditing import Action
from consultation.conversation import Button, Rows, column, press
from consultation.inquiry import Inquiry
from consultation.texts import _, bold, digits, ngettext
from handlers.staff.inquiries import found
from handlers.staff.noting import note
from handlers.turn import Turn
from reports import inquiries as shown
from storage import faq, inquiries


def ask(turn: Turn, code: str) -> None:
    """Before everybody is told: what, without whose name, and to how many."""
    if (inquiry := found(turn, code)) is None or (entry := _entry(turn, inquiry)) is None:
        return
    topic_id, question, answer = entry
    count = faq.audience(turn.db, topic_id, but=inquiry.stakeholder_id)
    told = ngettext(
        "This is added to the questions and answers of the topic, without saying who asked, and {n} person is told. "
        "Please see that the words themselves name nobody.",
        "This is added to the questions and answers of the topic, without saying who asked, and {n} people are told. "
        "Please see that the words themselves name nobody.",
        count,
    ).format(n=bold(digits(count)))
    turn.toast("")
    turn.say(f"{told}\n\n{shown.question_and_answer(question, answer)}", _ways(inquiry))


def _ways(inquiry: Inquiry) -> Rows:
    return column(
        Button(_("📢 Add it and tell them"), press("faq!", inquiry.id, "tell")),
        Button(_("Add it, tell nobody"), press("faq!", inquiry.id, "keep")),
        Button(_("No"), press("never")),
    )


def _entry(turn: Turn, inquiry: Inquiry) -> tuple[int, str, str] | None:
    """Topic, question and answer; None, and said why, where there are no words to show to others."""
    said = inquiries.remarks(turn.db, inquiry.id)
    question = next((one.text for one in said if not one.by_staff and one.text), "")
    answer = next((one.text for one in reversed(said) if one.by_staff and one.text), "")
    if inquiry.topic_id is not None and question and answer:
        return inquiry.topic_id, question, answer
    turn.toast(
        _("Only a written question about a topic, with a written answer, can be shown to everybody."), alert=True
    )
    return None


def add(turn: Turn, code: str, how: str) -> None:
    if (inquiry := found(turn, code)) is None or (entry := _entry(turn, inquiry)) is None:
        return
    topic_id, question, answer = entry
    if faq.contains(turn.db, topic_id, question, answer):
        return turn.toast(_("It is among the questions and answers already."), alert=True)
    entry_id = faq.add(turn.db, topic_id, question, answer, turn.now)
    count = faq.tell(turn.db, entry_id, topic_id, turn.now, but=inquiry.stakeholder_id) if how == "tell" else 0
    note(turn, Action.FAQ, topic_id, inquiry.code)
    turn.toast("")
    added = _("Added to the questions and answers of the topic.")
    told = ngettext("{n} person is being told.", "{n} people are being told.", count).format(n=digits(count))
    turn.replace(f"{added} {told}" if count else added)
