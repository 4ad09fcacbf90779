"""Asking the secretariat, and being answered from the staff group."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import func, select

from consultation.conversation import Channel, Kind
from consultation.roles import Role
from scheduler.sending import Unreachable
from storage import staff
from storage.tables import attachment, inquiry, outbox, remark
from tests.stories import drafts, everything, joins, publishes
from tests.world import Person, World


async def asks(person: Person, words: str = "مهلت تا کی است؟") -> None:
    """From the card of the open topic to the confirmation."""
    await person.presses("پرسش از دبیرخانه")
    person.sees("پرسش خود را دربارهٔ «برق پایدار»")
    await person.says(words)
    person.sees("به دبیرخانه رسید")


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


async def test_an_edit_by_somebody_who_may_not_answer_any_more_changes_nothing(world: World) -> None:
    ana, secretary = await begun(world)
    await asks(ana)
    answered = await secretary.says("تا آذر.", reply_to=secretary.sees("پرسش ۱"))
    answer = ana.sees("تا آذر.")
    secretary.reads()
    secretary.administrator = False
    await secretary.edits(answered, "هرگز.")
    assert "تا آذر." in answer.text
    secretary.sees("مدیر")


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


async def test_it_is_taken_and_closed_by_button_and_two_presses_at_once_are_one(world: World) -> None:
    ana, nahid = await begun(world)
    reza = await world.staff("reza")
    await asks(ana)
    card = nahid.sees("پرسش ۱")
    both_see = replace(card)
    assert "با شماست" in await nahid.presses("من پاسخ می‌دهم")
    assert "در دست secretary" in card.text
    assert "secretary پیش‌تر" in await reza.presses("من پاسخ می‌دهم", on=both_see)
    await reza.presses("واگذاری")
    assert "در انتظار" in card.text
    await reza.presses("بستن پرسش")
    assert card.labels == ["🔓 بازگشایی"]
    await nahid.says("/inquiries")
    nahid.sees("پرسش بازی نیست")


async def test_a_deleted_card_comes_back_when_it_changes(world: World) -> None:
    ana, secretary = await begun(world)
    await asks(ana)
    card = secretary.sees("پرسش ۱")
    secretary.chat.messages.remove(card)
    await secretary.presses("من پاسخ می‌دهم", on=card)
    anew = secretary.sees("پرسش ۱", "در دست secretary")
    await secretary.presses("واگذاری")
    secretary.sees_nothing()
    await secretary.says("تا آذر.", reply_to=anew)
    secretary.reads()
    ana.sees("تا آذر.")


async def test_several_groups_see_the_same_desk(world: World) -> None:
    ana, nahid = await begun(world)
    reza = await world.staff("reza", Channel.BALE, group=-600)
    await asks(ana)
    here, there = nahid.sees("پرسش ۱"), reza.sees("پرسش ۱")
    await reza.presses("من پاسخ می‌دهم")
    assert "در دست reza" in here.text
    assert "در دست reza" in there.text
    await reza.says("تا آذر.", reply_to=there)
    reza.sees("فرستاده شد")
    ana.sees("تا آذر.")
    nahid.sees("reza از دبیرخانه", "تا آذر.")


async def test_staff_talk_among_themselves_reaches_nobody(world: World) -> None:
    ana, secretary = await begun(world)
    await asks(ana)
    card = secretary.sees("پرسش ۱")
    await secretary.says("چه کسی می‌داند؟")
    await secretary.says("تا آذر.", reply_to=card, forwarded=True)
    secretary.administrator = False
    await secretary.says("من می‌دانم", reply_to=card)
    secretary.sees("مدیر")
    ana.sees_nothing()


async def test_who_asks_without_a_name_stays_unknown(world: World) -> None:
    ana, secretary = await begun(world)
    await ana.presses("پرسش از دبیرخانه")
    ana.reads()
    await ana.presses("بدون نام")
    assert "نشان داده نمی‌شود" in ana.last.text
    await ana.says("چه کسی تصمیم می‌گیرد؟")
    ana.sees("به دبیرخانه رسید")
    card = secretary.sees("نام نبرده", "چه کسی تصمیم می‌گیرد؟")
    await secretary.says("وزارت.", reply_to=card)
    await ana.says("کدام معاونت؟", reply_to=ana.sees("وزارت."))
    ana.reads()
    assert secretary.reads()
    assert not any("ana" in message.text for message in secretary.chat.messages)


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


async def test_quick_replies_are_kept_in_the_chat_and_sent_with_a_press(world: World) -> None:
    ana, secretary = await begun(world)
    await secretary.says("/replies")
    secretary.sees("هنوز پاسخی")
    await secretary.presses("پاسخ تازه")
    await secretary.says("پیگیری می‌کنیم و خبر می‌دهیم.", reply_to=secretary.sees("پاسخ به همین پیام"))
    secretary.sees("۱. پیگیری می‌کنیم")
    await asks(ana)
    card = secretary.sees("پرسش ۱")
    await secretary.presses("پاسخ آماده", on=card)
    secretary.sees("کدام پاسخ")
    await secretary.presses("پیگیری")
    secretary.sees("فرستاده شد")
    ana.sees("پیگیری می‌کنیم و خبر می‌دهیم.")
    await secretary.presses("پاسخ آماده", on=card)
    choice = secretary.sees("کدام پاسخ")
    await secretary.presses("🗑 ۱")
    assert "دیگر موجود نیست" in await secretary.presses("پیگیری", on=choice)
    ana.sees_nothing()


async def test_an_answer_for_all_names_nobody_and_is_shown_first(world: World) -> None:
    ana, secretary = await begun(world)
    sina, mina = world.person("sina"), world.person("mina", Channel.BALE)
    for person in (sina, mina):
        await joins(person)
        person.reads()
        await person.says("/topics")
        person.reads()
        await person.presses("برق پایدار")
        person.reads()
    await asks(ana)
    await secretary.says("تا پایان آذر.", reply_to=secretary.sees("پرسش ۱"))
    ana.reads()
    secretary.sees("فرستاده شد")
    await secretary.presses("پاسخ به همه")
    secretary.sees("به ۲ نفر", "مهلت تا کی است؟", "تا پایان آذر.")
    sina.sees_nothing()
    confirm = secretary.last
    buttons = confirm.parcel
    await secretary.presses("خبر داده شود")
    assert "به ۲ نفر خبر داده می‌شود" in secretary.last.text
    for person in (sina, mina):
        news = person.sees("برق پایدار", "مهلت تا کی است؟", "تا پایان آذر.")
        assert "ana" not in news.text
    ana.sees_nothing()
    confirm.parcel = buttons
    assert "پیش‌تر" in await secretary.presses("خبر داده شود", on=confirm)
    await sina.presses("دیدن موضوع")
    sina.reads()
    await sina.presses("۱ پرسش و پاسخ")
    sina.sees("مهلت تا کی است؟", "تا پایان آذر.")


async def test_how_long_people_wait_is_measured_and_shown(world: World) -> None:
    ana, secretary = await begun(world)
    await asks(ana)
    card = secretary.sees("پرسش ۱")
    world.now += timedelta(hours=3)
    await secretary.says("/inquiries")
    secretary.sees("۱ پرسش در انتظار پاسخ است", "۳ ساعت", "مهلت تا کی است؟")
    await secretary.presses("۱")
    secretary.sees("پرسش ۱", "مهلت تا کی است؟")
    await secretary.says("تا آذر.", reply_to=card)
    secretary.reads()
    await secretary.says("/inquiries")
    secretary.sees("میانهٔ زمان پاسخ: ۳ ساعت")
    ana.reads()
    await ana.says("/ask")
    ana.reads()
    await ana.says("دیگر چه؟")
    ana.reads()
    secretary.reads()
    await world.passes(days=1)
    digest = next(message for message in secretary.reads() if "گزارش" in message.text or "در انتظار" in message.text)
    assert "۱ پرسش در انتظار پاسخ است" in digest.text


async def test_forgetting_takes_the_questions_back_out_of_the_group(world: World) -> None:
    ana, secretary = await begun(world)
    await asks(ana, "من، دکتر آنا، می‌پرسم.")
    card = secretary.sees("پرسش ۱")
    await secretary.says("سلام دکتر آنا.", reply_to=card)
    answer = ana.sees("سلام")
    secretary.reads()
    await ana.says("سپاس از شما", reply_to=answer)
    ana.reads()
    secretary.sees("سپاس از شما")
    await ana.says("/settings")
    ana.reads()
    await ana.presses("حذف اطلاعات من")
    await ana.presses("بدون نام")
    ana.reads()
    assert "پرسش ۱ به خواست پرسنده پاک شد" in card.text
    assert not any("سپاس از شما" in message.text for message in secretary.chat.messages)
    for table in (inquiry, remark, attachment):
        count = select(func.count()).select_from(table)
        assert await world.database.read(lambda db, count=count: db.execute(count).scalar()) == 0  # type: ignore[misc]
    stored = await everything(world, but=("heard", "audit"))
    assert "دکتر آنا" not in repr(stored)
    await secretary.says("دیر شد", reply_to=card)
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


async def test_what_is_queued_for_a_group_that_becomes_a_supergroup_goes_there(world: World) -> None:
    ana, secretary = await begun(world)
    await asks(ana)
    card = secretary.sees("پرسش ۱")
    await secretary.sends(Kind.MIGRATED, new_chat_id=-100500)
    secretary.chat_id = -100500
    assert secretary.sees("پرسش ۱").text == card.text
    await secretary.presses("من پاسخ می‌دهم")
    assert "در دست secretary" in secretary.last.text
    await asks(ana, "پرسش دوم؟")
    secretary.sees("پرسش دوم؟")
    pending = select(func.count()).where(outbox.c.chat_id == -500, outbox.c.state == "queued")
    assert await world.database.read(lambda db: db.execute(pending).scalar()) == 0


async def test_in_an_anonymous_topic_nobody_learns_who_asks(world: World) -> None:
    ana, secretary = world.person("ana"), await world.staff()
    await joins(ana)
    await drafts(secretary)
    await secretary.presses("ناشناس")
    await secretary.presses("انتشار هم‌اکنون")
    await secretary.presses("بله، منتشر شود")
    secretary.reads()
    ana.reads()
    await ana.presses("پرسش از دبیرخانه")
    assert ana.sees("نشان داده نمی‌شود").labels == ["انصراف"]
    await ana.says("چه کسی تصمیم می‌گیرد؟")
    ana.reads()
    secretary.sees("نام نبرده", "چه کسی تصمیم می‌گیرد؟")
    await secretary.says("/inquiries")
    secretary.reads()
    assert not any("ana" in message.text for message in secretary.chat.messages)


async def test_only_who_may_answer_answers(world: World) -> None:
    ana, secretary = await begun(world)
    reader = await world.staff("reader")
    member = await world.database.transaction(lambda db: staff.met(db, reader.channel, reader.sender))
    await world.database.transaction(lambda db: staff.give_role(db, member.id, Role.READER))
    await asks(ana)
    await reader.says("من می‌گویم.", reply_to=secretary.sees("پرسش ۱"))
    reader.sees("نقش شما")
    ana.sees_nothing()


async def test_three_of_staff_and_two_messengers_make_one_answer_of_it(world: World) -> None:
    """Asked on Bale, taken there, answered on Telegram with a file, mended, and told to everybody."""
    babak, ana = world.person("babak", Channel.BALE), world.person("ana")
    await joins(babak)
    await joins(ana)
    nahid = await publishes(world)
    reza = await world.staff("reza", Channel.BALE, group=-600)
    mina = await world.staff("mina")
    for person in (babak, ana):
        person.reads()
    await asks(babak, "راهنمای تعرفه کجاست؟")
    here, there = nahid.sees("راهنمای تعرفه کجاست؟"), reza.sees("راهنمای تعرفه کجاست؟")
    await reza.presses("من پاسخ می‌دهم")
    assert "در دست reza" in here.text
    answered = await mina.says("راهنما پیوست است.", reply_to=here)
    mina.sees("فرستاده شد")
    answer = babak.sees("راهنما پیوست است.")
    mirrored = reza.sees("mina از دبیرخانه", "راهنما پیوست است.")
    assert mirrored.parcel.reply_to == there.id
    await mina.sends_file("تعرفه.pdf", b"%PDF", reply_to=here)
    mina.sees("فرستاده شد")
    sent = babak.sees("پاسخ دبیرخانه").parcel.document
    assert sent is not None
    assert (sent.name, sent.content) == ("تعرفه.pdf", b"%PDF")
    reza.reads()
    await mina.edits(answered, "راهنمای تازه پیوست است.")
    assert "راهنمای تازه" in answer.text
    assert "راهنمای تازه" in mirrored.text
    await nahid.presses("پاسخ به همه")
    nahid.sees("راهنمای تعرفه کجاست؟", "راهنمای تازه پیوست است.", "به ۱ نفر")
    await nahid.presses("خبر داده شود")
    news = ana.sees("راهنمای تعرفه کجاست؟", "راهنمای تازه پیوست است.")
    assert "babak" not in news.text
    babak.sees_nothing()
