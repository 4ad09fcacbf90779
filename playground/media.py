"""What the messengers say of a file by its kind, and of where a message came from."""

from __future__ import annotations

from collections.abc import Mapping

from playground import wire
from playground.messenger import Messenger
from playground.models import Forward, JsonObject, Message

FOLDERS: Mapping[str, str] = {
    "photo": "photos",
    "voice": "voice",
    "audio": "music",
    "video": "videos",
    "animation": "animations",
    "sticker": "stickers",
}


def described(kind: str, name: str, mime: str) -> JsonObject:
    match kind:
        case "voice":
            return {"duration": 3, "mime_type": mime}
        case "audio":
            return {"duration": 3, "mime_type": mime, "file_name": name}
        case "video" | "animation":
            return {"duration": 3, "width": 640, "height": 360, "mime_type": mime, "file_name": name}
        case "photo":
            return {"width": 640, "height": 480}
        case "document":
            return {"file_name": name, "mime_type": mime}
        case _:
            return {}


def origin_of(messenger: Messenger, message: Message) -> Forward:
    name = str(wire.user(messenger, message.sender)["first_name"])
    return Forward(message.sender, name, message.chat.id, message.id, message.date)
