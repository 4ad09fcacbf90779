"""Whoever may not, cannot: every command and every button of the desk, tried by everybody who has no business there,
and every button once more when what it was for is gone.
"""

from __future__ import annotations

import asyncio
import inspect
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
from sqlalchemy import select

from bot import updates
from consultation import buttons
from consultation.conversation import Channel, Incoming, Kind, Message, Sender, Toast
from consultation.roles import MAY, Role
from handlers.staff import guided
from handlers.staff.acts import ASKED, PRESSES
from handlers.staff.commands import COMMANDS
from storage import staff
from storage.outbox import put
from storage.tables import outbox
from tests.conversations.test_roles import colleague
from tests.stories import drafts, everything, joins, publishes, workbook
from tests.world import INVISIBLE, Person, Shown, World

ONLY_STAFF, NOT_HERE, NOT_OURS = "کسانی که در دبیرخانه نقشی دارند", "گروه دبیرخانه نیست", "به این گفت‌وگو تعلق ندارد"
PASSED_ON = "از جای دیگری بازفرستاده شده"
AS_THE_GROUP, NOT_THIS_ROLE = "به نام گروه", "نقش شما: بیننده"
SPOKEN = {
    "outsider": ONLY_STAFF,
    "former administrator": ONLY_STAFF,
    "role lost": NOT_THIS_ROLE,
    "anonymous administrator": AS_THE_GROUP,
    "has left the group": ONLY_STAFF,
    "another group": "",
    "forwarded": "",
    "edited": "",
    "heard before": "",
}
PRESSED = {
    "outsider": ONLY_STAFF,
    "former administrator": ONLY_STAFF,
    "role lost": NOT_THIS_ROLE,
    "anonymous administrator": AS_THE_GROUP,
    "has left the group": ONLY_STAFF,
    "another group": NOT_HERE,
    "card passed on": PASSED_ON,
    "forged": NOT_OURS,
    "made for another chat": NOT_OURS,
    "heard before": "",
}
ATTEMPTS = 1000
CHANNEL = {"id": -900, "type": "channel", "title": "خبرها"}
WRITTEN = {
    "message_id": 70,
    "date": 1795000000,
    "chat": {"id": -500, "type": "supergroup", "title": "دبیرخانه"},
    "from": {"id": 5, "is_bot": False, "first_name": "مینا"},
}
ABOUT_NOTHING = {"never", "staff", "newquick", "segment+", "reply", "audit"}  # buttons of no particular thing


def _intruder(kind: str, secretary: Person, reader: Person) -> Person:
    match kind:
        case "outsider":
            return replace(secretary, sender=Sender(99, "stranger"), administrator=False)
        case "former administrator":
            return replace(secretary, administrator=False)
        case "has left the group":
            return replace(secretary, administrator=False, outside=True)
        case "anonymous administrator":
            return replace(secretary, sender=replace(secretary.sender, anonymous=True))
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
    return who._incoming(
        Kind.PRESS, press=press, press_id=f"{kind}:{verb}", message_id=1, forwarded=kind == "card passed on"
    )


async def test_a_thousand_commands_and_presses_that_may_not_be_have_no_effect(world: World) -> None:
    await joins(world.person("ana"))
    secretary = await publishes(world)
    await drafts(secretary, "موضوع دوم")
    secretary.reads()
    reader = await _who_may_only_read_now(world)
    refused = [name for name, command in COMMANDS.items() if command.needs not in MAY[Role.READER]]
    verbs = [verb for verb, act in PRESSES.items() if act.needs not in MAY[Role.READER]]
    heard_before = secretary._incoming(Kind.TEXT, text="/topics")
    await world.hear(heard_before)
    secretary.reads()
    said = [
        (kind, _said(_intruder(kind, secretary, reader), kind, f"/{name}{COMMANDS[name].example}"))
        for kind in SPOKEN
        for name in refused
    ]
    pressed = [(kind, _press(_intruder(kind, secretary, reader), kind, verb)) for kind in PRESSED for verb in verbs]
    tried = [
        (kind, replace(one, update_id=heard_before.update_id if kind == "heard before" else next(world.updates)))
        for kind, one in said + pressed
    ]
    before = await everything(world, but=("heard", "outbox"))
    async with asyncio.timeout(60):
        toasts = await world.reception.receive([one for _kind, one in tried])
    assert len(tried) >= ATTEMPTS
    assert await everything(world, but=("heard", "outbox")) == before
    _each_press_is_answered(tried, toasts)
    assert await _answers_said(world) == {
        told: sum(kind_told == told for kind, one in tried if (kind_told := _told(kind, one)))
        for told in set(SPOKEN.values()) - {""}
    }


async def _who_may_only_read_now(world: World) -> Person:
    reader = await colleague(world, "reza", Role.OWNER)
    await reader.says("/topics")
    reader.reads()
    met = await world.database.transaction(lambda db: staff.met(db, reader.channel, reader.sender))
    await world.database.transaction(lambda db: staff.give_role(db, met.id, Role.READER))
    return reader


def _told(kind: str, one: Incoming) -> str:
    """What is said in the group to a command."""
    return SPOKEN[kind] if one.kind is Kind.TEXT else ""


def _each_press_is_answered(tried: list[tuple[str, Incoming]], toasts: list[Toast]) -> None:
    presses = [(kind, one) for kind, one in tried if one.kind is Kind.PRESS]
    repeated = [one.press_id for kind, one in tried if kind == "heard before" and one.press_id]
    assert sorted(toast.press_id for toast in toasts) == sorted(one.press_id for _kind, one in presses)
    words = {toast.press_id: toast.text.translate(INVISIBLE) for toast in toasts}
    for kind, one in presses:
        assert PRESSED[kind] in words[one.press_id], (kind, one.press)
    assert {words[one] for one in repeated} == {""}, "what was heard before stops the spinner and says nothing"


async def _answers_said(world: World) -> dict[str, int]:
    """By what it says: how often it is owed to the groups."""
    queued = select(outbox.c.message).where(outbox.c.state == "queued", outbox.c.to_group)
    counted: dict[str, int] = defaultdict(int)
    for message in await world.database.read(lambda db: db.execute(queued).scalars().all()):
        text = message["text"].translate(INVISIBLE)
        counted[next((told for told in SPOKEN.values() if told and told in text), text)] += 1
    return counted


def signed(who: Person, press: str) -> str:
    """A button as it would have been put into their chat."""
    return buttons.sign(who.world.house.key, who.channel, who.chat_id, press)


def arguments_of(handler: Callable[..., None]) -> list[str]:
    """As many as the handler wants, of something that is not there any more."""
    given = list(inspect.signature(handler).parameters.values())[1:]
    required = [one for one in given if one.default is inspect.Parameter.empty and one.kind is not one.VAR_POSITIONAL]
    return ["99"] * len(required)


async def test_every_button_of_something_that_is_gone_gets_a_sentence_and_does_nothing(world: World) -> None:
    await joins(world.person("ana"))
    secretary = await publishes(world)
    secretary.reads()
    await secretary.says("/topics")
    secretary.reads()
    before = await everything(world, but=("heard", "outbox", "audit"))
    for verb, act in PRESSES.items():
        if verb in ABOUT_NOTHING:
            continue
        meant = ":".join([verb, *arguments_of(act.handler)])
        press = signed(secretary, meant)
        (toast,) = await world.hear(secretary._incoming(Kind.PRESS, press=press, press_id="p", message_id=1))
        shown = secretary.reads()
        assert toast.text or shown, f"{verb} is left without an answer"
        assert not any(one.parcel.awaits_reply for one in shown), f"{verb} asks about something that is gone"
    assert await everything(world, but=("heard", "outbox", "audit")) == before


async def test_a_reply_about_something_that_is_gone_gets_a_sentence(world: World) -> None:
    secretary = await world.staff()
    await secretary.says("/topics")
    secretary.reads()
    before = await everything(world, but=("heard", "outbox", "audit"))
    for verb, act in ASKED.items():
        if arguments := arguments_of(act.handler):
            asked = await _asked(world, secretary, ":".join([verb, *arguments]))
            await secretary.says("رضایی", reply_to=asked)
            assert secretary.reads(), verb
    assert await everything(world, but=("heard", "outbox", "audit")) == before


async def _asked(world: World, secretary: Person, asks: str) -> Shown:
    """A question of ours whose reply is taken for this."""
    question = Message("؟", awaits_reply=True)
    await world.database.transaction(
        lambda db: put(db, secretary.channel, secretary.chat_id, question, world.now, to_group=True, asks=asks)
    )
    await world.deliver()
    return secretary.sees("؟")


NOT_A_PERSON: Mapping[str, Mapping[str, object]] = {
    "a post of a channel": {"sender_chat": CHANNEL, "chat": CHANNEL},
    "an anonymous channel": {
        "sender_chat": CHANNEL,
        "from": {"id": 136817688, "is_bot": True, "first_name": "Channel"},
    },
    "a post passed on from the channel of the group": {"sender_chat": CHANNEL, "is_automatic_forward": True},
    "another bot": {"from": {"id": 7, "is_bot": True, "first_name": "Robot"}},
}
UPDATES = {
    Channel.TELEGRAM: ("message", "edited_message", "channel_post", "edited_channel_post"),
    Channel.BALE: ("message", "edited_message"),
}


@pytest.mark.parametrize("channel", Channel)
def test_no_command_is_heard_from_a_channel_or_a_bot_nor_one_to_another_bot(channel: Channel) -> None:
    tried = [
        {"update_id": 1, update: {**WRITTEN, **who, "text": f"/{name}{command.example}"}}
        for name, command in COMMANDS.items()
        for who in NOT_A_PERSON.values()
        for update in UPDATES[channel]
    ]
    tried += [
        {"update_id": 1, update: {**WRITTEN, "text": f"/{name}@other_bot{command.example}"}}
        for name, command in COMMANDS.items()
        for update in UPDATES[channel]
    ]
    assert not [raw for raw in tried if updates.read(channel, raw, "jazb_bot") is not None]
    ours = {**WRITTEN, "text": "/topics@jazb_bot"}
    assert updates.read(channel, {"update_id": 1, "message": ours}, "jazb_bot") is not None


async def test_a_command_through_another_bot_is_not_obeyed(world: World) -> None:
    secretary = await publishes(world)
    for name, command in COMMANDS.items():
        text = f"/{name}{command.example}"
        raw = {**WRITTEN, "from": {"id": secretary.sender.id}, "text": text, "via_bot": {"id": 7, "is_bot": True}}
        incoming = updates.read(Channel.TELEGRAM, {"update_id": next(world.updates), "message": raw}, "jazb_bot")
        assert incoming is not None
        await world.hear(replace(incoming, by_administrator=True))
        secretary.sees_nothing()


async def test_a_role_ends_at_the_door(world: World) -> None:
    reza = await colleague(world, "reza", Role.OWNER)
    reza.administrator, reza.outside = False, True
    await reza.says("/topics")
    reza.sees(ONLY_STAFF)
    await reza.sends_file("form.xlsx", workbook(), caption="برق پایدار")
    reza.sees(ONLY_STAFF)


def test_a_button_means_one_thing() -> None:
    assert not set(PRESSES) & set(guided.PRESSES)


async def test_a_role_is_of_one_messenger(world: World) -> None:
    reza = await colleague(world, "reza", Role.OWNER)
    elsewhere = await world.staff("somebody", Channel.BALE)
    elsewhere.sender, elsewhere.administrator = reza.sender, False
    await elsewhere.says("/topics")
    elsewhere.sees(ONLY_STAFF)
