from __future__ import annotations

import asyncio
from io import BytesIO

import openpyxl
import pytest

from consultation.conversation import Channel, File, Kind
from storage import codes
from tests.stories import drafts, joins, publishes, submits, workbook
from tests.world import World


async def test_a_group_is_claimed_with_a_one_time_code(world: World) -> None:
    secretary = await world.staff("secretary", group=-1)
    stranger = await world.staff("stranger", group=-1)
    secretary.chat_id = stranger.chat_id = -77
    code = await world.database.transaction(lambda db: codes.new_claim_code(db, world.now))
    await secretary.says("/topics")
    secretary.sees_nothing()
    await secretary.says(f"/claim {code}")
    secretary.sees("گروه دبیرخانه است", "/publish")
    await secretary.says(f"/claim {code}")
    secretary.sees("معتبر نیست")


async def test_a_workbook_becomes_a_draft_with_its_caption_as_title(world: World) -> None:
    secretary = await world.staff()
    panel = await drafts(secretary, "برق پایدار\nخلاصهٔ موضوع")
    for fragment in ("برق پایدار", "خلاصهٔ موضوع", "پیش‌نویس", "۴ پرسش", "همهٔ اعضا – ۰ نفر"):
        assert fragment in panel.text


async def test_a_wrong_form_is_refused_with_all_its_problems(world: World) -> None:
    secretary = await world.staff()
    bad = workbook(
        {
            "survey": [
                ("type", "name", "label", "relevant"),
                ("text", "a", "الف", "${missing} = 1"),
                ("texxt", "b", "ب", ""),
                ("integer", "c", "ج", "${a} = ("),
            ]
        }
    )
    await secretary.sends_file("form.xlsx", bad)
    refusal = secretary.sees("۳ ایراد", "ردیف ۲", "ردیف ۳", "ردیف ۴", "missing", "texxt")
    assert refusal.labels == []
    marked = secretary.sees("علامت").parcel.document
    assert marked is not None
    sheet = openpyxl.load_workbook(BytesIO(marked.content))["survey"]
    assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment] == ["D2", "A3", "D4"]


def _wrong_form(rows: int) -> bytes:
    return workbook({"survey": [("type", "name", "label"), *(("texxt", f"a{n}", "الف") for n in range(rows))]})


async def test_the_chat_names_the_first_problems_and_the_workbook_all(world: World) -> None:
    secretary = await world.staff()
    await secretary.sends_file("form.xlsx", _wrong_form(40))
    refusal = secretary.sees("۴۱ ایراد", "ردیف ۱۵", "و ۲۶ مورد دیگر")
    assert "ردیف ۱۶" not in refusal.text
    marked = secretary.sees("علامت").parcel.document
    assert marked is not None
    listed = openpyxl.load_workbook(BytesIO(marked.content))["ایرادها"]
    assert listed.max_row == 42


async def test_while_a_large_workbook_is_read_others_are_heard(world: World) -> None:
    ana, secretary = world.person("ana"), await world.staff()
    file = File("file-1", "document", "form.xlsx", content=_wrong_form(4000))
    sent = asyncio.ensure_future(world.reception.receive([secretary._incoming(Kind.FILE, file=file)]))
    await ana.says("/start")
    assert not sent.done()
    ana.reads()
    await sent
    await world.deliver()
    secretary.sees("ایراد")


async def test_documents_reach_participants(world: World) -> None:
    ana, secretary = world.person("ana"), await world.staff()
    await joins(ana)
    panel = await drafts(secretary)
    await secretary.sends_file("گزارش.pdf", b"%PDF-1.4", reply_to=panel)
    secretary.sees("پیوست شد: گزارش.pdf")
    secretary.sees("۱ سند")
    await secretary.presses("انتشار هم‌اکنون")
    await secretary.presses("بله، منتشر شود")
    ana.sees("۱ سند برای مطالعه")
    await ana.presses("دریافت اسناد")
    sent = ana.sees("گزارش.pdf").parcel.document
    assert ana.last.labels == ["✍️ آغاز پاسخ‌گویی"]
    assert sent is not None
    assert sent.content == b"%PDF-1.4"
    await ana.presses("دریافت اسناد")
    again = ana.sees("گزارش.pdf").parcel.document
    assert again is not None
    assert (bool(again.handle), again.content) == (True, b""), "uploaded once, then sent by its handle"


@pytest.mark.parametrize("administrator", [False, None])
async def test_only_administrators_are_obeyed(world: World, administrator: bool | None) -> None:
    secretary = await world.staff()
    await drafts(secretary)
    secretary.administrator = administrator
    assert "مدیر" in await secretary.presses("انتشار هم‌اکنون")
    await secretary.says("/topics")
    assert "مدیر" in secretary.sees().text
    assert "پیش‌نویس" in secretary.chat.messages[0].text


async def test_forwarded_commands_are_not_obeyed(world: World) -> None:
    secretary = await world.staff()
    await secretary.says("/topics", forwarded=True)
    secretary.sees_nothing()


async def test_what_goes_to_how_many_is_shown_before_the_last_button(world: World) -> None:
    await joins(world.person("ana"))
    await joins(world.person("babak", Channel.BALE))
    secretary = await world.staff()
    await drafts(secretary)
    await secretary.presses("انتشار هم‌اکنون")
    assert "برای ۲ نفر" in secretary.last.text
    await secretary.presses("بله، منتشر شود")
    assert "باز" in secretary.last.text
    for channel in Channel:
        world.person("ana" if channel is Channel.TELEGRAM else "babak", channel).sees("برق پایدار")
    await secretary.presses("تازه‌سازی")
    assert "ارسال: ۲ از ۲" in secretary.last.text


async def test_publishing_twice_tells_people_once(world: World) -> None:
    ana = world.person("ana")
    await joins(ana)
    secretary = await world.staff()
    await drafts(secretary)
    await secretary.presses("انتشار هم‌اکنون")
    confirm = secretary.last
    buttons = confirm.parcel
    await secretary.presses("بله، منتشر شود")
    ana.sees("برق پایدار")
    confirm.parcel = buttons
    assert "اکنون «باز» است" in await secretary.presses("بله، منتشر شود", on=confirm)
    ana.sees_nothing()


async def test_a_topic_is_published_and_closed_at_its_time(world: World) -> None:
    ana, secretary = world.person("ana"), await world.staff()
    await joins(ana)
    await drafts(secretary)
    await secretary.presses("زمان‌بندی انتشار")
    asked = secretary.sees("چه زمانی منتشر شود")
    await secretary.says("فردا ساعت ۱۱", reply_to=asked)
    secretary.sees("زمان‌بندی‌شده", "ساعت ۱۱:۰۰")
    ana.sees_nothing()
    await world.passes(days=1)
    ana.sees_nothing()
    secretary.reads()
    await world.passes(hours=1)
    ana.sees("برق پایدار")
    secretary.sees("منتشر شد")

    await world.passes(days=14)
    ana.reads()
    assert any("پایان یافت" in message.text for message in secretary.reads())


async def test_the_audience_narrows_by_kind(world: World) -> None:
    professor, student = world.person("ana"), world.person("sina")
    await joins(professor)
    await joins(student, kind="دانشجو")
    secretary = await world.staff()
    await drafts(secretary)
    await secretary.presses("مخاطبان")
    assert "همهٔ اعضا – ۲ نفر" in secretary.last.text
    await secretary.presses("نوع ذی‌نفع")
    await secretary.presses("استاد")
    assert "استاد دانشگاه – ۱ نفر" in secretary.last.text
    await secretary.presses("بازگشت")
    await secretary.presses("تأیید")
    await secretary.presses("انتشار هم‌اکنون")
    await secretary.presses("بله، منتشر شود")
    professor.sees("برق پایدار")
    student.sees_nothing()
    await student.says("/topics")
    student.sees("موضوعی برای شما باز نیست")


async def test_a_preview_is_kept_nowhere(world: World) -> None:
    secretary = await world.staff()
    await drafts(secretary)
    assert "گفت‌وگوی خصوصی" in await secretary.presses("پیش‌نمایش")
    alone = secretary.alone()
    alone.sees("پیش‌نمایش", "برق پایدار")
    await alone.presses("آغاز پاسخ‌گویی")
    alone.sees("پرسش ۱ از ۳")
    await alone.says("خوب")
    alone.reads()
    await alone.presses("قیمت‌گذاری")
    await alone.presses("تأیید")
    alone.reads()
    await alone.presses("رد شدن")
    alone.reads()
    await alone.presses("ثبت نهایی")
    assert "چیزی از آن نگه داشته نشد" in alone.last.text
    await secretary.says("/topics")
    secretary.sees("برق پایدار", "پیش‌نویس")


async def test_the_workbook_holds_every_answer(world: World) -> None:
    ana = world.person("ana")
    await joins(ana)
    secretary = await publishes(world)
    await submits(ana, "=2+2 برق")
    await secretary.says("/export 1")
    secretary.sees("آماده شدن")
    document = secretary.sees("برق پایدار").parcel.document
    assert document is not None
    book = openpyxl.load_workbook(BytesIO(document.content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]
    texts = {str(cell.value) for cell in cells}
    assert {"=2+2 برق", "خوب", "نیروگاه خورشیدی"} <= texts
    assert book.worksheets[0].sheet_view.rightToLeft


async def test_the_closing_time_moves(world: World) -> None:
    ana = world.person("ana")
    await joins(ana)
    secretary = await publishes(world)
    ana.reads()
    await secretary.says("/extend 1 1405/12/20")
    secretary.sees("۲۰ اسفند ۱۴۰۵")
    await secretary.says("/extend 1 دیروز")
    secretary.sees("گذشته است")
    await secretary.says("/extend 1 هرگز")
    secretary.sees("شناخته نشد")
    await secretary.says("/extend 9 فردا")
    secretary.sees("موضوعی با شمارهٔ ۹ وجود ندارد")
    await secretary.says("/close")
    secretary.sees("برای نمونه")


async def test_named_staff_need_not_be_administrators(world: World) -> None:
    secretary = await world.staff()
    secretary.administrator = False
    world.policy = world.policy.__class__(staff=frozenset({("telegram", secretary.sender.id)}))
    await world.open()
    await secretary.says("/topics")
    secretary.sees("هنوز موضوعی نیست")


async def test_closing_by_hand(world: World) -> None:
    ana = world.person("ana")
    await joins(ana)
    secretary = await publishes(world)
    ana.reads()
    await ana.presses("آغاز پاسخ‌گویی")
    ana.reads()
    await secretary.says("/close 1")
    secretary.sees("بسته شود؟")
    await secretary.presses("بله، بسته شود")
    await ana.says("خوب")
    ana.sees("پایان یافته")
