"""The commands of the desk: what each is for, who may give it, and the help that is made of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from consultation.roles import MAY, Permission, Role, holders, names
from consultation.texts import _, inserted
from handlers.staff import (
    announcing,
    approving,
    aside,
    auditing,
    campaigns,
    codebook,
    correcting,
    drafts,
    ending,
    exporting,
    findings,
    inquiries,
    inviting,
    members,
    panels,
    papers,
    publishing,
    putting_off,
    quick_replies,
    rehearsing,
    releasing,
    reminding,
    roles,
    segmenting,
    withdrawing,
    writing,
)
from handlers.turn import Turn

Handler = Callable[..., None]
"""Takes the turn and the arguments: the first word of them, and the rest as it was typed."""


@dataclass(frozen=True)
class Command:
    does: Callable[[], str]  # what it is for, in the language in force
    needs: Permission
    handler: Handler
    example: str = ""  # arguments that would do; "" where it takes none
    bare: bool = False  # may also come without arguments

    @property
    def of_topic(self) -> bool:
        """Whether the first argument is the number of a topic."""
        return self.example.split(maxsplit=1)[:1] == ["3"]


def _show_help(turn: Turn) -> None:
    turn.say(help_text(turn.role))


def help_text(role: Role | None = Role.OWNER) -> str:
    """Every command, under those who may give it; first what this role may."""
    mine = MAY[role] if role else frozenset()
    groups: dict[tuple[Role, ...], list[str]] = {}
    for name, command in COMMANDS.items():
        line = f"{inserted(f'/{name}{command.example}')} – {command.does()}"
        groups.setdefault(holders(command.needs), []).append(line)
    own = {holders(one) for one in mine}
    begin = _("To begin a topic, send /new, or an XLSForm workbook; its caption becomes the title.")
    ordered = sorted(groups, key=lambda who: who not in own)
    return "\n\n".join([begin, *(_group(who, groups[who], who in own) for who in ordered)])


def _group(who: tuple[Role, ...], lines: list[str], mine: bool) -> str:
    head = _("Everybody with a role") if len(who) == len(Role) else names(who)
    return "\n".join([f"{'✅' if mine else '🔒'} {head}:", *lines])


def commands() -> list[tuple[str, str]]:
    """The commands menu of staff groups, in the language in force."""
    return [(name, command.does()) for name, command in COMMANDS.items()]


COMMANDS: Mapping[str, Command] = {
    "new": Command(lambda: _("a new topic, question by question"), Permission.WRITE, writing.new),
    "cancel": Command(lambda: _("drop what I am being asked"), Permission.READ, writing.cancel),
    "topics": Command(lambda: _("all topics with state and figures"), Permission.READ, panels.list_topics),
    "topic": Command(lambda: _("one topic, with its buttons"), Permission.READ, panels.show_panel, " 3"),
    "title": Command(
        lambda: _("correct title and summary, also while it is open"),
        Permission.WRITE,
        correcting.retitle,
        " 3 برق پایدار",
    ),
    "copy": Command(lambda: _("a new draft like an earlier topic"), Permission.WRITE, drafts.copy, " 3"),
    "form": Command(lambda: _("the questions of a topic as a workbook"), Permission.READ, drafts.send_form, " 3"),
    "template": Command(lambda: _("an empty workbook to write questions in"), Permission.READ, drafts.send_template),
    "rehearse": Command(
        lambda: _("a test run of a draft with a few people"), Permission.WRITE, rehearsing.command, " 3 رضایی"
    ),
    "publish": Command(lambda: _("publish, now or at a time"), Permission.RELEASE, publishing.command, " 3"),
    "extend": Command(lambda: _("another closing time"), Permission.RUN, publishing.extend_command, " 3 ۲۰ آذر"),
    "remind": Command(lambda: _("remind those who have not answered"), Permission.RUN, reminding.remind, " 3"),
    "close": Command(lambda: _("close a topic"), Permission.RUN, ending.ask_close, " 3"),
    "submit": Command(lambda: _("send a draft for approval"), Permission.WRITE, approving.submit, " 3"),
    "postpone": Command(
        lambda: _("put off a scheduled publication"), Permission.RELEASE, putting_off.postpone, " 3 ۲۰ آذر"
    ),
    "withdraw": Command(
        lambda: _("take back an open topic, and tell those who know of it"),
        Permission.RELEASE,
        withdrawing.ask_withdraw,
        " 3",
    ),
    "reopen": Command(lambda: _("open a closed topic again"), Permission.RELEASE, putting_off.reopen, " 3 ۲۰ آذر"),
    "results": Command(
        lambda: _("note that the results of a topic are published"), Permission.RELEASE, ending.results, " 3"
    ),
    "findings": Command(
        lambda: _("what was heard in a topic, what was decided and why"), Permission.READ, findings.show, " 3"
    ),
    "publish_results": Command(
        lambda: _("tell people what came of a topic, and of their own words"),
        Permission.RELEASE,
        releasing.ask,
        " 3",
    ),
    "archive": Command(lambda: _("put a topic away"), Permission.RUN, ending.archive, " 3"),
    "export": Command(lambda: _("the workbook of answers"), Permission.PERSONAL, exporting.export, " 3"),
    "report": Command(
        lambda: _("the report of a topic: figures, charts, what was said"), Permission.PERSONAL, papers.report, " 3"
    ),
    "charts": Command(lambda: _("the answers to each question as pictures"), Permission.PERSONAL, papers.charts, " 3"),
    "annex": Command(
        lambda: _("whom we asked and what each said, as an annex to a decision"),
        Permission.PERSONAL,
        papers.annex,
        " 3",
    ),
    "codebook": Command(
        lambda: _("key words that tell open answers apart in the report"), Permission.WRITE, codebook.command, " 3"
    ),
    "inquiries": Command(
        lambda: _("what people asked, and how long they wait"), Permission.ANSWER, inquiries.list_open
    ),
    "replies": Command(lambda: _("quick replies: answers kept for use again"), Permission.ANSWER, quick_replies.show),
    "invite": Command(lambda: _("personal links for a list of people"), Permission.PERSONAL, inviting.ask, " 3"),
    "invitations": Command(
        lambda: _("what became of the invitations to a topic"), Permission.READ, inviting.show_outcomes, " 3"
    ),
    "announce": Command(
        lambda: _("a message to many people, with a preview and a count first"),
        Permission.WRITE,
        announcing.command,
        " متن پیام",
        bare=True,
    ),
    "announcements": Command(
        lambda: _("the latest announcements, and whom they reached"), Permission.READ, announcing.list_all
    ),
    "campaigns": Command(
        lambda: _("what is being sent to many people, with pause and stop"), Permission.READ, campaigns.list_all
    ),
    "segments": Command(lambda: _("choices of people, kept under a name"), Permission.READ, segmenting.show_all),
    "find": Command(
        lambda: _("members, by name, organisation or field"), Permission.ANSWER, members.find, " رضایی", bare=True
    ),
    "staff": Command(lambda: _("who works here, and with which role"), Permission.READ, roles.list_staff),
    "role": Command(
        lambda: _("give somebody a role, or take it: in reply to their message, or by name"),
        Permission.MANAGE,
        roles.command,
        " @reza editor",
        bare=True,
    ),
    "audit": Command(
        lambda: _("who did what, of one topic or of everything"), Permission.MANAGE, auditing.command, " 3", bare=True
    ),
    "quarantine": Command(lambda: _("messages that could not be handled"), Permission.MANAGE, aside.show),
    "help": Command(lambda: _("this list"), Permission.READ, _show_help),
}
