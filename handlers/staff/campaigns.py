"""/campaigns: what is being sent to many people, and holding it up."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection

from consultation.auditing import Action
from consultation.persian.text import latin_digits
from consultation.texts import _
from handlers.staff.noting import note
from handlers.turn import Turn
from reports import campaigns as shown
from storage import campaigns
from storage.campaigns import Campaign


def list_all(turn: Turn) -> None:
    message = shown.listing(turn.db, turn.now, turn.policy)
    turn.say(message.text, message.buttons)


def refresh_all(turn: Turn) -> None:
    message = shown.listing(turn.db, turn.now, turn.policy)
    turn.toast("")
    turn.replace(message.text, message.buttons)


def show(turn: Turn, code: str) -> None:
    if (found := _found(turn, code)) is not None:
        turn.toast("")
        _show(turn, found.id)


def _found(turn: Turn, code: str) -> Campaign | None:
    plain = latin_digits(code)
    found = campaigns.get(turn.db, int(plain), lock=True) if plain.isdecimal() and len(plain) < 10 else None
    if found is None:
        turn.toast(_("This sending is not there. /campaigns shows the latest ones."), alert=True)
    return found


def _show(turn: Turn, campaign_id: int) -> None:
    if (found := campaigns.get(turn.db, campaign_id)) is not None:
        message = shown.panel(turn.db, found, turn.now, turn.policy)
        turn.replace(message.text, message.buttons)


def pause(turn: Turn, code: str) -> None:
    _halt(turn, code, campaigns.pause)


def resume(turn: Turn, code: str) -> None:
    _halt(turn, code, campaigns.resume)


def end(turn: Turn, code: str) -> None:
    _halt(turn, code, campaigns.cancel)


def _halt(turn: Turn, code: str, act: Callable[[Connection, int], bool]) -> None:
    if (found := _found(turn, code)) is None:
        return
    if not act(turn.db, found.id):
        turn.toast(_("This sending is «{state}» now.").format(state=shown.state_name(found, turn.now)), alert=True)
        return _show(turn, found.id)
    note(turn, Action.HALT, found.topic_id, str(found.id))
    turn.toast("")
    _show(turn, found.id)
