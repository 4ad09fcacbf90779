"""A test run: a few named people answer a draft, before anybody else is asked."""

from __future__ import annotations

from consultation.auditing import Action
from consultation.conversation import Button, Message, column, press
from consultation.stakeholder import Standing
from consultation.texts import _, bold
from consultation.topic import Topic, TopicState
from handlers.staff import members
from handlers.staff.finding import topic_of
from handlers.staff.noting import note
from handlers.telling import tell
from handlers.turn import Turn
from reports import trials as reported
from storage import trials

_UNPUBLISHED = (TopicState.DRAFT, TopicState.AWAITING, TopicState.SCHEDULED)
_MOST = 50  # people; a topic that more are to see is published


def command(turn: Turn, code: str, typed: str = "") -> None:
    """With a name: people to choose from. Without: who was chosen, and how far they are."""
    if (topic := _unpublished(turn, code)) is None:
        return
    if typed.strip():
        return members.search(turn, typed, f"tester:{topic.id}")
    _show(turn, topic, anew=True)


def refresh(turn: Turn, code: str) -> None:
    if (topic := topic_of(turn, code)) is not None:
        turn.toast("")
        _show(turn, topic)


def choose(turn: Turn, code: str, number: str) -> None:
    topic, person = _unpublished(turn, code), members.person_of(turn, number)
    if topic is None or person is None:
        return
    if person.standing is not Standing.MEMBER:
        return turn.toast(_("This person does not take part at present."), alert=True)
    if len(trials.of_topic(turn.db, topic.id)) >= _MOST:
        return turn.toast(_("A test run is for a few people; publish the topic to ask more."), alert=True)
    trials.add(turn.db, topic.id, person.id, turn.now)
    turn.toast("")
    _show(turn, topic)


def choose_anew(turn: Turn, code: str) -> None:
    if (topic := _unpublished(turn, code)) is not None:
        trials.clear(turn.db, topic.id)
        turn.toast("")
        _show(turn, topic)


def send(turn: Turn, code: str, which: str) -> None:
    if (topic := _unpublished(turn, code)) is None:
        return
    chosen = [one for one in trials.of_topic(turn.db, topic.id) if which == "all" or one.told_at is None]
    if not chosen:
        return turn.toast(_("This has been sent already."), alert=True)
    for one in chosen:
        trials.told(turn.db, one, turn.now)
        tell(turn, one.stakeholder_id, lambda: _asked(topic))
    note(turn, Action.TRY_OUT, topic.id, str(len(chosen)))
    turn.toast(_("Sent."))
    _show(turn, topic)


def _asked(topic: Topic) -> Message:
    told = _(
        "The secretariat asks you to try out a topic before it is published. What you answer is neither counted nor "
        "kept; it shows whether the questions are clear, and how long they take."
    )
    begin = Button(_("🧪 Begin the test"), press("preview", topic.id))
    return Message("\n\n".join(part for part in (told, bold(topic.title), topic.summary) if part), column(begin))


def _unpublished(turn: Turn, code: str) -> Topic | None:
    topic = topic_of(turn, code)
    if topic is None or topic.state in _UNPUBLISHED:
        return topic
    turn.toast(_("This topic is published already; a test run is for a draft."), alert=True)
    return None


def _show(turn: Turn, topic: Topic, *, anew: bool = False) -> None:
    testers = trials.of_topic(turn.db, topic.id)
    for one in testers:
        note(turn, Action.TESTERS, topic.id, stakeholder_id=one.stakeholder_id)
    message = reported.panel(topic, testers)
    (turn.say if anew else turn.replace)(message.text, message.buttons, topic_id=topic.id)
