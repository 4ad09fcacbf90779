"""Threads of a group: the gateway against the playground's forum."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.telegram_gateway import TelegramGateway
from playground.models import Chat
from playground.server import Playground
from playground.threads import begin_forum, delete_thread
from scheduler.sending import Parcel

TITLE = "برق پایدار"


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    opened = Playground()
    await opened.start()
    yield opened
    await opened.stop()


@pytest.fixture
async def gateway(playground: Playground, token: str) -> AsyncIterator[TelegramGateway]:
    opened = TelegramGateway(token, playground.telegram_url)
    yield opened
    await opened.close()


@pytest.fixture
def forum(playground: Playground) -> Chat:
    [group] = playground.world.groups("telegram")
    begin_forum(playground.world, group)
    return group


async def test_a_thread_is_opened_by_its_title_and_written_into(gateway: TelegramGateway, forum: Chat) -> None:
    sent = await gateway.send(Parcel(forum.id, "سلام", opens=TITLE))
    assert sent.thread is not None
    assert forum.threads[sent.thread].name == TITLE
    await gateway.send(Parcel(forum.id, "دوباره", thread=sent.thread, opens=TITLE))
    assert [message.thread for message in forum.messages.values()] == [sent.thread] * 3
    assert len(forum.threads) == 1


async def test_a_deleted_thread_is_opened_anew_and_without_a_title_all_see_it(
    gateway: TelegramGateway, forum: Chat, playground: Playground
) -> None:
    first = (await gateway.send(Parcel(forum.id, "سلام", opens=TITLE))).thread
    assert first
    delete_thread(playground.world, forum, first)
    await gateway.send(Parcel(forum.id, "پاسخ", thread=first))
    assert forum.last.thread == 0
    anew = await gateway.send(Parcel(forum.id, "خبر", thread=first, opens=TITLE))
    assert anew.thread not in (None, 0, first)
    assert forum.last.thread == anew.thread


async def test_a_shut_thread_stays_shut(gateway: TelegramGateway, forum: Chat) -> None:
    first = (await gateway.send(Parcel(forum.id, "سلام", opens=TITLE))).thread
    assert first
    forum.threads[first].closed, forum.bot_opens_threads = True, False
    again = await gateway.send(Parcel(forum.id, "خبر", thread=first, opens=TITLE))
    assert (again.thread, forum.last.thread, len(forum.threads)) == (None, 0, 1)


@pytest.mark.parametrize("why", ["no forum", "no right"])
async def test_where_none_can_be_opened_all_see_it(gateway: TelegramGateway, forum: Chat, why: str) -> None:
    if why == "no forum":
        forum.forum = False
    else:
        forum.bot_opens_threads = False
    assert (await gateway.send(Parcel(forum.id, "سلام", opens=TITLE))).thread == 0
    assert (forum.last.text, forum.last.thread) == ("سلام", 0)
