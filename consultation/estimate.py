"""About how long it takes to answer a form."""

from __future__ import annotations

from collections.abc import Mapping

from consultation.questionnaire import Question, Questionnaire, QuestionType, Texts

_WORDS_A_MINUTE = 180
_CHOICES_READ = 12  # of a longer list people look for theirs
_SECONDS: Mapping[QuestionType, float] = {  # to think, and to press or type
    QuestionType.TEXT: 45,
    QuestionType.INTEGER: 10,
    QuestionType.DECIMAL: 12,
    QuestionType.RANGE: 6,
    QuestionType.DATE: 12,
    QuestionType.TIME: 10,
    QuestionType.SELECT_ONE: 5,
    QuestionType.SELECT_MULTIPLE: 10,
    QuestionType.RANK: 20,
    QuestionType.ACKNOWLEDGE: 3,
    QuestionType.IMAGE: 40,
    QuestionType.AUDIO: 45,
    QuestionType.VIDEO: 60,
    QuestionType.FILE: 40,
    QuestionType.LOCATION: 20,
    QuestionType.NOTE: 1,
}


def minutes(form: Questionnaire) -> float:
    """Reading aloud in one's head, then thinking and typing by type.

    A list of choices is read where it comes first. What is asked on a condition counts half.
    """
    seconds, read = 0.0, set()
    for question in form.asked:
        words = _words(form, question.label) + _words(form, question.hint)
        if question.choices not in read:
            read.add(question.choices)
            choices = form.choices.get(question.choices, ())[:_CHOICES_READ]
            words += sum(_words(form, choice.label) for choice in choices)
        seconds += (words * 60 / _WORDS_A_MINUTE + _SECONDS[question.type]) * _likelihood(form, question)
    return seconds / 60


def _words(form: Questionnaire, texts: Texts) -> int:
    return len(form.text(texts, form.default_language).split())


def _likelihood(form: Questionnaire, question: Question) -> float:
    """Of a repeat each further round is half as likely as the one before."""
    if question.round > 1 and form.round_condition(question):
        return 0.5 ** (question.round - 1)
    conditions = (question.relevant, *(form.groups[name].relevant for name in question.groups))
    return 0.5 if any(conditions) else 1.0
