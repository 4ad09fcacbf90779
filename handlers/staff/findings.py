"""/findings: writing the points of a topic, one reply or press at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from consultation.auditing import Action
from consultation.conversation import Button, column, press
from consultation.finding import LONGEST, Point, PointState, state_name
from consultation.lifecycle import UNDO
from consultation.persian import jalali
from consultation.persian.text import clean
from consultation.texts import _, digits, inserted, language
from consultation.topic import TopicState
from handlers.staff import prompting
from handlers.staff.finding import topic_of
from handlers.staff.noting import note
from handlers.turn import Turn
from reports import findings as shown
from storage import campaigns, findings, topics
from storage.deliveries import Subject

_ASKED: Mapping[str, Callable[[], str]] = {
    "heard": lambda: _("What was heard? Please reply to this message."),
    "decided": lambda: _("What was decided? Please reply to this message."),
    "why": lambda: _("Why? Please reply to this message."),
    "reject": lambda: _(
        "Why is it not accepted? Those who said it will read the reason. Please reply to this message."
    ),
    "due": lambda: _("By which day is it to be done? Please reply to this message, for example: {example}"),
    "search": lambda: _("Which words are to be in the answers? Please reply to this message."),
    "theme": lambda: _(
        "Which words belong to the theme? Please reply with them, with commas between, or with the name of a group of "
        "the codebook; every answer that has one of them is tied to the point."
    ),
}


def show(turn: Turn, code: str, wanted: str = "") -> None:
    """All points of a topic, or those that have these words, or the words of the theme of this name."""
    if (topic := topic_of(turn, code)) is not None:
        turn.toast("")
        message = shown.listing(turn.db, topic, turn.local_now.date(), clean(wanted))
        turn.replace(message.text, message.buttons, topic_id=topic.id)


def point_of(turn: Turn, point_id: str) -> Point | None:
    """The point, held for this turn; where it is not there any more, that has been said."""
    point = findings.get(turn.db, int(point_id), lock=True)
    if point is not None and point.removed_at is None:
        return point
    turn.toast(_("This point is not there any more."), alert=True)
    return None


def show_point(turn: Turn, point_id: str) -> None:
    if (point := point_of(turn, point_id)) is not None:
        turn.toast("")
        show_card(turn, point.id)


def show_card(turn: Turn, point_id: int) -> None:
    if (point := findings.get(turn.db, point_id)) is not None:
        message = shown.card(turn.db, point, turn.local_now.date())
        turn.replace(message.text, message.buttons, topic_id=point.topic_id)


def ask_new(turn: Turn, topic_id: str) -> None:
    if topic_of(turn, topic_id) is None:
        return
    turn.toast("")
    prompting.ask_reply(turn, _ASKED["heard"](), press("point+", topic_id), topic_id=int(topic_id))


def write_new(turn: Turn, topic_id: str) -> None:
    if (topic := topic_of(turn, topic_id)) is None or (text := _words(turn)) is None:
        return
    made = findings.add(turn.db, topic.id, text, turn.now)
    note(turn, Action.FINDING, topic.id, f"{made} +")
    show_card(turn, made)


def _words(turn: Turn) -> str | None:
    """What they wrote, if it is fit to be a part of a point; else why not has been said."""
    text = clean(turn.incoming.text)
    if not text:
        turn.say(_("Please reply with a text."))
    elif len(text) > LONGEST:
        told = _("This has {n} characters; {most} are possible. Please reply to the question again, shorter.")
        turn.say(told.format(n=digits(len(text)), most=digits(LONGEST)))
    else:
        return text
    return None


def ask(turn: Turn, point_id: str, part: str) -> None:
    if (point := point_of(turn, point_id)) is None:
        return
    example = inserted(jalali.write_date(turn.local_now.date(), language()))
    turn.toast("")
    asked = _ASKED[part]().format(example=example)
    asks = press("point?", point.id, part)
    prompting.ask_reply(turn, f"{asked}\n\n{shown.short(point)}", asks, topic_id=point.topic_id)


def change(turn: Turn, point: Point, **values: object) -> None:
    """Change a point, with an entry in the audit log; those who know of its state are told of another one."""
    findings.change(turn.db, point, **values)
    note(turn, Action.FINDING, point.topic_id, f"{point.id} {', '.join(values)}")
    if "state" in values:
        _tell_of(turn, point)
    show_card(turn, point.id)


def _tell_of(turn: Turn, point: Point) -> None:
    """Not at once: what is taken back within two minutes was never said."""
    topic = topics.get(turn.db, point.topic_id)
    waiting = campaigns.cancel_of_topic(turn.db, point.topic_id, Subject.FINDING, makes=str(point.id))
    now = findings.get(turn.db, point.id)
    taken_back = waiting and now is not None and now.before is None
    if topic is not None and topic.state is TopicState.RESULTS and not taken_back:
        subject = Subject.FINDING
        findings.tell(turn.db, topic, subject, turn.now, turn.now + UNDO, str(point.id))


def set_state(turn: Turn, point_id: str, state: str) -> None:
    if (point := point_of(turn, point_id)) is None:
        return
    wanted = PointState(state)
    if wanted is point.state:
        return turn.toast(_("It is «{state}» already.").format(state=state_name(wanted)), alert=True)
    if wanted is PointState.REJECTED and not point.why:
        return ask(turn, point_id, "reject")
    turn.toast("")
    change(turn, point, state=wanted)


def write_part(turn: Turn, point: Point, part: str) -> None:
    """The reply to one of our questions about a point."""
    if (text := _words(turn)) is None:
        return
    match part:
        case "due":
            _set_due(turn, point, text)
        case "reject":
            change(turn, point, why=text, state=PointState.REJECTED)
        case _:
            change(turn, point, **{part: text})


def _set_due(turn: Turn, point: Point, text: str) -> None:
    today = turn.local_now.date()
    moment = jalali.read_moment(text, turn.local_now)
    if moment is None or moment.date() < today:
        told = _("This is no day to come. Please reply to the question with a date like {example}.")
        return turn.say(told.format(example=inserted(jalali.write_date(today, language()))))
    change(turn, point, due_on=moment.date())


def move(by: int) -> Callable[[Turn, str], None]:
    def moved(turn: Turn, point_id: str) -> None:
        if (point := point_of(turn, point_id)) is None:
            return
        points = findings.of_topic(turn.db, point.topic_id)
        place = [one.id for one in points].index(point.id) + by
        if not 0 <= place < len(points):
            return turn.toast(_("It stands at the end already."), alert=True)
        findings.exchange(turn.db, point, points[place])
        note(turn, Action.FINDING, point.topic_id, f"{point.id} place")
        show(turn, str(point.topic_id))

    return moved


def remove(turn: Turn, point_id: str) -> None:
    if (point := point_of(turn, point_id)) is None:
        return
    findings.change(turn.db, point, removed_at=turn.now)
    campaigns.cancel_of_topic(turn.db, point.topic_id, Subject.FINDING, makes=str(point.id))
    note(turn, Action.FINDING, point.topic_id, f"{point.id} -")
    turn.toast("")
    undo = Button(_("↩️ Bring it back"), press("pointback", point.id))
    every = Button(_("📋 All points"), press("findings", point.topic_id))
    turn.replace(_("The point is removed: {heard}").format(heard=inserted(point.heard)), column(undo, every))


def undo(turn: Turn, point_id: str) -> None:
    point = findings.get(turn.db, int(point_id), lock=True)
    if point is None or point.before is None:
        return turn.toast(_("There is nothing to undo."), alert=True)
    parts = findings.undo(turn.db, point)
    note(turn, Action.UNDO, point.topic_id, f"{point.id} {', '.join(sorted(parts))}")
    if "state" in parts:
        _tell_of(turn, point)
    turn.toast("")
    show_card(turn, point.id)
