"""Handing a response in."""

from __future__ import annotations

from consultation.conversation import Button, column, press
from consultation.persian import jalali
from consultation.texts import _, bold, inserted, language
from consultation.topic import Topic
from handlers.stakeholder import answering, browsing, catching_up, certifying, menu
from handlers.stakeholder.sitting import Sitting, of_theirs, takes_answers
from handlers.turn import Turn
from storage import responses, trials


def submit(turn: Turn, response_id: str) -> None:
    sitting = of_theirs(turn, int(response_id))
    if sitting is None or sitting.topic is None:
        return turn.toast(_("This button belongs to an earlier conversation."), alert=True)
    if not takes_answers(turn, sitting):
        return turn.toast(_("This topic has closed, so answers can no longer be given or changed."), alert=True)
    if catching_up.caught_up(turn, sitting, pressed=True) is None:
        return
    if sitting.response.submitted:
        return turn.toast(_("These answers are already submitted. Thank you!"))
    if sitting.interview.asking is not None:
        turn.toast("")
        return answering.go_on(turn, sitting.response)
    turn.toast("")
    turn.change_person(answering=None)
    if sitting.response.preview:
        return _end_preview(turn, sitting, sitting.topic)
    _thank(turn, sitting, sitting.topic, responses.submit(turn.db, sitting.response, turn.now))


def _end_preview(turn: Turn, sitting: Sitting, topic: Topic) -> None:
    responses.remove(turn.db, sitting.response.id)
    if not trials.ended(turn.db, topic.id, turn.person.id, turn.now):
        return turn.replace(_("This was the end of the preview. Nothing of it was kept."))
    turn.replace(
        _(
            "This was the end of the test; nothing of it was kept. Thank you! If a question was not clear, or "
            "something is missing, please write to the secretariat."
        ),
        column(Button(_("❓ Write to the secretariat"), press("ask", topic.id))),
        topic_id=topic.id,
    )


def _thank(turn: Turn, sitting: Sitting, topic: Topic, receipt: str) -> None:
    until = jalali.write_moment(turn.policy.local(topic.closes_at), language())
    told = [
        _("Your answers are submitted. Thank you for the time and thought you gave!"),
        _("Receipt code: {code}").format(code=bold(inserted(receipt))),
        _("Until {moment} you can see and change your answers.").format(moment=until),
    ]
    change = Button(_("✏️ See or change my answers"), press("review", topic.id))
    buttons = [change, certifying.button(topic)] if certifying.may_have_one(turn, topic) else [change]
    turn.replace("✅ " + bold(topic.title))
    turn.say("\n\n".join(told), column(*buttons), topic_id=topic.id)
    browsing.offer_next(turn, but=topic.id, menu=menu.rows())
