"""Topics as staff see them in their group: the panel of one, the list of all, and their figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from consultation.conversation import Button, Message, Rows, press
from consultation.lifecycle import state_name, undoable
from consultation.persian import jalali
from consultation.policy import Policy
from consultation.questionnaire import Questionnaire
from consultation.texts import _, bold, digits, language, ngettext
from consultation.topic import Figures, Topic, TopicState
from reports import break_offs, segments
from storage import campaigns, questionnaires, topics
from storage.campaigns import Campaign
from storage.deliveries import Subject


def _mark(state: TopicState) -> str:
    marks = {
        TopicState.DRAFT: "📝",
        TopicState.AWAITING: "⏳",
        TopicState.SCHEDULED: "⏰",
        TopicState.OPEN: "🟢",
        TopicState.CLOSED: "🔒",
        TopicState.RESULTS: "📢",
        TopicState.ARCHIVED: "🗄",
    }
    return marks[state]


def moment(value: datetime, policy: Policy) -> str:
    return jalali.write_moment(policy.local(value), language())


def panel(db: Connection, topic: Topic, profile: Questionnaire, now: datetime, policy: Policy) -> Message:
    """All that is settled about a topic, how far it has come, and what can be done with it now."""
    heading = _("Topic {code} – {state}").format(code=digits(topic.code), state=state_name(topic.state))
    parts = [f"{_mark(topic.state)} {bold(heading)}\n{bold(topic.title)}", topic.summary]
    parts.append("\n".join(_settled(db, topic, profile, policy)))
    if topic.opened_at is not None:
        parts.append(figures_text(figures_of(db, topic)))
        parts.append(break_offs.line(db, topic, policy.local(now)))
    if undoable(topic, now):
        parts.append("⏪ " + _("For two minutes after publication, «Stop sending» keeps back what has not left yet."))
    if topic.state is TopicState.DRAFT:
        parts.append(_("To attach a document, send it in reply to this message."))
    return Message("\n\n".join(part for part in parts if part), buttons=_buttons(topic, now, policy))


def _settled(db: Connection, topic: Topic, profile: Questionnaire, policy: Policy) -> list[str]:
    count = len(questionnaires.get(db, topic.questionnaire_id).announced)
    documents = len(topics.documents(db, topic.id))
    lines = [
        "📝 " + ngettext("{n} question", "{n} questions", count).format(n=digits(count)),
        "📎 " + ngettext("{n} document", "{n} documents", documents).format(n=digits(documents)),
        "👥 " + segments.audience_line(db, topic.audience, profile),
    ]
    if topic.anonymous:
        lines.append("🕶 " + _("Anonymous: nobody learns who gave which answers, the secretariat included."))
    if topic.opens_at is not None:
        lines.append("⏰ " + _("To be published: {moment}").format(moment=moment(topic.opens_at, policy)))
    lines.append("🗓 " + _("Closing: {moment}").format(moment=moment(topic.closes_at, policy)))
    return lines


def figures_of(db: Connection, topic: Topic) -> Figures:
    """Its figures; while invitations are still being made out, with all whom they are meant for."""
    found = topics.figures(db, [topic.id])[topic.id]
    meant = sum(one.people for one in campaigns.of_topic(db, topic.id, Subject.INVITATION) if _is_beginning(one))
    return replace(found, invited=max(found.invited, meant))


def _is_beginning(one: Campaign) -> bool:
    return one.expanded_at is None and one.state in campaigns.HALTABLE


def figures_text(figures: Figures) -> str:
    rate = round(100 * figures.submitted / figures.told) if figures.told else 0
    lines = [
        _("Told: {n} of {total}").format(n=digits(figures.told), total=digits(figures.invited)),
        _("Reached: {n}").format(n=digits(figures.reached)),
        _("Started: {n}").format(n=digits(figures.started)),
        _("Submitted: {n} ({rate}%)").format(n=digits(figures.submitted), rate=digits(rate)),
    ]
    return "\n".join(lines)


def _buttons(topic: Topic, now: datetime, policy: Policy) -> Rows:
    preview = Button(_("👁 Preview"), press("preview", topic.id))
    audience = Button(_("👥 Audience"), press("audience", topic.id))
    closing = Button(_("🗓 Closing time"), press("until", topic.id))
    export = Button(_("📊 Workbook of answers"), press("export", topic.id))
    invited = Button(_("📨 Invitations"), press("invitations", topic.id))
    report = Button(_("📄 Report"), press("report", topic.id))
    match topic.state:
        case TopicState.DRAFT:
            publish = Button(_("📣 Publish now"), press("publish", topic.id))
            schedule = Button(_("⏰ Publish at"), press("when", topic.id))
            naming = _("👤 With names") if topic.anonymous else _("🕶 Anonymous")
            anonymous = Button(naming, press("anonymous", topic.id))
            discard = Button(_("🗑 Discard"), press("discard", topic.id))
            questions = Button(_("📝 Questions"), press("questions", topic.id))
            heading = Button(_("✏️ Title"), press("heading", topic.id))
            trial = Button(_("🧪 Test run"), press("trial", topic.id))
            rows = ((questions, heading), (preview, trial), (audience,))
            if policy.four_eyes:
                submit = Button(_("📤 Send for approval"), press("submit", topic.id))
                return (*rows, (closing, anonymous), (discard,), (submit,))
            return (*rows, (schedule, closing), (anonymous, discard), (publish,))
        case TopicState.AWAITING:
            approve = Button(_("✅ Approve and publish"), press("publish", topic.id))
            schedule = Button(_("⏰ Publish at"), press("when", topic.id))
            return ((preview, schedule), (approve,), (Button(_("↩️ Send back"), press("sendback", topic.id)),))
        case TopicState.SCHEDULED:
            back = Button(_("↩️ Back to draft"), press("unschedule", topic.id))
            publish = Button(_("📣 Publish now"), press("publish", topic.id))
            return ((preview, closing), (publish,), (back,))
        case TopicState.OPEN:
            remind = Button(_("🔔 Remind"), press("remind", topic.id))
            close = Button(_("🔒 Close"), press("close", topic.id))
            refresh = Button(_("🔄 Refresh"), press("panel", topic.id))
            undo = ((Button(_("⏪ Stop sending"), press("undo", topic.id)),),) if undoable(topic, now) else ()
            return (*undo, (refresh, remind), (closing, close), (invited, export), (report,))
        case TopicState.CLOSED | TopicState.RESULTS:
            findings = Button(_("📋 Findings"), press("findings", topic.id))
            return ((invited, export), (report, findings), (Button(_("🗄 Archive"), press("archive", topic.id)),))
        case TopicState.ARCHIVED:
            return ((invited, export), (report,)) if topic.closed_at is not None else ()


def topic_list(db: Connection, now: datetime, policy: Policy) -> Message:
    """The latest topics with state and figures, each with a button to its panel."""
    listed = topics.listed(db)
    if not listed:
        return Message(
            _("There is no topic yet. Send /new to write one here, or a workbook; /template gives an empty one.")
        )
    figures = topics.figures(db, [topic.id for topic in listed])
    lines = [_line(topic, figures[topic.id], policy) for topic in listed]
    return Message("\n\n".join([bold(_("Topics")), *lines]), buttons=ways_to(listed, "panel"))


def ways_to(listed: Sequence[Topic], verb: str = "controls") -> Rows:
    """A button to each topic: to its panel in place of this message ("panel"), or below it ("controls")."""
    named = _("Topic {code}")
    buttons = [
        Button(f"{_mark(topic.state)} {named.format(code=digits(topic.code))}", press(verb, topic.id))
        for topic in listed
    ]
    return tuple(tuple(buttons[start : start + 3]) for start in range(0, len(buttons), 3))


def _line(topic: Topic, figures: Figures, policy: Policy) -> str:
    head = f"{_mark(topic.state)} {digits(topic.code)}. {bold(topic.title)} ({state_name(topic.state)})"
    if topic.opened_at is None:
        return head
    told = _("told {told}, reached {reached}, started {started}, submitted {submitted}").format(
        told=digits(figures.told),
        reached=digits(figures.reached),
        started=digits(figures.started),
        submitted=digits(figures.submitted),
    )
    closing = _("Closing: {moment}").format(moment=moment(topic.closes_at, policy))
    return f"{head}\n{told}\n{closing}"
