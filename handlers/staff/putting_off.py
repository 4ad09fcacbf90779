"""Another time: a publication is put off, a closed topic is open again."""

from __future__ import annotations

from datetime import datetime

from consultation.conversation import press
from consultation.lifecycle import Step
from consultation.texts import _
from consultation.topic import Topic
from handlers.staff import moments, prompting
from handlers.staff.finding import show_panel_of
from handlers.staff.stepping import ready, take
from handlers.turn import Turn
from reports import desk
from storage import invitations


def reopen(turn: Turn, code: str, when: str = "") -> None:
    if (topic := ready(turn, code, Step.REOPEN)) is None:
        return
    if when:
        return _reopen_until(turn, topic, when)
    asked = _("Until when is topic {code} to be open again? Please reply to this message, for example: {example}")
    moments.ask(turn, topic, asked, press("reopen", topic.id), moments.USUAL_CLOSING)


def answer_reopening(turn: Turn, code: str) -> None:
    if (topic := ready(turn, code, Step.REOPEN)) is not None:
        _reopen_until(turn, topic, turn.incoming.text)


def _reopen_until(turn: Turn, topic: Topic, text: str) -> None:
    """Open again; who had not been told when it closed is told now."""
    moment = moments.read(turn, text, moments.USUAL_CLOSING)
    if moment is None:
        return prompting.wait_on(turn, press("reopen", topic.id), topic_id=topic.id)
    take(turn, topic, Step.REOPEN, desk.moment(moment, turn.policy), closes_at=moment, closed_at=None)
    invitations.invite_audience(turn.db, topic, turn.now)
    show_panel_of(turn, topic.id, anew=True)


def postpone(turn: Turn, code: str, when: str = "") -> None:
    if (topic := ready(turn, code, Step.POSTPONE)) is None:
        return
    if when:
        return _postpone_to(turn, topic, when)
    asked = _(
        "To when is the publication of topic {code} put off? Please reply to this message, for example: {example}"
    )
    moments.ask(turn, topic, asked, press("postpone", topic.id), moments.USUAL_OPENING)


def answer_postponing(turn: Turn, code: str) -> None:
    if (topic := ready(turn, code, Step.POSTPONE)) is not None:
        _postpone_to(turn, topic, turn.incoming.text)


def _postpone_to(turn: Turn, topic: Topic, text: str) -> None:
    """Another day of publication; people keep as much time to answer as they were to have."""
    moment = moments.read(turn, text, moments.USUAL_OPENING)
    if moment is None:
        return prompting.wait_on(turn, press("postpone", topic.id), topic_id=topic.id)
    closing: datetime = topic.closes_at
    if topic.opens_at is not None and moment > topic.opens_at:
        closing += moment - topic.opens_at
    take(turn, topic, Step.POSTPONE, desk.moment(moment, turn.policy), opens_at=moment, closes_at=closing)
    show_panel_of(turn, topic.id, anew=True)
