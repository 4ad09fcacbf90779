"""The life of a topic at the desk: approval by another, undoing, withdrawing, putting off, opening again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from consultation import buttons
from consultation.conversation import Kind
from consultation.lifecycle import STEPS, Step, why_not
from consultation.roles import Role
from consultation.texts import speaking
from consultation.topic import TopicState
from storage import topics
from storage.tables import answer, audit, invitation, outbox, topic
from tests.conversations.test_roles import colleague
from tests.stories import answers, drafts, joins, publishes, submits, workbook
from tests.world import Person, World


async def states(world: World) -> list[str]:
    return list(await world.database.read(lambda db: db.execute(select(topic.c.state).order_by(topic.c.id)).scalars()))


@pytest.fixture
async def four_eyes(world: World) -> World:
    world.policy = replace(world.policy, four_eyes=True)
    await world.open()
    return world


# -- approval ------------------------------------------------------------------


async def test_who_wrote_it_cannot_release_it_and_another_can(four_eyes: World) -> None:
    ana = four_eyes.person("ana")
    await joins(ana)
    editor, approver = (
        await colleague(four_eyes, "reza", Role.EDITOR),
        await colleague(four_eyes, "sara", Role.APPROVER),
    )
    owner = await four_eyes.staff("maryam")
    panel = await drafts(owner)
    assert "انتشار هم‌اکنون" not in "".join(panel.labels)
    await owner.says("/publish 1")
    owner.sees("باید همکاری آن را تأیید کند", "/submit 1")
    await editor.presses("ارسال برای تأیید")
    editor.sees("reza موضوع ۱", "برای تأیید")
    assert "نوشتهٔ خود شما" in await owner.presses("تأیید و انتشار")
    assert "تأییدکننده" in await editor.presses("تأیید و انتشار")
    await approver.presses("تأیید و انتشار")
    assert "برای ۱ نفر" in approver.last.text
    await approver.presses("بله، منتشر شود")
    ana.sees("برق پایدار")
    assert await states(four_eyes) == ["open"]


async def test_it_is_sent_back_with_a_reason_and_nothing_is_written_meanwhile(four_eyes: World) -> None:
    editor, approver = (
        await colleague(four_eyes, "reza", Role.EDITOR),
        await colleague(four_eyes, "sara", Role.APPROVER),
    )
    panel = await drafts(editor)
    await editor.presses("ارسال برای تأیید")
    editor.reads()
    await editor.sends_file("گزارش.pdf", b"%PDF", reply_to=panel)
    editor.sees("سند")
    editor.sees_nothing()
    await editor.sends_file("form.xlsx", workbook(), caption="1")
    assert "به پیش‌نویس بازگردد" in "".join(shown.text for shown in editor.reads())
    await approver.presses("بازگرداندن")
    asked = approver.sees("به چه دلیل")
    await approver.says("پرسش دوم روشن نیست", reply_to=asked)
    approver.sees("sara موضوع ۱ را به پیش‌نویس بازگرداند: پرسش دوم روشن نیست")
    approver.sees("پیش‌نویس")
    await approver.says("باز هم", reply_to=asked)
    approver.sees("«پیش‌نویس» است")
    assert await states(four_eyes) == ["draft"]


# -- undoing -------------------------------------------------------------------


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
    assert {row.state for row in kept if row.subject == "invitation"} == {"cancelled"}
    assert not [row for row in kept if row.subject == "withdrawn"]
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


# -- the rest of a life --------------------------------------------------------


async def test_withdrawing_tells_those_who_know_and_takes_no_more_answers(world: World) -> None:
    ana, sina = world.person("ana"), world.person("sina")
    await joins(ana)
    secretary = await publishes(world)
    await answers(ana)
    ana.reads()
    await joins(sina)
    sina.reads()
    await secretary.says("/withdraw 1")
    secretary.sees("به ۲ نفر خبر")
    await secretary.presses("بله، پس گرفته شود")
    ana.sees("پس گرفته شد")
    sina.sees("پس گرفته شد")
    assert "پایان یافته" in await ana.presses("ثبت نهایی")
    await secretary.says("/topics")
    assert "برق پایدار" not in secretary.sees().text


async def test_postponing_keeps_the_time_to_answer(world: World) -> None:
    secretary = await world.staff()
    await drafts(secretary)
    await secretary.says("/publish 1 فردا ساعت ۱۱")
    secretary.sees("زمان‌بندی‌شده")
    before = await world.database.read(lambda db: topics.get(db, 1))
    await secretary.says("/postpone 1")
    secretary.sees("به چه زمانی موکول شود")
    await secretary.says("/postpone 1 پس‌فردا ساعت ۱۱")
    secretary.sees("زمان‌بندی‌شده")
    after = await world.database.read(lambda db: topics.get(db, 1))
    assert before is not None
    assert after is not None
    assert after.opens_at is not None
    assert before.opens_at is not None
    assert (after.opens_at - before.opens_at, after.closes_at - before.closes_at) == (timedelta(days=1),) * 2


async def test_a_closed_topic_is_opened_again_and_goes_on(world: World) -> None:
    ana = world.person("ana")
    await joins(ana)
    secretary = await publishes(world)
    await answers(ana)
    ana.reads()
    await secretary.says("/close 1")
    await _pressed(secretary, "بله، بسته شود")
    await secretary.says("/reopen 1")
    asked = secretary.sees("این بار تا چه زمانی")
    await secretary.says("فردا", reply_to=asked)
    secretary.sees("باز")
    await ana.presses("ثبت نهایی")
    ana.sees("سپاسگزاریم")
    ana.reads()
    await secretary.says("/close 1")
    await _pressed(secretary, "بله، بسته شود")
    await secretary.says("/results 1")
    secretary.sees("نتایج منتشرشده")
    await secretary.says("/archive 1")
    secretary.sees("بایگانی‌شده")
    await secretary.says("/reopen 1 فردا")
    secretary.sees("«بایگانی‌شده» است", "بسته")


async def _pressed(person: Person, label: str) -> None:
    person.reads()
    await person.presses(label)
    person.reads()


async def test_every_step_out_of_turn_gets_one_sentence_and_changes_nothing(world: World) -> None:
    secretary = await world.staff()
    commands = {
        Step.SUBMIT: "/submit 1",
        Step.SCHEDULE: "/publish 1 فردا",
        Step.PUBLISH: "/publish 1",
        Step.POSTPONE: "/postpone 1 فردا",
        Step.EXTEND: "/extend 1 فردا",
        Step.REMIND: "/remind 1",
        Step.CLOSE: "/close 1",
        Step.REOPEN: "/reopen 1 فردا",
        Step.RESULTS: "/results 1",
        Step.WITHDRAW: "/withdraw 1",
        Step.ARCHIVE: "/archive 1",
    }
    await drafts(secretary)
    for state in TopicState:
        await world.database.transaction(lambda db, state=state: topics.change(db, 1, state=state))  # type: ignore[misc]
        before = await world.database.read(lambda db: topics.get(db, 1))
        for step, command in commands.items():
            if state not in STEPS[step].of:
                await secretary.says(command)
                secretary.sees("این کار تنها در این وضعیت شدنی است")
                secretary.sees_nothing()
        assert await world.database.read(lambda db: topics.get(db, 1)) == before
    done = await world.database.read(lambda db: db.execute(select(audit.c.action)).scalars().all())
    assert done == ["draft"]


async def test_each_step_leads_somewhere_and_each_state_is_reached(world: World) -> None:
    assert set(STEPS) == set(Step)
    assert {rule.to for rule in STEPS.values()} - {None} == set(TopicState)
    await drafts(await world.staff())
    draft = await world.database.read(lambda db: topics.get(db, 1))
    assert draft is not None
    with speaking("fa"):
        for step in Step:
            for state in TopicState:
                assert bool(why_not(step, replace(draft, state=state))) == (state not in STEPS[step].of)


async def test_two_who_press_at_once_do_it_once_and_the_second_is_told_who_did(world: World) -> None:
    ana = world.person("ana")
    await joins(ana)
    secretary, colleague_ = await world.staff("maryam"), await world.staff("reza")
    await drafts(secretary)
    await secretary.presses("انتشار هم‌اکنون")
    confirm = secretary.last
    shown = confirm.parcel
    await secretary.presses("بله، منتشر شود")
    confirm.parcel = shown
    assert "همکارتان maryam این کار را کرد" in await colleague_.presses("بله، منتشر شود", on=confirm)
    assert len([message for message in ana.reads() if "برق پایدار" in message.text]) == 1
