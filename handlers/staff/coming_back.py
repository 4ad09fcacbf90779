"""The bot comes back to a group that was a staff group once: an owner's word is enough to make it one again.

Whoever merely administers the group is no owner: it may have other people in it by now.
"""

from __future__ import annotations

from dataclasses import replace

from consultation.auditing import Action
from consultation.roles import Role
from consultation.texts import _
from handlers.staff import authority
from handlers.staff.noting import note
from handlers.turn import Turn
from storage import staff, threads


def added(turn: Turn) -> None:
    incoming = turn.incoming
    if staff.is_claimed(turn.db, incoming.channel, incoming.chat_id):
        return threads.try_again(turn.db, incoming.channel, incoming.chat_id)
    taken_up(turn)


def taken_up(turn: Turn) -> bool:
    """Whether it is a staff group again; where it was one, that has been said, or what to do."""
    incoming = turn.incoming
    if not staff.was_claimed(turn.db, incoming.channel, incoming.chat_id):
        return False
    if authority.role_of(turn.db, turn.policy, replace(incoming, by_administrator=False)) is not Role.OWNER:
        told = _(
            "This was a staff group until the bot was taken out of it. An owner may write /help here to make it "
            "one again; or run «jazb claim-code» on the server for a new code."
        )
        turn.say(told)
        return False
    staff.take_up(turn.db, incoming.channel, incoming.chat_id)
    note(turn, Action.CLAIM)
    turn.say(_("The bot is here again, and this is a staff group again. /topics shows how things stand."))
    return True
