"""Everything that can be asked for at the desk: commands, buttons and replies, each with the permission it needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from consultation.roles import MAY, Permission, Role, holders, names
from consultation.texts import _, inserted
from handlers.staff import (
    announcing,
    approving,
    aside,
    audience,
    auditing,
    codebook,
    correcting,
    drafts,
    faq,
    findings,
    grounding,
    inquiries,
    inviting,
    members,
    papers,
    publishing,
    questions,
    quick_replies,
    rehearsing,
    releasing,
    roles,
    running,
    same_person,
    segmenting,
    undoing,
    withdrawing,
    writing,
)
from handlers.turn import Turn
from storage.deliveries import Subject

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


@dataclass(frozen=True)
class Act:
    """A button, or a reply to a question of ours."""

    needs: Permission
    handler: Handler


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
    "topics": Command(lambda: _("all topics with state and figures"), Permission.READ, running.list_topics),
    "topic": Command(lambda: _("one topic, with its buttons"), Permission.READ, running.show_panel, " 3"),
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
    "remind": Command(lambda: _("remind those who have not answered"), Permission.RUN, running.remind, " 3"),
    "close": Command(lambda: _("close a topic"), Permission.RUN, running.ask_close, " 3"),
    "submit": Command(lambda: _("send a draft for approval"), Permission.WRITE, approving.submit, " 3"),
    "postpone": Command(
        lambda: _("put off a scheduled publication"), Permission.RELEASE, withdrawing.postpone, " 3 ۲۰ آذر"
    ),
    "withdraw": Command(
        lambda: _("take back an open topic, and tell those who know of it"),
        Permission.RELEASE,
        withdrawing.ask_withdraw,
        " 3",
    ),
    "reopen": Command(lambda: _("open a closed topic again"), Permission.RELEASE, withdrawing.reopen, " 3 ۲۰ آذر"),
    "results": Command(
        lambda: _("note that the results of a topic are published"), Permission.RELEASE, withdrawing.results, " 3"
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
    "archive": Command(lambda: _("put a topic away"), Permission.RUN, withdrawing.archive, " 3"),
    "export": Command(lambda: _("the workbook of answers"), Permission.PERSONAL, running.export, " 3"),
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

PRESSES: Mapping[str, Act] = {
    "panel": Act(Permission.READ, running.refresh_panel),
    "trial": Act(Permission.WRITE, rehearsing.refresh),
    "trial!": Act(Permission.WRITE, rehearsing.send),
    "trial0": Act(Permission.WRITE, rehearsing.choose_anew),
    "tester": Act(Permission.WRITE, rehearsing.choose),
    "preview": Act(Permission.READ, publishing.preview),
    "heading": Act(Permission.WRITE, writing.change_heading),
    "questions": Act(Permission.READ, questions.show),
    "question": Act(Permission.WRITE, questions.show_one),
    "add": Act(Permission.WRITE, writing.add_question),
    "on": Act(Permission.WRITE, writing.go_on),
    "reword": Act(Permission.WRITE, writing.reword),
    "demand": Act(Permission.WRITE, questions.demand),
    "raise": Act(Permission.WRITE, questions.raise_),
    "lower": Act(Permission.WRITE, questions.lower),
    "remove": Act(Permission.WRITE, questions.remove),
    "restore": Act(Permission.WRITE, questions.restore),
    "conditions": Act(Permission.WRITE, questions.show_conditions),
    "values": Act(Permission.WRITE, questions.show_values),
    "toggle": Act(Permission.WRITE, questions.toggle_value),
    "always": Act(Permission.WRITE, questions.always),
    "audience": Act(Permission.WRITE, audience.show),
    "narrow": Act(Permission.WRITE, audience.show_choices),
    "narrowed": Act(Permission.WRITE, audience.toggle),
    "everyone": Act(Permission.WRITE, audience.everyone),
    "seek": Act(Permission.WRITE, audience.ask_search),
    "saved": Act(Permission.WRITE, audience.show_saved),
    "use": Act(Permission.WRITE, audience.use_saved),
    "save": Act(Permission.WRITE, audience.ask_name),
    "announcement": Act(Permission.READ, announcing.show),
    "announcement-see": Act(Permission.READ, announcing.preview),
    "reply": Act(Permission.READ, announcing.pretend),
    "announcement-text": Act(Permission.WRITE, announcing.ask_text),
    "announcement-talk": Act(Permission.WRITE, announcing.change_replies),
    "announcement-ask": Act(Permission.RELEASE, announcing.ask),
    "announcement-send": Act(Permission.RELEASE, announcing.send),
    "announcement-undo": Act(Permission.RELEASE, announcing.undo),
    "announcement-pause": Act(Permission.RELEASE, announcing.pause),
    "announcement-go": Act(Permission.RELEASE, announcing.resume),
    "announcement-end": Act(Permission.RELEASE, announcing.end),
    "segment": Act(Permission.READ, segmenting.show),
    "segment+": Act(Permission.WRITE, segmenting.ask_new),
    "segment-": Act(Permission.WRITE, segmenting.remove),
    "rename": Act(Permission.WRITE, segmenting.ask_rename),
    "member": Act(Permission.ANSWER, members.show),
    "accept": Act(Permission.PERSONAL, members.accept),
    "reject": Act(Permission.PERSONAL, members.ask_reason),
    "block": Act(Permission.PERSONAL, members.ask_block),
    "block!": Act(Permission.PERSONAL, members.block),
    "unblock": Act(Permission.PERSONAL, members.unblock),
    "findings": Act(Permission.READ, findings.show),
    "point": Act(Permission.WRITE, findings.show_point),
    "point+": Act(Permission.WRITE, findings.ask_new),
    "point?": Act(Permission.WRITE, findings.ask),
    "point=": Act(Permission.WRITE, findings.set_state),
    "pointup": Act(Permission.WRITE, findings.move(-1)),
    "pointdown": Act(Permission.WRITE, findings.move(1)),
    "point-": Act(Permission.WRITE, findings.remove),
    "pointback": Act(Permission.WRITE, findings.undo),
    "basis": Act(Permission.WRITE, grounding.show),
    "basis+": Act(Permission.WRITE, grounding.tie),
    "basis-": Act(Permission.WRITE, grounding.untie),
    "results": Act(Permission.RELEASE, releasing.ask),
    "results!": Act(Permission.RELEASE, releasing.publish),
    "unresult": Act(Permission.RELEASE, releasing.undo),
    "same": Act(Permission.MANAGE, same_person.ask_other),
    "beside": Act(Permission.MANAGE, same_person.show_both),
    "same!": Act(Permission.MANAGE, same_person.merge),
    "invitations": Act(Permission.READ, inviting.show_outcomes),
    "outcomes": Act(Permission.PERSONAL, inviting.send_outcomes),
    "when": Act(Permission.RELEASE, publishing.ask_opening),
    "until": Act(Permission.RUN, publishing.ask_closing),
    "publish": Act(Permission.RELEASE, publishing.ask),
    "publish!": Act(Permission.RELEASE, publishing.publish_now),
    "unschedule": Act(Permission.RELEASE, publishing.unschedule),
    "anonymous": Act(Permission.WRITE, drafts.change_anonymity),
    "discard": Act(Permission.WRITE, drafts.ask_discard),
    "correct!": Act(Permission.RUN, correcting.take_over),
    "discard!": Act(Permission.WRITE, drafts.discard),
    "submit": Act(Permission.WRITE, approving.submit),
    "sendback": Act(Permission.RELEASE, approving.ask_reason),
    "undo": Act(Permission.RELEASE, undoing.publication),
    "unwithdraw": Act(Permission.RELEASE, undoing.withdrawal),
    "uncorrect": Act(Permission.RUN, undoing.correction),
    "withdraw!": Act(Permission.RELEASE, withdrawing.withdraw),
    "archive": Act(Permission.RUN, withdrawing.archive),
    "unremind": Act(Permission.RUN, running.unremind),
    "remind": Act(Permission.RUN, running.remind),
    "close": Act(Permission.RUN, running.ask_close),
    "close!": Act(Permission.RUN, running.close),
    "export": Act(Permission.PERSONAL, running.export),
    "report": Act(Permission.PERSONAL, papers.report),
    "annex": Act(Permission.PERSONAL, papers.annex),
    "charts": Act(Permission.PERSONAL, papers.charts),
    "chart": Act(Permission.READ, running.send_chart),
    "controls": Act(Permission.READ, running.show_controls),
    "inquiry": Act(Permission.ANSWER, inquiries.show),
    "take": Act(Permission.ANSWER, inquiries.take),
    "untake": Act(Permission.ANSWER, inquiries.give_back),
    "done": Act(Permission.ANSWER, inquiries.done),
    "undone": Act(Permission.ANSWER, inquiries.reopen),
    "quick": Act(Permission.ANSWER, quick_replies.choose),
    "quick!": Act(Permission.ANSWER, quick_replies.send),
    "newquick": Act(Permission.ANSWER, quick_replies.ask),
    "unquick": Act(Permission.ANSWER, quick_replies.drop),
    "faq": Act(Permission.RELEASE, faq.ask),
    "faq!": Act(Permission.RELEASE, faq.add),
    "never": Act(Permission.READ, inquiries.never_mind),
    "staff": Act(Permission.READ, roles.refresh_staff),
    "role": Act(Permission.MANAGE, roles.choose),
    "role!": Act(Permission.MANAGE, roles.give),
    "audit": Act(Permission.MANAGE, auditing.turn_page),
    "again": Act(Permission.MANAGE, aside.again),
    "audited": Act(Permission.MANAGE, auditing.workbook),
}

REPLIES: Mapping[Subject, Act] = {
    Subject.ASK_OPENS_AT: Act(Permission.RELEASE, publishing.answer_opening),
    Subject.ASK_CLOSES_AT: Act(Permission.RUN, publishing.answer_closing),
    Subject.ASK_REOPENS: Act(Permission.RELEASE, withdrawing.answer_reopening),
    Subject.ASK_POSTPONED: Act(Permission.RELEASE, withdrawing.answer_postponing),
    Subject.ASK_REASON: Act(Permission.RELEASE, approving.send_back),
}
"""What the reply to such a message of ours is taken for. The handler gets the number of its topic."""

ASKED: Mapping[str, Act] = {
    "announcement+": Act(Permission.WRITE, announcing.receive),
    "announcement-text": Act(Permission.WRITE, announcing.take_text),
    "seek": Act(Permission.WRITE, audience.search),
    "save": Act(Permission.WRITE, audience.save),
    "segment+": Act(Permission.WRITE, segmenting.make),
    "rename": Act(Permission.WRITE, segmenting.rename),
    "reject": Act(Permission.PERSONAL, members.reject),
    "point+": Act(Permission.WRITE, findings.write_new),
    "point?": Act(Permission.WRITE, grounding.take),
    "same": Act(Permission.MANAGE, same_person.find_other),
    "invite": Act(Permission.PERSONAL, inviting.receive),
}
"""What the reply to a message is taken for by what it asks; the reply may be a text or a file."""
