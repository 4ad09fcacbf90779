"""Who may do what at the desk: roles given and taken in the chat, and what each is refused."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from itertools import cycle

import openpyxl
import pytest

from consultation.auditing import TOLD, Action
from consultation.conversation import Channel, Kind
from consultation.roles import MAY, Permission, Role, role_name
from consultation.texts import LANGUAGES, speaking
from handlers.staff.acts import PRESSES, REPLIES
from handlers.staff.commands import COMMANDS, help_text
from storage import codes, staff
from tests.stories import drafts, everything, joins, publishes
from tests.world import Person, World


async def colleague(world: World, name: str, role: Role | None = None) -> Person:
    """Somebody else in the group, who is no administrator."""
    other = await world.staff(name)
    other.administrator = False
    other.sender = replace(other.sender, username=name)
    if role is not None:
        met = await world.database.transaction(lambda db: staff.met(db, other.channel, other.sender))
        await world.database.transaction(lambda db: staff.give_role(db, met.id, role))
    return other


async def test_a_role_is_given_in_reply_to_a_message_and_taken_by_name(world: World) -> None:
    secretary, reza = await world.staff("maryam"), await colleague(world, "reza")
    await reza.says("/topics")
    reza.sees("کسانی که در دبیرخانه نقشی دارند")
    await secretary.says("/role", reply_to=reza)
    secretary.sees("reza چه نقشی", "ویراستار", "نوشتن موضوع‌ها")
    await secretary.presses("ویراستار")
    assert "reza اکنون: ویراستار" in secretary.last.text
    await drafts(reza)
    assert "تأییدکننده" in await reza.presses("انتشار هم‌اکنون")
    await secretary.says("/staff")
    secretary.sees("maryam (تلگرام): بدون نقش جداگانه", "reza (تلگرام): ویراستار", "سرپرست")
    await secretary.says("/role @reza")
    secretary.sees("اکنون: ویراستار")
    await secretary.presses("گرفتن نقش")
    await reza.says("/topics")
    reza.sees("کسانی که در دبیرخانه نقشی دارند")


async def test_a_role_is_given_in_one_line_in_either_language(world: World) -> None:
    secretary, reza = await world.staff("maryam"), await colleague(world, "reza")
    await secretary.says("/role تأییدکننده", reply_to=reza)
    secretary.sees("reza اکنون: تأییدکننده")
    await secretary.says("/role reza helper")
    secretary.sees("reza اکنون: پاسخ‌گو")
    await secretary.says("/role reza helper")
    secretary.sees("هم‌اکنون نیز چنین است")
    await secretary.says("/role")
    secretary.sees("نقش چه کسی")
    await secretary.presses("reza – پاسخ‌گو")
    assert "چه نقشی داشته باشد" in secretary.last.text
    await secretary.says("/role کسی")
    secretary.sees("کسی با نام کسی")


async def test_nobody_changes_their_own_role_or_one_from_the_configuration(world: World) -> None:
    secretary, reza = await world.staff("maryam"), await colleague(world, "reza")
    await secretary.says("/role reader", reply_to=secretary)
    secretary.sees("نقش خود را")
    world.policy = replace(world.policy, staff=frozenset({("telegram", reza.sender.id)}))
    await world.open()
    await reza.says("/role", reply_to=reza)
    reza.sees("به موجب تنظیمات")
    await secretary.says("/role reader", reply_to=reza)
    secretary.sees("به موجب تنظیمات")


async def test_administrators_have_the_configured_role_and_the_claimer_is_an_owner(world: World) -> None:
    world.policy = replace(world.policy, default_role=Role.READER)
    await world.open()
    claimer = await world.staff("maryam")
    other = await world.staff("sina")
    code = await world.database.transaction(lambda db: codes.new_claim_code(db, world.now))
    await claimer.says(f"/claim {code}")
    claimer.sees("گروه دبیرخانه است")
    await other.says("/audit")
    other.sees("سرپرست", "نقش شما: بیننده")
    await claimer.says("/audit")
    claimer.sees("maryam: این گروه را گروه دبیرخانه کرد")


@pytest.mark.parametrize("role", Role)
async def test_each_role_may_what_its_help_says_and_nothing_else(world: World, role: Role) -> None:
    await joins(world.person("ana"))
    await publishes(world)
    reza = await colleague(world, "reza", role)
    mine = role_name(role)
    before = await everything(world, but=("heard", "outbox", "audit"))
    for name, command in sorted(COMMANDS.items(), key=lambda one: one[1].needs in MAY[role]):
        if before and command.needs in MAY[role]:  # all that are refused came first
            assert await everything(world, but=("heard", "outbox", "audit")) == before
            before = {}
        await reza.says(f"/{name}{command.example}")
        refused = f"نقش شما: {mine}" in "".join(shown.text for shown in reza.reads())
        assert refused == (command.needs not in MAY[role]), name
    await reza.says("/help")
    allowed, _lock, locked = reza.sees().text.partition("🔒")
    for name, command in COMMANDS.items():
        assert f"/{name}" in (allowed if command.needs in MAY[role] else locked), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_act_says_what_it_needs_and_every_action_is_told(language: str) -> None:
    with speaking(language):
        needed = [one.needs for one in COMMANDS.values()]
        needed += [one.needs for one in (*PRESSES.values(), *REPLIES.values())]
        assert set(needed) <= set(Permission)
        assert set(TOLD) == set(Action)
        assert all(TOLD[action]() for action in Action)
        for role in Role:
            for name, command in COMMANDS.items():
                assert f"/{name}{command.example}" in help_text(role)


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_names_the_same_holders_once_and_fits_into_one_message(language: str) -> None:
    with speaking(language):
        for role in Role:
            heads = [line for line in help_text(role).split("\n") if line.startswith(("✅", "🔒"))]
            assert len(heads) == len({head[1:] for head in heads})
            assert len(help_text(role)) <= 4096


async def test_what_is_missing_or_wrong_gets_one_sentence_with_an_example(world: World) -> None:
    secretary = await world.staff()
    await secretary.says("/topics")
    secretary.reads()
    before = await everything(world, but=("heard", "outbox"))
    unknown = cycle(("99", "۹۹", "99 فردا"))
    for name, command in COMMANDS.items():
        if command.example and not command.bare:
            await secretary.says(f"/{name}")
            secretary.sees(f"/{name}{command.example}")
            secretary.sees_nothing()
        if command.of_topic:
            await secretary.says(f"/{name} واژه")
            secretary.sees("شمارهٔ موضوع", f"/{name}{command.example}")
            secretary.sees_nothing()
            await secretary.says(f"/{name} {next(unknown)}")
            secretary.sees("موضوعی با شمارهٔ", "/topics")
            secretary.sees_nothing()
    assert await everything(world, but=("heard", "outbox")) == before


WRONG = {
    "/publish 1 چهارسوق": "مانند",
    "/extend 1 چهارسوق": "مانند",
    "/extend 1 دیروز": "مانند",
    "/export 1 چهارسوق": "/export 3 csv",
    "/report 1 چهارسوق": "/report 1",
    "/annex 1 چهارسوق": "/annex 1",
    "/find چهارسوق": "آغاز نام",
    "/rehearse 1 چهارسوق": "آغاز نام",
    "/role چهارسوق": "/role",
    "/codebook 1 9 چهارسوق": "/codebook 1",
    "/pubilsh 3": "منظورتان /publish 3",
    "/چهارسوق": "/help",
}


async def test_a_second_argument_that_cannot_be_gets_one_sentence_with_an_example(world: World) -> None:
    secretary = await world.staff()
    await drafts(secretary)
    for said, example in WRONG.items():
        await secretary.says(said)
        secretary.sees(example)
        secretary.sees_nothing()


async def test_the_audit_log_says_who_did_what(world: World) -> None:
    await joins(world.person("ana"))
    secretary = await publishes(world, "برق پایدار")
    for said in (*["/extend 1 1405/12/20"] * 10, "/export 1", "/extend 1 1405/12/20"):
        await secretary.says(said)
        secretary.reads()
    await secretary.says("/audit")
    secretary.sees("سابقهٔ کارها", "secretary: موضوع ۱: پایان مهلت", "(پنجشنبه ۲۰ اسفند", "فایل اکسل پاسخ‌ها")
    await secretary.presses("قدیمی‌تر")
    assert "پیش‌نویس ساخت" in secretary.last.text
    assert "قدیمی‌تر" not in "".join(secretary.last.labels)
    await secretary.presses("تازه‌تر")
    await secretary.says("/audit 1")
    secretary.sees("سابقهٔ کارهای موضوع ۱", "secretary: سابقهٔ کارها را دید")
    await secretary.presses("فایل اکسل سابقه")
    document = secretary.sees("سابقهٔ کارهای دبیرخانه").parcel.document
    assert document is not None
    rows = list(openpyxl.load_workbook(BytesIO(document.content)).worksheets[0].values)
    assert any("منتشر کرد" in row for row in rows)
    assert len(rows) > 14


async def test_a_colleague_without_administration_can_send_files(world: World) -> None:
    reza = await colleague(world, "reza", Role.EDITOR)
    file = reza._incoming(Kind.FILE)
    assert await world.reception.wants_content(file)
    assert not await world.reception.wants_content(replace(file, chat_id=-9))
    assert not await world.reception.wants_content(replace(file, channel=Channel.BALE))
    stranger = await colleague(world, "stranger")
    assert not await world.reception.wants_content(stranger._incoming(Kind.FILE))
