"""The staff group: what is a command there, and from whom it is taken.

Only administrators of a claimed group, and staff named in the configuration, are obeyed; it is checked on every
command, button and file. Forwarded and edited messages are never commands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from consultation.conversation import Incoming, Kind
from consultation.texts import _, inserted
from handlers.staff import audience, drafts, publishing, running
from handlers.stakeholder.routing import parted
from handlers.turn import Turn
from storage import outbox, staff
from storage.codes import use_claim_code

Handler = Callable[..., None]


@dataclass(frozen=True)
class Command:
    does: Callable[[], str]  # what it is for, in the language in force
    example: str
    handler: Handler


def _show_help(turn: Turn) -> None:
    turn.say(help_text())


def help_text() -> str:
    lines = [f"{inserted(f'/{name}{command.example}')} – {command.does()}" for name, command in COMMANDS.items()]
    return "\n".join(
        [
            _("To begin a topic, send an XLSForm workbook here; its caption becomes the title."),
            _("Only administrators of this group are obeyed."),
            "",
            *lines,
        ]
    )


def commands() -> list[tuple[str, str]]:
    """The commands menu of staff groups, in the language in force."""
    return [(name, command.does()) for name, command in COMMANDS.items()]


COMMANDS: Mapping[str, Command] = {
    "topics": Command(lambda: _("all topics with state and figures"), "", running.list_topics),
    "topic": Command(lambda: _("one topic, with its buttons"), " 3", running.show_panel),
    "publish": Command(lambda: _("publish, now or at a time"), " 3", publishing.command),
    "extend": Command(lambda: _("another closing time"), " 3 ۲۰ آذر", publishing.extend_command),
    "remind": Command(lambda: _("remind those who have not answered"), " 3", running.remind),
    "close": Command(lambda: _("close a topic"), " 3", running.ask_close),
    "export": Command(lambda: _("the workbook of answers"), " 3", running.export),
    "copy": Command(lambda: _("a new draft like an earlier topic"), " 3", drafts.copy),
    "form": Command(lambda: _("the questions of a topic as a workbook"), " 3", drafts.send_form),
    "template": Command(lambda: _("an empty workbook to write questions in"), "", drafts.send_template),
    "help": Command(lambda: _("this list"), "", _show_help),
}

_PRESSES: Mapping[str, Handler] = {
    "panel": running.refresh_panel,
    "preview": publishing.preview,
    "audience": audience.show,
    "narrow": audience.show_choices,
    "narrowed": audience.toggle,
    "everyone": audience.everyone,
    "when": publishing.ask_opening,
    "until": publishing.ask_closing,
    "publish": publishing.ask,
    "publish!": publishing.publish_now,
    "unschedule": publishing.unschedule,
    "anonymous": drafts.change_anonymity,
    "discard": drafts.ask_discard,
    "discard!": drafts.discard,
    "remind": running.remind,
    "close": running.ask_close,
    "close!": running.close,
    "export": running.export,
}


def heard(turn: Turn) -> None:
    incoming = turn.incoming
    if incoming.kind is Kind.MIGRATED and incoming.new_chat_id is not None:
        staff.move(turn.db, incoming.channel, incoming.chat_id, incoming.new_chat_id)
        return outbox.move_chat(turn.db, incoming.channel, incoming.chat_id, incoming.new_chat_id)
    if incoming.kind is Kind.STOPPED:
        return staff.release(turn.db, incoming.channel, incoming.chat_id)
    if is_claim(incoming):
        return _claim(turn, parted(incoming.text)[1])
    if not staff.is_claimed(turn.db, incoming.channel, incoming.chat_id):
        return _only_answer_the_press(turn)
    if not _concerns_us(turn):
        return
    if (refusal := _refusal(turn)) is not None:
        return turn.toast(refusal, alert=True)
    _obey(turn)


def _only_answer_the_press(turn: Turn) -> None:
    if turn.incoming.kind is Kind.PRESS:
        turn.toast(_("This group is not a staff group any more."), alert=True)


def _is_command(incoming: Incoming) -> bool:
    return incoming.kind is Kind.TEXT and incoming.text.startswith("/") and not incoming.forwarded


def is_claim(incoming: Incoming) -> bool:
    return _is_command(incoming) and parted(incoming.text)[0] == "claim"


def wants_authority(incoming: Incoming) -> bool:
    """Whether it matters for this message that its sender is an administrator: asked of the messenger beforehand."""
    if incoming.private or incoming.forwarded:
        return False
    return _is_command(incoming) or incoming.kind in (Kind.PRESS, Kind.FILE) or incoming.reply_to is not None


def _concerns_us(turn: Turn) -> bool:
    """Staff talk among themselves too; only commands, presses, forms and replies to us are for us."""
    incoming = turn.incoming
    if incoming.forwarded:
        return False
    match incoming.kind:
        case Kind.PRESS:
            return True
        case Kind.TEXT:
            return _is_command(incoming) or publishing.question_replied_to(turn) is not None
        case Kind.FILE:
            return drafts.is_form(incoming) or drafts.topic_replied_to(turn) is not None
        case _:
            return False


def _refusal(turn: Turn) -> str | None:
    incoming = turn.incoming
    if incoming.sender.anonymous:
        return _("You write as the group itself, so I cannot know who you are. Please write under your own name.")
    if (incoming.channel, incoming.sender.id) in turn.policy.staff or incoming.by_administrator:
        return None
    if incoming.by_administrator is None:
        return _("I could not check that you are an administrator. Please make me an administrator of this group.")
    return _("Only administrators of this group can do this.")


def _claim(turn: Turn, code: str) -> None:
    incoming = turn.incoming
    if not use_claim_code(turn.db, code, turn.now):
        return turn.say(_("This code is not valid. Run «jazb claim-code» on the server for a new one."))
    staff.claim(turn.db, incoming.channel, incoming.chat_id, incoming.chat_title, turn.now)
    staff.note(turn.db, incoming.channel, incoming.sender, "claim", turn.now)
    turn.say(_("This is now a staff group.") + "\n\n" + help_text())


def _obey(turn: Turn) -> None:
    match turn.incoming.kind:
        case Kind.PRESS:
            verb, *arguments = turn.incoming.press.split(":")
            handler = _PRESSES.get(verb)
            if handler is None:
                return turn.toast(_("This button is from an earlier time; /topics shows what can be done now."))
            handler(turn, *arguments)
        case Kind.FILE:
            drafts.receive_file(turn)
        case _ if _is_command(turn.incoming):
            _commanded(turn)
        case _:
            publishing.answer(turn)


def _commanded(turn: Turn) -> None:
    name, arguments = parted(turn.incoming.text)
    command = COMMANDS.get("help" if name == "start" else name)
    if command is None:
        told = _("I do not know the command {command}. /help shows all of them.")
        return turn.say(told.format(command=inserted(f"/{name[:30]}")))
    if not command.example:
        return command.handler(turn)
    if not arguments:
        example = inserted(f"/{name}{command.example}")
        return turn.say(_("Please name the topic, for example {example}.").format(example=example))
    command.handler(turn, *arguments.split(maxsplit=1))
