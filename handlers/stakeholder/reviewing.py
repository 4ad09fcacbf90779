"""The review: all answers to look over, change, and hand in."""

from __future__ import annotations

from consultation import wording
from consultation.conversation import Button, Rows, column, press
from consultation.interview import Interview
from consultation.questionnaire import Question
from consultation.texts import _, bold, digits
from handlers.stakeholder.sitting import Sitting, of_theirs, takes_answers
from handlers.turn import Turn
from reports import cards
from reports.cards import shortened

_A_PAGE = 8  # answers that one phone screen holds
_ANSWER_SHOWN = 160
_LABEL_SHOWN = 90


def show(turn: Turn, sitting: Sitting, page: int = 0) -> None:
    """All answers, page by page; on the last one the button that hands them in."""
    turn.say(_text(turn, sitting, page), _buttons(turn, sitting, page), topic_id=sitting.topic_id)


def _text(turn: Turn, sitting: Sitting, page: int) -> str:
    given = sitting.interview.given[page * _A_PAGE : (page + 1) * _A_PAGE]
    lines = [_line(sitting, question, page * _A_PAGE + n) for n, question in enumerate(given, 1)]
    heading = _("Your profile") if sitting.topic is None else _("Your answers")
    return "\n\n".join([bold(heading), *lines, *_word_at_the_end(turn, sitting)])


def _line(sitting: Sitting, question: Question, number: int) -> str:
    interview = sitting.interview
    asked = _asked(interview, question)
    answer = wording.shown_value(interview, question, sitting.response.answers[question.name])
    said = shortened(answer, _ANSWER_SHOWN) if answer else "—"
    return f"{digits(number)}. {shortened(asked, _LABEL_SHOWN)}\n{bold(said)}"


def _asked(interview: Interview, question: Question) -> str:
    asked = wording.asked(interview, question)
    return f"{asked} ({digits(question.round)})" if question.round and not question.leads_on else asked


def _word_at_the_end(turn: Turn, sitting: Sitting) -> list[str]:
    if sitting.topic is None:
        return []
    if sitting.response.standing is not None:
        return [_("This change is not submitted yet; what you submitted before stands until then.")]
    if not sitting.response.submitted:
        return (
            [_("If all of this is right, please press «Submit».")]
            if takes_answers(turn, sitting) and not _unfinished(sitting)
            else []
        )
    submitted = _("These answers are submitted.")
    if takes_answers(turn, sitting):
        submitted += " " + _("What you change is kept at once.")
    return [submitted]


def _buttons(turn: Turn, sitting: Sitting, page: int) -> Rows:
    response = sitting.response
    last = max(len(sitting.interview.given) - 1, 0) // _A_PAGE
    turning = []
    if page > 0:
        turning.append(Button(_("« Previous"), press("reviewed", response.id, page - 1)))
    if page < last:
        turning.append(Button(_("More »"), press("reviewed", response.id, page + 1)))
    buttons = []
    if takes_answers(turn, sitting):
        if _unfinished(sitting) and sitting.topic is not None and not response.preview:
            buttons.append(cards.answer_button(sitting.topic, cards.Stage.STARTED))
        elif not response.submitted:
            buttons.append(Button(_("✅ Submit"), press("submit", response.id)))
        buttons.append(Button(_("✏️ Change an answer"), press("change", response.id, page)))
    return (*((tuple(turning),) if turning else ()), *column(*buttons))


def _unfinished(sitting: Sitting) -> bool:
    """Whether anything is still to be answered, besides what they chose to answer again."""
    return sitting.interview.reopened("").asking is not None


def turn_page(turn: Turn, response_id: str, page: str) -> None:
    sitting = of_theirs(turn, int(response_id))
    if sitting is None:
        return turn.toast(_("This button belongs to an earlier conversation."), alert=True)
    turn.toast("")
    turn.replace(_text(turn, sitting, int(page)), _buttons(turn, sitting, int(page)), topic_id=sitting.topic_id)


def choose_one(turn: Turn, response_id: str, page: str) -> None:
    """Which answer is to be changed?"""
    sitting = of_theirs(turn, int(response_id))
    if sitting is None or not takes_answers(turn, sitting):
        return turn.toast(_("These answers can no longer be changed."), alert=True)
    turn.toast("")
    turn.say(_("Which answer would you like to change?"), _question_buttons(sitting, int(page)))


def _question_buttons(sitting: Sitting, page: int) -> Rows:
    interview = sitting.interview
    given = interview.given[page * _A_PAGE : (page + 1) * _A_PAGE]
    return column(
        *(
            Button(
                f"{digits(n)}. {shortened(_asked(interview, question))}",
                press("redo", sitting.response.id, interview.questionnaire.position[question.name]),
            )
            for n, question in enumerate(given, page * _A_PAGE + 1)
        )
    )
