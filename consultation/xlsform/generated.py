"""The questions that one cell of a form adds: what they are, so that they can be told from an author's own."""

from __future__ import annotations

from consultation.questionnaire import Question, Questionnaire, QuestionType, Texts
from consultation.xlsform.question_types import EXPERTISE, OTHER, PLEASE_SPECIFY

_WITH_OTHER = " or_other"


def own_list(list_name: str) -> str:
    """The list that its author wrote, of one that or_other may have added to."""
    return list_name.removesuffix(_WITH_OTHER)


def other_of(form: Questionnaire, question: Question) -> Question | None:
    """The text that or_other asks for after this question."""
    if own_list(question.choices) == question.choices:
        return None
    return Question(
        name=f"{question.name}_other",
        type=QuestionType.TEXT,
        label=in_languages(form.languages, PLEASE_SPECIFY),
        relevant=f"selected(${{{question.name}}}, '{OTHER.name}')",
        groups=question.groups,
        repeat=question.repeat,
    )


def expertise_of(form: Questionnaire, question: Question) -> Question:
    """The scale that the column expertise asks for after this question."""
    return Question(
        name=f"{question.name}_expertise",
        type=QuestionType.RANGE,
        label=in_languages(form.languages, EXPERTISE),
        relevant=f"${{{question.name}}} != ''",
        parameters={"start": "1", "end": "5", "step": "1"},
        groups=question.groups,
        repeat=question.repeat,
    )


def in_languages(languages: tuple[str, ...], texts: Texts) -> Texts:
    """Words of ours in the languages of a form; English where they are not in its language."""
    return {language: texts.get(language, texts["en"]) for language in languages}
