"""The audit log as people read it: a page in a chat, a workbook."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from consultation.auditing import TOLD, Action
from consultation.conversation import Button, Message, press
from consultation.persian import jalali
from consultation.policy import Policy
from consultation.texts import _, bold, digits, inserted, language
from reports.workbook_sheets import Book, Column
from storage import audit
from storage.audit import Entry

_A_PAGE = 10


def being_made() -> str:
    return _("The workbook is being made.")


def told(action: str) -> str:
    return TOLD[Action(action)]() if action in set(Action) else action


def page(db: Connection, topic_id: int | None, number: int, policy: Policy, until: int | None = None) -> Message:
    """`until`: the newest entry when the first page was shown, so that none is on two pages."""
    entries = audit.latest(db, topic_id, skip=number * _A_PAGE, limit=_A_PAGE + 1, until=until)
    newest = until or (entries[0].id if entries else 0)
    whole = _("Audit log") if topic_id is None else _("Audit log of topic {code}").format(code=digits(topic_id))
    lines = [_line(entry, policy, named=topic_id is None) for entry in entries[:_A_PAGE]]
    turning = []
    if number > 0:
        turning.append(Button(_("Newer"), press("audit", topic_id or 0, number - 1, newest)))
    if len(entries) > _A_PAGE:
        turning.append(Button(_("Older"), press("audit", topic_id or 0, number + 1, newest)))
    book = (Button(_("📊 As a workbook"), press("audited", topic_id or 0)),)
    text = "\n\n".join([bold(whole), *(lines or [_("Nothing has been done yet.")])])
    return Message(text, buttons=(tuple(turning), book) if turning else (book,))


def _line(entry: Entry, policy: Policy, *, named: bool) -> str:
    moment = jalali.write_moment(policy.local(entry.at), language())
    what = told(entry.action)
    if named and entry.topic_id is not None:
        what = _("topic {code}: {what}").format(code=digits(entry.topic_id), what=what)
    said = digits(entry.detail) if entry.detail.isdecimal() else entry.detail[:120]
    detail = f" ({inserted(said)})" if said else ""
    return f"{moment}\n{bold(inserted(entry.user_name or str(entry.user_id)))}: {what}{detail}"


def workbook(db: Connection, topic_id: int | None, policy: Policy, path: Path, now: datetime) -> None:
    """Everything that is in the log, the newest first."""
    columns = [
        Column(_("Time"), 22),
        Column(_("Who"), 24),
        Column(_("Messenger"), 12),
        Column(_("Topic"), 10),
        Column(_("What was done"), 32),
        Column(_("Stakeholder"), 12),
        Column(_("Detail"), 40),
    ]
    with Book(path, _("Audit log"), now, right_to_left=language() == "fa") as book:
        table = book.table(_("Audit log"), columns)
        for entry in audit.latest(db, topic_id):
            table.add(
                [
                    jalali.write_moment(policy.local(entry.at), language()),
                    entry.user_name or str(entry.user_id),
                    entry.channel,
                    entry.topic_id,
                    told(entry.action),
                    entry.stakeholder_id,
                    entry.detail,
                ]
            )
