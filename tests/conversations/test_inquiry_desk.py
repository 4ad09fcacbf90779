"""How inquiries are shared at the desk: who takes them, who may answer, quick replies, and how long people wait."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import func, select

from consultation.conversation import Channel, Kind
from consultation.roles import Role
from storage import staff
from storage.tables import outbox
from tests.conversations.test_inquiries import asks, begun
from tests.stories import joins, publishes
from tests.world import World


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


async def test_only_who_may_answer_answers(world: World) -> None:
    ana, secretary = await begun(world)
    reader = await world.staff("reader")
    member = await world.database.transaction(lambda db: staff.met(db, reader.channel, reader.sender))
    await world.database.transaction(lambda db: staff.give_role(db, member.id, Role.READER))
    await asks(ana)
    await reader.says("من می‌گویم.", reply_to=secretary.sees("پرسش ۱"))
    reader.sees("نقش شما")
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
