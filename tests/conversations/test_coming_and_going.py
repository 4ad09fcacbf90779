"""The ministry's own profile; leaving, being forgotten, coming by a link."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
from sqlalchemy import select

from consultation.questionnaire import Questionnaire
from consultation.xlsform.reading import read_form
from storage.tables import metadata, response, stakeholder
from tests.stories import drafts, everything, joins, publishes, submits, workbook
from tests.world import Person, World


@pytest.fixture
async def ana(world: World) -> Person:
    person = world.person("ana")
    await joins(person)
    await publishes(world)
    person.reads()
    return person


# -- the ministry's own profile ------------------------------------------------

MINISTRY: dict[str, list[tuple[str, ...]]] = {
    "survey": [
        ("type", "name", "label", "required"),
        ("text", "name", "نام شما؟", "yes"),
        ("integer", "organisation", "کد واحد شما؟", "yes"),
        ("select_one kinds", "kind", "سمت شما؟", "yes"),
    ],
    "choices": [("list_name", "name", "label"), ("kinds", "manager", "مدیر"), ("kinds", "expert", "کارشناس")],
}


def ministry() -> Questionnaire:
    return read_form(workbook(MINISTRY), "profile.xlsx").questionnaire


async def test_the_ministrys_own_profile_is_asked_in_place_of_ours(world: World) -> None:
    world.profile = ministry()
    await world.open()
    ana = world.person("ana")
    await ana.says("/start")
    ana.reads()
    await ana.presses("موافقم")
    ana.sees("پرسش ۱ از ۳", "نام شما")
    for said in ("آنا", "۱۲", "کارشناس"):
        ana.reads()
        await ana.says(said)
    person = (await world.database.read(lambda db: db.execute(select(stakeholder)).all()))[0]
    assert (person.name, person.organisation, person.kind, person.province) == ("آنا", "12", "expert", "")
    assert person.profiled_at == world.now


async def test_a_profile_form_changed_half_way_keeps_what_still_fits(world: World) -> None:
    ana = world.person("ana")
    await ana.says("/start")
    ana.reads()
    await ana.presses("موافقم")
    ana.reads()
    for said in ("آنا", "استاد دانشگاه", "دانشگاه تهران"):
        await ana.says(said)
        ana.reads()
    question = ana.last
    await ana.presses("بعداً")
    ana.reads()

    world.profile = ministry()
    await world.open()
    await ana.says("سلام")
    ana.sees("پرسش ۲ از ۳", "کد واحد")
    assert "قدیمی" in await ana.presses("⬜️", on=question)
    await ana.says("۱۲")
    ana.sees("سمت شما")
    await ana.says("مدیر")
    ana.sees("آنا")


async def test_a_profile_form_changed_after_joining_is_asked_where_the_profile_is_changed(world: World) -> None:
    ana = world.person("ana")
    await joins(ana)
    world.profile = ministry()
    await world.open()
    await ana.says("/settings")
    ana.reads()
    await ana.presses("مشخصات")
    ana.sees("پرسش ۲ از ۳", "کد واحد")


# -- forgetting and leaving ----------------------------------------------------


async def test_forgotten_people_leave_their_answers_without_a_name(world: World) -> None:
    ana = world.person("ana")
    await joins(ana)
    secretary = await publishes(world)
    await submits(ana, "برق خورشیدی")
    receipt = (await world.database.read(lambda db: db.execute(select(response.c.receipt)).scalars().all()))[-1]
    await ana.says("/settings")
    ana.reads()
    await ana.presses("حذف اطلاعات من")
    await ana.presses("بدون نام من بماند")

    await secretary.says("/export 1")
    secretary.reads()
    document = secretary.last.parcel.document
    assert document is not None
    book = openpyxl.load_workbook(BytesIO(document.content))
    cells = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "برق خورشیدی" in cells
    traces = ("دکتر ana", "دانشگاه تهران", receipt)
    assert not [cell for cell in cells if any(trace in cell for trace in traces)]
    stored = repr(await everything(world))
    assert not [trace for trace in traces if trace in stored]


async def test_who_leaves_while_answering_answers_no_more(world: World, ana: Person) -> None:
    await ana.presses("آغاز پاسخ‌گویی")
    question = ana.sees("تأمین برق")
    await ana.says("/settings")
    ana.reads()
    await ana.presses("لغو عضویت")
    await ana.presses("بله، لغو شود")
    ana.reads()
    for _again in range(2):
        await ana.presses("خوب", on=question)
        ana.sees("خوش آمدید")
    await ana.says("خوب")
    ana.sees("خوش آمدید")
    kept = await world.database.read(lambda db: db.execute(select(metadata.tables["answer"])).all())
    assert "supply" not in [row.question for row in kept]

    await ana.presses("موافقم")
    ana.sees("بازگشت شما")
    ana.sees("برق پایدار")
    await ana.presses("ادامهٔ پاسخ‌گویی")
    ana.sees("تأمین برق")


async def test_closing_while_somebody_answers(world: World, ana: Person) -> None:
    await ana.presses("آغاز پاسخ‌گویی")
    question = ana.sees("تأمین برق")
    await ana.says("خوب")
    several = ana.sees("کدام راه‌ها")
    await ana.presses("خورشیدی")
    await world.passes(days=15)
    ana.reads()
    before = await everything(world)
    for button, message in (("خورشیدی", several), ("تأیید", several), ("بازگشت", several), ("بد", question)):
        assert "پایان یافته" in await ana.presses(button, on=message)
    assert await everything(world) == before
    await ana.says("۱")
    ana.sees("پایان یافته")
    await ana.says("۱")
    ana.sees("پرسشی پیش روی شما نیست")


# -- links ---------------------------------------------------------------------


async def test_a_link_to_a_topic_brings_newcomers_to_it_and_members_at_once(world: World) -> None:
    secretary = await publishes(world, "موضوع نخست")
    await drafts(secretary, "موضوع دوم")
    await secretary.presses("انتشار هم‌اکنون")
    await secretary.presses("بله، منتشر شود")
    ana = world.person("ana")
    await ana.says("/start t2")
    ana.sees("خوش آمدید")
    await ana.presses("موافقم")
    for said in ("آنا", "استاد دانشگاه", "دانشگاه تهران", "۱", "تهران"):
        ana.reads()
        await ana.says(said)
    ana.sees("آنا")
    ana.sees("موضوع دوم", "۴ پرسش")

    await ana.says("/start t1")
    ana.sees("آنا")
    ana.sees("موضوع نخست", "۴ پرسش")
    for payload in ("t99", "t0", "t" + "9" * 60, "t۱", "x", "t1; drop"):
        await ana.says(f"/start {payload}")
        assert ana.reads()


async def test_start_in_the_middle_asks_the_open_question_again(ana: Person) -> None:
    await ana.presses("آغاز پاسخ‌گویی")
    ana.reads()
    await ana.says("خوب")
    ana.reads()
    await ana.says("/start")
    ana.sees("دیدار دوباره")
    ana.sees("پرسش ۲ از ۳", "کدام راه‌ها")
    await ana.says("/start t1")
    ana.reads()
    await ana.says("۱")
    ana.sees("✅")
    ana.sees("پرسش ۳ از ۳")
