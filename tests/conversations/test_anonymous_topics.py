"""Nobody learns who gave which answers; whoever gave them still sees them, and changes them."""

from __future__ import annotations

from sqlalchemy import select

from consultation.conversation import Channel
from scheduler.upkeep import upkeep
from storage.tables import metadata, response
from tests.stories import answers, drafts, everything, joins, submits
from tests.world import Person, World

WORDS = "برق خورشیدی را آسان کنید."


async def anonymous_topic(world: World) -> Person:
    secretary = await world.staff()
    await drafts(secretary)
    await secretary.presses("ناشناس")
    assert "هیچ‌کس، حتی دبیرخانه" in secretary.last.text
    await secretary.presses("انتشار هم‌اکنون")
    await secretary.presses("بله، منتشر شود")
    secretary.reads()
    return secretary


async def test_what_was_said_leads_to_nobody(world: World) -> None:
    ana = world.person("ana")
    await joins(ana)
    await anonymous_topic(world)
    ana.sees("ناشناس")
    await submits(ana, WORDS)
    await upkeep(world.database, world.now, world.policy)

    [given] = await world.database.read(lambda db: db.execute(select(response).where(response.c.topic_id == 1)).all())
    assert (given.stakeholder_id, given.kind) == (None, "professor")
    stored = await everything(world)
    beside_her = [
        row
        for table in metadata.sorted_tables
        for row in stored.get(table.name, [])
        if str(ana.sender.id) in map(str, row)
    ]
    assert beside_her, "she herself is known"
    assert not [row for row in beside_her if WORDS in str(row) or given.receipt in str(row)]


async def test_they_see_and_change_their_own(world: World) -> None:
    ana, babak = world.person("ana"), world.person("babak", Channel.BALE)
    await joins(ana)
    await joins(babak)
    await anonymous_topic(world)
    for person in (ana, babak):
        await submits(person, f"نظر {person.name}")
    await ana.says("/mine")
    ana.reads()
    await ana.presses("برق پایدار")
    ana.sees(f"نظر {ana.name}", "ثبت نهایی شده")
    await ana.presses("تغییر یک پاسخ")
    ana.reads()
    await ana.presses("تأمین برق")
    ana.reads()
    await ana.presses("بد")
    ana.sees("با این تغییر")
    ana.sees("چند ساعت")
    await ana.says("۳")
    ana.sees("پاسخ‌های شما", "بد")
    await babak.says("/mine")
    babak.reads()
    await babak.presses("برق پایدار")
    babak.sees(f"نظر {babak.name}", "خوب")


async def test_who_submitted_is_not_reminded(world: World) -> None:
    done, half = world.person("ana"), world.person("babak")
    await joins(done)
    await joins(half)
    await anonymous_topic(world)
    await submits(done)
    await answers(half)
    half.reads()
    await world.passes(days=8)
    done.sees_nothing()
    half.sees("نیمه‌تمام")


async def test_two_who_are_one_have_one_response(world: World) -> None:
    on_telegram, on_bale = world.person("ana"), world.person("ana", Channel.BALE)
    await joins(on_telegram)
    await joins(on_bale)
    await anonymous_topic(world)
    await submits(on_bale, WORDS)
    on_telegram.reads()
    await on_bale.says("/link")
    await on_telegram.says(on_bale.sees("/link").text.split("\n\n")[1])
    on_telegram.sees("متصل شد")
    await on_telegram.says("/mine")
    on_telegram.reads()
    await on_telegram.presses("برق پایدار")
    on_telegram.sees(WORDS)


async def test_it_is_settled_before_anybody_is_told(world: World) -> None:
    ana = world.person("ana")
    await joins(ana)
    secretary = await world.staff()
    old = await drafts(secretary)
    await secretary.says("/topic 1")
    secretary.reads()
    await secretary.presses("انتشار هم‌اکنون")
    await secretary.presses("بله، منتشر شود")
    secretary.reads()
    assert "منتشر شده است" in await secretary.presses("ناشناس", on=old)
