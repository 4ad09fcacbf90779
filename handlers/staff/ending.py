"""The end of a topic: closed, its results noted, put away."""

from __future__ import annotations

from consultation.auditing import Action
from consultation.conversation import Button, column, press
from consultation.lifecycle import Step
from consultation.texts import _, digits, inserted
from handlers.staff import releasing
from handlers.staff.finding import show_panel_of
from handlers.staff.noting import note
from handlers.staff.stepping import ready, take
from handlers.turn import Turn
from storage import findings, invitations


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


def results(turn: Turn, code: str, *_rest: str) -> None:
    """Published elsewhere, that is noted; with findings written here, they are what is published."""
    if (topic := ready(turn, code, Step.RESULTS)) is None:
        return
    if findings.of_topic(turn.db, topic.id):
        releasing.ask(turn, code)
    else:
        take(turn, topic, Step.RESULTS)
        show_panel_of(turn, topic.id, anew=True)


def archive(turn: Turn, code: str, *_rest: str) -> None:
    if (topic := ready(turn, code, Step.ARCHIVE)) is not None:
        take(turn, topic, Step.ARCHIVE)
        turn.toast("")
        show_panel_of(turn, topic.id)
