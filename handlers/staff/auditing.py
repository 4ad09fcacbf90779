"""The audit log in the chat: the latest, page by page, of one topic or of everything, and as a workbook."""

from __future__ import annotations

from consultation.auditing import Action
from handlers.staff.finding import topic_of
from handlers.staff.noting import note
from handlers.turn import Turn
from reports import audit
from storage.deliveries import Subject


def command(turn: Turn, code: str = "", *_rest: str) -> None:
    topic_id = _topic_id(turn, code)
    if topic_id is not None:
        _show(turn, topic_id, 0)


def _topic_id(turn: Turn, code: str) -> int | None:
    """0 for everything; None where there is no such topic, which has been said."""
    if not code or code == "0":
        return 0
    topic = topic_of(turn, code)
    return None if topic is None else topic.id


def turn_page(turn: Turn, topic_id: str, page: str, until: str = "") -> None:
    turn.toast("")
    _show(turn, int(topic_id), int(page), int(until) if until else None)


def _show(turn: Turn, topic_id: int, page: int, until: int | None = None) -> None:
    """Every page that somebody looks at is an entry itself; those behind the first stay as the first was."""
    note(turn, Action.AUDIT, topic_id or None, str(page + 1) if page else "")
    message = audit.page(turn.db, topic_id or None, page, turn.policy, until if page else None)
    turn.replace(message.text, message.buttons)


def workbook(turn: Turn, code: str) -> None:
    topic_id = _topic_id(turn, code)
    if topic_id is None:
        return
    note(turn, Action.AUDIT, topic_id or None)
    turn.toast(audit.being_made())
    turn.owe(None, topic_id=topic_id or None, subject=Subject.AUDIT)
