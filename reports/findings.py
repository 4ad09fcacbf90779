"""Findings as staff work on them, and as people are told of them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from consultation.conversation import Button, Message, Rows, column, press
from consultation.finding import Point, PointState, shown_state
from consultation.persian import jalali
from consultation.policy import Policy
from consultation.texts import _, bold, digits, inserted, language, ngettext
from consultation.topic import Topic, TopicState
from reports.cards import shortened
from reports.public_page import file_name
from storage import codebooks, findings, pictures, responses
from storage.findings import Words

_LINE = 90  # characters of a point in a list
_DECISION = 160  # of what was decided, in the same
_WORDS = 300  # of somebody's words
_MOST = 3000  # of all points in one message
_LISTED = 8  # answers below one point
_SHORT = 3  # points for those who did not take part
PUBLISHABLE = (TopicState.CLOSED, TopicState.RESULTS)


# -- to staff ------------------------------------------------------------------------------------------------


def listing(db: Connection, topic: Topic, today: date, wanted: str = "") -> Message:
    """The points of a topic, each with a button: all of them, or those that have the words that are wanted."""
    every, counts = findings.of_topic(db, topic.id), findings.counts(db, topic.id)
    points = [(number, point) for number, point in enumerate(every, 1) if _is_wanted(db, point, wanted)]
    heading = _("Findings of topic {code}: {title}").format(code=digits(topic.code), title=inserted(topic.title))
    lines = [_line(number, point, counts.get(point.id, 0), today) for number, point in points]
    nothing = _("No point is written yet. A point says what was heard, what was decided and why.")
    if every and not points:
        nothing = _("No point has these words: {words}.").format(words=inserted(wanted))
    parts = [bold(heading), *(lines or [nothing]), _usefulness(db, topic)]
    numbered = [Button(digits(number), press("point", point.id)) for number, point in points]
    rows = [tuple(numbered[start : start + 5]) for start in range(0, len(numbered), 5)]
    rows.append((Button(_("➕ A new point"), press("point+", topic.id)),))
    if wanted:
        rows.append((Button(_("📋 All points"), press("findings", topic.id)),))
    if every and topic.state is TopicState.CLOSED:
        rows.append((Button(_("📢 Publish the results"), press("results", topic.id)),))
    return Message(_fitting([part for part in parts if part]), tuple(rows))


def _is_wanted(db: Connection, point: Point, wanted: str) -> bool:
    text = f"{point.heard} {point.decided} {point.why}"
    return not wanted or findings.has(text, findings.alternatives(codebooks.meant(db, point.topic_id, wanted)))


def _line(number: int, point: Point, people: int, today: date) -> str:
    facts = [shown_state(point.state), _rests_on(people)]
    if point.due_on is not None:
        facts.append(_due(point, today))
    return f"{digits(number)}. {shortened(point.heard, _LINE)}\n{_(', ').join(facts)}"


def _rests_on(people: int) -> str:
    return ngettext("on the words of {n} person", "on the words of {n} people", people).format(n=digits(people))


def _due(point: Point, today: date) -> str:
    assert point.due_on is not None  # noqa: S101 - callers look first
    told = _("⏰ due on {day}, which has passed") if point.overdue(today) else _("due on {day}")
    return told.format(day=jalali.write_date(point.due_on, language()))


def _usefulness(db: Connection, topic: Topic) -> str:
    yes, no = findings.found_useful(db, topic.id)
    told = _("Found useful by {yes}, not useful by {no}.")
    return told.format(yes=digits(yes), no=digits(no)) if yes or no else ""


def card(db: Connection, point: Point, today: date) -> Message:
    """One point, with all that can be done with it."""
    parts = [bold(shown_state(point.state)), full(point)]
    parts.append(_rests_on(findings.counts(db, point.topic_id).get(point.id, 0)))
    if point.due_on is not None:
        parts.append(_due(point, today))
    return Message("\n\n".join(parts), _card_buttons(point))


def full(point: Point) -> str:
    parts = [(_("What we heard"), point.heard), (_("What we decided"), point.decided), (_("Why"), point.why)]
    return "\n\n".join(f"{bold(head)}\n{text}" for head, text in parts if text)


def _card_buttons(point: Point) -> Rows:
    def asking(label: str, part: str) -> Button:
        return Button(label, press("point?", point.id, part))

    states = [Button(shown_state(one), press("point=", point.id, one)) for one in PointState if one is not point.state]
    undo = ((Button(_("↩️ Undo the last change"), press("pointback", point.id)),),) if point.before else ()
    return (
        (asking(_("✏️ Heard"), "heard"), asking(_("✏️ Decided"), "decided"), asking(_("✏️ Why"), "why")),
        tuple(states[:2]),
        tuple(states[2:]),
        (asking(_("🗓 Due date"), "due"), asking(_("🔎 Find answers"), "search")),
        (asking(_("🏷 By words of a theme"), "theme"), Button(_("💬 Its answers"), press("basis", point.id))),
        (Button(_("⬆️ Up"), press("pointup", point.id)), Button(_("⬇️ Down"), press("pointdown", point.id))),
        *undo,
        (
            Button(_("🗑 Remove"), press("point-", point.id)),
            Button(_("📋 All points"), press("findings", point.topic_id)),
        ),
    )


def found(point: Point, words: list[Words], places: dict[str, int]) -> Message:
    """Answers that were found, each to be tied by a button."""
    buttons = [
        Button(f"➕ {digits(number)}", press("basis+", point.id, one.response_id, places[one.question]))
        for number, one in enumerate(words, 1)
    ]
    head = _("These answers were found; press a number to tie it to the point.")
    return Message(_listed(head, words), _with_way_back(buttons, point))


def basis(db: Connection, point: Point, places: dict[str, int]) -> Message:
    tied = [one for one in findings.basis(db, point.id) if one.question in places]
    words = tied[:_LISTED]
    buttons = [
        Button(f"➖ {digits(number)}", press("basis-", point.id, one.response_id, places[one.question]))
        for number, one in enumerate(words, 1)
    ]
    head = ngettext("The point rests on {n} answer.", "The point rests on {n} answers.", len(tied))
    told = head.format(n=digits(len(tied)))
    if words:
        told += " " + _("A number takes an answer off again.")
    return Message(_listed(told, words), _with_way_back(buttons, point))


def _with_way_back(buttons: list[Button], point: Point) -> Rows:
    rows = tuple(tuple(buttons[start : start + 4]) for start in range(0, len(buttons), 4))
    return (*rows, (Button(_("↩️ Back to the point"), press("point", point.id)),))


def _listed(head: str, words: list[Words]) -> str:
    lines = [f"{digits(number)}. {_quoted(one.text)} {inserted(one.receipt)}" for number, one in enumerate(words, 1)]
    return "\n\n".join([head, *lines])


def _quoted(text: str) -> str:
    return _("«{text}»").format(text=inserted(shortened(text, _WORDS)))


def overdue(point: Point, topic: Topic, today: date) -> Message:
    told = _("A point of topic {code}, «{title}», is waiting: {heard}")
    text = told.format(
        code=digits(topic.code), title=inserted(topic.title), heard=inserted(shortened(point.heard, _LINE))
    )
    return Message(f"{text}\n{_due(point, today)}", column(Button(_("✏️ Work on it"), press("point", point.id))))


# -- to people -----------------------------------------------------------------------------------------------


def results(db: Connection, topic: Topic, stakeholder_id: int | None, policy: Policy) -> Message:
    """What came of a topic: first what became of the reader's own words, then the points.

    None: as somebody reads it who took part, and on whose words no point rests.
    """
    if stakeholder_id is not None and responses.handed_in_at(db, topic.id, stakeholder_id) is None:
        return _in_short(db, topic, policy)
    own = {} if stakeholder_id is None else findings.own_words(db, topic, stakeholder_id)
    points = findings.of_topic(db, topic.id)
    head = "📢 " + bold(_("What came of «{title}»").format(title=inserted(topic.title)))
    mine = [_own(point, own[point.id]) for point in points if point.id in own]
    lines = [f"{digits(number)}. {_with_decision(point)}" for number, point in enumerate(points, 1)]
    parts = [head, *mine, bold(_("What was heard, and what was decided:")), *lines]
    return _told(db, topic, parts, policy)


def _in_short(db: Connection, topic: Topic, policy: Policy) -> Message:
    """For those who follow the matter and did not take part."""
    points = findings.of_topic(db, topic.id)
    head = "📢 " + bold(_("What came of «{title}», in short").format(title=inserted(topic.title)))
    why = _("You did not take part this time; this is for your information.")
    lines = [f"{digits(number)}. {_with_decision(point)}" for number, point in enumerate(points[:_SHORT], 1)]
    if more := len(points) - _SHORT if len(points) > _SHORT else 0:
        lines.append(ngettext("And {n} more finding.", "And {n} more findings.", more).format(n=digits(more)))
    return _told(db, topic, [head, why, *lines], policy)


def _told(db: Connection, topic: Topic, parts: list[str], policy: Policy) -> Message:
    text = _fitting(parts)
    if policy.results_address:
        text = "\n".join([text, "", _("On the web, also for others:"), address_of(topic, policy)])
    charts = any(one.number for one in pictures.of_topic(db, topic.id))
    return Message(text, _result_buttons(topic, charts=charts), right_to_left=language() == "fa")


def address_of(topic: Topic, policy: Policy) -> str:
    """Of the page for everybody; "" where there is none."""
    return f"{policy.results_address}/{file_name(topic.id)}" if policy.results_address else ""


def _own(point: Point, words: list[str]) -> str:
    told = _("You wrote: {words}").format(words=_quoted(words[0]))
    return f"💬 {told}\n{_decision(point)}"


def _decision(point: Point) -> str:
    reason = _("Reason: {why}").format(why=point.why) if point.why else ""
    return "\n".join(part for part in (bold(shown_state(point.state)), point.decided, reason) if part)


def short(point: Point) -> str:
    return f"{shortened(point.heard, _LINE)}\n{shown_state(point.state)}"


def _with_decision(point: Point) -> str:
    decided = shortened(point.decided, _DECISION)
    return f"{short(point)}\n{decided}" if decided else short(point)


def _result_buttons(topic: Topic, *, charts: bool = False) -> Rows:
    read = [Button(_("📖 Read every point"), press("points", topic.id, 0))]
    if charts:
        read.append(Button(_("📊 Charts"), press("figures", topic.id, 1)))
    useful = Button(_("👍 It was useful"), press("useful", topic.id, 1))
    useless = Button(_("👎 It was not"), press("useful", topic.id, 0))
    return tuple(read), (useful, useless)


def _fitting(parts: list[str]) -> str:
    """As many parts as one message holds; the rest is behind its buttons."""
    kept: list[str] = []
    for part in parts:
        if sum(map(len, kept)) + len(part) > _MOST:
            return "\n\n".join([*kept, "…"])
        kept.append(part)
    return "\n\n".join(kept)


def page(topic: Topic, points: list[Point], place: int, own: list[str]) -> Message:
    """One point in full, among all of them."""
    point = points[place]
    head = _("{title}: point {n} of {total}").format(
        title=inserted(shortened(topic.title)), n=digits(place + 1), total=digits(len(points))
    )
    parts = [bold(head), *[_("You wrote: {words}").format(words=_quoted(one)) for one in own[:1]]]
    parts += [shown_state(point.state), full(point)]
    around = [(_("⬅️ Before"), place - 1), (_("➡️ Next"), place + 1)]
    buttons = [Button(label, press("points", topic.id, to)) for label, to in around if 0 <= to < len(points)]
    return Message("\n\n".join(parts), (tuple(buttons),) if buttons else (), right_to_left=language() == "fa")


def changed(db: Connection, topic: Topic, point: Point, stakeholder_id: int) -> Message:
    """A point has come on since people were told of it."""
    own = findings.own_words(db, topic, stakeholder_id).get(point.id, [])
    head = _("There is news of «{title}».").format(title=inserted(topic.title))
    told = _own(point, own) if own else f"{shortened(point.heard, _WORDS)}\n{_decision(point)}"
    return Message(f"📢 {head}\n\n{told}", _result_buttons(topic)[:1], right_to_left=language() == "fa")
