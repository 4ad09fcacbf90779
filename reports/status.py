"""How an open topic comes on: one message in the staff group, and a picture of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Connection

from consultation.conversation import Button, Message, press
from consultation.persian import jalali
from consultation.policy import Policy
from consultation.questionnaire import Questionnaire
from consultation.texts import _, bold, digits, inserted, language
from consultation.topic import Figures, Topic
from reports import desk
from reports.break_offs import LOOKED_AT, BreakOff, break_offs, most_stopped
from reports.segments import choices_of
from storage import watching
from storage.watching import Share

ENOUGH = 5  # people of a segment, before its silence says anything
_BLOCKS = 10
_IDLE_FOR = timedelta(hours=1)  # after that, who has stopped counts as having stopped
_DAYS, _HOURS = timedelta(days=1), timedelta(hours=1)


@dataclass(frozen=True)
class Progress:
    figures: Figures
    shares: tuple[Share, ...]
    stopped: BreakOff | None  # where most have stopped
    waiting: int  # invitations on their way
    failed: int
    left: timedelta | None  # in days, on the last two in hours; None once closed

    @property
    def digest(self) -> str:
        return "closed" if self.left is None else sha256(repr(self).encode()).hexdigest()[:32]


def progress(db: Connection, topic: Topic, now: datetime, policy: Policy) -> Progress:
    left = _coarse(topic.closes_at - now) if topic.open_at(now) else None
    shares = tuple(watching.by_kind(db, topic.id))
    return Progress(
        desk.figures_of(db, topic),
        shares,
        _stopped(db, topic, policy.local(now)),
        *watching.deliveries(db, topic.id),
        left,
    )


def _coarse(left: timedelta) -> timedelta:
    step = _DAYS if left > 2 * _DAYS else _HOURS
    return max(left // step * step, _HOURS)


def _stopped(db: Connection, topic: Topic, now: datetime) -> BreakOff | None:
    found = break_offs(db, topic, now, LOOKED_AT, now - _IDLE_FOR)
    return found[0] if found else None


def status(db: Connection, topic: Topic, profile: Questionnaire, now: datetime, policy: Policy) -> Message:
    found = progress(db, topic, now, policy)
    figures = found.figures
    head = _("Topic {code}: {title}").format(code=digits(topic.code), title=topic.title)
    counted = _("{n} of {total} have answered").format(n=digits(figures.submitted), total=digits(figures.told))
    parts = [
        f"{'🟢' if found.left else '🔒'} {bold(head)}",
        f"{bar(figures.submitted, figures.told)} {counted}",
        desk.figures_text(figures),
        "\n".join(_share_line(share, profile) for share in found.shares),
        "\n".join(_troubles(db, topic, found)),
        _left(found.left),
    ]
    chart = Button(_("📈 Chart"), press("chart", topic.id))
    controls = Button(_("🎛 Controls"), press("controls", topic.id))
    sending = ((Button(_("📤 All sendings"), press("campaigns")),),) if found.waiting else ()
    return Message("\n\n".join(part for part in parts if part), ((chart, controls), *sending), silent=True)


def silence(db: Connection, topic: Topic, profile: Questionnaire, now: datetime) -> Message | None:
    """Segments that nobody has answered for; None where somebody has meanwhile."""
    found = watching.silent(db, topic.id, ENOUGH)
    if not found:
        return None
    lines = [f"• {inserted(_label(profile, question, name))}" for question, name in found]
    left = jalali.write_span(_coarse(topic.closes_at - now), language())
    told = _("{left} before the end of topic {code}, «{title}», nobody has answered from:").format(
        left=left, code=digits(topic.code), title=inserted(topic.title)
    )
    remind = Button(_("🔔 Remind all who have not answered"), press("remind", topic.id))
    return Message("\n".join([f"🔕 {bold(told)}", *lines]), ((remind,),))


def _label(profile: Questionnaire, question: str, name: str) -> str:
    labels = {one.name: profile.text(one.label, language()) for one in choices_of(profile, question)}
    return labels.get(name, name)


def bar(done: int, total: int) -> str:
    full = round(_BLOCKS * min(done, total) / total) if total else 0
    return "▓" * full + "░" * (_BLOCKS - full)


def kind_name(share: Share, profile: Questionnaire) -> str:
    labels = {one.name: profile.text(one.label, language()) for one in choices_of(profile, "kind")}
    return labels.get(share.kind, share.kind) or _("kind not known")


def _share_line(share: Share, profile: Questionnaire) -> str:
    rate = digits(round(100 * share.submitted / share.told)) if share.told else digits(0)
    told = _("{kind}: {n} of {total} ({rate}%)")
    return "• " + told.format(
        kind=kind_name(share, profile), n=digits(share.submitted), total=digits(share.told), rate=rate
    )


def _troubles(db: Connection, topic: Topic, found: Progress) -> list[str]:
    lines = []
    if found.stopped:
        lines.append("✋ " + most_stopped(found.stopped))
    if found.waiting:
        lines.append("📤 " + _("Invitations on their way: {n}").format(n=digits(found.waiting)))
    if found.failed:
        lines.append("⚠️ " + _("Invitations that did not arrive: {n}").format(n=digits(found.failed)))
        if uncertain := watching.uncertain(db, topic.id):
            lines.append(
                "❔ " + _("Of these, nobody knows about {n} whether they arrived.").format(n=digits(uncertain))
            )
    return lines


def _left(left: timedelta | None) -> str:
    if left is None:
        return _("Closed.")
    return "⏳ " + _("Time left: {span}").format(span=jalali.write_span(left, language()))
