"""From draft to open: rehearsal, times, and the last button."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from consultation.auditing import Action
from consultation.conversation import Button, Kind, Message, Rows, column, press
from consultation.lifecycle import Step
from consultation.texts import _, bold, digits, inserted, ngettext
from consultation.topic import Topic
from handlers.staff import audience, moments, prompting
from handlers.staff.approving import released
from handlers.staff.finding import show_panel_of, topic_of
from handlers.staff.noting import note
from handlers.staff.stepping import ready, take
from handlers.turn import Turn
from reports import campaigns as sendings
from reports import cards, desk
from storage import invitations, outbox, prompts, questionnaires, segments
from storage.prompts import Prompt

_USUAL_SPANS = (7, 14, 21, 30)  # days


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
        _("The preview is in your private chat with the bot. If it does not come, open it and send /start first."),
        alert=True,
    )


def ask(turn: Turn, code: str) -> None:
    """The last question before people are told: what goes to how many."""
    if (topic := _releasable(turn, code, Step.PUBLISH)) is None:
        return
    count = segments.count(turn.db, topic.audience)
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


def _releasable(turn: Turn, code: str, step: Step) -> Topic | None:
    """The topic, if it can go out now and this sender may let it; else why not has been said."""
    topic = ready(turn, code, step)
    if topic is None or not released(turn, topic):
        return None
    if not questionnaires.get(turn.db, topic.questionnaire_id).asked:
        turn.toast(_("This topic has no questions yet."), alert=True)
        return None
    if topic.closes_at > turn.now:
        return topic
    turn.toast(_("The closing time of this topic has passed. Please set another one first."), alert=True)
    return None


def publish_now(turn: Turn, code: str) -> None:
    if (topic := _releasable(turn, code, Step.PUBLISH)) is None:
        return
    count = invitations.publish(turn.db, topic, turn.now)
    note(turn, Action.PUBLISH, topic.id, str(count))
    told = ngettext("Published; {n} person is being told.", "Published; {n} people are being told.", count)
    end = sendings.forecast(turn.db, count, turn.now, turn.policy)
    turn.toast(f"{told.format(n=digits(count))} {end}".strip())
    show_panel_of(turn, topic.id)


def unschedule(turn: Turn, code: str) -> None:
    if (topic := ready(turn, code, Step.UNSCHEDULE)) is not None:
        take(turn, topic, Step.UNSCHEDULE, opens_at=None)
        turn.toast("")
        show_panel_of(turn, topic.id)


def ask_opening(turn: Turn, code: str) -> None:
    if (topic := _releasable(turn, code, Step.SCHEDULE)) is not None:
        asked = _("When is topic {code} to be published? For example: {example}")
        prompt = prompting.begin(turn, "opens_at", topic_id=topic.id)
        _ask_moment(turn, topic, prompt, asked, moments.USUAL_OPENING)


def ask_closing(turn: Turn, code: str, *, then: str = "") -> None:
    """`then` is what is shown afterwards in place of the topic."""
    if (topic := ready(turn, code, Step.EXTEND)) is not None:
        asked = _("Until when is topic {code} to be open? Press one of these, or reply with a time: {example}")
        prompt = prompting.begin(turn, "closes_at", topic_id=topic.id, place=then)
        _ask_moment(turn, topic, prompt, asked, time(18), _spans(prompt))


def _ask_moment(turn: Turn, topic: Topic, prompt: Prompt, asked: str, hour: time, buttons: Rows = ()) -> None:
    example = inserted(moments.example(turn, hour))
    turn.toast("")
    prompting.ask(turn, prompt, asked.format(code=digits(topic.code), example=example), buttons)


def _spans(prompt: Prompt) -> Rows:
    """What is usual, to press."""
    spans = [
        Button(ngettext("{n} day", "{n} days", days).format(n=digits(days)), press("within", prompt.id, days))
        for days in _USUAL_SPANS
    ]
    return (tuple(spans), (prompting.cancel_button(prompt),))


def close_within(turn: Turn, prompt: Prompt, days: str) -> None:
    """One of the usual spans: to the end of that day, counted from the opening where that is known."""
    if prompt.form != "closes_at":
        return turn.toast(_("This question is not being asked any more."), alert=True)
    if (topic := ready(turn, str(prompt.topic_id), Step.EXTEND)) is None:
        return
    start = turn.policy.local(max(topic.opens_at or turn.now, turn.now))
    day = start.date() + timedelta(days=int(days))
    turn.toast("")
    _closes(turn, topic, datetime.combine(day, moments.USUAL_CLOSING, tzinfo=turn.policy.time_zone), prompt)


def answer(turn: Turn, prompt: Prompt) -> None:
    """What the person who was asked for a moment has written."""
    take_up = _publish_at if prompt.form == "opens_at" else _close_at
    take_up(turn, str(prompt.topic_id), turn.incoming.text, prompt)


def answer_opening(turn: Turn, code: str) -> None:
    """The reply to «when is it to be published?»."""
    _publish_at(turn, code, turn.incoming.text)


def answer_closing(turn: Turn, code: str) -> None:
    _close_at(turn, code, turn.incoming.text)


def command(turn: Turn, code: str, when: str = "") -> None:
    """/publish 3, or /publish 3 and a moment."""
    _publish_at(turn, code, when) if when else ask(turn, code)


def extend_command(turn: Turn, code: str, when: str = "") -> None:
    _close_at(turn, code, when) if when else ask_closing(turn, code)


def _publish_at(turn: Turn, code: str, text: str, prompt: Prompt | None = None) -> None:
    if (topic := _releasable(turn, code, Step.SCHEDULE)) is None:
        return
    moment = moments.read(turn, text, moments.USUAL_OPENING)
    if moment is None:
        return
    if moment >= topic.closes_at:
        closing = desk.moment(topic.closes_at, turn.policy)
        return turn.say(
            _("That is after its closing time, {moment}. Please set a later closing first.").format(moment=closing)
        )
    take(turn, topic, Step.SCHEDULE, desk.moment(moment, turn.policy), opens_at=moment)
    if prompt is not None:
        prompts.end(turn.db, prompt.id)
    show_panel_of(turn, topic.id, anew=True)


def _close_at(turn: Turn, code: str, text: str, prompt: Prompt | None = None) -> None:
    if (topic := ready(turn, code, Step.EXTEND)) is None:
        return
    moment = moments.read(turn, text, moments.USUAL_CLOSING)
    if moment is not None:
        _closes(turn, topic, moment, prompt)


def _closes(turn: Turn, topic: Topic, moment: datetime, prompt: Prompt | None) -> None:
    take(turn, topic, Step.EXTEND, desk.moment(moment, turn.policy), closes_at=moment)
    if prompt is not None:
        prompts.end(turn.db, prompt.id)
    if prompt is not None and prompt.place == "audience":
        return audience.show(turn, topic.code)
    show_panel_of(turn, topic.id, anew=turn.incoming.kind is not Kind.PRESS)
