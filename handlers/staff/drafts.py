"""Drafts: from a workbook to a topic, with its documents."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from pathlib import PurePath

from consultation.auditing import Action
from consultation.conversation import Button, File, press
from consultation.lifecycle import Step
from consultation.persian.text import latin_digits
from consultation.questionnaire import Questionnaire
from consultation.texts import _, bold, digits, inserted, language, ngettext
from consultation.topic import Topic, TopicState
from consultation.xlsform.problems import FormRefused, Problem
from consultation.xlsform.reading import holds_form
from consultation.xlsform.safety import FileKind, kind_of
from handlers.staff import correcting
from handlers.staff.finding import show_panel_of, topic_of
from handlers.staff.noting import note
from handlers.staff.reading_ahead import form_of, is_form
from handlers.staff.rewriting import rewrite, writable
from handlers.staff.stepping import ready
from handlers.turn import Turn
from reports.differences import differences
from storage import participants, questionnaires, spoken, topics
from storage.deliveries import Subject

_PROBLEMS_SHOWN = 15
_DAY_ENDS = time(23, 59)
_CODE = re.compile(r"(?:#|topic|موضوع)?\s*(\d{1,9})")


def topic_replied_to(turn: Turn) -> int | None:
    """The topic whose panel this file answers."""
    if turn.incoming.reply_to is None:
        return None
    found = spoken.about(turn.db, turn.incoming.channel, turn.incoming.chat_id, turn.incoming.reply_to)
    return found[0] if found else None


def send_template(turn: Turn) -> None:
    turn.owe(None, subject=Subject.TEMPLATE)


def receive_file(turn: Turn) -> None:
    file = turn.incoming.file
    if file is None or file.content is None:
        return turn.say(
            _("This file could not be downloaded. Please send it again; files up to 20 MB can be received.")
        )
    replied = topic_replied_to(turn)
    if replied is not None and not (is_form(turn.incoming) and _awaits_form(turn, replied, file.content)):
        return _attach(turn, replied, file)
    topic_id = replied or _topic_of_caption(turn.incoming.text)
    topic = None if topic_id is None else topics.get(turn.db, topic_id, lock=True)
    form = _read(turn, file, file.content)
    if form is None:
        return
    if topic is None:
        return _draft(turn, file, form)
    if topic.state is TopicState.OPEN:
        return correcting.propose(turn, topic, form)
    _replace(turn, topic, form)


def _awaits_form(turn: Turn, topic_id: int, content: bytes) -> bool:
    """A workbook of questions corrects a draft or an open topic; to anything else it is a document like any other."""
    topic = topics.get(turn.db, topic_id)
    corrigible = (TopicState.DRAFT, TopicState.OPEN)
    return topic is not None and topic.state in corrigible and holds_form(content)


def _topic_of_caption(caption: str) -> int | None:
    """The topic whose number is all that the caption says."""
    found = _CODE.fullmatch(latin_digits(caption).strip())
    return int(found[1]) if found else None


def _attach(turn: Turn, topic_id: int, file: File) -> None:
    topic = topics.get(turn.db, topic_id, lock=True)
    if topic is None or topic.state not in (TopicState.DRAFT, TopicState.SCHEDULED, TopicState.OPEN):
        return turn.say(_("This topic takes no more documents."))
    if topic.state is TopicState.SCHEDULED and turn.policy.four_eyes:
        return turn.say(_("This topic is approved or awaits approval; it has to go back to draft first."))
    topics.attach_or_replace(turn.db, topic.id, file)
    note(turn, Action.ATTACH, topic.id, file.name)
    turn.say(_("Attached to topic {code}: {name}").format(code=digits(topic.code), name=inserted(file.name)))
    show_panel_of(turn, topic.id, anew=True)


def _read(turn: Turn, file: File, content: bytes) -> Questionnaire | None:
    """The questionnaire of a workbook; what is wrong with it, or worth a remark, has been said."""
    try:
        form = form_of(content, file.name)
    except FormRefused as refused:
        _refuse(turn, file, content, refused)
        return None
    if form.remarks:
        turn.say(_problem_list(_("The form is accepted. A few remarks:"), form.remarks))
    return form.questionnaire


def _draft(turn: Turn, file: File, form: Questionnaire) -> None:
    questionnaire_id = questionnaires.store(turn.db, form, turn.now)
    title, summary = _title(turn.incoming.text, form, file.name)
    topic = topics.draft(turn.db, title, summary, questionnaire_id, usual_closing(turn), turn.now)
    note(turn, Action.DRAFT, topic.id, title)
    show_panel_of(turn, topic.id, anew=True)


def _replace(turn: Turn, topic: Topic, form: Questionnaire) -> None:
    """A new version of a draft's questions, with what is different in it."""
    if not writable(turn, topic):
        return
    changes = differences(questionnaires.get(turn.db, topic.questionnaire_id), form)
    rewrite(turn, topic, form)
    heading = _("The questions of topic {code} are replaced.").format(code=digits(topic.code))
    turn.say("\n\n".join([bold(heading), changes or _("They ask the same as before.")]))
    show_panel_of(turn, topic.id, anew=True)


def send_form(turn: Turn, code: str, *_rest: str) -> None:
    """The questions of any topic as a workbook, to keep or to write on."""
    if (topic := topic_of(turn, code)) is None:
        return
    if not questionnaires.get(turn.db, topic.questionnaire_id).questions:
        return turn.toast(_("This topic has no questions yet."), alert=True)
    turn.toast("")
    turn.owe(None, topic_id=topic.id, subject=Subject.FORM)


def copy(turn: Turn, code: str, *_rest: str) -> None:
    """A new draft with the questions, documents and audience of a topic."""
    if (source := topic_of(turn, code)) is None:
        return
    closing = usual_closing(turn)
    topic = topics.draft(turn.db, source.title, source.summary, source.questionnaire_id, closing, turn.now)
    topics.change(turn.db, topic.id, audience=source.audience)
    topics.copy_documents(turn.db, source.id, topic.id)
    note(turn, Action.COPY, topic.id, source.code)
    turn.toast(_("Topic {copy} is a copy of topic {code}.").format(copy=digits(topic.code), code=digits(source.code)))
    show_panel_of(turn, topic.id, anew=True)


def _title(caption: str, form: Questionnaire, filename: str) -> tuple[str, str]:
    """The first line of the caption is the title, the rest the summary; without a caption the form's own title."""
    first, _newline, rest = caption.strip().partition("\n")
    own = form.text(form.title, language()) or PurePath(filename).stem
    return first.strip() or own, rest.strip()


def usual_closing(turn: Turn) -> datetime:
    day = turn.local_now.date() + timedelta(days=turn.policy.open_for_days)
    return datetime.combine(day, _DAY_ENDS, tzinfo=turn.policy.time_zone)


def _refuse(turn: Turn, file: File, content: bytes, refused: FormRefused) -> None:
    """What is wrong as a list, and as a workbook that is made when it is sent: all of it, in its place if it can be."""
    problems = refused.problems
    turn.say(_refusal(problems))
    if refused.remarks:
        turn.say(
            _problem_list(_("These are not in the way, but you may want to change them as well:"), refused.remarks)
        )
    if not any(problem.cell for problem in problems):
        return
    if kind_of(content) is FileKind.XLSX:
        told = _("The same workbook, with the cells marked that need mending.")
    elif len(problems) > _PROBLEMS_SHOWN:
        told = _("The whole list as a workbook. Cells can be marked only in a file that is saved as .xlsx.")
    else:
        return
    document = topics.attach(turn.db, None, file, once=True)
    turn.say(told, document_id=document, subject=Subject.MARKED)


def _refusal(problems: tuple[Problem, ...]) -> str:
    count = len(problems)
    head = ngettext(
        "This form has {n} problem. Please mend it and send the workbook again:",
        "This form has {n} problems. Please mend them and send the workbook again:",
        count,
    )
    return _problem_list(head.format(n=digits(count)), problems)


def _problem_list(head: str, problems: tuple[Problem, ...]) -> str:
    lines = [f"{digits(n)}. {problem}" for n, problem in enumerate(problems[:_PROBLEMS_SHOWN], 1)]
    if len(problems) > _PROBLEMS_SHOWN:
        lines.append(_("… and {n} more.").format(n=digits(len(problems) - _PROBLEMS_SHOWN)))
    return "\n\n".join([bold(head), *lines])


def change_anonymity(turn: Turn, code: str) -> None:
    """With names or without: settled before anybody is told, since people answer by what they were promised."""
    if (topic := topic_of(turn, code)) is None:
        return
    if topic.opened_at is not None or topics.answered(turn.db, topic.id):
        return turn.toast(_("This topic is published; whether it is anonymous stays as it is."), alert=True)
    participants.set_anonymous(turn.db, topic.id, anonymous=not topic.anonymous)
    note(turn, Action.ANONYMOUS, topic.id, "" if topic.anonymous else "🕶")
    turn.toast("")
    show_panel_of(turn, topic.id)


def ask_discard(turn: Turn, code: str) -> None:
    if (topic := ready(turn, code, Step.DISCARD)) is None:
        return
    turn.toast("")
    sure = Button(_("Yes, discard it"), press("discard!", topic.id))
    turn.replace(
        _("Discard the draft «{title}»? It cannot be brought back.").format(title=inserted(topic.title)),
        ((sure,), (Button(_("No"), press("panel", topic.id)),)),
        topic_id=topic.id,
    )


def discard(turn: Turn, code: str) -> None:
    if (topic := ready(turn, code, Step.DISCARD)) is None:
        return
    if topics.answered(turn.db, topic.id):
        told = _("People have answered this topic before it was taken back; {command} puts it away instead.")
        return turn.toast(told.format(command=inserted(f"/archive {topic.code}")), alert=True)
    note(turn, Action.DISCARD, None, topic.title)
    turn.toast("")
    turn.replace(_("The draft «{title}» is discarded.").format(title=inserted(topic.title)))
    topics.discard(turn.db, topic.id)
