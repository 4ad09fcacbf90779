"""Joining: who we are, what for, what happens with what you say; consent; then the profile."""

from __future__ import annotations

from consultation.conversation import Button, Rows, column, press
from consultation.stakeholder import Standing
from consultation.texts import LANGUAGES, _, bold, inserted, language, speaking
from handlers.stakeholder import answering, browsing, invited, menu, profile, resuming, standing_apart
from handlers.stakeholder.sitting import current
from handlers.turn import Turn
from storage import responses

_LONGEST_PAYLOAD = 64


def start(turn: Turn, payload: str = "") -> None:
    """/start, from a newcomer, from somebody half way, or from an old friend."""
    payload = invited.came_by(turn, payload) if payload else ""
    if turn.person.standing is not Standing.MEMBER:
        if payload:
            turn.change_person(invited_by=payload[:_LONGEST_PAYLOAD])
        return welcome(turn)
    if turn.person.profiled_at is None and (invited.known(turn) or not turn.person.name):
        return go_on_with_profile(turn)
    greeting = _("Hello {name}! Good to see you again.").format(name=turn.person.name or _("friend"))
    turn.say(greeting, menu=menu.rows())
    if topic_id := browsing.topic_of_link(turn, payload):
        browsing.show_card(turn, topic_id)
        return resuming.still_open(turn, beside=topic_id)
    if (sitting := current(turn)) is not None:
        return answering.ask_or_refuse(turn, sitting)
    browsing.show_what_waits(turn)


def welcome(turn: Turn) -> None:
    turn.say(_welcome_text(turn), _welcome_buttons())


def _welcome_text(turn: Turn) -> str:
    policy = turn.policy
    name, organisation = policy.name[language()], policy.organisation[language()]
    hello = _("Hello! Welcome to «{name}».").format(name=inserted(name))
    if invitee := invited.known(turn):
        hello = _("Hello {person}! Welcome to «{name}».").format(person=inserted(invitee.name), name=inserted(name))
    return "\n\n".join(
        [
            bold(hello),
            _("Here {organisation} asks those who know the field, before it decides.").format(
                organisation=inserted(organisation)
            ),
            "\n".join(
                [
                    _("• New topics reach you here with their documents; you are asked one question at a time."),
                    _("• What you say goes into a report for the decision makers; your name is seen by staff only."),
                    _("• You can pause, leave, or have all that is known of you erased whenever you like: /settings"),
                ]
            ),
            _("Do you agree to take part?"),
        ]
    )


def _welcome_buttons() -> Rows:
    agree, refuse = Button(_("✅ I agree"), press("agree")), Button(_("No, thank you"), press("refuse"))
    others = (Button(name, press("speak", code)) for code, name in LANGUAGES.items() if code != language())
    return (*column(agree, refuse), tuple(others))


def speak(turn: Turn, code: str) -> None:
    """Another language, before anything is agreed."""
    if code not in LANGUAGES:
        return
    turn.change_person(language=code)
    turn.toast("")
    with speaking(code):
        turn.replace(_welcome_text(turn), _welcome_buttons())


def agree(turn: Turn) -> None:
    if turn.person.standing is Standing.MEMBER:
        return turn.toast(_("You have already agreed. Thank you!"))
    turn.toast("")
    told = _("You have agreed to take part. Thank you! ✅")
    if turn.person.profiled_at is None and invited.known(turn) is None:
        told += "\n\n" + _("First a few short questions, so that you are asked about what concerns you.")
    turn.replace(told)
    turn.change_person(
        standing=Standing.MEMBER,
        consented_at=turn.now,
        consent_version=turn.policy.consent_version,
        notices=True,
    )
    if turn.person.profiled_at is None:
        return go_on_with_profile(turn)
    if standing_apart.must_wait(turn):
        return standing_apart.enter(turn)
    turn.say(_("Good to have you back!"), menu=menu.rows())
    browsing.show_what_waits(turn)


def refuse(turn: Turn) -> None:
    if turn.person.standing is Standing.MEMBER:
        return turn.toast(_("You have already agreed. To leave, use /settings."), alert=True)
    turn.toast("")
    turn.replace(_("All right. Nothing was kept. If you change your mind, send /start."))


def correct(turn: Turn) -> None:
    """What the secretariat's list says of them is not right."""
    if invited.correct(turn):
        go_on_with_profile(turn)


def go_on_with_profile(turn: Turn) -> None:
    if (invitee := invited.known(turn)) is not None:
        return invited.ask_confirmation(turn, invitee)
    response = responses.get(turn.db, profile.open_response(turn))
    if response is not None:
        answering.go_on(turn, response)
