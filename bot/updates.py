"""One update in our words.

Both messengers send Bot API JSON, so one reader serves both. It takes what it needs and forgives the rest:
identifiers as text, missing dates and names, fields nobody has heard of. What cannot be understood is an
UnreadableUpdate; what does not concern us (channels, other bots and commands to them, joins, pinned messages) is None.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from bot.gateway import Raw, UnreadableUpdate
from consultation.conversation import Channel, Contact, File, Incoming, Kind, Location, Sender

FILES = {  # field of a message -> what we call it; an animation also comes as a document
    "photo": "photo",
    "voice": "voice",
    "audio": "audio",
    "video": "video",
    "video_note": "video",
    "animation": "video",
    "document": "document",
}
FORWARDED = ("forward_origin", "forward_date", "forward_from", "forward_from_chat", "forward_sender_name")
NOT_THEIR_OWN = (*FORWARDED, "via_bot")
_COMMAND_TO = re.compile(r"\s*/\w+@(\w+)")
GONE = ("kicked", "left")
SERVICE = (  # how the fields of messages begin that no person wrote
    *("new_chat_", "left_chat_", "delete_chat_", "group_chat_", "supergroup_chat_", "channel_chat_", "chat_"),
    *("community_chat_", "video_chat_", "forum_topic_", "general_forum_topic_", "message_auto_delete_"),
    *("migrate_from_", "pinned_", "successful_", "refunded_", "user_shared", "users_shared", "web_app_data"),
    *("connected_website", "write_access_", "passport_", "proximity_", "boost_", "checklist_tasks_"),
    *("direct_message_price_", "paid_message_price_", "giveaway_c", "managed_bot_", "poll_option_"),
    *("suggested_post_a", "suggested_post_d", "suggested_post_p", "suggested_post_r"),
)


def read(channel: Channel, raw: Raw, username: str = "") -> Incoming | None:
    """`username`: ours there, as far as it is known."""
    if not isinstance(raw, Mapping):
        raise UnreadableUpdate("an update is not an object")
    update_id = number(raw.get("update_id"), "update_id")
    for name, reader in READERS.items():
        if raw.get(name) is not None:
            content = _object(raw, name)
            envelope = _envelope(channel, update_id, content)
            incoming = None if envelope is None else reader(envelope, content)
            return None if incoming is None or _is_for_another(incoming, username) else incoming
    return None


def _is_for_another(incoming: Incoming, username: str) -> bool:
    """Whether it is a command to another bot: a bot that sees everything in a group sees those too."""
    named = _COMMAND_TO.match(incoming.text) if username else None
    return named is not None and named[1].casefold() != username.casefold()


def number(value: object, what: str) -> int:
    """A whole number of at most 64 bits, which some servers send as text."""
    if isinstance(value, bool) or not isinstance(value, int | str | float):
        raise UnreadableUpdate(f"{what} is missing or not a number")
    try:
        whole = int(value)
    except (ValueError, OverflowError):
        raise UnreadableUpdate(f"{what} is not a number") from None
    if abs(whole) >= 2**63:
        raise UnreadableUpdate(f"{what} is out of range")
    return whole


# -- who and where -------------------------------------------------------------------------------------------


def _envelope(channel: Channel, update_id: int, content: Raw) -> Incoming | None:
    """Everything but the content. Of a press: the chat and time of the message that bears the button."""
    person = _optional(content, "from")
    at = _optional(content, "message") or content
    chat = _optional(at, "chat") or person
    sender = _sender(content, chat)
    if sender is None or chat.get("type") == "channel":
        return None
    return Incoming(
        channel=channel,
        update_id=update_id,
        kind=Kind.OTHER,
        chat_id=number(chat.get("id"), "chat.id"),
        sender=sender,
        private=_is_private(chat, person),
        at=_moment(at.get("edit_date") or at.get("date")),
        message_id=number(at.get("message_id") or 0, "message_id"),
        chat_title=_words(chat, "title"),
        forum=chat.get("is_forum") is True,
        thread=_thread(at),
        reply_to=_reply_to(content),
        replied_to=_replied_to(content),
        forwarded=any((content.get(field) or at.get(field)) for field in NOT_THEIR_OWN),
    )


def _sender(content: Raw, chat: Raw) -> Sender | None:
    """Who; None where a channel speaks."""
    person, group = _optional(content, "from"), _optional(content, "sender_chat")
    if group:
        return _named(group, anonymous=True) if str(group.get("id")) == str(chat.get("id")) else None
    if not person:  # Bale leaves it out where there is nobody to name
        return _named(chat, anonymous=chat.get("type") != "private")
    return _named(person)


def _named(party: Raw, *, anonymous: bool = False) -> Sender:
    return Sender(number(party.get("id"), "sender id"), _name(party), _words(party, "username"), anonymous)


def _name(party: Raw) -> str:
    parts = (_words(party, field) for field in ("first_name", "last_name"))
    return " ".join(part for part in parts if part) or _words(party, "title")


def _is_private(chat: Raw, person: Raw) -> bool:
    """By the kind of chat, never by the sign of its id: Bale's groups may be positive."""
    kind = chat.get("type")
    return kind == "private" if isinstance(kind, str) else chat.get("id") == person.get("id")


def _moment(value: object) -> datetime:
    """When, by the messenger's clock; 1970 where it does not say."""
    try:
        return datetime.fromtimestamp(number(value or 0, "date"), UTC)
    except (ValueError, OverflowError, OSError):
        raise UnreadableUpdate("date is out of range") from None


def _thread(at: Raw) -> int:
    """Without topics in its group a message may still name the thread of replies that it belongs to."""
    return number(at.get("message_thread_id") or 0, "message_thread_id") if at.get("is_topic_message") is True else 0


def _answered(content: Raw) -> Raw:
    """The message that this one answers. In a topic whatever answers nothing is said to answer its beginning."""
    answered = _optional(content, "reply_to_message")
    return {} if "forum_topic_created" in answered else answered


def _reply_to(content: Raw) -> int | None:
    answered = _answered(content).get("message_id")
    return None if answered is None else number(answered, "reply_to_message.message_id")


def _replied_to(content: Raw) -> Sender | None:
    """The person whose message this one answers; not a bot, nor a group that speaks."""
    answered = _answered(content)
    person = _optional(answered, "from")
    if not person or person.get("is_bot") is True or answered.get("sender_chat"):
        return None
    return _named(person)


# -- what ----------------------------------------------------------------------------------------------------


def _message(envelope: Incoming, message: Raw) -> Incoming | None:
    if message.get("migrate_to_chat_id"):
        new = number(message["migrate_to_chat_id"], "migrate_to_chat_id")
        return replace(envelope, kind=Kind.MIGRATED, new_chat_id=new)
    if _is_by_a_bot(envelope, message):
        return None
    if text := _words(message, "text"):
        return replace(envelope, kind=Kind.TEXT, text=text)
    for field, name in FILES.items():
        if message.get(field):
            caption = _words(message, "caption")
            return replace(envelope, kind=Kind.FILE, file=_file(name, message[field]), text=caption)
    if contact := _optional(message, "contact"):
        return replace(envelope, kind=Kind.CONTACT, contact=_contact(contact))
    if location := _optional(message, "location"):
        return replace(envelope, kind=Kind.LOCATION, location=_location(location))
    return None if any(field.startswith(SERVICE) for field in message) else envelope


def _edited(envelope: Incoming, message: Raw) -> Incoming | None:
    text = _words(message, "text") or _words(message, "caption")
    return replace(envelope, kind=Kind.EDITED, text=text) if text and not _is_by_a_bot(envelope, message) else None


def _is_by_a_bot(envelope: Incoming, message: Raw) -> bool:
    """An anonymous administrator also comes under the name of a bot, but is a person."""
    return _optional(message, "from").get("is_bot") is True and not envelope.sender.anonymous


def _press(envelope: Incoming, query: Raw) -> Incoming:
    identifier = query.get("id")
    if not isinstance(identifier, str | int) or identifier == "":
        raise UnreadableUpdate("callback_query.id is missing")
    return replace(envelope, kind=Kind.PRESS, press=_words(query, "data"), press_id=str(identifier))


def _membership(envelope: Incoming, change: Raw) -> Incoming | None:
    if _optional(change, "new_chat_member").get("status") in GONE:
        return replace(envelope, kind=Kind.STOPPED)
    return None if envelope.private else replace(envelope, kind=Kind.ADDED)


READERS: Mapping[str, Callable[[Incoming, Raw], Incoming | None]] = {
    "message": _message,
    "callback_query": _press,
    "edited_message": _edited,
    "my_chat_member": _membership,
}


def _file(kind: str, content: object) -> File:
    if isinstance(content, list):  # a photo comes in several sizes
        content = max((size for size in content if isinstance(size, Mapping)), key=_area, default=None)
    if not isinstance(content, Mapping) or not isinstance(identifier := content.get("file_id"), str | int):
        raise UnreadableUpdate(f"{kind} has no file_id")
    told = content.get("file_size")
    size = None if told is None else number(told, "file_size")
    return File(str(identifier), kind, _words(content, "file_name"), _words(content, "mime_type"), size)


def _area(photo: Raw) -> tuple[int, int]:
    width, height, size = (number(photo.get(field) or 0, field) for field in ("width", "height", "file_size"))
    return width * height, size


def _contact(contact: Raw) -> Contact:
    user_id = contact.get("user_id")
    phone = contact.get("phone_number")
    if not isinstance(phone, str | int):
        raise UnreadableUpdate("contact has no phone_number")
    return Contact(str(phone), _name(contact), None if user_id is None else number(user_id, "contact.user_id"))


def _location(location: Raw) -> Location:
    try:
        where = Location(float(location["latitude"]), float(location["longitude"]))
    except (KeyError, TypeError, ValueError, OverflowError):
        raise UnreadableUpdate("location has no coordinates") from None
    if not (abs(where.latitude) <= 90 and abs(where.longitude) <= 180):
        raise UnreadableUpdate("location is not on this earth")
    return where


# -- fields --------------------------------------------------------------------------------------------------


def _object(raw: Raw, field: str) -> Raw:
    value = raw[field]
    if not isinstance(value, Mapping):
        raise UnreadableUpdate(f"{field} is not an object")
    return value


def _optional(raw: Raw, field: str) -> Raw:
    """The object in this field; an empty one where there is none."""
    return {} if raw.get(field) is None else _object(raw, field)


def _words(raw: Raw, field: str) -> str:
    value = raw.get(field)
    if value is None or value == "":
        return ""
    if not isinstance(value, str):
        raise UnreadableUpdate(f"{field} is not a text")
    return value
