"""/announce: a message of the secretariat to many people."""

from __future__ import annotations

from consultation.announcement import LONGEST, Announcement, AnnouncementState
from consultation.auditing import Action
from consultation.conversation import Button, File, Shape, column, press
from consultation.persian.text import latin_digits
from consultation.texts import LANGUAGES, _, bold, digits, ngettext, speaking
from handlers.staff import prompting
from handlers.staff.noting import note
from handlers.turn import Turn
from reports import announcements as shown
from reports import campaigns as sendings
from storage import announcements, topics

_UNNAMED = {"photo": "photo.jpg", "video": "video.mp4", "voice": "voice.ogg", "audio": "audio.mp3"}


def command(turn: Turn, *words: str) -> None:
    """/announce and the text, as it was typed; or /announce alone."""
    if not words:
        asked = _(
            "What is to be announced? Please write it in reply to this message, or send a photograph or a file with "
            "the text as its caption. Nothing is sent before you press the last button."
        )
        return prompting.ask_reply(turn, asked, press("announcement+"))
    _begin(turn, turn.incoming.text.split(maxsplit=1)[1])


def receive(turn: Turn) -> None:
    """The reply to it."""
    _begin(turn, turn.incoming.text, turn.incoming.file)


def _begin(turn: Turn, text: str, file: File | None = None) -> None:
    if not _takable(turn, text, file, press("announcement+")):
        return
    made = announcements.draft(turn.db, text, _writer(turn), turn.now)
    if file is not None:
        _attach(turn, made, file)
    note(turn, Action.ANNOUNCEMENT, None, str(made))
    _show(turn, made, anew=True)


def _takable(turn: Turn, text: str, file: File | None, asks: str) -> bool:
    """Whether this can be announced; otherwise it has been asked for again."""
    if file is not None and file.content is None:
        why = _("I could not download this file. Please send it again; files up to 20 MB can be received.")
    elif not text.strip():
        why = _("The text is missing. Please send it again, with the text as the caption of the file.")
    elif len(text) > LONGEST:
        why = _("This text has {n} characters; {most} are the most that fit into one message. Please shorten it.")
        why = why.format(n=digits(len(text)), most=digits(LONGEST))
    else:
        return True
    prompting.ask_reply(turn, why, asks)
    return False


def _attach(turn: Turn, announcement_id: int, file: File) -> None:
    named = File(file.id, file.kind, file.name or _UNNAMED.get(file.kind, "file"), file.mime, file.size, file.content)
    document_id = topics.attach(turn.db, None, named)
    shape = file.kind if file.kind in set(Shape) else Shape.DOCUMENT
    announcements.change(turn.db, announcement_id, document_id=document_id, shape=shape)


def _writer(turn: Turn) -> str:
    return f"{turn.incoming.channel}:{turn.incoming.sender.id}"


def list_all(turn: Turn) -> None:
    message = shown.listing(turn.db)
    turn.say(message.text, message.buttons)


def _found(turn: Turn, code: str, *states: AnnouncementState) -> Announcement | None:
    """The announcement, held for this turn, if it is in one of these states; otherwise that has been said."""
    plain = latin_digits(code)
    found = announcements.get(turn.db, int(plain), lock=True) if plain.isdecimal() and len(plain) < 10 else None
    if found is None:
        turn.toast(_("This announcement is not there. /announcements shows the latest ones."), alert=True)
    elif states and found.state not in states:
        told = _("Announcement {code} is «{state}» now; this cannot be done any more.")
        turn.toast(told.format(code=digits(found.code), state=shown.state_name(found.state)), alert=True)
        return None
    return found


def show(turn: Turn, code: str) -> None:
    if (found := _found(turn, code)) is not None:
        turn.toast("")
        _show(turn, found.id)


def _show(turn: Turn, announcement_id: int, *, anew: bool = False) -> None:
    if (found := announcements.get(turn.db, announcement_id)) is not None:
        message = shown.panel(turn.db, found, turn.house.profile, turn.now)
        (turn.say if anew else turn.replace)(message.text, message.buttons)


# -- preparing -----------------------------------------------------------------------------------------------


def preview(turn: Turn, code: str) -> None:
    """Word for word as people get it, in each language it is written in."""
    if (found := _found(turn, code)) is None:
        return
    turn.toast("")
    for language in LANGUAGES:
        if language in found.texts:
            with speaking(language):
                turn.owe(shown.message(found))


def pretend(turn: Turn, _code: str) -> None:
    """The button below a preview."""
    turn.toast(_("This is a preview: with this button people write back to you."), alert=True)


def ask_text(turn: Turn, code: str, language: str) -> None:
    if (found := _found(turn, code, AnnouncementState.DRAFT)) is None:
        return
    turn.toast("")
    asked = (
        _("Please write the English text in reply to this message. Whoever uses the bot in English gets it.")
        if language == "en"
        else _("Please write the Persian text in reply to this message; a photograph or a file may come with it.")
    )
    prompting.ask_reply(turn, asked, press("announcement-text", found.id, language))


def take_text(turn: Turn, code: str, language: str) -> None:
    """The reply to it."""
    if (found := _found(turn, code, AnnouncementState.DRAFT)) is None:
        return
    text, file = turn.incoming.text, turn.incoming.file
    if not _takable(turn, text, file, press("announcement-text", found.id, language)):
        return
    writers = list(dict.fromkeys([*found.writers, _writer(turn)]))
    announcements.change(turn.db, found.id, texts={**found.texts, language: text}, writers=writers)
    if file is not None:
        _attach(turn, found.id, file)
    note(turn, Action.ANNOUNCEMENT, None, found.code)
    _show(turn, found.id, anew=True)


def change_replies(turn: Turn, code: str) -> None:
    if (found := _found(turn, code, AnnouncementState.DRAFT)) is not None:
        announcements.change(turn.db, found.id, replies=not found.replies)
        turn.toast("")
        _show(turn, found.id)


# -- sending -------------------------------------------------------------------------------------------------


def _releasable(turn: Turn, code: str) -> Announcement | None:
    found = _found(turn, code, AnnouncementState.DRAFT)
    if found is not None and turn.policy.four_eyes and _writer(turn) in found.writers:
        turn.toast(_("You wrote this announcement; somebody else has to send it."), alert=True)
        return None
    return found


def ask(turn: Turn, code: str) -> None:
    """The last question: to how many it goes."""
    if (found := _releasable(turn, code)) is None:
        return
    count = announcements.count(turn.db, found)
    if not count:
        return turn.toast(_("Nobody would get it. Please choose other people."), alert=True)
    told = ngettext(
        "Announcement {code} goes to {n} person now. Send it?",
        "Announcement {code} goes to {n} people now. Send it?",
        count,
    )
    turn.toast("")
    yes = Button(_("📣 Yes, send it"), press("announcement-send", found.id))
    no = Button(_("No"), press("announcement", found.id))
    turn.replace(told.format(code=digits(found.code), n=bold(digits(count))), column(yes, no))


def send(turn: Turn, code: str) -> None:
    if (found := _releasable(turn, code)) is None:
        return
    count = announcements.send(turn.db, found, turn.now)
    note(turn, Action.ANNOUNCE, None, f"{found.code}: {count}")
    told = ngettext(
        "{n} person is being told. For two minutes it can be stopped.",
        "{n} people are being told. For two minutes it can be stopped.",
        count,
    )
    end = sendings.forecast(turn.db, count, turn.now, turn.policy)
    turn.toast(f"{told.format(n=digits(count))} {end}".strip())
    _show(turn, found.id)


def undo(turn: Turn, code: str) -> None:
    """Within two minutes: what is not sent yet stays unsent, and it is a draft again."""
    if (found := _found(turn, code, AnnouncementState.SENT, AnnouncementState.PAUSED)) is None:
        return
    if not found.undoable(turn.now):
        return turn.toast(_("The two minutes for this are over; sending can still be paused or ended."), alert=True)
    count = announcements.take_back(turn.db, found)
    note(turn, Action.HALT, None, found.code)
    told = ngettext("Stopped. {n} person has it already.", "Stopped. {n} people have it already.", count)
    turn.toast(told.format(n=digits(count)) if count else _("Stopped. Nobody had been told yet."), alert=True)
    _show(turn, found.id)


def pause(turn: Turn, code: str) -> None:
    if (found := _found(turn, code, AnnouncementState.SENT)) is not None:
        announcements.pause(turn.db, found)
        _halted(turn, found)


def resume(turn: Turn, code: str) -> None:
    if (found := _found(turn, code, AnnouncementState.PAUSED)) is not None:
        announcements.resume(turn.db, found)
        _halted(turn, found)


def end(turn: Turn, code: str) -> None:
    if (found := _found(turn, code, AnnouncementState.SENT, AnnouncementState.PAUSED)) is not None:
        announcements.cancel(turn.db, found)
        _halted(turn, found)


def _halted(turn: Turn, found: Announcement) -> None:
    note(turn, Action.HALT, None, found.code)
    turn.toast("")
    _show(turn, found.id)
