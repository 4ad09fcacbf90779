"""A topic at the desk: the list of all, the panel of one, and how it comes on as a picture."""

from __future__ import annotations

from consultation.texts import _
from handlers.staff.finding import show_panel_of, topic_of
from handlers.turn import Turn
from reports import desk
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
