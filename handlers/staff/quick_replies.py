"""Quick replies: answers that staff keep, to be sent with a press."""

from __future__ import annotations

from consultation.auditing import Action
from consultation.conversation import Button, Rows, column, press
from consultation.texts import _, bold, digits, inserted
from handlers.staff.inquiries import answered, found
from handlers.staff.noting import note
from handlers.turn import Turn
from reports.cards import shortened
from storage import faq, inquiries, spoken
from storage.deliveries import Subject

_LONGEST_LABEL = 40  # characters of a quick reply on its button


def choose(turn: Turn, code: str) -> None:
    if (inquiry := found(turn, code)) is None:
        return
    kept = faq.quick_replies(turn.db)
    if not kept:
        return turn.toast(_("No quick reply is kept yet; /replies is where they are written."), alert=True)
    turn.toast("")
    buttons = [Button(shortened(one.text, _LONGEST_LABEL), press("quick!", inquiry.id, one.id)) for one in kept]
    told = _("Which one goes to who asked inquiry {code}?").format(code=digits(inquiry.code))
    turn.say(told, (*column(*buttons), (Button(_("None"), press("never")),)))


def send(turn: Turn, code: str, reply_id: str) -> None:
    reply = faq.quick_reply_of(turn.db, int(reply_id))
    if (inquiry := found(turn, code)) is None:
        return
    if reply is None:
        return turn.toast(_("This quick reply is not kept any more."), alert=True)
    latest = inquiries.remarks(turn.db, inquiry.id)[-1]
    if latest.by_staff and latest.text == reply.text:
        return turn.toast(_("This answer has just been sent."), alert=True)
    turn.toast("")
    told = _("Quick reply to inquiry {code}:").format(code=digits(inquiry.code))
    turn.replace(f"{told}\n{reply.text}")
    said = inquiries.say(turn.db, inquiry.id, turn.incoming, reply.text, turn.now, by_staff=True)
    answered(turn, inquiry, [said])


def show(turn: Turn) -> None:
    text, buttons = _kept(turn)
    turn.say(text, buttons)


def _kept(turn: Turn) -> tuple[str, Rows]:
    kept = faq.quick_replies(turn.db)
    lines = [f"{digits(number)}. {inserted(one.text)}" for number, one in enumerate(kept, 1)]
    drops = [Button(f"🗑 {digits(number)}", press("unquick", one.id)) for number, one in enumerate(kept, 1)]
    rows = tuple(tuple(drops[start : start + 4]) for start in range(0, len(drops), 4))
    text = "\n".join([bold(_("Quick replies")), *(lines or [_("None is kept yet.")])])
    return text, (*rows, (Button(_("➕ New one"), press("newquick")),))


def ask(turn: Turn) -> None:
    turn.toast("")
    turn.say(_("Please reply to this message with the answer that is to be kept."), subject=Subject.ASK_QUICK_REPLY)


def asked_for(turn: Turn) -> bool:
    incoming = turn.incoming
    if incoming.reply_to is None:
        return False
    asked = spoken.subject_of(turn.db, incoming.channel, incoming.chat_id, incoming.reply_to)
    return asked is Subject.ASK_QUICK_REPLY


def keep(turn: Turn) -> None:
    kept = faq.keep_quick_reply(turn.db, turn.incoming.text, turn.now)
    note(turn, Action.KEEP_REPLY, detail=str(kept))
    show(turn)


def drop(turn: Turn, reply_id: str) -> None:
    if not faq.drop_quick_reply(turn.db, int(reply_id)):
        return turn.toast(_("This quick reply is not kept any more."), alert=True)
    note(turn, Action.DROP_REPLY, detail=reply_id)
    turn.toast("")
    turn.replace(*_kept(turn))
