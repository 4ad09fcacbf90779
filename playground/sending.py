"""Methods that put messages into chats."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping

from playground.arguments import Arguments, Upload
from playground.bot_side import BotSide
from playground.dialect import ALBUM_CAPTION_LIMIT, TEXT_LIMIT
from playground.errors import ApiError, bad_request
from playground.markup import Marked
from playground.media import FOLDERS, described, origin_of
from playground.models import Chat, JsonObject, Media, Message, StoredFile
from playground.world import Change

NO_WORDS: tuple[Marked, str | None] = (("", ()), None)
MEGABYTE = 1024 * 1024
LARGEST_PHOTO = 10 * MEGABYTE
LARGEST_FILE = 50 * MEGABYTE
CHAT_ACTIONS = frozenset(
    (
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    )
)
_albums = itertools.count(13_000_000_000)


def send_message(bot: BotSide, given: Arguments) -> JsonObject:
    chat = bot.chat(given)
    words = bot.words(given, "text", TEXT_LIMIT)
    if not words[0][0]:
        raise bad_request("message text is empty")
    return bot.wire(bot.say(chat, given, words))


def sender_of(kind: str) -> Callable[[BotSide, Arguments], JsonObject]:
    """sendDocument, sendPhoto and the like: they differ in the name of the field alone."""

    def send(bot: BotSide, given: Arguments) -> JsonObject:
        chat = bot.chat(given)
        words = bot.words(given, "caption", bot.messenger.dialect.caption_limit)
        media = Media(kind, *_file(bot, given, kind, kind))
        return bot.wire(bot.say(chat, given, words, media))

    return send


def _file(
    bot: BotSide, given: Arguments, kind: str, name: str, *, attach: bool = False
) -> tuple[StoredFile, Mapping[str, object]]:
    """The file in field `name`: uploaded just now, or known by its file_id."""
    value = given.text(name)
    upload = given.uploads.get(name)
    if value.startswith("attach://") and (attach or bot.messenger.name == "telegram"):
        upload = given.uploads.get(value.removeprefix("attach://"))
    if upload is not None:
        stored = _store(bot, upload, kind)
        return stored, {**described(kind, stored.name, stored.mime), **_told(given)}
    if value.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    if not value:
        raise bad_request(f"there is no {kind} in the request")
    known = bot.messenger.files.get(value)
    if known is None or known.id != value:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return known, described(kind, known.name, known.mime)


def _store(bot: BotSide, upload: Upload, kind: str) -> StoredFile:
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > (LARGEST_PHOTO if kind == "photo" else LARGEST_FILE):
        raise ApiError(413, "Request Entity Too Large")
    folder = FOLDERS.get(kind, "documents")
    return bot.messenger.store_file(upload.name, upload.mime, upload.content, folder)


def _told(given: Arguments) -> dict[str, object]:
    return {name: given.integer(name) for name in ("duration", "width", "height") if given.text(name)}


def send_location(bot: BotSide, given: Arguments) -> JsonObject:
    where = {"latitude": given.number("latitude"), "longitude": given.number("longitude")}
    return bot.wire(bot.say(bot.chat(given), given, NO_WORDS, Media("location", None, where)))


def send_contact(bot: BotSide, given: Arguments) -> JsonObject:
    who = {name: given.text(name) for name in ("phone_number", "first_name", "last_name") if given.text(name)}
    if not who.get("phone_number"):
        raise bad_request("phone number is empty")
    return bot.wire(bot.say(bot.chat(given), given, NO_WORDS, Media("contact", None, who)))


def send_media_group(bot: BotSide, given: Arguments) -> list[JsonObject]:
    chat = bot.chat(given)
    items = given.json("media")
    if not isinstance(items, list) or not 2 <= len(items) <= 10:
        raise bad_request("group send failed: there must be from 2 to 10 items in a media group")
    album = str(next(_albums))
    ready = [_album_item(bot, given, item) for item in items]
    return [bot.wire(bot.say(chat, given, words, media, album)) for words, media in ready]


def _album_item(bot: BotSide, given: Arguments, item: object) -> tuple[tuple[Marked, str | None], Media]:
    if not isinstance(item, dict):
        raise bad_request("can't parse InputMedia: InputMedia must be an Object")
    kind = str(item.get("type"))
    one = Arguments({**item, kind: item.get("media")}, given.uploads).without(bot.messenger.dialect.ignored)
    words = bot.words(one, "caption", ALBUM_CAPTION_LIMIT)
    return words, Media(kind, *_file(bot, one, kind, kind, attach=True))


def send_chat_action(bot: BotSide, given: Arguments) -> bool:
    chat = bot.chat(given)
    if given.text("action") not in CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    bot.world.changed(Change("typing", chat, details={"action": given.text("action")}))
    return True


def forward_message(bot: BotSide, given: Arguments) -> JsonObject:
    chat, source = bot.chat(given), _source(bot, given, "forward")
    message = Message(chat, bot.messenger.next_message_id(chat), bot.messenger.bot_id, bot.world.unix)
    _copy_content(source, message)
    message.forward = source.forward or origin_of(bot.messenger, source)
    return bot.wire(bot.world.record(message))


def copy_message(bot: BotSide, given: Arguments) -> JsonObject:
    chat, source = bot.chat(given), _source(bot, given, "copy")
    if given.text("caption") and source.media:
        words = bot.words(given, "caption", bot.messenger.dialect.caption_limit)
    else:
        words = (source.text, source.entities), source.raw
    return {"message_id": bot.say(chat, given, words, source.media).id}


def _source(bot: BotSide, given: Arguments, doing: str) -> Message:
    origin: Chat = bot.messenger.known_chat(bot.chat_id(given, "from_chat_id"))
    message = origin.messages.get(given.integer("message_id"))
    if message is None or message.service:
        raise bad_request(f"message to {doing} not found")
    return message


def _copy_content(source: Message, copy: Message) -> None:
    copy.text, copy.entities, copy.raw, copy.media = source.text, source.entities, source.raw, source.media


METHODS: Mapping[str, Callable[[BotSide, Arguments], object]] = {
    "sendmessage": send_message,
    "sendlocation": send_location,
    "sendcontact": send_contact,
    "sendmediagroup": send_media_group,
    "sendchataction": send_chat_action,
    "forwardmessage": forward_message,
    "copymessage": copy_message,
    **{
        f"send{kind}": sender_of(kind)
        for kind in ("photo", "document", "voice", "audio", "video", "animation", "sticker")
    },
}
