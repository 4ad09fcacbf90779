"""What every method of the bot needs: its chats, its words, its messages."""

from __future__ import annotations

from dataclasses import dataclass

from playground import wire
from playground.arguments import Arguments, whole
from playground.errors import bad_request
from playground.keyboards import ReplyMarkup, read_markup
from playground.markup import FOUND, Marked, found_in, in_order, units
from playground.messenger import Messenger
from playground.models import MEMBERS, Chat, JsonObject, Media, Message
from playground.world import Change, World


@dataclass(frozen=True, slots=True)
class BotSide:
    world: World
    messenger: Messenger

    def chat(self, given: Arguments, name: str = "chat_id") -> Chat:
        """The chat to write to."""
        return self.messenger.open_chat(self.chat_id(given, name))

    def known_chat(self, given: Arguments) -> Chat:
        return self.messenger.known_chat(self.chat_id(given))

    def group(self, given: Arguments) -> Chat:
        chat = self.known_chat(given)
        if chat.private:
            raise bad_request("method is available only for groups")
        return chat

    def chat_id(self, given: Arguments, name: str = "chat_id") -> int:
        value = given.text(name)
        if not value:
            raise bad_request(f"{name} is empty")
        if not value.lstrip("-").isdecimal():
            raise bad_request("chat not found")
        return int(value)

    def is_administrator(self, chat: Chat) -> bool:
        return chat.members.get(self.messenger.bot_id) in ("creator", "administrator")

    def words(self, given: Arguments, name: str, limit: int) -> tuple[Marked, str | None]:
        """Words without marks and their entities; and the words as they came, where marks are kept."""
        source = given.text(name)
        dialect = self.messenger.dialect
        plain, entities = dialect.read(source, given.text("parse_mode"))
        if given.text("parse_mode") == "":
            entities = entities or given.entities("entities" if name == "text" else "caption_entities")
        if units(plain) > limit:
            raise bad_request("message is too long" if name == "text" else "message caption is too long")
        covered = [range(one.offset, one.end) for one in entities]
        kinds = FOUND if dialect.keeps_marks else dialect.finds
        found = (one for one in found_in(plain, kinds) if not any(one.offset in span for span in covered))
        return (plain, in_order((*entities, *found))), source if dialect.keeps_marks else None

    def keyboard(self, given: Arguments) -> ReplyMarkup:
        return read_markup(given.json("reply_markup"))

    def say(
        self,
        chat: Chat,
        given: Arguments,
        words: tuple[Marked, str | None],
        media: Media | None = None,
        album: str | None = None,
    ) -> Message:
        """Put a message of the bot into a chat, with its keyboard and what it replies to."""
        markup, reply_to, thread = self.keyboard(given), self.reply_to(chat, given), self.thread(chat, given)
        (text, entities), raw = words
        message = Message(
            chat,
            self.messenger.next_message_id(chat),
            self.messenger.bot_id,
            self.world.unix,
            text,
            entities,
            raw,
            media,
            markup.inline,
            reply_to,
            album=album,
            thread=thread,
            had_reply_markup=markup.keeps_from_editing,
        )
        self._show_keyboard(chat, markup)
        return self.world.record(message)

    def _show_keyboard(self, chat: Chat, markup: ReplyMarkup) -> None:
        if markup.reply is not None:
            chat.reply_keyboard = markup.reply
        elif markup.remove:
            chat.reply_keyboard = None

    def reply_to(self, chat: Chat, given: Arguments) -> Message | None:
        wanted = given.json("reply_parameters")
        if isinstance(wanted, dict):
            message_id, lenient = wanted.get("message_id"), bool(wanted.get("allow_sending_without_reply"))
        else:
            message_id, lenient = given.text("reply_to_message_id"), given.flag("allow_sending_without_reply")
        if not message_id:
            return None
        message = chat.messages.get(whole(message_id, "message_id"))
        if message is None and not lenient:
            raise bad_request("message to be replied not found")
        return message

    def thread(self, chat: Chat, given: Arguments) -> int:
        """The topic to write in."""
        wanted = given.integer("message_thread_id", 0)
        if not wanted:
            return 0
        if wanted not in chat.threads:
            raise bad_request("message thread not found")
        if chat.threads[wanted].closed and not chat.bot_opens_threads:
            raise bad_request("TOPIC_CLOSED")
        return wanted

    def own_message(self, given: Arguments, doing: str) -> Message:
        """The message of the bot that is to be edited."""
        chat = self.known_chat(given)
        message = chat.messages.get(given.integer("message_id"))
        if message is None:
            raise bad_request(f"message to {doing} not found")
        if message.sender != self.messenger.bot_id or message.service or message.forward:
            raise bad_request("message can't be edited")
        return message

    def changed(self, kind: str, message: Message) -> None:
        self.world.changed(Change(kind, message.chat, message))

    def wire(self, message: Message) -> JsonObject:
        return wire.message(self.messenger, message)

    def in_group(self, chat: Chat) -> bool:
        return chat.members.get(self.messenger.bot_id) in MEMBERS
