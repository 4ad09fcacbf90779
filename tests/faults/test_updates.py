"""Updates that no messenger should send, and yet one day some will."""

from __future__ import annotations

import json
import random
from contextlib import suppress
from typing import Any

import pytest

from bot.gateway import UnreadableUpdate
from bot.updates import read
from consultation.conversation import Channel
from storage.tables import quarantine
from tests.faults.tally import SEED, Tally, numbers
from tests.stories import answers, everything, joins, publishes
from tests.world import Person, World

ODD: tuple[Any, ...] = (
    *(None, True, 0, -1, 2**31, 2**63 - 1, 2**64, 1e308, "", "\x00", "\ud800", "\u202e", "آ" * 5000, "/start", "~:"),
    *([], {}, [None], {"id": "?"}, [[["deep"]]]),
)


def _good(person: Person, number: int) -> list[dict[str, Any]]:
    sender = {"id": person.sender.id, "is_bot": False, "first_name": "ا", "username": "u"}
    chat = {"id": person.chat_id, "type": "private"}
    said = {"message_id": 10**6 + number, "date": int(person.world.now.timestamp()), "chat": chat, "from": sender}
    file = {"file_id": "f", "file_unique_id": "u", "file_size": 9, "file_name": "n.pdf"}
    press = {"id": "1", "from": sender, "message": {**said, "text": "x"}, "data": "begin:1~x"}
    group = {**said, "chat": {"id": -500, "type": "supergroup", "title": "g"}}
    return [
        {"message": {**said, "text": "سلام"}},
        {"message": {**said, "text": "/topics", "reply_to_message": said}},
        {"message": {**said, "document": file, "caption": "c"}},
        {"message": {**said, "contact": {"phone_number": "+98", "first_name": "x", "user_id": 1}}},
        {"message": {**said, "location": {"latitude": 1.5, "longitude": 2.5}}},
        {"edited_message": {**said, "edit_date": 1, "text": "ویرایش"}},
        {"callback_query": press},
        {"message": {**group, "text": "/topic 1"}},
        {"message": {**group, "migrate_to_chat_id": -7}},
        {"my_chat_member": {**said, "new_chat_member": {"status": "kicked", "user": sender}}},
    ]


def _damaged(update: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """The same with one field, somewhere in it, gone or odd."""
    copy: dict[str, Any] = json.loads(json.dumps(update))
    place = copy
    while True:
        name = chance.choice(list(place))
        inner = place[name]
        if not isinstance(inner, dict) or not inner or chance.random() < 0.2:
            break
        place = inner
    if chance.random() < 0.2:
        del place[name]
    else:
        place[name] = chance.choice(ODD)
    return copy


@pytest.mark.parametrize("channel", Channel)
async def test_damaged_updates_harm_nobody(world: World, channel: Channel, tally: Tally) -> None:
    ana, mallory = world.person("ana", channel), world.person("mallory", channel)
    await joins(ana)
    await publishes(world)
    before = (await everything(world))["answer"]
    chance = random.Random(SEED)  # noqa: S311
    for number in range(numbers(150, 5000)):
        raw = _damaged(chance.choice(_good(mallory, number)), chance)
        with suppress(UnreadableUpdate):
            incoming = read(channel, {"update_id": next(world.updates), **raw})
            if incoming is not None and incoming.chat_id != ana.chat_id:
                await world.hear(incoming)
        tally.injected += 1
    stored = await everything(world)
    assert stored["answer"] == before
    assert not stored[quarantine.name], "none of them is beyond us"
    mallory.reads()
    ana.reads()
    await answers(ana)
    ana.sees("پاسخ‌های شما")
