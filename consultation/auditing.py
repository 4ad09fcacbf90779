"""What staff do that is kept in the audit log, and how each is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

from consultation.texts import _


class Action(StrEnum):
    CLAIM = "claim"
    ROLE = "role"
    DRAFT = "draft"
    REWRITE = "rewrite"
    PROPOSE = "propose"
    CORRECT = "correct"
    RETITLE = "retitle"
    COPY = "copy"
    ANONYMOUS = "anonymous"
    ATTACH = "attach"
    AUDIENCE = "audience"
    DISCARD = "discard"
    SCHEDULE = "schedule"
    UNSCHEDULE = "unschedule"
    PUBLISH = "publish"
    EXTEND = "extend"
    REMIND = "remind"
    CLOSE = "close"
    SUBMIT = "submit"
    SEND_BACK = "send_back"
    POSTPONE = "postpone"
    UNDO = "undo"
    REOPEN = "reopen"
    RESULTS = "results"
    WITHDRAW = "withdraw"
    ARCHIVE = "archive"
    EXPORT = "export"
    REPORT = "report"
    CODEBOOK = "codebook"
    AGAIN = "again"
    AUDIT = "audit"
    TAKE_INQUIRY = "take_inquiry"
    GIVE_BACK_INQUIRY = "give_back_inquiry"
    READ_INQUIRY = "read_inquiry"
    ANSWER_INQUIRY = "answer_inquiry"
    CLOSE_INQUIRY = "close_inquiry"
    REOPEN_INQUIRY = "reopen_inquiry"
    FAQ = "faq"
    KEEP_REPLY = "keep_reply"
    DROP_REPLY = "drop_reply"
    SEGMENT = "segment"
    FIND = "find"
    CARD = "card"
    ACCEPT = "accept"
    REJECT = "reject"
    BLOCK = "block"
    UNBLOCK = "unblock"
    MERGE = "merge"
    INVITE = "invite"
    OUTCOMES = "outcomes"
    ANNOUNCEMENT = "announcement"
    ANNOUNCE = "announce"
    HALT = "halt"
    TRY_OUT = "try_out"
    TESTERS = "testers"
    FINDING = "finding"
    WORDS = "words"


TOLD: Mapping[Action, Callable[[], str]] = {
    Action.CLAIM: lambda: _("made this group a staff group"),
    Action.ROLE: lambda: _("gave a role"),
    Action.DRAFT: lambda: _("wrote a draft"),
    Action.REWRITE: lambda: _("replaced the questions"),
    Action.PROPOSE: lambda: _("sent a corrected workbook"),
    Action.CORRECT: lambda: _("corrected the questions"),
    Action.RETITLE: lambda: _("corrected the title or summary"),
    Action.COPY: lambda: _("made a copy of a topic"),
    Action.ANONYMOUS: lambda: _("changed whether it is anonymous"),
    Action.ATTACH: lambda: _("attached a document"),
    Action.AUDIENCE: lambda: _("chose the audience"),
    Action.DISCARD: lambda: _("discarded a draft"),
    Action.SCHEDULE: lambda: _("scheduled the publication"),
    Action.UNSCHEDULE: lambda: _("took a scheduled topic back to draft"),
    Action.PUBLISH: lambda: _("published"),
    Action.EXTEND: lambda: _("moved the closing time"),
    Action.REMIND: lambda: _("reminded those who had not finished"),
    Action.CLOSE: lambda: _("closed"),
    Action.SUBMIT: lambda: _("sent it for approval"),
    Action.SEND_BACK: lambda: _("sent it back"),
    Action.POSTPONE: lambda: _("put the publication off"),
    Action.UNDO: lambda: _("undid what had just been done"),
    Action.REOPEN: lambda: _("opened it again"),
    Action.RESULTS: lambda: _("marked its results as published"),
    Action.WITHDRAW: lambda: _("withdrew it"),
    Action.ARCHIVE: lambda: _("archived it"),
    Action.EXPORT: lambda: _("took the workbook of answers"),
    Action.REPORT: lambda: _("took a report"),
    Action.CODEBOOK: lambda: _("changed the groups of open answers"),
    Action.AGAIN: lambda: _("had a message that was put aside handled again"),
    Action.AUDIT: lambda: _("read the audit log"),
    Action.TAKE_INQUIRY: lambda: _("took an inquiry"),
    Action.GIVE_BACK_INQUIRY: lambda: _("gave an inquiry back"),
    Action.READ_INQUIRY: lambda: _("looked at an inquiry"),
    Action.ANSWER_INQUIRY: lambda: _("answered an inquiry"),
    Action.CLOSE_INQUIRY: lambda: _("closed an inquiry"),
    Action.REOPEN_INQUIRY: lambda: _("opened an inquiry again"),
    Action.FAQ: lambda: _("answered a question for everybody"),
    Action.KEEP_REPLY: lambda: _("kept a quick reply"),
    Action.DROP_REPLY: lambda: _("dropped a quick reply"),
    Action.SEGMENT: lambda: _("changed a saved segment"),
    Action.FIND: lambda: _("found a member by a search"),
    Action.CARD: lambda: _("looked at a member's card"),
    Action.ACCEPT: lambda: _("accepted a profile"),
    Action.REJECT: lambda: _("did not accept a profile"),
    Action.BLOCK: lambda: _("blocked a member"),
    Action.UNBLOCK: lambda: _("unblocked a member"),
    Action.MERGE: lambda: _("made two entries one person"),
    Action.INVITE: lambda: _("made personal links"),
    Action.FINDING: lambda: _("worked on the findings"),
    Action.OUTCOMES: lambda: _("took the workbook of invitations"),
    Action.ANNOUNCEMENT: lambda: _("wrote an announcement"),
    Action.ANNOUNCE: lambda: _("sent an announcement"),
    Action.HALT: lambda: _("stopped, paused or continued a sending"),
    Action.TRY_OUT: lambda: _("asked for a test run"),
    Action.TESTERS: lambda: _("looked at who tries a draft out"),
    Action.WORDS: lambda: _("read what people had answered"),
}

WRITING = frozenset(
    {
        Action.DRAFT,
        Action.REWRITE,
        Action.PROPOSE,
        Action.RETITLE,
        Action.COPY,
        Action.ATTACH,
        Action.AUDIENCE,
        Action.ANONYMOUS,
        Action.SUBMIT,
        Action.FINDING,
    }
)
"""What makes somebody a writer of a topic: with four eyes, another has to approve it."""
