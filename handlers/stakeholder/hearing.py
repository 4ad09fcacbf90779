"""What is written or sent while a question is open: an answer to it, a move, or more of the answer before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from consultation import understanding, wording
from consultation.answers import NotAnAnswer
from consultation.conversation import column
from consultation.persian.text import clean, fold
from consultation.questionnaire import Question
from consultation.searching import matching
from consultation.texts import _, bold, language
from handlers.stakeholder import asking, continuing, menu
from handlers.stakeholder.answering import ask, ask_or_refuse, back, keep, later, skip, why_unfit
from handlers.stakeholder.sitting import Sitting, record, takes_answers
from handlers.turn import Turn

Move = Callable[[Turn, Sitting, Question], None]


def typed(turn: Turn, sitting: Sitting, text: str) -> None:
    """A text that answers the open question, or goes on with the answer before."""
    question = sitting.interview.asking
    if not takes_answers(turn, sitting):
        return ask_or_refuse(turn, sitting)
    if question is not None and (move := _move_of(text)):
        return move(turn, sitting, question)
    if (earlier := continuing.belongs_to(turn, sitting)) is not None:
        return continuing.join(turn, sitting, earlier, clean(text))
    if question is None:
        return _nothing_asked(turn, sitting, text)
    answered_by(turn, sitting, question, text)


def answered_by(turn: Turn, sitting: Sitting, question: Question, text: str) -> None:
    try:
        value = understanding.read(sitting.interview, question, text)
    except NotAnAnswer as expected:
        return _not_understood(turn, sitting, question, text, str(expected))
    given(turn, sitting, question, value, said=text)


def _nothing_asked(turn: Turn, sitting: Sitting, text: str) -> None:
    """Everything is answered: what they write may belong to their last answer; else the review is what helps."""
    question = continuing.written(sitting)
    buttons = [] if question is None else continuing.refused(turn, sitting, question, text)
    if not buttons:
        return ask(turn, sitting)
    told = _("All questions are answered. Does what you have just written belong to your last answer?")
    turn.say(told, column(*buttons), topic_id=sitting.topic_id)


def given(turn: Turn, sitting: Sitting, question: Question, value: str, said: str = "") -> None:
    """An answer that came in a message of its own: written (`said`), or sent."""
    if unfit := why_unfit(sitting, question, value):
        continuing.refused(turn, sitting, question, said)
        return turn.say(unfit)
    shown = wording.shown_value(sitting.interview, question, value)
    if fold(shown) != fold(said):
        turn.say(f"✅ {bold(shown)}")  # what was understood, where it is not what was written
    came_in = turn.incoming.message_id
    if said and continuing.collects(question, value):
        sitting = record(turn, sitting, question, value, came_in, latest=question.name, editing=question.name)
        return continuing.collected(turn, sitting, question)
    ask(turn, record(turn, sitting, question, value, came_in, latest=question.name))


def _not_understood(turn: Turn, sitting: Sitting, question: Question, text: str, expected: str) -> None:
    """What was typed is no answer; where it is a part of some choices, those are offered."""
    interview = sitting.interview
    found = matching(
        text, {choice.name: wording.label(interview, choice, question) for choice in interview.choices(question)}
    )
    belongs = continuing.refused(turn, sitting, question, text)
    if not found:
        return turn.say(expected, column(*belongs))
    buttons = asking.offer(interview, sitting.response, question, found)
    turn.say(_("Which of these do you mean?"), buttons, topic_id=sitting.topic_id)


def _move_of(text: str) -> Move | None:
    """Words of a button, typed: nobody means them as an answer."""
    return _moves(language()).get(menu.bare(text))


@cache
def _moves(_language: str) -> Mapping[str, Move]:
    moves: dict[str, Move] = {_("Back"): back, _("Skip"): skip, _("Later"): _later, _("⏭ Next question"): keep}
    return {menu.bare(label): move for label, move in moves.items()}


def _later(turn: Turn, sitting: Sitting, _question: Question) -> None:
    later(turn, sitting)
