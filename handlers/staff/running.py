"""While a topic runs: figures, reminding, closing, the workbook of answers."""

from __future__ import annotations

from datetime import UTC, datetime

from consultation.auditing import Action
from consultation.conversation import Button, column, press
from consultation.lifecycle import UNDO, Step
from consultation.texts import _, digits, inserted, ngettext
from handlers.staff.finding import show_panel_of, topic_of
from handlers.staff.noting import note
from handlers.staff.stepping import ready, take
from handlers.turn import Turn
from reports import desk
from reports.exports import Format
from storage import audit, invitations
from storage.deliveries import Subject


def list_topics(turn: Turn) -> None:
    message = desk.topic_list(turn.db, turn.now, turn.policy)
    turn.say(message.text, message.buttons)


def show_panel(turn: Turn, code: str, *_rest: str) -> None:
    if (topic := topic_of(turn, code)) is not None:
        show_panel_of(turn, topic.id, anew=True)


def refresh_panel(turn: Turn, code: str) -> None:
    if (topic := topic_of(turn, code)) is not None:
        turn.toast("")
        show_panel_of(turn, topic.id)


def show_controls(turn: Turn, code: str) -> None:
    """The panel as a message of its own: the status message stays where it is."""
    if (topic := topic_of(turn, code)) is not None:
        turn.toast("")
        show_panel_of(turn, topic.id, anew=True)


def send_chart(turn: Turn, code: str) -> None:
    if (topic := topic_of(turn, code)) is not None:
        turn.toast(_("The picture is being made."))
        turn.owe(None, topic_id=topic.id, subject=Subject.CHART)


def remind(turn: Turn, code: str, *_rest: str) -> None:
    """Note a reminder with everyone who was told and has not finished; it goes out in waking hours."""
    if (topic := ready(turn, code, Step.REMIND)) is None:
        return
    last = audit.last(turn.db, topic.id, Action.REMIND)
    if last is not None and turn.now - last.at < UNDO:
        told = _("{name} has asked for reminders of this topic just now.").format(name=inserted(last.user_name))
        return turn.toast(told, alert=True)
    moment = turn.now + UNDO
    count = invitations.plan_reminders(turn.db, topic.id, moment)
    take(turn, topic, Step.REMIND, str(count))
    told = ngettext(
        "{n} person who has not finished will be reminded: in waking hours, and at most once a day.",
        "{n} people who have not finished will be reminded: in waking hours, and at most once a day.",
        count,
    )
    undo = Button(_("⏪ Stop sending"), press("unremind", topic.id, int(moment.timestamp())))
    turn.toast("")
    turn.say(told.format(n=digits(count)), column(undo) if count else (), topic_id=topic.id)


def unremind(turn: Turn, code: str, moment: str) -> None:
    """Within two minutes of asking for reminders: nobody has got one yet, and nobody gets one."""
    if (topic := ready(turn, code, Step.REMIND)) is None:
        return
    count = invitations.unplan_reminders(turn.db, topic.id, datetime.fromtimestamp(int(moment), UTC))
    if not count:
        return turn.toast(_("There is nothing left to stop."), alert=True)
    note(turn, Action.UNDO, topic.id, str(count))
    turn.toast("")
    turn.replace(_("Stopped; nobody is reminded."), topic_id=topic.id)


def ask_close(turn: Turn, code: str, *_rest: str) -> None:
    if (topic := ready(turn, code, Step.CLOSE)) is None:
        return
    turn.toast("")
    turn.replace(
        _("Close topic {code}, «{title}», now? After that no answers are taken.").format(
            code=digits(topic.code), title=inserted(topic.title)
        ),
        column(Button(_("🔒 Yes, close"), press("close!", topic.id)), Button(_("No"), press("panel", topic.id))),
        topic_id=topic.id,
    )


def close(turn: Turn, code: str) -> None:
    if (topic := ready(turn, code, Step.CLOSE)) is None:
        return
    invitations.close(turn.db, topic.id, turn.now)
    note(turn, Action.CLOSE, topic.id)
    turn.toast(_("Closed."))
    show_panel_of(turn, topic.id)


def export(turn: Turn, code: str, wanted: str = Format.XLSX) -> None:
    """The answers, in a format that was typed or pressed; "names" beside it adds who each is from."""
    if (topic := topic_of(turn, code)) is None:
        return
    words = {word.casefold() for word in wanted.split()}
    names = bool(words & _NAMES)
    format_ = next((one for one in Format if one in words), Format.XLSX)
    if unknown := words - _NAMES - set(Format):
        return _explain_formats(turn, " ".join(sorted(unknown)))
    if names and topic.anonymous:
        return turn.toast(_("This topic is anonymous: nobody can be named."), alert=True)
    note(turn, Action.EXPORT, topic.id, f"{format_}+names" if names else format_)
    turn.toast(_("The file is being made."))
    makes = f"{format_}+names" if names else format_.value
    turn.owe(None, topic_id=topic.id, makes=makes, subject=Subject.EXPORT)


_NAMES = frozenset({"names", "با", "نام", "نام‌ها"})  # «با نام»


def _explain_formats(turn: Turn, unknown: str) -> None:
    told = _("There is no format {format}. Possible are {formats}; add «names» for the names, for example {example}.")
    turn.say(
        told.format(
            format=inserted(unknown), formats=inserted(", ".join(Format)), example=inserted("/export 3 csv names")
        )
    )
