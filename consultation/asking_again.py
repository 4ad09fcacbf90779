"""Why a question comes again: an earlier answer was changed, and the answer here no longer stands."""

from __future__ import annotations

from consultation import wording
from consultation.interview import Gap, Interview
from consultation.questionnaire import Question
from consultation.texts import _, inserted


def why_again(interview: Interview, question: Question) -> str:
    """Why a question that was answered or skipped is asked again though nobody chose so; "" where they did."""
    answer = inserted(wording.shown_answer(interview, question))
    match interview.gap(question):
        case Gap.SKIPPED:
            return "⚠️ " + _("You passed over this question; after what you have answered since, it needs an answer.")
        case Gap.CHOICE:
            return "⚠️ " + _("Your earlier answer, {answer}, is no longer among the choices.").format(answer=answer)
        case Gap.CONSTRAINT:
            told = _("Your earlier answer, {answer}, no longer fits, for another answer has changed.")
            return f"⚠️ {told.format(answer=answer)} {wording.unfit(interview, question)}"
        case _:
            return ""
