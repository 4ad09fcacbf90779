"""Answering: one question a message, from the first to the review."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from consultation import answers
from consultation.answers import NotAnAnswer, range_of
from consultation.conversation import Kind, press
from consultation.persian.text import fold
from consultation.questionnaire import Question, QuestionType
from consultation.response import Response, ResponseState
from consultation.searching import matching
from consultation.texts import _, bold, inserted
from consultation.topic import Topic, TopicState
from handlers.stakeholder import asking, menu, profile, reviewing
from handlers.stakeholder.sitting import Sitting, of_theirs, record, reread, sit_down, takes_answers
from handlers.turn import Turn
from storage import invitations, responses


def begin(turn: Turn, topic: Topic, *, preview: bool = False) -> None:
    """Start on a topic, or go on where they stopped."""
    response = responses.to_topic(turn.db, turn.person.id, topic.id, preview=preview)
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
        invitations.invite(turn.db, topic.id, turn.person.id, turn.now)
        invitations.undo_decline(turn.db, topic.id, turn.person.id)
    go_on(turn, response)


def go_on(turn: Turn, response: Response) -> None:
    turn.change_person(answering=response.id)
    ask(turn, sit_down(turn, response))


def ask(turn: Turn, sitting: Sitting) -> None:
    """Say the question that is open now, passing over notes; after the last one, the review."""
    while (question := sitting.interview.asking) is not None:
        if question.type is not QuestionType.NOTE:
            text = asking.asked(sitting.interview, question)
            buttons = asking.keyboard(sitting.interview, sitting.response, question)
            turn.say(text, buttons, topic_id=sitting.topic_id)
            return
        turn.say(asking.words(sitting.interview, question), topic_id=sitting.topic_id)
        sitting = record(turn, sitting, question, "", None)
    if sitting.topic is None:
        profile.complete(turn, sitting)
    else:
        reviewing.show(turn, sitting)


def _unfit(sitting: Sitting, question: Question, value: str) -> str:
    """Why a value cannot be the answer; "" when it can."""
    if sitting.interview.fits(question, value):
        return ""
    form = sitting.interview.questionnaire
    told = sitting.interview.wording(form.text(question.constraint_message, sitting.interview.language))
    return told or _("This answer does not fit the question. Please look at the question again.")


def typed(turn: Turn, sitting: Sitting, text: str) -> None:
    """A text that answers the open question."""
    question = sitting.interview.asking
    if question is None or not takes_answers(turn, sitting):
        return ask_or_refuse(turn, sitting)
    if move := _move_of(text):
        return move(turn, sitting, question)
    labels = {choice.name: sitting.interview.label(choice) for choice in sitting.interview.choices(question)}
    try:
        value = answers.read(question, text, labels, turn.local_now.date())
    except NotAnAnswer as expected:
        return _not_understood(turn, sitting, question, text, labels, str(expected))
    if unfit := _unfit(sitting, question, value):
        return turn.say(unfit)
    shown = sitting.interview.shown_value(question, value)
    if fold(shown) != fold(text):
        turn.say(f"✅ {bold(shown)}")  # what was understood, where it is not what was written
    ask(turn, record(turn, sitting, question, value, turn.incoming.message_id))


def _not_understood(
    turn: Turn, sitting: Sitting, question: Question, text: str, labels: Mapping[str, str], expected: str
) -> None:
    """What was typed is no answer; where it is a part of some choices, those are offered."""
    found = matching(text, labels)
    if not found:
        return turn.say(expected)
    buttons = asking.offer(sitting.interview, sitting.response, question, found)
    turn.say(_("Which of these do you mean?"), buttons, topic_id=sitting.topic_id)


def _move_of(text: str) -> Callable[[Turn, Sitting, Question], None] | None:
    """Words of a button, typed: nobody means them as an answer."""
    moves = {_("Back"): _back, _("Skip"): _skip, _("Later"): _later}
    return next((move for label, move in moves.items() if menu.bare(label) == menu.bare(text)), None)


def _later(turn: Turn, sitting: Sitting, _question: Question) -> None:
    later(turn, sitting)


def ask_or_refuse(turn: Turn, sitting: Sitting) -> None:
    if takes_answers(turn, sitting):
        return ask(turn, sitting)
    turn.change_person(answering=None)
    turn.say(_("This topic has closed, so answers can no longer be given or changed. Thank you for your interest."))


def pressed(turn: Turn, verb: str, response_id: str, *arguments: str) -> None:
    """A button below a question."""
    sitting = of_theirs(turn, int(response_id))
    if sitting is None:
        return turn.toast(_("This button belongs to an earlier conversation."), alert=True)
    if not takes_answers(turn, sitting):
        return turn.toast(_("This topic has closed, so answers can no longer be given or changed."), alert=True)
    if verb == "later":
        return later(turn, sitting)
    if turn.person.answering != sitting.response.id:
        turn.change_person(answering=sitting.response.id)
    question = sitting.interview.questionnaire.questions[int(arguments[0])]
    if question != sitting.interview.asking:
        return stale(turn, sitting, question)
    _PRESSES[verb](turn, sitting, question, *arguments[1:])


def stale(turn: Turn, sitting: Sitting, question: Question) -> None:
    """A button of a question that is no longer the open one: nothing changes, and they are told how to change it."""
    if question.name in sitting.response.answers:
        turn.toast(
            _("You have already answered this question. You can change it in the review at the end."),
            alert=True,
        )
    else:
        turn.toast(_("This question is not the one being asked now."), alert=True)


def later(turn: Turn, sitting: Sitting) -> None:
    turn.change_person(answering=None)
    turn.toast("")
    if turn.person.profiled_at is None:
        return turn.say(_("All right. Your answers are saved; whenever you are ready, write «Hello» and we go on."))
    turn.say(
        _("All right. Your answers are saved; whenever you like, press «Topics» and go on from here."),
        menu=menu.rows(),
    )


def _answer(turn: Turn, sitting: Sitting, question: Question, value: str) -> None:
    """An answer by button: the message keeps the question and shows what was chosen."""
    if unfit := _unfit(sitting, question, value):
        return turn.toast(unfit, alert=True)
    _settle(turn, sitting, question, value)
    ask(turn, record(turn, sitting, question, value, None))


def _settle(turn: Turn, sitting: Sitting, question: Question, value: str) -> None:
    if turn.incoming.kind is not Kind.PRESS:
        return
    chosen = "✅ " + bold(sitting.interview.shown_value(question, value)) if value else "➖ " + _("skipped")
    turn.toast("")
    turn.replace(f"{asking.words(sitting.interview, question)}\n\n{chosen}")


def _keep(turn: Turn, sitting: Sitting, question: Question) -> None:
    """They have looked at an answer of theirs, and it stays."""
    _settle(turn, sitting, question, sitting.response.answers.get(question.name, ""))
    responses.change(turn.db, sitting.response.id, editing="", picked="")
    ask(turn, reread(turn, sitting))


def _choose(turn: Turn, sitting: Sitting, question: Question, place: str) -> None:
    if question.type is QuestionType.RANGE:
        return _answer(turn, sitting, question, range_of(question)[int(place)])
    choice = sitting.interview.questionnaire.choices[question.choices][int(place)]
    if choice not in sitting.interview.choices(question):
        return stale(turn, sitting, question)
    _answer(turn, sitting, question, choice.name)


def _tick(turn: Turn, sitting: Sitting, question: Question, place: str) -> None:
    offered = sitting.interview.choices(question)
    name = sitting.interview.questionnaire.choices[question.choices][int(place)].name
    picked = set(sitting.response.picked.split()) ^ {name}
    chosen = " ".join(choice.name for choice in offered if choice.name in picked)
    responses.change(turn.db, sitting.response.id, picked=chosen, updated_at=turn.now)
    pressed = press("tick", sitting.response.id, sitting.interview.questionnaire.position[question.name], place)
    _redraw(turn, sitting, question, asking.page_of(sitting.interview, sitting.response, question, pressed))


def _redraw(turn: Turn, sitting: Sitting, question: Question, page: int) -> None:
    buttons = asking.keyboard(sitting.interview, reread(turn, sitting).response, question, page)
    turn.toast("")
    turn.replace(asking.asked(sitting.interview, question), buttons, topic_id=sitting.topic_id)


def _ticked(turn: Turn, sitting: Sitting, question: Question) -> None:
    if not sitting.response.picked:
        if sitting.interview.required(question):
            return turn.toast(_("Please choose at least one; then press «Confirm»."), alert=True)
        return _skip(turn, sitting, question)
    _answer(turn, sitting, question, sitting.response.picked)


def _choose_day(turn: Turn, sitting: Sitting, question: Question, day: str) -> None:
    _answer(turn, sitting, question, day)


def _turn_page(turn: Turn, sitting: Sitting, question: Question, page: str) -> None:
    _redraw(turn, sitting, question, int(page))


def _skip(turn: Turn, sitting: Sitting, question: Question) -> None:
    if sitting.interview.required(question):
        return turn.toast(_("This question needs an answer."), alert=True)
    _answer(turn, sitting, question, "")


def _back(turn: Turn, sitting: Sitting, question: Question) -> None:
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
    picked = value if question.type is QuestionType.SELECT_MULTIPLE else ""
    responses.change(turn.db, sitting.response.id, editing=question.name, picked=picked, updated_at=turn.now)
    go_on(turn, reread(turn, sitting).response)


_PRESSES: Mapping[str, Callable[..., None]] = {
    "choose": _choose,
    "tick": _tick,
    "ticked": _ticked,
    "page": _turn_page,
    "month": _turn_page,
    "day": _choose_day,
    "skip": _skip,
    "back": _back,
    "keep": _keep,
}


def redo(turn: Turn, response_id: str, index: str) -> None:
    """A question chosen from the review, to be answered again."""
    sitting = of_theirs(turn, int(response_id))
    if sitting is None:
        return turn.toast(_("This button belongs to an earlier conversation."), alert=True)
    question = sitting.interview.questionnaire.questions[int(index)]
    if not takes_answers(turn, sitting) or not sitting.interview.relevant(question):
        return turn.toast(_("This answer can no longer be changed."), alert=True)
    turn.toast("")
    edit(turn, sitting, question)


def edited(turn: Turn) -> None:
    """They changed an earlier text in the messenger: if it was an answer, the answer changes with it."""
    found = responses.answered_in(turn.db, turn.incoming.channel, turn.incoming.message_id, turn.person.id)
    if found is None:
        return
    response, name = found
    sitting = sit_down(turn, response)
    question = sitting.interview.questionnaire.by_name[name]
    if not takes_answers(turn, sitting):
        return turn.say(_("This topic has closed, so the answer stays as it was."))
    labels = {choice.name: sitting.interview.label(choice) for choice in sitting.interview.choices(question)}
    try:
        value = answers.read(question, turn.incoming.text, labels, turn.local_now.date())
    except NotAnAnswer as expected:
        return turn.say(_("Your earlier answer stays as it was. {expected}").format(expected=str(expected)))
    if unfit := _unfit(sitting, question, value):
        return turn.say(_("Your earlier answer stays as it was. {expected}").format(expected=unfit))
    _change(turn, sitting, question, value)


def _change(turn: Turn, sitting: Sitting, question: Question, value: str) -> None:
    before = sitting.interview.asking
    sitting = record(turn, sitting, question, value, turn.incoming.message_id)
    shown = inserted(sitting.interview.shown_value(question, value))
    turn.say(_("I have changed this answer: {answer}").format(answer=shown))
    if sitting.response.state is ResponseState.SUBMITTED and sitting.topic and sitting.topic.state is TopicState.OPEN:
        responses.submit(turn.db, sitting.response, turn.now)
    if sitting.interview.asking != before and turn.person.answering == sitting.response.id:
        ask(turn, sitting)
