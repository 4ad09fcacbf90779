"""Telegram's side of sending, editing and answering; what differs on Bale is in test_bale.py."""

import pytest

from playground import membership
from playground.models import Chat, Person
from playground.world import World
from tests.playground.conftest import RawBot, as_object

YES_NO = {"inline_keyboard": [[{"text": "بله", "callback_data": "y"}, {"text": "خیر", "callback_data": "n"}]]}
MENU = {"keyboard": [["موضوع‌ها"], [{"text": "شمارهٔ من", "request_contact": True}]], "resize_keyboard": True}


async def test_what_the_bot_says_stands_in_the_chat(telegram: RawBot, on_telegram: Chat) -> None:
    sent = await telegram.sends(on_telegram, "<b>سلام</b>", parse_mode="HTML", reply_markup=YES_NO)
    assert on_telegram.last.text == sent["text"] == "سلام"
    assert sent["entities"] == [{"type": "bold", "offset": 0, "length": 4}]
    assert sent["reply_markup"] == YES_NO
    assert on_telegram.last.buttons == ["بله", "خیر"]


async def test_a_reply_keyboard_stays_until_it_is_removed(telegram: RawBot, on_telegram: Chat) -> None:
    await telegram.sends(on_telegram, "منو", reply_markup=MENU)
    await telegram.sends(on_telegram, "متن")
    assert on_telegram.reply_keyboard is not None
    assert on_telegram.reply_keyboard.rows[1][0].wants_contact
    await telegram.sends(on_telegram, "خداحافظ", reply_markup={"remove_keyboard": True})
    assert on_telegram.reply_keyboard is None


@pytest.mark.parametrize(
    ("parameters", "why"),
    [
        ({"text": "<b>x", "parse_mode": "HTML"}, "can't parse entities: Can't find end tag"),
        ({"text": "*x*", "parse_mode": "MarkdownV2"}, "unsupported parse_mode"),
        ({"text": "ا" * 4097}, "message is too long"),
        ({"text": "😀" * 2049}, "message is too long"),
        ({"text": " \n "}, "message text is empty"),
        ({}, "message text is empty"),
        ({"text": "x", "chat_id": 999}, "chat not found"),
        ({"text": "x", "chat_id": "@nobody"}, "chat not found"),
        ({"text": "x", "chat_id": ""}, "chat_id is empty"),
        ({"text": "x", "reply_parameters": {"message_id": 999}}, "message to be replied not found"),
        ({"text": "x", "reply_markup": "{"}, "can't parse reply_markup JSON object"),
        ({"text": "x", "reply_markup": {"buttons": []}}, "object expected as reply markup"),
    ],
)
async def test_what_telegram_refuses(
    telegram: RawBot, on_telegram: Chat, parameters: dict[str, object], why: str
) -> None:
    refusal = await telegram.refused("sendMessage", **{"chat_id": on_telegram.id, **parameters})
    assert refusal.startswith(f"400 Bad Request: {why}")


@pytest.mark.parametrize(
    ("button", "why"),
    [
        ({"text": "x", "callback_data": "ا" * 33}, "BUTTON_DATA_INVALID"),
        ({"text": "x"}, "can't parse inline keyboard button: Text buttons are unallowed"),
        ({"text": "", "callback_data": "y"}, "can't parse inline keyboard button"),
        ({"text": "x", "url": "example"}, "inline keyboard button URL 'example' is invalid"),
    ],
)
async def test_inline_buttons_that_are_refused(
    telegram: RawBot, on_telegram: Chat, button: dict[str, str], why: str
) -> None:
    refusal = await telegram.refused(
        "sendMessage", chat_id=on_telegram.id, text="x", reply_markup={"inline_keyboard": [[button]]}
    )
    assert why in refusal


async def test_a_hundred_buttons_are_the_most(telegram: RawBot, on_telegram: Chat) -> None:
    rows = [[{"text": str(n), "callback_data": str(n)}] for n in range(101)]
    await telegram.sends(on_telegram, "x", reply_markup={"inline_keyboard": rows[:100]})
    refusal = await telegram.refused(
        "sendMessage", chat_id=on_telegram.id, text="x", reply_markup={"inline_keyboard": rows}
    )
    assert refusal == "400 Bad Request: reply markup is too long"


async def test_an_edit_changes_the_message_in_its_place(telegram: RawBot, on_telegram: Chat) -> None:
    sent = await telegram.sends(on_telegram, "پرسش", reply_markup=YES_NO)
    edited = as_object(
        await telegram.ask(
            "editMessageText", chat_id=on_telegram.id, message_id=sent["message_id"], text="پاسخ شما: بله"
        )
    )
    assert on_telegram.texts[-1] == edited["text"] == "پاسخ شما: بله"
    assert on_telegram.last.buttons == []
    assert "edit_date" in edited


async def test_edits_that_are_refused(telegram: RawBot, on_telegram: Chat, world: World, karimi: Person) -> None:
    theirs = world.send_text(karimi, on_telegram, "حرف من").id
    plain = (await telegram.sends(on_telegram, "همان"))["message_id"]
    menu = (await telegram.sends(on_telegram, "منو", reply_markup=MENU))["message_id"]

    async def edit(message_id: object, **parameters: object) -> str:
        given = {"chat_id": on_telegram.id, "message_id": message_id, "text": "دیگر", **parameters}
        return await telegram.refused("editMessageText", **given)

    assert "message is not modified: specified new message content" in await edit(plain, text="همان")
    assert "message to edit not found" in await edit(999)
    assert "message can't be edited" in await edit(theirs)
    assert "message can't be edited" in await edit(menu)
    assert "inline keyboard expected" in await edit(plain, reply_markup=MENU)
    assert "there is no caption in the message to edit" in await telegram.refused(
        "editMessageCaption", chat_id=on_telegram.id, message_id=plain, caption="x"
    )


async def test_deleting_ends_after_two_days(telegram: RawBot, on_telegram: Chat, world: World) -> None:
    first, second = [(await telegram.sends(on_telegram, text))["message_id"] for text in ("یک", "دو")]
    assert await telegram.ask("deleteMessage", chat_id=on_telegram.id, message_id=first)
    assert on_telegram.texts == ["/start", "دو"]
    world.move_clock(49 * 3600)
    refusal = await telegram.refused("deleteMessage", chat_id=on_telegram.id, message_id=second)
    assert refusal == "400 Bad Request: message can't be deleted for everyone"


async def test_a_press_is_answered_once_and_not_too_late(
    telegram: RawBot, on_telegram: Chat, world: World, karimi: Person
) -> None:
    await telegram.sends(on_telegram, "پرسش", reply_markup=YES_NO)
    press = world.press(karimi, on_telegram.last, "بله")
    (update,) = await telegram.updates()
    query = as_object(update["callback_query"])
    assert (query["id"], query["data"]) == (press.id, "y")
    await telegram.ask("answerCallbackQuery", callback_query_id=press.id, text="ثبت شد", show_alert=True)
    assert (press.answer, press.alert) == ("ثبت شد", True)

    late = world.press(karimi, on_telegram.last, "n")
    world.move_clock(3600)
    refusal = await telegram.refused("answerCallbackQuery", callback_query_id=late.id)
    assert refusal == ("400 Bad Request: query is too old and response timeout expired or query ID is invalid")


async def test_the_bot_cannot_write_to_who_has_blocked_it_or_never_came(
    telegram: RawBot, on_telegram: Chat, world: World, karimi: Person
) -> None:
    membership.block(world, karimi, on_telegram)
    refusal = await telegram.refused("sendMessage", chat_id=on_telegram.id, text="x")
    assert refusal == "403 Forbidden: bot was blocked by the user"

    stranger = world.chat_with_bot(world.person("ahmadi"))
    assert await telegram.refused("sendMessage", chat_id=stranger.id, text="x") == ("400 Bad Request: chat not found")
    seen_in_group = world.chat_with_bot(world.person("rahimi"))
    assert await telegram.refused("sendMessage", chat_id=seen_in_group.id, text="x") == (
        "403 Forbidden: bot can't initiate conversation with a user"
    )


async def test_a_group_that_became_a_supergroup_tells_its_new_id(telegram: RawBot, world: World) -> None:
    members = {201: "creator", world.telegram.bot_id: "administrator"}
    group = world.telegram.add_group(Chat("telegram", -555, "group", "کارگروه", members))
    membership.upgrade(world, group, -1009999)
    _, answer = await telegram.call("sendMessage", chat_id=-555, text="x")
    assert answer["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert answer["parameters"] == {"migrate_to_chat_id": -1009999}
    await telegram.ask("sendMessage", chat_id=-1009999, text="x")


async def test_forwards_and_copies(telegram: RawBot, on_telegram: Chat, world: World) -> None:
    group = world.groups("telegram")[0]
    sent = await telegram.sends(on_telegram, "<b>خبر</b>", parse_mode="HTML")
    way = {"from_chat_id": on_telegram.id, "message_id": sent["message_id"], "chat_id": group.id}
    forwarded = as_object(await telegram.ask("forwardMessage", **way))
    assert as_object(forwarded["forward_origin"])["type"] == "user"
    copied = as_object(await telegram.ask("copyMessage", **way))
    assert list(copied) == ["message_id"]
    assert (group.last.text, group.last.forward, group.last.entities[0].type) == ("خبر", None, "bold")


async def test_pinning_in_the_staff_group(telegram: RawBot, world: World) -> None:
    group = world.groups("telegram")[0]
    sent = await telegram.sends(group, "سنجاق")
    await telegram.ask("pinChatMessage", chat_id=group.id, message_id=sent["message_id"])
    full = as_object(await telegram.ask("getChat", chat_id=group.id))
    assert as_object(full["pinned_message"])["text"] == "سنجاق"
    await telegram.ask("unpinChatMessage", chat_id=group.id)
    assert group.pinned is None


async def test_a_location_and_a_contact(telegram: RawBot, on_telegram: Chat) -> None:
    place = as_object(await telegram.ask("sendLocation", chat_id=on_telegram.id, latitude=35.7, longitude=51.4))
    assert place["location"] == {"latitude": 35.7, "longitude": 51.4}
    contact = as_object(
        await telegram.ask("sendContact", chat_id=on_telegram.id, phone_number="+98211", first_name="دبیرخانه")
    )
    assert contact["contact"] == {"phone_number": "+98211", "first_name": "دبیرخانه"}


async def test_captions_and_keyboards_are_edited_by_themselves(
    telegram: RawBot, on_telegram: Chat, world: World, karimi: Person
) -> None:
    file = world.send_document(karimi, on_telegram, "a.txt", b"1").media
    assert file is not None
    assert file.file is not None
    sent = as_object(await telegram.ask("sendDocument", chat_id=on_telegram.id, document=file.file.id, caption="پیش"))
    way = {"chat_id": on_telegram.id, "message_id": sent["message_id"]}
    await telegram.ask("editMessageCaption", **way, caption="<b>پس</b>", parse_mode="HTML")
    assert (on_telegram.last.text, on_telegram.last.entities[0].type) == ("پس", "bold")
    await telegram.ask("editMessageReplyMarkup", **way, reply_markup=YES_NO)
    assert (on_telegram.last.text, on_telegram.last.buttons) == ("پس", ["بله", "خیر"])
    assert "there is no text in the message to edit" in await telegram.refused("editMessageText", **way, text="x")


async def test_what_the_bot_says_of_itself(telegram: RawBot) -> None:
    await telegram.ask("setMyDescription", description="برای گفت‌وگو")
    assert await telegram.ask("getMyDescription") == {"description": "برای گفت‌وگو"}
    commands = [{"command": "start", "description": "آغاز"}]
    await telegram.ask("setMyCommands", commands=commands)
    assert await telegram.ask("getMyCommands") == commands
    await telegram.ask("deleteMyCommands")
    assert await telegram.ask("getMyCommands") == []


@pytest.mark.parametrize(
    ("commands", "why"),
    [
        ([{"command": "Start", "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "start", "description": ""}], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([{"command": "start", "description": "x"}] * 101, "BOT_COMMANDS_TOO_MUCH"),
        ([1], "can't parse BotCommand"),
        ("x", "can't parse commands JSON object"),
    ],
)
async def test_commands_that_are_refused(telegram: RawBot, commands: object, why: str) -> None:
    assert why in await telegram.refused("setMyCommands", commands=commands)
