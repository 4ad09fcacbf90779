"""Who may do what at the staff desk: five roles, and the permissions that each carries."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from consultation.texts import _


class Role(StrEnum):
    OWNER = "owner"  # everything, and who else may do what
    EDITOR = "editor"  # writes topics and runs them
    APPROVER = "approver"  # releases what was written
    HELPER = "helper"  # answers stakeholders' questions
    READER = "reader"  # looks on


class Permission(StrEnum):
    READ = "read"  # topics, figures, previews
    ANSWER = "answer"  # what stakeholders ask the secretariat
    WRITE = "write"  # drafts, documents, audiences, corrections
    RUN = "run"  # an open topic: reminding, extending, closing
    PERSONAL = "personal"  # who said what, who is a member
    RELEASE = "release"  # whatever goes out to many people
    MANAGE = "manage"  # roles, the audit log


_RUNNING = frozenset({Permission.READ, Permission.ANSWER, Permission.RUN, Permission.PERSONAL})
MAY: Mapping[Role, frozenset[Permission]] = {
    Role.OWNER: frozenset(Permission),
    Role.EDITOR: _RUNNING | {Permission.WRITE},
    Role.APPROVER: _RUNNING | {Permission.RELEASE},
    Role.HELPER: frozenset({Permission.READ, Permission.ANSWER}),
    Role.READER: frozenset({Permission.READ}),
}


def holders(permission: Permission) -> tuple[Role, ...]:
    """The roles that carry a permission."""
    return tuple(role for role in Role if permission in MAY[role])


def role_name(role: Role) -> str:
    match role:
        case Role.OWNER:
            return _("owner")
        case Role.EDITOR:
            return _("editor")
        case Role.APPROVER:
            return _("approver")
        case Role.HELPER:
            return _("helper")
        case Role.READER:
            return _("reader")


def duties(role: Role) -> str:
    """What a role is for, in a few words."""
    match role:
        case Role.OWNER:
            return _("everything, and who else may do what")
        case Role.EDITOR:
            return _("writes topics and runs them")
        case Role.APPROVER:
            return _("releases what was written, and runs it")
        case Role.HELPER:
            return _("answers what stakeholders ask")
        case Role.READER:
            return _("looks on")


def named(typed: str) -> Role | None:
    """The role that somebody typed, by its name in the language in force or in English."""
    word = typed.strip().casefold()
    return next((role for role in Role if word in (role.value, role_name(role).casefold())), None)


def names(roles: tuple[Role, ...]) -> str:
    return _(", ").join(role_name(role) for role in roles)
