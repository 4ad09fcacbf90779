"""A topic written in the staff group, question by question, without a workbook."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from io import BytesIO

import pytest
from pyxform.xls2xform import convert
from sqlalchemy import func, select

from consultation.conversation import Channel, Kind, Sender
from consultation.questionnaire import Questionnaire
from consultation.xlsform.reading import read_form
from scheduler.upkeep import upkeep
from storage.tables import prompt, questionnaire
from tests.stories import drafts, joins
from tests.world import Person, World


async def _writes(secretary: Person, *parts: str) -> None:
    """What they write and press, one after the other: a label of a button, or «text»."""
    for part in parts:
        secretary.reads()
        if part.startswith("«"):
            await secretary.says(part.strip("«»"))
        else:
            await secretary.presses(part)


async def _begins(secretary: Person, title: str = "برق پایدار") -> None:
    await _writes(secretary, "«/new»", f"«{title}»", "رد شدن", "بس است")
    secretary.reads()


async def _asks_text(secretary: Person, label: str, required: str = "خیر") -> None:
    await _writes(secretary, "متن", f"«{label}»", required)
    secretary.reads()


async def _asks_choice(secretary: Person, label: str, *choices: str, kind: str = "یک گزینه") -> None:
    await _writes(secretary, kind, f"«{label}»", "«" + "\n".join(choices) + "»", "بس است", "بله")
    secretary.reads()


async def _form(secretary: Person, code: str = "1") -> Questionnaire:
    secretary.reads()
    await secretary.says(f"/form {code}")
    document = secretary.sees("پرسش‌های موضوع").parcel.document
    assert document is not None
    convert(BytesIO(document.content), file_type=".xlsx", validate=False)
    return read_form(document.content, "x.xlsx").questionnaire


@pytest.mark.parametrize("channel", Channel)
async def test_from_an_idea_to_a_published_consultation(world: World, channel: Channel) -> None:
    ana = world.person("ana", channel)
    await joins(ana)
    secretary = await world.staff(channel=channel)
    acts = _Counted(secretary)
    await acts.says("/new")
    assert secretary.sees("secretary", "عنوان موضوع", "در پاسخ به همین پیام").parcel.awaits_reply
    await acts.says("برق پایدار صنایع")
    secretary.sees("چند جمله")
    await acts.says("تابستان آینده برق صنایع چگونه تأمین شود؟")
    secretary.sees("اسنادی")
    await secretary.sends_file("گزارش.pdf", b"%PDF-1.4")
    secretary.sees("پیوست شد")
    secretary.sees("اسنادی")
    await acts.presses("بس است")
    assert "چگونه پاسخ داده شود" in secretary.last.text
    await acts.presses("یک گزینه")
    secretary.sees("متن پرسش را بنویسید")
    await acts.says("تأمین برق واحد شما چگونه است؟")
    secretary.sees("گزینه‌ها را بنویسید")
    await acts.says("خوب\nبد")
    secretary.sees("۲ گزینه", "۱. خوب", "۲. بد")
    await acts.presses("بس است")
    assert "الزامی است؟" in secretary.last.text
    await acts.presses("بله")
    assert "پرسش ۱ در پیش‌نویس آمد" in secretary.last.text
    await acts.presses("پرسش دیگر")
    await acts.presses("متن")
    secretary.sees("متن پرسش")
    await acts.says("پیشنهاد شما چیست؟")
    secretary.sees("الزامی است؟")
    await acts.presses("خیر")
    assert "۲. پیشنهاد شما چیست؟" in secretary.last.text
    await acts.presses("ادامه")
    assert "تا چه زمانی" in secretary.last.text
    await acts.presses("۱۴ روز")
    assert "مخاطبان موضوع ۱" in secretary.last.text
    await acts.presses("تأیید")
    for fragment in ("برق پایدار صنایع", "۲ پرسش", "۱ سند", "۱۶ آذر ۱۴۰۵"):
        assert fragment in secretary.last.text
    await acts.presses("انتشار هم‌اکنون")
    await acts.presses("بله، منتشر شود")
    assert (acts.pressed, acts.said) == (12, 6), "a draft of two questions, published from a phone"
    ana.sees("برق پایدار صنایع", "تابستان آینده", "۱ سند")
    await ana.presses("آغاز پاسخ‌گویی")
    ana.sees("پرسش ۱ از ۲", "تأمین برق واحد شما")
    await ana.presses("بد")
    ana.sees("پیشنهاد شما چیست؟")
    await ana.presses("رد شدن")
    ana.sees("ثبت نهایی")


@dataclass
class _Counted:
    person: Person
    pressed: int = 0
    said: int = 0

    async def says(self, text: str) -> None:
        self.said += 1
        await self.person.says(text)

    async def presses(self, label: str) -> None:
        self.pressed += 1
        await self.person.presses(label)


async def test_every_kind_of_question_is_what_a_workbook_would_give(world: World) -> None:
    secretary = await world.staff()
    await _begins(secretary)
    await _writes(secretary, "چند گزینه", "«کدام‌ها؟»", "«الف»", "«ب»", "بس است، با «سایر»", "بله", "پرسش دیگر")
    await _writes(secretary, "درجه‌بندی", "«چقدر؟»", "۱ تا ۷", "بله", "پرسش دیگر")
    await _writes(secretary, "رتبه‌بندی", "«به ترتیب؟»", "«یک\nدو\nسه»", "بس است", "خیر", "پرسش دیگر")
    await _writes(secretary, "یادداشت", "«سپاس از شما.»", "پرسش دیگر")
    for kind in ("عدد", "تاریخ", "ساعت", "فایل", "عکس", "صدا", "ویدئو", "مکان"):
        await _writes(secretary, kind, f"«{kind}؟»", "خیر", "پرسش دیگر")
    await _writes(secretary, "تأیید", "«خواندم.»")
    form = await _form(secretary)
    assert form.title == {"fa": "برق پایدار"}
    kinds = [question.type.value for question in form.questions]
    assert kinds == [
        *("select_multiple", "text", "range", "rank", "note", "integer", "date", "time", "file", "image", "audio"),
        *("video", "geopoint", "acknowledge"),
    ]
    several, other, scale, order = form.questions[:4]
    assert (several.choices, other.name, other.relevant) == ("q1 or_other", "q1_other", "selected(${q1}, 'other')")
    assert [choice.label["fa"] for choice in form.choices["q1 or_other"]] == ["الف", "ب", "سایر"]
    assert (scale.parameters, scale.required) == ({"start": "1", "end": "7", "step": "1"}, "true()")
    assert [choice.name for choice in form.choices[order.choices]] == ["c1", "c2", "c3"]


async def test_two_people_prepare_two_topics_at_once(world: World) -> None:
    sara = await world.staff("sara")
    reza = replace(sara, name="reza", sender=Sender(7007, "reza"))
    await sara.says("/new")
    sara.sees("sara", "عنوان موضوع")
    await reza.says("/new")
    reza.sees("reza", "عنوان موضوع")
    await sara.says("فولاد")
    sara.sees("sara", "چند جمله")
    await reza.says("نساجی")
    reza.sees("reza", "چند جمله")
    assert "برای sara" in await reza.presses("رد شدن", on=sara.chat.messages[-2])
    await sara.presses("رد شدن", on=sara.chat.messages[-2])
    assert "اسنادی" in sara.chat.messages[-2].text, "the question is changed in its place"
    sara.reads()
    await sara.says("/topics")
    sara.sees("نساجی", "فولاد")


async def test_what_is_for_somebody_else_is_not_taken(world: World) -> None:
    sara = await world.staff("sara")
    reza = replace(sara, name="reza", sender=Sender(7007, "reza"))
    await sara.says("/new")
    asked = sara.sees("عنوان موضوع")
    await reza.says("فولاد", reply_to=asked)
    reza.sees("برای sara")
    await reza.says("امروز جلسه داریم؟")
    reza.sees_nothing()
    colleague = await reza.says("کسی هست؟")
    await sara.says("بله، هستم", reply_to=replace(asked, id=colleague))
    sara.sees_nothing()
    await sara.says("فولاد")
    sara.sees("چند جمله")


async def test_talk_long_after_a_question_is_no_answer_but_a_reply_is(world: World) -> None:
    sara = await world.staff("sara")
    await sara.says("/new")
    asked = sara.sees("عنوان موضوع")
    await world.passes(hours=2)
    await world.open()
    await sara.says("سلام به همه")
    sara.sees_nothing()
    await sara.says("فولاد", reply_to=asked)
    sara.sees("چند جمله")
    await sara.says("/topics")
    sara.sees("فولاد", "پیش‌نویس")


async def test_what_is_being_written_can_be_dropped_and_the_draft_stays(world: World) -> None:
    secretary = await world.staff()
    await _begins(secretary)
    await _writes(secretary, "متن", "«/cancel»")
    secretary.sees("کنار گذاشته شد")
    await secretary.says("این پاسخ نیست")
    secretary.sees_nothing()
    await secretary.presses("پرسش‌ها")
    assert "هنوز پرسشی نیست" in secretary.last.text
    await secretary.says("/publish 1")
    secretary.sees("هنوز پرسشی ندارد")
    await secretary.says("/new")
    secretary.reads()
    await secretary.says("انصراف")
    secretary.sees("کنار گذاشته شد")
    await secretary.says("/cancel")
    secretary.sees("چیزی از شما پرسیده نمی‌شود")


async def test_questions_are_put_in_order_changed_and_brought_back(world: World) -> None:
    secretary = await world.staff()
    await _begins(secretary)
    await _asks_text(secretary, "نخست")
    await _writes(secretary, "پرسش دیگر")
    await _asks_text(secretary, "دوم")
    await _writes(secretary, "۲")
    await secretary.presses("بالاتر")
    assert "پرسش ۱ از موضوع ۱" in secretary.last.text
    await _writes(secretary, "متن", "«دومی»")
    secretary.reads()
    await _writes(secretary, "راهنمایی", "«چند جمله کافی است.»")
    secretary.reads()
    await secretary.presses("الزامی شود")
    assert "دومی" in secretary.last.text
    assert "چند جمله کافی است" in secretary.last.text
    assert "الزامی" in secretary.last.text
    await secretary.presses("پرسشی پس از این")
    await _asks_text(secretary, "میانی")
    form = await _form(secretary)
    assert [one.label["fa"] for one in form.questions] == ["دومی", "میانی", "نخست"]
    await secretary.says("/topic 1")
    secretary.reads()
    await _writes(secretary, "پرسش‌ها", "۱", "برداشتن")
    assert "برداشته شد" in secretary.last.text
    assert "دومی" not in secretary.last.text
    removed = secretary.last
    buttons = removed.parcel
    await secretary.presses("برگردانده شود")
    assert "دومی" in secretary.last.text
    removed.parcel = buttons
    await secretary.presses("برگردانده شود", on=removed)
    assert [one.label["fa"] for one in (await _form(secretary)).questions] == ["دومی", "میانی", "نخست"]


async def test_a_condition_is_set_by_buttons(world: World) -> None:
    secretary = await world.staff()
    await _begins(secretary)
    await _asks_choice(secretary, "برق شما چگونه است؟", "خوب", "بد", "نمی‌دانم")
    await _writes(secretary, "پرسش دیگر")
    await _asks_text(secretary, "چرا؟")
    await _writes(secretary, "۲", "شرط", "برق شما", "بد", "نمی‌دانم", "تأیید")
    assert "فقط اگر پاسخ پرسش ۱ «بد» یا «نمی‌دانم» باشد" in secretary.last.text
    form = await _form(secretary)
    assert form.by_name["q2"].relevant == "${q1} = 'c2' or ${q1} = 'c3'"
    assert "پرسش ۲" in await secretary.presses("بالاتر")
    await _writes(secretary, "همهٔ پرسش‌ها", "۱")
    assert "پرسش ۲" in await secretary.presses("برداشتن")
    await _writes(secretary, "گزینه‌ها", "«خوب\nمتوسط»")
    secretary.reads()
    assert "پرسش ۲" in await secretary.presses("بس است")
    assert "گزینه‌ها را بنویسید" in secretary.reads()[-1].text, "they are asked for again"
    await _writes(secretary, "«/topic 1»", "پرسش‌ها", "۲", "شرط", "همیشه پرسیده شود")
    assert "فقط اگر" not in secretary.last.text
    assert (await _form(secretary)).by_name["q2"].relevant == ""


async def test_a_button_of_an_older_list_changes_nothing(world: World) -> None:
    secretary = await world.staff()
    await _begins(secretary)
    await _asks_text(secretary, "نخست")
    await secretary.presses("۱")
    panel = replace(secretary.last)
    await secretary.presses("الزامی شود")
    assert "تغییر کرده است" in await secretary.presses("برداشتن", on=panel)
    assert len((await _form(secretary)).questions) == 1


async def test_a_workbook_and_the_chat_write_the_same_draft(world: World) -> None:
    secretary = await world.staff()
    await drafts(secretary)
    before = await _form(secretary)
    await secretary.says("/topic 1")
    secretary.reads()
    await _writes(secretary, "پرسش‌ها", "پرسش دیگر")
    await _asks_text(secretary, "سخن دیگری هست؟")
    after = await _form(secretary)
    assert after.questions[:-1] == before.questions
    assert after.questions[-1].label == {"fa": "سخن دیگری هست؟"}


async def test_a_published_topic_is_not_written_on(world: World) -> None:
    secretary = await world.staff()
    await _begins(secretary)
    await _asks_text(secretary, "نخست")
    panel = secretary.last
    await secretary.says("/publish 1")
    secretary.reads()
    await secretary.presses("بله، منتشر شود")
    assert "/copy" in await secretary.presses("۱", on=panel)
    assert "/copy" in await secretary.presses("پرسش دیگر", on=panel)


async def test_a_time_is_taken_without_a_reply_from_whoever_is_asked(world: World) -> None:
    sara = await world.staff("sara")
    reza = replace(sara, name="reza", sender=Sender(7007, "reza"))
    await drafts(sara)
    await sara.says("/extend 1")
    sara.sees("sara", "تا چه زمانی")
    await reza.says("۲۰ اسفند")
    reza.sees_nothing()
    await sara.says("هرگز")
    sara.sees("شناخته نشد")
    await sara.says("۲۰ اسفند")
    sara.sees("۲۰ اسفند ۱۴۰۵")
    await sara.says("۲۱ اسفند")
    sara.sees_nothing()


async def test_a_title_is_corrected_in_the_chat(world: World) -> None:
    secretary = await world.staff()
    await drafts(secretary)
    await _writes(secretary, "عنوان", "«برق پایدار صنایع»", "«خلاصهٔ تازه»")
    secretary.sees("برق پایدار صنایع", "خلاصهٔ تازه")


async def test_only_the_talk_of_whoever_is_asked_is_looked_at(world: World) -> None:
    sara = await world.staff("sara")
    reza = replace(sara, name="reza", sender=Sender(7007, "reza"))
    assert not await world.reception.wants_authority(sara._incoming(Kind.TEXT, text="سلام"))
    await sara.says("/new")
    sara.reads()
    assert await world.reception.wants_authority(sara._incoming(Kind.TEXT, text="فولاد"))
    assert not await world.reception.wants_authority(reza._incoming(Kind.TEXT, text="سلام"))
    sara.administrator = None
    await sara.says("فولاد")
    sara.sees("مدیر")


async def test_being_forgotten_ends_what_somebody_is_asked_in_the_group(world: World) -> None:
    secretary = await world.staff()
    await secretary.says("/new")
    secretary.reads()
    alone = secretary.alone()
    await joins(alone)
    await alone.says("/settings")
    alone.reads()
    await alone.presses("حذف اطلاعات من")
    alone.reads()
    await alone.presses(alone.last.labels[0])
    asked = await world.database.read(lambda db: db.execute(select(func.count()).select_from(prompt)).scalar())
    assert asked == 0


async def test_the_steps_of_writing_are_not_kept_for_ever(world: World) -> None:
    secretary = await world.staff()
    await _begins(secretary)
    await _asks_text(secretary, "نخست")
    await _writes(secretary, "پرسش دیگر")
    await _asks_text(secretary, "دوم")
    secretary.reads()
    world.now += timedelta(days=100)
    await upkeep(world.database, world.now, world.policy)
    kept = await world.database.read(lambda db: db.execute(select(func.count()).select_from(questionnaire)).scalar())
    assert kept == 1
    assert len((await _form(secretary)).questions) == 2


async def test_a_text_that_cannot_be_is_asked_for_again_and_nothing_else_is(world: World) -> None:
    secretary = await world.staff()
    await _begins(secretary)
    await _writes(secretary, "یک گزینه", "«چرا ${nothing}؟»", "«الف\nب»", "بس است")
    assert "nothing" in await secretary.presses("بله")
    secretary.sees("متن پرسش را بنویسید")
    await _writes(secretary, "«چرا؟»", "«الف\nب»", "بس است")
    secretary.reads()
    question = (await _form(secretary)).questions[0]
    assert (question.type, question.label, question.required) == ("select_one", {"fa": "چرا؟"}, "true()")


async def test_what_was_written_so_far_is_there_after_a_restart(world: World) -> None:
    secretary = await world.staff()
    await _begins(secretary)
    await _writes(secretary, "یک گزینه", "«چرا؟»", "«الف»")
    secretary.reads()
    await world.open()
    await secretary.says("ب")
    secretary.sees("۲ گزینه", "۱. الف", "۲. ب")


async def test_a_button_of_a_question_that_was_dropped_does_nothing(world: World) -> None:
    secretary = await world.staff()
    await _writes(secretary, "«/new»", "«فولاد»")
    old = secretary.sees("چند جمله")
    await _writes(secretary, "«/cancel»", "«/new»", "«نساجی»")
    secretary.sees("چند جمله")
    assert "دیگر مطرح نیست" in await secretary.presses("رد شدن", on=old)
    await secretary.says("خلاصه")
    secretary.sees("اسنادی")


async def test_a_reply_may_be_faster_than_the_note_of_what_was_sent(world: World) -> None:
    sara = await world.staff("sara")
    await world.reception.receive([sara._incoming(Kind.TEXT, text="/new")])
    await world.hear(sara._incoming(Kind.TEXT, text="فولاد", reply_to=999))
    sara.sees("عنوان موضوع")
    sara.sees("چند جمله")
