"""Methods that ask about the bot, its chats and files, or say something about the bot."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from playground import wire
from playground.arguments import Arguments, whole
from playground.bot_side import BotSide
from playground.errors import bad_request, forbidden
from playground.membership import bot_leaves
from playground.models import Chat, JsonObject
from playground.sending import MEGABYTE
from playground.world import Change

LARGEST_DOWNLOAD = 20 * MEGABYTE
MOST_COMMANDS = 100
COMMAND = re.compile(r"[a-z0-9_]{1,32}")


def get_me(bot: BotSide, given: Arguments) -> JsonObject:
    if bot.messenger.name == "bale":
        return bot.messenger.bot
    able = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}
    return {**bot.messenger.bot, **able}


def get_file(bot: BotSide, given: Arguments) -> JsonObject:
    stored = bot.messenger.files.get(given.text("file_id"))
    if stored is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(stored.content) > LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    return {**wire.file(stored), "file_path": stored.path}


def get_chat(bot: BotSide, given: Arguments) -> JsonObject:
    return wire.full_chat(bot.messenger, bot.known_chat(given))


def get_chat_member(bot: BotSide, given: Arguments) -> JsonObject:
    chat, user_id = _group_of(bot, given), given.integer("user_id")
    if user_id not in bot.messenger.people and user_id != bot.messenger.bot_id:
        raise bad_request("invalid user_id specified")
    return wire.member(bot.messenger, user_id, chat.members.get(user_id, "left"))


def get_chat_administrators(bot: BotSide, given: Arguments) -> list[JsonObject]:
    return wire.administrators(bot.messenger, _group_of(bot, given))


def get_chat_member_count(bot: BotSide, given: Arguments) -> int:
    return wire.member_count(_group_of(bot, given))


def _group_of(bot: BotSide, given: Arguments) -> Chat:
    chat = bot.group(given)
    if not bot.in_group(chat):
        raise forbidden(f"bot is not a member of the {chat.type} chat")
    if bot.messenger.quirks.members_for_administrators_only and not bot.is_administrator(chat):
        raise forbidden("permission_denied")
    return chat


def leave_chat(bot: BotSide, given: Arguments) -> bool:
    chat = bot.group(given)
    if not bot.in_group(chat):
        raise forbidden(f"bot is not a member of the {chat.type} chat")
    bot_leaves(bot.world, chat)
    return True


# What the bot says of itself (Telegram)


def set_my_commands(bot: BotSide, given: Arguments) -> bool:
    commands = given.json("commands")
    if not isinstance(commands, list):
        raise bad_request("can't parse commands JSON object")
    if len(commands) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    bot.messenger.about.commands[_shown_where(bot, given)] = [_command(one) for one in commands]
    bot.world.changed(Change("commands"))
    return True


def get_my_commands(bot: BotSide, given: Arguments) -> list[JsonObject]:
    return bot.messenger.about.commands.get(_shown_where(bot, given), [])


def delete_my_commands(bot: BotSide, given: Arguments) -> bool:
    bot.messenger.about.commands.pop(_shown_where(bot, given), None)
    bot.world.changed(Change("commands"))
    return True


def _command(given: object) -> JsonObject:
    match given:
        case {"command": str(command), "description": str(description)}:
            if not COMMAND.fullmatch(command.removeprefix("/")):
                raise bad_request("BOT_COMMAND_INVALID")
            if not 1 <= len(description) <= 256:
                raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
            return {"command": command.removeprefix("/"), "description": description}
        case _:
            raise bad_request("can't parse BotCommand: BotCommand must be an Object")


def _shown_where(bot: BotSide, given: Arguments) -> tuple[str, str]:
    """Scope as one word ("default", "chat:-100", "chat_member:-100:5") and language."""
    match given.json("scope") or {"type": "default"}:
        case {"type": "chat" | "chat_administrators" as kind, "chat_id": chat_id}:
            scope = f"{kind}:{bot.messenger.known_chat(whole(chat_id, 'chat_id')).id}"
        case {"type": "chat_member", "chat_id": chat_id, "user_id": user_id}:
            scope = f"chat_member:{bot.messenger.known_chat(whole(chat_id, 'chat_id')).id}:{user_id}"
        case {"type": str(kind)} if kind in ALL_SCOPES:
            scope = kind
        case _:
            raise bad_request("can't parse BotCommandScope")
    return scope, given.text("language_code")


ALL_SCOPES = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")


def commands_for(bot: BotSide, chat: Chat, user_id: int, language: str = "fa") -> list[JsonObject]:
    """The menu this person sees in this chat: the narrowest scope that has any."""
    administrator = chat.members.get(user_id) in ("creator", "administrator")
    scopes = [f"chat_member:{chat.id}:{user_id}"]
    scopes += [f"chat_administrators:{chat.id}"] if administrator else []
    scopes += [f"chat:{chat.id}"]
    scopes += ["all_chat_administrators"] if administrator else []
    scopes += ["all_private_chats" if chat.private else "all_group_chats", "default"]
    told = bot.messenger.about.commands
    return next((told[s, lang] for s in scopes for lang in (language, "") if (s, lang) in told), [])


def saying(field: str, attribute: str) -> Callable[[BotSide, Arguments], bool]:
    def say(bot: BotSide, given: Arguments) -> bool:
        setattr(bot.messenger.about, attribute, given.text(field))
        bot.world.changed(Change("commands"))
        return True

    return say


def said(field: str, attribute: str) -> Callable[[BotSide, Arguments], JsonObject]:
    return lambda bot, given: {field: getattr(bot.messenger.about, attribute)}


METHODS: Mapping[str, Callable[[BotSide, Arguments], object]] = {
    "getme": get_me,
    "getfile": get_file,
    "getchat": get_chat,
    "getchatmember": get_chat_member,
    "getchatadministrators": get_chat_administrators,
    "getchatmembercount": get_chat_member_count,
    "getchatmemberscount": get_chat_member_count,
    "leavechat": leave_chat,
    "setmycommands": set_my_commands,
    "getmycommands": get_my_commands,
    "deletemycommands": delete_my_commands,
    "setmyname": saying("name", "name"),
    "getmyname": said("name", "name"),
    "setmydescription": saying("description", "description"),
    "getmydescription": said("description", "description"),
    "setmyshortdescription": saying("short_description", "short_description"),
    "getmyshortdescription": said("short_description", "short_description"),
    "setchatmenubutton": lambda bot, given: True,
    "logout": lambda bot, given: True,
    "close": lambda bot, given: True,
}
