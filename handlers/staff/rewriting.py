"""Another questionnaire for a draft: the one place where the questions of a topic are exchanged."""

from __future__ import annotations

from consultation.auditing import Action
from consultation.questionnaire import Questionnaire
from consultation.texts import _
from consultation.topic import Topic, TopicState
from handlers.staff.noting import note
from handlers.turn import Turn
from storage import questionnaires, topics


def writable(turn: Turn, topic: Topic) -> bool:
    """Whether its questions may still change; where not, that has been said."""
    if topic.state is TopicState.DRAFT:
        return True
    if topic.state is TopicState.AWAITING:
        turn.toast(_("This topic is approved or awaits approval; it has to go back to draft first."), alert=True)
        return False
    told = _("The questions of this topic are settled. /copy makes a new draft of it, whose questions you can change.")
    turn.toast(told, alert=True)
    return False


def rewrite(turn: Turn, topic: Topic, form: Questionnaire) -> int:
    """The id of the new questionnaire."""
    stored = questionnaires.store(turn.db, form, turn.now)
    exchange(turn, topic, stored)
    return stored


def exchange(turn: Turn, topic: Topic, questionnaire_id: int) -> None:
    topics.change(turn.db, topic.id, questionnaire_id=questionnaire_id)
    note(turn, Action.REWRITE, topic.id)
