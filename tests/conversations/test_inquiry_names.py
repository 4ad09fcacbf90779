"""Who asks stays as unknown as they wish to be."""

from __future__ import annotations

from sqlalchemy import func, select

from consultation.conversation import Channel
from storage.tables import attachment, inquiry, remark
from tests.conversations.test_inquiries import asks, begun
from tests.stories import drafts, everything, joins
from tests.world import World


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
    left = [select(func.count()).select_from(table) for table in (inquiry, remark, attachment)]
    assert await world.database.read(lambda db: [db.execute(count).scalar() for count in left]) == [0, 0, 0]
    stored = await everything(world, but=("heard", "audit"))
    assert "دکتر آنا" not in repr(stored)
    await secretary.says("دیر شد", reply_to=card)
    secretary.sees_nothing()
