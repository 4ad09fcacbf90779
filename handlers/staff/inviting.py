"""/invite: a list of people becomes personal links to a topic."""

from __future__ import annotations

from consultation import invitation_list
from consultation.auditing import Action
from consultation.conversation import File, press
from consultation.invitation_list import InvitationList
from consultation.texts import _, bold, digits, ngettext
from consultation.topic import Topic, TopicState
from consultation.xlsform.problems import FormRefused
from handlers.staff import prompting
from handlers.staff.finding import topic_of
from handlers.staff.noting import note
from handlers.turn import Turn
from reports import invitees as workbooks
from reports import outcomes
from storage import invitees, topics
from storage.deliveries import Subject

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TROUBLES_SHOWN = 25
_STILL_TO_COME = (TopicState.DRAFT, TopicState.AWAITING, TopicState.SCHEDULED, TopicState.OPEN)


def ask(turn: Turn, code: str, *_rest: str) -> None:
    """/invite 3: an empty list, and where to send it."""
    if (topic := _open_topic(turn, code)) is None:
        return
    turn.toast("")
    told = _(
        "Please send the list of those whom you invite to «{title}» as an Excel workbook in reply to this message: "
        "names, and if you like organisation, kind and phone. An empty list is attached."
    )
    empty = File("", "document", _("invitation list") + ".xlsx", _XLSX, content=workbooks.empty_list(turn.local_now))
    document_id = topics.attach(turn.db, None, empty, once=True)
    prompting.ask_reply(turn, told.format(title=topic.title), press("invite", topic.id), document_id=document_id)


def _open_topic(turn: Turn, code: str) -> Topic | None:
    topic = topic_of(turn, code)
    if topic is not None and (topic.state not in _STILL_TO_COME or topic.closes_at <= turn.now):
        turn.toast(_("This topic has closed already."), alert=True)
        return None
    return topic


def receive(turn: Turn, code: str) -> None:
    """The reply to it."""
    if (topic := _open_topic(turn, code)) is None:
        return
    file = turn.incoming.file
    if file is None:
        return turn.say(_("Please send the list as an Excel workbook, in reply to that message."))
    if file.content is None:
        return turn.say(_("I could not download this file. Please send it again; files up to 20 MB can be received."))
    try:
        given = invitation_list.read(file.content, turn.house.profile, invitees.entered(turn.db, topic.id))
    except FormRefused as refused:
        why = "\n\n".join(str(problem) for problem in refused.problems)
        return prompting.ask_reply(turn, why, press("invite", topic.id))
    if given.troubles:
        return prompting.ask_reply(turn, _refusal(given), press("invite", topic.id))
    _make(turn, topic, given)


def _refusal(given: InvitationList) -> str:
    count = len(given.troubles)
    head = ngettext(
        "The list has {n} problem, so no link was made. Please mend it and reply with it again:",
        "The list has {n} problems, so no link was made. Please mend them and reply with it again:",
        count,
    )
    lines = [str(trouble) for trouble in given.troubles[:_TROUBLES_SHOWN]]
    if count > _TROUBLES_SHOWN:
        lines.append(_("… and {n} more.").format(n=digits(count - _TROUBLES_SHOWN)))
    return "\n\n".join([bold(head.format(n=digits(count))), *lines])


def _make(turn: Turn, topic: Topic, given: InvitationList) -> None:
    """The links are in the workbook and nowhere else: what is stored opens no door."""
    again = _repeated(given)
    if not given.entries:
        return turn.say(_("Everybody on this list has a link already.") + again)
    made = [(entry, invitees.enter(turn.db, topic.id, entry, turn.now)) for entry in given.entries]
    house = turn.house
    content = workbooks.links(topic, made, house.start_link, house.profile, turn.policy, turn.local_now)
    file = File("", "document", f"topic-{topic.code}-links.xlsx", _XLSX, content=content)
    document_id = topics.attach(turn.db, None, file, once=True)
    note(turn, Action.INVITE, topic.id, str(len(made)))
    count = ngettext(
        "{n} personal link to topic {code}. It can be used once, until the topic closes, "
        "and stands in this workbook alone, with words to send beside it.",
        "{n} personal links to topic {code}. Each can be used once, until the topic closes, "
        "and they stand in this workbook alone, with words to send beside each.",
        len(made),
    ).format(n=digits(len(made)), code=digits(topic.code))
    turn.say(count + again, document_id=document_id)


def _repeated(given: InvitationList) -> str:
    if not given.repeated:
        return ""
    told = ngettext(
        "Row {rows} names somebody again and was left out.",
        "Rows {rows} name somebody again and were left out.",
        len(given.repeated),
    )
    return "\n\n" + told.format(rows=_(", ").join(digits(row) for row in given.repeated[:_TROUBLES_SHOWN]))


def show_outcomes(turn: Turn, code: str, *_rest: str) -> None:
    """/invitations 3: what became of them, as figures."""
    if (topic := topic_of(turn, code)) is not None:
        message = outcomes.figures(turn.db, topic, turn.now, turn.house.policy)
        turn.say(message.text, message.buttons, topic_id=topic.id)


def send_outcomes(turn: Turn, code: str) -> None:
    if (topic := topic_of(turn, code)) is None:
        return
    note(turn, Action.OUTCOMES, topic.id)
    turn.toast(_("The workbook is being made."))
    turn.owe(None, topic_id=topic.id, subject=Subject.OUTCOMES)
