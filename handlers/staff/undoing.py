"""Undoing, for two minutes, what is on its way to many: a publication, a withdrawal, a correction."""

from __future__ import annotations

from consultation.auditing import Action
from consultation.correction import compare
from consultation.lifecycle import UNDO, Step, undoable
from consultation.texts import _, digits, inserted, ngettext
from consultation.topic import Topic
from handlers.staff.finding import show_panel_of
from handlers.staff.stepping import ready, take
from handlers.turn import Turn
from storage import audit, corrections, invitations, questionnaires


def publication(turn: Turn, code: str) -> None:
    """What is not sent yet stays unsent, and the topic is a draft again."""
    if (topic := ready(turn, code, Step.UNDO)) is None:
        return
    if not undoable(topic, turn.now):
        told = _("The two minutes for this are over. {command} takes the topic back and tells people so.")
        return turn.toast(told.format(command=inserted(f"/withdraw {topic.code}")), alert=True)
    count = invitations.take_back(turn.db, topic.id, turn.now)
    take(turn, topic, Step.UNDO, opened_at=None, reminded_for=None)
    told = ngettext(
        "Stopped. {n} person had been told already, and gets a kind word about it.",
        "Stopped. {n} people had been told already, and get a kind word about it.",
        count,
    )
    turn.toast(told.format(n=digits(count)) if count else _("Stopped. Nobody had been told yet."), alert=True)
    show_panel_of(turn, topic.id)


def withdrawal(turn: Turn, code: str) -> None:
    """Open again, as if it had never been taken back."""
    if (topic := ready(turn, code, Step.UNDO_WITHDRAW)) is None:
        return
    if not _just_done(turn, topic, Action.WITHDRAW):
        told = _("The two minutes for this are over. {command} makes a new draft like this topic.")
        return turn.toast(told.format(command=inserted(f"/copy {topic.code}")), alert=True)
    take(turn, topic, Step.UNDO_WITHDRAW, closed_at=None)
    invitations.undo_withdrawal(turn.db, topic, turn.now)
    turn.toast(_("The topic is open again. Nobody had been told of the withdrawal."), alert=True)
    show_panel_of(turn, topic.id)


def correction(turn: Turn, code: str, before: str, now: str) -> None:
    """The questions are again what they were; whoever has seen the corrected ones loses no answer to the others."""
    if (topic := ready(turn, code, Step.UNDO_CORRECT)) is None:
        return
    if topic.questionnaire_id != int(now) or not _just_done(turn, topic, Action.CORRECT):
        told = _("This correction cannot be undone any more. Please send the earlier questions as another correction.")
        return turn.toast(told, alert=True)
    if compare(questionnaires.get(turn.db, int(before)), questionnaires.get(turn.db, int(now))).meaning:
        corrections.take_back(turn.db, topic.id, int(before))
    else:
        corrections.reword(turn.db, topic.id, int(now), int(before))
    take(turn, topic, Step.UNDO_CORRECT)
    turn.toast(_("The questions are again as they were. Nobody had been told of the correction."), alert=True)
    show_panel_of(turn, topic.id)


def _just_done(turn: Turn, topic: Topic, action: Action) -> bool:
    """Whether it was done within these two minutes, and not undone since."""
    done, undone = audit.last(turn.db, topic.id, action), audit.last(turn.db, topic.id, Action.UNDO)
    if done is None or turn.now - done.at >= UNDO:
        return False
    return undone is None or undone.id < done.id
