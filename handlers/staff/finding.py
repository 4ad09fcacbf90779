"""Finding the topic that a command or a button names."""

from __future__ import annotations

from consultation.persian.text import latin_digits
from consultation.texts import _, digits, inserted
from consultation.topic import Topic
from handlers.turn import Turn
from reports import desk
from storage import topics


def topic_of(turn: Turn, code: str) -> Topic | None:
    """The topic of this code, held for this turn; when there is none, that has been said."""
    plain = latin_digits(code).strip()
    topic = topics.get(turn.db, int(plain), lock=True) if plain.isdecimal() and len(plain) < 10 else None
    if topic is None:
        told = _("There is no topic {code}. /topics shows all of them.")
        turn.toast(told.format(code=inserted(digits(code[:20]))), alert=True)
    return topic


def show_panel_of(turn: Turn, topic_id: int, *, anew: bool = False) -> None:
    """The topic as it is after what was just done: in place of the pressed message, or as a new one."""
    topic = topics.get(turn.db, topic_id)
    if topic is None:
        return
    message = desk.panel(turn.db, topic, turn.house.profile, turn.now, turn.policy)
    say = turn.say if anew else turn.replace
    say(message.text, message.buttons, topic_id=topic.id)
