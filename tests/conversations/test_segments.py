"""Who is asked: segments chosen by buttons, kept under names, counted before anything is sent."""

from __future__ import annotations

from consultation.conversation import Channel
from consultation.stakeholder import Segment
from storage import segments, topics
from tests.stories import drafts, joins, publishes, submits
from tests.world import Person, World


async def count(world: World, rule: Segment) -> int:
    return await world.database.read(lambda db: segments.count(db, rule))


async def crowd(world: World) -> dict[str, Person]:
    people = {
        "ana": world.person("ana"),
        "sina": world.person("sina"),
        "babak": world.person("babak", Channel.BALE),
    }
    await joins(people["ana"])
    await joins(people["sina"], kind="دانشجو", province="یزد")
    await joins(people["babak"], kind="دانشجو")
    return people


async def test_every_condition_counts_and_leaves_out(world: World) -> None:
    people = await crowd(world)
    await publishes(world)
    for person in people.values():
        person.reads()
    await submits(people["ana"])
    for rule, expected in [
        (Segment(), 3),
        (Segment(kinds=("student",)), 2),
        (Segment(kinds=("student", "professor"), provinces=("yazd",)), 1),
        (Segment(messengers=("bale",)), 1),
        (Segment(languages=("fa",)), 3),
        (Segment(organisations=("دانشگاه تهران",)), 3),
        (Segment(verified=("no",)), 3),
        (Segment(verified=("yes",)), 0),
        (Segment(answered=("1",)), 1),
        (Segment(answered=("any",)), 1),
        (Segment(answered=("none",)), 2),
        (Segment(without=Segment(kinds=("student",))), 1),
        (Segment(kinds=("student",), without=Segment(provinces=("yazd",), messengers=("bale",))), 0),
    ]:
        assert await count(world, rule) == expected, rule


async def test_who_answered_an_anonymous_topic_can_be_chosen_too(world: World) -> None:
    ana = world.person("ana")
    await joins(ana)
    secretary = await world.staff()
    await drafts(secretary)
    await secretary.presses("ناشناس")
    await secretary.presses("انتشار هم‌اکنون")
    await secretary.presses("بله، منتشر شود")
    await submits(ana)
    assert await count(world, Segment(answered=("1",))) == 1
    assert await count(world, Segment(answered=("none",))) == 0


def test_rules_that_were_stored_before_are_still_read() -> None:
    assert Segment.of({"kinds": ["student"], "fields": [], "provinces": []}) == Segment(kinds=("student",))


async def test_a_rule_comes_back_as_it_was_stored(world: World) -> None:
    secretary = await world.staff()
    await drafts(secretary)
    rule = Segment(kinds=("student",), answered=("none",), without=Segment(provinces=("yazd",)))
    await world.database.transaction(lambda db: topics.change(db, 1, audience=rule))
    stored = await world.database.read(lambda db: topics.get(db, 1))
    assert stored is not None
    assert stored.audience == rule


async def test_people_are_left_out_by_buttons(world: World) -> None:
    people = await crowd(world)
    secretary = await world.staff()
    await drafts(secretary)
    await secretary.presses("مخاطبان")
    await secretary.presses("به‌جز")
    await secretary.presses("استان")
    await secretary.presses("صفحهٔ بعد")
    await secretary.presses("صفحهٔ بعد")
    await secretary.presses("صفحهٔ بعد")
    await secretary.presses("یزد")
    assert "همهٔ اعضا؛ به‌جز: یزد – ۲ نفر" in secretary.last.text
    assert "🚫 یزد" in secretary.last.labels
    await secretary.presses("بازگشت")
    await secretary.presses("بازگشت")
    await secretary.presses("تأیید")
    await secretary.presses("انتشار هم‌اکنون")
    assert "برای ۲ نفر" in secretary.last.text
    await secretary.presses("بله، منتشر شود")
    people["ana"].sees("برق پایدار")
    people["babak"].sees("برق پایدار")
    people["sina"].sees_nothing()


async def test_a_long_list_is_searched(world: World) -> None:
    await crowd(world)
    secretary = await world.staff()
    await drafts(secretary)
    await secretary.presses("مخاطبان")
    await secretary.presses("استان")
    await secretary.presses("جست‌وجو")
    asked = secretary.sees("آغاز نام")
    await secretary.says("ژاپن", reply_to=asked)
    again = secretary.sees("چیزی با «ژاپن»")
    await secretary.says("يز", reply_to=again)
    secretary.sees("مخاطبان موضوع ۱")
    await secretary.presses("یزد")
    assert "یزد – ۱ نفر" in secretary.last.text


async def test_organisations_are_chosen_as_members_wrote_them(world: World) -> None:
    await crowd(world)
    secretary = await world.staff()
    await drafts(secretary)
    await secretary.presses("مخاطبان")
    await secretary.presses("سازمان")
    await secretary.presses("دانشگاه تهران (۳)")
    assert "دانشگاه تهران – ۳ نفر" in secretary.last.text


async def test_a_segment_is_kept_under_a_name_and_used_again(world: World) -> None:
    await crowd(world)
    secretary = await world.staff()
    await secretary.says("/segments")
    secretary.sees("هنوز گروهی ذخیره نشده")
    await secretary.presses("گروه تازه")
    asked = secretary.sees("نام گروه تازه")
    await secretary.says("دانشجویان", reply_to=asked)
    secretary.sees("گروه «دانشجویان»", "همهٔ اعضا – ۳ نفر")
    await secretary.presses("انتخاب افراد")
    await secretary.presses("نوع ذی‌نفع")
    await secretary.presses("دانشجو")
    assert "– ۲ نفر" in secretary.last.text
    await secretary.says("دانشجویان", reply_to=asked)
    secretary.sees("گروهی با نام «دانشجویان» هست")

    await drafts(secretary)
    await secretary.presses("مخاطبان")
    await secretary.presses("گروه‌های ذخیره‌شده")
    await secretary.presses("دانشجویان")
    assert "– ۲ نفر" in secretary.last.text
    await secretary.says("/segments")
    secretary.sees("دانشجویان: دانشجوی تحصیلات تکمیلی – ۲ نفر")
    await secretary.presses("دانشجویان")
    await secretary.presses("حذف")
    assert "حذف شد" in secretary.last.text
    topic = await world.database.read(lambda db: topics.get(db, 1))
    assert topic is not None
    assert topic.audience == Segment(kinds=("student",)), "a topic keeps its own copy of the rule"
