"""/settings: language, notices, the second messenger, leaving, being forgotten."""

from __future__ import annotations

from consultation.conversation import Button, Channel, Rows, column, press
from consultation.stakeholder import Stakeholder, Standing
from consultation.texts import LANGUAGES, _, bold, inserted, language, speaking
from handlers import mirror
from handlers.stakeholder import answering, menu, profile, reviewing
from handlers.stakeholder.sitting import of_theirs
from handlers.turn import Turn
from storage import codes, linking, people


def show(turn: Turn) -> None:
    turn.say(_text(turn), _buttons(turn))


def show_again(turn: Turn) -> None:
    """In place of whatever the pressed message asked."""
    turn.toast("")
    turn.replace(_text(turn), _buttons(turn))


def _text(turn: Turn) -> str:
    person = turn.person
    notices = _("on") if person.notices else _("paused")
    places = {place.channel for place in people.addresses(turn.db, person.id)}
    known = _and(sorted(channel_name(channel) for channel in places))
    lines = [
        bold(_("Settings")),
        _("Language: {language}").format(language=LANGUAGES[language()]),
        _("Notices: {state}").format(state=notices),
        _("Messengers: {names}").format(names=known),
    ]
    return "\n".join(lines)


def _and(names: list[str]) -> str:
    return _(" and ").join(names)


def channel_name(channel: Channel) -> str:
    return _("Telegram") if channel is Channel.TELEGRAM else _("Bale")


def _buttons(turn: Turn) -> Rows:
    notices = _("🔕 Pause notices") if turn.person.notices else _("🔔 Resume notices")
    others = [Button(f"🌐 {name}", press("language", code)) for code, name in LANGUAGES.items() if code != language()]
    return column(
        Button(_("👤 Change my profile"), press("profile")),
        *others,
        Button(notices, press("notices", 0 if turn.person.notices else 1)),
        Button(_("🔗 Connect my other messenger"), press("link")),
        Button(_("🚪 Leave"), press("leave")),
        Button(_("🗑 Forget me"), press("forget")),
    )


def change_language(turn: Turn, code: str) -> None:
    if code not in LANGUAGES:
        return
    turn.change_person(language=code)
    with speaking(code):
        turn.toast("")
        turn.replace(_text(turn), _buttons(turn))
        turn.say(_("From now on you are answered in English."), menu=menu.rows())


def change_notices(turn: Turn, wanted: str) -> None:
    turn.change_person(notices=wanted == "1")
    turn.toast(_("Notices are on.") if turn.person.notices else _("Notices are paused. Topics stay under «Topics»."))
    turn.replace(_text(turn), _buttons(turn))


def change_profile(turn: Turn) -> None:
    sitting = of_theirs(turn, profile.open_response(turn))
    turn.toast("")
    if sitting is None:
        return
    if sitting.interview.asking is not None:  # the form has changed since they filled it in
        return answering.go_on(turn, sitting.response)
    reviewing.show(turn, sitting)


def give_link_code(turn: Turn) -> None:
    code = codes.new_link_code(turn.db, turn.person.id, turn.now)
    turn.toast("")
    turn.say(
        _(
            "Open the bot in your other messenger and send it this within 15 minutes:\n\n{command}\n\n"
            "From then on the two are one person: your answers are in both, and every notice comes once."
        ).format(command=inserted(f"/link {code}"))
    )


def link(turn: Turn, code: str = "") -> None:
    if not code:
        return give_link_code(turn)
    owner = codes.use_link_code(turn.db, code, turn.now)
    if owner is None:
        told = _("This code is not valid: it may be older than 15 minutes, or used. Ask for a new one in /settings.")
        return turn.say(told)
    if owner == turn.person.id:
        return turn.say(_("These two are already connected."))
    turn.person = _made_one(turn, people.get(turn.db, owner))
    with speaking(turn.person.language):
        told = _("Connected. {name}, you can go on here or there; every notice comes once.")
        turn.say(told.format(name=turn.person.name or _("Dear friend")), menu=menu.rows())


def _made_one(turn: Turn, owner: Stakeholder) -> Stakeholder:
    """Who the two are from now on: the owner of the code, unless only the other one has joined."""
    joined = turn.person.standing is Standing.MEMBER and owner.standing is not Standing.MEMBER
    keep, absorb = (turn.person.id, owner.id) if joined else (owner.id, turn.person.id)
    linking.link(turn.db, keep=keep, absorb=absorb)
    return people.get(turn.db, keep)


def ask_leave(turn: Turn) -> None:
    turn.toast("")
    turn.replace(
        _("If you leave, nothing more is sent to you. What you have submitted stays in its reports. Do you leave?"),
        column(Button(_("Yes, I leave"), press("leave!")), Button(_("No, I stay"), press("settings"))),
    )


def leave(turn: Turn) -> None:
    turn.toast("")
    turn.change_person(standing=Standing.LEFT, answering=None)
    turn.replace(_("You have left. Thank you for having been here; /start brings you back whenever you like."))


def ask_forget(turn: Turn) -> None:
    turn.toast("")
    turn.replace(
        _(
            "All that is known of you will be erased: name, profile, messengers, what is not submitted. "
            "This cannot be undone. What is to become of the answers that you submitted?"
        ),
        column(
            Button(_("Keep them without my name"), press("forget!", "nameless")),
            Button(_("Withdraw them too"), press("forget!", "withdraw")),
            Button(_("Cancel"), press("settings")),
        ),
    )


def forget(turn: Turn, how: str) -> None:
    mirror.take_back(turn, turn.person.id)
    people.forget(turn.db, turn.person.id, withdraw=how == "withdraw")
    turn.forgotten = True
    turn.toast("")
    turn.replace(_goodbye(how))


def _goodbye(how: str) -> str:
    if how == "withdraw":
        return _("You are forgotten, and your answers are withdrawn. Thank you, and farewell.")
    return _("You are forgotten; your answers stay without your name. Thank you, and farewell.")
