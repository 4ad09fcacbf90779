"""The workbook of a topic, read back from a database that was really written to."""

from __future__ import annotations

import re
import tempfile
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.escape import unescape
from openpyxl.workbook import Workbook

from consultation.conversation import Channel
from consultation.questionnaire import DONT_KNOW, REFUSED, Questionnaire, QuestionType
from reports.workbook_sheets import LONGEST_TEXT, Book, Column
from tests.reports.secretariat import ANSWERS, FORM, NAHID, NOW, Secretariat, question

RESPONSES, SINGLE, NUMBERS = "پاسخ‌ها", "تک‌تک پاسخ‌ها", "گزینه‌ها با ۰ و ۱"
CODEBOOK, FACTS = "راهنمای ستون‌ها", "مشخصات"
ABOUT = 8  # columns before the first question
INVITATIONS = "دعوت‌ها"
SPRING = datetime(2005, 3, 21)  # noqa: DTZ001 - a workbook knows no zones


def rows(book: Workbook, sheet: str) -> list[tuple[object, ...]]:
    """Without the heading."""
    return list(book[sheet].iter_rows(min_row=2, values_only=True))


def headings(book: Workbook, sheet: str) -> list[object]:
    return [cell.value for cell in book[sheet][1]]


async def test_a_response_is_one_row_that_people_can_read(secretariat: Secretariat) -> None:
    receipt = await secretariat.hears(ANSWERS, channel=Channel.BALE)
    book = await secretariat.workbook()
    [row] = rows(book, RESPONSES)
    assert dict(zip(headings(book, RESPONSES), row, strict=True)) == {
        "ردیف": 1,
        "کد رهگیری": receipt,
        "تاریخ ثبت": "۱۴۰۵/۰۹/۰۳",
        "زمان ثبت، به‌صورت تاریخ": datetime(2026, 11, 24, 0, 15),  # noqa: DTZ001 - a workbook knows no zones
        "پیام‌رسان": "بله",
        "نوع ذی‌نفع": "تشکل",
        "سازمان": "انجمن فولاد",
        "استان": "یزد",
        "نام بنگاه شما": "فولاد کویر",
        "شمار کارکنان": 1200,
        "رشد سالانه": 3.5,
        "تاریخ آغاز کار": "۱۳۸۴/۰۱/۰۱",
        "تاریخ آغاز کار (به‌صورت تاریخ)": SPRING,
        "رشته": "فولاد",
        "نیازها": "برق، گاز",
        "چرا [نام بنگاه شما]؟": "برای بازار",
        "سخن دیگر": None,
    }


async def test_figures_and_days_show_persian_digits_and_the_persian_calendar(secretariat: Secretariat) -> None:
    await secretariat.hears(ANSWERS)
    formats = [cell.number_format for cell in (await secretariat.workbook())[RESPONSES][2]]
    assert formats[0] == formats[ABOUT + 1] == "[$-3000429]0"
    assert formats[ABOUT + 2].startswith("[$-3000429]0.0")
    assert formats[3] == "[$-3160429]yyyy/mm/dd hh:mm", "16 is the Persian calendar, 3 its digits"
    assert formats[ABOUT + 4] == "[$-3160429]yyyy/mm/dd"
    english = [cell.number_format for cell in (await secretariat.workbook("en"))["Responses"][2]]
    assert (english[3], english[ABOUT + 4]) == ("yyyy-mm-dd hh:mm", "yyyy-mm-dd")


async def test_columns_stay_where_they_are_though_everybody_skipped_them(secretariat: Secretariat) -> None:
    empty = headings(await secretariat.workbook(), RESPONSES)
    await secretariat.hears(dict.fromkeys(ANSWERS, ""))
    skipped = await secretariat.workbook()
    assert headings(skipped, RESPONSES) == empty
    assert rows(skipped, RESPONSES)[0][ABOUT:] == (None,) * 9
    assert rows(skipped, SINGLE) == []


async def test_not_knowing_is_told_in_words_and_kept_apart_from_skipping(secretariat: Secretariat) -> None:
    unsaid = {**ANSWERS, "staff": DONT_KNOW, "since": REFUSED, "field": DONT_KNOW, "growth": ""}
    await secretariat.hears(unsaid)
    book = await secretariat.workbook("en")
    [row] = rows(book, "Responses")
    assert row[ABOUT + 1 : ABOUT + 6] == ("I don't know", None, "I prefer not to say", None, "I don't know")
    kept = {line[2]: line[4:6] for line in rows(book, "Single answers")}
    assert kept["staff"] == ("I don't know", "__dont_know__")
    assert "growth" not in kept
    assert "why" not in kept  # asked of one field only: an unknown one is not that


SENT = Questionnaire(
    title={"fa": "بازدید"},
    default_language="fa",
    questions=(
        question("at", QuestionType.TIME, "ساعت", "Time"),
        question("order", QuestionType.RANK, "ترتیب", "Order", choices="needs"),
        question("sure", QuestionType.ACKNOWLEDGE, "درست است", "True"),
        question("photo", QuestionType.IMAGE, "عکس", "Photograph"),
        question("place", QuestionType.LOCATION, "جا", "Place"),
    ),
    choices=FORM.choices,
)


async def test_what_was_sent_or_put_in_order_reads_as_people_say_it(secretariat: Secretariat) -> None:
    await secretariat.changes_the_form(SENT)
    await secretariat.hears(
        {"at": "17:30", "order": "gas power", "sure": "OK", "photo": "file:7", "place": "35.689200 51.389000 0 0"}
    )
    book = await secretariat.workbook("en")
    told = rows(book, "Responses")[0][ABOUT:]
    assert told == ("17:30", "1. Gas, 2. Power", "I confirm", "Photograph", "latitude 35.6892, longitude 51.389")
    assert [row[5] for row in rows(book, "Single answers")][3] == "file:7"


async def test_an_answer_counts_only_while_its_question_does(secretariat: Secretariat) -> None:
    await secretariat.hears({**ANSWERS, "field": "food", "staff": "0", "remark": "از گروه پنهان"})
    book = await secretariat.workbook()
    assert rows(book, RESPONSES)[0][ABOUT:] == (
        "فولاد کویر", 0, 3.5, "۱۳۸۴/۰۱/۰۱", SPRING, "غذا", "برق، گاز", None, None,
    )  # fmt: skip
    assert [row[2] for row in rows(book, SINGLE)] == ["firm", "staff", "growth", "since", "field", "needs"]


async def test_a_group_that_is_not_asked_takes_its_answers_along(secretariat: Secretariat) -> None:
    await secretariat.changes_the_form(replace(FORM, questions=(FORM.by_name["staff"], FORM.by_name["remark"])))
    await secretariat.hears({"staff": "0", "remark": "از گروه پنهان"})
    assert rows(await secretariat.workbook(), RESPONSES)[0][ABOUT:] == (0, None)


async def test_every_answer_is_also_a_row_of_its_own(secretariat: Secretariat) -> None:
    await secretariat.hears({"firm": "کویر", "staff": "12500", "needs": "power gas"})
    book = await secretariat.workbook()
    assert headings(book, SINGLE) == [
        "ردیف", "شمارهٔ پرسش", "نام پرسش", "پرسش", "پاسخ", "مقدار ذخیره‌شده، اگر جز این است",
    ]  # fmt: skip
    assert rows(book, SINGLE) == [
        (1, 1, "firm", "نام بنگاه شما", "کویر", None),
        (1, 2, "staff", "شمار کارکنان", "۱۲٬۵۰۰", "12500"),
        (1, 6, "needs", "نیازها", "برق، گاز", "power gas"),
    ]


async def test_the_codebook_explains_every_column(secretariat: Secretariat) -> None:
    book = await secretariat.workbook()
    told = rows(book, CODEBOOK)
    assert [row[1] for row in told] == list(ANSWERS)
    assert told[4] == (5, "field", "select_one", "رشته", "steel = فولاد\nfood = غذا")
    columns = [heading for heading in headings(book, RESPONSES)[ABOUT:] if "(به‌صورت تاریخ)" not in str(heading)]
    assert [row[3] for row in told] == columns


async def test_a_sheet_says_what_became_of_each_invitation(secretariat: Secretariat) -> None:
    await secretariat.hears(ANSWERS)
    await secretariat.hears(ANSWERS, submitted=False)
    book = await secretariat.workbook()
    told = [dict(zip(headings(book, INVITATIONS), row, strict=True)) for row in rows(book, INVITATIONS)]
    assert [row["سرانجام"] for row in told] == ["ثبت نهایی کرده است", "نیمه‌کاره رها کرده است"]
    assert {row["سازمان"] for row in told} == {"انجمن فولاد"}
    assert "ناهید رازقی" not in str(told), "nobody is named unless it was asked for"


async def test_a_day_before_the_calendar_of_workbooks_is_told_in_words_alone(secretariat: Secretariat) -> None:
    await secretariat.hears({"since": "1890-03-21"})
    [row] = rows(await secretariat.workbook(), RESPONSES)
    assert row[ABOUT + 3 : ABOUT + 5] == ("۱۲۶۹/۰۱/۰۱", None)


async def test_the_last_sheet_says_what_the_workbook_is_of(secretariat: Secretariat) -> None:
    await secretariat.hears(ANSWERS)
    await secretariat.hears(ANSWERS, submitted=False)
    told = {row[0]: row[1] for row in rows(await secretariat.workbook(), FACTS)}
    assert told["عنوان"] == "کمبود برق"
    assert told["وضعیت"] == "باز"
    assert told["پایان مهلت"] == "سه‌شنبه ۱۰ آذر ۱۴۰۵، ساعت ۰۰:۱۵"
    assert told["کسانی که پاسخ‌گویی را آغاز کردند"] == 2
    assert told["کسانی که پاسخ خود را ثبت کردند"] == 1
    assert told["زمان تهیهٔ این فایل"] == "سه‌شنبه ۳ آذر ۱۴۰۵، ساعت ۰۰:۱۵"


async def test_rehearsals_and_unfinished_responses_stay_out(secretariat: Secretariat) -> None:
    await secretariat.hears(ANSWERS, preview=True)
    await secretariat.hears(ANSWERS, submitted=False)
    book = await secretariat.workbook()
    assert rows(book, RESPONSES) == rows(book, SINGLE) == []


async def test_nobodys_name_is_in_the_file(secretariat: Secretariat) -> None:
    await secretariat.hears(ANSWERS)
    with zipfile.ZipFile(await secretariat.file()) as parts:
        written = "".join(parts.read(name).decode() for name in parts.namelist())
    assert NAHID.organisation in written
    assert NAHID.name not in written


async def test_the_answers_of_somebody_forgotten_stay_together(secretariat: Secretariat) -> None:
    await secretariat.hears({"staff": "1"})
    await secretariat.hears({"firm": "کویر", "staff": "2"})
    for chat in (1, 2):
        await secretariat.forgets(chat)
    book = await secretariat.workbook()
    assert [row[:2] + row[5:8] for row in rows(book, RESPONSES)] == [(1, *[None] * 4), (2, *[None] * 4)]
    assert [(row[0], row[4]) for row in rows(book, SINGLE)] == [(1, "۱"), (2, "کویر"), (2, "۲")]


async def test_an_answer_to_an_earlier_form_is_not_lost(secretariat: Secretariat) -> None:
    await secretariat.hears({"firm": "کویر", "staff": "2"})
    await secretariat.changes_the_form(replace(FORM, questions=FORM.questions[2:]))
    await secretariat.hears({"staff": "3"})
    book = await secretariat.workbook()
    assert headings(book, RESPONSES)[ABOUT] == "شمار کارکنان"
    assert [row[ABOUT] for row in rows(book, RESPONSES)] == [2, 3]
    assert [row[4] for row in rows(book, SINGLE)] == ["کویر", "۲", "۳"]


TYPED = [
    "=1+1", '=HYPERLINK("http://example.org","x")', "+989120000000", "-1", "@SUM(A1)", "\t=1", "https://example.org",
    "mailto:a@example.org", "internal:Sheet1!A1", "＝1+1", "{=1+1}", "123",
    "<r><t>bold</t></r>", 'a <b> & "c"', "_x0041_",
]  # fmt: skip


async def test_what_somebody_typed_is_text_and_nothing_else(secretariat: Secretariat) -> None:
    for typed in TYPED:
        await secretariat.hears({"firm": typed}, replace(NAHID, organisation=typed))
    path = await secretariat.file()
    sheet = openpyxl.load_workbook(path)[RESPONSES]
    for typed, row in zip(TYPED, sheet.iter_rows(min_row=2), strict=True):
        for cell in (row[6], row[ABOUT]):
            assert cell.data_type == "s"
            assert unescape(str(cell.value)).strip() == typed.strip()  # Excel reads _x005F_ as it is meant
            assert cell.quotePrefix == typed.startswith(tuple("=+-@\t＝"))
    with zipfile.ZipFile(path) as parts:
        assert not any(re.search(rb"<f[ >]|<hyperlink|<r>", parts.read(name)) for name in parts.namelist())


async def test_what_no_file_can_hold_is_left_out(secretariat: Secretariat) -> None:
    organisation = "\r=1\x07\x1b[31m\ufffeپایان"
    await secretariat.hears({"firm": "یک\r\nدو"}, replace(NAHID, organisation=organisation))
    [row] = rows(await secretariat.workbook(), RESPONSES)
    assert row[6] == "\n=1[31mپایان"
    assert row[ABOUT] == "یک\nدو"


@pytest.mark.parametrize("letter", ["آ", "🌊"])
async def test_a_text_too_long_for_a_cell_is_cut_with_a_mark(secretariat: Secretariat, letter: str) -> None:
    await secretariat.hears({"firm": letter * (LONGEST_TEXT + 1)})
    [row] = rows(await secretariat.workbook(), RESPONSES)
    kept = str(row[ABOUT])
    assert kept.endswith(f"{letter}…")
    assert LONGEST_TEXT - 1 <= len(kept.encode("utf-16-le")) / 2 <= LONGEST_TEXT


async def test_a_figure_with_more_digits_than_a_workbook_keeps_is_text(secretariat: Secretariat) -> None:
    await secretariat.hears({"staff": "123456789012345"})
    await secretariat.hears({"staff": "1234567890123456"})
    column = [row[ABOUT + 1] for row in rows(await secretariat.workbook(), RESPONSES)]
    assert column == [123456789012345, "1234567890123456"]


async def test_sheets_read_from_right_to_left_with_headings_in_sight(secretariat: Secretariat) -> None:
    await secretariat.hears({"staff": "1"})
    book = await secretariat.workbook()
    assert book.sheetnames == [RESPONSES, SINGLE, NUMBERS, CODEBOOK, INVITATIONS, FACTS]
    for sheet in book:
        assert sheet.sheet_view.rightToLeft
        assert sheet.freeze_panes == "A2"
    assert book[RESPONSES].auto_filter.ref == "A1:Q2"
    assert book[SINGLE].auto_filter.ref == "A1:F2"


async def test_in_english_it_reads_from_left_to_right(secretariat: Secretariat) -> None:
    await secretariat.hears(ANSWERS)
    book = await secretariat.workbook("en")
    sheets = ["Responses", "Single answers", "Choices as 0 and 1", "Codebook", "Invitations", "About the topic"]
    assert book.sheetnames == sheets
    assert not any(sheet.sheet_view.rightToLeft for sheet in book)
    [row] = rows(book, "Responses")
    assert row[2] == "2026-11-24"
    assert row[4:] == (
        "Telegram", "Association", "انجمن فولاد", "Yazd",
        "فولاد کویر", 1200, 3.5, "2005-03-21", SPRING, "Steel", "Power, Gas", "برای بازار", None,
    )  # fmt: skip
    assert headings(book, "Responses")[-2:] == ["Why [Your firm]?", "سخن دیگر"]


def test_more_rows_than_a_sheet_has_go_on_in_the_next(tmp_path: Path) -> None:
    path = tmp_path / "long.xlsx"
    with Book(path, "", NOW, right_to_left=True) as book:
        table = book.table("پاسخ‌ها", [Column("شماره", 8)], most_rows=3)
        for number in range(5):
            table.add([number])
    sheets = openpyxl.load_workbook(path)
    assert sheets.sheetnames == ["پاسخ‌ها", "پاسخ‌ها (۲)", "پاسخ‌ها (۳)"]
    assert [[cell.value for cell in sheet["A"]] for sheet in sheets] == [["شماره", 0, 1], ["شماره", 2, 3], ["شماره", 4]]
    assert [sheet.auto_filter.ref for sheet in sheets] == ["A1:A3", "A1:A3", "A1:A2"]


async def test_a_row_is_as_tall_as_its_longest_text(secretariat: Secretariat) -> None:
    for text in ("کوتاه", "یک\nدو\nسه", "دراز " * 40, "درازتر " * 900):
        await secretariat.hears({"firm": text})
    sheet = (await secretariat.workbook())[RESPONSES]
    short, three_lines, long, longest = (sheet.row_dimensions[row].height for row in range(2, 6))
    assert short is None  # the program's own
    assert 45 < three_lines < long < longest <= 409  # which is the most that Excel allows


async def test_no_answer_is_left_outside_the_file(
    secretariat: Secretariat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await secretariat.hears(ANSWERS)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    path = await secretariat.file()
    assert list(path.parent.iterdir()) == [path]
