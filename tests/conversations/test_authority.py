"""Whoever may not, cannot: every command and every button of the desk, tried by everybody who has no business there;
and two who may, at once."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from consultation import buttons
from consultation.conversation import Channel, Incoming, Kind, Sender
from consultation.roles import MAY, Role
from handlers.reception import Reception
from handlers.staff import guided
from handlers.staff.acts import COMMANDS, PRESSES
from storage import staff
from storage.database import Database
from storage.tables import audit, invitation, outbox
from tests.conversations.test_roles import colleague
from tests.stories import drafts, everything, joins, publishes
from tests.world import Person, World

SPOKEN = ("outsider", "former administrator", "another group", "forwarded", "edited", "role lost")
PRESSED = ("outsider", "former administrator", "another group", "role lost", "forged", "made for another chat")


def _intruder(kind: str, secretary: Person, reader: Person) -> Person:
    match kind:
        case "outsider":
            return replace(secretary, sender=Sender(99, "stranger"), administrator=False)
        case "former administrator":
            return replace(secretary, administrator=False)
        case "another group":
            return replace(secretary, chat_id=-999)
        case "role lost":
            return reader
        case _:
            return secretary


def _said(who: Person, kind: str, text: str) -> Incoming:
    as_what = Kind.EDITED if kind == "edited" else Kind.TEXT
    return who._incoming(as_what, text=text, forwarded=kind == "forwarded")


def _press(who: Person, kind: str, verb: str) -> Incoming:
    signed_for = -12345 if kind == "made for another chat" else who.chat_id
    press = buttons.sign(who.world.house.key, who.channel, signed_for, f"{verb}:1")
    if kind == "forged":
        press = press[:-1] + ("A" if press[-1] != "A" else "B")
    return who._incoming(Kind.PRESS, press=press, press_id=f"{kind}:{verb}", message_id=1)


async def test_a_thousand_commands_and_presses_that_may_not_be_have_no_effect(world: World) -> None:
    await joins(world.person("ana"))
    secretary = await publishes(world)
    await drafts(secretary, "موضوع دوم")
    secretary.reads()
    reader = await colleague(world, "reza", Role.OWNER)
    await reader.says("/topics")
    reader.reads()
    met = await world.database.transaction(lambda db: staff.met(db, reader.channel, reader.sender))
    await world.database.transaction(lambda db: staff.give_role(db, met.id, Role.READER))
    refused = [name for name, command in COMMANDS.items() if command.needs not in MAY[Role.READER]]
    verbs = [verb for verb, act in PRESSES.items() if act.needs not in MAY[Role.READER]]
    said = [
        _said(_intruder(kind, secretary, reader), kind, f"/{name}{COMMANDS[name].example}")
        for kind in SPOKEN
        for name in refused
    ]
    pressed = [_press(_intruder(kind, secretary, reader), kind, verb) for kind in PRESSED for verb in verbs]
    tried = [replace(one, update_id=next(world.updates)) for one in (said + pressed) * 6][:1000]
    before = await everything(world, but=("heard", "outbox"))
    async with asyncio.timeout(60):
        toasts = await world.reception.receive(tried)
    assert len(tried) == 1000
    assert await everything(world, but=("heard", "outbox")) == before
    assert all(toast.text for toast in toasts)
    presses = [one for one in tried if one.kind is Kind.PRESS]
    assert [toast.press_id for toast in toasts] == [one.press_id for one in presses]
    assert not set(PRESSES) & set(guided.PRESSES), "a button means one thing"
    answered = [one for one in tried if one.kind is Kind.TEXT and not one.forwarded and one.chat_id != -999]
    rows = await world.database.read(
        lambda db: db.execute(
            select(func.count()).select_from(outbox).where(outbox.c.state == "queued", outbox.c.to_group)
        ).scalar_one()
    )
    assert rows == len(answered), "each that was a command here got its sentence"


@pytest.mark.parametrize("pause", [False, True])
async def test_two_in_two_processes_do_it_once(world: World, pause: bool) -> None:
    await joins(world.person("ana"))
    maryam, reza = await world.staff("maryam"), await world.staff("reza")
    await drafts(maryam)
    press = buttons.sign(world.house.key, maryam.channel, maryam.chat_id, "publish!:1")
    other = Database(world.database.address)
    receptions = [world.reception, Reception(other, world.house, lambda: world.now, lambda: None)]

    async def publishes_it(who: Person, reception: Reception) -> str:
        incoming = who._incoming(Kind.PRESS, press=press, press_id="p", message_id=1)
        (toast,) = await reception.receive([incoming])
        return toast.text

    both = [publishes_it(who, reception) for who, reception in zip((maryam, reza), receptions, strict=True)]
    told = [await one for one in both] if pause else list(await asyncio.gather(*both))
    await other.close()
    assert sum("منتشر شد" in one for one in told) == 1
    assert sum("همکارتان" in one and "این کار را کرد" in one for one in told) == 1
    done = await world.database.read(lambda db: db.execute(select(audit.c.action)).scalars().all())
    assert list(done).count("publish") == 1
    assert len(await world.database.read(lambda db: db.execute(select(invitation)).all())) == 1


async def test_a_role_is_of_one_messenger(world: World) -> None:
    reza = await colleague(world, "reza", Role.OWNER)
    elsewhere = await world.staff("somebody", Channel.BALE)
    elsewhere.sender, elsewhere.administrator = reza.sender, False
    await elsewhere.says("/topics")
    elsewhere.sees("کسانی که در دبیرخانه نقشی دارند")
