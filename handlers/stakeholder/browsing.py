"""Topics: the list, the card, the documents; to take part or not."""

from __future__ import annotations

from datetime import datetime, timedelta

from consultation.conversation import Rows, column
from consultation.texts import _, bold
from consultation.topic import Topic
from handlers.turn import Turn
from reports import cards
from storage import invitations, referrals, responses, segments, topics

_MORNING = 10  # the hour of "tomorrow"
_LONGEST_NUMBER = 10  # characters of a link's payload; anybody may type one that no database can count to


def for_them(turn: Turn) -> list[tuple[Topic, cards.Stage]]:
    """Open topics that are meant for this person, or that they have begun."""
    found = []
    for topic in topics.open_now(turn.db, turn.now):
        stage = cards.stage_of(responses.to_topic(turn.db, turn.person.id, topic.id))
        if stage is not cards.Stage.UNTOUCHED or segments.concerns(turn.db, topic.id, topic.audience, turn.person.id):
            found.append((topic, stage))
    return found


def show_list(turn: Turn) -> None:
    found = for_them(turn)
    if not found:
        return turn.say(_("No topic is open for you just now. As soon as one opens, you will be told."))
    message = cards.topic_list(found, turn.now, turn.policy)
    turn.say(message.text, message.buttons)


def topic_of_link(turn: Turn, payload: str) -> str:
    """The open topic that a /start link leads to, by its number or sent on by a colleague; "" where none."""
    numbered = payload[:1] == "t" and payload[1:].isdecimal() and len(payload) <= _LONGEST_NUMBER
    known = int(payload[1:]) if numbered else None
    topic_id = known or referrals.topic_of(turn.db, payload)
    topic = None if topic_id is None else topics.get(turn.db, topic_id)
    return str(topic.id) if topic is not None and topic.open_at(turn.now) else ""


def show_what_waits(turn: Turn) -> None:
    """For somebody who has just arrived: the one open topic itself, or the list."""
    found = for_them(turn)
    if topic_id := topic_of_link(turn, turn.person.invited_by):
        return show_card(turn, topic_id)
    if len(found) == 1:
        return show_card(turn, str(found[0][0].id))
    show_list(turn)


def offer_next(turn: Turn, *, but: int, menu: tuple[tuple[str, ...], ...] | None = None) -> None:
    """After one topic is done: what else waits."""
    declined = invitations.declined(turn.db, turn.person.id)
    waiting = [
        (topic, stage)
        for topic, stage in for_them(turn)
        if stage is not cards.Stage.SUBMITTED and topic.id != but and topic.id not in declined
    ]
    if not waiting:
        return turn.say(_("Nothing else waits for you now. As soon as a new topic opens, you will be told."), menu=menu)
    topic, stage = min(waiting, key=lambda one: one[1] is not cards.Stage.STARTED)  # what is half done goes first
    told = _("Another topic waits for your opinion: {title}").format(title=bold(topic.title))
    if stage is cards.Stage.STARTED:
        told = _("Another topic waits, which you have begun: {title}").format(title=bold(topic.title))
    turn.say(told, column(cards.answer_button(topic, stage)), topic_id=topic.id)


def show_card(turn: Turn, topic_id: str) -> None:
    topic = topics.get(turn.db, int(topic_id)) if topic_id.isdigit() else None
    if topic is None or topic.opened_at is None:
        return turn.toast(_("This topic is not there any more."), alert=True)
    turn.toast("")
    if topic.open_at(turn.now):
        invitations.invite(turn.db, topic.id, turn.person.id, turn.now)
    invitations.opened(turn.db, topic.id, turn.person.id, turn.now)
    message = cards.card(turn.db, topic, turn.person, turn.now, turn.policy)
    turn.say(message.text, message.buttons, topic_id=topic.id)


def send_documents(turn: Turn, topic_id: str) -> None:
    topic = topics.get(turn.db, int(topic_id))
    if topic is None:
        return turn.toast(_("This topic is not there any more."), alert=True)
    turn.toast(_("The documents are on their way."))
    invitations.opened(turn.db, topic.id, turn.person.id, turn.now)
    documents = topics.documents(turn.db, topic.id)
    for document in documents:
        buttons = _next_step(turn, topic) if document is documents[-1] else ()
        turn.say(document.name, buttons, document_id=document.id, topic_id=topic.id)


def _next_step(turn: Turn, topic: Topic) -> Rows:
    """Below what they have just been given to read: answering, without scrolling back to the card."""
    if not topic.open_at(turn.now):
        return ()
    return column(cards.answer_button(topic, cards.stage_of(responses.to_topic(turn.db, turn.person.id, topic.id))))


def tomorrow(turn: Turn, topic_id: str) -> None:
    """Remind me tomorrow: at ten, of one topic or of all that wait."""
    local = turn.local_now + timedelta(days=1)
    moment = datetime(local.year, local.month, local.day, _MORNING, tzinfo=local.tzinfo)
    waiting = [waits for waits, _started in invitations.waiting_for(turn.db, turn.person, turn.now)]
    chosen = waiting if topic_id == "all" else [int(topic_id)]
    for one in chosen:
        invitations.remind_at(turn.db, one, turn.person.id, moment)
    turn.toast("")
    turn.replace(_("All right, you will be reminded tomorrow morning."))


def show_mine(turn: Turn) -> None:
    """What I have said: every topic that I answered or began."""
    found = [
        (topic, cards.stage_of(response))
        for response in responses.of_stakeholder(turn.db, turn.person.id)
        if response.topic_id is not None and (topic := topics.get(turn.db, response.topic_id)) is not None
    ]
    if not found:
        return turn.say(_("You have not answered any topic yet. Press «Topics» to see what is open."))
    message = cards.my_answers(found, turn.now, turn.policy)
    turn.say(message.text, message.buttons)
