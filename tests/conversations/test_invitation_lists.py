"""A list of people becomes personal links; who comes by one is known by it; what became of each is told."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import openpyxl
from sqlalchemy import select, update

from consultation.conversation import Channel
from consultation.forms import profile_form
from consultation.invitation_list import Entry, read, read_phone
from consultation.texts import speaking
from storage.tables import address, document, invitee, stakeholder
from tests.stories import joins, publishes, submits, workbook
from tests.world import Person, World

HEADING = ("نام و نام خانوادگی", "سازمان", "جایگاه", "تلفن همراه")
REZA = ("دکتر رضا کریمی", "اتاق بازرگانی", "تشكل صنفی یا صنعتی", "۰۹۱۲ ۳۴۵ ۶۷۸۹")


def a_list(*rows: Sequence[str]) -> bytes:
    return workbook({"Sheet1": [("فهرست دعوت", "", "", ""), HEADING, *(tuple(row) for row in rows)]})


async def sends_list(secretary: Person, *rows: Sequence[str]) -> None:
    await secretary.says("/invite 1")
    asked = secretary.sees("فهرست دعوت‌شدگان به «برق پایدار»")
    assert asked.parcel.document is not None
    await secretary.sends_file("list.xlsx", a_list(*rows), reply_to=asked)


def rows_of(content: bytes) -> list[list[str]]:
    sheet = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    return [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]


async def links(secretary: Person, *rows: Sequence[str]) -> list[list[str]]:
    await sends_list(secretary, *rows)
    made = secretary.sees("پیوند شخصی").parcel.document
    assert made is not None
    return rows_of(made.content)[1:]


def payload(link: str) -> str:
    return link.split("?")[-1]


async def test_who_comes_by_a_personal_link_is_known_and_gets_the_topic_at_once(world: World) -> None:
    secretary = await publishes(world)
    row = (await links(secretary, REZA))[0]
    assert row[:4] == ["دکتر رضا کریمی", "اتاق بازرگانی", "تشکل صنفی یا صنعتی", "09123456789"]
    assert "دکتر رضا کریمی گرامی" in row[6]
    assert row[4] in row[6]
    assert row[5] in row[6]

    reza = world.person("reza", Channel.BALE)
    await reza.says(f"/start {payload(row[5])}")
    reza.sees("سلام دکتر رضا کریمی!")
    await reza.presses("موافقم")
    reza.sees("چنین است", "اتاق بازرگانی", "تشکل صنفی یا صنعتی")
    await reza.presses("بله، درست است")
    reza.sees("فهرست زیر")
    reza.sees("برق پایدار")
    await submits(reza)
    person = await world.database.read(lambda db: db.execute(select(stakeholder)).one())
    assert (person.name, person.kind, person.organisation) == ("دکتر رضا کریمی", "association", "اتاق بازرگانی")
    assert person.verified_at is not None
    await reza.says("/topics")
    reza.sees("حوزه‌ها")


async def test_a_link_serves_one_person_only_and_not_after_the_topic(world: World) -> None:
    secretary = await publishes(world)
    reza, mina = await links(secretary, REZA, ("مینا", "", "", ""))
    first, second, late = world.person("first"), world.person("second"), world.person("late")
    await first.says(f"/start {payload(reza[4])}")
    first.reads()
    await second.says(f"/start {payload(reza[4])}")
    second.sees("پیش‌تر به کار رفته است")
    assert "دکتر رضا" not in second.sees("خوش آمدید").text
    await first.says(f"/start {payload(reza[4])}")
    first.sees("سلام دکتر رضا کریمی!")
    await world.passes(days=20)
    await late.says(f"/start {payload(mina[4])}")
    late.sees("مهلت موضوع این پیوند به پایان رسیده")
    late.sees("خوش آمدید")


async def test_who_is_not_what_the_list_says_corrects_it(world: World) -> None:
    secretary = await publishes(world)
    row = (await links(secretary, REZA))[0]
    reza = world.person("reza")
    await reza.says(f"/start {payload(row[4])}")
    reza.reads()
    await reza.presses("موافقم")
    reza.reads()
    await reza.presses("اصلاح می‌کنم")
    assert "نام و نام خانوادگی" in reza.last.text
    person = await world.database.read(lambda db: db.execute(select(stakeholder)).one())
    assert (person.name, person.verified_at) == ("", None)


async def test_a_member_who_comes_by_a_link_keeps_their_own_profile(world: World) -> None:
    ana = world.person("ana")
    await joins(ana)
    secretary = await publishes(world)
    ana.reads()
    row = (await links(secretary, REZA))[0]
    await ana.says(f"/start {payload(row[4])}")
    ana.sees("دیدار دوباره")
    ana.sees("برق پایدار")
    names = await world.database.read(lambda db: db.execute(select(stakeholder.c.name)).scalars().all())
    assert names == ["دکتر ana"]


async def test_no_stored_row_opens_a_door(world: World) -> None:
    secretary = await publishes(world)
    row = (await links(secretary, REZA))[0]
    stored = await world.database.read(lambda db: str(db.execute(select(invitee)).all()))
    assert payload(row[4]) not in stored
    assert await world.database.read(lambda db: db.execute(select(document)).all()) == []


async def test_everything_wrong_with_a_list_is_told_at_once_and_nothing_is_made(world: World) -> None:
    secretary = await publishes(world)
    await sends_list(secretary, REZA, ("", "شرکت", "", ""), ("مینا", "", "خلبان", ""), ("سارا", "", "", "یک دو"))
    refusal = secretary.sees("۳ ایراد", "ردیف ۴: نام نوشته نشده", "ردیف ۵: جایگاه «خلبان»", "ردیف ۶: شمارهٔ تلفن")
    assert not await world.database.read(lambda db: db.execute(select(invitee)).all())
    await secretary.sends_file("list.xlsx", a_list(REZA), reply_to=refusal)
    secretary.sees("۱ پیوند شخصی")


async def test_nobody_gets_a_second_link(world: World) -> None:
    secretary = await publishes(world)
    assert len(await links(secretary, REZA, ("مینا", "", "", ""))) == 2
    again = ("دكتر  رضا کریمی", "اتاق بازرگانی", "", "")
    await sends_list(secretary, again, ("سارا", "", "", ""), ("سارا", "", "", ""))
    secretary.sees("۱ پیوند شخصی", "ردیف ۳، ۵")
    await sends_list(secretary, again)
    secretary.sees("پیش‌تر پیوند گرفته‌اند")


async def test_a_file_that_is_no_list_is_refused_with_a_cure(world: World) -> None:
    secretary = await publishes(world)
    await secretary.says("/invite 1")
    asked = secretary.sees("فهرست دعوت‌شدگان")
    await secretary.sends_file("list.xlsx", b"PK nothing", reply_to=asked)
    secretary.sees("فایل Excel نیست")
    await secretary.sends_file("list.xlsx", workbook({"a": [("x", "y"), ("1", "2")]}), reply_to=asked)
    secretary.sees("ستونی برای نام‌ها نیست")
    await secretary.says("الان می‌فرستم", reply_to=asked)
    secretary.sees("به شکل فایل اکسل")


async def test_what_became_of_each_invitation_is_told(world: World) -> None:
    names = ("submitted", "begun", "declined", "sent_on", "opened", "silent", "gone")
    people = {name: world.person(name) for name in names}
    for person in people.values():
        await joins(person)
    secretary = await publishes(world)
    await links(secretary, REZA)
    for person in people.values():
        person.reads()
    await submits(people["submitted"])
    await people["begun"].presses("آغاز پاسخ‌گویی")
    people["begun"].reads()
    await people["begun"].presses("خوب")
    await people["declined"].presses("این موضوع نه")
    await people["declined"].presses("فرصت")
    await people["sent_on"].presses("این موضوع نه")
    await people["sent_on"].presses("همکار")
    await people["opened"].says("/topics")
    people["opened"].reads()
    await people["opened"].presses("برق پایدار")
    gone = update(address).where(address.c.chat_id == people["gone"].chat_id).values(reachable=False)
    await world.database.transaction(lambda db: db.execute(gone))

    await secretary.says("/invitations 1")
    told = secretary.sees("دعوت‌های موضوع ۱: ۸", "پرسش ۳، کدام راه‌ها را درست می‌دانید؟: ۱ نفر").text
    for outcome in ("ثبت نهایی کرده", "نیمه‌کاره", "نپذیرفته است", "به همکار", "دیده و آغاز", "رسیده", "در دسترس نیست"):
        assert f"{outcome}" in told
        assert told.count("۱") >= 8
    await secretary.presses("همه، در یک فایل")
    sent = secretary.sees("سرانجام دعوت‌های موضوع ۱").parcel.document
    assert sent is not None
    became = {row[0]: row[5:] for row in rows_of(sent.content)[1:]}
    assert became["دکتر submitted"][0] == "ثبت نهایی کرده است"
    assert became["دکتر begun"] == ["نیمه‌کاره رها کرده است", "", "3", "کدام راه‌ها را درست می‌دانید؟"]
    assert became["دکتر declined"][:2] == ["نپذیرفته است", "اکنون فرصت آن را ندارم"]
    assert became["دکتر رضا کریمی"][0] == "پیوند شخصی به کار نرفته است"

    await world.passes(days=20)
    secretary.reads()
    await secretary.says("/invitations 1")
    secretary.sees("مهلت پیش از آغاز پایان یافت: ۲")


async def test_forgetting_erases_what_the_list_held(world: World) -> None:
    secretary = await publishes(world)
    row = (await links(secretary, REZA))[0]
    reza = world.person("reza")
    await reza.says(f"/start {payload(row[4])}")
    reza.reads()
    await reza.presses("موافقم")
    reza.reads()
    await reza.says("/settings")
    reza.reads()
    await reza.presses("حذف اطلاعات من")
    await reza.presses("آن‌ها هم پاک شود")
    assert not await world.database.read(lambda db: db.execute(select(invitee)).all())


def test_lists_are_read_as_people_write_them() -> None:
    sheet = [("Full Name:", "Mobile"), ("  Sara   Ahmadi ", "9121234567"), ("", ""), ("سارا", "+98 (912) 123-4568")]
    with speaking("fa"):
        found = read(workbook({"people": sheet}), profile_form())
    assert found.entries == (Entry("Sara Ahmadi", phone="09121234567"), Entry("سارا", phone="09121234568"))


def test_phone_numbers_become_what_is_dialled() -> None:
    for typed, dialled in [
        ("٠٩١٢٣٤٥٦٧٨٩", "09123456789"),
        ("0098 912 345 6789", "09123456789"),
        ("989123456789", "09123456789"),
        ("021-88901234", "02188901234"),
        ("+49 30 1234567", "+49301234567"),
    ]:
        assert read_phone(typed) == dialled
    for typed in ("0912 345", "call me", "0912345678901234567"):
        assert read_phone(typed) is None
