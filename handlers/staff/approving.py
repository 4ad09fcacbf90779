"""Approval: one writes a topic, another releases it or sends it back with a reason."""

from __future__ import annotations

from consultation.auditing import WRITING
from consultation.conversation import Button, Message, column, press
from consultation.lifecycle import Step
from consultation.texts import _, bold, digits, inserted
from consultation.topic import Topic, TopicState
from handlers.staff import prompting
from handlers.staff.finding import show_panel_of, topic_of
from handlers.staff.stepping import ready, take
from handlers.turn import Turn
from storage import audit, outbox, questionnaires, staff


def submit(turn: Turn, code: str, *_rest: str) -> None:
    """Ask for approval: every staff group is told, with the buttons to give it."""
    if (topic := ready(turn, code, Step.SUBMIT)) is None:
        return
    if not questionnaires.get(turn.db, topic.questionnaire_id).questions:
        return turn.toast(_("This topic has no questions yet."), alert=True)
    take(turn, topic, Step.SUBMIT)
    turn.toast("")
    show_panel_of(turn, topic.id)
    told = _("{name} asks for the approval of topic {code}, «{title}».").format(
        name=bold(inserted(turn.incoming.sender.name)), code=digits(topic.code), title=inserted(topic.title)
    )
    _tell_groups(turn, topic, Message(told, buttons=_ways(topic)))


def _ways(topic: Topic) -> tuple[tuple[Button, ...], ...]:
    return (
        (Button(_("👁 Preview"), press("preview", topic.id)), Button(_("⏰ Publish at"), press("when", topic.id))),
        *column(
            Button(_("✅ Approve and publish"), press("publish", topic.id)),
            Button(_("↩️ Send back"), press("sendback", topic.id)),
        ),
    )


def _tell_groups(turn: Turn, topic: Topic, message: Message) -> None:
    for channel, chat_id in staff.groups(turn.db):
        outbox.put(turn.db, channel, chat_id, message, turn.now, to_group=True, topic_id=topic.id)


def ask_reason(turn: Turn, code: str) -> None:
    if (topic := ready(turn, code, Step.SEND_BACK)) is not None:
        asked = _("Why does topic {code} go back? Please reply to this message; the writer will read it.")
        turn.toast("")
        told = asked.format(code=digits(topic.code))
        prompting.ask_reply(turn, told, press("sendback", topic.id), topic_id=topic.id)


def send_back(turn: Turn, code: str) -> None:
    """The reply to «why?»."""
    if (topic := ready(turn, code, Step.SEND_BACK)) is None:
        return
    reason = turn.incoming.text
    take(turn, topic, Step.SEND_BACK, reason)
    told = _("{name} sent topic {code} back to draft: {reason}").format(
        name=bold(inserted(turn.incoming.sender.name)), code=digits(topic.code), reason=inserted(reason)
    )
    _tell_groups(turn, topic, Message("↩️ " + told))
    show_panel_of(turn, topic.id, anew=True)


def released(turn: Turn, topic: Topic) -> bool:
    """Whether this sender may let this topic out; where not, why has been said.

    With four eyes it must have been put up for approval, and whoever wrote any of it is not the one who approves.
    """
    if not turn.policy.four_eyes:
        return True
    if topic.state is TopicState.DRAFT:
        told = _("Before it is published, a colleague has to approve it. Please send it for approval with {command}.")
        turn.toast(told.format(command=inserted(f"/submit {topic.code}")), alert=True)
        return False
    who = (turn.incoming.channel, turn.incoming.sender.id)
    if audit.did_any(turn.db, topic.id, *who, WRITING):
        turn.toast(_("You wrote on this topic yourself; a colleague has to approve it."), alert=True)
        return False
    return True


def writable_now(turn: Turn, code: str) -> Topic | None:
    """A topic on which may still be written: a draft, or a scheduled one where nobody's approval is at stake."""
    topic = topic_of(turn, code)
    if topic is None or topic.state is TopicState.DRAFT:
        return topic
    if topic.state is TopicState.SCHEDULED and not turn.policy.four_eyes:
        return topic
    if topic.state in (TopicState.AWAITING, TopicState.SCHEDULED):
        turn.toast(_("This topic is approved or awaits approval; it has to go back to draft first."), alert=True)
    else:
        turn.toast(_("This topic is published; its audience stays as it is."), alert=True)
    return None
