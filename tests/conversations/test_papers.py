from __future__ import annotations

import re
from io import BytesIO

import docx
from sqlalchemy import Connection

from storage import topics
from tests.conversations.test_findings import PRICE, SOLAR, heard_out, replies
from tests.stories import drafts, enters, publishes, submits
from tests.world import Person, World

NOT_OPEN = "هنوز منتشر نشده است"


async def answered_topic(world: World, words: str = "برق خورشیدی را آسان کنید.") -> Person:
    ana = world.person("ana")
    await enters(ana)
    secretary = await publishes(world)
    await submits(ana, words)
    return secretary


def taken(secretary: Person) -> tuple[str, bytes]:
    document = secretary.reads()[-1].parcel.document
    assert document is not None
    return document.name, document.content


async def test_the_report_comes_in_three_formats(world: World) -> None:
    secretary = await answered_topic(world)
    await secretary.says("/report 1")
    name, content = taken(secretary)
    assert (name, content[:5]) == ("report-1.pdf", b"%PDF-")
    await secretary.presses("ورد")
    name, content = taken(secretary)
    assert name == "report-1.docx"
    await secretary.says("/report ۱ html")
    name, content = taken(secretary)
    assert name == "report-1.html"
    page = content.decode()
    assert "برق خورشیدی را آسان کنید." in page
    assert not re.search(r"""(src|href)=["']https?:|@import|<script""", page), "nothing comes from elsewhere"


async def test_an_unknown_format_is_answered_with_an_example(world: World) -> None:
    secretary = await answered_topic(world)
    await secretary.says("/report 1 xlsx")
    secretary.sees("xlsx", "/report 1 html")
    await secretary.says("/annex 1 html")
    secretary.sees("/annex 1 pdf")


async def test_what_people_type_is_no_markup(world: World) -> None:
    secretary = await answered_topic(world, '#panic("x") $y$ *z* <script>alert(1)</script> &amp;')
    for form in ("pdf", "docx", "html"):
        await secretary.says(f"/report 1 {form}")
        _name, content = taken(secretary)
        if form == "html":
            assert b"<script" not in content
            assert b"&lt;script&gt;" in content


async def test_the_annex_names_who_was_asked_and_what_they_said(world: World) -> None:
    silent = world.person("بهمن")
    await enters(silent)
    secretary = await answered_topic(world)
    await secretary.says("/annex 1")
    name, content = taken(secretary)
    assert name == "annex-1.docx"
    document = docx.Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert any("برق خورشیدی را آسان کنید." in cell for cell in cells)
    assert sum("دانشگاه تهران" in cell for cell in cells) == 3
    assert "پاسخی نداد" in cells
    assert cells.count("هنوز پاسخ داده نشده") == 1
    assert "بهمن" not in " ".join(cells), "organisations are named, not people"


async def test_of_an_anonymous_topic_there_is_no_annex_and_no_organisation(world: World) -> None:
    secretary = await answered_topic(world)

    def hide(db: Connection) -> None:
        topics.change(db, 1, anonymous=True)

    await world.database.transaction(hide)
    await secretary.says("/annex 1")
    secretary.sees("ناشناس", "/report")
    await secretary.says("/report 1 html")
    _name, content = taken(secretary)
    assert "دانشگاه تهران".encode() not in content


async def test_charts_come_as_pictures_one_a_question(world: World) -> None:
    secretary = await answered_topic(world)
    await secretary.says("/charts 1")
    shown = secretary.reads()
    pictures = [one.parcel.document for one in shown if one.parcel.document]
    assert [one.name for one in pictures] == ["topic-1-1.png", "topic-1-3.png"]
    assert all(one.content.startswith(b"\x89PNG") for one in pictures)
    assert any("چند ساعت خاموشی" in one.text and "۰ پاسخ" in one.text for one in shown), "nobody was asked this"
    await secretary.says("/charts 1 9")
    secretary.sees("نمودار")


async def test_key_words_tell_open_answers_apart(world: World) -> None:
    secretary = await answered_topic(world)
    await secretary.says("/codebook 1 4 انرژی: خورشید، تجدیدپذیر")
    secretary.sees("ثبت شد", "انرژی", "خورشید، تجدیدپذیر")
    await secretary.says("/report 1 html")
    _name, content = taken(secretary)
    assert "در هیچ‌یک از این دسته‌ها: ۰ از ۱".encode() in content
    await secretary.says("/codebook 1 4 انرژی:")
    secretary.sees("برداشته شد", "هنوز دسته‌ای ندارد")


async def test_what_is_wrong_with_a_group_is_told(world: World) -> None:
    secretary = await answered_topic(world)
    await secretary.says("/codebook 1 1 انرژی: خورشید")
    secretary.sees("پرسش بازی با شمارهٔ", "/codebook 1 4")
    await secretary.says("/codebook 1 4 انرژی")
    secretary.sees("دونقطه")


async def test_a_draft_has_no_report(world: World) -> None:
    secretary = await world.staff()
    await drafts(secretary)
    for command in ("/report 1", "/annex 1", "/charts 1"):
        await secretary.says(command)
        secretary.sees(NOT_OPEN)


async def test_the_annex_says_which_finding_answers_each_statement(world: World) -> None:
    ana, babak, _cyrus, secretary = await heard_out(world)
    await replies(secretary, "تصمیم", "پنجرهٔ واحد مجوز راه‌اندازی می‌شود")
    secretary.reads()
    await secretary.presses("بخشی پذیرفته شد")
    await secretary.says("/annex 1")
    _name, content = taken(secretary)
    document = docx.Document(BytesIO(content))
    tables = [[[plain(cell.text) for cell in row.cells] for row in table.rows] for table in document.tables]
    rows = [row for table in tables for row in table]
    assert ["آنچه تصمیم گرفتیم", "پنجرهٔ واحد مجوز راه‌اندازی می‌شود"] in rows
    [rests] = [row[1] for row in rows if row[0] == "بر پایهٔ"]
    assert re.fullmatch(r"دانشگاه تهران \(\w{8}\)", rests)
    said = {row[1]: row[2] for row in rows if len(row) == 3 and row[1] in (SOLAR, PRICE)}
    assert said == {SOLAR: "یافتهٔ ۱: بخشی پذیرفته شد", PRICE: "هنوز پاسخ داده نشده"}
    assert [row for row in rows if row[-1] == PRICE], "it is listed once more among what has no answer"
    assert "۱ از ۲" in " ".join(paragraph.text for paragraph in document.paragraphs)
    for person in (ana, babak):
        assert person.name not in str(rows)


def plain(text: str) -> str:
    return re.sub("[\u2066-\u2069]", "", text)
