"""One person who is in the register twice: found, shown side by side, and made one."""

from __future__ import annotations

from consultation.auditing import Action
from consultation.conversation import Button, column, press
from consultation.texts import _, bold, digits, inserted
from handlers.staff import prompting
from handlers.staff.members import person_of, search
from handlers.staff.noting import note
from handlers.turn import Turn
from reports import members
from storage import earlier, linking


def ask_other(turn: Turn, number: str) -> None:
    if (person := person_of(turn, number)) is not None:
        turn.toast("")
        note(turn, Action.CARD, stakeholder_id=person.id)
        asked = _("Who is the same person as {name}? Please write a part of the name in reply to this message.")
        prompting.ask_reply(turn, asked.format(name=inserted(person.name)), press("same", person.id), about=person.id)


def find_other(turn: Turn, number: str) -> None:
    """The reply to it."""
    if person_of(turn, number) is not None:
        search(turn, turn.incoming.text, press("beside", number))


def show_both(turn: Turn, number: str, other: str) -> None:
    first, second = person_of(turn, number), person_of(turn, other)
    if first is None or second is None:
        return
    if first.id == second.id:
        return turn.toast(_("This is the same entry. Please choose another one."), alert=True)
    turn.toast("")
    profile = turn.house.profile
    for one in (first, second):
        note(turn, Action.CARD, stakeholder_id=one.id)
    both = [f"{digits(n)}. {members.who(turn.db, one, profile)}" for n, one in enumerate((first, second), 1)]
    parts = [bold(_("Are these two one person?")), *both, _what_happens(turn, first.id, second.id)]
    sure = Button(_("✅ Yes, make them one"), press("same!", first.id, second.id))
    turn.say("\n\n".join(parts), column(sure, Button(_("No"), press("member", first.id))), about=first.id)


def _what_happens(turn: Turn, first: int, second: int) -> str:
    told = _("The profile of the first one stays; messengers, invitations and answers of both are joined.")
    twice = earlier.answered_by_both(turn.db, first, second)
    if not twice:
        return told
    numbers = _(", ").join(digits(one) for one in twice)
    more = _("Both have answered these topics: {numbers}. There the later answers count; the others are kept beneath.")
    return f"{told}\n{more.format(numbers=numbers)}"


def merge(turn: Turn, number: str, other: str) -> None:
    held = [person_of(turn, one, lock=True) for one in sorted((number, other))]  # in one order, whoever presses what
    first, second = held if number <= other else reversed(held)
    if first is None or second is None or first.id == second.id:
        return
    linking.link(turn.db, keep=first.id, absorb=second.id)
    note(turn, Action.MERGE, stakeholder_id=first.id)
    turn.toast(_("They are one person now."))
    kept = person_of(turn, number)
    if kept is not None:
        message = members.card(turn.db, kept, turn.house.profile, turn.policy, turn.role)
        turn.replace(message.text, message.buttons, about=kept.id)
