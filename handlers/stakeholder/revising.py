"""Changing what was answered: a question chosen from the review, or an earlier message edited in the messenger, or a
question replied to."""

from __future__ import annotations

from dataclasses import replace

from consultation import understanding, wording
from consultation.answers import NotAnAnswer
from consultation.persian.text import clean
from consultation.questionnaire import Question
from consultation.response import Response
from consultation.texts import _, inserted
from handlers.stakeholder import asking, continuing, hearing, joining, profile
from handlers.stakeholder.answering import edit, go_on, why_unfit
from handlers.stakeholder.sitting import (
    Sitting,
    may_answer,
    of_theirs,
    on_from,
    record,
    revise,
    sit_down,
    takes_answers,
)
from handlers.turn import Turn
from reports.cards import shortened
from storage import pieces, responses, spoken
from storage.pieces import Piece

_ANSWER_SHOWN = 300


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


def edited(turn: Turn) -> bool:
    """They changed an earlier text in the messenger: what it answered changes. Whether it was to a question."""
    incoming = turn.incoming
    kept = pieces.in_message(turn.db, incoming.channel, incoming.message_id, turn.person.id)
    found: tuple[Response, str] | None = None
    if kept is None or not kept.taken:
        found = responses.answered_in(turn.db, incoming.channel, incoming.message_id, turn.person.id)
    if found is not None:
        return _heard(turn, *found, None)
    if kept is None or (response := responses.get(turn.db, kept.response_id)) is None:
        return False
    return _heard(turn, response, kept.question, kept)


def _heard(turn: Turn, response: Response, name: str, kept: Piece | None) -> bool:
    sitting = sit_down(turn, response)
    question = sitting.interview.questionnaire.by_name.get(name)
    if question is None:
        return False
    if not may_answer(turn, sitting):
        joining.welcome(turn)
    elif not takes_answers(turn, sitting):
        turn.say(_("This topic has closed, so the answer stays as it was."))
    elif kept is None:
        _answer_anew(turn, sitting, question)
    elif kept.taken:
        _piece_anew(turn, sitting, question, kept)
    else:
        _refused_anew(turn, sitting, question)
    return True


def _answer_anew(turn: Turn, sitting: Sitting, question: Question) -> None:
    """Another text in place of the one that was an answer."""
    try:
        value = understanding.read(sitting.interview, question, turn.incoming.text)
    except NotAnAnswer as expected:
        return _stays(turn, str(expected))
    if unfit := why_unfit(sitting, question, value):
        return _stays(turn, unfit)
    latest = sitting.response.latest
    _changed(turn, sitting, record(turn, sitting, question, value, turn.incoming.message_id, latest=latest), question)


def _piece_anew(turn: Turn, sitting: Sitting, question: Question, kept: Piece) -> None:
    """One message of several that make an answer."""
    parts = pieces.of_answer(turn.db, sitting.response.id, question.name)
    text = clean(turn.incoming.text)
    whole = continuing.joined([replace(part, text=text) if part.id == kept.id else part for part in parts])
    if wrong := continuing.why_wrong(sitting, question, whole):
        return _stays(turn, wrong)
    pieces.change(turn.db, kept.id, text=text)
    changed = revise(turn, sitting, question, whole)
    gone_back_to = sitting.response.editing == question.name and sitting.response.latest != question.name
    _changed(turn, sitting, on_from(turn, changed) if gone_back_to else changed, question)


def _refused_anew(turn: Turn, sitting: Sitting, question: Question) -> None:
    """A message that was no answer: corrected, it may be one, if that is still what is asked."""
    if question == sitting.interview.asking and turn.person.answering in (None, sitting.response.id):
        turn.change_person(answering=sitting.response.id)
        return hearing.answered_by(turn, sitting, question, turn.incoming.text)
    standing = wording.shown_value(sitting.interview, question, sitting.response.answers.get(question.name, ""))
    told = _("This question has been answered meanwhile, and the answer stays as it was: {answer}")
    turn.say(told.format(answer=inserted(shortened(standing, _ANSWER_SHOWN) or "—")))


def _stays(turn: Turn, why: str) -> None:
    turn.say(_("Your earlier answer stays as it was. {expected}").format(expected=why))


def replied(turn: Turn) -> bool:
    """They wrote in reply to a question: it is an answer to that one. Whether it was to one that they have answered."""
    incoming = turn.incoming
    about = incoming.reply_to and spoken.first_said(turn.db, incoming.channel, incoming.chat_id, incoming.reply_to)
    place = asking.question_below(about.buttons) if about else None
    sitting = None if place is None else of_theirs(turn, place[0])
    if place is None or sitting is None or not may_answer(turn, sitting) or not takes_answers(turn, sitting):
        return False
    question = sitting.interview.questionnaire.questions[place[1]]
    if question.name not in sitting.response.answers or question == sitting.interview.asking:
        return False
    _answer_anew(turn, sitting, question)
    return True


def _changed(turn: Turn, sitting: Sitting, changed: Sitting, question: Question) -> None:
    value = changed.response.answers[question.name]
    shown = inserted(shortened(wording.shown_value(changed.interview, question, value), _ANSWER_SHOWN))
    turn.say(_("This answer is changed: {answer}").format(answer=shown))
    at = sitting.interview
    onward = changed.interview.reopened(at.editing)
    if question != at.asking and onward.asking == at.asking and not onward.unread:
        # They are at another question, some of its choices ticked perhaps: that goes on as it was.
        responses.change(turn.db, sitting.response.id, editing=at.editing, picked=sitting.response.picked)
        if sitting.topic is None and at.asking is None:
            profile.complete(turn, changed)
    elif turn.person.answering in (None, sitting.response.id):
        go_on(turn, changed.response)
