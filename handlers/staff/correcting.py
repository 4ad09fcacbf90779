"""Corrections to a topic that is open: what is different is shown first, and then taken over once."""

from __future__ import annotations

from consultation.auditing import Action
from consultation.conversation import Button, column, press
from consultation.correction import Correction, compare
from consultation.lifecycle import UNDO, Step
from consultation.questionnaire import Questionnaire
from consultation.texts import _, bold, digits, inserted, language, ngettext
from consultation.topic import Topic
from handlers.staff.approving import released
from handlers.staff.finding import show_panel_of
from handlers.staff.noting import note
from handlers.staff.stepping import ready, take
from handlers.turn import Turn
from reports.cards import shortened
from storage import corrections, questionnaires

_NAMED = 3  # questions of a kind of change


def propose(turn: Turn, topic: Topic, form: Questionnaire) -> None:
    """A corrected workbook has come: how it differs, whom that concerns, and the button that takes it over."""
    before = questionnaires.get(turn.db, topic.questionnaire_id)
    correction = compare(before, form)
    if not correction:
        return turn.say(_("This workbook asks the same as the topic does now; nothing needs to be corrected."))
    stored = questionnaires.store(turn.db, form, turn.now)
    note(turn, Action.PROPOSE, topic.id)
    heading = _("Correction of topic {code}, «{title}»").format(code=digits(topic.code), title=inserted(topic.title))
    told = [bold(heading), _differences(before, form, correction), _consequence(turn, topic, correction)]
    turn.say(
        "\n\n".join(told),
        column(
            Button(_("✅ Take the correction over"), press("correct!", topic.id, topic.questionnaire_id, stored)),
            Button(_("No"), press("panel", topic.id)),
        ),
        topic_id=topic.id,
    )


def _differences(before: Questionnaire, now: Questionnaire, correction: Correction) -> str:
    lines = []
    if count := len(correction.reworded):
        told = ngettext("{n} text is corrected.", "{n} texts are corrected.", count)
        lines.append("✏️ " + told.format(n=digits(count)))
    lines += [
        _line(_("⚠️ Means something else now:"), now, correction.changed),
        _line(_("➕ New:"), now, correction.added),
        _line(_("➖ Left out:"), before, correction.removed),
        _("↕️ The order has changed.") if correction.moved else "",
    ]
    return "\n".join(line for line in lines if line)


def _line(heading: str, form: Questionnaire, names: tuple[str, ...]) -> str:
    if not names:
        return ""
    labels = [inserted(shortened(form.text(form.by_name[name].label, language()) or name)) for name in names]
    more = _(" and {n} more").format(n=digits(len(names) - _NAMED)) if len(names) > _NAMED else ""
    return f"{heading} {_(', ').join(labels[:_NAMED])}{more}"


def _consequence(turn: Turn, topic: Topic, correction: Correction) -> str:
    if not correction.meaning:
        return _("Only wording is different, so everybody sees it at once and no answer is touched.")
    begun, submitted = corrections.concerned(turn.db, topic.id)
    told = _(
        "This becomes a new version. In the middle of answering: {begun}; they go on with it and keep their answers. "
        "Already submitted: {submitted}; they are asked only what changed."
    )
    return told.format(begun=digits(begun), submitted=digits(submitted))


def take_over(turn: Turn, code: str, before: str, now: str) -> None:
    if (topic := ready(turn, code, Step.CORRECT)) is None or not released(turn, topic):
        return
    if topic.questionnaire_id != int(before) or not questionnaires.is_kept(turn.db, int(now)):
        told = _("The questions of this topic have been corrected since. Please send the workbook again.")
        return turn.toast(told, alert=True)
    old, new = questionnaires.get(turn.db, int(before)), questionnaires.get(turn.db, int(now))
    if compare(old, new).meaning:
        count = corrections.new_version(turn.db, topic.id, turn.now, int(now), turn.now + UNDO)
        told = ngettext(
            "The correction of topic {code} is taken over. {n} person who has submitted is told in two minutes.",
            "The correction of topic {code} is taken over. {n} people who have submitted are told in two minutes.",
            count,
        ).format(code=digits(topic.code), n=digits(count))
    else:
        count = corrections.reword(turn.db, topic.id, int(before), int(now))
        told = _("The correction of topic {code} is taken over.").format(code=digits(topic.code))
    take(turn, topic, Step.CORRECT, str(count))
    turn.toast(_("The correction is taken over."))
    undo = Button(_("⏪ Undo"), press("uncorrect", topic.id, before, now))
    turn.replace(told, column(undo, Button(_("🎛 Controls"), press("panel", topic.id))), topic_id=topic.id)


def retitle(turn: Turn, code: str, text: str = "") -> None:
    """/title 3 and the new title; what stands on further lines is the new summary."""
    if (topic := ready(turn, code, Step.RETITLE)) is None:
        return
    title, _newline, summary = text.strip().partition("\n")
    if not title:
        return turn.say(
            _("Please write the new title after the number, and the summary, if it changes too, on a line of its own.")
        )
    changed = {"title": title.strip()} | ({"summary": summary.strip()} if summary.strip() else {})
    take(turn, topic, Step.RETITLE, title.strip(), **changed)
    show_panel_of(turn, topic.id, anew=True)
