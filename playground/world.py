"""The playground's world, and what people can do in it. No HTTP here.

world = World()                                    # or default_world() with people in it
karimi = world.person("karimi")
chat = world.chat_with_bot(karimi)
world.send_text(karimi, chat, "/start")
await world.wait_for(lambda: "خوش آمدید" in chat.last.text)
world.press(karimi, chat.last, "بله")
"""

from __future__ import annotations

from playground import wire
from playground.markup import found_in
from playground.media import FOLDERS, described, origin_of
from playground.messenger import Press
from playground.models import MEMBERS, Chat, JsonObject, Media, Message, NotPossible, Person
from playground.scene import Call, Change, Scene

__all__ = ["Call", "Change", "World"]


class World(Scene):
    def send_text(
        self,
        person: Person,
        chat: Chat,
        text: str,
        *,
        reply_to: Message | None = None,
        anonymous: bool = False,
        thread: int = 0,
    ) -> Message:
        if not text.strip():
            raise NotPossible("پیام خالی فرستاده نمی‌شود.")
        message = self._new(person, chat, text=text.strip(), reply_to=reply_to)
        message.anonymous = anonymous
        message.thread = reply_to.thread if reply_to else thread
        return self._said(message)

    def send_media(
        self, person: Person, chat: Chat, media: Media, *, caption: str = "", reply_to: Message | None = None
    ) -> Message:
        return self._said(self._new(person, chat, text=caption.strip(), media=media, reply_to=reply_to))

    def send_file(
        self,
        person: Person,
        chat: Chat,
        kind: str,
        name: str,
        content: bytes,
        *,
        mime: str = "application/octet-stream",
        caption: str = "",
        reply_to: Message | None = None,
        **attributes: object,
    ) -> Message:
        """`kind`: document, photo, voice, audio, video or sticker."""
        messenger = self.messenger_of(chat)
        stored = messenger.store_file(name, mime, content, FOLDERS.get(kind, "documents"))
        media = Media(kind, stored, {**described(kind, name, mime), **attributes})
        return self.send_media(person, chat, media, caption=caption, reply_to=reply_to)

    def send_document(self, person: Person, chat: Chat, name: str, content: bytes, caption: str = "") -> Message:
        return self.send_file(person, chat, "document", name, content, caption=caption)

    def send_contact(self, person: Person, chat: Chat, whose: Person | None = None) -> Message:
        """One's own contact, unless it is told whose."""
        shared = whose or person
        attributes: JsonObject = {
            "phone_number": shared.phone,
            "first_name": shared.first_name,
            "last_name": shared.last_name,
        }
        if chat.messenger in shared.accounts:
            attributes["user_id"] = shared.accounts[chat.messenger]
        return self.send_media(person, chat, Media("contact", None, attributes))

    def send_location(self, person: Person, chat: Chat, latitude: float, longitude: float) -> Message:
        where = {"latitude": latitude, "longitude": longitude}
        return self.send_media(person, chat, Media("location", None, where))

    def send_sticker(self, person: Person, chat: Chat, emoji: str = "🌹") -> Message:
        return self.send_file(
            person,
            chat,
            "sticker",
            "sticker.webp",
            b"",
            mime="image/webp",
            emoji=emoji,
            type="regular",
            width=512,
            height=512,
            is_animated=False,
            is_video=False,
        )

    def forward(self, person: Person, message: Message, to: Chat) -> Message:
        if message.chat.messenger != to.messenger:
            raise NotPossible("پیام از یک پیام‌رسان به پیام‌رسان دیگر نمی‌رود.")
        copy = self._new(person, to, text=message.text, media=message.media)
        copy.entities = message.entities
        copy.forward = message.forward or origin_of(self.messenger_of(to), message)
        return self._said(copy)

    def edit(self, person: Person, message: Message, text: str) -> Message:
        if message.sender != person.accounts.get(message.chat.messenger):
            raise NotPossible("فقط پیام خود را می‌توان ویرایش کرد.")
        if message.media is None and not text.strip():
            raise NotPossible("پیام خالی فرستاده نمی‌شود.")
        messenger = self.messenger_of(message.chat)
        message.text, message.edited, message.taken = text.strip(), self.unix, False
        message.entities = found_in(message.text, messenger.dialect.finds)
        self.changed(Change("edit", message.chat, message))
        self.tell("edited_message", message)
        return message

    def press(self, person: Person, message: Message, wanted: str) -> Press:
        """Press the inline button with this label or callback data."""
        chat = message.chat
        self._may_write(person, chat)
        button = message.button(wanted)
        if not button.data:
            raise NotPossible("این دکمه پیامی برای ربات نمی‌فرستد.")
        messenger = self.messenger_of(chat)
        press = messenger.press(person, message, button.data, self.unix)
        lane = person.accounts[chat.messenger] + (3 << 33)
        messenger.updates.put("callback_query", wire.callback_query(messenger, press), lane)
        return press

    def _new(
        self,
        person: Person,
        chat: Chat,
        *,
        text: str = "",
        media: Media | None = None,
        reply_to: Message | None = None,
    ) -> Message:
        self._may_write(person, chat)
        messenger = self.messenger_of(chat)
        message = Message(chat, messenger.next_message_id(chat), person.accounts[chat.messenger], self.unix)
        message.text, message.media, message.reply_to = text, media, reply_to
        message.entities = found_in(text, messenger.dialect.finds)
        return message

    def _may_write(self, person: Person, chat: Chat) -> None:
        user_id = person.accounts.get(chat.messenger)
        here = user_id == chat.id if chat.private else chat.members.get(user_id or 0) in MEMBERS
        if not here:
            raise NotPossible(f"{person.name} در این گفت‌وگو نیست.")
        if chat.blocked:
            raise NotPossible("ربات را مسدود کرده‌اید. برای نوشتن، نخست رفع مسدودی کنید.")

    def _said(self, message: Message) -> Message:
        chat = message.chat
        chat.messages[message.id] = message
        chat.started = True
        if chat.reply_keyboard is not None and chat.reply_keyboard.one_time:
            chat.reply_keyboard = None
        self.changed(Change("message", chat, message))
        self.tell("message", message)
        return message
