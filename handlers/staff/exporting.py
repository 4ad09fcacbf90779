"""The answers to a topic as a file."""

from __future__ import annotations

from consultation.auditing import Action
from consultation.texts import _, inserted
from handlers.staff.finding import topic_of
from handlers.staff.noting import note
from handlers.turn import Turn
from reports.parts import Format, Wanted
from storage.deliveries import Subject


def export(turn: Turn, code: str, wanted: str = Format.XLSX) -> None:
    """The answers, in a format that was typed or pressed; "names" beside it adds who each is from."""
    if (topic := topic_of(turn, code)) is None:
        return
    words = {word.casefold() for word in wanted.split()}
    names = bool(words & _NAMES)
    format_ = next((one for one in Format if one in words), Format.XLSX)
    if unknown := words - _NAMES - set(Format):
        return _explain_formats(turn, " ".join(sorted(unknown)))
    if names and topic.anonymous:
        return turn.toast(_("This topic is anonymous: nobody can be named."), alert=True)
    makes = str(Wanted(format_, names))
    note(turn, Action.EXPORT, topic.id, makes)
    turn.toast(_("The file is being made."))
    turn.owe(None, topic_id=topic.id, makes=makes, subject=Subject.EXPORT)


_NAMES = frozenset({"names", "با", "نام", "نام‌ها"})  # «با نام»


def _explain_formats(turn: Turn, unknown: str) -> None:
    told = _("There is no format {format}. Possible are {formats}; add «names» for the names, for example {example}.")
    turn.say(
        told.format(
            format=inserted(unknown), formats=inserted(", ".join(Format)), example=inserted("/export 3 csv names")
        )
    )
