"""Taking an open topic back: it takes no more answers, and those who know of it are told."""

from __future__ import annotations

from consultation.conversation import Button, column, press
from consultation.lifecycle import UNDO, Step
from consultation.texts import _, bold, digits, inserted, ngettext
from handlers.staff.stepping import ready, take
from handlers.turn import Turn
from storage import invitations


def ask_withdraw(turn: Turn, code: str, *_rest: str) -> None:
    if (topic := ready(turn, code, Step.WITHDRAW)) is None:
        return
    count = invitations.count_told(turn.db, topic.id)
    told = ngettext(
        "Withdraw topic {code}, «{title}»? No more answers are taken, and {n} person is told so.",
        "Withdraw topic {code}, «{title}»? No more answers are taken, and {n} people are told so.",
        count,
    )
    turn.toast("")
    turn.replace(
        told.format(code=digits(topic.code), title=inserted(topic.title), n=bold(digits(count))),
        column(Button(_("Yes, withdraw it"), press("withdraw!", topic.id)), Button(_("No"), press("panel", topic.id))),
        topic_id=topic.id,
    )


def withdraw(turn: Turn, code: str) -> None:
    if (topic := ready(turn, code, Step.WITHDRAW)) is None:
        return
    count = invitations.withdraw(turn.db, topic.id, turn.now, turn.now + UNDO)
    take(turn, topic, Step.WITHDRAW, str(count), closed_at=turn.now)
    told = ngettext(
        "Topic {code} is withdrawn and takes no more answers. {n} person is told so in two minutes.",
        "Topic {code} is withdrawn and takes no more answers. {n} people are told so in two minutes.",
        count,
    )
    turn.toast(_("Withdrawn."))
    turn.replace(
        told.format(code=digits(topic.code), n=digits(count)),
        column(Button(_("⏪ Undo"), press("unwithdraw", topic.id)), Button(_("🎛 Controls"), press("panel", topic.id))),
        topic_id=topic.id,
    )
