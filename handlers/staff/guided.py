"""Forms that staff fill in in their group, one question a message, by the interview that asks everybody everything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from consultation import understanding
from consultation.answers import NotAnAnswer
from consultation.conversation import Button, Kind, Rows, press
from consultation.forms import only, question_form, topic_form
from consultation.interview import Interview
from consultation.persian.text import clean
from consultation.questionnaire import Question, Questionnaire, QuestionType
from consultation.roles import Permission
from consultation.texts import _, bold, digits, inserted, language, ngettext
from handlers.staff import authority, prompting, publishing, questions, starting
from handlers.stakeholder import asking, menu
from handlers.turn import Turn
from storage import prompts
from storage.prompts import Prompt

FORMS: Mapping[str, Callable[[], Questionnaire]] = {
    "topic": topic_form,
    "heading": lambda: only(topic_form(), "title", "summary"),
    "question": question_form,
    "label": lambda: only(question_form(), "label"),
    "hint": lambda: only(question_form(), "hint"),
    "choices": lambda: only(question_form(), "choices"),
}
_AFTER_EACH: Mapping[str, Callable[[Turn, Prompt], Prompt]] = {"topic": starting.keep, "heading": starting.keep}
_AT_THE_END: Mapping[str, Callable[[Turn, Prompt], bool]] = {  # whether it could be done
    "topic": lambda turn, prompt: _first_question(turn, prompt),
    "heading": starting.headed,
    "question": questions.add,
    "label": questions.reword,
    "hint": questions.hint,
    "choices": questions.rechoose,
}
_IN_WORDS = ("label", "hint", "choices")
_NEEDS = {"opens_at": Permission.RELEASE, "closes_at": Permission.RUN}
_MOST_CHOICES, _LONGEST_CHOICE = 200, 300
_CHOICES_SHOWN = 20


def _interview(turn: Turn, prompt: Prompt) -> Interview:
    return Interview(FORMS[prompt.form](), prompt.answers, turn.local_now, prompt.editing, language())


def needs(prompt: Prompt) -> Permission:
    return _NEEDS.get(prompt.form, Permission.WRITE)


def ask(turn: Turn, prompt: Prompt) -> None:
    """The question that is open now; after the last one, what the form was for."""
    interview = _interview(turn, prompt)
    question = interview.asking
    if question is None:
        return _finish(turn, prompt)
    prompting.ask(turn, prompt, _words(interview, question), _buttons(interview, prompt, question))


def _finish(turn: Turn, prompt: Prompt) -> None:
    """Where it cannot be done, they have been told why: the words are asked for again, and what was chosen stays."""
    if _AT_THE_END[prompt.form](turn, prompt):
        return prompts.end(turn.db, prompt.id)
    chosen = {name: value for name, value in prompt.answers.items() if name not in _IN_WORDS}
    ask(turn, replace(prompt, answers=chosen, picked=""))


def _first_question(turn: Turn, prompt: Prompt) -> bool:
    begin(turn, "question", topic_id=prompt.topic_id)
    return True


def begin(turn: Turn, form: str, *, topic_id: int | None = None, place: str = "") -> None:
    ask(turn, prompting.begin(turn, form, topic_id=topic_id, place=place))


def _words(interview: Interview, question: Question) -> str:
    form, (now, total) = interview.questionnaire, interview.progress
    heading = bold(_("{form}: {n} of {total}").format(form=form.text(form.title, interview.language), n=digits(now),
                                                      total=digits(total)))  # fmt: skip
    hint = form.text(question.hint, interview.language)
    asked = form.text(question.label, interview.language)
    return "\n\n".join(part for part in (heading if total > 1 else "", asked, f"💡 {hint}" if hint else "") if part)


def _buttons(interview: Interview, prompt: Prompt, question: Question) -> Rows:
    """Below a question that is answered in words alone there are none: so the messenger can open a reply to it."""
    moves = []
    if interview.before(question) is not None and question.type is QuestionType.SELECT_ONE:
        moves.append(Button(_("Back"), press("back", prompt.id)))
    if not interview.required(question):
        moves.append(Button(_("Skip"), press("skip", prompt.id)))
    answers = asking.answer_rows(interview, prompt, question)
    return (*answers, (*moves, prompting.cancel_button(prompt))) if answers or moves else ()


# -- heard -------------------------------------------------------------------------------------------------------------


def heard(turn: Turn, prompt: Prompt) -> None:
    """Something that the person who is being asked has written or sent."""
    if turn.incoming.kind is Kind.FILE:
        return starting.attach(turn, prompt, lambda: ask(turn, prompt))
    move = _moves().get(menu.bare(turn.incoming.text))
    if move is cancel or (move is not None and prompt.form in FORMS):
        return move(turn, prompt)
    if prompt.form not in FORMS:
        return publishing.answer(turn, prompt)
    interview = _interview(turn, prompt)
    question = interview.asking
    if question is not None:
        _typed(turn, prompt, interview, question)


def cancels(turn: Turn) -> bool:
    return _moves().get(menu.bare(turn.incoming.text)) is cancel


def takes_file(turn: Turn, prompt: Prompt) -> bool:
    """Whether a file is what they are being asked for."""
    question = _interview(turn, prompt).asking if prompt.form == "topic" else None
    return question is not None and question.name == "documents"


def _typed(turn: Turn, prompt: Prompt, interview: Interview, question: Question) -> None:
    if question.name == "choices":
        return _gather(turn, prompt, turn.incoming.text)
    try:
        value = understanding.read(interview, question, turn.incoming.text)
    except NotAnAnswer as expected:
        return turn.say(str(expected))
    if not interview.fits(question, value):
        return turn.say(interview.questionnaire.text(question.constraint_message, interview.language))
    _answered(turn, prompt, interview, question, value)


def _answered(turn: Turn, prompt: Prompt, interview: Interview, question: Question, value: str) -> None:
    answers = interview.answered(question, value).answers
    changed = replace(prompt, answers=answers, editing="", picked="")
    keep = _AFTER_EACH.get(prompt.form)
    ask(turn, keep(turn, changed) if keep else changed)


def _moves() -> Mapping[str, Callable[[Turn, Prompt], None]]:
    """Words of the buttons, typed: nobody means them as an answer."""
    moves = {_("✖️ Cancel"): cancel, _("Skip"): skip, _("Back"): back, _("That is all"): enough}
    return {menu.bare(label): move for label, move in moves.items()}


# -- choices, one a line or one a message ------------------------------------------------------------------------------


def _gather(turn: Turn, prompt: Prompt, text: str) -> None:
    lines = [clean(line)[:_LONGEST_CHOICE] for line in text.split("\n")]
    gathered = list(dict.fromkeys(filter(None, [*prompt.picked.split("\n"), *lines])))
    if len(gathered) > _MOST_CHOICES:
        told = _("A question can have {n} choices at most.")
        return turn.say(told.format(n=digits(_MOST_CHOICES)))
    changed = replace(prompt, picked="\n".join(gathered))
    count = ngettext("{n} choice so far:", "{n} choices so far:", len(gathered)).format(n=digits(len(gathered)))
    first = max(0, len(gathered) - _CHOICES_SHOWN)
    listed = "\n".join(f"{digits(n)}. {inserted(one)}" for n, one in enumerate(gathered[first:], first + 1))
    more = _("Write more in reply to this message, or press «That is all».")
    prompting.ask(turn, changed, f"{bold(count)}\n{listed}\n\n{more}", _gathering(changed))


def _gathering(prompt: Prompt) -> Rows:
    done = [Button(_("That is all"), press("enough", prompt.id))]
    if prompt.answers.get("kind") in ("select_one", "select_multiple"):
        done.append(Button(_("That is all, and «Other»"), press("enough", prompt.id, "other")))
    return (tuple(done), (Button(_("Start the list again"), press("anew", prompt.id)), prompting.cancel_button(prompt)))


def enough(turn: Turn, prompt: Prompt, other: str = "") -> None:
    interview = _interview(turn, prompt)
    question = interview.asking
    if question is None or question.name != "choices":
        return turn.toast(_("This question is not being asked any more."), alert=True)
    if prompt.picked.count("\n") + bool(prompt.picked) < 2:
        return turn.toast(_("A question needs two choices at least."), alert=True)
    turn.toast("")
    picked = prompt.picked
    changed = replace(prompt, answers={**prompt.answers, "other": "yes" if other else "no"})
    _answered(turn, changed, replace(interview, answers=changed.answers), question, picked)


def anew(turn: Turn, prompt: Prompt) -> None:
    turn.toast("")
    ask(turn, replace(prompt, picked=""))


# -- pressed -----------------------------------------------------------------------------------------------------------


def choose(turn: Turn, prompt: Prompt, index: str, place: str) -> None:
    interview = _interview(turn, prompt)
    question = interview.questionnaire.questions[int(index)]
    if question != interview.asking:
        return turn.toast(_("This question is not being asked any more."), alert=True)
    turn.toast("")
    value = interview.questionnaire.choices[question.choices][int(place)].name
    _answered(turn, prompt, interview, question, value)


def skip(turn: Turn, prompt: Prompt) -> None:
    interview = _interview(turn, prompt)
    question = interview.asking
    if question is None or interview.required(question):
        return turn.toast(_("This question needs an answer."), alert=True)
    turn.toast("")
    _answered(turn, prompt, interview, question, "")


def back(turn: Turn, prompt: Prompt) -> None:
    interview = _interview(turn, prompt)
    question = interview.asking
    earlier = interview.before(question) if question else None
    if earlier is None:
        return turn.toast(_("This is the first question."))
    turn.toast("")
    answers = {name: value for name, value in prompt.answers.items() if name != earlier.name}
    ask(turn, replace(prompt, answers=answers, picked=""))


def cancel(turn: Turn, prompt: Prompt) -> None:
    """What they were asked is dropped; a draft that it was for stays as it is."""
    prompts.end(turn.db, prompt.id)
    turn.toast("")
    told = _("All right, this is dropped.")
    if prompt.topic_id is None:
        return turn.replace(told)
    turn.replace(told, ((Button(_("📝 Questions"), press("questions", prompt.topic_id)),
                         Button(_("Back to the topic"), press("panel", prompt.topic_id))),))  # fmt: skip


PRESSES: Mapping[str, Callable[..., None]] = {
    "choose": choose,
    "enough": enough,
    "anew": anew,
    "skip": skip,
    "back": back,
    "cancel": cancel,
    "within": publishing.close_within,
}
VERBS = frozenset(PRESSES)


def pressed(turn: Turn, verb: str, prompt_id: str, *arguments: str) -> None:
    prompt = prompting.pressed(turn, prompt_id)
    if prompt is not None and (verb == "cancel" or authority.permitted(turn, needs(prompt))):
        PRESSES[verb](turn, prompt, *arguments)
