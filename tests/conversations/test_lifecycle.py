"""The life of a topic at the desk: approval by another, withdrawing, putting off, opening again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from consultation.lifecycle import STEPS, Step, why_not
from consultation.roles import Role
from consultation.texts import speaking
from consultation.topic import TopicState
from storage import topics
from storage.tables import audit, topic
from tests.conversations.test_roles import colleague
from tests.stories import answers, drafts, joins, publishes, workbook
from tests.world import Person, World


async def states(world: World) -> Sequence[str]:
    return await world.database.read(lambda db: db.execute(select(topic.c.state).order_by(topic.c.id)).scalars().all())


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
    assert "پایان یافته" in await ana.presses("ثبت نهایی")
    ana.sees_nothing()
    await world.passes(hours=1)
    ana.sees("پس گرفته شد")
    sina.sees("پس گرفته شد")
    secretary.reads()
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
        await world.database.transaction(partial(topics.change, topic_id=1, state=state))
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
