"""After a look at something else, the open question comes again: once, and with the name of its topic."""

from __future__ import annotations

from consultation.texts import _, bold
from handlers.stakeholder import asking
from handlers.stakeholder.sitting import current, may_answer, takes_answers
from handlers.turn import Turn


def still_open(turn: Turn, beside: str = "") -> None:
    """Below the card of the very topic (`beside`) it is not needed: the card has a button to go on with."""
    sitting = current(turn)
    question = None if sitting is None else sitting.interview.asking
    if sitting is None or question is None or not may_answer(turn, sitting) or not takes_answers(turn, sitting):
        return
    if beside and str(sitting.topic_id) == beside:
        return
    heading = _("You are answering this question:")
    if sitting.topic is not None:
        heading = _("You are answering this question, of the topic {title}:").format(title=bold(sitting.topic.title))
    text = f"{heading}\n\n{asking.asked(sitting.interview, question)}"
    turn.say(text, asking.keyboard(sitting.interview, sitting.response, question), topic_id=sitting.topic_id)
