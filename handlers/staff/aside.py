"""Messages that could not be handled: staff see them and, once the fault is mended, have them handled again."""

from __future__ import annotations

from consultation.auditing import Action
from consultation.conversation import Button, Channel, column, press
from consultation.texts import _, bold, digits, inserted, ngettext
from handlers.staff.noting import note
from handlers.turn import Turn
from reports.desk import moment
from storage import aside
from storage.aside import PutAside

_SHOWN = 8


def show(turn: Turn) -> None:
    count = aside.count(turn.db)
    if not count:
        return turn.say(_("No message has been put aside: all that came could be handled."))
    heading = ngettext(
        "{n} message was put aside because of a fault in the software:",
        "{n} messages were put aside because of a fault in the software:",
        count,
    )
    shown = aside.latest(turn.db, _SHOWN)
    lines = [bold(heading.format(n=digits(count))), *(_line(turn, one) for one in shown)]
    cure = _("The technical log says more. Once the fault is mended, the buttons have a message handled again.")
    again = [Button(_("🔁 Message {n} again").format(n=digits(one.id)), press("again", one.id)) for one in shown]
    turn.say("\n".join([*lines, "", cure]), column(*again))


def _line(turn: Turn, one: PutAside) -> str:
    told = _("• message {n} – {channel}, {moment}, {why}")
    when = moment(one.at, turn.policy)
    return told.format(n=digits(one.id), channel=_name(one.channel), moment=when, why=inserted(one.why))


def _name(channel: Channel) -> str:
    return {Channel.TELEGRAM: _("Telegram"), Channel.BALE: _("Bale")}[channel]


def again(turn: Turn, put_aside_id: str) -> None:
    incoming = aside.take(turn.db, int(put_aside_id))
    if incoming is None:
        return turn.toast(_("This message cannot be handled again, or already was."), alert=True)
    note(turn, Action.AGAIN)
    if turn.hear_again(incoming):
        return turn.toast(_("The message is handled; its answer is on its way."), alert=True)
    turn.toast(_("It failed again, so it stays put aside. The technical log says why."), alert=True)
