"""What came of a topic, as its participants read it; and what became of all that somebody said."""

from __future__ import annotations

from consultation.conversation import Button, Rows, Shape, column, press
from consultation.finding import shown_state
from consultation.texts import _, bold, inserted
from consultation.topic import Topic, TopicState
from handlers.stakeholder import certifying
from handlers.turn import Turn
from reports import findings as shown
from reports.cards import shortened
from storage import findings, pictures, responses, topics

_PUBLISHED = (TopicState.RESULTS,)
_CHARTS = 5  # at once
_LATEST = 12  # topics in one message


def _published(turn: Turn, topic_id: str) -> Topic | None:
    topic = topics.get(turn.db, int(topic_id))
    if topic is not None and topic.state in _PUBLISHED:
        return topic
    turn.toast(_("The results of this topic are not shown any more."), alert=True)
    return None


def read(turn: Turn, topic_id: str, place: str) -> None:
    if (topic := _published(turn, topic_id)) is None:
        return
    points = findings.of_topic(turn.db, topic.id)
    if int(place) >= len(points):
        return turn.toast(_("This point is not there any more."), alert=True)
    own = findings.own_words(turn.db, topic, turn.person.id).get(points[int(place)].id, [])
    message = shown.page(topic, points, int(place), own)
    turn.toast("")
    turn.say(message.text, message.buttons, topic_id=topic.id)


def send_charts(turn: Turn, topic_id: str, begin: str) -> None:
    """A picture of each question, a few at a time."""
    if (topic := _published(turn, topic_id)) is None:
        return
    left = [one for one in pictures.of_topic(turn.db, topic.id) if one.number >= int(begin)]
    if not left:
        return turn.toast(_("There are no charts of this topic."), alert=True)
    turn.toast("")
    for one in left[:_CHARTS]:
        buttons: Rows = ()
        if left[_CHARTS:] and one is left[_CHARTS - 1]:
            buttons = column(Button(_("📊 More charts"), press("figures", topic.id, left[_CHARTS].number)))
        turn.say(one.caption, buttons, document_id=one.document_id, shape=Shape.PHOTO, topic_id=topic.id)


def useful(turn: Turn, topic_id: str, answer: str) -> None:
    if (topic := _published(turn, topic_id)) is None:
        return
    findings.find_useful(turn.db, topic.id, turn.person.id, useful=answer == "1")
    turn.toast(_("Thank you; it is counted without your name."))


def show_me(turn: Turn) -> None:
    """/me: the topics that I answered, with receipts, and what became of my words."""
    given = [
        (response.receipt, topic)
        for response in responses.of_stakeholder(turn.db, turn.person.id)
        if response.receipt and response.topic_id is not None
        if (topic := topics.get(turn.db, response.topic_id)) is not None
    ]
    if not given:
        return turn.say(_("You have not answered any topic yet. Press «Topics» to see what is open."))
    heading = bold(_("What you gave, and what became of it"))
    parts = [_given(turn, receipt, topic) for receipt, topic in given[:_LATEST]]
    certified = [topic for _receipt, topic in given[:_LATEST] if certifying.may_have_one(turn, topic)]
    buttons = [certifying.button(topic, named=True) for topic in certified]
    turn.say("\n\n".join([heading, *parts]), column(*buttons))


def _given(turn: Turn, receipt: str, topic: Topic) -> str:
    lines = [bold(inserted(topic.title)), _("Receipt: {code}").format(code=inserted(receipt))]
    if topic.state not in _PUBLISHED:
        return "\n".join([*lines, _("Its results are not published yet.")])
    own = findings.own_words(turn.db, topic, turn.person.id)
    points = [point for point in findings.of_topic(turn.db, topic.id) if point.id in own]
    rests = _("A point rests on your words: {heard}")
    lines += [
        f"{rests.format(heard=inserted(shortened(point.heard, 80)))}\n{shown_state(point.state)}"
        for point in points[:3]
    ]
    told = lines if points else [*lines, _("Its results are published.")]
    return "\n".join([*told, address] if (address := shown.address_of(topic, turn.policy)) else told)
