"""Changing what was answered: a question chosen from the review, or an earlier message edited in the messenger."""

from __future__ import annotations

from consultation.answers import NotAnAnswer
from consultation.questionnaire import Question
from consultation.texts import _, inserted
from handlers.stakeholder import joining, profile
from handlers.stakeholder.answering import edit, go_on, why_unfit
from handlers.stakeholder.sitting import Sitting, may_answer, of_theirs, record, sit_down, takes_answers
from handlers.turn import Turn
from storage import responses


def redo(turn: Turn, response_id: str, index: str) -> None:
    """A question chosen from the review, to be answered again."""
    sitting = of_theirs(turn, int(response_id))
    if sitting is None:
        return turn.toast(_("This button belongs to an earlier conversation."), alert=True)
    question = sitting.interview.questionnaire.questions[int(index)]
    if not takes_answers(turn, sitting) or not sitting.interview.relevant(question):
        return turn.toast(_("This answer can no longer be changed."), alert=True)
    turn.toast("")
    edit(turn, sitting, question)


def edited(turn: Turn) -> None:
    """They changed an earlier text in the messenger: if it was an answer, the answer changes with it."""
    found = responses.answered_in(turn.db, turn.incoming.channel, turn.incoming.message_id, turn.person.id)
    if found is None:
        return
    response, name = found
    sitting = sit_down(turn, response)
    question = sitting.interview.questionnaire.by_name[name]
    if not may_answer(turn, sitting):
        return joining.welcome(turn)
    if not takes_answers(turn, sitting):
        return turn.say(_("This topic has closed, so the answer stays as it was."))
    try:
        value = sitting.interview.read(question, turn.incoming.text)
    except NotAnAnswer as expected:
        return turn.say(_("Your earlier answer stays as it was. {expected}").format(expected=str(expected)))
    if unfit := why_unfit(sitting, question, value):
        return turn.say(_("Your earlier answer stays as it was. {expected}").format(expected=unfit))
    _change(turn, sitting, question, value)


def _change(turn: Turn, sitting: Sitting, question: Question, value: str) -> None:
    changed = record(turn, sitting, question, value, turn.incoming.message_id)
    shown = inserted(changed.interview.shown_value(question, value))
    turn.say(_("I have changed this answer: {answer}").format(answer=shown))
    at = sitting.interview
    if question != at.asking and changed.interview.reopened(at.editing).asking == at.asking:
        # They are at another question, some of its choices ticked perhaps: that goes on as it was.
        responses.change(turn.db, sitting.response.id, editing=at.editing, picked=sitting.response.picked)
        if sitting.topic is None and at.asking is None:
            profile.complete(turn, changed)
    elif turn.person.answering in (None, sitting.response.id):
        go_on(turn, changed.response)
