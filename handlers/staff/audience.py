"""Choosing people: of a topic, of an announcement, or of a segment that is kept under a name.

Whose rule it is, is written in every button: `12` a topic, `s3` a saved segment, `a4` an announcement.
`+` chooses, `-` leaves out.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from consultation.announcement import AnnouncementState
from consultation.auditing import Action
from consultation.conversation import Button, Rows, press
from consultation.stakeholder import CONDITIONS, Segment
from consultation.texts import _, bold, digits, inserted
from handlers.staff import prompting
from handlers.staff.approving import writable_now
from handlers.staff.noting import note
from handlers.turn import Turn
from reports import segments as shown
from storage import announcements, segments, topics


@dataclass(frozen=True)
class Target:
    """Whose rule is being changed."""

    code: str
    heading: str
    rule: Segment
    back: str  # the press that leads out


def _target(turn: Turn, code: str) -> Target | None:
    """What a button's code stands for, if its people can still be chosen; otherwise that has been said."""
    if code[:1] == "s" and code[1:].isdecimal():
        found = segments.get(turn.db, int(code[1:]))
        if found is None:
            turn.toast(_("This segment is not there any more. /segments shows all of them."), alert=True)
            return None
        heading = _("Segment «{name}»").format(name=inserted(found.name))
        return Target(code, heading, found.rule, press("segment", found.id))
    if code[:1] == "a" and code[1:].isdecimal():
        return _announcement_target(turn, code)
    topic = writable_now(turn, code)
    if topic is None:
        return None
    heading = _("Audience of topic {code}").format(code=digits(topic.code))
    return Target(code, heading, topic.audience, press("panel", topic.id))


def _announcement_target(turn: Turn, code: str) -> Target | None:
    found = announcements.get(turn.db, int(code[1:]), lock=True)
    if found is None or found.state is not AnnouncementState.DRAFT:
        turn.toast(_("This announcement is not a draft any more."), alert=True)
        return None
    heading = _("Audience of announcement {code}").format(code=digits(found.code))
    return Target(code, heading, found.audience, press("announcement", found.id))


def _set(turn: Turn, target: Target, rule: Segment) -> None:
    detail = shown.name(turn.db, rule, turn.house.profile)
    if target.code[:1] == "s":
        segments.change(turn.db, int(target.code[1:]), rule)
        return note(turn, Action.SEGMENT, None, detail)
    if target.code[:1] == "a":
        announcements.change(turn.db, int(target.code[1:]), audience=asdict(rule))
        return note(turn, Action.ANNOUNCEMENT, None, f"{target.code[1:]}: {detail}")
    topics.change(turn.db, int(target.code), audience=rule)
    note(turn, Action.AUDIENCE, int(target.code), detail)


def _topic_id(target: Target) -> int | None:
    return int(target.code) if target.code.isdecimal() else None


def show(turn: Turn, code: str, sign: str = "+") -> None:
    if (target := _target(turn, code)) is not None:
        turn.toast("")
        turn.replace(_text(turn, target, sign), _ways(turn, target, sign), topic_id=_topic_id(target))


def _text(turn: Turn, target: Target, sign: str) -> str:
    line = shown.audience_line(turn.db, target.rule, turn.house.profile)
    asked = _("Choose who is to be left out.") if sign == "-" else _("Choose what the audience is to be narrowed by.")
    return f"{bold(target.heading)}\n\n{line}\n\n{asked}"


def _ways(turn: Turn, target: Target, sign: str) -> Rows:
    buttons = [_way(target, part, sign) for part in shown.conditions(turn.house.profile)]
    rows = tuple(tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2))
    if sign == "-":
        return (*rows, (Button(_("Back"), press("audience", target.code)),))
    out = Button(_("🚫 Leave out …"), press("audience", target.code, "-"))
    kept = (
        Button(_("📂 Saved segments"), press("saved", target.code)),
        Button(_("💾 Save as a segment"), press("save", target.code)),
    )
    last = (Button(_("Everyone"), press("everyone", target.code)), Button(_("Done"), target.back))
    return (*rows, (out,), *(() if target.code[:1] == "s" else (kept,)), last)


def _way(target: Target, part: str, sign: str) -> Button:
    chosen = len(target.rule.chosen(part, out=sign == "-"))
    label = shown.condition_name(part) + (f" ({digits(chosen)})" if chosen else "")
    return Button(label, press("narrow", target.code, part, sign))


def show_choices(turn: Turn, code: str, part: str, sign: str = "+", number: str = "0") -> None:
    target = _target(turn, code)
    if target is None or not _known(turn, part):
        return
    turn.toast("")
    page = shown.page(turn.db, turn.house.profile, part, int(number))
    turn.replace(_text(turn, target, sign), _choices(target, part, sign, page), topic_id=_topic_id(target))


def _known(turn: Turn, part: str) -> bool:
    if part in CONDITIONS:
        return True
    turn.toast(_("This button is from an earlier time; /topics shows what can be done now."))
    return False


def _choices(target: Target, part: str, sign: str, page: shown.Page) -> Rows:
    chosen = target.rule.chosen(part, out=sign == "-")
    mark = "🚫 " if sign == "-" else "☑️ "
    buttons = [
        Button(
            (mark if one.value in chosen else "⬜️ ") + one.label,
            press("narrowed", target.code, part, sign, page.number, one.key),
        )
        for one in page.values
    ]
    return (*_in_rows(buttons), *_turning(target, part, sign, page))


def _in_rows(buttons: list[Button]) -> Rows:
    """Two side by side where both are short."""
    width = 2 if all(len(button.label) <= 22 for button in buttons) else 1
    return tuple(tuple(buttons[start : start + width]) for start in range(0, len(buttons), width))


def _turning(target: Target, part: str, sign: str, page: shown.Page) -> Rows:
    turning = []
    if page.number:
        turning.append(Button(_("« Previous"), press("narrow", target.code, part, sign, page.number - 1)))
    if page.more:
        turning.append(Button(_("More »"), press("narrow", target.code, part, sign, page.number + 1)))
    last = [Button(_("Back"), press("audience", target.code, sign))]
    if page.long:
        last.insert(0, Button(_("🔎 Search"), press("seek", target.code, part, sign)))
    return (*((tuple(turning),) if turning else ()), tuple(last))


def toggle(turn: Turn, code: str, part: str, sign: str = "+", number: str = "0", key: str = "") -> None:
    target = _target(turn, code)
    if target is None or not _known(turn, part):
        return
    value = shown.value_of(turn.db, turn.house.profile, part, key)
    if value is None:
        return turn.toast(_("This choice is not there any more."), alert=True)
    _set(turn, target, target.rule.toggled(part, value, out=sign == "-"))
    show_choices(turn, code, part, sign, number)


def ask_search(turn: Turn, code: str, part: str, sign: str) -> None:
    if _target(turn, code) is None or not _known(turn, part):
        return
    turn.toast("")
    asked = _("Please write the beginning of the name in reply to this message.")
    prompting.ask_reply(turn, asked, press("seek", code, part, sign))


def search(turn: Turn, code: str, part: str, sign: str) -> None:
    """The reply to it."""
    if (target := _target(turn, code)) is None:
        return
    page = shown.page(turn.db, turn.house.profile, part, 0, turn.incoming.text)
    if not page.values:
        told = _("Nothing begins with «{text}». Please reply again with another beginning.")
        told = told.format(text=inserted(turn.incoming.text[:50]))
        return prompting.ask_reply(turn, told, press("seek", code, part, sign))
    turn.say(_text(turn, target, sign), _choices(target, part, sign, page), topic_id=_topic_id(target))


def everyone(turn: Turn, code: str) -> None:
    if (target := _target(turn, code)) is not None:
        _set(turn, target, Segment())
        show(turn, code)


def show_saved(turn: Turn, code: str) -> None:
    """The saved segments, for one of them to be used here."""
    if (target := _target(turn, code)) is None:
        return
    found = segments.saved(turn.db)
    if not found:
        return turn.toast(_("No segment is saved yet. /segments makes one."), alert=True)
    turn.toast("")
    buttons = tuple((Button(one.name, press("use", target.code, one.id)),) for one in found)
    turn.replace(_text(turn, target, "+"), (*buttons, (Button(_("Back"), press("audience", target.code)),)))


def use_saved(turn: Turn, code: str, segment_id: str) -> None:
    target, found = _target(turn, code), segments.get(turn.db, int(segment_id))
    if target is None:
        return
    if found is None:
        return turn.toast(_("This segment is not there any more. /segments shows all of them."), alert=True)
    _set(turn, target, found.rule)
    show(turn, code)


def ask_name(turn: Turn, code: str) -> None:
    if _target(turn, code) is not None:
        turn.toast("")
        asked = _("Under which name is it to be kept? Please reply to this message.")
        prompting.ask_reply(turn, asked, press("save", code))


def save(turn: Turn, code: str) -> None:
    """The reply to it: the rule as it stands, under a name."""
    if (target := _target(turn, code)) is None or (name := name_of(turn)) is None:
        return
    segments.save(turn.db, name, target.rule, turn.now)
    note(turn, Action.SEGMENT, None, name)
    turn.say(_("Saved: «{name}». /segments shows all of them.").format(name=inserted(name)))


def name_of(turn: Turn) -> str | None:
    """A name that was typed, if no other segment has it; otherwise that has been said."""
    name = " ".join(turn.incoming.text.split())[:60]
    if name and all(one.name != name for one in segments.saved(turn.db)):
        return name
    told = _("There is a segment «{name}» already. Please reply with another name.")
    turn.say(told.format(name=inserted(name)))
    return None
