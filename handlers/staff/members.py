"""Members at the desk: finding them, their cards, letting them in, keeping them out."""

from __future__ import annotations

from consultation.auditing import Action
from consultation.conversation import Button, Message, column, press
from consultation.stakeholder import Stakeholder, Standing
from consultation.texts import _, bold, inserted
from handlers.staff import prompting
from handlers.staff.noting import note
from handlers.stakeholder import menu
from handlers.telling import tell
from handlers.turn import Turn
from reports import members
from storage import people, register

_LONGEST_REASON = 500


def person_of(turn: Turn, number: str, *, lock: bool = False) -> Stakeholder | None:
    """Somebody by the number in a button, held for this turn if wanted; when they are gone, that has been said."""
    found = people.known(turn.db, int(number), lock=lock) if number.isdecimal() else None
    if found is None:
        turn.toast(_("This person is not in the register any more."), alert=True)
    return found


def find(turn: Turn, typed: str = "", rest: str = "") -> None:
    if not typed:
        example = inserted("/find رضایی")
        told = _("Please write the beginning of a name, an organisation or a field, for example {example}.")
        return turn.say(told.format(example=example))
    search(turn, f"{typed} {rest}".strip(), "member")


def search(turn: Turn, typed: str, verb: str) -> None:
    """A list of people, each with a button of this verb."""
    profile = turn.house.profile
    meanings = members.meanings(typed, profile)
    ids = register.find(turn.db, meanings, 0, members.PAGE + 1) if meanings else []
    if not ids:
        told = _("Nobody is found for «{text}». The beginning of a name, an organisation or a field is enough.")
        return turn.say(told.format(text=inserted(typed[:60])))
    for one in ids[: members.PAGE]:
        note(turn, Action.FIND, stakeholder_id=one)
    message = members.found(turn.db, typed[:60], ids, 0, verb, profile)
    turn.say(message.text, message.buttons, about=ids[0])


def show(turn: Turn, number: str) -> None:
    if (person := person_of(turn, number)) is not None:
        turn.toast("")
        note(turn, Action.CARD, stakeholder_id=person.id)
        _say_card(turn, person)


def _say_card(turn: Turn, person: Stakeholder) -> None:
    message = members.card(turn.db, person, turn.house.profile, turn.policy, turn.role)
    turn.say(message.text, message.buttons, about=person.id)


def _replace_card(turn: Turn, person: Stakeholder) -> None:
    message = members.card(turn.db, person, turn.house.profile, turn.policy, turn.role)
    turn.replace(message.text, message.buttons, about=person.id)


def accept(turn: Turn, number: str) -> None:
    if (person := person_of(turn, number, lock=True)) is None:
        return
    if person.standing not in (Standing.WAITING, Standing.REJECTED):
        return turn.toast(_("This has been decided already."), alert=True)
    register.accept(turn.db, person.id, turn.now)
    note(turn, Action.ACCEPT, stakeholder_id=person.id)
    turn.toast(_("Accepted."))
    tell(turn, person.id, _accepted)
    _replace_card(turn, people.get(turn.db, person.id))


def _accepted() -> Message:
    told = _("The secretariat has confirmed your profile. Welcome! Press «Topics» to see what waits for you.")
    return Message(told, menu=menu.rows())


def ask_reason(turn: Turn, number: str) -> None:
    if (person := person_of(turn, number)) is None:
        return
    if person.standing is not Standing.WAITING:
        return turn.toast(_("This has been decided already."), alert=True)
    turn.toast("")
    asked = _("Why is the profile not accepted? Please reply to this message; the person is told these words.")
    prompting.ask_reply(turn, asked, press("reject", person.id))


def reject(turn: Turn, number: str) -> None:
    """The reply to it."""
    if (person := person_of(turn, number, lock=True)) is None:
        return
    if person.standing is not Standing.WAITING:
        return turn.say(_("This has been decided already."))
    people.change(turn.db, person.id, standing=Standing.REJECTED, answering=None)
    note(turn, Action.REJECT, stakeholder_id=person.id)
    reason = turn.incoming.text[:_LONGEST_REASON]
    tell(turn, person.id, lambda: _rejected(reason))
    turn.say(_("The person has been told, and may answer."))


def _rejected(reason: str) -> Message:
    return Message(
        "\n\n".join(
            [
                _("Thank you for your interest. The secretariat could not confirm your profile."),
                _("The reason: {reason}").format(reason=inserted(reason)),
                _("If you see it otherwise, please write so here in one message; it goes back to the secretariat."),
            ]
        )
    )


def ask_block(turn: Turn, number: str) -> None:
    if (person := person_of(turn, number)) is None:
        return
    turn.toast("")
    note(turn, Action.CARD, stakeholder_id=person.id)
    told = _("Block {name}? Nothing more is sent to them, and what they write is not taken. Their answers stay.")
    sure = Button(_("Yes, block"), press("block!", person.id))
    no = Button(_("No"), press("member", person.id))
    turn.replace(told.format(name=bold(inserted(person.name))), column(sure, no), about=person.id)


def block(turn: Turn, number: str) -> None:
    if (person := _in_standing(turn, number, blocked=False)) is not None:
        register.block(turn.db, person.id, turn.now)
        note(turn, Action.BLOCK, stakeholder_id=person.id)
        turn.toast(_("Blocked."))
        _replace_card(turn, people.get(turn.db, person.id))


def unblock(turn: Turn, number: str) -> None:
    if (person := _in_standing(turn, number, blocked=True)) is not None:
        register.unblock(turn.db, person.id)
        note(turn, Action.UNBLOCK, stakeholder_id=person.id)
        turn.toast(_("Unblocked."))
        _replace_card(turn, people.get(turn.db, person.id))


def _in_standing(turn: Turn, number: str, *, blocked: bool) -> Stakeholder | None:
    """Somebody who is blocked, or is not; where a colleague was faster, that has been said."""
    person = person_of(turn, number, lock=True)
    if person is None or (person.standing is Standing.BLOCKED) is blocked:
        return person
    turn.toast(_("This has been decided already."), alert=True)
    return None
