"""Answering: one question a message, from the first to the review."""

from __future__ import annotations

from consultation import wording
from consultation.conversation import Kind
from consultation.questionnaire import SEVERAL, Question
from consultation.response import Response, ResponseState
from consultation.texts import _, bold
from consultation.topic import Topic
from handlers.stakeholder import asking, menu, profile, reviewing
from handlers.stakeholder.sitting import Sitting, current, current_version, record, reread, sit_down, takes_answers
from handlers.turn import Turn
from reports.cards import shortened
from storage import invitations, responses, topics

_ANSWER_SHOWN = 300


def begin(turn: Turn, topic: Topic, *, preview: bool = False) -> None:
    """Start on a topic, or go on where they stopped."""
    response = responses.to_topic(turn.db, turn.person.id, topic.id, preview=preview)
    if response is not None and preview and response.questionnaire_id != topic.questionnaire_id:
        responses.remove(turn.db, response.id)  # the draft has been written on since this rehearsal began
        response = None
    if response is not None and not preview and response.state is ResponseState.OPEN:
        response = current_version(turn, response)
    if response is None:
        response = responses.start(
            turn.db,
            turn.person.id,
            topic.questionnaire_id,
            turn.incoming.channel,
            turn.now,
            topic_id=topic.id,
            preview=preview,
        )
    if not preview:
        _say_what_waits(turn, topic)
        invitations.invite(turn.db, topic.id, turn.person.id, turn.now)
        invitations.undo_decline(turn.db, topic.id, turn.person.id)
    go_on(turn, response)


def _say_what_waits(turn: Turn, topic: Topic) -> None:
    """Another topic is half done: it is not lost."""
    other = current(turn)
    if other is None or other.topic in (None, topic) or other.response.preview or other.interview.asking is None:
        return
    told = _("What you answered to {title} is kept; you can go on with it after this topic.")
    turn.say(told.format(title=bold(other.topic.title)))


def go_on(turn: Turn, response: Response) -> None:
    turn.change_person(answering=response.id)
    ask(turn, sit_down(turn, response))


def ask(turn: Turn, sitting: Sitting) -> None:
    """Say the question that is open now, and before it the notes on the way; after the last one, the review."""
    for note in sitting.interview.unread:
        _show_media(turn, sitting, note)
        if words := asking.words(sitting.interview, note):
            turn.say(words, topic_id=sitting.topic_id)
        sitting = record(turn, sitting, note, "", None, latest=sitting.response.latest)
    question = sitting.interview.asking
    if question is not None:
        _show_media(turn, sitting, question)
        text = asking.asked(sitting.interview, question)
        turn.say(text, asking.keyboard(sitting.interview, sitting.response, question), topic_id=sitting.topic_id)
    elif sitting.topic is None:
        profile.complete(turn, sitting)
    else:
        reviewing.show(turn, sitting)


def _show_media(turn: Turn, sitting: Sitting, question: Question) -> None:
    """What the form shows with a question: documents of the topic, by the names that it gives."""
    wanted = set(wording.media(sitting.interview, question).values())
    if not wanted or sitting.topic is None:
        return
    for document in topics.documents(turn.db, sitting.topic.id):
        if document.name in wanted:
            turn.say("", document_id=document.id, shape=document.shape, topic_id=sitting.topic_id)


def why_unfit(sitting: Sitting, question: Question, value: str) -> str:
    """Why a value cannot be the answer; "" when it can."""
    if sitting.interview.fits(question, value):
        return ""
    return wording.unfit(sitting.interview, question)


def ask_or_refuse(turn: Turn, sitting: Sitting) -> None:
    if takes_answers(turn, sitting):
        return ask(turn, sitting)
    turn.change_person(answering=None)
    turn.say(_("This topic has closed, so answers can no longer be given or changed. Thank you for your interest."))


def later(turn: Turn, sitting: Sitting) -> None:
    turn.change_person(answering=None)
    turn.toast("")
    if turn.person.profiled_at is None:
        return turn.say(_("All right. Your answers are saved; whenever you are ready, write «Hello» and we go on."))
    turn.say(
        _("All right. Your answers are saved; whenever you like, press «Topics» and go on from here."),
        menu=menu.rows(),
    )


def answer(turn: Turn, sitting: Sitting, question: Question, value: str) -> None:
    """An answer by button: the message keeps the question and shows what was chosen."""
    if unfit := why_unfit(sitting, question, value):
        return turn.toast(unfit, alert=True)
    settle(turn, sitting, question, value)
    ask(turn, record(turn, sitting, question, value, None))


def settle(turn: Turn, sitting: Sitting, question: Question, value: str) -> None:
    if turn.incoming.kind is not Kind.PRESS:
        return
    shown = shortened(wording.shown_value(sitting.interview, question, value), _ANSWER_SHOWN)
    chosen = "✅ " + bold(shown) if value else "➖ " + _("skipped")
    turn.toast("")
    turn.replace(f"{asking.words(sitting.interview, question)}\n\n{chosen}")


def skip(turn: Turn, sitting: Sitting, question: Question) -> None:
    if sitting.interview.required(question):
        return turn.toast(_("This question needs an answer."), alert=True)
    answer(turn, sitting, question, "")


def keep(turn: Turn, sitting: Sitting, question: Question) -> None:
    """They have looked at an answer of theirs, or written all of it, and it stays."""
    if not asking.changing(sitting.interview, question):
        return ask(turn, sitting)
    if turn.incoming.kind is Kind.PRESS and sitting.response.latest == question.name:
        turn.toast("")
        turn.replace("✅ " + bold(asking.heading(sitting.interview, question)))
    else:
        settle(turn, sitting, question, sitting.response.answers.get(question.name, ""))
    responses.change(turn.db, sitting.response.id, editing="", picked="", latest="")
    ask(turn, reread(turn, sitting))


def back(turn: Turn, sitting: Sitting, question: Question) -> None:
    earlier = sitting.interview.before(question)
    if earlier is None:
        return turn.toast(_("This is the first question."))
    if turn.incoming.kind is Kind.PRESS:
        turn.toast("")
        turn.replace(asking.words(sitting.interview, question))
    edit(turn, sitting, earlier)


def edit(turn: Turn, sitting: Sitting, question: Question) -> None:
    """Ask a question again; its answer stands until a new one comes."""
    value = sitting.response.answers.get(question.name, "")
    picked = value if question.type in SEVERAL else ""
    responses.change(turn.db, sitting.response.id, editing=question.name, picked=picked, latest="", updated_at=turn.now)
    go_on(turn, reread(turn, sitting).response)
