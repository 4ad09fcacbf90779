from __future__ import annotations

import pytest

from consultation.conversation import Channel, Kind
from tests.stories import answers, joins, publishes, submits, workbook
from tests.world import Person, World


@pytest.fixture
async def ana(world: World) -> Person:
    """A member who has just been invited to a topic."""
    person = world.person("ana")
    await joins(person)
    await publishes(world)
    return person


async def test_an_invitation_is_answered_to_the_receipt(ana: Person) -> None:
    card = ana.sees("دکتر ana، سلام", "برق پایدار", "مهلت", "۴ پرسش")
    assert card.labels == ["✍️ آغاز پاسخ‌گویی", "❓ پرسش از دبیرخانه", "این موضوع نه"]

    await ana.presses("آغاز پاسخ‌گویی")
    ana.sees("پرسش ۱ از ۳", "تأمین برق")
    await ana.presses("خوب")
    assert "✅ خوب" in ana.chat.messages[-2].text
    ana.sees("پرسش ۲ از ۳", "کدام راه‌ها")
    await ana.presses("خورشیدی")
    await ana.presses("جابه‌جایی")
    assert ana.last.labels[:4] == ["☑️ نیروگاه خورشیدی", "⬜️ قیمت‌گذاری", "☑️ جابه‌جایی نوبت کار", "✔️ تأیید (۲)"]
    await ana.presses("تأیید")
    ana.sees("پرسش ۳ از ۳")
    await ana.says("برق خورشیدی را آسان کنید.")

    ana.sees("پاسخ‌های شما", "نیروگاه خورشیدی، جابه‌جایی نوبت کار", "برق خورشیدی را آسان کنید.", "«ثبت نهایی» را بزنید")
    await ana.presses("ثبت نهایی")
    ana.sees("سپاسگزاریم", "کد رهگیری")
    ana.sees("اکنون موضوع دیگری")


async def test_a_wrong_answer_is_told_what_is_expected(ana: Person) -> None:
    ana.reads()
    await ana.presses("آغاز پاسخ‌گویی")
    ana.reads()
    await ana.says("نمی‌دانم")
    ana.sees("یکی از دکمه‌ها")
    await ana.says("۲")
    ana.sees("✅ بد")
    ana.sees("پرسش ۲ از ۴", "چند ساعت")
    await ana.says("خیلی")
    ana.sees("به عدد بنویسید")
    await ana.says("۹۰۰")
    ana.sees("ماه ۷۴۴ ساعت بیشتر ندارد")
    await ana.says("٣٠ ساعت")
    ana.sees("✅ ۳۰")
    ana.sees("پرسش ۳ از ۴")


async def test_typed_answers_to_buttons_are_understood(ana: Person) -> None:
    ana.reads()
    await ana.presses("آغاز پاسخ‌گویی")
    ana.reads()
    await ana.says("خوب")
    ana.sees("کدام راه‌ها")
    await ana.says("نيروگاه خورشيدى، ۳")
    ana.sees("✅ نیروگاه خورشیدی، جابه‌جایی نوبت کار")
    ana.sees("پرسش ۳ از ۳")


async def test_an_earlier_answer_changed_asks_what_it_makes_relevant(ana: Person) -> None:
    await answers(ana)
    ana.reads()
    await ana.presses("تغییر یک پاسخ")
    ana.sees("کدام پاسخ")
    await ana.presses("۱.")
    ana.sees("تأمین برق", "پاسخ کنونی شما: خوب")
    await ana.presses("بد")
    ana.sees("چند ساعت")
    await ana.says("۱۲")
    ana.sees("پاسخ‌های شما", "۱۲")


async def test_back_and_skip(ana: Person) -> None:
    ana.reads()
    await ana.presses("آغاز پاسخ‌گویی")
    ana.reads()
    await ana.presses("خوب")
    ana.reads()
    await ana.presses("بازگشت")
    ana.sees("پرسش ۱ از ۳", "پاسخ کنونی شما: خوب")
    await ana.presses("خوب")
    ana.reads()
    await ana.presses("قیمت‌گذاری")
    await ana.presses("تأیید")
    ana.reads()
    await ana.presses("رد شدن")
    ana.sees("پاسخ‌های شما", "—")


async def test_an_answer_looked_at_again_may_stay_as_it_is(ana: Person) -> None:
    await submits(ana)
    await ana.presses("دیدن یا تغییر")
    ana.sees("هر تغییری که بدهید، بی‌درنگ ثبت می‌شود")
    await ana.presses("تغییر یک پاسخ")
    ana.reads()
    await ana.presses("۲.")
    assert ana.sees("پاسخ کنونی شما: نیروگاه خورشیدی").labels[0].startswith("☑️")
    await ana.presses("بدون تغییر")
    ana.sees("پاسخ‌های شما", "نیروگاه خورشیدی", "ثبت نهایی شده است")
    ana.sees_nothing()


async def test_the_words_of_a_button_may_be_typed(ana: Person) -> None:
    ana.reads()
    await ana.presses("آغاز پاسخ‌گویی")
    ana.reads()
    await ana.says("رد شدن")
    ana.sees("پاسخ به این پرسش لازم است")
    await ana.says("خوب")
    ana.reads()
    await ana.says("بازگشت")
    ana.sees("پرسش ۱ از ۳", "پاسخ کنونی شما: خوب")
    await ana.says("بعداً")
    ana.sees("ذخیره شد")


async def test_continue_later_and_resume_after_a_restart(world: World, ana: Person) -> None:
    ana.reads()
    await ana.presses("آغاز پاسخ‌گویی")
    ana.reads()
    await ana.presses("خوب")
    ana.reads()
    await ana.presses("بعداً")
    ana.sees("ذخیره شد")

    await world.open()
    await ana.says("📋 موضوع‌ها")
    ana.sees("برق پایدار")
    await ana.presses("برق پایدار")
    ana.sees("برق پایدار")
    await ana.presses("ادامهٔ پاسخ‌گویی")
    ana.sees("پرسش ۲ از ۳")


async def test_editing_a_message_in_the_messenger_changes_that_answer(ana: Person) -> None:
    ana.reads()
    await ana.presses("آغاز پاسخ‌گویی")
    ana.reads()
    await ana.says("بد")
    ana.reads()
    said = await ana.says("۱۲")
    ana.reads()
    await ana.edits(said, "۲۰")
    ana.sees("پاسخ شما تغییر کرد: ۲۰")
    await ana.edits(said, "خیلی")
    ana.sees("پاسخ پیشین شما تغییری نکرد")


async def test_old_buttons_get_a_kind_word_and_change_nothing(ana: Person) -> None:
    ana.reads()
    await ana.presses("آغاز پاسخ‌گویی")
    question = ana.sees("تأمین برق")
    old = question.parcel.buttons
    await ana.presses("خوب")
    ana.reads()
    question.parcel = question.parcel.__class__(**{**vars(question.parcel), "buttons": old})
    assert "پیش‌تر پاسخ داده‌اید" in await ana.presses("بد", on=question)
    ana.sees_nothing()


async def test_a_submitted_response_can_be_changed_until_closing(world: World, ana: Person) -> None:
    await submits(ana)
    await ana.says("🗂 پاسخ‌های من")
    ana.sees("برق پایدار")
    await ana.presses("برق پایدار")
    ana.sees("ثبت نهایی شده است")
    await ana.presses("تغییر یک پاسخ")
    ana.reads()
    await ana.presses("۳.")
    ana.reads()
    await ana.says("نظر تازه")
    ana.sees("نظر تازه", "ثبت نهایی شده است")

    await world.passes(days=15)
    ana.reads()
    assert "نمی‌توان تغییر داد" in await ana.presses("تغییر یک پاسخ")


async def test_interruptions_leave_the_question_open(ana: Person) -> None:
    ana.reads()
    await ana.presses("آغاز پاسخ‌گویی")
    ana.reads()
    await ana.says("/help")
    ana.sees("/topics")
    ana.sees("در موضوع برق پایدار", "پرسش ۱ از ۳")
    await ana.sends(Kind.OTHER)
    ana.sees("پرسش ۱ از ۳ هنوز باز است")
    await ana.says("خوب")
    ana.sees("پرسش ۲ از ۳")


async def test_a_linked_person_goes_on_at_the_other_messenger(world: World, ana: Person) -> None:
    ana.reads()
    await ana.presses("آغاز پاسخ‌گویی")
    ana.reads()
    await ana.says("/link")
    command = ana.sees("/link").text.split("\n\n")[1]
    on_bale = world.person("ana", Channel.BALE)
    await on_bale.says(command)
    on_bale.reads()
    await on_bale.says("خوب")
    on_bale.sees("پرسش ۲ از ۳")


async def test_declining_takes_the_topic_off(ana: Person) -> None:
    ana.reads()
    await ana.presses("این موضوع نه")
    assert "یادآوری دریافت نمی‌کنید" in ana.last.text


DATED: dict[str, list[tuple[str, ...]]] = {
    "survey": [
        ("type", "name", "label", "required", "constraint", "constraint_message"),
        ("date", "since", "از چه روزی؟", "yes", ". <= today()", "این روز هنوز نیامده است."),
        ("select_one city", "city", "کدام شهر؟", "yes", "", ""),
    ],
    "choices": [
        ("list_name", "name", "label"),
        *[("city", f"c{n}", label) for n, label in enumerate(("یزد", "خراسان رضوی", "خراسان شمالی", "خراسان جنوبی"))],
    ],
}


async def test_a_date_is_chosen_from_the_calendar(world: World) -> None:
    ana = world.person("ana")
    await joins(ana)
    await publishes(world, form=workbook(DATED))
    ana.reads()
    await ana.presses("آغاز پاسخ‌گویی")
    question = ana.sees("از چه روزی")
    assert "آذر ۱۴۰۵" in question.labels
    await ana.presses("۱۲")
    ana.sees_nothing()
    assert "از چه روزی" in question.text, "a day that has not come is refused in a toast"
    await ana.presses("‹")
    assert "آبان ۱۴۰۵" in question.labels
    await ana.presses("۱۲")
    assert "۱۲ آبان ۱۴۰۵" in question.text
    ana.sees("کدام شهر")


async def test_a_part_of_a_label_finds_the_choices_that_have_it(world: World) -> None:
    ana = world.person("ana")
    await joins(ana)
    await publishes(world, form=workbook(DATED))
    ana.reads()
    await ana.presses("آغاز پاسخ‌گویی")
    ana.reads()
    await ana.says("۱ آذر")
    ana.reads()
    await ana.says("خراسان")
    assert ana.sees("کدام").labels == ["خراسان رضوی", "خراسان شمالی", "خراسان جنوبی"]
    await ana.presses("خراسان جنوبی")
    ana.sees("پاسخ‌های شما", "خراسان جنوبی")
