"""What has changed between two questionnaires, in words for staff."""

from __future__ import annotations

from collections.abc import Iterable

from consultation.questionnaire import Question, Questionnaire
from consultation.texts import _, digits, language
from reports.cards import shortened

_SHOWN = 8  # questions of a kind of change


def differences(before: Questionnaire, now: Questionnaire) -> str:
    """The questions that came, went, changed or moved; "" where the two ask alike."""
    added = [one for one in now.asked if one.name not in before.by_name]
    removed = [one for one in before.asked if one.name not in now.by_name]
    changed = [one for one in now.asked if one.name in before.by_name and _changed(before, now, one)]
    parts = [
        _part(_("➕ Added:"), now, added),
        _part(_("➖ Removed:"), before, removed),
        _part(_("✏️ Changed:"), now, changed),
        _("↕️ The order has changed.") if _order(before, now) != _order(now, before) else "",
    ]
    return "\n\n".join(part for part in parts if part)


def _changed(before: Questionnaire, now: Questionnaire, question: Question) -> bool:
    earlier = before.by_name[question.name]
    lists = before.choices.get(earlier.choices), now.choices.get(question.choices)
    conditions = [[form.groups[name].relevant for name in one.groups] for form, one in
                  ((before, earlier), (now, question))]  # fmt: skip
    return earlier != question or lists[0] != lists[1] or conditions[0] != conditions[1]


def _order(of: Questionnaire, among: Questionnaire) -> list[str]:
    return [one.name for one in of.asked if one.name in among.by_name]


def _part(heading: str, form: Questionnaire, questions: Iterable[Question]) -> str:
    lines = [f"• {shortened(form.text(one.label, language()) or one.name, 80)}" for one in questions]
    if len(lines) > _SHOWN:
        more = _("… and {n} more.").format(n=digits(len(lines) - _SHOWN))
        lines = [*lines[:_SHOWN], more]
    return "\n".join([heading, *lines]) if lines else ""
