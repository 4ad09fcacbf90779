"""Staff are asked for a text: whoever was asked may just write it, for not every messenger opens a reply by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from consultation.roles import Role
from tests.conversations.test_invitation_lists import REZA, a_list
from tests.conversations.test_roles import colleague
from tests.stories import drafts, joins, publishes
from tests.world import Person, World


async def asked_for_a_name(world: World) -> Person:
    secretary = await world.staff()
    await drafts(secretary)
    await secretary.presses("مخاطبان")
    secretary.reads()
    await secretary.presses("ذخیره با نام")
    secretary.sees("با چه نامی")
    return secretary


async def test_a_name_is_taken_without_a_reply_and_only_once(world: World) -> None:
    secretary = await asked_for_a_name(world)
    await secretary.says("همهٔ دوستان")
    secretary.sees("همهٔ دوستان")
    await secretary.says("سلام همکاران")
    secretary.sees_nothing()


async def test_what_a_colleague_says_meanwhile_is_talk(world: World) -> None:
    secretary = await asked_for_a_name(world)
    reza = await colleague(world, "reza", Role.EDITOR)
    await reza.says("ناهار کجاست؟")
    secretary.sees_nothing()
    await secretary.says("همهٔ دوستان")
    secretary.sees("همهٔ دوستان")


async def test_a_colleague_may_answer_in_reply_and_then_it_is_answered(world: World) -> None:
    secretary = await asked_for_a_name(world)
    reza = await colleague(world, "reza", Role.EDITOR)
    await reza.says("همهٔ دوستان", reply_to=secretary.last)
    secretary.sees("همهٔ دوستان")
    await secretary.says("سپاس")
    secretary.sees_nothing()


async def test_it_is_not_waited_for_long_and_can_be_dropped(world: World) -> None:
    secretary = await asked_for_a_name(world)
    await secretary.says("انصراف")
    secretary.sees("کنار گذاشته شد")
    await secretary.says("همهٔ دوستان")
    secretary.sees_nothing()
    await secretary.presses("ذخیره با نام")
    asked = secretary.sees("با چه نامی")
    await secretary.says("انصراف", reply_to=asked)
    secretary.sees("کنار گذاشته شد")
    await secretary.presses("ذخیره با نام")
    secretary.sees("با چه نامی")
    world.now += timedelta(minutes=11)
    await secretary.says("همهٔ دوستان")
    secretary.sees_nothing()


async def test_in_the_middle_of_a_form_the_form_goes_on(world: World) -> None:
    secretary = await world.staff()
    await secretary.says("/new")
    secretary.sees("عنوان موضوع")
    await secretary.says("/segments")
    secretary.reads()
    await secretary.presses("گروه تازه")
    secretary.sees("نام")
    await secretary.says("برق پایدار")
    secretary.sees("در چند جمله")


async def test_a_list_comes_without_a_reply_too(world: World) -> None:
    secretary = await publishes(world)
    await secretary.says("/invite 1")
    secretary.sees("فهرست دعوت‌شدگان")
    await secretary.sends_file("list.xlsx", a_list(REZA))
    secretary.sees("۱ پیوند شخصی")


async def test_what_goes_out_to_somebody_must_be_meant(world: World) -> None:
    world.policy = replace(world.policy, verify=True)
    await world.open()
    secretary, mina = await world.staff(), world.person("mina")
    await joins(mina)
    secretary.sees("در انتظار تأیید")
    await secretary.presses("رد")
    asked = secretary.sees("چرا")
    await secretary.says("این را ببینید")
    secretary.sees("فرستاده نشد", "در پاسخ به همان پیام")
    mina.sees_nothing()
    await secretary.says("سازمان روشن نیست.", reply_to=asked)
    secretary.sees("به ایشان گفته شد")
    mina.sees("سازمان روشن نیست.")


async def test_a_moment_that_is_not_understood_is_waited_for_again(world: World) -> None:
    secretary = await publishes(world)
    await secretary.says("/close 1")
    secretary.reads()
    await secretary.presses("بله، بسته شود")
    secretary.reads()
    await secretary.says("/reopen 1")
    secretary.sees("تا چه زمانی")
    await secretary.says("به‌زودی")
    secretary.sees("شناخته نشد")
    await secretary.says("۲۰ آذر")
    secretary.sees("باز")
