"""A sitting: a response that somebody is working on, with its interview worked out."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace

from consultation.interview import Findings, Interview
from consultation.questionnaire import Question, Questionnaire
from consultation.response import Response, ResponseState
from consultation.stakeholder import Standing
from consultation.texts import _
from consultation.topic import Topic
from handlers.turn import Turn
from storage import corrections, pieces, questionnaires, responses, sittings, topics

_KEPT = 100
_lately: OrderedDict[int, Interview] = OrderedDict()


@dataclass(frozen=True)
class Sitting:
    response: Response
    interview: Interview
    topic: Topic | None  # None: the profile form

    @property
    def topic_id(self) -> int | None:
        return None if self.topic is None else self.topic.id


def sit_down(turn: Turn, response: Response) -> Sitting:
    form = questionnaires.get(turn.db, response.questionnaire_id)
    topic = topics.get(turn.db, response.topic_id) if response.topic_id is not None else None
    return _seated(turn, response, form, topic)


def _seated(turn: Turn, response: Response, form: Questionnaire, topic: Topic | None) -> Sitting:
    interview = Interview(
        form,
        response.answers,
        turn.local_now,
        response.editing,
        turn.person.language,
        str(response.id),
        _known(response),
    )
    _keep(response, interview)
    return Sitting(response, interview, topic)


def _known(response: Response) -> Findings | None:
    """What was worked out in the turn before, so that a long form costs no more than a short one.

    It may be missing, or be of other answers: the interview takes over only what still holds.
    """
    before = _lately.get(response.id)
    return None if before is None else before.findings


def _keep(response: Response, interview: Interview) -> None:
    _lately[response.id] = interview
    _lately.move_to_end(response.id)
    if len(_lately) > _KEPT:
        _lately.popitem(last=False)


def current(turn: Turn) -> Sitting | None:
    """What they are working on now."""
    return None if turn.person.answering is None else of_theirs(turn, turn.person.answering)


def of_theirs(turn: Turn, response_id: int) -> Sitting | None:
    """A response by its id, if it is this person's own."""
    found = sittings.get(turn.db, response_id)
    if found is None or not responses.belongs_to(turn.db, found[0], turn.person.id):
        return None
    return _seated(turn, *found)


def behind(turn: Turn, sitting: Sitting) -> bool:
    """Whether they are in the middle of a questionnaire that has been corrected meanwhile."""
    response, topic = sitting.response, sitting.topic
    if topic is None or response.preview or response.state is ResponseState.SUBMITTED or not topic.open_at(turn.now):
        return False
    return response.questionnaire_id != topic.questionnaire_id


def current_version(turn: Turn, response: Response) -> Response:
    """The same response, moved on to the questions as they are now."""
    topic = None if response.topic_id is None else topics.get(turn.db, response.topic_id)
    if topic is None or topic.questionnaire_id == response.questionnaire_id:
        return response
    before = questionnaires.get(turn.db, response.questionnaire_id)
    now = questionnaires.get(turn.db, topic.questionnaire_id)
    moved = corrections.move_on(turn.db, response, before, now, topic.questionnaire_id)
    return responses.get(turn.db, moved) or response


def may_answer(turn: Turn, sitting: Sitting) -> bool:
    """Whether they have agreed to take part, and have not left since; staff rehearse without joining."""
    return turn.person.standing is Standing.MEMBER or sitting.response.preview


def takes_answers(turn: Turn, sitting: Sitting) -> bool:
    return sitting.response.preview or sitting.topic is None or sitting.topic.open_at(turn.now)


def record(
    turn: Turn,
    sitting: Sitting,
    question: Question,
    value: str,
    message_id: int | None,
    *,
    latest: str = "",
    editing: str = "",
) -> Sitting:
    """Keep an answer, with the message that it came in, and work the interview out anew.

    `latest` and `editing` are what the response then stands at: see Response.
    """
    channel = turn.incoming.channel
    if sitting.response.stakeholder_id is None:
        message_id = None  # of an anonymous topic: the message would say whose answer it is
    place = (sitting.response.id, question.name)
    if question.name in sitting.response.answers:
        pieces.replaced(turn.db, *place)
    responses.record(turn.db, *place, value, turn.now, channel, message_id, latest=latest, editing=editing)
    interview = sitting.interview.answered(question, value).reopened(editing)
    return _now_at(turn, sitting, interview, "", latest)


def _now_at(turn: Turn, sitting: Sitting, interview: Interview, picked: str, latest: str) -> Sitting:
    """The sitting as it now stands in the database: reading it again would be most of this turn's work."""
    standing = sitting.response.standing
    if _opens_a_gap(sitting, interview):
        standing = sitting.response.answers
        responses.change(turn.db, sitting.response.id, standing=dict(standing))
        turn.say(
            _("After this change something else needs an answer. Until you submit again, what you submitted stands.")
        )
    response = replace(
        sitting.response,
        answers=interview.answers,
        editing=interview.editing,
        picked=picked,
        latest=latest,
        standing=standing,
        updated_at=turn.now,
    )
    _keep(response, interview)
    return Sitting(response, interview, sitting.topic)


def _opens_a_gap(sitting: Sitting, changed: Interview) -> bool:
    """Whether what was submitted would, changed so, no longer be whole."""
    response = sitting.response
    submitted = response.state is ResponseState.SUBMITTED and sitting.topic is not None
    return submitted and response.standing is None and not changed.complete


def revise(turn: Turn, sitting: Sitting, question: Question, value: str) -> Sitting:
    """Another value of an answer, by a message that is only a part of it; all else goes on as it was."""
    responses.revise(turn.db, sitting.response.id, question.name, value, turn.now)
    response = sitting.response
    interview = replace(sitting.interview, answers={**response.answers, question.name: value})
    return _now_at(turn, sitting, interview, response.picked, response.latest)


def take_back(turn: Turn, sitting: Sitting, question: Question) -> Sitting:
    """The question is open again, as if it had not been answered."""
    responses.take_back(turn.db, sitting.response.id, question.name)
    responses.change(turn.db, sitting.response.id, editing="", latest="")
    left = {name: value for name, value in sitting.interview.answers.items() if name != question.name}
    return _now_at(turn, sitting, replace(sitting.interview, answers=left, editing=""), "", "")


def on_from(turn: Turn, sitting: Sitting) -> Sitting:
    """The question that they had gone back to is done with."""
    responses.change(turn.db, sitting.response.id, editing="", picked="")
    return _now_at(turn, sitting, sitting.interview.reopened(""), "", sitting.response.latest)


def reread(turn: Turn, sitting: Sitting) -> Sitting:
    return of_theirs(turn, sitting.response.id) or sitting
