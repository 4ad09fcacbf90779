"""Whatever somebody sends, at the worst moment, is answered kindly and changes nothing that it should not.

What they send comes as each messenger writes it, so that reading updates is tried with it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.updates import read
from consultation.conversation import Channel, Incoming, Kind
from tests.stories import everything, joins, publishes, workbook
from tests.world import Person, World

STILL_OPEN = "پرسش ۲ از ۵ هنوز باز است"
MEDIA = {"file_id": "f-1", "file_unique_id": "u", "file_size": 10}
PLACE = {"latitude": 35.7, "longitude": 51.4}

# What is sent while a choice is asked for -> what is said in answer.
AT_A_CHOICE: dict[str, tuple[dict[str, Any], str]] = {
    "a sticker": ({"sticker": {**MEDIA, "emoji": "🙂"}}, STILL_OPEN),
    "a poll": ({"poll": {"id": "1", "question": "?", "options": []}}, STILL_OPEN),
    "a dice": ({"dice": {"emoji": "🎲", "value": 6}}, STILL_OPEN),
    "a game": ({"game": {"title": "x"}}, STILL_OPEN),
    "a story": ({"story": {"id": 1}}, STILL_OPEN),
    "somebody's contact": ({"contact": {"phone_number": "+98912", "first_name": "ب"}}, STILL_OPEN),
    "a location": ({"location": PLACE}, STILL_OPEN),
    "a venue": ({"location": PLACE, "venue": {"title": "خانه", "location": PLACE}}, STILL_OPEN),
    "a photograph": ({"photo": [MEDIA], "caption": "این را ببینید"}, STILL_OPEN),
    "a voice message": ({"voice": MEDIA}, STILL_OPEN),
    "a video note": ({"video_note": {**MEDIA, "duration": 3}}, STILL_OPEN),
    "an animation": ({"animation": MEDIA, "document": MEDIA}, STILL_OPEN),
    "an empty file": ({"document": {**MEDIA, "file_size": 0}}, STILL_OPEN),
    "a huge file": ({"document": {**MEDIA, "file_size": 2_000_000_000}}, STILL_OPEN),
    "a forwarded text": ({"text": "خبر امروز", "forward_date": 1, "forward_from": {"id": 7}}, "یکی از دکمه‌ها"),
    "a text by an inline bot": ({"text": "نتیجه", "via_bot": {"id": 8, "is_bot": True}}, "یکی از دکمه‌ها"),
    "a hundred thousand characters": ({"text": "ب" * 100_000}, "یکی از دکمه‌ها"),
    "pictures for letters": ({"text": "🙂🙂🙂"}, "یکی از دکمه‌ها"),
    "nothing but blanks": ({"text": " \u200f\n "}, "پاسخ خود را بنویسید"),
    "a command in the middle": ({"text": "/help"}, "/topics"),
    "a command nobody knows": ({"text": "/dance"}, "/dance"),
    "a word of the menu": ({"text": "⚙️ تنظیمات"}, "تنظیمات"),
    "a link of another bot": ({"text": "/start 9f3a"}, "سلام"),
    "a reply to an old message": ({"text": "هیچ", "reply_to_message": {"message_id": 1}}, "یکی از دکمه‌ها"),
}

FORM: dict[str, list[tuple[str, ...]]] = {
    "survey": [
        ("type", "name", "label", "required"),
        ("text", "name", "نام واحد؟", "yes"),
        ("select_one size", "size", "واحد شما بزرگ است؟", "yes"),
        ("file", "plan", "طرح خود را بفرستید.", "yes"),
        ("geopoint", "place", "واحد شما کجاست؟", "yes"),
        ("text", "words", "سخن پایانی؟", ""),
    ],
    "choices": [("list_name", "name", "label"), ("size", "big", "بزرگ"), ("size", "small", "کوچک")],
}


@pytest.fixture(params=list(Channel))
async def ana(world: World, request: pytest.FixtureRequest) -> Person:
    """Somebody at the second of five questions, on either messenger."""
    person = world.person("ana", request.param)
    await joins(person)
    await publishes(world, form=workbook(FORM))
    person.reads()
    await person.presses("آغاز پاسخ‌گویی")
    person.reads()
    await person.says("فولاد یزد")
    person.reads()
    return person


def raw(person: Person, content: dict[str, Any], field: str = "message") -> Incoming:
    """What the messenger sends us when this person sends that."""
    blank = person._incoming(Kind.OTHER)
    written = {
        "message_id": blank.message_id,
        "date": int(blank.at.timestamp()),
        "chat": {"id": person.chat_id, "type": "private"},
        "from": {"id": person.sender.id, "is_bot": False, "first_name": person.name},
        **content,
    }
    incoming = read(person.channel, {"update_id": blank.update_id, field: written})
    assert incoming is not None
    return incoming


UNCHANGED = ("heard", "outbox", "piece", "invitation")  # tables that may take note of it


async def test_at_a_choice(world: World, ana: Person) -> None:
    before = await everything(world, but=UNCHANGED)
    for what, (content, expected) in AT_A_CHOICE.items():
        await world.hear(raw(ana, content))
        said = ana.reads()
        assert said, f"{what} is left without an answer"
        assert expected in said[0].text, what
        assert await everything(world, but=UNCHANGED) == before, what
    await ana.says("بزرگ")
    ana.sees("پرسش ۳ از ۵")


@pytest.mark.parametrize("count", [2, 7])
async def test_many_at_once_are_answered_once(world: World, ana: Person, count: int) -> None:
    await world.hear(*(raw(ana, {"photo": [MEDIA], "media_group_id": "9"}) for _one in range(count)))
    ana.sees(STILL_OPEN)
    ana.sees_nothing()


async def test_an_album_for_a_file_is_one_answer(world: World, ana: Person) -> None:
    await ana.says("بزرگ")
    ana.reads()
    album = [raw(ana, {"document": {**MEDIA, "file_id": f"f-{n}"}, "media_group_id": "9"}) for n in range(3)]
    await world.hear(*album)
    ana.sees("✅")
    ana.sees("نخستین فایل پاسخ شما شد")
    ana.sees("پرسش ۴ از ۵")
    ana.sees_nothing()
    attached = (await everything(world))["attachment"]
    assert len(attached) == 1
    assert "f-0" in attached[0]


@pytest.mark.parametrize(("size", "expected"), [(0, "خالی است"), (2_000_000_000, "۲۰ مگابایت")])
async def test_a_file_that_cannot_be_kept(world: World, ana: Person, size: int, expected: str) -> None:
    await ana.says("بزرگ")
    ana.reads()
    await world.hear(raw(ana, {"document": {**MEDIA, "file_size": size}}))
    ana.sees(expected)
    ana.sees_nothing()
    assert not (await everything(world))["attachment"]
    await world.hear(raw(ana, {"document": MEDIA}))
    ana.sees("✅")
    ana.sees("پرسش ۴ از ۵")


async def test_an_edit_of_what_was_no_answer(world: World, ana: Person) -> None:
    mistyped = raw(ana, {"text": "/hlep"})
    await world.hear(mistyped)
    ana.reads()
    edited = {"message_id": mistyped.message_id, "edit_date": 1795000001}
    await world.hear(raw(ana, {**edited, "text": "/help"}, "edited_message"))
    ana.sees("/topics")
    ana.sees("پرسش ۲ از ۵")
    before = await everything(world, but=UNCHANGED)
    await world.hear(raw(ana, {**edited, "text": "هرچه"}, "edited_message"))
    ana.sees("پاسخی را تغییر نداد")
    ana.sees_nothing()
    assert await everything(world, but=UNCHANGED) == before


async def test_the_button_of_somebody_else(world: World, ana: Person) -> None:
    button = ana.last.buttons[0]
    babak = world.person("babak", ana.channel)
    await joins(babak)
    before = await everything(world, but=UNCHANGED)
    [toast] = await world.hear(babak._incoming(Kind.PRESS, press=button.press, press_id="p", message_id=ana.last.id))
    assert "تعلق ندارد" in toast.text
    assert await everything(world, but=UNCHANGED) == before


async def test_a_button_from_long_ago(world: World, ana: Person) -> None:
    old = ana.last
    was = replace(old.parcel)
    await ana.says("بزرگ")
    ana.reads()
    old.parcel = was
    await world.passes(days=3)
    ana.reads()
    assert "پیش‌تر پاسخ داده‌اید" in await ana.presses("کوچک", on=old)
    ana.sees_nothing()


async def test_a_place_is_taken_where_it_is_asked_for_and_nowhere_else(world: World, ana: Person) -> None:
    await world.hear(raw(ana, {"location": PLACE}))
    ana.sees(STILL_OPEN)
    await ana.says("بزرگ")
    ana.reads()
    await world.hear(raw(ana, {"document": MEDIA}))
    ana.reads()
    await world.hear(raw(ana, {"sticker": MEDIA}))
    ana.sees("مکان")
    await world.hear(raw(ana, {"location": PLACE}))
    ana.sees("✅")
    ana.sees("پرسش ۵ از ۵")


async def test_whatever_a_stranger_sends_they_are_welcomed(world: World, ana: Person) -> None:
    for name, (content, _expected) in AT_A_CHOICE.items():
        stranger = world.person(name, ana.channel)
        await world.hear(raw(stranger, content))
        said = stranger.reads()[0]
        assert "خوش آمدید" in said.text or "/topics" in said.text, name
