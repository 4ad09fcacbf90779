"""The questions of a draft: seen, put in order, changed, taken out and brought back."""

from __future__ import annotations

from collections.abc import Callable

from consultation import authoring
from consultation.authoring import InTheWay
from consultation.conversation import Button, Rows, press
from consultation.forms import question_form
from consultation.questionnaire import Question, Questionnaire
from consultation.texts import _
from consultation.topic import Topic
from consultation.xlsform.problems import FormRefused
from consultation.xlsform.reading import read_sheets
from consultation.xlsform.rounds import rolled_up
from consultation.xlsform.writing import workbook_of
from handlers.staff.finding import topic_of
from handlers.staff.rewriting import exchange, rewrite, writable
from handlers.turn import Turn
from reports import question_panels as panels
from storage import questionnaires, topics
from storage.prompts import Prompt

Edit = Callable[[Questionnaire], Questionnaire]


def show(turn: Turn, code: str, page: str = "0") -> None:
    if (topic := topic_of(turn, code)) is not None:
        turn.toast("")
        _show_all(turn, topic, int(page))


def _form_of(turn: Turn, topic: Topic) -> Questionnaire:
    """The questions as they are written: those of a repeat once."""
    return rolled_up(questionnaires.get(turn.db, topic.questionnaire_id))


def _show_all(turn: Turn, topic: Topic, page: int = 0, *, above: str = "", buttons: Rows = ()) -> None:
    form = _form_of(turn, topic)
    panel = panels.all_of(topic, form, page)
    text = "\n\n".join(part for part in (above, panel.text) if part)
    turn.replace(text, (*buttons, *panel.buttons), topic_id=topic.id)


def _show_one(turn: Turn, topic: Topic, name: str) -> None:
    form = _form_of(turn, topic)
    panel = panels.one_of(topic, form, form.by_name[name])
    turn.replace(panel.text, panel.buttons, topic_id=topic.id)


def found(turn: Turn, code: str, version: str, index: str) -> tuple[Topic, Questionnaire, Question] | None:
    """The question that a button means. Its place is good only as long as nothing has changed."""
    if (topic := topic_of(turn, code)) is None or not writable(turn, topic):
        return None
    if topic.questionnaire_id != int(version):
        turn.toast(_("The questions have changed meanwhile; here they are as they stand now."), alert=True)
        _show_all(turn, topic)
        return None
    form = _form_of(turn, topic)
    return topic, form, form.questions[int(index)]


def show_one(turn: Turn, code: str, version: str, index: str) -> None:
    if (here := found(turn, code, version, index)) is not None:
        turn.toast("")
        _show_one(turn, here[0], here[2].name)


# -- edits -------------------------------------------------------------------------------------------------------------


def _edited(turn: Turn, topic: Topic, edit: Edit) -> bool:
    """Write the questions anew; where that cannot be, they are told why, and all stays as it was."""
    try:
        form = edit(authoring.entitled(_form_of(turn, topic), topic.title))
        rewrite(turn, topic, read_sheets(workbook_of(form), topic.title).questionnaire if form.questions else form)
    except InTheWay as other:
        turn.toast(_in_the_way(turn, topic, other.question), alert=True)
        return False
    except FormRefused as refused:
        turn.toast("\n".join(problem.what for problem in refused.problems[:3]), alert=True)
        return False
    return True


def _in_the_way(turn: Turn, topic: Topic, other: Question) -> str:
    form = _form_of(turn, topic)
    told = _("Question {n} depends on another one, which has to stay before it. Change its condition first.")
    return told.format(n=panels.number_of(form, other.name))


def _edit_here(
    turn: Turn, code: str, version: str, index: str, edit: Callable[[Questionnaire, str], Questionnaire]
) -> None:
    if (here := found(turn, code, version, index)) is None:
        return
    topic, _form, question = here
    if _edited(turn, topic, lambda form: edit(form, question.name)):
        turn.toast("")
        _show_one(turn, _again(turn, topic), question.name)


def _again(turn: Turn, topic: Topic) -> Topic:
    return topics.get(turn.db, topic.id) or topic


def demand(turn: Turn, code: str, version: str, index: str) -> None:
    _edit_here(turn, code, version, index, authoring.demanded)


def raise_(turn: Turn, code: str, version: str, index: str) -> None:
    _edit_here(turn, code, version, index, lambda form, name: authoring.moved(form, name, -1))


def lower(turn: Turn, code: str, version: str, index: str) -> None:
    _edit_here(turn, code, version, index, lambda form, name: authoring.moved(form, name, 1))


def remove(turn: Turn, code: str, version: str, index: str) -> None:
    """Gone at once, with a button that brings it back."""
    if (here := found(turn, code, version, index)) is None:
        return
    topic, _form, question = here
    if not _edited(turn, topic, lambda form: authoring.removed(form, question.name)):
        return
    turn.toast("")
    now = _again(turn, topic)
    undo = Button(_("↩️ Bring it back"), press("restore", topic.id, now.questionnaire_id, version))
    _show_all(turn, now, above="🗑 " + _("The question is taken out."), buttons=((undo,),))


def restore(turn: Turn, code: str, version: str, earlier: str) -> None:
    """The questions as they were before, if nothing has changed since."""
    if (topic := topic_of(turn, code)) is None or not writable(turn, topic):
        return
    if topic.questionnaire_id != int(version) or not questionnaires.is_kept(turn.db, int(earlier)):
        return turn.toast(_("The questions have changed since, so this cannot be undone any more."), alert=True)
    exchange(turn, topic, int(earlier))
    turn.toast("")
    _show_all(turn, _again(turn, topic))


# -- asked on a condition ----------------------------------------------------------------------------------------------


def show_conditions(turn: Turn, code: str, version: str, index: str) -> None:
    if (here := found(turn, code, version, index)) is not None:
        turn.toast("")
        panel = panels.conditions(*here)
        turn.replace(panel.text, panel.buttons, topic_id=here[0].id)


def show_values(turn: Turn, code: str, version: str, index: str, on: str) -> None:
    if (here := found(turn, code, version, index)) is not None:
        turn.toast("")
        panel = panels.values(*here, here[1].questions[int(on)])
        turn.replace(panel.text, panel.buttons, topic_id=here[0].id)


def toggle_value(turn: Turn, code: str, version: str, index: str, on: str, place: str) -> None:
    if (here := found(turn, code, version, index)) is None:
        return
    topic, form, question = here
    decides = form.questions[int(on)]
    value = authoring.values_of(form, decides)[int(place)]
    chosen = panels.chosen(question, decides)
    changed = [one for one in chosen if one != value] if value in chosen else [*chosen, value]
    if _edited(turn, topic, lambda form: authoring.asked_if(form, question.name, decides.name, changed)):
        turn.toast("")
        now = _again(turn, topic)
        form = _form_of(turn, now)
        panel = panels.values(now, form, form.by_name[question.name], form.by_name[decides.name])
        turn.replace(panel.text, panel.buttons, topic_id=topic.id)


def always(turn: Turn, code: str, version: str, index: str) -> None:
    _edit_here(turn, code, version, index, lambda form, name: authoring.asked_if(form, name, "", ()))


# -- what was asked for in words ---------------------------------------------------------------------------------------


def _draft_of(turn: Turn, prompt: Prompt) -> Topic | None:
    topic = None if prompt.topic_id is None else topics.get(turn.db, prompt.topic_id, lock=True)
    return topic if topic is not None and writable(turn, topic) else None


def add(turn: Turn, prompt: Prompt) -> bool:
    """A question is written to its end: it stands in the draft, and the next may be begun. False asks for it again."""
    topic = _draft_of(turn, prompt)
    if topic is None:
        return True
    before = _form_of(turn, topic)
    after = prompt.place if prompt.place in before.by_name else ""
    scales = {choice.name: choice.columns for choice in question_form().choices["scales"]}
    scale = scales.get(prompt.answers.get("scale", ""), {})
    if not _edited(turn, topic, lambda form: authoring.added(form, prompt.answers, scale, after)):
        return False
    now = _again(turn, topic)
    form = _form_of(turn, now)
    name = next(one.name for one in authoring.written(form) if one.name not in before.by_name)
    number = panels.number_of(form, name)
    above = "✅ " + _("Question {n} is in the draft.").format(n=number)
    _show_all(turn, now, panels.page_of(form, name), above=above)
    return True


def _write(turn: Turn, prompt: Prompt, edit: Edit) -> bool:
    topic = _draft_of(turn, prompt)
    if topic is None:
        return True
    if prompt.place not in _form_of(turn, topic).by_name:
        turn.toast(_("This question is not in the draft any more."), alert=True)
        return True
    if not _edited(turn, topic, edit):
        return False
    _show_one(turn, _again(turn, topic), prompt.place)
    return True


def reword(turn: Turn, prompt: Prompt) -> bool:
    return _write(turn, prompt, lambda form: authoring.reworded(form, prompt.place, prompt.answers["label"]))


def hint(turn: Turn, prompt: Prompt) -> bool:
    return _write(turn, prompt, lambda form: authoring.hinted(form, prompt.place, prompt.answers["hint"]))


def rechoose(turn: Turn, prompt: Prompt) -> bool:
    labels, other = prompt.answers["choices"].split("\n"), prompt.answers.get("other") == "yes"
    return _write(turn, prompt, lambda form: authoring.rechosen(form, prompt.place, labels, other=other))
