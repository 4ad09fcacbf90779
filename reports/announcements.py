"""Announcements as people get them, and as staff prepare and watch them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from consultation.announcement import Announcement, AnnouncementState
from consultation.conversation import Button, Message, Rows, Shape, column, press
from consultation.questionnaire import Questionnaire
from consultation.texts import _, bold, digits, inserted, language, ngettext
from reports import segments
from reports.cards import shortened
from storage import announcements

_LISTED = 8
_QUOTED = 300  # characters of a text on the panel


def message(found: Announcement) -> Message:
    """In the language in force."""
    buttons = column(Button(_("✍️ Write to the secretariat"), press("reply", found.id))) if found.replies else ()
    return Message(
        found.text(language()),
        buttons,
        document_id=found.document_id,
        shape=Shape(found.shape),
        right_to_left=language() == "fa",
    )


def state_name(state: AnnouncementState) -> str:
    match state:
        case AnnouncementState.DRAFT:
            return _("draft")
        case AnnouncementState.SENT:
            return _("sent")
        case AnnouncementState.PAUSED:
            return _("paused")
        case AnnouncementState.CANCELLED:
            return _("cancelled")


def _heading(found: Announcement) -> str:
    told = _("Announcement {code} – {state}")
    return told.format(code=digits(found.code), state=state_name(found.state))


def panel(db: Connection, found: Announcement, profile: Questionnaire, now: datetime) -> Message:
    draft = found.state is AnnouncementState.DRAFT
    lines = _plan(db, found, profile) if draft else [figures_line(db, found)]
    parts = [f"📢 {bold(_heading(found))}", *lines, *_quoted(found)]
    return Message("\n\n".join(parts), _draft_buttons(found) if draft else _sent_buttons(db, found, now))


def _plan(db: Connection, found: Announcement, profile: Questionnaire) -> list[str]:
    count = announcements.count(db, found)
    goes = ngettext("It goes to {n} person now.", "It goes to {n} people now.", count).format(n=bold(digits(count)))
    but = _("Whoever has cancelled announcements, or cannot be reached, does not get it.")
    replies = _("People may write back.") if found.replies else _("People cannot write back.")
    file = [_("📎 A file goes with it.")] if found.document_id is not None else []
    one = [] if found.texts.get("en") else [_("There is no English text; everybody gets this one.")]
    return [segments.audience_line(db, found.audience, profile), f"{goes} {but}", *file, replies, *one]


def _quoted(found: Announcement) -> list[str]:
    english = found.texts.get("en")
    return [
        inserted(shortened(found.texts["fa"], _QUOTED)),
        *([inserted(shortened(english, _QUOTED))] if english else []),
    ]


def figures_line(db: Connection, found: Announcement) -> str:
    made = announcements.figures(db, found.id)
    told = _(
        "For {people}: sent to {told}, reached {reached}; not to be reached or blocked {blocked}; waiting {waiting}."
    )
    return told.format(
        people=segments.people(made.people),
        told=digits(made.told),
        reached=digits(made.reached),
        blocked=digits(made.blocked),
        waiting=digits(made.waiting),
    )


def _draft_buttons(found: Announcement) -> Rows:
    replies = _("🔇 Take no replies") if found.replies else _("💬 Take replies")
    return (
        (
            Button(_("👁 Preview"), press("announcement-see", found.id)),
            Button(_("👥 Choose people"), press("audience", f"a{found.id}")),
        ),
        (
            Button(_("✏️ Persian text"), press("announcement-text", found.id, "fa")),
            Button(_("✏️ English text"), press("announcement-text", found.id, "en")),
        ),
        (Button(replies, press("announcement-talk", found.id)),),
        (Button(_("📣 Send …"), press("announcement-ask", found.id)),),
    )


def _sent_buttons(db: Connection, found: Announcement, now: datetime) -> Rows:
    refresh = Button(_("🔄 Refresh"), press("announcement", found.id))
    if found.state is AnnouncementState.CANCELLED or not announcements.figures(db, found.id).waiting:
        return column(refresh, *_undo(found, now))
    paused = found.state is AnnouncementState.PAUSED
    turn = (
        Button(_("▶️ Continue sending"), press("announcement-go", found.id))
        if paused
        else Button(_("⏸ Pause sending"), press("announcement-pause", found.id))
    )
    end = Button(_("⏹ Send it to nobody else"), press("announcement-end", found.id))
    return column(refresh, turn, end, *_undo(found, now))


def _undo(found: Announcement, now: datetime) -> list[Button]:
    return [Button(_("⏪ Stop sending"), press("announcement-undo", found.id))] if found.undoable(now) else []


def listing(db: Connection) -> Message:
    found = announcements.latest(db, _LISTED)
    if not found:
        return Message(_("There is no announcement yet. /announce writes one."))
    lines = [f"{_heading(one)}\n{inserted(shortened(one.texts['fa'], 80))}" for one in found]
    buttons = tuple(Button(digits(one.code), press("announcement", one.id)) for one in found)
    return Message("\n\n".join([bold(_("The latest announcements")), *lines]), (buttons[:4], buttons[4:]))
