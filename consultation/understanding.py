"""What is written or proposed, as an answer to a question of an interview."""

from __future__ import annotations

from consultation import answers, choosing, sent, wording
from consultation.expressions import parse
from consultation.interview import Interview
from consultation.questionnaire import SEVERAL, Question


def read(interview: Interview, question: Question, typed: str) -> str:
    """The canonical answer that a typed text means. Raises answers.NotAnAnswer."""
    choices = interview.choices(question)
    labels = {choice.name: wording.label(interview, choice, question) for choice in choices}
    exclusive = [choice.name for choice in choices if choice.exclusive]
    return answers.read(question, typed, labels, interview.now.date(), exclusive)


def suggestion(interview: Interview, question: Question) -> str:
    """What the form proposes as the answer, where that can be one now; "" where nothing is proposed."""
    value = _default(interview, question)
    if not value or question.type in sent.FILES:
        return ""
    if question.choices:
        picked, choices = value.split() if question.type in SEVERAL else [value], interview.choices(question)
        offered = {choice.name for choice in choices}.issuperset(picked)
        possible = offered and not choosing.enough(question, picked, choices)
    else:
        try:
            value, possible = read(interview, question, value), True
        except answers.NotAnAnswer:
            possible = False
    return value if possible and interview.fits(question, value) else ""


def _default(interview: Interview, question: Question) -> str:
    """A fixed text, or an expression."""
    if not question.default:
        return ""
    try:
        expression = parse(question.default)
    except ValueError:  # a plain word such as `yes`, or a sentence
        return question.default
    plain = not expression.references and "(" not in question.default
    return question.default if plain else expression.text(interview.context(question))
