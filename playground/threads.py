"""Topics of a forum: opened, named, closed and deleted by the bot or by people."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from playground import membership
from playground.arguments import Arguments
from playground.bot_side import BotSide
from playground.errors import bad_request
from playground.models import Chat, JsonObject, NotPossible, Person, Thread
from playground.world import Change, World

LONGEST_NAME = 128
COLOUR = 7322096


def begin_forum(world: World, chat: Chat, on: bool = True) -> None:
    if chat.type != "supergroup":
        raise NotPossible("تنها ابرگروه تلگرام بخش‌های جداگانه دارد.")
    chat.forum = on
    world.changed(Change("chat", chat))


def open_thread(world: World, person: Person, chat: Chat, name: str) -> Thread:
    if not chat.forum:
        raise NotPossible("این گروه بخش‌های جداگانه ندارد.")
    return _open(world, chat, person.accounts[chat.messenger], name)


def delete_thread(world: World, chat: Chat, thread_id: int) -> None:
    """With everything that was said in it."""
    del chat.threads[thread_id]
    for message in [one for one in chat.messages.values() if one.thread == thread_id]:
        del chat.messages[message.id]
        world.changed(Change("delete", chat, message))


def _open(world: World, chat: Chat, sender: int, name: str) -> Thread:
    begun: JsonObject = {"forum_topic_created": {"name": name, "icon_color": COLOUR}}
    message = membership.service_message(world, chat, sender, begun, opens_thread=True)
    chat.threads[message.id] = Thread(message.id, name)
    world.changed(Change("chat", chat))
    return chat.threads[message.id]


def _forum(bot: BotSide, given: Arguments) -> Chat:
    chat = bot.chat(given)
    if not chat.forum:
        raise bad_request("the chat is not a forum")
    if not (bot.is_administrator(chat) and chat.bot_opens_threads):
        raise bad_request("not enough rights to create a topic")
    return chat


def _thread(bot: BotSide, given: Arguments) -> tuple[Chat, Thread]:
    chat = _forum(bot, given)
    thread = chat.threads.get(given.integer("message_thread_id"))
    if thread is None:
        raise bad_request("message thread not found")
    return chat, thread


def _name(given: Arguments) -> str:
    name = given.text("name").strip()
    if not 0 < len(name) <= LONGEST_NAME:
        raise bad_request("invalid topic name specified")
    return name


def create_forum_topic(bot: BotSide, given: Arguments) -> JsonObject:
    thread = _open(bot.world, _forum(bot, given), bot.messenger.bot_id, _name(given))
    return {"message_thread_id": thread.id, "name": thread.name, "icon_color": COLOUR}


def edit_forum_topic(bot: BotSide, given: Arguments) -> bool:
    chat, thread = _thread(bot, given)
    thread.name = _name(given)
    bot.world.changed(Change("chat", chat))
    return True


def _closer(closed: bool) -> Callable[[BotSide, Arguments], bool]:
    def close(bot: BotSide, given: Arguments) -> bool:
        _chat, thread = _thread(bot, given)
        if thread.closed is closed:
            raise bad_request("TOPIC_NOT_MODIFIED")
        thread.closed = closed
        return True

    return close


def delete_forum_topic(bot: BotSide, given: Arguments) -> bool:
    chat, thread = _thread(bot, given)
    delete_thread(bot.world, chat, thread.id)
    return True


METHODS: Mapping[str, Callable[[BotSide, Arguments], object]] = {
    "createforumtopic": create_forum_topic,
    "editforumtopic": edit_forum_topic,
    "closeforumtopic": _closer(True),
    "reopenforumtopic": _closer(False),
    "deleteforumtopic": delete_forum_topic,
}
