"""The register: finding members, their cards, letting them in, keeping them out, making two entries one."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import func, select, update

from consultation.conversation import Channel
from consultation.roles import Role
from storage.tables import answer, audit, earlier_response, outbox, response, stakeholder, stakeholder_word
from tests.stories import answers, drafts, joins, publishes, submits
from tests.world import Person, World


async def audited(world: World, action: str) -> int:
    noted = select(func.count()).select_from(audit).where(audit.c.action == action, audit.c.stakeholder_id.is_not(None))
    return await world.database.read(lambda db: db.execute(noted).scalar_one())


async def finds(secretary: Person, typed: str) -> str:
    await secretary.says(f"/find {typed}")
    return secretary.sees().text


async def test_people_are_found_however_their_name_is_typed(world: World) -> None:
    await joins(world.person("علی‌رضا یکتایی"))
    await joins(world.person("مینا"), kind="دانشجو")
    secretary = await world.staff()
    for typed in ("علي رضا", "یکت", "رضا يكتا", "دانشگاه یکتایی", "استاد یکتا"):
        text = await finds(secretary, typed)
        assert "یکتایی" in text, typed
        assert "مینا" not in text, typed
    both = await finds(secretary, "دانشگاه تهران")
    assert "یکتایی" in both
    assert "مینا" in both
    assert "کسی با" in await finds(secretary, "ناشناس")
    await secretary.says("/find")
    secretary.sees("برای نمونه /find")
    assert await audited(world, "find") == 7


async def test_a_card_shows_what_the_role_may_see_and_is_audited(world: World) -> None:
    await joins(world.person("ana"))
    secretary = await world.staff()
    await finds(secretary, "ana")
    await secretary.presses("دکتر ana")
    full = secretary.sees("دکتر ana", "استاد دانشگاه", "پیام‌رسان: تلگرام", "وضعیت: عضو")
    assert "🚫 مسدود کردن" in full.labels
    assert await audited(world, "card") == 1

    world.policy = replace(world.policy, default_role=Role.HELPER)
    await world.open()
    helper = await world.staff("helper")
    await helper.presses("دکتر ana")
    brief = helper.sees("دکتر ana", "وضعیت: عضو")
    assert "پیام‌رسان" not in brief.text
    assert brief.labels == []

    world.policy = replace(world.policy, default_role=Role.READER)
    await world.open()
    reader = await world.staff("reader")
    await reader.says("/find ana")
    reader.sees("نقش شما")
    reader.sees_nothing()


async def test_a_profile_waits_until_the_secretariat_has_looked_at_it(world: World) -> None:
    world.policy = replace(world.policy, verify=True)
    await world.open()
    secretary, ana = await world.staff(), world.person("ana")
    await ana.says("/start")
    ana.reads()
    await joins(ana)
    assert "بررسی می‌کند" in ana.last.text
    notice = secretary.sees("در انتظار تأیید", "دکتر ana")
    await ana.says("/topics")
    ana.sees("هنوز مشخصات شما را بررسی می‌کند")

    await secretary.presses("رد", on=notice)
    asked = secretary.sees("چرا این مشخصات")
    await secretary.says("نام سازمان روشن نیست.", reply_to=asked)
    secretary.sees("گفته شد")
    ana.sees("نتوانست مشخصات شما را تأیید کند", "نام سازمان روشن نیست.")
    await ana.says("سازمان ما همان دانشکدهٔ فنی است.")
    ana.sees("به دبیرخانه رسید")
    again = secretary.sees("بررسی دوباره", "دانشکدهٔ فنی است")

    await secretary.presses("تأیید", on=again)
    ana.sees("مشخصات شما را تأیید کرد")
    assert "تأییدشده" in secretary.last.text
    await ana.says("/topics")
    ana.sees("موضوعی برای شما باز نیست")
    assert "پیش‌تر تصمیم" in await secretary.presses("تأیید", on=notice)


async def test_who_is_not_accepted_cannot_come_in_by_leaving(world: World) -> None:
    world.policy = replace(world.policy, verify=True)
    await world.open()
    await world.staff()
    ana = world.person("ana")
    await joins(ana)
    for text in ("/start", "/link", "/settings"):
        await ana.says(text)
        ana.reads()
    await ana.presses("لغو عضویت")
    ana.reads()
    await ana.says("/start")
    ana.sees("هنوز مشخصات شما را بررسی می‌کند")


async def test_who_is_blocked_gets_nothing_more_and_one_kind_sentence(world: World) -> None:
    ana = world.person("ana")
    await joins(ana)
    secretary = await world.staff()
    await finds(secretary, "ana")
    await secretary.presses("دکتر ana")
    secretary.reads()
    await secretary.presses("مسدود کردن")
    await secretary.presses("بله، مسدود شود")
    assert "وضعیت: مسدود" in secretary.last.text
    await publishes(world)
    ana.sees_nothing()
    await ana.says("چرا؟")
    ana.sees_nothing()
    await ana.says("/start")
    ana.sees("امکان مشارکت شما فراهم نیست")

    await secretary.presses("رفع مسدودی")
    await ana.says("/topics")
    ana.sees("برق پایدار")


async def test_who_is_blocked_can_still_be_forgotten(world: World) -> None:
    ana = world.person("ana")
    await joins(ana)
    blocked = update(stakeholder).values(standing="blocked")
    await world.database.transaction(lambda db: db.execute(blocked))
    await ana.says("/start")
    ana.reads()
    await ana.presses("حذف اطلاعات من")
    await ana.presses("آن‌ها هم پاک شود")
    assert not await world.database.read(lambda db: db.execute(select(stakeholder)).all())


async def test_forgetting_reaches_what_the_staff_group_was_told(world: World) -> None:
    world.policy = replace(world.policy, verify=True)
    await world.open()
    secretary, ana = await world.staff(), world.person("ana")
    await joins(ana)
    secretary.reads()
    await finds(secretary, "ana")
    await ana.says("/settings")
    ana.reads()
    await ana.presses("حذف اطلاعات من")
    await ana.presses("آن‌ها هم پاک شود")
    left = await world.database.read(lambda db: [str(row.message) for row in db.execute(select(outbox))])
    assert not [message for message in left if "دکتر ana" in message]
    assert not await world.database.read(lambda db: db.execute(select(stakeholder_word)).all())
    assert "دیگر در فهرست اعضا نیست" in await secretary.presses("دکتر ana")


async def merge(world: World) -> Person:
    secretary = await world.staff("merger")
    await finds(secretary, "ana")
    await secretary.presses("دکتر ana")
    secretary.reads()
    await secretary.presses("همان فرد است با")
    asked = secretary.sees("چه کسی همان")
    await secretary.says("دكتر آنا", reply_to=asked)
    secretary.sees("آنا")
    await secretary.presses("آنا")
    secretary.sees("آیا این دو یک نفرند؟", "۱. 👤 دکتر ana", "۲. 👤 دکتر آنا", "موضوع‌ها پاسخ داده‌اند: ۱")
    await secretary.presses("بله، یکی شوند")
    return secretary


async def test_two_entries_of_one_person_become_one_and_both_answers_are_kept(world: World) -> None:
    first, second = world.person("ana"), world.person("آنا", Channel.BALE)
    await joins(first)
    await joins(second)
    await publishes(world)
    await submits(first, "سخن نخست")
    await world.passes(hours=1)
    await submits(second, "سخن دوم")
    await merge(world)
    assert await world.database.read(lambda db: db.execute(select(func.count(stakeholder.c.id))).scalar_one()) == 1
    counted = select(response).where(response.c.topic_id == 1)
    row = await world.database.read(lambda db: db.execute(counted).one())
    words = select(answer.c.value).where(answer.c.response_id == row.id, answer.c.question == "words")
    assert await world.database.read(lambda db: db.execute(words).scalar_one()) == "سخن دوم"
    beneath = await world.database.read(lambda db: db.execute(select(earlier_response)).one())
    assert beneath.answers["words"] == "سخن نخست"
    assert beneath.response_id == row.id
    for person in (first, second):
        person.reads()
        await person.says("/mine")
        person.sees("برق پایدار")


async def test_a_half_done_answer_gives_way_to_a_submitted_one(world: World) -> None:
    first, second = world.person("ana"), world.person("آنا", Channel.BALE)
    await joins(first)
    await joins(second)
    await publishes(world)
    await submits(first, "سخن نخست")
    await answers(second, "نیمه‌کاره")
    second.reads()
    await merge(world)
    row = await world.database.read(lambda db: db.execute(select(response).where(response.c.topic_id == 1)).one())
    assert row.state == "submitted"


async def test_both_answers_to_an_anonymous_topic_are_kept_without_a_name(world: World) -> None:
    first, second = world.person("ana"), world.person("آنا", Channel.BALE)
    await joins(first)
    await joins(second)
    secretary = await world.staff()
    await drafts(secretary)
    secretary.reads()
    await secretary.presses("ناشناس")
    await secretary.presses("انتشار هم‌اکنون")
    await secretary.presses("بله، منتشر شود")
    secretary.reads()
    await submits(first, "سخن نخست")
    await submits(second, "سخن دوم")
    await finds(secretary, "ana")
    await secretary.presses("دکتر ana")
    secretary.reads()
    await secretary.presses("همان فرد است با")
    await secretary.says("آنا", reply_to=secretary.sees("چه کسی همان"))
    secretary.reads()
    await secretary.presses("دکتر آنا")
    secretary.reads()
    await secretary.presses("بله، یکی شوند")
    kept = await world.database.read(lambda db: db.execute(select(response).where(response.c.topic_id == 1)).one())
    assert kept.stakeholder_id is None
    beneath = await world.database.read(lambda db: db.execute(select(earlier_response)).one())
    assert beneath.answers["words"] == "سخن دوم"
