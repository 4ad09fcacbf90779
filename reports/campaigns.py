"""Campaigns as staff see them: how far each has come, when it will have reached everybody, and how to hold it up."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from consultation.conversation import Button, Message, Rows, column, press
from consultation.persian import jalali
from consultation.policy import Policy
from consultation.texts import _, bold, digits, inserted, language
from reports.cards import shortened
from reports.wording import count
from storage import announcements, campaigns, topics
from storage.campaigns import Campaign, CampaignState
from storage.deliveries import Subject

_LISTED = 8
_BLOCKS = 10
_WORTH_SAYING = timedelta(minutes=2)  # what is over sooner needs no forecast
_STEP = timedelta(minutes=10)  # by which nights are stepped over
_LONGEST = 60 * 24 * 6  # of these steps: two months


def name(db: Connection, one: Campaign) -> str:
    """What it tells, and of what."""
    if one.subject is Subject.ANNOUNCEMENT:
        found = announcements.get(db, one.announcement_id or 0)
        text = "" if found is None else shortened(found.texts["fa"], 40)
        return _("Announcement {code}: {text}").format(code=digits(one.announcement_id or 0), text=inserted(text))
    topic = None if one.topic_id is None else topics.get(db, one.topic_id)
    title = "" if topic is None else inserted(shortened(topic.title, 60))
    return _kind(one.subject).format(code=digits(one.topic_id or 0), title=title)


def _kind(subject: Subject) -> str:
    match subject:
        case Subject.INVITATION:
            return _("Invitation to topic {code}, «{title}»")
        case Subject.REMINDER:
            return _("Reminder of topic {code}, «{title}»")
        case Subject.CORRECTED:
            return _("News of corrected questions in topic {code}, «{title}»")
        case Subject.WITHDRAWN:
            return _("News that topic {code}, «{title}», is taken back")
        case Subject.FAQ:
            return _("An answer for everybody of topic {code}, «{title}»")
        case _:
            return _("Results of topic {code}, «{title}»")


def state_name(one: Campaign, now: datetime) -> str:
    match one.state:
        case CampaignState.GOING:
            return _("begins soon") if one.starts_at > now else _("being sent")
        case CampaignState.PAUSED:
            return _("paused")
        case CampaignState.DONE:
            return _("finished")
        case CampaignState.CANCELLED | CampaignState.UNDONE:
            return _("cancelled")


def panel(db: Connection, one: Campaign, now: datetime, policy: Policy) -> Message:
    head = _("Sending {code} – {state}").format(code=digits(one.id), state=state_name(one, now))
    lines = [f"📤 {bold(head)}", name(db, one), "\n".join(_progress(db, one, now, policy))]
    return Message("\n\n".join(lines), _buttons(one))


def _progress(db: Connection, one: Campaign, now: datetime, policy: Policy) -> list[str]:
    sent = _("{bar} sent to {n} of {total}")
    lines = [sent.format(bar=_bar(one), n=count(one.sent), total=count(one.total))]
    if one.failed:
        lines.append("⚠️ " + _("Did not arrive: {n}").format(n=count(one.failed)))
    if one.dropped:
        lines.append(_("Not needed any more: {n}").format(n=count(one.dropped)))
    if one.left:
        lines.append("⏳ " + _("Still to be sent: {n}").format(n=count(one.left)))
    if one.state is CampaignState.GOING and one.left:
        end = expected_end(one.left, max(now, one.starts_at), rate_of(db, one, policy), _nights(one, policy))
        lines.append("🏁 " + _("Expected end: {moment}").format(moment=_moment(end, policy)))
    return lines


def _bar(one: Campaign) -> str:
    full = round(_BLOCKS * min(one.settled, one.total) / one.total) if one.total else 0
    return "▓" * full + "░" * (_BLOCKS - full)


def _moment(moment: datetime, policy: Policy) -> str:
    return jalali.write_moment(policy.local(moment), language())


def rate_of(db: Connection, one: Campaign | None, policy: Policy) -> float:
    """Messages a second: as it comes on, or as the latest one did, or as the messengers allow."""
    return (one.rate if one is not None else 0.0) or campaigns.usual_rate(db) or policy.pace


def _nights(one: Campaign, policy: Policy) -> Policy | None:
    return policy if one.subject is Subject.REMINDER else None


def expected_end(left: int, begins: datetime, rate: float, nights_of: Policy | None = None) -> datetime:
    """When the last message will have left; reminders rest at night and on days of rest."""
    needed, moment = timedelta(seconds=left / rate), begins
    for _step in range(_LONGEST if nights_of else 0):
        if nights_of is not None and nights_of.may_disturb(moment):
            if needed <= _STEP:
                break
            needed -= _STEP
        moment += _STEP
    return moment + needed


def forecast(db: Connection, people: int, now: datetime, policy: Policy) -> str:
    """For the answer to the button that begins it: when the last of so many people will have got it; "" if soon."""
    end = expected_end(people, now, rate_of(db, None, policy))
    if end - now < _WORTH_SAYING:
        return ""
    return _("The last of them gets it at about {moment}.").format(moment=_moment(end, policy))


def _buttons(one: Campaign) -> Rows:
    refresh = Button(_("🔄 Refresh"), press("campaign", one.id))
    every = Button(_("📤 All sendings"), press("campaigns"))
    if one.ended_at is not None or one.state not in campaigns.HALTABLE:
        return column(refresh, every)
    paused = one.state is CampaignState.PAUSED
    turn = (
        Button(_("▶️ Continue sending"), press("campaign-go", one.id))
        if paused
        else Button(_("⏸ Pause sending"), press("campaign-pause", one.id))
    )
    return column(refresh, turn, Button(_("⏹ Send it to nobody else"), press("campaign-end", one.id)), every)


def listing(db: Connection, now: datetime, policy: Policy) -> Message:
    """What is being sent, and the latest that was."""
    found = {one.id: one for one in [*campaigns.latest(db, _LISTED), *campaigns.unfinished(db)]}
    listed = sorted(found.values(), key=lambda one: (one.ended_at is not None, -one.id))[:_LISTED]
    if not listed:
        return Message(_("Nothing has been sent to many people yet."))
    heading, lines = _("Sendings"), [_line(db, one, now, policy) for one in listed]
    buttons = [Button(digits(one.id), press("campaign", one.id)) for one in listed]
    rows = tuple(tuple(buttons[start : start + 4]) for start in range(0, len(buttons), 4))
    return Message("\n\n".join([f"📤 {bold(heading)}", *lines]), rows)


def _line(db: Connection, one: Campaign, now: datetime, policy: Policy) -> str:
    head = f"{digits(one.id)}. {name(db, one)} ({state_name(one, now)})"
    return "\n".join([head, *_progress(db, one, now, policy)])
