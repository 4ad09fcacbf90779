"""/publish_results: what came of a topic goes to those who were asked about it."""

from __future__ import annotations

from datetime import timedelta

from consultation.auditing import Action
from consultation.conversation import Button, column, press
from consultation.lifecycle import UNDO, Step
from consultation.texts import _, bold, digits, inserted, ngettext
from consultation.topic import Topic
from handlers.staff.approving import released
from handlers.staff.finding import show_panel_of
from handlers.staff.stepping import ready, take
from handlers.turn import Turn
from reports import findings as shown
from storage import audit, campaigns, findings
from storage.deliveries import Subject

_PAGES_FIRST = timedelta(seconds=30)  # so that whoever follows the link finds the page, and the charts are drawn


def ask(turn: Turn, code: str, *_rest: str) -> None:
    """The last question: what goes to how many, with the message as most will see it."""
    if (topic := _releasable(turn, code)) is None:
        return
    count = findings.count_receivers(turn.db, topic)
    told = ngettext(
        "The results of topic {code}, «{title}», go to {n} person. Whoever's words a point rests on also reads what "
        "became of them. This is what the others see:",
        "The results of topic {code}, «{title}», go to {n} people. Whoever's words a point rests on also reads what "
        "became of them. This is what the others see:",
        count,
    ).format(code=digits(topic.code), title=inserted(topic.title), n=bold(digits(count)))
    yes = Button(_("📢 Yes, publish the results"), press("results!", topic.id))
    turn.toast("")
    preview = shown.results(turn.db, topic, None, turn.policy).text
    turn.replace(f"{told}\n\n{preview}", column(yes, Button(_("No"), press("findings", topic.id))), topic_id=topic.id)


def _releasable(turn: Turn, code: str) -> Topic | None:
    topic = ready(turn, code, Step.RESULTS)
    if topic is None or not released(turn, topic):
        return None
    if findings.of_topic(turn.db, topic.id):
        return topic
    turn.toast(
        _("There are no findings yet; {command} writes them.").format(command=f"/findings {topic.code}"), alert=True
    )
    return None


def publish(turn: Turn, code: str) -> None:
    """Queued for two minutes from now, so that it can be stopped before anybody has read it."""
    if (topic := _releasable(turn, code)) is None:
        return
    due_at = turn.now + UNDO + _PAGES_FIRST
    count = findings.tell(turn.db, topic, Subject.FINDINGS, turn.now, due_at, "")
    findings.show_charts(turn.db, topic, turn.now, due_at)
    take(turn, topic, Step.RESULTS, str(count))
    told = ngettext(
        "The results are published; {n} person is told in two minutes.",
        "The results are published; {n} people are told in two minutes.",
        count,
    )
    turn.toast("")
    turn.replace(
        told.format(n=digits(count)),
        column(Button(_("⏪ Stop sending"), press("unresult", topic.id))),
        topic_id=topic.id,
    )


def undo(turn: Turn, code: str) -> None:
    if (topic := ready(turn, code, Step.UNDO_RESULTS)) is None:
        return
    last = audit.last(turn.db, topic.id, Action.RESULTS)
    if last is None or turn.now - last.at >= UNDO:
        return turn.toast(_("There is nothing left to stop."), alert=True)
    campaigns.cancel_of_topic(turn.db, topic.id, Subject.FINDINGS, Subject.PICTURE)
    take(turn, topic, Step.UNDO_RESULTS)
    turn.toast(_("Stopped. Nobody had been told yet."), alert=True)
    show_panel_of(turn, topic.id)
