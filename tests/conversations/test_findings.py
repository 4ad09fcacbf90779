"""The loop is closed: what was heard and decided reaches those who said it, in their own words."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from consultation.conversation import Channel
from consultation.stakeholder import Segment
from storage import topics
from storage.tables import outbox, stakeholder
from tests.stories import drafts, enters, everything, publishes, submits, workbook
from tests.world import Person, World

SOLAR = "برق خورشیدی را آسان کنید."
PRICE = "قیمت‌گذاری شناور نباشد."
HEARD = "مجوز نیروگاه خورشیدی دیر صادر می‌شود"


async def closes(secretary: Person) -> None:
    await secretary.says("/close 1")
    secretary.reads()
    await secretary.presses("بله، بسته شود")
    secretary.reads()


async def writes(secretary: Person, heard: str = HEARD) -> None:
    """A point, from the list of them; its card is shown last."""
    await secretary.says("/findings 1")
    secretary.reads()
    await secretary.presses("یافتهٔ تازه")
    await secretary.says(heard, reply_to=secretary.sees("چه شنیده شد"))
    secretary.sees("در دست بررسی", heard)


async def replies(secretary: Person, button: str, text: str) -> None:
    await secretary.presses(button)
    await secretary.says(text, reply_to=secretary.reads()[-1])


async def publishes_results(secretary: Person) -> None:
    await secretary.says("/publish_results 1")
    secretary.reads()
    await secretary.presses("بله، نتیجه منتشر شود")
    secretary.reads()


async def heard_out(world: World) -> tuple[Person, Person, Person, Person]:
    """Ana and Babak have answered, Cyrus has only been told; a point rests on Ana's words."""
    ana, babak, cyrus = world.person("ana"), world.person("babak", Channel.BALE), world.person("cyrus")
    for person in (ana, babak, cyrus):
        await enters(person)
    secretary = await publishes(world)
    await submits(ana, SOLAR)
    await submits(babak, PRICE)
    cyrus.reads()
    await closes(secretary)
    await writes(secretary)
    await replies(secretary, "جست‌وجوی پاسخ‌ها", "خورشيدي")
    found = secretary.sees(SOLAR)
    assert PRICE not in found.text
    assert "پیوند خورد" in await secretary.presses("➕ ۱")
    return ana, babak, cyrus, secretary


async def test_everyone_is_told_and_who_said_it_reads_their_own_words(world: World) -> None:
    ana, babak, cyrus, secretary = await heard_out(world)
    await secretary.says("/findings 1")
    secretary.sees("بر پایهٔ گفتهٔ ۱ نفر")
    await secretary.says("/publish_results 1")
    secretary.sees("۳ نفر", HEARD, "در دست بررسی")
    await secretary.presses("بله، نتیجه منتشر شود")
    secretary.sees_nothing()
    ana.sees_nothing()
    await world.passes(hours=1)
    ana.sees("نتیجهٔ «برق پایدار»", f"شما نوشتید: «{SOLAR}»", "در دست بررسی")
    assert SOLAR not in babak.sees("نتیجهٔ «برق پایدار»", HEARD).text
    assert SOLAR not in cyrus.sees("کوتاه‌شدهٔ نتیجهٔ «برق پایدار»", "شرکت نکردید", HEARD).text
    await babak.presses("سودمند بود")
    await cyrus.presses("سودمند نبود")
    await ana.presses("خواندن همهٔ یافته‌ها")
    ana.sees("یافتهٔ ۱ از ۱", "شما نوشتید", "آنچه شنیدیم")
    secretary.reads()
    await secretary.says("/findings 1")
    secretary.sees("۱ نفر «سودمند بود»، ۱ نفر «سودمند نبود»")


async def test_of_a_topic_for_some_nobody_else_ever_hears(world: World) -> None:
    ana, cyrus, sina = (world.person(name) for name in ("ana", "cyrus", "sina"))
    for person, kind in ((ana, "professor"), (cyrus, "professor"), (sina, "student")):
        await enters(person, kind=kind)
    secretary = await world.staff()
    await drafts(secretary)
    await world.database.transaction(lambda db: topics.change(db, 1, audience=Segment(kinds=("professor",))))
    await secretary.presses("انتشار هم‌اکنون")
    await secretary.presses("بله، منتشر شود")
    secretary.reads()
    await submits(ana, SOLAR)
    cyrus.reads()
    await closes(secretary)
    await writes(secretary)
    await secretary.says("/publish_results 1")
    secretary.sees("۲ نفر")
    await secretary.presses("بله، نتیجه منتشر شود")
    await world.passes(hours=1)
    ana.sees("نتیجهٔ «برق پایدار»")
    cyrus.sees("کوتاه‌شدهٔ نتیجهٔ", HEARD)
    sina.sees_nothing()
    secretary.reads()
    await secretary.says("/findings 1")
    secretary.reads()
    await secretary.presses("۱")
    await secretary.presses("انجام شد")
    await world.passes(hours=1)
    cyrus.sees("خبر تازه‌ای")
    sina.sees_nothing()


async def test_a_new_state_reaches_the_same_people_unless_it_is_taken_back(world: World) -> None:
    ana, babak, cyrus, secretary = await heard_out(world)
    await publishes_results(secretary)
    await world.passes(hours=1)
    for person in (ana, babak, cyrus):
        person.reads()
    await secretary.says("/findings 1")
    secretary.reads()
    await secretary.presses("۱")
    await secretary.presses("انجام شد")
    await secretary.presses("بازگرداندن آخرین تغییر")
    await world.passes(hours=1)
    ana.sees_nothing()
    await replies(secretary, "پذیرفته نشد", "بودجه نیست")
    secretary.sees("پذیرفته نشد", "بودجه نیست")
    await world.passes(hours=1)
    ana.sees("خبر تازه‌ای", SOLAR, "پذیرفته نشد", "بودجه نیست")
    assert SOLAR not in babak.sees("خبر تازه‌ای", "بودجه نیست").text
    cyrus.sees("خبر تازه‌ای")


async def test_who_wants_no_notices_gets_only_what_they_are_owed(world: World) -> None:
    ana, babak, cyrus, secretary = await heard_out(world)
    await world.database.transaction(lambda db: db.execute(update(stakeholder).values(notices=False)))
    await secretary.says("/publish_results 1")
    secretary.sees("۱ نفر")
    await secretary.presses("بله، نتیجه منتشر شود")
    await world.passes(hours=1)
    ana.sees(SOLAR)
    babak.sees_nothing()
    cyrus.sees_nothing()


async def test_publishing_can_be_stopped_before_anybody_reads(world: World) -> None:
    ana, _babak, _cyrus, secretary = await heard_out(world)
    await publishes_results(secretary)
    assert "هنوز برای کسی" in await secretary.presses("لغو ارسال")
    secretary.reads()
    await world.passes(hours=1)
    ana.sees_nothing()
    await secretary.says("/results 1")
    secretary.sees("نتیجهٔ موضوع ۱")


async def test_in_an_anonymous_topic_only_the_hash_leads_to_who_said_it(world: World) -> None:
    ana, babak = world.person("ana"), world.person("babak")
    await enters(ana)
    await enters(babak)
    secretary = await world.staff()
    await secretary.sends_file("form.xlsx", workbook(), caption="برق پایدار")
    secretary.reads()
    await secretary.presses("ناشناس")
    await secretary.presses("انتشار هم‌اکنون")
    await secretary.presses("بله، منتشر شود")
    secretary.reads()
    await submits(ana, SOLAR)
    await submits(babak, PRICE)
    await closes(secretary)
    await writes(secretary)
    await replies(secretary, "واژه‌های مضمون", "آفتاب، خورشیدی")
    secretary.sees("۱ پاسخ")
    assert ana.name not in secretary.sees("بر پایهٔ گفتهٔ ۱ نفر").text
    await publishes_results(secretary)
    await world.passes(hours=1)
    ana.sees(SOLAR)
    assert SOLAR not in babak.sees("نتیجهٔ").text
    kept = await world.database.read(
        lambda db: db.execute(select(outbox.c.message).where(outbox.c.subject == "findings")).scalars().all()
    )
    assert kept == [None, None], "what was said is not kept beside the chat it went to"


async def test_a_point_is_changed_moved_removed_and_brought_back(world: World) -> None:
    _ana, _babak, _cyrus, secretary = await heard_out(world)
    await writes(secretary, "دومین یافته")
    await replies(secretary, "تصمیم", "سامانه‌ای ساخته می‌شود")
    secretary.sees("آنچه تصمیم گرفتیم", "سامانه‌ای ساخته می‌شود")
    await secretary.presses("بازگرداندن آخرین تغییر")
    assert "سامانه‌ای" not in secretary.last.text
    await secretary.presses("⬆️")
    assert secretary.last.text.index("دومین") < secretary.last.text.index(HEARD)
    await secretary.presses("۱")
    await secretary.presses("🗑")
    await secretary.presses("برگردانده شود")
    assert "دومین یافته" in secretary.last.text


async def test_points_are_found_by_words_and_by_the_name_of_a_theme(world: World) -> None:
    _ana, _babak, _cyrus, secretary = await heard_out(world)
    await writes(secretary, "نرخ برق")
    await secretary.says("/codebook 1 4 هزینه: نرخ، قیمت")
    secretary.reads()
    await secretary.says("/findings 1 خورشيدی مجوز")
    assert "نرخ برق" not in secretary.sees(HEARD).text
    await secretary.says("/findings 1 هزینه")
    found = secretary.sees("۲. نرخ برق")
    assert HEARD not in found.text
    await secretary.presses("۲", on=found)
    await replies(secretary, "واژه‌های مضمون", "هزینه")
    secretary.sees("۱ پاسخ")
    secretary.reads()
    await secretary.says("/findings 1 زعفران")
    secretary.sees("یافته‌ای با این واژه‌ها نیست")
    await secretary.presses("همهٔ یافته‌ها")
    assert HEARD in secretary.last.text


async def test_two_colleagues_write_at_once(world: World) -> None:
    _ana, _babak, _cyrus, secretary = await heard_out(world)
    colleague = await world.staff("colleague")
    await secretary.says("/findings 1")
    secretary.reads()
    await secretary.presses("یافتهٔ تازه")
    first = secretary.sees("چه شنیده شد")
    await colleague.presses("یافتهٔ تازه")
    second = colleague.sees("چه شنیده شد")
    await colleague.says("یافتهٔ همکار", reply_to=second)
    colleague.sees("یافتهٔ همکار")
    await secretary.says("یافتهٔ دبیر", reply_to=first)
    secretary.sees("یافتهٔ دبیر")


async def test_staff_are_told_once_that_a_due_day_has_passed(world: World) -> None:
    _ana, _babak, _cyrus, secretary = await heard_out(world)
    await secretary.says("/findings 1")
    secretary.reads()
    await secretary.presses("۱")
    await replies(secretary, "موعد", "دیروز")
    secretary.sees("شناخته نشد یا گذشته است")
    await replies(secretary, "موعد", "۳ آذر ۱۴۰۵")
    secretary.sees("۳ آذر ۱۴۰۵")
    for _day in range(3):
        world.now += timedelta(days=1)
        await world.tick()
    told = [message for message in secretary.reads() if "در انتظار است" in message.text]
    assert len(told) == 1
    assert "گذشته است" in told[0].text


async def test_me_shows_what_became_of_it_and_forgetting_reaches_it(world: World) -> None:
    ana, _babak, _cyrus, secretary = await heard_out(world)
    await ana.says("/me")
    ana.sees("کد رهگیری", "هنوز منتشر نشده")
    await publishes_results(secretary)
    await world.passes(hours=1)
    ana.reads()
    await ana.presses("سودمند بود")
    await ana.says("/me")
    ana.sees("برق پایدار", HEARD, "در دست بررسی")
    await ana.says("/settings")
    ana.reads()
    await ana.presses("حذف اطلاعات من")
    await ana.presses("آن‌ها هم پاک شود")
    stored = await everything(world)
    assert (stored["usefulness"], stored["finding_basis"]) == ([], [])


async def test_a_blocked_person_is_not_written_to(world: World) -> None:
    ana, _babak, _cyrus, secretary = await heard_out(world)
    await publishes_results(secretary)
    await world.database.transaction(lambda db: db.execute(update(stakeholder).values(standing="blocked")))
    await world.passes(hours=1)
    ana.sees_nothing()
