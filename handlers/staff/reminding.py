"""Reminding everybody who has not answered, and calling it off."""

from __future__ import annotations

from consultation.auditing import Action
from consultation.conversation import Button, column, press
from consultation.lifecycle import UNDO, Step
from consultation.texts import _, digits, inserted, ngettext
from handlers.staff.noting import note
from handlers.staff.stepping import ready, take
from handlers.turn import Turn
from storage import audit, campaigns, reminders


def remind(turn: Turn, code: str, *_rest: str) -> None:
    """Note a reminder with everyone who was told and has not finished; it goes out in waking hours."""
    if (topic := ready(turn, code, Step.REMIND)) is None:
        return
    last = audit.last(turn.db, topic.id, Action.REMIND)
    if last is not None and turn.now - last.at < UNDO:
        told = _("{name} has asked for reminders of this topic just now.").format(name=inserted(last.user_name))
        return turn.toast(told, alert=True)
    moment = turn.now + UNDO
    count = reminders.count_silent(turn.db, topic.id, moment)
    wave = reminders.begin(turn.db, topic.id, turn.now, moment, count) if count else 0
    take(turn, topic, Step.REMIND, str(count))
    told = ngettext(
        "{n} person who has not finished will be reminded: in waking hours, and at most once a day.",
        "{n} people who have not finished will be reminded: in waking hours, and at most once a day.",
        count,
    )
    undo = Button(_("⏪ Stop sending"), press("unremind", topic.id, wave))
    turn.toast("")
    turn.say(told.format(n=digits(count)), column(undo) if count else (), topic_id=topic.id)


def unremind(turn: Turn, code: str, wave_id: str) -> None:
    """Within two minutes of asking for reminders: nobody has got one yet, and nobody gets one."""
    if (topic := ready(turn, code, Step.REMIND)) is None:
        return
    wave = campaigns.get(turn.db, int(wave_id))
    if wave is None or wave.topic_id != topic.id or turn.now >= wave.starts_at or not campaigns.undo(turn.db, wave.id):
        return turn.toast(_("There is nothing left to stop."), alert=True)
    note(turn, Action.UNDO, topic.id, str(wave.people))
    turn.toast("")
    turn.replace(_("Stopped; nobody is reminded."), topic_id=topic.id)
