"""Private chats: which part of the conversation an incoming message belongs to."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from consultation.conversation import Kind
from consultation.stakeholder import Standing
from consultation.texts import _, digits, inserted
from handlers.stakeholder import (
    answering,
    browsing,
    catching_up,
    certifying,
    continuing,
    declining,
    hearing,
    inquiring,
    invited,
    joining,
    menu,
    pressing,
    results,
    resuming,
    reviewing,
    revising,
    sending,
    settings,
    standing_apart,
    submitting,
)
from handlers.stakeholder.sitting import current, of_theirs
from handlers.turn import Turn
from storage import invitations, people, responses, topics, trials


def help_text() -> str:
    """Every command, a line each."""
    lines = [
        _("What can be written here:"),
        *(f"{inserted(f'/{name}')} – {described}" for name, described in commands()),
    ]
    return "\n".join(lines) + "\n\n" + _("While a question is open, whatever you write is your answer to it.")


def commands() -> list[tuple[str, str]]:
    """The commands menu: names and what they do, in the language in force."""
    return [
        ("start", _("begin, or go on where you stopped")),
        ("topics", _("topics that are open now")),
        ("mine", _("what I have answered")),
        ("me", _("what I gave, and what became of it")),
        ("verify", _("check a certificate of participation")),
        ("ask", _("ask the secretariat")),
        ("settings", _("profile, language, notices, leaving")),
        ("link", _("connect my other messenger")),
        ("help", _("what can be done here")),
    ]


def _card(turn: Turn, topic_id: str) -> None:
    browsing.show_card(turn, topic_id)
    resuming.still_open(turn, beside=topic_id)


def _help(turn: Turn) -> None:
    turn.say(help_text(), menu=menu.rows())


def _preview(turn: Turn, topic_id: str) -> None:
    """Staff answer their own topic as a participant would."""
    topic = topics.get(turn.db, int(topic_id))
    if topic is None:
        return turn.toast(_("This topic is not there any more."), alert=True)
    turn.toast("")
    trials.begun(turn.db, topic.id, turn.person.id, turn.now)
    answering.begin(turn, topic, preview=True)


def _begin(turn: Turn, topic_id: str) -> None:
    topic = topics.get(turn.db, int(topic_id))
    if topic is None or not topic.open_at(turn.now):
        return turn.toast(_("This topic has closed. Thank you for your interest."), alert=True)
    turn.toast("")
    invitations.opened(turn.db, topic.id, turn.person.id, turn.now)
    answering.begin(turn, topic)


def _review(turn: Turn, topic_id: str) -> None:
    response = responses.to_topic(turn.db, turn.person.id, int(topic_id))
    sitting = of_theirs(turn, response.id) if response else None
    if sitting is None:
        return turn.toast(_("You have not answered this topic yet."), alert=True)
    turn.toast("")
    reviewing.show(turn, sitting)


Handler = Callable[..., None]

COMMANDS: Mapping[str, Handler] = {
    "start": joining.start,
    "topics": browsing.show_list,
    "mine": browsing.show_mine,
    "me": results.show_me,
    "verify": certifying.verify,
    "ask": inquiring.command,
    "settings": settings.show,
    "link": settings.link,
    "help": _help,
}

_PRESSES: Mapping[str, Handler] = {
    "topic": _card,
    "documents": browsing.send_documents,
    "decline": declining.decline,
    "because": declining.because,
    "refer": declining.refer,
    "tomorrow": browsing.tomorrow,
    "ask": inquiring.begin,
    "asking": inquiring.name_or_not,
    "reply": inquiring.reply,
    "unask": inquiring.cancel,
    "more": inquiring.more,
    "faq": inquiring.show_faq,
    "begin": _begin,
    "review": _review,
    "points": results.read,
    "figures": results.send_charts,
    "useful": results.useful,
    "certificate": certifying.give,
    "renew": catching_up.renew,
    "reviewed": reviewing.turn_page,
    "change": reviewing.choose_one,
    "redo": revising.redo,
    "onto": continuing.onto,
    "apart": continuing.apart,
    "submit": submitting.submit,
    "settings": settings.show_again,
    "language": settings.change_language,
    "notices": settings.change_notices,
    "profile": settings.change_profile,
    "link": settings.give_link_code,
    "leave": settings.ask_leave,
    "leave!": settings.leave,
    "known": invited.confirm,
    "unknown": joining.correct,
    "forget": settings.ask_forget,
    "forget!": settings.forget,
}
_BEFORE_CONSENT: Mapping[str, Handler] = {
    "agree": joining.agree,
    "refuse": joining.refuse,
    "speak": joining.speak,
    "preview": _preview,
}
_ASKING = frozenset(
    {"ask", "asking", "reply", "unask", "more", "faq"}
)  # presses that leave what they are asking as it is
_WITH_ARGUMENTS = frozenset({"start", "link", "verify"})
_ASIDE = frozenset(
    {"topics", "mine", "me", "settings", "help", "verify"}
)  # looked at in passing: the open question comes again
_OPEN_TO_ALL = frozenset({"start", "help", "link", "verify"})


def heard(turn: Turn) -> None:
    if standing_apart.is_apart(turn.person) and turn.incoming.kind is not Kind.STOPPED:
        return _apart(turn)
    match turn.incoming.kind:
        case Kind.PRESS:
            _pressed(turn)
        case Kind.TEXT:
            _typed(turn)
        case Kind.EDITED:
            _edited(turn)
        case Kind.STOPPED:
            people.unreachable(turn.db, turn.incoming.channel, turn.incoming.chat_id)
        case _:
            _unexpected(turn)


def _edited(turn: Turn) -> None:
    """An answer corrected; a command written right at last; anything else changes nothing."""
    if inquiring.edited(turn) or revising.edited(turn):
        return
    command = parted(turn.incoming.text)[0] if turn.incoming.text.startswith("/") else ""
    if command in COMMANDS:
        return _typed(turn)
    if turn.person.standing is Standing.MEMBER:
        turn.say(_("This edit changes none of your answers. You can see and change them under «My answers»."))


def _apart(turn: Turn) -> None:
    """Of those who take no part only settings and being forgotten are open."""
    incoming = turn.incoming
    if incoming.kind is Kind.PRESS:
        verb, *arguments = incoming.press.split(":")
        handlers, known = {**_PRESSES, **_BEFORE_CONSENT}, verb in standing_apart.STILL_OPEN
    else:
        verb, typed = parted(incoming.text) if incoming.text.startswith("/") else ("", "")
        arguments = [typed] if verb in _WITH_ARGUMENTS else []
        handlers, known = dict(COMMANDS), verb in standing_apart.STILL_OPEN
    if known:
        return handlers[verb](turn, *arguments)
    standing_apart.answer(turn)


def _typed(turn: Turn) -> None:
    text = turn.incoming.text
    command, arguments = parted(text) if text.startswith("/") else (menu.command_of(text), "")
    if command is not None:
        _moved_on(turn)
        return _commanded(turn, command, arguments)
    if inquiring.wants(turn):
        return inquiring.written(turn)
    if revising.replied(turn):
        return
    sitting = current(turn)
    if sitting is not None:
        now = catching_up.caught_up(turn, sitting)
        return None if now is None else hearing.typed(turn, now, text)
    if turn.person.standing is not Standing.MEMBER:
        return joining.welcome(turn)
    if turn.person.profiled_at is None:
        return joining.go_on_with_profile(turn)
    turn.say(
        _("Thank you for writing. No question is open just now; press «Topics» to see what waits for you."),
        menu=menu.rows(),
    )


def _moved_on(turn: Turn) -> None:
    """Who goes to something else has nothing more to ask: their next words are not for the secretariat."""
    if turn.person.inquiring:
        turn.change_person(inquiring="")


def parted(text: str) -> tuple[str, str]:
    """/command@bot arguments -> the command in small letters, its arguments."""
    command, _space, arguments = text[1:].partition(" ")
    return command.partition("@")[0].lower(), arguments.strip()


def _commanded(turn: Turn, command: str, arguments: str) -> None:
    handler = COMMANDS.get(command)
    if handler is None:
        unknown = _("There is no command {command}.").format(command=inserted(f"/{command[:30]}"))
        return turn.say(f"{unknown}\n\n{help_text()}")
    if turn.person.standing is not Standing.MEMBER and command not in _OPEN_TO_ALL:
        return joining.welcome(turn)
    if command in ("topics", "mine", "me") and turn.person.profiled_at is None:
        return joining.go_on_with_profile(turn)
    if command in _WITH_ARGUMENTS:
        handler(turn, arguments)
    else:
        handler(turn)
    if command in _ASIDE:
        resuming.still_open(turn)


def _pressed(turn: Turn) -> None:
    verb, *arguments = turn.incoming.press.split(":")
    if verb not in _ASKING:
        _moved_on(turn)
    if verb in _BEFORE_CONSENT:
        return _BEFORE_CONSENT[verb](turn, *arguments)
    if verb in pressing.VERBS:
        return pressing.pressed(turn, verb, *arguments)
    rehearsing = (sitting := current(turn)) is not None and sitting.response.preview
    if turn.person.standing is not Standing.MEMBER and not rehearsing:
        turn.toast("")
        return joining.welcome(turn)
    if verb not in _PRESSES:
        return turn.toast(_("This button belongs to an earlier conversation."), alert=True)
    _PRESSES[verb](turn, *arguments)


def _unexpected(turn: Turn) -> None:
    """A sticker, a voice note, a place: nothing that a question here asks for."""
    if inquiring.wants(turn):
        return inquiring.written(turn)
    sitting = current(turn)
    if sitting is not None and (sitting := catching_up.caught_up(turn, sitting)) is None:
        return
    if sitting is not None and sending.answered(turn, sitting):
        return
    if sitting is not None and sitting.interview.asking is not None:
        now, total = sitting.interview.progress
        told = _("This cannot be an answer here. Question {n} of {total} is still open; please answer it above.")
        return turn.say_once(told.format(n=digits(now), total=digits(total)))
    if turn.person.standing is not Standing.MEMBER:
        return joining.welcome(turn)
    turn.say(
        _("Thank you! No question is open to which this could be an answer; press «Topics» to see what is open."),
        menu=menu.rows(),
    )
