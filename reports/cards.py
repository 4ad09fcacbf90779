"""Topics as people see them in a message: the card, the list, the reminder. Rows in, messages out."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection

from consultation import estimate
from consultation.conversation import Button, Message, Rows, column, press
from consultation.persian import jalali
from consultation.policy import Policy
from consultation.response import Response, ResponseState
from consultation.stakeholder import Stakeholder
from consultation.texts import _, bold, digits, inserted, language, ngettext
from consultation.topic import Topic
from storage import faq, invitations, questionnaires, responses, topics

_SHORT_TITLE = 40


class Stage(StrEnum):
    """How far somebody has come with a topic."""

    UNTOUCHED = "untouched"
    STARTED = "started"
    SUBMITTED = "submitted"


def stage_of(response: Response | None) -> Stage:
    if response is None:
        return Stage.UNTOUCHED
    return Stage.SUBMITTED if response.state is ResponseState.SUBMITTED else Stage.STARTED


def shortened(text: str, length: int = _SHORT_TITLE) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def closing(topic: Topic, now: datetime, policy: Policy) -> str:
    moment = jalali.write_moment(policy.local(topic.closes_at), language())
    if now >= topic.closes_at:
        return _("Closed on {moment}.").format(moment=moment)
    left = jalali.write_span(topic.closes_at - now, language())
    return _("Open until {moment} ({left} left).").format(moment=moment, left=left)


def card(db: Connection, topic: Topic, person: Stakeholder, now: datetime, policy: Policy) -> Message:
    """Everything needed to decide whether to take part, and the buttons to do so."""
    stage = stage_of(responses.to_topic(db, person.id, topic.id))
    documents = len(topics.documents(db, topic.id))
    parts = [bold(topic.title), topic.summary, "\n".join(_facts(db, topic, now, policy, documents))]
    text = "\n\n".join(part for part in parts if part)
    return Message(text, buttons=_card_buttons(topic, stage, now, documents, faq.count(db, topic.id)))


def _facts(db: Connection, topic: Topic, now: datetime, policy: Policy, documents: int) -> list[str]:
    facts = [f"🗓 {closing(topic, now, policy)}", f"📝 {_effort(db, topic)}"]
    if topic.anonymous:
        facts.append("🕶 " + _("Anonymous: your name is not kept with your answers, and nobody can see it."))
    if documents:
        told = ngettext("{n} document to read", "{n} documents to read", documents)
        facts.append(f"📎 {told.format(n=digits(documents))}")
    return facts


def _effort(db: Connection, topic: Topic) -> str:
    questionnaire = questionnaires.get(db, topic.questionnaire_id)
    count = len(questionnaire.announced)
    minutes = max(1, round(estimate.minutes(questionnaire)))
    questions = ngettext("{n} question", "{n} questions", count).format(n=digits(count))
    time = ngettext("about {n} minute", "about {n} minutes", minutes).format(n=digits(minutes))
    return _("{questions}, {time}").format(questions=questions, time=time)


def _card_buttons(topic: Topic, stage: Stage, now: datetime, documents: int, answered: int) -> Rows:
    buttons = []
    if topic.open_at(now):
        buttons.append(answer_button(topic, stage))
    elif stage is not Stage.UNTOUCHED:
        buttons.append(Button(_("📄 My answers"), press("review", topic.id)))
    if documents:
        label = ngettext("📎 Get the document", "📎 Get the {n} documents", documents)
        buttons.append(Button(label.format(n=digits(documents)), press("documents", topic.id)))
    if answered:
        label = ngettext("💬 {n} question and answer", "💬 {n} questions and answers", answered)
        buttons.append(Button(label.format(n=digits(answered)), press("faq", topic.id)))
    buttons.append(Button(_("❓ Ask the secretariat"), press("ask", topic.id)))
    if topic.open_at(now) and stage is Stage.UNTOUCHED:
        buttons.append(Button(_("Not this topic"), press("decline", topic.id)))
    return column(*buttons)


def answer_button(topic: Topic, stage: Stage) -> Button:
    match stage:
        case Stage.UNTOUCHED:
            return Button(_("✍️ Begin answering"), press("begin", topic.id))
        case Stage.STARTED:
            return Button(_("▶️ Continue answering"), press("begin", topic.id))
        case Stage.SUBMITTED:
            return Button(_("✏️ See or change my answers"), press("review", topic.id))


def invitation(db: Connection, topic: Topic, person: Stakeholder, now: datetime, policy: Policy) -> Message:
    shown = card(db, topic, person, now, policy)
    greeting = _("Hello {name}! A new topic waits for your opinion.").format(name=person.name or _("friend"))
    parts, buttons = [greeting, shown.text], shown.buttons
    if (going_on := _under_way(db, person, now)) is not None:
        parts.append(_("You can first finish what you are answering now; this topic waits for you."))
        back = _("▶️ Back to {title}").format(title=shortened(going_on.title))
        buttons = (*buttons, (Button(back, press("begin", going_on.id)),))
    return Message("\n\n".join(parts), buttons=buttons)


def _under_way(db: Connection, person: Stakeholder, now: datetime) -> Topic | None:
    """The topic that they are in the middle of."""
    response = None if person.answering is None else responses.get(db, person.answering)
    if response is None or response.topic_id is None or response.preview or response.stakeholder_id != person.id:
        return None
    topic = topics.get(db, response.topic_id)
    return topic if topic is not None and topic.open_at(now) else None


def withdrawn(topic: Topic, person: Stakeholder) -> Message:
    """To somebody who was told of a topic that the secretariat has taken back."""
    told = _(
        "Hello {name}. The topic {title}, of which we told you, has been taken back by the secretariat. There is "
        "nothing you need to do; whatever you have answered is kept. Please excuse the trouble."
    )
    return Message(told.format(name=person.name or _("friend"), title=bold(inserted(topic.title))))


def corrected(topic: Topic, person: Stakeholder) -> Message:
    """To somebody who had submitted before the questions were corrected."""
    told = _(
        "Hello {name}. After you answered the topic {title}, some of its questions were corrected. Your answers are "
        "kept; would you look at what changed? It takes a moment."
    )
    text = told.format(name=person.name or _("friend"), title=bold(inserted(topic.title)))
    return Message(text, buttons=column(Button(_("✍️ Answer what changed"), press("renew", topic.id))))


def reminder(db: Connection, person: Stakeholder, now: datetime, policy: Policy) -> Message | None:
    """All that waits for somebody, in one message; None where nothing does any more."""
    waiting = [
        (topic, Stage.STARTED if started else Stage.UNTOUCHED)
        for topic_id, started in invitations.waiting_for(db, person, now)
        if (topic := topics.get(db, topic_id)) is not None
    ]
    if not waiting:
        return None
    lines = [_reminder_line(topic, stage, now, policy) for topic, stage in waiting]
    greeting = _reminder_greeting(person, waiting)
    return Message("\n\n".join([greeting, *lines]), buttons=_reminder_buttons(waiting))


def _reminder_greeting(person: Stakeholder, waiting: list[tuple[Topic, Stage]]) -> str:
    if all(stage is Stage.STARTED for _topic, stage in waiting):
        told = _("Hello {name}! Your answers are half done and safe; a few minutes are enough to finish.")
    else:
        told = _("Hello {name}! Your opinion on this is still missing.")
    return told.format(name=person.name or _("friend"))


def _reminder_line(topic: Topic, stage: Stage, now: datetime, policy: Policy) -> str:
    mark = "▶️" if stage is Stage.STARTED else "📋"
    return f"{mark} {bold(topic.title)}\n{closing(topic, now, policy)}"


def _reminder_buttons(waiting: list[tuple[Topic, Stage]]) -> Rows:
    if len(waiting) == 1:
        topic, stage = waiting[0]
        later = Button(_("⏰ Tomorrow"), press("tomorrow", topic.id))
        return (
            (answer_button(topic, stage),),
            (later, Button(_("Not this topic"), press("decline", topic.id))),
        )
    rows = [Button(shortened(topic.title), press("topic", topic.id)) for topic, _stage in waiting]
    return (*column(*rows), (Button(_("⏰ Tomorrow"), press("tomorrow", "all")),))


_MARKS = {Stage.UNTOUCHED: "▫️", Stage.STARTED: "▶️", Stage.SUBMITTED: "✅"}
Found = list[tuple[Topic, Stage]]


def topic_list(found: Found, now: datetime, policy: Policy) -> Message:
    """Open topics, each with a button that shows its card."""
    return _listed(_("Topics that are open now:"), "topic", found, now, policy)


def my_answers(found: Found, now: datetime, policy: Policy) -> Message:
    """Topics that somebody has answered or begun, each with a button that shows the answers."""
    return _listed(_("Topics that you have answered or begun:"), "review", found, now, policy)


def _listed(heading: str, verb: str, found: Found, now: datetime, policy: Policy) -> Message:
    lines = [f"{_MARKS[stage]} {bold(topic.title)}\n{closing(topic, now, policy)}" for topic, stage in found]
    buttons = (Button(f"{_MARKS[stage]} {shortened(topic.title)}", press(verb, topic.id)) for topic, stage in found)
    return Message("\n\n".join([heading, *lines]), buttons=column(*buttons))
