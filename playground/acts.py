"""What a person does by way of the page: each from what was given to what is told of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from aiohttp import web

from playground import membership, threads, views
from playground.models import Chat, JsonObject, Message, NotPossible, Person
from playground.world import World

PAGE = Path(__file__).with_name("page")


def number(value: object) -> float:
    try:
        return float(str(value))
    except ValueError:
        raise NotPossible("اینجا باید یک عدد باشد.") from None


def _chat(world: World, person: Person, given: JsonObject) -> Chat:
    if key := given.get("chat"):
        return world.chat(str(key))
    if len(person.accounts) > 1:
        raise NotPossible(f"{person.name} در دو پیام‌رسان است؛ بگویید کدام گفت‌وگو (chat).")
    return world.chat_with_bot(person)


def _message(world: World, person: Person, given: JsonObject, name: str = "message_id") -> Message:
    chat = _chat(world, person, given)
    message = chat.messages.get(int(number(given.get(name))))
    if message is None:
        raise NotPossible("این پیام دیگر نیست.")
    return message


def _send(world: World, person: Person, given: JsonObject) -> JsonObject:
    chat = _chat(world, person, given)
    match given:
        case {"contact": True}:
            message = world.send_contact(person, chat)
        case {"location": {"latitude": latitude, "longitude": longitude}}:
            message = world.send_location(person, chat, number(latitude), number(longitude))
        case {"sticker": str(emoji)}:
            message = world.send_sticker(person, chat, emoji)
        case {"voice": True}:
            message = _sample(world, person, chat, "voice", "voice.ogg", "audio/ogg")
        case {"photo": True}:
            message = _sample(world, person, chat, "photo", "photo.jpg", "image/jpeg")
        case {"text": str(text)}:
            reply_to = _message(world, person, given, "reply_to") if given.get("reply_to") else None
            anonymous, thread = bool(given.get("anonymous")), int(number(given.get("thread") or 0))
            if thread and thread not in chat.threads:
                raise NotPossible("این بخش در گروه نیست.")
            message = world.send_text(person, chat, text, reply_to=reply_to, anonymous=anonymous, thread=thread)
        case _:
            raise NotPossible("چیزی برای فرستادن نیست.")
    return views.message_view(world, message)


def _sample(world: World, person: Person, chat: Chat, kind: str, name: str, mime: str) -> Message:
    return world.send_file(person, chat, kind, name, (PAGE / name).read_bytes(), mime=mime)


def _upload(world: World, person: Person, given: JsonObject) -> JsonObject:
    file = given.get("file")
    if not isinstance(file, web.FileField):
        raise NotPossible("پرونده‌ای همراه این درخواست نیست.")
    message = world.send_file(
        person,
        _chat(world, person, given),
        str(given.get("kind") or "document"),
        file.filename,
        file.file.read(),
        mime=file.content_type,
        caption=str(given.get("caption") or ""),
        reply_to=_message(world, person, given, "reply_to") if given.get("reply_to") else None,
    )
    return views.message_view(world, message)


def _press(world: World, person: Person, given: JsonObject) -> JsonObject:
    message = _message(world, person, given)
    match given.get("button"):
        case [int(row), int(column)]:
            try:
                wanted = message.keyboard[row][column].data
            except IndexError:
                raise NotPossible("این دکمه دیگر نیست.") from None
        case button:
            wanted = str(button)
    return {"press": world.press(person, message, wanted).id}


def _edit(world: World, person: Person, given: JsonObject) -> JsonObject:
    return views.message_view(world, world.edit(person, _message(world, person, given), str(given.get("text"))))


def _forward(world: World, person: Person, given: JsonObject) -> JsonObject:
    to = world.chat(str(given.get("to")))
    return views.message_view(world, world.forward(person, _message(world, person, given), to))


def _block(world: World, person: Person, given: JsonObject) -> JsonObject:
    chat = _chat(world, person, given)
    membership.block(world, person, chat, bool(given.get("blocked", True)))
    return views.chat_view(world, chat)


def _status(world: World, person: Person, given: JsonObject) -> JsonObject:
    chat, status = _chat(world, person, given), str(given.get("status"))
    if chat.private or status not in ("creator", "administrator", "member", "left", "kicked"):
        raise NotPossible("این وضعیت در این گفت‌وگو معنا ندارد.")
    membership.set_status(world, chat, person, status)
    return views.chat_view(world, chat)


def _forum(world: World, person: Person, given: JsonObject) -> JsonObject:
    chat = _chat(world, person, given)
    threads.begin_forum(world, chat, bool(given.get("forum", True)))
    return views.chat_view(world, chat)


def _thread(world: World, person: Person, given: JsonObject) -> JsonObject:
    return {"thread": threads.open_thread(world, person, _chat(world, person, given), str(given.get("name"))).id}


def _read(world: World, person: Person, given: JsonObject) -> JsonObject:
    chat = _chat(world, person, given)
    chat.read = max(chat.read, int(number(given.get("message_id"))))
    return {"read": chat.read}


ACTS: dict[str, Callable[[World, Person, JsonObject], JsonObject]] = {
    "send": _send,
    "upload": _upload,
    "press": _press,
    "edit": _edit,
    "forward": _forward,
    "block": _block,
    "status": _status,
    "read": _read,
    "forum": _forum,
    "thread": _thread,
}
