"""The staff group: what is meant for us there, and from whom it is taken.

Only people with a role are obeyed, as far as it goes (see `authority`); it is checked on every command, button, reply
and file. Forwarded and edited messages are never commands.
"""

from __future__ import annotations

from difflib import get_close_matches

from sqlalchemy import Connection

from consultation.auditing import Action
from consultation.conversation import Incoming, Kind
from consultation.persian.text import latin_digits
from consultation.policy import Policy
from consultation.roles import Permission, Role
from consultation.texts import _, inserted
from handlers.staff import authority, coming_back, drafts, guided, inquiries, prompting, quick_replies
from handlers.staff.acts import ASKED, PRESSES, REPLIES
from handlers.staff.commands import COMMANDS, help_text
from handlers.staff.noting import note
from handlers.staff.reading_ahead import is_form
from handlers.stakeholder.routing import parted
from handlers.turn import Turn
from storage import desk, prompts, spoken, staff
from storage.codes import use_claim_code
from storage.deliveries import Subject
from storage.prompts import Prompt


def heard(turn: Turn) -> None:
    incoming = turn.incoming
    if incoming.kind is Kind.MIGRATED and incoming.new_chat_id is not None:
        return desk.move(turn.db, incoming.channel, incoming.chat_id, incoming.new_chat_id, turn.now)
    if incoming.kind is Kind.STOPPED:
        return desk.leave(turn.db, incoming.channel, incoming.chat_id, turn.now, "the bot was taken out of the group")
    if incoming.kind is Kind.ADDED:
        return coming_back.added(turn)
    if is_claim(incoming):
        return _claim(turn, parted(incoming.text)[1])
    claimed = staff.is_claimed(turn.db, incoming.channel, incoming.chat_id)
    if not claimed and not (_is_command(incoming) and coming_back.taken_up(turn)):
        return _only_answer_the_press(turn)
    staff.note_forum(turn.db, incoming.channel, incoming.chat_id, incoming.forum)
    if incoming.forwarded and incoming.kind is Kind.PRESS:
        told = _("This message was passed on from elsewhere. Please press the button of the message itself.")
        return turn.toast(told, alert=True)
    if not _concerns_us(turn):
        return
    turn.role = authority.role_of(turn.db, turn.policy, incoming)
    if turn.role is None:
        return turn.toast(authority.why_nobody(incoming), alert=True)
    staff.met(turn.db, incoming.channel, incoming.sender)
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
    by_kind = incoming.kind in (Kind.PRESS, Kind.FILE, Kind.EDITED)
    return by_kind or _is_command(incoming) or incoming.reply_to is not None


def may_answer(db: Connection, incoming: Incoming) -> bool:
    """Whether a plain text in a group comes from somebody who is being asked something there."""
    if incoming.private or incoming.forwarded or incoming.kind is not Kind.TEXT:
        return False
    return prompts.is_asked(db, incoming.channel, incoming.chat_id, incoming.sender.id)


def wants_content(db: Connection, policy: Policy, incoming: Incoming) -> bool:
    """Whether a file in a group is worth fetching: sent to a staff group by somebody who is obeyed there."""
    claimed = staff.is_claimed(db, incoming.channel, incoming.chat_id)
    return claimed and authority.role_of(db, policy, incoming) is not None


def _concerns_us(turn: Turn) -> bool:
    """Staff talk among themselves too; only commands, presses, forms and answers to us are for us."""
    incoming = turn.incoming
    if incoming.forwarded:
        return False
    match incoming.kind:
        case Kind.PRESS:
            return True
        case Kind.TEXT:
            return (
                _is_command(incoming)
                or bool(_asked(turn))
                or _means_an_inquiry(turn)
                or _question_replied_to(turn) is not None
                or _answers(turn)
            )
        case Kind.EDITED:
            return bool(inquiries.earlier(turn))
        case Kind.FILE:
            return (
                bool(_asked(turn))
                or inquiries.replied_to(turn) is not None
                or _answers(turn)
                or is_form(incoming)
                or drafts.topic_replied_to(turn) is not None
            )
        case _:
            return False


def _means_an_inquiry(turn: Turn) -> bool:
    return inquiries.replied_to(turn) is not None or quick_replies.asked_for(turn)


def _answers(turn: Turn) -> bool:
    """Whether it answers a question of ours: theirs, or (then they are told so) somebody else's."""
    prompt = prompting.of_sender(turn)
    if turn.incoming.kind is Kind.FILE and prompt is not None:
        awaits = prompt.form == prompting.REPLY
        return ASKED[_verb(prompt)].takes_file if awaits else guided.takes_file(turn, prompt)
    if turn.incoming.kind is Kind.FILE:
        return False
    return prompt is not None or prompting.of_another(turn) is not None


def _answered(turn: Turn) -> None:
    if (other := prompting.of_another(turn)) is not None:
        return prompting.refuse(turn, other)
    prompt = prompting.of_sender(turn)
    if prompt is not None and prompt.form == prompting.REPLY and not guided.cancels(turn):
        return _written_without_reply(turn, prompt)
    if prompt is not None and authority.permitted(turn, guided.needs(prompt)):
        guided.heard(turn, prompt)


def _verb(prompt: Prompt) -> str:
    return prompt.place.partition(":")[0]


def _written_without_reply(turn: Turn, prompt: Prompt) -> None:
    if not ASKED[_verb(prompt)].only_in_reply:
        return _reply_to(turn, *prompt.place.split(":"))
    prompting.replied(turn, prompt.place)
    turn.say(_("This has not been sent. If it is the answer to my question, please send it in reply to that message."))


def _question_replied_to(turn: Turn) -> tuple[int, Subject] | None:
    """Which question of ours this text replies to: the number of its topic, and what was asked."""
    incoming = turn.incoming
    if incoming.reply_to is None:
        return None
    found = spoken.about(turn.db, incoming.channel, incoming.chat_id, incoming.reply_to)
    return found if found and found[1] in REPLIES else None


def _asked(turn: Turn) -> str:
    """What the message asked that this one replies to, written as a press."""
    incoming = turn.incoming
    if incoming.reply_to is None:
        return ""
    return spoken.asked(turn.db, incoming.channel, incoming.chat_id, incoming.reply_to)


def _claim(turn: Turn, code: str) -> None:
    """Whoever brings the code from the server is the first owner."""
    incoming = turn.incoming
    if not use_claim_code(turn.db, code, turn.now):
        return turn.say(_("This code is not valid. Run «jazb claim-code» on the server for a new one."))
    staff.claim(turn.db, incoming.channel, incoming.chat_id, incoming.chat_title, turn.now)
    staff.note_forum(turn.db, incoming.channel, incoming.chat_id, incoming.forum)
    if not incoming.sender.anonymous:
        staff.give_role(turn.db, staff.met(turn.db, incoming.channel, incoming.sender).id, Role.OWNER)
    note(turn, Action.CLAIM)
    told = [_("This is now a staff group.")]
    if incoming.by_administrator is None:
        told.append(authority.not_an_administrator())
    turn.say("\n\n".join([*told, help_text()]))


def _obey(turn: Turn) -> None:
    if turn.incoming.kind in (Kind.TEXT, Kind.FILE) and not _is_command(turn.incoming) and (asked := _asked(turn)):
        return _reply_to(turn, *asked.split(":"))
    _obey_by_kind(turn)


def _obey_by_kind(turn: Turn) -> None:
    match turn.incoming.kind:
        case Kind.PRESS:
            _pressed(turn)
        case Kind.EDITED:
            if authority.permitted(turn, Permission.ANSWER):
                inquiries.edited(turn)
        case Kind.TEXT | Kind.FILE if not _is_command(turn.incoming) and _means_an_inquiry(turn):
            if authority.permitted(turn, Permission.ANSWER):
                _to_person(turn)
        case Kind.FILE if _answers(turn):
            _answered(turn)
        case Kind.FILE:
            if authority.permitted(turn, Permission.WRITE):
                drafts.receive_file(turn)
        case _ if _is_command(turn.incoming):
            _commanded(turn)
        case _:
            _replied(turn)


def _to_person(turn: Turn) -> None:
    if inquiries.replied_to(turn) is not None:
        inquiries.answer(turn)
    else:
        quick_replies.keep(turn)


def _pressed(turn: Turn) -> None:
    verb, *arguments = turn.incoming.press.split(":")
    if verb in guided.VERBS:
        return guided.pressed(turn, verb, *arguments)
    act = PRESSES.get(verb)
    if act is None:
        return turn.toast(_("This button is from an earlier time; /topics shows what can be done now."), alert=True)
    if authority.permitted(turn, act.needs):
        act.handler(turn, *arguments)


def _reply_to(turn: Turn, verb: str, *arguments: str) -> None:
    prompting.replied(turn, ":".join([verb, *arguments]))
    if guided.cancels(turn):
        return turn.say(_("All right, this is dropped."))
    if authority.permitted(turn, ASKED[verb].needs):
        ASKED[verb].handler(turn, *arguments)


def _replied(turn: Turn) -> None:
    found = _question_replied_to(turn)
    if found is None:
        return _answered(turn)
    if authority.permitted(turn, REPLIES[found[1]].needs):
        REPLIES[found[1]].handler(turn, str(found[0]))


def _no_such_command(name: str) -> str:
    command, [meant] = inserted(f"/{name[:30]}"), get_close_matches(name, COMMANDS, 1) or [""]
    if not meant:
        return _("There is no command {command}. /help shows all of them.").format(command=command)
    example = inserted(f"/{meant}{COMMANDS[meant].example}")
    told = _("There is no command {command}. Did you mean {example}? /help shows all of them.")
    return told.format(command=command, example=example)


def _commanded(turn: Turn) -> None:
    name, arguments = parted(turn.incoming.text)
    command = COMMANDS.get("help" if name == "start" else name)
    if command is None:
        return turn.say(_no_such_command(name))
    if not authority.permitted(turn, command.needs):
        return
    if not command.example:
        return command.handler(turn)
    example = inserted(f"/{name}{command.example}")
    if not arguments and not command.bare:
        return turn.say(_("Something is missing after the command; for example {example}.").format(example=example))
    if arguments and command.of_topic and not latin_digits(arguments.split()[0]).isdecimal():
        told = _("After this command comes the number of a topic, for example {example}; /topics shows the numbers.")
        return turn.say(told.format(example=example))
    command.handler(turn, *arguments.split(maxsplit=1))
