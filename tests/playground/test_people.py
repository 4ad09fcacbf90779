"""What people can do, and what their messenger would not let them do."""

import pytest

from playground import membership
from playground.models import Chat, NotPossible, Person
from playground.world import World
from tests.playground.conftest import RawBot, as_object

YES = {"inline_keyboard": [[{"text": "بله", "callback_data": "y"}, {"text": "راهنما", "url": "https://a.ir"}]]}


async def message_of(bot: RawBot) -> dict[str, object]:
    (update,) = await bot.updates()
    return as_object(update["message"])


def test_the_default_world(world: World) -> None:
    on = {name: len(messenger.people) for name, messenger in world.messengers.items()}
    assert on == {"telegram": 7, "bale": 6}
    both = [person.name for person in world.people.values() if len(person.accounts) == 2]
    assert "سارا کریمی" in both
    for messenger in world.messengers.values():
        (group,) = world.groups(messenger.name)
        assert group.members[messenger.bot_id] == "administrator"
        assert sorted(group.members.values()).count("member") == 1
    assert world.groups("telegram")[0].type == "supergroup"


def test_people_are_found_by_id_and_by_name(world: World) -> None:
    assert world.person("karimi") is world.person("کریمی") is world.person("سارا کریمی")
    with pytest.raises(NotPossible, match="نیست"):
        world.person("ناشناس")


async def test_a_contact_is_the_senders_own_unless_told_otherwise(
    telegram: RawBot, world: World, karimi: Person, on_telegram: Chat
) -> None:
    world.send_contact(karimi, on_telegram)
    contact = as_object((await message_of(telegram))["contact"])
    assert contact == {
        "phone_number": "+989000000001",
        "first_name": "سارا",
        "last_name": "کریمی",
        "user_id": 101,
    }
    world.telegram.updates.drop()
    world.send_contact(karimi, on_telegram, world.person("ahmadi"))
    assert as_object((await message_of(telegram))["contact"])["user_id"] == 104


@pytest.mark.parametrize("kind", ["document", "photo", "voice", "audio", "video", "sticker"])
async def test_every_kind_of_file_arrives_with_its_file_id(
    telegram: RawBot, world: World, karimi: Person, on_telegram: Chat, kind: str
) -> None:
    world.send_file(karimi, on_telegram, kind, "x.bin", b"123", caption="شرح")
    message = await message_of(telegram)
    field = message[kind]
    file = as_object(field[0] if isinstance(field, list) else field)
    assert file["file_size"] == 3
    assert message["caption"] == "شرح"


async def test_an_edited_text_is_told_with_its_date(
    telegram: RawBot, world: World, karimi: Person, on_telegram: Chat
) -> None:
    message = world.send_text(karimi, on_telegram, "نخست")
    world.telegram.updates.drop()
    world.edit(karimi, message, "سپس")
    (update,) = await telegram.updates()
    edited = as_object(update["edited_message"])
    assert (edited["text"], edited["message_id"]) == ("سپس", message.id)
    assert "edit_date" in edited


async def test_reply_and_forward(telegram: RawBot, world: World, on_telegram: Chat, karimi: Person) -> None:
    first = world.send_text(karimi, on_telegram, "یک")
    world.send_text(karimi, on_telegram, "دو", reply_to=first)
    world.forward(karimi, first, on_telegram)
    _, reply, forward = [as_object(update["message"]) for update in await telegram.updates()]
    assert as_object(reply["reply_to_message"])["text"] == "یک"
    assert as_object(as_object(forward["forward_origin"])["sender_user"])["id"] == 101


async def test_an_anonymous_administrator_writes_as_the_group(telegram: RawBot, world: World) -> None:
    (group,) = world.groups("telegram")
    world.send_text(world.person("sadeghi"), group, "/report", anonymous=True)
    message = await message_of(telegram)
    assert as_object(message["from"])["username"] == "GroupAnonymousBot"
    assert as_object(message["sender_chat"])["id"] == group.id


async def test_what_is_not_possible(telegram: RawBot, world: World, karimi: Person, on_telegram: Chat) -> None:
    await telegram.sends(on_telegram, "پرسش", reply_markup=YES)
    question = on_telegram.last
    (group,) = world.groups("telegram")
    with pytest.raises(NotPossible, match="نیست"):
        world.press(karimi, question, "خیر")
    with pytest.raises(NotPossible, match="پیامی برای ربات نمی‌فرستد"):
        world.press(karimi, question, "راهنما")
    with pytest.raises(NotPossible, match="خالی"):
        world.send_text(karimi, on_telegram, "  ")
    with pytest.raises(NotPossible, match="در این گفت‌وگو نیست"):
        world.send_text(karimi, group, "سلام")
    with pytest.raises(NotPossible, match="فقط پیام خود"):
        world.edit(karimi, question, "دیگر")
    membership.block(world, karimi, on_telegram)
    with pytest.raises(NotPossible, match="مسدود"):
        world.send_text(karimi, on_telegram, "سلام")
    with pytest.raises(NotPossible, match="جلو"):
        world.move_clock(-1)


async def test_leaving_and_coming_back_is_told_in_the_group(telegram: RawBot, world: World) -> None:
    (group,) = world.groups("telegram")
    moradi = world.person("moradi")
    membership.leave(world, moradi, group)
    membership.set_status(world, group, moradi, "member")
    left, joined = [as_object(update["message"]) for update in await telegram.updates()]
    assert as_object(left["left_chat_member"])["id"] == 203
    assert isinstance(joined["new_chat_members"], list)


async def test_a_bot_that_left_its_group_cannot_write_there(telegram: RawBot, world: World) -> None:
    (group,) = world.groups("telegram")
    await telegram.ask("leaveChat", chat_id=group.id)
    assert await telegram.refused("sendMessage", chat_id=group.id, text="x") == (
        "403 Forbidden: bot is not a member of the supergroup chat"
    )


async def test_commands_are_shown_by_the_narrowest_scope(telegram: RawBot, world: World) -> None:
    from playground.views import chat_view

    def commands(name: str) -> list[str]:
        return [one["command"] for one in [{"command": name, "description": name}]]

    async def set_commands(name: str, **scope: object) -> None:
        given = [{"command": name, "description": name}]
        await telegram.ask("setMyCommands", commands=given, **scope)

    (group,) = world.groups("telegram")
    await set_commands("start")
    await set_commands("aghaz", language_code="fa")
    await set_commands("report", scope={"type": "chat_administrators", "chat_id": group.id})

    def shown(person: str) -> object:
        members = chat_view(world, group)["members"]
        assert isinstance(members, list)
        (mine,) = [member for member in members if member["person"] == person]
        return [one["command"] for one in mine["commands"]]

    assert shown("rahimi") == commands("report")
    assert shown("moradi") == commands("aghaz")


async def test_waiting_ends_with_what_was_waited_for_or_says_it_did_not_happen(
    telegram: RawBot, world: World, on_telegram: Chat
) -> None:
    import asyncio

    async with asyncio.TaskGroup() as group:
        waited = group.create_task(world.wait_for(lambda: on_telegram.last.buttons))
        await telegram.sends(on_telegram, "پرسش", reply_markup=YES)
    assert waited.result() == ["بله", "راهنما"]
    with pytest.raises(TimeoutError, match=r"within 0\.01 s"):
        await world.wait_for(lambda: on_telegram.last.text == "هرگز", timeout=0.01)
