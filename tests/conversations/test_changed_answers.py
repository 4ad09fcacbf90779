"""What a changed answer does to the others.

1 An answer that an earlier one, changed since, no longer allows is asked again, and they are told why.
2 What was submitted stays whole: a change that opens a gap counts once it is submitted again.
"""

from __future__ import annotations

import pytest

from consultation.conversation import Channel
from storage import responses
from tests.stories import joins, publishes, workbook
from tests.world import Person, World

HEAD = ("type", "name", "label", "required", "relevant", "constraint", "constraint_message", "choice_filter")
SURVEY = [
    ("integer", "staff", "چند نفر کارکن دارید؟", "yes"),
    ("integer", "women", "چند نفر زن‌اند؟", "${staff} > 50", "", ". <= ${staff}", "از ${staff} نفر بیشتر نمی‌شود."),
    ("select_one towns", "town", "کدام شهر؟", "", "", "", "", "staff <= ${staff}"),
    ("text", "plan", "برنامهٔ شما چیست؟", "yes", "${staff} > 500"),
]
CHOICES = [("list_name", "name", "label", "staff"), ("towns", "qom", "قم", "1"), ("towns", "yazd", "یزد", "40")]


async def begins(world: World, channel: Channel = Channel.TELEGRAM) -> Person:
    ana = world.person("ana", channel)
    await joins(ana)
    await publishes(world, form=workbook({"survey": [HEAD, *SURVEY], "choices": CHOICES}))
    ana.reads()
    await ana.presses("آغاز پاسخ‌گویی")
    for said in ("40", "30"):
        ana.reads()
        await ana.says(said)
    ana.reads()
    await ana.presses("یزد")
    ana.sees("پاسخ‌های شما")
    return ana


async def changes(ana: Person, label: str, to: str) -> None:
    await ana.presses("تغییر یک پاسخ")
    ana.reads()
    await ana.presses(label)
    ana.reads()
    await ana.says(to)


async def exported(world: World) -> dict[str, str]:
    return dict((await world.database.read(lambda db: [*responses.of_topic(db, 1)]))[0][1])


@pytest.mark.parametrize("channel", list(Channel))
async def test_an_answer_that_no_longer_fits_is_asked_again_with_its_reason(world: World, channel: Channel) -> None:
    ana = await begins(world, channel)
    await changes(ana, "کارکن", "20")
    ana.sees("چند نفر زن‌اند؟", "⚠️", "۳۰", "دیگر", "از ۲۰ نفر بیشتر نمی‌شود.")
    await ana.says("25")
    ana.sees("از ۲۰ نفر بیشتر نمی‌شود.")
    await ana.says("5")
    question = ana.sees("کدام شهر؟", "⚠️", "یزد")
    assert question.labels[0] == "قم"
    await ana.presses("قم")
    ana.sees("پاسخ‌های شما")


async def test_what_was_skipped_and_is_now_required_is_asked_again(world: World) -> None:
    ana = await begins(world)
    await ana.presses("تغییر یک پاسخ")
    ana.reads()
    await ana.presses("زن‌اند")
    ana.reads()
    await ana.presses("رد شدن")
    ana.reads()
    await changes(ana, "کارکن", "60")
    ana.sees("چند نفر زن‌اند؟", "⚠️", "از آن گذشته بودید")


async def submits(ana: Person) -> None:
    await ana.presses("ثبت نهایی")
    ana.reads()


async def test_a_change_that_opens_a_gap_counts_once_it_is_submitted_again(world: World) -> None:
    ana = await begins(world)
    await submits(ana)
    before = await exported(world)
    await ana.presses("دیدن یا تغییر پاسخ‌ها")
    ana.reads()
    await changes(ana, "کارکن", "600")
    ana.sees("پیش‌تر ثبت کرده‌اید")
    ana.sees("برنامهٔ شما چیست؟")
    assert await exported(world) == before
    await ana.says("توسعه")
    review = ana.sees("پاسخ‌های شما", "هنوز ثبت نشده است")
    assert await exported(world) == before
    assert any("ثبت نهایی" in label for label in review.labels)
    await submits(ana)
    assert await exported(world) == {**before, "staff": "600", "plan": "توسعه"}


async def test_a_change_that_opens_nothing_counts_at_once(world: World) -> None:
    ana = await begins(world)
    await submits(ana)
    await ana.presses("دیدن یا تغییر پاسخ‌ها")
    ana.reads()
    await changes(ana, "کارکن", "45")
    ana.sees("پاسخ‌های شما", "ثبت نهایی شده است")
    assert (await exported(world))["staff"] == "45"
