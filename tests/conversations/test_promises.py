"""Promises that hold whoever tries what: forged buttons, poison, odd texts, comings and goings, two of everything."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest
from sqlalchemy import Connection, select

from consultation.conversation import Channel, Kind, Sender
from consultation.questionnaire import Questionnaire
from consultation.xlsform.reading import read_form
from handlers.reception import Reception
from handlers.turn import House
from storage.tables import metadata, quarantine, response, stakeholder
from tests.stories import answers, drafts, joins, publishes, submits, workbook
from tests.world import Person, World

_PERSIAN = re.compile("[\u0600-\u06ff]")


async def everything(world: World, *, but: tuple[str, ...] = ("heard",)) -> dict[str, list[tuple[object, ...]]]:
    """All that is stored."""

    def read(db: Connection) -> dict[str, list[tuple[object, ...]]]:
        tables = [table for table in metadata.sorted_tables if table.name not in but]
        return {table.name: sorted((tuple(row) for row in db.execute(select(table))), key=repr) for table in tables}

    return await world.database.read(read)


@pytest.fixture
async def ana(world: World) -> Person:
    person = world.person("ana")
    await joins(person)
    await publishes(world)
    person.reads()
    return person


# -- the ministry's own profile ------------------------------------------------

MINISTRY: dict[str, list[tuple[str, ...]]] = {
    "survey": [
        ("type", "name", "label", "required"),
        ("text", "name", "نام شما؟", "yes"),
        ("integer", "organisation", "کد واحد شما؟", "yes"),
        ("select_one kinds", "kind", "سمت شما؟", "yes"),
    ],
    "choices": [("list_name", "name", "label"), ("kinds", "manager", "مدیر"), ("kinds", "expert", "کارشناس")],
}


def ministry() -> Questionnaire:
    return read_form(workbook(MINISTRY), "profile.xlsx").questionnaire


async def test_the_ministrys_own_profile_is_asked_in_place_of_ours(world: World) -> None:
    world.profile = ministry()
    await world.open()
    ana = world.person("ana")
    await ana.says("/start")
    ana.reads()
    await ana.presses("موافقم")
    ana.sees("پرسش ۱ از ۳", "نام شما")
    for said in ("آنا", "۱۲", "کارشناس"):
        ana.reads()
        await ana.says(said)
    person = (await world.database.read(lambda db: db.execute(select(stakeholder)).all()))[0]
    assert (person.name, person.organisation, person.kind, person.province) == ("آنا", "12", "expert", "")
    assert person.profiled_at == world.now


async def test_a_profile_form_changed_half_way_keeps_what_still_fits(world: World) -> None:
    ana = world.person("ana")
    await ana.says("/start")
    ana.reads()
    await ana.presses("موافقم")
    ana.reads()
    for said in ("آنا", "استاد دانشگاه", "دانشگاه تهران"):
        await ana.says(said)
        ana.reads()
    question = ana.last
    await ana.presses("بعداً")
    ana.reads()

    world.profile = ministry()
    await world.open()
    await ana.says("سلام")
    ana.sees("پرسش ۲ از ۳", "کد واحد")
    assert "قدیمی" in await ana.presses("⬜️", on=question)
    await ana.says("۱۲")
    ana.sees("سمت شما")
    await ana.says("مدیر")
    ana.sees("آنا")


async def test_a_profile_form_changed_after_joining_is_asked_where_the_profile_is_changed(world: World) -> None:
    ana = world.person("ana")
    await joins(ana)
    world.profile = ministry()
    await world.open()
    await ana.says("/settings")
    ana.reads()
    await ana.presses("مشخصات")
    ana.sees("پرسش ۲ از ۳", "کد واحد")


# -- forgetting and leaving ----------------------------------------------------


async def test_forgotten_people_leave_their_answers_without_a_name(world: World) -> None:
    ana = world.person("ana")
    await joins(ana)
    secretary = await publishes(world)
    await submits(ana, "برق خورشیدی")
    receipt = (await world.database.read(lambda db: db.execute(select(response.c.receipt)).scalars().all()))[-1]
    await ana.says("/settings")
    ana.reads()
    await ana.presses("حذف اطلاعات من")
    await ana.presses("بدون نام من بماند")

    await secretary.says("/export 1")
    secretary.reads()
    document = secretary.last.parcel.document
    assert document is not None
    book = openpyxl.load_workbook(BytesIO(document.content))
    cells = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "برق خورشیدی" in cells
    traces = ("دکتر ana", "دانشگاه تهران", receipt)
    assert not [cell for cell in cells if any(trace in cell for trace in traces)]
    stored = repr(await everything(world))
    assert not [trace for trace in traces if trace in stored]


async def test_who_leaves_while_answering_answers_no_more(world: World, ana: Person) -> None:
    await ana.presses("آغاز پاسخ‌گویی")
    question = ana.sees("تأمین برق")
    await ana.says("/settings")
    ana.reads()
    await ana.presses("لغو عضویت")
    await ana.presses("بله، لغو شود")
    ana.reads()
    for _again in range(2):
        await ana.presses("خوب", on=question)
        ana.sees("خوش آمدید")
    await ana.says("خوب")
    ana.sees("خوش آمدید")
    kept = await world.database.read(lambda db: db.execute(select(metadata.tables["answer"])).all())
    assert "supply" not in [row.question for row in kept]

    await ana.presses("موافقم")
    ana.sees("بازگشت شما")
    ana.sees("برق پایدار")
    await ana.presses("ادامهٔ پاسخ‌گویی")
    ana.sees("تأمین برق")


async def test_closing_while_somebody_answers(world: World, ana: Person) -> None:
    await ana.presses("آغاز پاسخ‌گویی")
    question = ana.sees("تأمین برق")
    await ana.says("خوب")
    several = ana.sees("کدام راه‌ها")
    await ana.presses("خورشیدی")
    await world.passes(days=15)
    ana.reads()
    before = await everything(world)
    for button, message in (("خورشیدی", several), ("تأیید", several), ("بازگشت", several), ("بد", question)):
        assert "پایان یافته" in await ana.presses(button, on=message)
    assert await everything(world) == before
    await ana.says("۱")
    ana.sees("پایان یافته")
    await ana.says("۱")
    ana.sees("پرسشی پیش روی شما نیست")


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
    ana.sees("I am sorry")


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
    ana.sees("بیش از اندازه بلند")
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


# -- two of everything ---------------------------------------------------------


async def test_two_topics_at_once_keep_their_answers_apart(world: World) -> None:
    ana = world.person("ana")
    await joins(ana)
    secretary = await publishes(world, "موضوع نخست")
    await drafts(secretary, "موضوع دوم")
    await secretary.presses("انتشار هم‌اکنون")
    await secretary.presses("بله، منتشر شود")
    first, second = ana.sees("موضوع نخست"), ana.sees("موضوع دوم")
    await ana.presses("آغاز پاسخ‌گویی", on=first)
    ana.reads()
    await ana.says("بد")
    hours = ana.reads()[-1]
    await ana.presses("آغاز پاسخ‌گویی", on=second)
    ana.sees("تأمین برق")
    await ana.says("خوب")
    ana.sees("کدام راه‌ها")
    await ana.says("۱")
    ana.reads()
    await ana.presses("رد شدن")
    ana.sees("پاسخ‌های شما", "خوب")
    await ana.presses("ثبت نهایی")
    ana.sees("سپاسگزاریم")
    ana.sees("موضوع نخست")
    await ana.presses("ادامهٔ پاسخ‌گویی")
    assert ana.sees("چند ساعت").text == hours.text


async def test_a_code_of_somebody_who_has_not_joined_connects_all_the_same(world: World, ana: Person) -> None:
    await submits(ana)
    on_bale = world.person("ana", Channel.BALE)
    await on_bale.says("/link")
    command = on_bale.sees("/link").text.split("\n\n")[1]
    await ana.says(command)
    ana.sees("متصل شد")
    await on_bale.says("/mine")
    on_bale.sees("برق پایدار")
    await ana.says("/mine")
    ana.sees("برق پایدار")
    assert len(await world.database.read(lambda db: db.execute(select(stakeholder)).all())) == 1


async def test_two_who_both_did_much_become_one(world: World) -> None:
    on_telegram, on_bale = world.person("ana"), world.person("ana", Channel.BALE)
    await joins(on_telegram)
    await joins(on_bale)
    await publishes(world)
    await submits(on_telegram)
    on_bale.reads()
    await on_bale.says("/link")
    on_bale.reads()
    await on_bale.presses("آغاز پاسخ‌گویی")
    on_bale.reads()
    await on_bale.says("/topics")
    on_bale.reads()
    await on_telegram.says("/link")
    command = on_telegram.sees("/link").text.split("\n\n")[1]
    await on_bale.says(command)
    on_bale.sees("متصل شد")
    await on_bale.says("/mine")
    on_bale.sees("برق پایدار")
    kept = await world.database.read(lambda db: db.execute(select(response.c.topic_id, response.c.state)).all())
    assert [row.state for row in kept if row.topic_id is not None] == ["submitted"]
    await on_bale.says("خوب")
    on_bale.sees("پرسشی پیش روی شما نیست")


async def test_staff_may_take_part_as_well(world: World) -> None:
    secretary = await world.staff()
    alone = secretary.alone()
    await joins(alone)
    await drafts(secretary)
    await secretary.presses("انتشار هم‌اکنون")
    await secretary.presses("بله، منتشر شود")
    secretary.reads()
    await submits(alone)
    await alone.says("/close 1")
    alone.sees("شناخته نیست")
    await secretary.presses("تازه‌سازی")
    assert "ثبت نهایی: ۱" in secretary.last.text


async def test_english_all_through(world: World) -> None:
    ana = world.person("ana")
    await ana.says("/start")
    ana.reads()
    await ana.presses("English")
    for said in ("I agree", "Ana", "professor", "Sharif", "1, 2", "Tehran"):
        ana.reads()
        await (ana.presses(said) if said == "I agree" else ana.says(said))
    await publishes(world, "Power")
    ana.reads()
    await world.passes(days=8)
    ana.sees("Power")
    await ana.presses("Begin answering")
    ana.sees("Question 1 of 3")
    for said in (
        "wrong",
        "bad",
        "900",
        "12",
        "back",
        "13",
        "solar, 2",
        "/help",
        "/settings",
        "/mine",
        "/topics",
        "skip",
    ):
        ana.reads()
        await ana.says(said)
    ana.sees("Your answers", "13")
    await ana.presses("Submit")
    ana.sees("Receipt code")
    ana.reads()
    await ana.sends(Kind.OTHER)
    persian = [message.text for message in ana.chat.messages if _PERSIAN.search(message.text.replace("فارسی", ""))]
    labels = [label for message in ana.chat.messages for label in message.labels if "فارسی" not in label]
    assert not persian
    assert not [label for label in labels if _PERSIAN.search(label)]


# -- links ---------------------------------------------------------------------


async def test_a_link_to_a_topic_brings_newcomers_to_it_and_members_at_once(world: World) -> None:
    secretary = await publishes(world, "موضوع نخست")
    await drafts(secretary, "موضوع دوم")
    await secretary.presses("انتشار هم‌اکنون")
    await secretary.presses("بله، منتشر شود")
    ana = world.person("ana")
    await ana.says("/start t2")
    ana.sees("خوش آمدید")
    await ana.presses("موافقم")
    for said in ("آنا", "استاد دانشگاه", "دانشگاه تهران", "۱", "تهران"):
        ana.reads()
        await ana.says(said)
    ana.sees("آنا")
    ana.sees("موضوع دوم", "۴ پرسش")

    await ana.says("/start t1")
    ana.sees("آنا")
    ana.sees("موضوع نخست", "۴ پرسش")
    for payload in ("t99", "t0", "t" + "9" * 60, "t۱", "x", "t1; drop"):
        await ana.says(f"/start {payload}")
        assert ana.reads()


async def test_start_in_the_middle_asks_the_open_question_again(ana: Person) -> None:
    await ana.presses("آغاز پاسخ‌گویی")
    ana.reads()
    await ana.says("خوب")
    ana.reads()
    await ana.says("/start")
    ana.sees("دیدار دوباره")
    ana.sees("پرسش ۲ از ۳", "کدام راه‌ها")
    await ana.says("/start t1")
    ana.reads()
    await ana.says("۱")
    ana.sees("✅")
    ana.sees("پرسش ۳ از ۳")
