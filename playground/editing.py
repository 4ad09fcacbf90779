"""Methods that change or take back what was sent, and that answer a pressed button."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from playground.arguments import Arguments
from playground.bot_side import BotSide
from playground.dialect import TEXT_LIMIT
from playground.errors import bad_request
from playground.markup import Marked
from playground.models import JsonObject, Message, Rows
from playground.world import Change

LONGEST_ANSWER = 200
#: Seconds after which a message can no longer be deleted for everyone.
DELETABLE_FOR = 48 * 3600
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def edit_message_text(bot: BotSide, given: Arguments) -> object:
    message = bot.own_message(given, "edit")
    if message.media is not None:
        raise bad_request("there is no text in the message to edit")
    words = bot.words(given, "text", TEXT_LIMIT)
    if not words[0][0]:
        raise bad_request("message text is empty")
    return _edit(bot, message, words, _inline(bot, given))


def edit_message_caption(bot: BotSide, given: Arguments) -> object:
    message = bot.own_message(given, "edit")
    if message.media is None:
        raise bad_request("there is no caption in the message to edit")
    words = bot.words(given, "caption", bot.messenger.dialect.caption_limit)
    return _edit(bot, message, words, _inline(bot, given))


def edit_message_reply_markup(bot: BotSide, given: Arguments) -> object:
    message = bot.own_message(given, "edit")
    words = (message.text, message.entities), message.raw
    return _edit(bot, message, words, _inline(bot, given))


def _inline(bot: BotSide, given: Arguments) -> Rows:
    markup = bot.keyboard(given)
    if markup.keeps_from_editing:
        raise bad_request("inline keyboard expected")
    return markup.inline


def _edit(bot: BotSide, message: Message, words: tuple[Marked, str | None], keyboard: Rows) -> object:
    if message.had_reply_markup:
        raise bad_request("message can't be edited")
    (text, entities), raw = words
    if (text, entities, keyboard) == (message.text, message.entities, message.keyboard):
        raise bad_request(NOT_MODIFIED)
    if (text, entities) != (message.text, message.entities):
        message.edited = bot.world.unix
    message.text, message.entities, message.raw, message.keyboard = text, entities, raw, keyboard
    bot.changed("edit", message)
    return _edited(bot, message)


def _edited(bot: BotSide, message: Message) -> JsonObject:
    quirks = bot.messenger.quirks
    if quirks.edit_returns_message:
        return bot.wire(message)
    if quirks.bare_edit_stub:
        return {"message_id": 0}
    whole = bot.wire(message)
    return {"message_id": 0, "date": whole["date"], "chat": whole["chat"]}


def delete_message(bot: BotSide, given: Arguments) -> bool:
    chat = bot.known_chat(given)
    message = chat.messages.get(given.integer("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    others = message.sender != bot.messenger.bot_id and not chat.private
    too_old = bot.world.unix - message.date > DELETABLE_FOR
    if too_old or (others and not bot.is_administrator(chat)):
        raise bad_request("message can't be deleted for everyone")
    del chat.messages[message.id]
    bot.changed("delete", message)
    return True


def answer_callback_query(bot: BotSide, given: Arguments) -> bool:
    press = bot.messenger.pressed(given.text("callback_query_id"), bot.world.unix)
    text = given.text("text")
    if len(text) > LONGEST_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    press.answer, press.alert = text, given.flag("show_alert")
    details = {"press": press.id, "person": press.person.id, "text": text, "alert": press.alert}
    bot.world.changed(Change("answer", press.message.chat, press.message, details))
    return True


def pin_chat_message(bot: BotSide, given: Arguments) -> bool:
    chat = bot.chat(given)
    message = chat.messages.get(given.integer("message_id"))
    if message is None:
        raise bad_request("message to pin not found")
    if not chat.private and not bot.is_administrator(chat):
        raise bad_request("not enough rights to manage pinned messages in the chat")
    chat.pinned = message.id
    bot.world.changed(Change("chat", chat))
    return True


def unpin_chat_message(bot: BotSide, given: Arguments) -> bool:
    chat = bot.chat(given)
    chat.pinned = None
    bot.world.changed(Change("chat", chat))
    return True


METHODS: Mapping[str, Callable[[BotSide, Arguments], object]] = {
    "editmessagetext": edit_message_text,
    "editmessagecaption": edit_message_caption,
    "editmessagereplymarkup": edit_message_reply_markup,
    "deletemessage": delete_message,
    "answercallbackquery": answer_callback_query,
    "pinchatmessage": pin_chat_message,
    "unpinchatmessage": unpin_chat_message,
    "unpinallchatmessages": unpin_chat_message,
}
