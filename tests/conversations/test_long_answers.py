"""A long answer comes in several messages; a wrong one is corrected in the messenger; an old one is replied to."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, func, select, update

from consultation.conversation import Channel, Incoming, Kind
from storage.deliveries import State
from storage.outbox import take_back
from storage.tables import answer, outbox, piece
from tests.stories import joins, publishes, workbook
from tests.world import Person, World

HEAD = ("type", "name", "label", "required", "appearance")
FORM: dict[str, list[tuple[str, ...]]] = {
    "survey": [
        HEAD,
        ("text", "lack", "چه کم دارید؟", "yes", ""),
        ("select_one size", "size", "واحد شما بزرگ است؟", "yes", ""),
        ("text", "cause", "سبب آن چیست؟", "yes", ""),
        ("text", "cure", "چارهٔ آن چیست؟", "", ""),
    ],
    "choices": [("list_name", "name", "label"), ("size", "big", "بزرگ"), ("size", "small", "کوچک")],
}
LONG: dict[str, list[tuple[str, ...]]] = {
    "survey": [
        HEAD,
        ("text", "story", "ماجرا را به تفصیل بنویسید.", "yes", "multiline"),
        ("integer", "workers", "چند نفرید؟", "yes", ""),
    ]
}


async def begins(world: World, channel: Channel, form: dict[str, list[tuple[str, ...]]] = FORM) -> Person:
    person = world.person("ana", channel)
    await joins(person)
    await publishes(world, form=workbook(form))
    person.reads()
    await person.presses("آغاز پاسخ‌گویی")
    person.reads()
    return person


@pytest.fixture(params=list(Channel))
async def ana(world: World, request: pytest.FixtureRequest) -> Person:
    """Somebody before the first question of FORM, on either messenger."""
    return await begins(world, request.param)


def texts(person: Person, *said: str) -> list[Incoming]:
    """Messages that are on their way together."""
    return [person._incoming(Kind.TEXT, text=one) for one in said]


async def given(world: World) -> dict[str, str]:
    rows = await world.database.read(lambda db: db.execute(select(answer.c.question, answer.c.value)).all())
    return {row.question: row.value for row in rows if row.question in ("lack", "size", "cause", "cure", "story")}


# -- several messages, one answer ----------------------------------------------


async def test_three_messages_that_arrive_together_are_one_answer(world: World, ana: Person) -> None:
    await world.hear(*texts(ana, "برق نداریم.", "آب هم کم است.", "گاز هم."))
    ana.sees("➕", "۳ پیام", "چه کم دارید؟")
    ana.sees("پرسش ۲ از ۴")
    ana.sees_nothing()
    assert (await given(world))["lack"] == "برق نداریم.\nآب هم کم است.\nگاز هم."
    await ana.says("بزرگ")
    ana.sees("پرسش ۳ از ۴")


async def test_they_are_put_in_the_order_in_which_they_were_written(world: World, ana: Person) -> None:
    await world.hear(*reversed(texts(ana, "یک", "دو", "سه")))
    assert (await given(world))["lack"] == "یک\nدو\nسه"


async def test_a_message_that_crosses_the_next_question_belongs_to_the_answer(world: World, ana: Person) -> None:
    first, second = texts(ana, "برق نداریم.", "آب هم کم است.")
    await world.hear(first)
    ana.sees("پرسش ۲ از ۴")
    await world.hear(second)
    ana.sees("➕", "۲ پیام")
    ana.sees_nothing()
    await ana.presses("پیام آخر")
    assert "آب هم کم است." in ana.chat.messages[-2].text
    ana.sees("پرسش ۲ از ۴")
    assert (await given(world))["lack"] == "برق نداریم."


async def test_a_question_that_comes_twice_is_answered_by_what_was_written_in_between(
    world: World, ana: Person
) -> None:
    """The program died before it noted that the question had arrived, and sends it again."""
    for said in ("برق", "بزرگ", "گرما"):
        await ana.says(said)
        ana.reads()
    (answered,) = texts(ana, "نیروگاه")
    await world.database.transaction(_forget_that_it_left)
    await world.deliver()
    ana.sees("پرسش ۴ از ۴")
    await world.hear(answered)
    assert await given(world) == {"lack": "برق", "size": "big", "cause": "گرما", "cure": "نیروگاه"}


def _forget_that_it_left(db: Connection) -> None:
    latest = select(func.max(outbox.c.id)).scalar_subquery()
    db.execute(update(outbox).where(outbox.c.id == latest).values(state=State.SENDING))
    take_back(db)


async def test_a_question_that_is_asked_again_is_answered_by_what_was_written_before(world: World, ana: Person) -> None:
    """They wanted to go on, and wrote at once, for the question stood there already."""
    begun = next(message for message in ana.chat.messages if any("آغاز" in label for label in message.labels))
    for said in ("برق", "بزرگ", "گرما"):
        await ana.says(said)
        ana.reads()
    (answered,) = texts(ana, "نیروگاه")
    await ana.presses("آغاز", on=begun)
    ana.sees("پرسش ۴ از ۴")
    await world.hear(answered)
    assert await given(world) == {"lack": "برق", "size": "big", "cause": "گرما", "cure": "نیروگاه"}


async def test_what_a_messenger_split_is_whole_again(world: World, ana: Person) -> None:
    whole = ("پیشنهاد " * 1100).strip()
    await world.hear(*texts(ana, whole[:4096].strip(), whole[4096:].strip()))
    ana.reads()
    assert (await given(world))["lack"].replace("\n", " ").replace("  ", " ") == whole


async def test_each_of_them_can_be_corrected_in_the_messenger(world: World, ana: Person) -> None:
    batch = texts(ana, "برق نداریم.", "آب هم کم است.")
    await world.hear(*batch)
    ana.reads()
    await ana.edits(batch[1].message_id, "آب فراوان است.")
    ana.sees("پاسخ شما تغییر کرد")
    await ana.edits(batch[0].message_id, "برق داریم.")
    ana.sees("پاسخ شما تغییر کرد")
    ana.sees_nothing()
    assert (await given(world))["lack"] == "برق داریم.\nآب فراوان است."


async def test_whoever_has_gone_back_and_corrects_it_in_the_messenger_goes_on(world: World, ana: Person) -> None:
    batch = texts(ana, "برق نداریم.", "آب هم کم است.")
    await world.hear(*batch)
    ana.reads()
    await ana.presses("بازگشت")
    ana.reads()
    await ana.edits(batch[1].message_id, "آب فراوان است.")
    ana.sees("پاسخ شما تغییر کرد")
    ana.sees("واحد شما بزرگ است؟")
    await ana.says("بزرگ")
    assert await given(world) == {"lack": "برق نداریم.\nآب فراوان است.", "size": "big"}


async def test_after_the_last_question_the_review_has_all_of_it(world: World, ana: Person) -> None:
    for said in ("برق", "بزرگ", "گرما"):
        await ana.says(said)
        ana.reads()
    await world.hear(*texts(ana, "نیروگاه", "و صرفه‌جویی"))
    ana.sees("➕", "۲ پیام")
    ana.sees("پاسخ‌های شما", "و صرفه‌جویی", "ثبت نهایی")
    ana.sees_nothing()


async def test_prose_below_a_choice_can_be_added_to_the_answer_before(world: World, ana: Person) -> None:
    await ana.says("برق نداریم.")
    ana.sees("پرسش ۲ از ۴")
    await ana.says("و آب هم کم است.")
    assert ana.sees("یکی از دکمه‌ها").labels == ["➕ ادامهٔ پاسخ پیشین است"]
    await ana.presses("ادامهٔ پاسخ پیشین")
    ana.sees("پرسش ۲ از ۴")
    assert (await given(world))["lack"] == "برق نداریم.\nو آب هم کم است."


async def test_at_the_review_it_is_asked_whether_it_belongs_to_the_last_answer(world: World, ana: Person) -> None:
    for said in ("برق", "بزرگ", "گرما", "نیروگاه"):
        await ana.says(said)
        ana.reads()
    await ana.says("و صرفه‌جویی در مصرف")
    ana.sees("همهٔ پرسش‌ها پاسخ گرفته است")
    await ana.presses("ادامهٔ پاسخ پیشین")
    ana.sees("پاسخ‌های شما", "و صرفه‌جویی در مصرف")


async def test_what_was_taken_for_the_next_answer_goes_back_to_the_one_before(world: World, ana: Person) -> None:
    for said in ("برق", "بزرگ", "گرما", "و خشکی"):
        await ana.says(said)
        ana.reads()
    await ana.presses("تغییر یک پاسخ")
    ana.reads()
    await ana.presses("۴.")
    ana.sees("چارهٔ آن", "پاسخ کنونی شما: و خشکی")
    await ana.presses("ادامهٔ پاسخ پیشین")
    ana.sees("➕", "سبب آن چیست؟")
    ana.sees("پرسش ۴ از ۴", "چارهٔ آن")
    assert await given(world) == {"lack": "برق", "size": "big", "cause": "گرما\nو خشکی"}


# -- a question that takes messages until they say so --------------------------


@pytest.mark.parametrize("channel", Channel)
async def test_a_multiline_question_takes_messages_until_they_say_so(world: World, channel: Channel) -> None:
    ana = await begins(world, channel, LONG)
    await ana.says("سال گذشته")
    assert ana.sees("✅", "ادامه").labels == ["⏭ پرسش بعدی"]
    await ana.says("برق ما")
    ana.sees("۲ پیام")
    await ana.says("/help")
    ana.reads()
    await ana.says("قطع شد.")
    ana.sees("۳ پیام")
    await ana.presses("پیام آخر")
    await ana.says("رفت.")
    ana.sees("۳ پیام")
    await ana.presses("پرسش بعدی")
    ana.sees("چند نفرید؟")
    assert (await given(world))["story"] == "سال گذشته\nبرق ما\nرفت."


async def test_its_messages_that_come_together_are_told_of_once(world: World) -> None:
    ana = await begins(world, Channel.TELEGRAM, LONG)
    await world.hear(*texts(ana, "سال گذشته", "برق ما", "رفت."))
    ana.sees("۳ پیام")
    ana.sees_nothing()
    await ana.says("پرسش بعدی")
    ana.sees("چند نفرید؟")


async def test_a_break_in_the_middle_of_a_long_answer_loses_nothing(world: World) -> None:
    ana = await begins(world, Channel.TELEGRAM, LONG)
    await ana.says("سال گذشته")
    ana.reads()
    await world.open()
    await ana.says("/start")
    ana.reads()
    assert "سال گذشته" in ana.last.text
    await ana.says("برق ما رفت.")
    ana.sees("۲ پیام")
    await ana.presses("پرسش بعدی")
    ana.sees("چند نفرید؟")


# -- what was refused, corrected -----------------------------------------------


async def test_a_refused_message_is_taken_once_it_is_corrected(world: World, ana: Person) -> None:
    await ana.says("برق")
    ana.reads()
    wrong = await ana.says("بزررگ")
    ana.sees("یکی از دکمه‌ها")
    await ana.edits(wrong, "بزرررگ")
    ana.sees("یکی از دکمه‌ها")
    await ana.edits(wrong, "بزرگ")
    ana.sees("پرسش ۳ از ۴")
    await ana.edits(wrong, "کوچک")
    ana.sees("پاسخ شما تغییر کرد: کوچک")
    assert (await given(world))["size"] == "small"


async def test_corrected_too_late_it_changes_nothing(world: World, ana: Person) -> None:
    await ana.says("برق")
    ana.reads()
    wrong = await ana.says("بزررگ")
    ana.reads()
    await ana.says("کوچک")
    ana.reads()
    await ana.edits(wrong, "بزرگ")
    ana.sees("تغییری نکرد", "کوچک")
    assert (await given(world))["size"] == "small"


async def test_what_was_refused_is_not_kept_when_all_is_submitted(world: World, ana: Person) -> None:
    for said in ("برق", "این بزرگ نیست", "بزرگ", "گرما", "نیروگاه"):
        await ana.says(said)
        ana.reads()
    await ana.presses("ثبت نهایی")
    ana.reads()
    assert await world.database.read(lambda db: db.execute(select(piece)).all()) == []


# -- replies -------------------------------------------------------------------


async def test_a_reply_to_an_answered_question_changes_that_answer(world: World, ana: Person) -> None:
    question = ana.last
    await ana.says("برق")
    choice = ana.sees("پرسش ۲ از ۴")
    await ana.says("بزرگ")
    ana.sees("پرسش ۳ از ۴")
    await ana.says("آب", reply_to=question)
    ana.sees("پاسخ شما تغییر کرد: آب")
    ana.sees_nothing()
    await ana.says("هیچ", reply_to=choice)
    ana.sees("تغییری نکرد")
    await ana.says("کوچک", reply_to=choice)
    ana.sees("پاسخ شما تغییر کرد: کوچک")
    await ana.says("گرما", reply_to=ana.chat.messages[-1])
    ana.sees("پرسش ۴ از ۴")
    assert await given(world) == {"lack": "آب", "size": "small", "cause": "گرما"}
