"""For two minutes what is on its way to many can be stopped: a publication, reminders, a withdrawal, a correction."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from consultation import buttons
from consultation.conversation import Kind
from storage.tables import answer, audit, invitation, outbox
from tests.conversations.test_corrections import corrected, corrects
from tests.conversations.test_lifecycle import _pressed, states
from tests.stories import drafts, joins, publishes, submits
from tests.world import Person, World


async def test_publishing_is_undone_and_those_who_were_told_get_a_kind_word(world: World) -> None:
    ana = world.person("ana")
    await joins(ana)
    secretary = await publishes(world)
    ana.sees("برق پایدار")
    assert "۱ نفر پیش‌تر باخبر" in await secretary.presses("لغو ارسال")
    ana.sees("سلام دکتر ana", "پس گرفته شد", "پوزش")
    assert await states(world) == ["draft"]
    assert "باز" not in await ana.presses("آغاز پاسخ‌گویی")
    await secretary.presses("انتشار هم‌اکنون")
    await secretary.presses("بله، منتشر شود")
    assert [shown.text for shown in ana.reads() if "برق پایدار" in shown.text], "a second publication tells them again"


async def test_what_is_not_sent_yet_is_not_sent(world: World) -> None:
    people = [world.person(name) for name in ("ana", "sina")]
    for person in people:
        await joins(person)
    secretary = await world.staff()
    await drafts(secretary)
    await secretary.presses("انتشار هم‌اکنون")
    confirm = next(one for one in secretary.last.buttons if "منتشر شود" in one.label)
    undo = await _signed(secretary, "undo:1")
    await _silently(secretary, confirm.press, undo)
    assert [person.reads() for person in people] == [[], []]
    kept = await world.database.read(lambda db: db.execute(select(outbox.c.state, outbox.c.subject)).all())
    assert not [row for row in kept if row.subject in ("invitation", "withdrawn")]
    assert not await world.database.read(lambda db: db.execute(select(invitation)).all())


async def _signed(person: Person, press: str) -> str:
    return buttons.sign(person.world.house.key, person.channel, person.chat_id, press)


async def _silently(person: Person, *presses: str) -> None:
    """Pressed so quickly that nothing is delivered in between."""
    incoming = [person._incoming(Kind.PRESS, press=press, press_id="p", message_id=1) for press in presses]
    await person.world.reception.receive(incoming)
    await person.world.deliver()


async def test_the_undo_window_closes_and_answers_given_in_it_are_kept(world: World) -> None:
    ana = world.person("ana")
    await joins(ana)
    secretary = await publishes(world)
    undo = secretary.last
    pressed = undo.parcel
    await submits(ana)
    await secretary.presses("لغو ارسال")
    ana.reads()
    assert len(await world.database.read(lambda db: db.execute(select(answer)).all())) > 3
    await secretary.presses("حذف پیش‌نویس")
    assert "/archive 1" in await secretary.presses("بله")
    await secretary.says("/publish 1")
    await _pressed(secretary, "بله، منتشر شود")
    ana.reads()
    world.now += timedelta(minutes=3)
    undo.parcel = pressed
    assert "دو دقیقه" in await secretary.presses("لغو ارسال", on=undo)
    assert await states(world) == ["open"]


async def test_reminders_can_be_stopped_for_two_minutes(world: World) -> None:
    ana = world.person("ana")
    await joins(ana)
    secretary = await publishes(world)
    ana.reads()
    await secretary.says("/remind 1")
    secretary.sees("۱ نفر")
    await secretary.presses("لغو ارسال")
    assert "هیچ‌کس" in secretary.last.text
    await world.passes(hours=1)
    ana.sees_nothing()
    await secretary.says("/remind 1")
    secretary.sees("۱ نفر")
    await (await world.staff("reza")).says("/remind 1")
    secretary.sees("secretary همین اکنون")
    await world.passes(hours=1)
    ana.sees("هنوز")
    assert "چیزی برای لغو" in await secretary.presses("لغو ارسال")


async def withdraws(secretary: Person) -> None:
    secretary.reads()
    await secretary.says("/withdraw 1")
    secretary.reads()
    await secretary.presses("بله، پس گرفته شود")


async def test_a_withdrawal_is_undone_before_anybody_has_read_of_it(world: World) -> None:
    ana, sina = world.person("ana"), world.person("sina")
    for person in (ana, sina):
        await joins(person)
    secretary = await publishes(world)
    await submits(sina)
    ana.reads()
    await ana.presses("آغاز پاسخ‌گویی")
    ana.reads()
    await withdraws(secretary)
    assert "۲ نفر تا دو دقیقهٔ دیگر باخبر می‌شوند" in secretary.last.text
    assert "دوباره باز است" in await secretary.presses("لغو این کار")
    assert "باز" in secretary.last.text
    await world.passes(hours=1)
    assert "پس گرفته" not in "".join(shown.text for shown in [*ana.reads(), *sina.reads()])
    secretary.reads()
    await ana.presses("خوب")
    ana.sees("کدام راه‌ها")
    done = await world.database.read(lambda db: db.execute(select(audit.c.action)).scalars().all())
    assert list(done)[-2:] == ["withdraw", "undo"]


async def test_who_had_not_been_told_when_it_was_withdrawn_is_told_after_all(world: World) -> None:
    people = [world.person(name) for name in ("ana", "sina")]
    for person in people:
        await joins(person)
    secretary = await world.staff()
    await drafts(secretary)
    await _silently(
        secretary, *[await _signed(secretary, one) for one in ("publish!:1", "withdraw!:1", "unwithdraw:1")]
    )
    assert [len(person.reads()) for person in people] == [1, 1]
    assert await states(world) == ["open"]


async def test_after_two_minutes_a_withdrawal_stands(world: World) -> None:
    ana = world.person("ana")
    await joins(ana)
    secretary = await publishes(world)
    ana.reads()
    await withdraws(secretary)
    world.now += timedelta(minutes=3)
    await world.deliver()
    ana.sees("پس گرفته شد")
    assert "/copy 1" in await secretary.presses("لغو این کار")
    assert await states(world) == ["archived"]


@pytest.mark.parametrize("meaning", [False, True])
async def test_a_correction_is_undone_and_nobody_hears_of_it(world: World, meaning: bool) -> None:
    ana, sina = world.person("ana"), world.person("sina")
    for person in (ana, sina):
        await joins(person)
    secretary = await publishes(world)
    await submits(ana)
    sina.reads()
    await sina.presses("آغاز پاسخ‌گویی")
    sina.reads()
    await corrects(secretary, corrected(relabel=not meaning, retype=meaning))
    await sina.says("بد")
    sina.reads()
    assert "همان است که بود" in await secretary.presses("لغو این کار")
    await world.passes(hours=1)
    ana.sees_nothing()
    secretary.reads()
    await sina.says("۱۲")
    assert "کدام راه‌ها" in sina.reads()[-1].text
    await sina.presses("خورشیدی")
    await sina.presses("تأیید")
    assert "پیشنهاد خود را بنویسید" in sina.reads()[-1].text
    await sina.says("برق ارزان")
    assert "بد" in sina.reads()[-1].text
    assert await states(world) == ["open"]
    assert "دیگر نمی‌توان" in await _presses_again(secretary, "لغو این کار")


async def _presses_again(secretary: Person, label: str) -> str:
    """The button as somebody still has it on a screen that has not caught up."""
    (press,) = [
        row["press"]
        for sent in await secretary.world.database.read(lambda db: db.execute(select(outbox.c.message)).scalars().all())
        for line in (sent or {}).get("buttons", [])
        for row in line
        if label in row["label"]
    ]
    incoming = secretary._incoming(Kind.PRESS, press=await _signed(secretary, press), press_id="p", message_id=1)
    (toast,) = await secretary.world.hear(incoming)
    return toast.text


async def test_within_the_two_minutes_nobody_reads_that_questions_were_corrected(world: World) -> None:
    ana = world.person("ana")
    await joins(ana)
    secretary = await publishes(world)
    await submits(ana)
    await corrects(secretary, corrected(retype=True))
    ana.sees_nothing()
    world.now += timedelta(minutes=2)
    await world.deliver()
    ana.sees("برخی پرسش‌های آن اصلاح شد")
    assert "دیگر نمی‌توان" in await secretary.presses("لغو این کار")
