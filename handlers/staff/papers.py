"""What is taken away on paper: the report of a topic, the annex to a decision, and its charts one by one."""

from __future__ import annotations

from consultation.auditing import Action
from consultation.conversation import Button, column, press
from consultation.persian.text import latin_digits
from consultation.texts import _, digits, inserted, language
from consultation.topic import Topic
from handlers.staff.finding import topic_of
from handlers.staff.noting import note
from handlers.turn import Turn
from reports.cards import shortened
from reports.papers import FORMS, Form, Paper
from reports.question_charts import drawable
from reports.workbook_answers import AnswerColumn, AnsweredForm
from storage import codebooks, questionnaires
from storage.deliveries import Subject

_TYPED: dict[str, Form] = {
    "ورد": Form.WORD,
    "word": Form.WORD,
    "پی‌دی‌اف": Form.PDF,
    "web": Form.PAGE,
    **{form.value: form for form in Form},
}


def report(turn: Turn, code: str, wanted: str = "") -> None:
    _take(turn, Paper.REPORT, code, wanted)


def annex(turn: Turn, code: str, wanted: str = "") -> None:
    _take(turn, Paper.ANNEX, code, wanted)


def _take(turn: Turn, paper: Paper, code: str, wanted: str) -> None:
    if (topic := topic_of(turn, code)) is None:
        return
    form = _TYPED.get(wanted.strip().casefold()) if wanted else FORMS[paper][0]
    if form not in FORMS[paper]:
        told = _("I do not know the format {format}. Possible are {formats}; for example {example}.")
        formats, example = inserted(", ".join(FORMS[paper])), inserted(f"/{paper} {topic.code} {FORMS[paper][-1]}")
        return turn.toast(told.format(format=inserted(wanted[:20]), formats=formats, example=example), alert=True)
    if topic.opened_at is None:
        return turn.toast(_("This topic has not been published yet: there is nothing to report."), alert=True)
    if paper is Paper.ANNEX and topic.anonymous:
        return turn.toast(_why_no_annex(), alert=True)
    note(turn, Action.REPORT, topic.id, f"{paper} {form}")
    turn.toast(_("The file is being made."))
    turn.owe(None, topic_id=topic.id, makes=f"{paper}:{form}", subject=Subject.PAPER)


def _why_no_annex() -> str:
    return _(
        "This topic is anonymous: nobody knows which organisation said what, so there can be no annex that names them. "
        "/report tells what was said, without names."
    )


# -- charts --------------------------------------------------------------------------------------------------

AT_ONCE = 8  # pictures; more would fill the group


def charts(turn: Turn, code: str, begin: str = "1") -> None:
    """A picture of each question, a few at a time; with the number of a question, from that one on."""
    if (topic := topic_of(turn, code)) is None:
        return
    if topic.opened_at is None:
        return turn.toast(_("This topic has not been published yet: there is nothing to report."), alert=True)
    plain = latin_digits(begin).strip()
    first = int(plain) if plain.isdecimal() and len(plain) < 5 else 1
    left = [column for column in _drawn(turn, topic) if column.number >= first]
    if not left:
        return turn.toast(_("From there on no question has a chart."), alert=True)
    note(turn, Action.REPORT, topic.id, "charts")
    turn.toast(_("The pictures are being made."))
    for one in left[:AT_ONCE]:
        turn.owe(None, topic_id=topic.id, makes=str(one.number), subject=Subject.QUESTION_CHART)
    if left[AT_ONCE:]:
        _offer_more(turn, topic, left[AT_ONCE])


def _drawn(turn: Turn, topic: Topic) -> list[AnswerColumn]:
    coded = {theme.question for theme in codebooks.of_topic(turn.db, topic.id)}
    columns = AnsweredForm(questionnaires.get(turn.db, topic.questionnaire_id), language()).columns
    return [column for column in columns if drawable(column) or column.name in coded]


def _offer_more(turn: Turn, topic: Topic, following: AnswerColumn) -> None:
    told = _("There are more charts, from question {n} on: {question}")
    more = Button(_("📊 More charts"), press("charts", topic.id, following.number))
    label = inserted(shortened(following.label))
    turn.say(told.format(n=digits(following.number), question=label), column(more), topic_id=topic.id)
