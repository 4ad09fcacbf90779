"""Workbooks that go out and come back: the questions of a topic, a new version of a draft, a copy."""

from __future__ import annotations

from io import BytesIO

import xlsxwriter

from consultation.xlsform.reading import read_form
from tests.stories import FORM, drafts, publishes, workbook
from tests.world import Person, World


async def _form_of(secretary: Person, code: str = "1") -> bytes:
    await secretary.says(f"/form {code}")
    document = secretary.sees("پرسش‌های موضوع").parcel.document
    assert document is not None
    return document.content


def _changed() -> bytes:
    survey = [row for row in FORM["survey"] if row[1] != "hours"]
    survey[-1] = (*survey[-1][:2], "پیشنهاد شما چیست؟", *survey[-1][3:])
    survey.append(("date", "since", "از چه روزی؟", "Since when?", *[""] * 5))
    return workbook({**FORM, "survey": survey})


async def test_a_topic_comes_back_as_a_workbook(world: World) -> None:
    secretary = await publishes(world)
    content = await _form_of(secretary)
    assert read_form(content, "x.xlsx").questionnaire == read_form(workbook(), "form.xlsx").questionnaire


async def test_a_workbook_in_reply_to_a_draft_is_its_new_version(world: World) -> None:
    secretary = await world.staff()
    panel = await drafts(secretary)
    await secretary.sends_file("form.xlsx", _changed(), reply_to=panel)
    told = secretary.sees("جایگزین شد", "از چه روزی؟", "چند ساعت خاموشی", "پیشنهاد شما چیست؟")
    assert "کدام راه‌ها" not in told.text
    secretary.sees("موضوع ۱", "برق پایدار", "۴ پرسش")
    await secretary.says("/topics")
    assert "موضوع ۲" not in secretary.sees("برق پایدار").text


async def test_the_code_in_the_caption_names_the_draft_too(world: World) -> None:
    secretary = await world.staff()
    await drafts(secretary)
    await secretary.sends_file("form.xlsx", workbook(), caption="موضوع ۱")
    secretary.sees("جایگزین شد", "همان است")
    secretary.reads()
    await secretary.sends_file("form.xlsx", b"PK no workbook", caption="1")
    secretary.sees("۱ ایراد")
    content = await _form_of(secretary)
    assert read_form(content, "x.xlsx").questionnaire == read_form(workbook(), "form.xlsx").questionnaire


async def test_the_questions_of_a_published_topic_stay_until_somebody_confirms_the_correction(world: World) -> None:
    secretary = await publishes(world)
    await secretary.sends_file("form.xlsx", _changed(), caption="1")
    secretary.sees("اصلاح موضوع ۱", "از چه روزی؟")
    content = await _form_of(secretary)
    assert "since" not in read_form(content, "x.xlsx").questionnaire.by_name


async def test_a_workbook_of_figures_is_a_document(world: World) -> None:
    secretary = await world.staff()
    panel = await drafts(secretary)
    content = BytesIO()
    with xlsxwriter.Workbook(content) as book:
        book.add_worksheet("figures").write_string(0, 0, "1405")
    await secretary.sends_file("figures.xlsx", content.getvalue(), reply_to=panel)
    secretary.sees("پیوست شد")
    secretary.sees("۱ سند", "۴ پرسش")


async def test_a_copy_is_a_draft_of_its_own(world: World) -> None:
    secretary = await world.staff()
    panel = await drafts(secretary)
    await secretary.sends_file("گزارش.pdf", b"%PDF-1.4", reply_to=panel)
    secretary.reads()
    await secretary.presses("انتشار هم‌اکنون")
    await secretary.presses("بله، منتشر شود")
    secretary.reads()
    await secretary.says("/copy 1")
    secretary.sees("موضوع ۲", "رونوشت")
    copied = secretary.sees("موضوع ۲", "پیش‌نویس", "برق پایدار", "۴ پرسش", "۱ سند")
    await secretary.sends_file("form.xlsx", _changed(), reply_to=copied)
    secretary.reads()
    assert "hours" in read_form(await _form_of(secretary, "1"), "x.xlsx").questionnaire.by_name
    assert "hours" not in read_form(await _form_of(secretary, "2"), "x.xlsx").questionnaire.by_name


async def test_a_rehearsal_is_of_the_draft_as_it_is_now(world: World) -> None:
    secretary = await world.staff()
    panel = await drafts(secretary)
    await secretary.presses("پیش‌نمایش")
    alone = secretary.alone()
    alone.reads()
    await alone.presses("آغاز پاسخ‌گویی")
    alone.reads()
    await alone.says("خوب")
    alone.reads()
    await secretary.sends_file("form.xlsx", _changed(), reply_to=panel)
    secretary.reads()
    await secretary.presses("پیش‌نمایش")
    alone.reads()
    await alone.presses("آغاز پاسخ‌گویی")
    alone.sees("پرسش ۱ از ۴", "تأمین برق واحد شما")
