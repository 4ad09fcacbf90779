"""Catching up with a correction: the questions of a topic were corrected while somebody was answering them."""

from __future__ import annotations

from dataclasses import replace

from consultation.questionnaire import Question, Questionnaire
from consultation.texts import _
from handlers.stakeholder import answering
from handlers.stakeholder.sitting import Sitting, behind, current_version, sit_down
from handlers.turn import Turn
from storage import responses, topics


def caught_up(turn: Turn, sitting: Sitting, *, pressed: bool = False) -> Sitting | None:
    """The sitting with the corrected questions, if what has just come still answers the question that was asked.

    Otherwise they are told so and asked the question that is open now: None.
    """
    if not behind(turn, sitting):
        return sitting
    now = sit_down(turn, current_version(turn, sitting.response))
    turn.change_person(answering=now.response.id)
    if not pressed and _same(sitting, now):
        return now
    turn.toast("")
    turn.say(_("Meanwhile the secretariat has corrected these questions. Your answers are safe; we go on from here."))
    answering.ask(turn, now)
    return None


def _same(before: Sitting, now: Sitting) -> bool:
    old, new = before.interview.asking, now.interview.asking
    forms = before.interview.questionnaire, now.interview.questionnaire
    return old is not None and new is not None and _bare(forms[0], old) == _bare(forms[1], new)


def _bare(form: Questionnaire, question: Question) -> object:
    return replace(question, row=0), form.choices.get(question.choices)


def renew(turn: Turn, topic_id: str) -> None:
    """The button below «some questions have changed»: only what changed is asked."""
    topic = topics.get(turn.db, int(topic_id))
    response = responses.to_topic(turn.db, turn.person.id, int(topic_id)) if topic else None
    if topic is None or response is None or not topic.open_at(turn.now):
        return turn.toast(_("This topic has closed. Thank you for your interest."), alert=True)
    if response.questionnaire_id == topic.questionnaire_id and response.submitted:
        return turn.toast(_("You have answered everything here already. Thank you!"), alert=True)
    turn.toast("")
    answering.go_on(turn, current_version(turn, response))
