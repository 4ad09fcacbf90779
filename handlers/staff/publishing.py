"""From draft to open: rehearsal, times, and the last button."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from consultation.auditing import Action
from consultation.conversation import Button, Kind, Message, Rows, column, press
from consultation.persian import jalali
from consultation.texts import _, bold, digits, inserted, language, ngettext
from consultation.topic import Topic, TopicState
from handlers.staff import audience, prompting
from handlers.staff.finding import show_panel_of, topic_of
from handlers.staff.noting import note
from handlers.turn import Turn
from reports import cards, desk
from storage import invitations, outbox, people, prompts, questionnaires, topics
from storage.prompts import Prompt

_USUAL_OPENING = time(9)
_USUAL_CLOSING = time(23, 59)
_USUAL_SPANS = (7, 14, 21, 30)  # days
_UNPUBLISHED = (TopicState.DRAFT, TopicState.SCHEDULED)


def preview(turn: Turn, code: str) -> None:
    """The topic as a participant sees it, in private to whoever pressed."""
    if (topic := topic_of(turn, code)) is None:
        return
    if not questionnaires.get(turn.db, topic.questionnaire_id).asked:
        return turn.toast(_("This topic has no questions yet."), alert=True)
    card = cards.card(turn.db, topic, turn.person, turn.now, turn.policy)
    shown = Message(
        _("This is a preview; nothing of it is kept.") + f"\n\n{card.text}",
        buttons=column(Button(_("✍️ Begin answering"), press("preview", topic.id))),
    )
    outbox.put(turn.db, turn.incoming.channel, turn.incoming.sender.id, shown, turn.now, topic_id=topic.id)
    turn.toast(
        _("The preview is in your private chat with me. If it does not come, open that chat and send /start first."),
        alert=True,
    )


def ask(turn: Turn, code: str) -> None:
    """The last question before people are told: what goes to how many."""
    if (topic := topic_of(turn, code)) is None or not _can_publish(turn, topic):
        return
    count = people.count(turn.db, topic.audience)
    told = ngettext(
        "Topic {code}, «{title}», goes to {n} person now and stays open until {moment}. Publish?",
        "Topic {code}, «{title}», goes to {n} people now and stays open until {moment}. Publish?",
        count,
    )
    turn.toast("")
    turn.replace(
        told.format(
            code=digits(topic.code),
            title=inserted(topic.title),
            n=bold(digits(count)),
            moment=desk.moment(topic.closes_at, turn.policy),
        ),
        column(
            Button(_("📣 Yes, publish"), press("publish!", topic.id)),
            Button(_("No"), press("panel", topic.id)),
        ),
        topic_id=topic.id,
    )


def _can_publish(turn: Turn, topic: Topic) -> bool:
    if topic.state not in _UNPUBLISHED:
        turn.toast(_("This topic is already published."), alert=True)
        return False
    if not questionnaires.get(turn.db, topic.questionnaire_id).asked:
        turn.toast(_("This topic has no questions yet."), alert=True)
        return False
    if topic.closes_at <= turn.now:
        turn.toast(_("The closing time of this topic has passed. Please set another one first."), alert=True)
        return False
    return True


def publish_now(turn: Turn, code: str) -> None:
    if (topic := topic_of(turn, code)) is None or not _can_publish(turn, topic):
        return
    count = invitations.publish(turn.db, topic, turn.now)
    note(turn, Action.PUBLISH, topic.id, str(count))
    told = ngettext("Published; {n} person is being told.", "Published; {n} people are being told.", count)
    turn.toast(told.format(n=digits(count)))
    show_panel_of(turn, topic.id)


def unschedule(turn: Turn, code: str) -> None:
    if (topic := topic_of(turn, code)) is None:
        return
    if topic.state is not TopicState.SCHEDULED:
        return turn.toast(_("This topic is not scheduled."), alert=True)
    topics.change(turn.db, topic.id, state=TopicState.DRAFT, opens_at=None)
    note(turn, Action.UNSCHEDULE, topic.id)
    turn.toast("")
    show_panel_of(turn, topic.id)


def ask_opening(turn: Turn, code: str) -> None:
    if (topic := topic_of(turn, code)) is not None and _can_publish(turn, topic):
        asked = _("When is topic {code} to be published? For example: {example}")
        prompt = prompting.begin(turn, "opens_at", topic_id=topic.id)
        _ask_moment(turn, topic, prompt, asked, _USUAL_OPENING)


def ask_closing(turn: Turn, code: str, *, then: str = "") -> None:
    """`then` is what is shown afterwards in place of the topic."""
    if (topic := topic_of(turn, code)) is None:
        return
    if topic.state is TopicState.CLOSED:
        return turn.toast(_("This topic has closed already."), alert=True)
    asked = _("Until when is topic {code} to be open? Press one of these, or reply with a time: {example}")
    prompt = prompting.begin(turn, "closes_at", topic_id=topic.id, place=then)
    _ask_moment(turn, topic, prompt, asked, time(18), _spans(prompt))


def _ask_moment(turn: Turn, topic: Topic, prompt: Prompt, asked: str, hour: time, buttons: Rows = ()) -> None:
    day = turn.local_now.date() + timedelta(days=7)
    example = jalali.write_moment(datetime.combine(day, hour, tzinfo=turn.policy.time_zone), language())
    turn.toast("")
    prompting.ask(turn, prompt, asked.format(code=digits(topic.code), example=inserted(example)), buttons)


def answer_opening(turn: Turn, code: str) -> None:
    """The reply to «when is it to be published?»."""
    if (topic := topic_of(turn, code)) is not None:
        _publish_at(turn, topic, turn.incoming.text)


def answer_closing(turn: Turn, code: str) -> None:
    if (topic := topic_of(turn, code)) is not None:
        _close_at(turn, topic, turn.incoming.text)


def _spans(prompt: Prompt) -> Rows:
    """What is usual, to press."""
    spans = [
        Button(ngettext("{n} day", "{n} days", days).format(n=digits(days)), press("within", prompt.id, days))
        for days in _USUAL_SPANS
    ]
    return (tuple(spans), (prompting.cancel_button(prompt),))


def close_within(turn: Turn, prompt: Prompt, days: str) -> None:
    """One of the usual spans: to the end of that day, counted from the opening where that is known."""
    if prompt.form != "closes_at" or (topic := topic_of(turn, str(prompt.topic_id))) is None:
        return turn.toast(_("This question is not being asked any more."), alert=True)
    if topic.state is TopicState.CLOSED:
        return turn.toast(_("This topic has closed already."), alert=True)
    start = turn.policy.local(max(topic.opens_at or turn.now, turn.now))
    day = start.date() + timedelta(days=int(days))
    turn.toast("")
    _closes(turn, topic, datetime.combine(day, _USUAL_CLOSING, tzinfo=turn.policy.time_zone), prompt)


def answer(turn: Turn, prompt: Prompt) -> None:
    """What the person who was asked for a moment has written."""
    if (topic := topic_of(turn, str(prompt.topic_id))) is None:
        return
    if prompt.form == "opens_at":
        return _publish_at(turn, topic, turn.incoming.text, prompt)
    _close_at(turn, topic, turn.incoming.text, prompt)


def command(turn: Turn, code: str, when: str = "") -> None:
    """/publish 3, or /publish 3 and a moment."""
    if not when:
        return ask(turn, code)
    if (topic := topic_of(turn, code)) is not None:
        _publish_at(turn, topic, when)


def extend_command(turn: Turn, code: str, when: str = "") -> None:
    if (topic := topic_of(turn, code)) is None:
        return
    if not when:
        return ask_closing(turn, code)
    _close_at(turn, topic, when)


def _publish_at(turn: Turn, topic: Topic, text: str, prompt: Prompt | None = None) -> None:
    if not _can_publish(turn, topic):
        return
    moment = _moment(turn, text, _USUAL_OPENING)
    if moment is None:
        return
    if moment >= topic.closes_at:
        closing = desk.moment(topic.closes_at, turn.policy)
        return turn.say(
            _("That is after its closing time, {moment}. Please set a later closing first.").format(moment=closing)
        )
    topics.change(turn.db, topic.id, state=TopicState.SCHEDULED, opens_at=moment)
    note(turn, Action.SCHEDULE, topic.id, desk.moment(moment, turn.policy))
    if prompt is not None:
        prompts.end(turn.db, prompt.id)
    show_panel_of(turn, topic.id, anew=True)


def _close_at(turn: Turn, topic: Topic, text: str, prompt: Prompt | None = None) -> None:
    if topic.state is TopicState.CLOSED:
        return turn.say(_("This topic has closed already."))
    moment = _moment(turn, text, _USUAL_CLOSING)
    if moment is not None:
        _closes(turn, topic, moment, prompt)


def _closes(turn: Turn, topic: Topic, moment: datetime, prompt: Prompt | None) -> None:
    topics.change(turn.db, topic.id, closes_at=moment)
    note(turn, Action.EXTEND, topic.id, desk.moment(moment, turn.policy))
    if prompt is not None:
        prompts.end(turn.db, prompt.id)
    if prompt is not None and prompt.place == "audience":
        return audience.show(turn, topic.code)
    show_panel_of(turn, topic.id, anew=turn.incoming.kind is not Kind.PRESS)


def _moment(turn: Turn, text: str, usual: time) -> datetime | None:
    """A moment to come, read from what was typed; what is wrong with it has been said."""
    moment = jalali.read_moment(text, turn.local_now, usual)
    if moment is None:
        example = inserted(jalali.write_moment(turn.local_now + timedelta(days=7), language()))
        turn.say(_("I did not recognise this time. Please write it like {example}.").format(example=example))
    elif moment <= turn.now:
        turn.say(
            _("This time has passed: {moment}. Please name one to come.").format(
                moment=desk.moment(moment, turn.policy)
            )
        )
        return None
    return moment
