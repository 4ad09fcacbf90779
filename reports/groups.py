"""What staff are told of their groups."""

from __future__ import annotations

from consultation.conversation import Message
from consultation.texts import _, inserted


def gone(title: str) -> Message:
    told = _(
        "The bot was taken out of the staff group {title}; nothing more is sent there. "
        "An owner who adds it again makes it a staff group again."
    )
    return Message(told.format(title=inserted(title)))
