"""Taking back and putting away: withdraw, reopen, postpone, results, archive."""

from __future__ import annotations

from datetime import datetime

from consultation.conversation import Button, column, press
from consultation.lifecycle import UNDO, Step
from consultation.texts import _, bold, digits, inserted, ngettext
from consultation.topic import Topic
from handlers.staff import moments, releasing
from handlers.staff.finding import show_panel_of
from handlers.staff.stepping import ready, take
from handlers.turn import Turn
from reports import desk
from storage import findings, invitations
from storage.deliveries import Subject


def ask_withdraw(turn: Turn, code: str, *_rest: str) -> None:
    if (topic := ready(turn, code, Step.WITHDRAW)) is None:
        return
    count = invitations.count_told(turn.db, topic.id)
    told = ngettext(
        "Withdraw topic {code}, «{title}»? No more answers are taken, and {n} person is told so.",
        "Withdraw topic {code}, «{title}»? No more answers are taken, and {n} people are told so.",
        count,
    )
    turn.toast("")
    turn.replace(
        told.format(code=digits(topic.code), title=inserted(topic.title), n=bold(digits(count))),
        column(Button(_("Yes, withdraw it"), press("withdraw!", topic.id)), Button(_("No"), press("panel", topic.id))),
        topic_id=topic.id,
    )


def withdraw(turn: Turn, code: str) -> None:
    if (topic := ready(turn, code, Step.WITHDRAW)) is None:
        return
    count = invitations.withdraw(turn.db, topic.id, turn.now, turn.now + UNDO)
    take(turn, topic, Step.WITHDRAW, str(count), closed_at=turn.now)
    told = ngettext(
        "Topic {code} is withdrawn and takes no more answers. {n} person is told so in two minutes.",
        "Topic {code} is withdrawn and takes no more answers. {n} people are told so in two minutes.",
        count,
    )
    turn.toast(_("Withdrawn."))
    turn.replace(
        told.format(code=digits(topic.code), n=digits(count)),
        column(Button(_("⏪ Undo"), press("unwithdraw", topic.id)), Button(_("🎛 Controls"), press("panel", topic.id))),
        topic_id=topic.id,
    )


def reopen(turn: Turn, code: str, when: str = "") -> None:
    if (topic := ready(turn, code, Step.REOPEN)) is None:
        return
    if when:
        return _reopen_until(turn, topic, when)
    asked = _("Until when is topic {code} to be open again? Please reply to this message, for example: {example}")
    moments.ask(turn, topic, asked, Subject.ASK_REOPENS, moments.USUAL_CLOSING)


def answer_reopening(turn: Turn, code: str) -> None:
    if (topic := ready(turn, code, Step.REOPEN)) is not None:
        _reopen_until(turn, topic, turn.incoming.text)


def _reopen_until(turn: Turn, topic: Topic, text: str) -> None:
    """Open again; who had not been told when it closed is told now."""
    moment = moments.read(turn, text, moments.USUAL_CLOSING)
    if moment is None:
        return
    take(turn, topic, Step.REOPEN, desk.moment(moment, turn.policy), closes_at=moment, closed_at=None)
    invitations.invite_untold(turn.db, topic, turn.now)
    show_panel_of(turn, topic.id, anew=True)


def postpone(turn: Turn, code: str, when: str = "") -> None:
    if (topic := ready(turn, code, Step.POSTPONE)) is None:
        return
    if when:
        return _postpone_to(turn, topic, when)
    asked = _(
        "To when is the publication of topic {code} put off? Please reply to this message, for example: {example}"
    )
    moments.ask(turn, topic, asked, Subject.ASK_POSTPONED, moments.USUAL_OPENING)


def answer_postponing(turn: Turn, code: str) -> None:
    if (topic := ready(turn, code, Step.POSTPONE)) is not None:
        _postpone_to(turn, topic, turn.incoming.text)


def _postpone_to(turn: Turn, topic: Topic, text: str) -> None:
    """Another day of publication; people keep as much time to answer as they were to have."""
    moment = moments.read(turn, text, moments.USUAL_OPENING)
    if moment is None:
        return
    closing: datetime = topic.closes_at
    if topic.opens_at is not None and moment > topic.opens_at:
        closing += moment - topic.opens_at
    take(turn, topic, Step.POSTPONE, desk.moment(moment, turn.policy), opens_at=moment, closes_at=closing)
    show_panel_of(turn, topic.id, anew=True)


def results(turn: Turn, code: str, *_rest: str) -> None:
    """Published elsewhere, that is noted; with findings written here, they are what is published."""
    if (topic := ready(turn, code, Step.RESULTS)) is None:
        return
    if findings.of_topic(turn.db, topic.id):
        releasing.ask(turn, code)
    else:
        take(turn, topic, Step.RESULTS)
        show_panel_of(turn, topic.id, anew=True)


def archive(turn: Turn, code: str, *_rest: str) -> None:
    if (topic := ready(turn, code, Step.ARCHIVE)) is not None:
        take(turn, topic, Step.ARCHIVE)
        turn.toast("")
        show_panel_of(turn, topic.id)
