"""/segments: rules that are kept under a name, to be used again."""

from __future__ import annotations

from consultation.auditing import Action
from consultation.conversation import Button, Rows, column, press
from consultation.stakeholder import Segment
from consultation.texts import _, bold, inserted
from handlers.staff import prompting
from handlers.staff.audience import name_of
from handlers.staff.noting import note
from handlers.turn import Turn
from reports import segments as shown
from storage import segments


def show_all(turn: Turn) -> None:
    found = segments.saved(turn.db)
    new = Button(_("➕ A new segment"), press("segment+"))
    if not found:
        return turn.say(_("No segment is saved yet. A segment is a choice of people, kept under a name."), ((new,),))
    lines = [_("{name}: {who}").format(name=inserted(one.name), who=_who(turn, one.rule)) for one in found]
    buttons = column(*(Button(one.name, press("segment", one.id)) for one in found), new)
    turn.say("\n\n".join([bold(_("Saved segments")), *lines]), buttons)


def _who(turn: Turn, rule: Segment) -> str:
    count = shown.people(segments.count(turn.db, rule))
    return f"{shown.name(turn.db, rule, turn.house.profile)} – {count}"


def _found(turn: Turn, segment_id: str) -> segments.Saved | None:
    found = segments.get(turn.db, int(segment_id)) if segment_id.isdecimal() else None
    if found is None:
        turn.toast(_("This segment is not there any more. /segments shows all of them."), alert=True)
    return found


def show(turn: Turn, segment_id: str) -> None:
    if (found := _found(turn, segment_id)) is not None:
        turn.toast("")
        turn.replace(_panel(turn, found), _buttons(found))


def _panel(turn: Turn, found: segments.Saved) -> str:
    heading = _("Segment «{name}»").format(name=inserted(found.name))
    return f"👥 {bold(heading)}\n\n{_who(turn, found.rule)}"


def _buttons(found: segments.Saved) -> Rows:
    change = Button(_("👥 Choose people"), press("audience", f"s{found.id}"))
    rename = Button(_("✏️ Another name"), press("rename", found.id))
    return column(change, rename, Button(_("🗑 Remove"), press("segment-", found.id)))


def ask_new(turn: Turn) -> None:
    turn.toast("")
    asked = _("What is the new segment to be called? Please reply to this message.")
    prompting.ask_reply(turn, asked, press("segment+"))


def make(turn: Turn) -> None:
    if (name := name_of(turn)) is None:
        return
    made = segments.get(turn.db, segments.save(turn.db, name, Segment(), turn.now))
    if made is not None:
        note(turn, Action.SEGMENT, None, name)
        turn.say(_panel(turn, made), _buttons(made))


def ask_rename(turn: Turn, segment_id: str) -> None:
    if _found(turn, segment_id) is not None:
        turn.toast("")
        asked = _("What is it to be called? Please reply to this message.")
        prompting.ask_reply(turn, asked, press("rename", segment_id))


def rename(turn: Turn, segment_id: str) -> None:
    if _found(turn, segment_id) is None or (name := name_of(turn)) is None:
        return
    segments.rename(turn.db, int(segment_id), name)
    note(turn, Action.SEGMENT, None, name)
    if (found := segments.get(turn.db, int(segment_id))) is not None:
        turn.say(_panel(turn, found), _buttons(found))


def remove(turn: Turn, segment_id: str) -> None:
    """Topics that were narrowed by it keep their own copy of the rule."""
    if (found := _found(turn, segment_id)) is not None:
        segments.remove(turn.db, found.id)
        note(turn, Action.SEGMENT, None, found.name)
        turn.toast("")
        turn.replace(_("The segment «{name}» is removed.").format(name=inserted(found.name)))
