"""The one way into the audit log for what is done at the desk."""

from __future__ import annotations

from consultation.auditing import Action
from handlers.turn import Turn
from storage import audit


def note(
    turn: Turn, action: Action, topic_id: int | None = None, detail: str = "", *, stakeholder_id: int | None = None
) -> None:
    """Keep that the sender did this. `stakeholder_id`: whose data were shown or changed; never a name in `detail`."""
    incoming = turn.incoming
    who = (incoming.channel, incoming.sender, action)
    audit.note(turn.db, *who, turn.now, topic_id=topic_id, stakeholder_id=stakeholder_id, detail=detail)
