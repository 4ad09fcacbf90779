"""Those who take no part: not looked at yet, not accepted, blocked. They are answered kindly, and can be forgotten."""

from __future__ import annotations

from collections.abc import Callable

from consultation.conversation import Button, Kind, Message, column, press
from consultation.stakeholder import Stakeholder, Standing
from consultation.texts import _, bold, inserted
from handlers.telling import tell_staff
from handlers.turn import Turn
from reports import members
from storage import people

APART = (Standing.WAITING, Standing.REJECTED, Standing.BLOCKED)
STILL_OPEN = frozenset({"settings", "language", "forget", "forget!", "preview", "verify"})  # commands and buttons
_LONGEST_APPEAL = 1500


def enter(turn: Turn) -> None:
    """A profile is complete, and the secretariat looks at it first."""
    turn.change_person(standing=Standing.WAITING, answering=None)
    _show_staff(turn, lambda: _("A new profile waits for verification."))
    told = _("Thank you, {name}. The secretariat looks at your profile and will tell you here as soon as it is done.")
    turn.say(told.format(name=inserted(turn.person.name or _("friend"))), menu=())


def _show_staff(turn: Turn, heading: Callable[[], str], appeal: str = "") -> None:
    person, profile = turn.person, turn.house.profile

    def words() -> Message:
        quoted = _("They write: «{text}»").format(text=inserted(appeal)) if appeal else ""
        parts = [bold(heading()), members.who(turn.db, person, profile), quoted]
        buttons = (
            (Button(_("✅ Accept"), press("accept", person.id)), Button(_("❌ Reject"), press("reject", person.id))),
            (Button(_("👤 Card"), press("member", person.id)),),
        )
        return Message("\n\n".join(part for part in parts if part), buttons=buttons)

    tell_staff(turn, words, about=person.id)


def answer(turn: Turn) -> None:
    """Whatever else they write or press."""
    match turn.person.standing:
        case Standing.WAITING:
            turn.toast(_("The secretariat is still looking at your profile; you will be told here."), alert=True)
        case Standing.REJECTED:
            _appeal(turn)
        case _:
            _closed(turn)


def _appeal(turn: Turn) -> None:
    incoming = turn.incoming
    if incoming.kind is not Kind.TEXT or incoming.text.startswith("/"):
        told = _("The secretariat could not confirm your profile. If you see it otherwise, please write so here.")
        return turn.toast(told, alert=True)
    turn.change_person(standing=Standing.WAITING)
    appeal = incoming.text[:_LONGEST_APPEAL]
    _show_staff(turn, lambda: _("Somebody whose profile was not accepted asks for another look."), appeal)
    turn.say(_("Thank you. Your words have gone to the secretariat; you will be told here."))


def _closed(turn: Turn) -> None:
    """One sentence to who knocks; silence to everything else."""
    knocks = turn.incoming.kind is Kind.PRESS or turn.incoming.text.startswith("/")
    if not knocks:
        return
    told = _("The secretariat cannot offer you to take part at present. Thank you for your understanding.")
    if turn.incoming.kind is Kind.PRESS:
        return turn.toast(told, alert=True)
    turn.say(told, column(Button(_("🗑 Forget me"), press("forget"))))


def is_apart(person: Stakeholder) -> bool:
    return person.standing in APART


def must_wait(turn: Turn) -> bool:
    """Whether the secretariat has yet to look at this person's profile."""
    return turn.policy.verify and people.get(turn.db, turn.person.id).verified_at is None
