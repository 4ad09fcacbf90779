"""Not this topic: to be left in peace about it, to say why, or to send it on to somebody better placed."""

from __future__ import annotations

from consultation.conversation import Button, column, press
from consultation.texts import _, bold, inserted
from consultation.topic import Topic
from handlers.turn import Turn
from reports.outcomes import REASONS  # kept with the invitation under these names
from storage import invitations, referrals, topics


def _topic(turn: Turn, topic_id: str) -> Topic | None:
    topic = topics.get(turn.db, int(topic_id))
    if topic is None:
        turn.toast(_("This topic is not there any more."), alert=True)
    return topic


def decline(turn: Turn, topic_id: str) -> None:
    if (topic := _topic(turn, topic_id)) is None:
        return
    invitations.decline(turn.db, topic.id, turn.person.id, turn.now)
    turn.toast("")
    told = _("All right, you will get no reminder of this topic: {title}").format(title=bold(topic.title))
    asked = _("If you like, tell us why:")
    reasons = [Button(words(), press("because", topic.id, name)) for name, words in REASONS.items()]
    turn.replace(f"{told}\n\n{asked}", column(*reasons, _refer_button(topic)))


def because(turn: Turn, topic_id: str, reason: str) -> None:
    if (topic := _topic(turn, topic_id)) is None:
        return
    invitations.give_reason(turn.db, topic.id, turn.person.id, reason)
    turn.toast("")
    thanks = _("Thank you, this helps us. If you change your mind, you will find the topic under «Topics».")
    turn.replace(thanks, column(_refer_button(topic)))


def _refer_button(topic: Topic) -> Button:
    return Button(_("👥 A colleague is better placed"), press("refer", topic.id))


def refer(turn: Turn, topic_id: str) -> None:
    """A personal link to this topic, to be sent on."""
    topic = _topic(turn, topic_id)
    if topic is None or not topic.open_at(turn.now):
        return turn.toast(_("This topic has closed. Thank you for your interest."), alert=True)
    payload = referrals.payload(turn.db, turn.person.id, topic.id, turn.now)
    turn.toast("")
    told = _("Please send the next message on to your colleague; the link in it leads to this topic.")
    link = inserted(turn.house.start_link(turn.incoming.channel, payload))
    invitation = _("You are invited to give your opinion on «{title}»:\n{link}")
    turn.say(told)
    turn.say(invitation.format(title=inserted(topic.title), link=link), topic_id=topic.id)
