"""Who is obeyed at the desk, and how far: the configuration, a given role, or being an administrator."""

from __future__ import annotations

from sqlalchemy import Connection

from consultation.conversation import Incoming
from consultation.policy import Policy
from consultation.roles import MAY, Permission, Role, holders, names, role_name
from consultation.texts import _
from handlers.turn import Turn
from storage import staff


def role_of(db: Connection, policy: Policy, incoming: Incoming) -> Role | None:
    """What the sender may do here; None for somebody who is not obeyed at all."""
    if incoming.sender.anonymous or incoming.from_outside:
        return None
    if (incoming.channel, incoming.sender.id) in policy.staff:
        return Role.OWNER
    given = staff.given_role(db, incoming.channel, incoming.sender.id)
    return given or (policy.default_role if incoming.by_administrator else None)


def why_nobody(incoming: Incoming) -> str:
    """Why somebody without a role is not obeyed."""
    if incoming.sender.anonymous:
        return _("You write as the group itself, so nobody can know who you are. Please write under your own name.")
    if incoming.by_administrator is None:
        return not_an_administrator()
    return _("Only administrators of this group, and people with a role here, can do this.")


def not_an_administrator() -> str:
    """Why nothing works here, and what to do: Bale tells only administrators who else is one."""
    return _("It is not known whether you are an administrator. Please make this bot an administrator of this group.")


def permitted(turn: Turn, needs: Permission) -> bool:
    """Whether the sender may do what needs this permission; if not, that has been said, and who may."""
    if turn.role is not None and needs in MAY[turn.role]:
        return True
    mine = _("none") if turn.role is None else role_name(turn.role)
    told = _("This is for: {roles}. Your role here: {mine}.")
    turn.toast(told.format(roles=names(holders(needs)), mine=mine), alert=True)
    return False
