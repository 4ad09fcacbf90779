"""The codebook in the chat: by which key words open answers are told apart in the report."""

from __future__ import annotations

import re

from consultation.auditing import Action
from consultation.persian.text import clean, latin_digits
from consultation.questionnaire import QuestionType
from consultation.texts import _, bold, digits, inserted, language
from consultation.topic import Topic
from handlers.staff.finding import topic_of
from handlers.staff.noting import note
from handlers.turn import Turn
from reports.cards import shortened
from reports.open_answers import plain
from reports.workbook_answers import AnswerColumn, AnsweredForm
from storage import codebooks, questionnaires
from storage.codebooks import Theme

_LONGEST_NAME, _MOST_WORDS = 64, 40
_BETWEEN = re.compile(r"[،,;؛\n]")


def command(turn: Turn, code: str, rest: str = "") -> None:
    """«3» shows it; «3 2 هزینه: قیمت، گران» keeps a group of question 2; «3 2 هزینه:» drops it."""
    if (topic := topic_of(turn, code)) is None:
        return
    number, _space, said = rest.partition(" ")
    name, colon, words = said.partition(":")
    question = _question(turn, topic, number)
    if not rest:
        _show(turn, topic)
    elif question is None:
        _show(turn, topic, _("There is no open question {number}.").format(number=inserted(number[:20])))
    elif not colon or not 0 < len(clean(name)) <= _LONGEST_NAME:
        _show(turn, topic, _("A group is written as its short name, a colon, and its key words."))
    else:
        _keep(turn, topic, question, clean(name), words)


def _open_questions(turn: Turn, topic: Topic) -> list[AnswerColumn]:
    form = AnsweredForm(questionnaires.get(turn.db, topic.questionnaire_id), language())
    return [column for column in form.columns if column.type is QuestionType.TEXT]


def _question(turn: Turn, topic: Topic, number: str) -> AnswerColumn | None:
    wanted = latin_digits(number)
    return next((one for one in _open_questions(turn, topic) if wanted in (one.name, str(one.number))), None)


def _keep(turn: Turn, topic: Topic, question: AnswerColumn, name: str, typed: str) -> None:
    words = [word for word in (clean(part) for part in _BETWEEN.split(typed)) if plain(word)][:_MOST_WORDS]
    codebooks.keep(turn.db, topic.id, question.name, name, words)
    note(turn, Action.CODEBOOK, topic.id)
    kept = _("Kept.") if words else _("The group is gone.")
    _show(turn, topic, kept)


def _show(turn: Turn, topic: Topic, told: str = "") -> None:
    """Every open question with its groups, and how one is written."""
    questions = _open_questions(turn, topic)
    if not questions:
        return turn.say(_("This topic has no open question."), topic_id=topic.id)
    groups = codebooks.of_topic(turn.db, topic.id)
    parts = [told] if told else []
    parts.append(bold(_("Groups of the open answers, topic {code}").format(code=digits(topic.code))))
    parts += [_listed(one, [theme for theme in groups if theme.question == one.name]) for one in questions]
    group = _("cost: price, dear, expense")
    example = inserted(f"/codebook {topic.code} {questions[0].number} {group}")
    parts.append(_("To write a group: {example}; without words it is dropped.").format(example=example))
    turn.say("\n\n".join(parts), topic_id=topic.id)


def _listed(question: AnswerColumn, groups: list[Theme]) -> str:
    comma = _(", ")
    lines = [f"• {inserted(group.name)}: {inserted(comma.join(group.words))}" for group in groups]
    return "\n".join(
        [f"{digits(question.number)}. {inserted(shortened(question.label))}", *(lines or [_("no group yet")])]
    )
