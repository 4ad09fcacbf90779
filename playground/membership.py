"""Coming, going and being barred: blocking the bot, joining and leaving groups, becoming an administrator."""

from __future__ import annotations

from playground import wire
from playground.messenger import Messenger
from playground.models import MEMBERS, Chat, JsonObject, Message, NotPossible, Person
from playground.world import Change, World


def block(world: World, person: Person, chat: Chat, blocked: bool = True) -> None:
    """Block the bot in a private chat, or unblock it."""
    if not chat.private:
        raise NotPossible("در گروه نمی‌توان ربات را مسدود کرد.")
    if chat.blocked == blocked:
        return
    chat.blocked = blocked
    messenger = world.messenger_of(chat)
    world.changed(Change("chat", chat))
    if messenger.dialect.membership_updates:
        old, new = ("member", "kicked") if blocked else ("kicked", "member")
        _tell_membership(world, messenger, "my_chat_member", chat, person, messenger.bot_id, old, new)


def set_status(world: World, chat: Chat, person: Person, status: str, by: Person | None = None) -> None:
    """Make somebody creator, administrator or member of a group, or have them leave ("left", "kicked")."""
    messenger = world.messenger_of(chat)
    user_id = person.accounts[chat.messenger]
    old = chat.members.get(user_id, "left")
    if old == status:
        return
    chat.members[user_id] = status
    world.changed(Change("chat", chat))
    if messenger.dialect.membership_updates:
        _tell_membership(world, messenger, "chat_member", chat, by or person, user_id, old, status)
    if (old in MEMBERS) != (status in MEMBERS):
        someone = wire.user(messenger, user_id)
        joined = status in MEMBERS
        what: JsonObject = {"new_chat_members": [someone]} if joined else {"left_chat_member": someone}
        service_message(world, chat, user_id, what)


def leave(world: World, person: Person, chat: Chat) -> None:
    if chat.private:
        raise NotPossible("گفت‌وگوی خصوصی را نمی‌توان ترک کرد.")
    set_status(world, chat, person, "left")


def set_bot_status(world: World, chat: Chat, status: str, by: Person) -> None:
    """Add the bot to a group, make it administrator, or remove it."""
    messenger = world.messenger_of(chat)
    old = chat.members.get(messenger.bot_id, "left")
    if old == status:
        return
    chat.members[messenger.bot_id] = status
    world.changed(Change("chat", chat))
    if messenger.dialect.membership_updates:
        _tell_membership(world, messenger, "my_chat_member", chat, by, messenger.bot_id, old, status)


def bot_leaves(world: World, chat: Chat) -> None:
    messenger = world.messenger_of(chat)
    chat.members[messenger.bot_id] = "left"
    world.changed(Change("chat", chat))
    service_message(world, chat, messenger.bot_id, {"left_chat_member": messenger.bot})


def upgrade(world: World, group: Chat, new_id: int) -> Chat:
    """Turn a group of Telegram into a supergroup: it gets a new id, and the old one answers 400."""
    if group.type != "group" or group.messenger != "telegram":
        raise NotPossible("تنها گروه معمولی تلگرام ابرگروه می‌شود.")
    supergroup = Chat("telegram", new_id, "supergroup", group.title, dict(group.members))
    world.telegram.add_group(supergroup)
    someone = next(iter(group.members))
    service_message(world, group, someone, {"migrate_to_chat_id": new_id})
    group.migrated_to = new_id
    service_message(world, supergroup, someone, {"migrate_from_chat_id": group.id})
    return supergroup


def service_message(world: World, chat: Chat, sender: int, what: JsonObject, *, opens_thread: bool = False) -> Message:
    messenger = world.messenger_of(chat)
    message = Message(chat, messenger.next_message_id(chat), sender, world.unix, service=what)
    message.thread = message.id if opens_thread else 0
    world.record(message)
    messenger.updates.put("message", wire.message(messenger, message), chat.id, message)
    return message


def _tell_membership(
    world: World, messenger: Messenger, kind: str, chat: Chat, by: Person, whose: int, old: str, new: str
) -> None:
    content: JsonObject = {
        "chat": wire.chat(messenger, chat),
        "from": wire.person_user(messenger, by),
        "date": world.unix,
        "old_chat_member": wire.member(messenger, whose, old),
        "new_chat_member": wire.member(messenger, whose, new),
    }
    messenger.updates.put(kind, content, chat.id + (5 << 33))
