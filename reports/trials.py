"""A test run as staff see it: who was chosen, and how far each has come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from statistics import median

from consultation.conversation import Button, Message, press
from consultation.texts import _, bold, digits, inserted, ngettext
from consultation.topic import Topic
from storage.trials import Trial


def panel(topic: Topic, chosen: Sequence[Trial]) -> Message:
    heading = _("Test run of topic {code}, «{title}»").format(code=digits(topic.code), title=inserted(topic.title))
    example = inserted(f"/rehearse {topic.code} رضایی")
    how = _("To choose people: {example}. What they answer is not counted and not kept.").format(example=example)
    parts = [bold(heading), "\n".join(map(_line, chosen)), _took(chosen), how]
    return Message("\n\n".join(part for part in parts if part), buttons=_buttons(topic, chosen))


def _line(one: Trial) -> str:
    who = _(", ").join(inserted(part) for part in (one.name, one.organisation) if part)
    return f"{_MARKS[_stage(one)]} {who} – {_told(one)}"


_MARKS = {"chosen": "▫️", "told": "📨", "begun": "▶️", "ended": "✅"}


def _stage(one: Trial) -> str:
    if one.told_at is None:
        return "chosen"
    if one.ended_at is not None:
        return "ended"
    return "told" if one.begun_at is None else "begun"


def _told(one: Trial) -> str:
    match _stage(one):
        case "chosen":
            return _("not told yet")
        case "told":
            return _("told")
        case "begun":
            return _("has begun")
        case _:
            return _("finished, {time}").format(time=minutes(one.begun_at, one.ended_at))


def minutes(begun: datetime | None, ended: datetime | None) -> str:
    count = 1 if begun is None or ended is None else max(1, round((ended - begun).total_seconds() / 60))
    return ngettext("{n} minute", "{n} minutes", count).format(n=digits(count))


def _took(chosen: Sequence[Trial]) -> str:
    spans = [one.ended_at - one.begun_at for one in chosen if one.begun_at is not None and one.ended_at is not None]
    if len(spans) < 2:
        return ""
    middle = max(1, round(median(span.total_seconds() for span in spans) / 60))
    told = ngettext("Half of them needed at most {n} minute.", "Half of them needed at most {n} minutes.", middle)
    return told.format(n=digits(middle))


def _buttons(topic: Topic, chosen: Sequence[Trial]) -> tuple[tuple[Button, ...], ...]:
    waiting = sum(one.told_at is None for one in chosen)
    rows: list[tuple[Button, ...]] = []
    if waiting:
        send = ngettext("🧪 Send to {n} person", "🧪 Send to {n} people", waiting).format(n=digits(waiting))
        rows.append((Button(send, press("trial!", topic.id, "new")),))
    elif chosen:
        rows.append((Button(_("🧪 Send to all of them again"), press("trial!", topic.id, "all")),))
    if chosen:
        rows.append(
            (Button(_("🔄 Refresh"), press("trial", topic.id)), Button(_("✖️ Choose anew"), press("trial0", topic.id)))
        )
    return (*rows, (Button(_("« The topic"), press("panel", topic.id)),))
