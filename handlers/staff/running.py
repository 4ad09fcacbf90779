"""While a topic runs: figures, reminding, closing, the workbook of answers."""

from __future__ import annotations

from consultation.auditing import Action
from consultation.conversation import Button, column, press
from consultation.texts import _, digits, inserted, ngettext
from consultation.topic import TopicState
from handlers.staff.finding import show_panel_of, topic_of
from handlers.staff.noting import note
from handlers.turn import Turn
from reports import desk
from storage import invitations, outbox


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


def remind(turn: Turn, code: str, *_rest: str) -> None:
    """Note a reminder with everyone who was told and has not finished; it goes out in waking hours."""
    if (topic := topic_of(turn, code)) is None:
        return
    if not topic.open_at(turn.now):
        return turn.toast(_("Only an open topic can be reminded of."), alert=True)
    count = invitations.plan_reminders(turn.db, topic.id, turn.now)
    note(turn, Action.REMIND, topic.id, str(count))
    told = ngettext(
        "{n} person who has not finished will be reminded: in waking hours, and at most once a day.",
        "{n} people who have not finished will be reminded: in waking hours, and at most once a day.",
        count,
    )
    turn.toast(told.format(n=digits(count)), alert=True)


def ask_close(turn: Turn, code: str, *_rest: str) -> None:
    if (topic := topic_of(turn, code)) is None:
        return
    if topic.state is not TopicState.OPEN:
        return turn.toast(_("Only an open topic can be closed."), alert=True)
    turn.toast("")
    turn.replace(
        _("Close topic {code}, «{title}», now? After that no answers are taken.").format(
            code=digits(topic.code), title=inserted(topic.title)
        ),
        column(Button(_("🔒 Yes, close"), press("close!", topic.id)), Button(_("No"), press("panel", topic.id))),
        topic_id=topic.id,
    )


def close(turn: Turn, code: str) -> None:
    if (topic := topic_of(turn, code)) is None:
        return
    if topic.state is not TopicState.OPEN:
        return turn.toast(_("This topic has closed already."), alert=True)
    invitations.close(turn.db, topic.id, turn.now)
    note(turn, Action.CLOSE, topic.id)
    turn.toast(_("Closed."))
    show_panel_of(turn, topic.id)


def export(turn: Turn, code: str, *_rest: str) -> None:
    if (topic := topic_of(turn, code)) is None:
        return
    note(turn, Action.EXPORT, topic.id)
    turn.toast(_("The workbook is being made."))
    turn.owe(None, topic_id=topic.id, subject=outbox.Subject.EXPORT)
