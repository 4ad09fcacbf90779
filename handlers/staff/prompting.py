"""Asking a member of staff: a question to one person of the group, which only they answer.

Several people prepare several topics in one group at once, so each question names whom it is for. A bot that is no
administrator of its group sees only commands and replies; hence a question that is answered in words asks for a reply.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from consultation.conversation import Button, Incoming, Kind, Rows, press
from consultation.texts import _, inserted
from handlers.turn import Turn
from storage import prompts
from storage.prompts import Prompt

REPLY = "reply"  # the form of a prompt for one text or file; its place is what it asks, written as a press
_TAKEN_FOR = timedelta(hours=1)  # after that, what they write without replying is talk among colleagues
_REPLY_TAKEN_FOR = timedelta(minutes=10)


def begin(
    turn: Turn, form: str, *, topic_id: int | None = None, place: str = "", answers: Mapping[str, str] | None = None
) -> Prompt:
    who = turn.incoming.sender
    named = replace(who, name=f"@{who.username}") if who.username else who
    channel, chat_id = turn.incoming.channel, turn.incoming.chat_id
    begun = prompts.begin(turn.db, channel, chat_id, named, form, turn.now, topic_id=topic_id, place=place)
    return replace(begun, answers=answers or {})


def ask(turn: Turn, prompt: Prompt, text: str, buttons: Rows = ()) -> None:
    """Put a question to them: in place of the message that they pressed, where it is answered by buttons."""
    how = [] if buttons or prompt.delivery_id else [_("Please answer in reply to this message; «Cancel» ends it.")]
    addressed = "\n\n".join([f"👤 {inserted(prompt.user_name)}", text, *how])
    delivery_id = turn.ask(addressed, buttons, topic_id=prompt.topic_id)
    prompts.keep(turn.db, replace(prompt, delivery_id=delivery_id, asked_at=turn.now))


def ask_reply(
    turn: Turn,
    text: str,
    asks: str,
    *,
    topic_id: int | None = None,
    about: int | None = None,
    document_id: int | None = None,
) -> None:
    """Ask for a text or a file: any colleague may reply to the message, and whoever was asked may just write.

    Where they are in the middle of a form, what they write without replying goes on with that.
    """
    delivery_id = turn.ask_reply(text, asks, topic_id=topic_id, about=about, document_id=document_id)
    if _in_a_form(turn):
        return
    prompt = begin(turn, REPLY, topic_id=topic_id, place=asks)
    prompts.keep(turn.db, replace(prompt, delivery_id=delivery_id))


def wait_on(turn: Turn, asks: str, *, topic_id: int | None = None) -> None:
    """What was written was no answer, and they have been told how to write it: they may just do so."""
    if not _in_a_form(turn):
        begin(turn, REPLY, topic_id=topic_id, place=asks)


def _in_a_form(turn: Turn) -> bool:
    incoming = turn.incoming
    asked = prompts.of_person(turn.db, incoming.channel, incoming.chat_id, incoming.sender.id)
    return asked is not None and asked.form != REPLY and turn.now - asked.asked_at < _TAKEN_FOR


def replied(turn: Turn, asked: str) -> None:
    """This is answered; what is said next is not taken for another answer."""
    prompts.end_reply(turn.db, turn.incoming.channel, turn.incoming.chat_id, REPLY, asked)


def cancel_button(prompt: Prompt) -> Button:
    return Button(_("✖️ Cancel"), press("cancel", prompt.id))


def of_sender(turn: Turn) -> Prompt | None:
    """What the sender of this message is being asked here, where the message can be meant as an answer."""
    incoming = turn.incoming
    prompt = prompts.of_person(turn.db, incoming.channel, incoming.chat_id, incoming.sender.id)
    if prompt is None:
        return None
    if incoming.reply_to is None and prompt.delivery_id and prompts.thread_of(turn.db, prompt) != incoming.thread:
        return None
    if incoming.reply_to is None:
        return prompt if turn.now - prompt.asked_at < _taken_for(prompt) else None
    if prompts.is_ours(turn.db, incoming.channel, incoming.chat_id, incoming.reply_to):
        return prompt
    # Who replies at once may be faster than the note of which message our question became.
    quick = incoming.replied_to is None and prompts.on_its_way(turn.db, prompt)
    return prompt if quick else None


def _taken_for(prompt: Prompt) -> timedelta:
    return _REPLY_TAKEN_FOR if prompt.form == REPLY else _TAKEN_FOR


def of_another(turn: Turn) -> Prompt | None:
    """The prompt of somebody else that this message replies to."""
    incoming = turn.incoming
    if incoming.reply_to is None or incoming.kind is not Kind.TEXT:
        return None
    prompt = prompts.asked_in(turn.db, incoming.channel, incoming.chat_id, incoming.reply_to)
    return prompt if prompt is not None and not _is_theirs(prompt, incoming) else None


def _is_theirs(prompt: Prompt, incoming: Incoming) -> bool:
    asked_here = (prompt.channel, prompt.chat_id) == (incoming.channel, incoming.chat_id)
    return asked_here and prompt.user_id == incoming.sender.id


def pressed(turn: Turn, prompt_id: str) -> Prompt | None:
    """The prompt of a button, if it is the presser's own; where it is not, that has been said."""
    prompt = prompts.get(turn.db, int(prompt_id))
    if prompt is None:
        turn.toast(_("This question is not being asked any more."), alert=True)
    elif not _is_theirs(prompt, turn.incoming):
        refuse(turn, prompt)
    else:
        return prompt
    return None


def refuse(turn: Turn, prompt: Prompt) -> None:
    told = _("This question is for {name}; only they can answer it.")
    turn.toast(told.format(name=inserted(prompt.user_name)), alert=True)
