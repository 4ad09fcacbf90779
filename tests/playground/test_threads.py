"""Topics of a forum, as Telegram has them and Bale has not."""

import aiohttp
import pytest

from playground import threads
from playground.models import Chat, NotPossible, Person
from playground.server import Playground
from playground.world import World
from tests.playground.conftest import RawBot, as_object


@pytest.fixture
def forum(world: World) -> Chat:
    [group] = world.groups("telegram")
    threads.begin_forum(world, group)
    return group


async def opened(telegram: RawBot, forum: Chat) -> int:
    topic = as_object(await telegram.ask("createForumTopic", chat_id=forum.id, name="برق"))
    return int(str(topic["message_thread_id"]))


async def test_what_is_written_in_a_topic_says_so(telegram: RawBot, forum: Chat, world: World) -> None:
    thread = await opened(telegram, forum)
    sent = await telegram.sends(forum, "سلام", message_thread_id=thread)
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (thread, True)
    world.telegram.updates.drop()
    world.send_text(world.person("rahimi"), forum, "/topics", thread=thread)
    world.send_text(world.person("rahimi"), forum, "/topics")
    inside, outside = [as_object(update["message"]) for update in await telegram.updates()]
    assert inside["message_thread_id"] == thread
    assert "forum_topic_created" in as_object(inside["reply_to_message"])
    assert as_object(outside["chat"])["is_forum"] is True
    assert not {"message_thread_id", "is_topic_message", "reply_to_message"} & set(outside)


async def test_a_reply_stays_in_its_topic(telegram: RawBot, forum: Chat, world: World) -> None:
    thread = await opened(telegram, forum)
    await telegram.sends(forum, "سلام", message_thread_id=thread)
    assert world.send_text(world.person("rahimi"), forum, "سلام", reply_to=forum.last).thread == thread


async def test_what_is_refused(telegram: RawBot, forum: Chat) -> None:
    thread = await opened(telegram, forum)
    here = {"chat_id": forum.id, "message_thread_id": thread}
    assert await telegram.refused("createForumTopic", chat_id=forum.id, name="") == (
        "400 Bad Request: invalid topic name specified"
    )
    assert await telegram.ask("closeForumTopic", **here) is True
    assert "TOPIC_NOT_MODIFIED" in await telegram.refused("closeForumTopic", **here)
    assert await telegram.ask("editForumTopic", **here, name="آب") is True
    assert forum.threads[thread].name == "آب"
    forum.bot_opens_threads = False
    assert "not enough rights to create a topic" in await telegram.refused("createForumTopic", **here, name="x")
    assert "TOPIC_CLOSED" in await telegram.refused("sendMessage", **here, text="سلام")
    forum.bot_opens_threads = True
    assert await telegram.ask("deleteForumTopic", **here) is True
    assert "message thread not found" in await telegram.refused("sendMessage", **here, text="سلام")
    forum.forum = False
    assert "the chat is not a forum" in await telegram.refused("createForumTopic", **here, name="x")


async def test_bale_has_none(bale: RawBot, world: World) -> None:
    [group] = world.groups("bale")
    assert "method not found" in await bale.refused("createForumTopic", chat_id=group.id, name="برق")
    assert "message_thread_id" not in await bale.sends(group, "سلام", message_thread_id=7)
    with pytest.raises(NotPossible, match="ابرگروه"):
        threads.begin_forum(world, group)


async def test_people_open_topics_by_way_of_the_page(
    playground: Playground, session: aiohttp.ClientSession, world: World, karimi: Person
) -> None:
    [group] = world.groups("telegram")

    async def act(what: str, **given: object) -> dict[str, object]:
        address = f"{playground.url}/api/people/rahimi/{what}"
        async with session.post(address, json={"chat": group.key, **given}) as answer:
            return as_object(await answer.json())

    assert "error" in await act("thread", name="برق")
    await act("forum")
    thread = (await act("thread", name="برق"))["thread"]
    assert group.last.service
    assert (await act("send", text="سلام", thread=thread))["thread"] == "برق"
    assert "error" in await act("send", text="سلام", thread=999)
