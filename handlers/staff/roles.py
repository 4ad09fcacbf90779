"""Roles given and taken in the chat: in reply to somebody's message, by name, or from a list."""

from __future__ import annotations

from consultation.auditing import Action
from consultation.conversation import Button, Channel, Rows, column, press
from consultation.persian.text import fold
from consultation.roles import Role, duties, named, role_name
from consultation.texts import _, bold, inserted
from handlers.staff.noting import note
from handlers.turn import Turn
from storage import staff
from storage.staff import Member

_NONE = "none"  # in a button, in place of a role
_LISTED = 30


def list_staff(turn: Turn) -> None:
    turn.say(_staff_text(turn))


def refresh_staff(turn: Turn) -> None:
    turn.toast("")
    turn.replace(_staff_text(turn))


def _staff_text(turn: Turn) -> str:
    names = {Channel.TELEGRAM: _("Telegram"), Channel.BALE: _("Bale")}
    lines = [
        f"• {_called(one)} ({names[Channel(one.channel)]}): {_standing(turn, one)}" for one in staff.members(turn.db)
    ]
    told = _("Administrators of this group who were given no role have this one: {role}.")
    return "\n".join([bold(_("Staff")), *lines, "", told.format(role=role_name(turn.policy.default_role))])


def _called(one: Member) -> str:
    return inserted(one.name or f"@{one.username}" if one.name or one.username else str(one.user_id))


def _standing(turn: Turn, one: Member) -> str:
    if (one.channel, one.user_id) in turn.policy.staff:
        return _("{role} (named in the configuration)").format(role=role_name(Role.OWNER))
    if one.role is None:
        return _("no role of their own")
    return role_name(one.role)


def command(turn: Turn, first: str = "", rest: str = "") -> None:
    """/role in reply to a message, or with a name; a role's name at the end gives it at once."""
    words = f"{first} {rest}".split()
    role = named(words[-1]) if words else None
    name = " ".join(words[:-1] if role else words)
    found = _meant(turn, name)
    if len(found) == 1 and (name or turn.incoming.replied_to):
        return _give(turn, found[0], role) if role else _ask_role(turn, found[0])
    if not found:
        told = _("Nobody here is known by the name {name}. Please reply to a message of theirs with /role.")
        return turn.say(told.format(name=inserted(name[:40])))
    buttons = column(*(Button(_button_label(one), press("role", one.id)) for one in found[:_LISTED]))
    told = _("Whose role is it? For somebody who is not in this list, reply to a message of theirs with /role.")
    turn.say(told, buttons)


def _button_label(one: Member) -> str:
    name = one.name or one.username or str(one.user_id)
    return f"{name} – {role_name(one.role)}" if one.role else name


def _meant(turn: Turn, name: str) -> list[Member]:
    """Whom a command is about: the one whose message it answers, those of that name, or everybody known."""
    answered = turn.incoming.replied_to
    if not name and answered is not None:
        return [staff.met(turn.db, turn.incoming.channel, answered)]
    known = staff.members(turn.db)
    if name.startswith("@"):
        return [one for one in known if one.username.casefold() == name[1:].casefold()]
    wanted = fold(name)
    exactly = [one for one in known if fold(one.name) == wanted]
    return exactly or [one for one in known if wanted in fold(one.name)]


def choose(turn: Turn, member_id: str) -> None:
    if (one := _known(turn, member_id)) is not None:
        turn.toast("")
        _ask_role(turn, one)


def _known(turn: Turn, member_id: str) -> Member | None:
    """Held for this turn; where nobody is known by this number any more, that has been said."""
    one = staff.member(turn.db, int(member_id), lock=True)
    if one is None:
        turn.toast(_("This person is not among the staff any more; /staff shows who is."), alert=True)
    return one


def _ask_role(turn: Turn, one: Member) -> None:
    duty = "\n".join(f"• {bold(role_name(role))}: {duties(role)}" for role in Role)
    asked = _("Which role is {name} to have? Now: {now}").format(name=bold(_called(one)), now=_standing(turn, one))
    turn.replace(f"{asked}\n\n{duty}", _role_buttons(one))


def _role_buttons(one: Member) -> Rows:
    roles = [Button(role_name(role), press("role!", one.id, role)) for role in Role if role is not one.role]
    take = [Button(_("Take the role away"), press("role!", one.id, _NONE))] if one.role else []
    return column(*roles, *take)


def give(turn: Turn, member_id: str, role: str) -> None:
    if (one := _known(turn, member_id)) is not None:
        _give(turn, one, None if role == _NONE else Role(role))


def _give(turn: Turn, one: Member, role: Role | None) -> None:
    """Nobody changes their own role: so somebody who may give roles always remains."""
    if (one.channel, one.user_id) == (turn.incoming.channel, turn.incoming.sender.id):
        return turn.toast(_("Nobody can change their own role. Please ask another owner."), alert=True)
    if (one.channel, one.user_id) in turn.policy.staff:
        return turn.toast(_("This person is an owner by the configuration; it can be changed only there."), alert=True)
    if one.role is role:
        return turn.toast(_("It is so already: {now}.").format(now=_standing(turn, one)), alert=True)
    staff.give_role(turn.db, one.id, role)
    said = role_name(role) if role else _("none")
    note(turn, Action.ROLE, None, f"{one.name or one.user_id}: {said}")
    turn.toast("")
    told = _("The role of {name} is now: {role}.").format(name=bold(_called(one)), role=bold(said))
    turn.replace("✅ " + told)
