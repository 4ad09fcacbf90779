"""Corrections to a topic that people are answering: typing errors at once, another meaning as another version."""

from __future__ import annotations

from copy import deepcopy
from io import BytesIO

import openpyxl
from sqlalchemy import select

from storage.tables import answer, audit, response
from tests.stories import FORM, answers, drafts, joins, publishes, submits, workbook
from tests.world import Person, Shown, World


def corrected(*, relabel: bool = False, reorder: bool = False, retype: bool = False) -> bytes:
    sheets = deepcopy(FORM)
    if relabel:
        sheets["survey"][1] = ("select_one supply", "supply", "برق واحد شما چگونه تأمین می‌شود؟", *FORM["survey"][1][3:])
    if reorder:
        sheets["choices"][1:3] = [FORM["choices"][2], FORM["choices"][1]]
    if retype:
        sheets["survey"][4] = ("integer", "words", "چند پیشنهاد دارید؟", "How many?", "yes", "", "", "", "")
    return workbook(sheets)


async def corrects(secretary: Person, content: bytes) -> Shown:
    """The topic's corrected workbook, taken over; what was told before the button was pressed."""
    secretary.reads()
    await secretary.sends_file("form.xlsx", content, caption="1")
    told = next(shown for shown in secretary.reads() if "اصلاح موضوع" in shown.text)
    text = told.text
    assert "اعمال شد" in await secretary.presses("اعمال اصلاح")
    secretary.reads()
    told.text = text
    return told


async def test_a_typing_error_is_corrected_at_once_and_touches_no_answer(world: World) -> None:
    ana, sina = world.person("ana"), world.person("sina")
    await joins(ana)
    await joins(sina)
    secretary = await publishes(world)
    await submits(ana)
    sina.reads()
    await sina.presses("آغاز پاسخ‌گویی")
    sina.reads()
    before = await world.database.read(lambda db: db.execute(select(answer)).all())
    told = await corrects(secretary, corrected(relabel=True))
    assert "۱ متن اصلاح شده است" in told.text
    assert "بی‌درنگ" in told.text
    ana.sees_nothing()
    sina.sees_nothing()
    assert await world.database.read(lambda db: db.execute(select(answer)).all()) == before
    await sina.presses("بد")
    sina.sees("چند ساعت")
    await sina.presses("بازگشت")
    assert "چگونه تأمین می‌شود" in sina.reads()[-1].text


async def test_an_old_button_never_answers_the_corrected_question(world: World) -> None:
    sina = world.person("sina")
    await joins(sina)
    secretary = await publishes(world)
    sina.reads()
    await sina.presses("آغاز پاسخ‌گویی")
    asked = sina.reads()[-1]
    await corrects(secretary, corrected(reorder=True))
    await sina.presses("خوب", on=asked)
    sina.sees("در این میان", "محفوظ")
    now = sina.sees("تأمین برق")
    assert not await world.database.read(
        lambda db: db.execute(select(answer.c.value).where(answer.c.question == "supply")).all()
    )
    await sina.presses("خوب", on=asked)
    await sina.presses("خوب", on=now)
    sina.sees("کدام راه‌ها")
    kept = await world.database.read(
        lambda db: db.execute(select(answer.c.value).where(answer.c.question == "supply")).scalars().all()
    )
    assert list(kept) == ["good"]


async def test_who_is_in_the_middle_goes_on_with_the_new_version_and_keeps_every_answer(world: World) -> None:
    sina = world.person("sina")
    await joins(sina)
    secretary = await publishes(world)
    await answers(sina, "پیشنهاد من")
    sina.reads()
    told = await corrects(secretary, corrected(retype=True))
    assert "معنای دیگری یافته: چند پیشنهاد دارید؟" in told.text
    assert "۱ نفر در میانهٔ پاسخ‌اند" in told.text
    await sina.presses("ثبت نهایی")
    sina.sees("در این میان")
    sina.sees("چند پیشنهاد دارید")
    await sina.says("۳")
    assert "خوب" in sina.reads()[-1].text
    await sina.presses("ثبت نهایی")
    sina.sees("سپاسگزاریم")


async def test_who_has_submitted_is_asked_only_what_changed_and_the_workbook_says_which_version(world: World) -> None:
    ana, sina = world.person("ana"), world.person("sina")
    await joins(ana)
    await joins(sina)
    secretary = await publishes(world)
    await submits(ana)
    await submits(sina)
    await corrects(secretary, corrected(retype=True))
    await world.passes(hours=1)
    secretary.reads()
    sina.sees("برخی پرسش‌های آن اصلاح شد", "محفوظ است")
    ana.sees("برخی پرسش‌های آن اصلاح شد")
    await ana.presses("پاسخ به پرسش‌های اصلاح‌شده")
    ana.sees("چند پیشنهاد دارید")
    await ana.says("۵")
    review = ana.reads()[-1]
    assert "خوب" in review.text
    assert "۵" in review.text
    assert "این پاسخ‌ها ثبت نهایی شده است" in review.text
    assert "همهٔ این پرسش‌ها" in await ana.presses("پاسخ به پرسش‌های اصلاح‌شده")
    states = await world.database.read(
        lambda db: db.execute(select(response.c.state).where(response.c.topic_id == 1)).scalars().all()
    )
    assert list(states) == ["submitted"] * 2
    await secretary.says("/export 1")
    secretary.reads()
    document = secretary.chat.messages[-1].parcel.document
    assert document is not None
    rows = list(openpyxl.load_workbook(BytesIO(document.content)).worksheets[0].values)
    column = rows[0].index("نسخهٔ پرسش‌ها")
    assert {row[column] for row in rows[1:]} == {1, 2}


async def test_two_corrections_at_once_are_taken_over_once(world: World) -> None:
    secretary = await publishes(world)
    for content in (corrected(relabel=True), corrected(retype=True)):
        await secretary.sends_file("form.xlsx", content, caption="1")
        secretary.reads()
    first, second = [shown for shown in secretary.chat.messages if "اعمال اصلاح" in "".join(shown.labels)]
    assert "اعمال شد" in await secretary.presses("اعمال اصلاح", on=second)
    assert "اصلاح شده است" in await secretary.presses("اعمال اصلاح", on=first)
    done = await world.database.read(lambda db: db.execute(select(audit.c.action)).scalars().all())
    assert list(done).count("correct") == 1
    await secretary.sends_file("form.xlsx", corrected(retype=True), caption="1")
    secretary.sees("چیزی برای اصلاح ندارد")


async def test_title_summary_and_documents_of_an_open_topic(world: World) -> None:
    ana = world.person("ana")
    await joins(ana)
    secretary = await publishes(world)
    ana.reads()
    await secretary.says("/title 1 برق پایدار و ارزان\nشرح تازه")
    panel = secretary.sees("برق پایدار و ارزان", "شرح تازه")
    for content in (b"%PDF-1.4 one", b"%PDF-1.4 two"):
        await secretary.sends_file("گزارش.pdf", content, reply_to=panel)
        assert "۱ سند" in secretary.reads()[-1].text
    await ana.says("/topics")
    ana.sees("برق پایدار و ارزان")
    await ana.presses("برق پایدار")
    ana.sees("شرح تازه")
    await ana.presses("دریافت")
    document = ana.sees("گزارش.pdf").parcel.document
    assert document is not None
    assert document.content == b"%PDF-1.4 two"
    await secretary.says("/title 1")
    secretary.sees("عنوان تازه را پس از شماره")


async def test_a_draft_is_rewritten_as_before(world: World) -> None:
    secretary = await world.staff()
    await drafts(secretary)
    await secretary.sends_file("form.xlsx", corrected(retype=True), caption="1")
    assert "اصلاح موضوع" not in "".join(shown.text for shown in secretary.reads())
