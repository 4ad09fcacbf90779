"""Where people stop half way: what the secretariat sees of it."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import openpyxl

from tests.stories import joins, publishes, submits
from tests.world import World


async def test_where_most_people_stopped_is_told_to_the_secretariat(world: World) -> None:
    people = [world.person(name) for name in ("ana", "babak", "cyrus", "dara")]
    for one in people:
        await joins(one)
    secretary = await publishes(world)
    await submits(people[3])
    for one, words in zip(people, (("خوب",), ("خوب", "۱", "سخن"), ("خوب",)), strict=False):
        one.reads()
        await one.presses("آغاز پاسخ‌گویی")
        for said in words:
            one.reads()
            await one.says(said)
    await secretary.presses("تازه‌سازی")
    assert "نیمه‌تمام: ۳ نفر" in secretary.last.text
    assert "پرسش ۳ می‌مانند: کدام راه‌ها" in secretary.last.text
    assert "(۲ نفر)" in secretary.last.text

    await secretary.says("/invitations 1")
    secretary.sees("پرسش ۳، کدام راه‌ها را درست می‌دانید؟: ۲ نفر", "در پایان، همه پاسخ داده شده")
    world.now += timedelta(hours=2)
    await world.tick()
    [status] = [message for message in secretary.chat.messages if "زمان مانده" in message.text]
    assert "پرسش ۳ می‌مانند: کدام راه‌ها" in status.text

    await secretary.says("/export 1")
    secretary.reads()
    document = secretary.last.parcel.document
    assert document is not None
    rows = list(openpyxl.load_workbook(BytesIO(document.content))["نیمه‌تمام‌ها"].values)[1:]
    assert rows == [(3, "کدام راه‌ها را درست می‌دانید؟", 2), (None, "همه پاسخ داده شده و تنها ثبت نهایی مانده است", 1)]


async def test_where_nobody_stopped_nothing_is_told(world: World) -> None:
    ana = world.person("ana")
    await joins(ana)
    secretary = await publishes(world)
    await submits(ana)
    await secretary.presses("تازه‌سازی")
    assert "نیمه‌تمام" not in secretary.last.text
    await secretary.says("/export 1")
    secretary.reads()
    document = secretary.last.parcel.document
    assert document is not None
    assert "نیمه‌تمام‌ها" not in openpyxl.load_workbook(BytesIO(document.content)).sheetnames
