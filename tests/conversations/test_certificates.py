"""A certificate for whoever took part, which anybody can have confirmed, and which leads to nobody's answers."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy import Connection, select, update

from consultation.conversation import Channel
from storage import certificates
from storage.tables import certificate, stakeholder
from tests.conversations.test_anonymous_topics import anonymous_topic
from tests.conversations.test_findings import closes
from tests.stories import enters, publishes, submits
from tests.world import Person, World

CODE = re.compile(r"([2-9A-HJ-NP-Z]{4}-){3}[2-9A-HJ-NP-Z]{4}")


async def codes(world: World) -> list[str]:
    """What stands on all certificates; no file of the program gives it out."""

    def read(db: Connection) -> list[str]:
        found = [certificates.get(db, one) for one in db.execute(select(certificate.c.hash)).scalars()]
        return [certificates.code_of(db, one) for one in found if one is not None]

    return await world.database.read(read)


def takes(person: Person) -> str:
    """The words with which a certificate came."""
    shown = person.sees("گواهی مشارکت شما آماده است")
    assert shown.parcel.document is not None
    assert shown.parcel.document.name == "certificate-1.pdf"
    assert shown.parcel.document.content.startswith(b"%PDF-")
    return shown.text


async def test_who_took_part_gets_one_and_anybody_can_have_it_confirmed(world: World) -> None:
    ana, stranger = world.person("ana"), world.person("stranger", Channel.BALE)
    await enters(ana)
    await publishes(world)
    await submits(ana)
    await ana.presses("گواهی مشارکت")
    assert "نام شما" in takes(ana)
    await ana.says("/me")
    ana.sees("کد رهگیری")
    await ana.presses("گواهی: برق پایدار")
    takes(ana)
    [code] = await codes(world)
    assert CODE.fullmatch(code), "the same paper again"
    for typed in (code, code.lower().replace("-", " "), code.replace("2", "۲")):
        await stranger.says(f"/verify {typed}")
        stranger.sees("این گواهی درست است", "دکتر ana", "برق پایدار", "۲ آذر ۱۴۰۵")
    stored = await world.database.read(lambda db: str(db.execute(select(certificate)).all()))
    assert code.replace("-", "") not in stored.replace("-", "")


async def test_unknown_codes_are_told_kindly_and_guessing_ends_soon(world: World) -> None:
    ana, stranger = world.person("ana"), world.person("stranger")
    await enters(ana)
    await publishes(world)
    await submits(ana)
    await ana.presses("گواهی مشارکت")
    [code] = await codes(world)
    await stranger.says("/verify")
    stranger.sees("کد روی گواهی را پس از فرمان")
    for n in range(10):
        await stranger.says(f"/verify 2222-2222-2222-{2222 + n}")
        stranger.sees("گواهی‌ای با این کد نزد ما نیست")
    await stranger.says(f"/verify {code}")
    stranger.sees("یک ساعت دیگر")
    world.now += timedelta(hours=1)
    await stranger.says(f"/verify {code}")
    stranger.sees("این گواهی درست است")


async def test_of_an_anonymous_topic_it_leads_to_nobodys_answers(world: World) -> None:
    ana = world.person("ana")
    await enters(ana)
    secretary = await anonymous_topic(world)
    await submits(ana)
    assert not any("گواهی" in label for shown in ana.chat.messages for label in shown.labels)
    await ana.says("/me")
    ana.sees("کد رهگیری")
    await closes(secretary)
    await ana.says("/me")
    ana.reads()
    await ana.presses("گواهی")
    assert "نامی به او گفته نمی‌شود" in takes(ana)
    [(_hash, _topic, _person, name, _day)] = await world.database.read(lambda db: db.execute(select(certificate)).all())
    assert name == ""
    [code] = await codes(world)
    await ana.says(f"/verify {code}")
    assert "دکتر" not in ana.sees("این گواهی درست است", "برق پایدار", "ناشناس").text


async def test_who_did_not_take_part_gets_none(world: World) -> None:
    ana, cyrus = world.person("ana"), world.person("cyrus")
    await enters(ana)
    await enters(cyrus)
    await publishes(world)
    await submits(ana)
    button = next(one for shown in ana.chat.messages for one in shown.buttons if "گواهی" in one.label)
    assert button.press.startswith("certificate:1~"), "signed for this chat"
    await ana.presses("گواهی مشارکت")
    takes(ana)
    cyrus.reads()
    await cyrus.says("/me")
    cyrus.sees("هنوز به موضوعی پاسخ نداده‌اید")


async def test_another_name_makes_another_one_and_forgetting_ends_both(world: World) -> None:
    ana, stranger = world.person("ana"), world.person("stranger")
    await enters(ana)
    await publishes(world)
    await submits(ana)
    await ana.presses("گواهی مشارکت")
    takes(ana)
    [first] = await codes(world)
    await world.database.transaction(lambda db: db.execute(update(stakeholder).values(name="ناهید")))
    await ana.says("/me")
    ana.reads()
    await ana.presses("گواهی: برق")
    takes(ana)
    assert len(await codes(world)) == 2
    for code, name in zip(sorted(await codes(world), key=lambda one: one != first), ("دکتر ana", "ناهید"), strict=True):
        await stranger.says(f"/verify {code}")
        stranger.sees("درست است", name)
    await ana.says("/settings")
    ana.reads()
    await ana.presses("حذف اطلاعات من")
    ana.reads()
    await ana.presses("بدون نام")
    ana.reads()
    await stranger.says(f"/verify {first}")
    stranger.sees("گواهی‌ای با این کد نزد ما نیست")
