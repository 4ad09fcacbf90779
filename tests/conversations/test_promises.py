"""What nobody may do, what cannot be handled, and odd texts: none of it changes what it should not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from consultation.conversation import Channel, Kind, Sender
from handlers.reception import Reception
from handlers.turn import House
from storage.tables import metadata, quarantine
from tests.stories import answers, drafts, everything, joins, publishes, workbook
from tests.world import Person, World


@pytest.fixture
async def ana(world: World) -> Person:
    person = world.person("ana")
    await joins(person)
    await publishes(world)
    person.reads()
    return person


# -- what nobody may do --------------------------------------------------------

FORGED = [
    "",
    "~",
    "agree",
    "choose:1:0:0",
    "submit:1~",
    "leave!~AAAAAAAAAAAA",
    "\x00~\x00",
    "\ud800~x",
    "ک" * 64,
    "a:" * 99,
]


async def test_a_thousand_forged_presses_change_nothing_and_each_is_answered(world: World, ana: Person) -> None:
    await ana.presses("آغاز پاسخ‌گویی")
    ana.reads()
    babak = world.person("babak")
    await joins(babak)
    foreign = [button.press for message in ana.chat.messages for button in message.buttons]
    garbled = [press[:at] + "x" + press[at + 1 :] for press in foreign for at in range(len(press))]
    tried = (FORGED + foreign + garbled) * 20
    before = await everything(world)
    toasts = await world.hear(
        *(
            babak._incoming(Kind.PRESS, press=press, press_id=f"p{n}", message_id=1)
            for n, press in enumerate(tried[:1000])
        )
    )
    assert [toast.press_id for toast in toasts] == [f"p{n}" for n in range(1000)]
    assert all(toast.text for toast in toasts)
    assert await everything(world) == before
    babak.sees_nothing()


@pytest.mark.parametrize(
    "intruder",
    ["outsider", "former administrator", "anonymous administrator", "forwarded", "edited", "unclaimed group"],
)
async def test_nobody_but_staff_has_any_effect(world: World, intruder: str) -> None:
    await joins(world.person("ana"))
    secretary = await publishes(world)
    await drafts(secretary, "موضوع دوم")
    secretary.reads()
    panel = secretary.last
    before = await everything(world, but=("heard", "outbox"))
    match intruder:
        case "outsider":
            secretary.sender, secretary.administrator = Sender(99, "stranger"), False
        case "former administrator":
            secretary.administrator = False
        case "anonymous administrator":
            secretary.sender = replace(secretary.sender, anonymous=True)
        case "unclaimed group":
            secretary.chat_id = -999
    for said in ("/close 1", "/extend 1 فردا", "/remind 1", "/publish 2 فردا", "/export 1", "/topic 1"):
        kind = Kind.EDITED if intruder == "edited" else Kind.TEXT
        await secretary.sends(kind, text=said, forwarded=intruder == "forwarded")
        secretary.reads()
    if intruder not in ("forwarded", "edited"):
        for label in panel.labels:
            await secretary.presses(label, on=panel)
            secretary.reads()
        await secretary.sends_file("form.xlsx", workbook(), caption="موضوع سوم")
    assert await everything(world, but=("heard", "outbox")) == before
    assert not [message for message in secretary.chat.messages if message.parcel.document]


# -- what cannot be handled ----------------------------------------------------


def _poisoned(_channel: Channel, _payload: str) -> str:
    raise RuntimeError("no address can be made")


async def test_a_message_that_cannot_be_handled_is_put_aside_and_the_chat_goes_on(world: World, ana: Person) -> None:
    await ana.presses("این موضوع نه")
    world.expects_failures = True
    house = House(world.policy, world.profile, world.house.key, _poisoned)
    world.reception = Reception(world.database, house, lambda: world.now, lambda: None)
    assert await ana.presses("همکار") == ""
    ana.sees("پوزش")
    ana.sees_nothing()
    await ana.says("/topics")
    ana.sees("برق پایدار")
    kept = await world.database.read(lambda db: db.execute(select(quarantine)).all())
    assert len(kept) == 1
    assert "no address can be made" in kept[0].traceback


async def test_what_was_put_aside_goes_with_who_is_forgotten(world: World, ana: Person) -> None:
    world.expects_failures = True
    house = House(world.policy, world.profile, world.house.key, _poisoned)
    world.reception = Reception(world.database, house, lambda: world.now, lambda: None)
    for person in (ana, babak := world.person("babak")):
        if person is babak:
            await joins(babak)
            await babak.says("/topics")
            babak.reads()
            await babak.presses("برق پایدار")
            babak.reads()
        await person.presses("این موضوع نه")
        await person.presses("همکار")
        person.reads()
    await ana.says("/settings")
    ana.reads()
    await ana.presses("حذف اطلاعات من")
    await ana.presses("بدون نام من بماند")
    kept = await world.database.read(lambda db: db.execute(select(quarantine)).all())
    assert [row.chat_id for row in kept] == [babak.chat_id]
    assert "'ana'" not in repr(await everything(world))


async def test_the_apology_is_in_their_language(world: World) -> None:
    ana = world.person("ana")
    await joins(ana)
    await ana.says("/settings")
    ana.reads()
    await ana.presses("English")
    await publishes(world)
    ana.reads()
    await ana.presses("Not this topic")
    world.expects_failures = True
    house = House(world.policy, world.profile, world.house.key, _poisoned)
    world.reception = Reception(world.database, house, lambda: world.now, lambda: None)
    await ana.presses("colleague")
    ana.sees("Sorry")


# -- odd texts -----------------------------------------------------------------

ODD = {
    "NUL": ("پیش\x00نهاد", "پیشنهاد"),
    "a lone surrogate": ("پیش\ud800نهاد", "پیشنهاد"),
    "bidi overrides": ("\u202eپیش\u2066نهاد\u202c", "پیشنهاد"),
    "zalgo": ("پ" + "\u0301\u0302\u0303" * 50, "پ\u0301\u0302\u0303"),
    "our own marks": ("\ue000پیشنهاد\ue001", "پیشنهاد"),
    "markup": ("<b>&amp;</b> *_`[x](y)", "<b>&amp;</b> *_`[x](y)"),
}


@pytest.mark.parametrize("what", ODD)
async def test_odd_texts_are_kept_clean(world: World, ana: Person, what: str) -> None:
    typed, kept = ODD[what]
    await answers(ana, typed)
    ana.sees("پاسخ‌های شما", kept)
    rows = await world.database.read(lambda db: db.execute(select(metadata.tables["answer"])).all())
    assert {row.question: row.value for row in rows}["words"] == kept


@pytest.mark.parametrize("what", ODD)
async def test_odd_names_of_people_and_files_hurt_nothing(world: World, what: str) -> None:
    typed, _kept = ODD[what]
    secretary = await world.staff()
    secretary.sender = Sender(secretary.sender.id, typed, typed)
    panel = await drafts(secretary, typed)
    await secretary.sends_file(f"{typed}.pdf", b"%PDF-1.4", reply_to=panel)
    secretary.reads()
    ana = world.person("ana")
    ana.sender = Sender(ana.sender.id, typed, typed)
    await joins(ana)
    await secretary.presses("انتشار هم‌اکنون")
    await secretary.presses("بله، منتشر شود")
    secretary.reads()
    ana.reads()
    await ana.presses("دریافت اسناد")
    assert ana.reads()[-1].parcel.document is not None


async def test_a_text_of_a_hundred_thousand_characters(world: World, ana: Person) -> None:
    await answers(ana, "ب" * 100_000)
    ana.sees("نویسه دارد", "حداکثر")
    await ana.says("/" + "ب" * 100_000)
    ana.reads()
    await ana.says("/start " + "ب" * 100_000)
    ana.reads()
    await ana.says("برق خورشیدی")
    ana.sees("پاسخ‌های شما")
    secretary = await world.staff()
    for said in ("/extend 1 " + "۹" * 100_000, "/topic " + "۹" * 100_000, "/claim " + "ب" * 100_000):
        await secretary.says(said)
        secretary.reads()


async def test_a_long_caption_still_makes_a_topic_that_people_can_read(world: World) -> None:
    ana = world.person("ana")
    await joins(ana)
    await publishes(world, "ب" * 1000)
    ana.sees("بببب", "۴ پرسش")
    ana.reads()
    await ana.says("/topics")
    ana.sees("بببب")
