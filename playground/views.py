"""What the page is told: people, chats, messages and changes as JSON of its own."""

from __future__ import annotations

from playground.asking import commands_for
from playground.bot_side import BotSide
from playground.models import Button, Chat, JsonObject, Media, Message, ReplyKeyboard
from playground.world import Change, World

#: The page shows this many messages of a chat at first.
LATEST = 200


def state(world: World) -> JsonObject:
    return {
        "now": world.now().timestamp(),
        "people": {person.id: {"name": person.name, "role": person.role} for person in world.people.values()},
        "chats": [
            chat_view(world, chat) for messenger in world.messengers.values() for chat in messenger.chats.values()
        ],
        "messages": {
            chat.key: [message_view(world, message) for message in list(chat.messages.values())[-LATEST:]]
            for messenger in world.messengers.values()
            for chat in messenger.chats.values()
        },
        "bots": bots(world),
    }


def bots(world: World) -> JsonObject:
    return {
        messenger.name: {
            "connected": messenger.updates.connected or messenger.updates.webhook is not None,
            "name": messenger.about.name or messenger.bot["first_name"],
            "username": messenger.bot["username"],
            "description": messenger.about.description,
        }
        for messenger in world.messengers.values()
    }


def chat_view(world: World, chat: Chat) -> JsonObject:
    messenger = world.messenger_of(chat)
    members = {chat.id: "member"} if chat.private else chat.members
    bot = BotSide(world, messenger)
    return {
        "key": chat.key,
        "messenger": chat.messenger,
        "type": chat.type,
        "title": chat.title,
        "members": [
            {
                "person": messenger.people[user_id].id,
                "status": status,
                "commands": commands_for(bot, chat, user_id),
            }
            for user_id, status in members.items()
            if user_id in messenger.people
        ],
        "bot": chat.members.get(messenger.bot_id, "left") if not chat.private else "member",
        "blocked": chat.blocked,
        "keyboard": chat.reply_keyboard and _keyboard(chat.reply_keyboard),
        "pinned": chat.pinned,
        "moved": chat.migrated_to,
        "read": chat.read,
    }


def _keyboard(keyboard: ReplyKeyboard) -> JsonObject:
    return {
        "rows": _rows(keyboard.rows),
        "resize": keyboard.resize,
        "placeholder": keyboard.placeholder,
    }


def _rows(rows: tuple[tuple[Button, ...], ...]) -> list[list[JsonObject]]:
    return [[_button(button) for button in row] for row in rows]


def _button(button: Button) -> JsonObject:
    view: JsonObject = {
        "text": button.text,
        "data": button.data,
        "url": button.url or button.web_app,
        "copy": button.copy_text,
        "contact": button.wants_contact,
        "location": button.wants_location,
    }
    return {name: value for name, value in view.items() if value}


def message_view(world: World, message: Message) -> JsonObject:
    view: JsonObject = {
        "chat": message.chat.key,
        "id": message.id,
        "from": sender(world, message),
        "name": sender_name(world, message),
        "date": message.date,
        "edited": message.edited is not None,
        "text": message.text,
        "entities": [one.wire() for one in message.entities],
        "keyboard": _rows(message.keyboard),
        "taken": message.taken,
        "anonymous": message.anonymous,
    }
    if message.thread in message.chat.threads:
        view["thread"] = message.chat.threads[message.thread].name
    if message.reply_to is not None:
        reply = message.reply_to
        view["reply"] = {"id": reply.id, "name": sender_name(world, reply), "text": summary(reply)}
    if message.forward is not None:
        view["forward"] = message.forward.name
    if message.media is not None:
        view["media"] = media_view(message.media)
    if message.service:
        view["service"] = service_text(world, message)
    return view


def sender(world: World, message: Message) -> str:
    messenger = world.messenger_of(message.chat)
    return "bot" if message.sender == messenger.bot_id else messenger.people[message.sender].id


def sender_name(world: World, message: Message) -> str:
    if message.anonymous:
        return message.chat.title
    messenger = world.messenger_of(message.chat)
    if message.sender == messenger.bot_id:
        return messenger.about.name or str(messenger.bot["first_name"])
    return messenger.people[message.sender].name


KIND_NAMES = {
    "photo": "عکس",
    "document": "پرونده",
    "voice": "پیام صوتی",
    "audio": "صوت",
    "video": "ویدئو",
    "animation": "تصویر متحرک",
    "sticker": "برچسب",
    "location": "مکان",
    "contact": "مخاطب",
}


def summary(message: Message) -> str:
    if message.text:
        return message.text[:120]
    return KIND_NAMES.get(message.media.kind, "") if message.media else ""


def media_view(media: Media) -> JsonObject:
    view: JsonObject = {"kind": media.kind, **media.attributes}
    if media.file is not None:
        view["file"] = media.file.id
        view["name"] = media.file.name
        view["mime"] = media.file.mime
        view["size"] = len(media.file.content)
    return view


def service_text(world: World, message: Message) -> str:
    name = sender_name(world, message)
    match message.service:
        case {"left_chat_member": _}:
            return f"{name} گروه را ترک کرد"
        case {"new_chat_members": _}:
            return f"{name} به گروه پیوست"
        case {"forum_topic_created": {"name": name}}:
            return f"بخش «{name}» باز شد"
        case {"migrate_to_chat_id": _}:
            return "این گروه به ابرگروه تبدیل شد"
        case _:
            return "این گفت‌وگو پیش‌تر گروه معمولی بود"


def change_view(world: World, change: Change) -> JsonObject:
    view: JsonObject = {"kind": change.kind, **change.details}
    if change.chat is not None:
        view["chat"] = chat_view(world, change.chat)
    if change.message is not None:
        view["message"] = message_view(world, change.message)
    if change.kind == "clock":
        view["now"] = world.now().timestamp()
    if change.kind in ("commands", "bots"):
        view["bots"] = bots(world)
    if change.kind == "commands":
        view["chats"] = [
            chat_view(world, chat) for messenger in world.messengers.values() for chat in messenger.chats.values()
        ]
    return view
