"""Messages, people and chats as JSON of the Bot API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.keyboards import inline_wire
from playground.models import MEMBERS, Chat, Forward, JsonObject, Media, Message, Person, StoredFile

if TYPE_CHECKING:
    from playground.messenger import Messenger, Press

RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
    "can_pin_messages",
)
#: In whose name an administrator writes who stays anonymous.
ANONYMOUS: JsonObject = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}


def user(messenger: Messenger, user_id: int) -> JsonObject:
    if user_id == messenger.bot_id:
        return messenger.bot
    return person_user(messenger, messenger.people[user_id])


def person_user(messenger: Messenger, person: Person) -> JsonObject:
    wire: JsonObject = {
        "id": person.accounts[messenger.name],
        "is_bot": False,
        "first_name": person.first_name,
        "last_name": person.last_name,
    }
    if person.username:
        wire["username"] = person.username
    if messenger.name == "telegram":
        wire["language_code"] = "fa"
    return wire


def chat(messenger: Messenger, chat: Chat) -> JsonObject:
    if not chat.private:
        forum: JsonObject = {"is_forum": True} if chat.forum else {}
        return {"id": chat.id, "type": chat.type, "title": chat.title, **forum}
    person = person_user(messenger, messenger.people[chat.id])
    return {
        "type": "private",
        **{name: value for name, value in person.items() if name not in ("is_bot", "language_code")},
    }


def message(messenger: Messenger, said: Message, *, with_reply: bool = True) -> JsonObject:
    place = chat(messenger, said.chat)
    wire: JsonObject = {"message_id": said.id, "date": said.date, "chat": place}
    wire["from"] = ANONYMOUS if said.anonymous else user(messenger, said.sender)
    if said.anonymous:
        wire["sender_chat"] = place
    _put_words(wire, said)
    if said.media is not None:
        wire.update(media(messenger, said.media))
    answered = said.reply_to or _beginning(said)
    if answered is not None and with_reply:
        wire["reply_to_message"] = message(messenger, answered, with_reply=False)
    if said.thread:
        wire |= {"message_thread_id": said.thread, "is_topic_message": True}
    if said.forward is not None:
        wire.update(_forward(messenger, said.forward))
    if said.keyboard:
        wire["reply_markup"] = inline_wire(said.keyboard)
    if said.edited is not None:
        wire["edit_date"] = said.edited
    if said.album is not None:
        wire["media_group_id"] = said.album
    wire.update(said.service)
    return wire


def _beginning(said: Message) -> Message | None:
    """Telegram's own words: what is written in a topic, and answers nothing, answers the message that opened it."""
    return said.chat.messages.get(said.thread) if said.thread != said.id else None


def _put_words(wire: JsonObject, said: Message) -> None:
    words = said.text if said.raw is None else said.raw
    if not words:
        return
    wire["caption" if said.media else "text"] = words
    if said.entities and said.raw is None:
        wire["caption_entities" if said.media else "entities"] = [one.wire() for one in said.entities]


def media(messenger: Messenger, carried: Media) -> JsonObject:
    """The field of a message that holds what it carries."""
    details: JsonObject = dict(carried.attributes)
    if carried.file is not None:
        details = {**file(carried.file), **details}
    if carried.kind == "voice" and not messenger.quirks.voice_duration:
        details.pop("duration", None)
    if carried.kind == "photo":
        return {"photo": [details]}
    wire: JsonObject = {carried.kind: details}
    if carried.kind == "animation":
        wire["document"] = details
    return wire


def file(stored: StoredFile) -> JsonObject:
    return {"file_id": stored.id, "file_unique_id": stored.unique_id, "file_size": len(stored.content)}


def _forward(messenger: Messenger, forward: Forward) -> JsonObject:
    origin = user(messenger, forward.sender)
    if messenger.dialect.forward_origin:
        return {"forward_origin": {"type": "user", "sender_user": origin, "date": forward.date}}
    return {
        "forward_from": origin,
        "forward_from_message_id": forward.message_id,
        "forward_date": forward.date,
    }


def callback_query(messenger: Messenger, press: Press) -> JsonObject:
    wire: JsonObject = {
        "id": press.id,
        "from": person_user(messenger, press.person),
        "message": message(messenger, press.message),
        "data": press.data,
    }
    if messenger.quirks.chat_instance:
        wire["chat_instance"] = str(9_000_000_000 + abs(press.message.chat.id))
    return wire


def member(messenger: Messenger, user_id: int, status: str) -> JsonObject:
    wire: JsonObject = {"user": user(messenger, user_id), "status": status}
    if messenger.name == "bale":
        return wire
    match status:
        case "creator":
            return {**wire, "is_anonymous": False}
        case "administrator":
            return {**wire, "can_be_edited": False, "is_anonymous": False, **dict.fromkeys(RIGHTS, True)}
        case "kicked":
            return {**wire, "until_date": 0}
        case _:
            return wire


def full_chat(messenger: Messenger, place: Chat) -> JsonObject:
    wire = chat(messenger, place)
    if messenger.name == "telegram":
        gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription")
        wire |= {
            "accent_color_id": place.id % 7,
            "max_reaction_count": 11,
            "accepted_gift_types": dict.fromkeys((*gifts, "gifts_from_channels"), False),
        }
    if place.pinned is not None:
        wire["pinned_message"] = message(messenger, place.messages[place.pinned], with_reply=False)
    return wire


def administrators(messenger: Messenger, place: Chat) -> list[JsonObject]:
    return [
        member(messenger, user_id, status)
        for user_id, status in place.members.items()
        if status in ("creator", "administrator")
    ]


def member_count(place: Chat) -> int:
    return sum(status in MEMBERS for status in place.members.values())
