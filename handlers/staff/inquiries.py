"""Answering people from the staff group: taking an inquiry, replying to it, closing it."""

from __future__ import annotations

from consultation.auditing import Action
from consultation.inquiry import Inquiry, Remark
from consultation.texts import _, digits, inserted
from handlers import mirror
from handlers.staff.noting import note
from handlers.turn import Turn
from reports import inquiries as shown
from storage import inquiries


def list_open(turn: Turn) -> None:
    message = shown.listing(turn.db, turn.now)
    turn.say(message.text, message.buttons)


def found(turn: Turn, code: str) -> Inquiry | None:
    """The inquiry, held for this turn; where it is not there any more, that has been said."""
    inquiry = inquiries.get(turn.db, int(code), lock=True)
    if inquiry is None:
        turn.toast(_("This inquiry is not there any more."), alert=True)
    return inquiry


def show(turn: Turn, code: str) -> None:
    """The card and all that was said, once more at the end of the chat."""
    if (inquiry := found(turn, code)) is not None:
        turn.toast("")
        asker = inquiry.stakeholder_id if inquiry.named else None  # who gave no name stays unknown here too
        note(turn, Action.READ_INQUIRY, inquiry.topic_id, inquiry.code, stakeholder_id=asker)
        for remark in inquiries.remarks(turn.db, inquiry.id):
            mirror.show_here(turn, remark)


def take(turn: Turn, code: str) -> None:
    if (inquiry := found(turn, code)) is None:
        return
    if inquiry.taken_by:
        return turn.toast(_("{name} has taken it already.").format(name=inserted(inquiry.taken_by)), alert=True)
    _change(turn, inquiry, Action.TAKE_INQUIRY, taken_by=turn.incoming.sender.name)
    turn.toast(_("It is yours. Reply to this message to answer."))


def give_back(turn: Turn, code: str) -> None:
    if (inquiry := found(turn, code)) is not None:
        _change(turn, inquiry, Action.GIVE_BACK_INQUIRY, taken_by="")
        turn.toast("")


def done(turn: Turn, code: str) -> None:
    if (inquiry := found(turn, code)) is None:
        return
    if not inquiry.open:
        return turn.toast(_("It is done already."), alert=True)
    _change(turn, inquiry, Action.CLOSE_INQUIRY, done_at=turn.now, waiting_since=None)
    turn.toast(_("☑️ Done"))


def reopen(turn: Turn, code: str) -> None:
    if (inquiry := found(turn, code)) is not None:
        _change(turn, inquiry, Action.REOPEN_INQUIRY, done_at=None)
        turn.toast("")


def _change(turn: Turn, inquiry: Inquiry, action: Action, **values: object) -> None:
    inquiries.change(turn.db, inquiry.id, **values)
    note(turn, action, inquiry.topic_id, inquiry.code)
    mirror.refresh_card(turn, inquiry)


# -- answering -----------------------------------------------------------------------------------------------


def replied_to(turn: Turn) -> int | None:
    """The inquiry that this message replies to."""
    incoming = turn.incoming
    if incoming.reply_to is None:
        return None
    return inquiries.spoken_of(turn.db, incoming.channel, incoming.chat_id, incoming.reply_to)


def answer(turn: Turn) -> None:
    """The reply to a message of an inquiry: it goes to the person."""
    inquiry = found(turn, str(replied_to(turn)))
    if inquiry is not None:
        answered(turn, inquiry, mirror.heard(turn, inquiry, by_staff=True))


def answered(turn: Turn, inquiry: Inquiry, said: list[Remark]) -> None:
    reached = mirror.to_person(turn, inquiry, said)
    for remark in said:
        mirror.to_groups(turn, remark)
    values = {"answered_at": inquiry.answered_at or turn.now, "taken_by": inquiry.taken_by or turn.incoming.sender.name}
    _change(turn, inquiry, Action.ANSWER_INQUIRY, waiting_since=None, done_at=None, **values)
    if not reached:
        return turn.say(shown.undelivered(inquiry).text)
    changed = inquiries.get(turn.db, inquiry.id) or inquiry
    turn.say(_("✅ Sent to who asked inquiry {code}.").format(code=digits(inquiry.code)), shown.after_answer(changed))


def earlier(turn: Turn) -> list[Remark]:
    """The answers that were given in this message, which is now changed."""
    incoming = turn.incoming
    said = inquiries.came_in(turn.db, incoming.channel, incoming.chat_id, incoming.message_id)
    return [remark for remark in said if remark.by_staff]


def edited(turn: Turn) -> None:
    mirror.edited(turn, earlier(turn))


def never_mind(turn: Turn) -> None:
    turn.toast("")
    turn.replace(_("All right, nothing is sent."))
