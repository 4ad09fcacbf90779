from __future__ import annotations

from sqlalchemy import func, select

from storage.tables import answer, response
from tests.stories import drafts, joins
from tests.world import Person, World


async def test_a_draft_is_tried_out_by_named_people(world: World) -> None:
    ana, babak = world.person("ana"), world.person("babak")
    await joins(ana)
    await joins(babak)
    secretary = await world.staff()
    await drafts(secretary)
    await secretary.presses("اجرای آزمایشی")
    await secretary.says("/rehearse 1 ana")
    secretary.sees("یافته‌ها", "دانشگاه تهران")
    await secretary.presses("دکتر ana")
    assert "هنوز فرستاده نشده" in secretary.last.text
    await secretary.presses("فرستادن برای ۱ نفر")
    babak.sees_nothing()
    ana.sees("پیش از انتشار", "برق پایدار")
    await ana.presses("آغاز آزمایش")
    await tries_out(ana)
    await world.passes(hours=0.1)
    await ana.presses("ثبت نهایی")
    assert "پایان آزمایش" in ana.last.text
    await secretary.presses("تازه‌سازی")
    assert "به پایان رساند، ۶ دقیقه" in secretary.last.text

    await ana.presses("نوشتن به دبیرخانه")
    ana.reads()
    await ana.says("پرسش دوم روشن نیست.")
    secretary.sees("پرسش دوم روشن نیست.")
    given = await world.database.read(
        lambda db: db.execute(
            select(func.count(answer.c.question))
            .join(response, response.c.id == answer.c.response_id)
            .where(response.c.topic_id == 1)
        ).scalar_one()
    )
    assert given == 0, "nothing of a test is kept"


async def tries_out(person: Person) -> None:
    person.reads()
    await person.presses("خوب")
    person.reads()
    await person.presses("خورشیدی")
    await person.presses("تأیید")
    person.reads()
    await person.says("برق خورشیدی را آسان کنید.")
    person.reads()


async def test_nobody_is_sent_the_same_test_twice_by_two_presses(world: World) -> None:
    ana = world.person("ana")
    await joins(ana)
    secretary = await world.staff()
    await drafts(secretary)
    await secretary.says("/rehearse 1 ana")
    secretary.reads()
    await secretary.presses("دکتر ana")
    panel = secretary.last
    again = panel.parcel
    await secretary.presses("فرستادن برای ۱ نفر")
    ana.reads()
    panel.parcel = again
    assert "پیش‌تر فرستاده شده" in await secretary.presses("فرستادن برای ۱ نفر", on=panel)
    ana.sees_nothing()


async def test_a_published_topic_is_not_tried_out(world: World) -> None:
    secretary = await world.staff()
    await drafts(secretary)
    await secretary.presses("انتشار هم‌اکنون")
    await secretary.presses("بله، منتشر شود")
    secretary.reads()
    await secretary.says("/rehearse 1 ana")
    secretary.sees("منتشر شده است")
