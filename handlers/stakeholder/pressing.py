"""Buttons below a question: choosing, ticking, turning pages, moving about."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from consultation import understanding
from consultation.answers import ACKNOWLEDGED, range_of
from consultation.choosing import enough, toggled
from consultation.conversation import press
from consultation.questionnaire import Question, QuestionType
from consultation.texts import _
from handlers.stakeholder import asking, catching_up, continuing, joining
from handlers.stakeholder.answering import answer, back, keep, later, skip
from handlers.stakeholder.sitting import Sitting, may_answer, of_theirs, reread, takes_answers
from handlers.turn import Turn
from storage import responses


def pressed(turn: Turn, verb: str, response_id: str, *arguments: str) -> None:
    """A button below a question."""
    sitting = of_theirs(turn, int(response_id))
    if sitting is None:
        return turn.toast(_("This button belongs to an earlier conversation."), alert=True)
    if not may_answer(turn, sitting):
        turn.toast("")
        return joining.welcome(turn)
    if not takes_answers(turn, sitting):
        return turn.toast(_("This topic has closed, so answers can no longer be given or changed."), alert=True)
    if verb == "later":
        return later(turn, sitting)
    if catching_up.caught_up(turn, sitting, pressed=True) is None:
        return
    question = sitting.interview.questionnaire.questions[int(arguments[0])]
    if question != sitting.interview.asking:
        return stale(turn, sitting, question)
    if turn.person.answering != sitting.response.id:
        turn.change_person(answering=sitting.response.id)
    _PRESSES[verb](turn, sitting, question, *arguments[1:])


def stale(turn: Turn, sitting: Sitting, question: Question) -> None:
    """A button of a question that is no longer the open one: nothing changes, and they are told how to change it."""
    if question.name in sitting.response.answers:
        turn.toast(
            _("You have already answered this question. You can change it in the review at the end."),
            alert=True,
        )
    else:
        turn.toast(_("This question is not the one being asked now."), alert=True)


def _choose(turn: Turn, sitting: Sitting, question: Question, place: str) -> None:
    if question.type is QuestionType.RANGE:
        return answer(turn, sitting, question, range_of(question)[int(place)])
    choice = sitting.interview.questionnaire.choices[question.choices][int(place)]
    if choice not in sitting.interview.choices(question):
        return stale(turn, sitting, question)
    answer(turn, sitting, question, choice.name)


def _tick(turn: Turn, sitting: Sitting, question: Question, place: str) -> None:
    offered = sitting.interview.choices(question)
    name = sitting.interview.questionnaire.choices[question.choices][int(place)].name
    picked = toggled(question, sitting.response.picked.split(), name, offered)
    responses.change(turn.db, sitting.response.id, picked=" ".join(picked), updated_at=turn.now)
    pressed = press("tick", sitting.response.id, sitting.interview.questionnaire.position[question.name], place)
    _redraw(turn, sitting, question, asking.page_of(sitting.interview, sitting.response, question, pressed))


def _redraw(turn: Turn, sitting: Sitting, question: Question, page: int) -> None:
    buttons = asking.keyboard(sitting.interview, reread(turn, sitting).response, question, page)
    turn.toast("")
    turn.replace(asking.asked(sitting.interview, question), buttons, topic_id=sitting.topic_id)


def _ticked(turn: Turn, sitting: Sitting, question: Question) -> None:
    picked = sitting.response.picked.split()
    if not picked and not sitting.interview.required(question):
        return skip(turn, sitting, question)
    if missing := enough(question, picked, sitting.interview.choices(question)):
        return turn.toast(missing, alert=True)
    answer(turn, sitting, question, sitting.response.picked)


def _acknowledge(turn: Turn, sitting: Sitting, question: Question) -> None:
    answer(turn, sitting, question, ACKNOWLEDGED)


def _instead(turn: Turn, sitting: Sitting, question: Question, place: str) -> None:
    answer(turn, sitting, question, question.nonresponses[int(place)])


def _suggested(turn: Turn, sitting: Sitting, question: Question) -> None:
    value = understanding.suggestion(sitting.interview, question)
    if not value:
        return turn.toast(_("This answer does not fit the question. Please look at the question again."), alert=True)
    answer(turn, sitting, question, value)


def _choose_day(turn: Turn, sitting: Sitting, question: Question, day: str) -> None:
    answer(turn, sitting, question, day)


def _turn_page(turn: Turn, sitting: Sitting, question: Question, page: str) -> None:
    _redraw(turn, sitting, question, int(page))


_PRESSES: Mapping[str, Callable[..., None]] = {
    "choose": _choose,
    "tick": _tick,
    "ticked": _ticked,
    "acknowledge": _acknowledge,
    "instead": _instead,
    "suggested": _suggested,
    "page": _turn_page,
    "month": _turn_page,
    "day": _choose_day,
    "skip": skip,
    "back": back,
    "keep": keep,
    "merge": continuing.merge,
}
VERBS = frozenset({*_PRESSES, "later"})
