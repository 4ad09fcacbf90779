"""Asking the secretariat, and being answered from the staff group."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from sqlalchemy import update

from consultation.conversation import Channel, Kind
from scheduler.sending import Unreachable
from storage.tables import outbox
from tests.stories import joins, publishes
from tests.world import Person, World


async def asks(person: Person, words: str = "مهلت تا کی است؟") -> None:
    """From the card of the open topic to the confirmation."""
    await person.presses("پرسش از دبیرخانه")
    person.sees("پرسش خود را دربارهٔ «برق پایدار»")
    await person.says(words)
    person.sees("به دبیرخانه رسید")


async def test_what_confirmed_a_question_stays_as_it_was_while_the_card_changes(world: World) -> None:
    ana, secretary = await begun(world)
    await asks(ana)
    confirmed = ana.last
    card = secretary.sees("پرسش ۱")
    await secretary.presses("من پاسخ می‌دهم")
    await secretary.says("تا پایان ماه.", reply_to=card)
    assert "پاسخ داده شده" in card.text
    assert (confirmed.edited, "به دبیرخانه رسید" in confirmed.text) == (0, True)


async def begun(world: World) -> tuple[Person, Person]:
    """A participant of an open topic, and a member of staff."""
    ana = world.person("ana")
    await joins(ana)
    secretary = await publishes(world)
    ana.reads()
    return ana, secretary


async def test_a_question_reaches_the_group_and_the_reply_to_it_the_person(world: World) -> None:
    ana, secretary = await begun(world)
    await asks(ana)
    card = secretary.sees("پرسش ۱: برق پایدار", "دکتر ana", "استاد", "تهران", "مهلت تا کی است؟", "در انتظار پاسخ")
    await secretary.says("تا پایان ماه.", reply_to=card)
    answer = ana.sees("پاسخ دبیرخانه به پرسش ۱", "تا پایان ماه.")
    assert answer.parcel.reply_to is not None, "it stands below their own words"
    assert "secretary" not in answer.text
    secretary.sees("پاسخ پرسش ۱", "فرستاده شد")
    assert "پاسخ داده شده" in card.text


async def test_the_conversation_goes_on_in_both_directions(world: World) -> None:
    ana, secretary = await begun(world)
    await asks(ana)
    card = secretary.sees("پرسش ۱")
    await secretary.says("تا پایان ماه.", reply_to=card)
    secretary.reads()
    answer = ana.sees("تا پایان ماه.")
    await ana.says("کدام ماه؟", reply_to=answer)
    ana.sees("افزوده شد")
    again = secretary.sees("دکتر ana", "کدام ماه؟")
    assert again.parcel.reply_to == card.id
    assert "در انتظار" not in again.text
    await secretary.says("آذر.", reply_to=again)
    secretary.reads()
    ana.sees("آذر.")
    await ana.presses("ادامهٔ گفت‌وگو")
    ana.sees("به پرسش ۱ افزوده شود")
    await ana.says("سپاس")
    ana.sees("افزوده شد")
    secretary.sees("سپاس")


async def test_edits_are_followed_both_ways(world: World) -> None:
    ana, secretary = await begun(world)
    await ana.presses("پرسش از دبیرخانه")
    ana.reads()
    asked = await ana.says("مهلت کی است؟")
    ana.reads()
    card = secretary.sees("مهلت کی است؟")
    await ana.edits(asked, "مهلت تا کی است؟")
    assert "مهلت تا کی است؟" in card.text
    answered = await secretary.says("تا آذر.", reply_to=card)
    secretary.reads()
    answer = ana.sees("تا آذر.")
    await secretary.edits(answered, "تا پایان آذر.")
    assert "تا پایان آذر." in answer.text
    ana.sees_nothing()


async def test_files_go_both_ways_and_from_one_messenger_to_the_other(world: World) -> None:
    babak = world.person("babak", Channel.BALE)
    await joins(babak)
    secretary = await publishes(world)
    babak.reads()
    await babak.presses("پرسش از دبیرخانه")
    babak.reads()
    await babak.sends_photo("این درست است؟")
    babak.sees("به دبیرخانه رسید")
    secretary.sees_nothing()  # the photograph is still with the other messenger
    world.now += timedelta(seconds=10)
    await world.tick()
    card = secretary.sees("این درست است؟")
    photo = card.parcel.document
    assert photo is not None
    assert (card.parcel.shape, photo.handle, photo.content[:10]) == ("photo", "", b"content of")
    await secretary.sends_file("راهنما.pdf", b"%PDF", "این را ببینید", reply_to=card)
    secretary.sees("فرستاده شد")
    sent = babak.sees("این را ببینید").parcel.document
    assert sent is not None
    assert (sent.name, sent.content) == ("راهنما.pdf", b"%PDF")


async def test_a_file_that_cannot_be_fetched_does_not_hold_the_question_up_for_ever(world: World) -> None:
    babak = world.person("babak", Channel.BALE)
    await joins(babak)
    secretary = await publishes(world)
    babak.reads()
    world.messengers[Channel.BALE].gives_files = False
    await babak.presses("پرسش از دبیرخانه")
    babak.reads()
    await babak.sends_photo("این درست است؟")
    for _ in range(12):
        world.now += timedelta(seconds=10)
        await world.tick()
    secretary.sees("این درست است؟", "دریافت نشد")


async def test_in_general_from_the_menu_and_back_to_the_open_question(world: World) -> None:
    ana, secretary = await begun(world)
    await ana.presses("آغاز پاسخ‌گویی")
    ana.sees("تأمین برق")
    await ana.says("✉️ پرسش از دبیرخانه")
    ana.sees("دربارهٔ «برق پایدار»")
    await ana.says("واحد ما کدام است؟")
    ana.sees("به دبیرخانه رسید")
    ana.sees("تأمین برق")
    secretary.sees("برق پایدار", "واحد ما کدام است؟")
    await ana.says("خوب")
    ana.sees("کدام راه‌ها")
    await ana.presses("بعداً")
    ana.reads()
    await ana.says("/ask")
    ana.sees("برای دبیرخانه بنویسید")
    await ana.presses("انصراف")
    ana.reads()
    await ana.says("/ask")
    ana.reads()
    await ana.says("نشانی دفتر؟")
    ana.reads()
    secretary.sees("پرسش کلی", "نشانی دفتر؟")


async def test_who_moves_on_does_not_write_to_the_secretariat(world: World) -> None:
    ana, secretary = await begun(world)
    await ana.presses("پرسش از دبیرخانه")
    ana.reads()
    await ana.presses("آغاز پاسخ‌گویی")
    ana.sees("تأمین برق")
    await ana.says("خوب")
    ana.sees("کدام راه‌ها")
    secretary.sees_nothing()


async def test_who_blocked_the_bot_cannot_be_answered_and_staff_are_told(world: World) -> None:
    ana, secretary = await begun(world)
    await asks(ana)
    card = secretary.sees("پرسش ۱")
    world.messengers[Channel.TELEGRAM].failing_for[ana.chat_id] = Unreachable("bot was blocked by the user")
    await secretary.says("تا آذر.", reply_to=card)
    assert any("به پرسنده نرسید" in message.text for message in secretary.reads())
    await ana.sends(Kind.STOPPED)
    await secretary.says("تا پایان آذر.", reply_to=card)
    assert any("به پرسنده نرسید" in message.text for message in secretary.reads())


async def test_who_is_connected_on_both_is_answered_where_they_can_be_reached(world: World) -> None:
    ana, secretary = await begun(world)
    there = world.person("ana", Channel.BALE)
    await ana.says("/link")
    code = ana.reads()[-1].text.split("/link ")[1].split()[0]
    await there.says(f"/link {code}")
    there.reads()
    await ana.says("/ask")
    ana.reads()
    await ana.says("نشانی دفتر؟")
    ana.reads()
    card = secretary.sees("نشانی دفتر؟")
    world.messengers[Channel.TELEGRAM].failing_for[ana.chat_id] = Unreachable("bot was blocked by the user")
    await secretary.says("خیابان سمیه.", reply_to=card)
    secretary.sees("فرستاده شد")
    there.sees("خیابان سمیه.")


async def test_a_very_long_question_comes_in_parts_that_messengers_take(world: World) -> None:
    ana, secretary = await begun(world)
    await asks(ana, "الف" * 1300)
    parts = secretary.reads()
    assert len(parts) == 2
    assert sum(part.text.count("الف") for part in parts) == 1300


async def test_nobody_can_flood_the_secretariat(world: World) -> None:
    ana, secretary = await begun(world)
    for number in range(10):
        await ana.says("/ask")
        ana.reads()
        await ana.says(f"پرسش {number}")
        ana.reads()
        secretary.reads()
    await ana.says("/ask")
    ana.sees("شکیبا باشید")


async def test_a_reply_may_be_faster_than_the_note_of_which_message_the_question_became(world: World) -> None:
    ana, secretary = await begun(world)
    await asks(ana)
    card = secretary.sees("پرسش ۱")
    note = update(outbox).where(outbox.c.message_id == card.id, outbox.c.to_group)
    unnoted, noted = (
        note.values(message_id=None, state="sending", settled_at=None),
        update(outbox).where(outbox.c.state == "sending").values(message_id=card.id, state="sent"),
    )
    await world.database.transaction(lambda db: db.execute(unnoted))
    replied = asyncio.ensure_future(secretary.says("تا پایان ماه.", reply_to=card))
    await asyncio.wait([replied], timeout=0)
    await world.database.transaction(lambda db: db.execute(noted))
    await replied
    ana.sees("تا پایان ماه.")
