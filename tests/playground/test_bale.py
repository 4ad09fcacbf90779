"""Where Bale is not Telegram."""

import aiohttp
import pytest

from playground.models import Chat, Person
from playground.world import World
from tests.playground.conftest import RawBot, as_object


async def test_markdown_is_always_read_and_html_never(bale: RawBot, on_bale: Chat) -> None:
    sent = await bale.sends(on_bale, "سلام *دنیا* <b>x</b>", parse_mode="HTML")
    assert on_bale.last.text == "سلام دنیا <b>x</b>"
    assert [one.type for one in on_bale.last.entities] == ["bold"]
    assert sent["text"] == "سلام *دنیا* <b>x</b>"
    assert "entities" not in sent


@pytest.mark.parametrize("method", ["setMyCommands", "getChatMemberCount", "setMyDescription", "noSuchThing"])
async def test_methods_it_does_not_have(bale: RawBot, method: str) -> None:
    assert await bale.refused(method, commands=[]) == "404 Not Found: method not found"


async def test_an_edit_is_answered_with_a_stub(bale: RawBot, on_bale: Chat, world: World) -> None:
    sent = await bale.sends(on_bale, "پیش")
    way = {"chat_id": on_bale.id, "message_id": sent["message_id"]}
    stub = as_object(await bale.ask("editMessageText", **way, text="پس"))
    assert stub["message_id"] == 0
    assert "text" not in stub
    assert on_bale.last.text == "پس"
    assert world.log[-1].message_id == sent["message_id"]
    world.bale.quirks.bare_edit_stub = True
    assert await bale.ask("editMessageText", **way, text="پسین") == {"message_id": 0}


async def test_each_chat_counts_its_own_messages(bale: RawBot, on_bale: Chat, world: World) -> None:
    rostami = world.person("rostami")
    other = world.chat_with_bot(rostami)
    assert on_bale.last.id == world.send_text(rostami, other, "سلام").id == 1
    assert (await bale.sends(other, "درود"))["message_id"] == 2


async def test_replies_go_by_the_old_parameter(bale: RawBot, on_bale: Chat) -> None:
    first = await bale.sends(on_bale, "یک")
    by_new = await bale.sends(on_bale, "دو", reply_parameters={"message_id": first["message_id"]})
    assert "reply_to_message" not in by_new
    by_old = await bale.sends(on_bale, "سه", reply_to_message_id=first["message_id"])
    assert as_object(by_old["reply_to_message"])["text"] == "یک"


async def test_a_press_may_come_without_chat_instance(
    bale: RawBot, on_bale: Chat, world: World, karimi: Person
) -> None:
    keyboard = {"inline_keyboard": [[{"text": "بله", "callback_data": "y"}]]}
    await bale.sends(on_bale, "پرسش", reply_markup=keyboard)
    world.press(karimi, on_bale.last, "بله")
    (update,) = await bale.updates()
    assert "chat_instance" not in as_object(update["callback_query"])


async def test_groups_are_plain_groups_with_positive_ids(bale: RawBot, world: World) -> None:
    (group,) = world.groups("bale")
    wire = as_object(await bale.ask("getChat", chat_id=group.id))
    assert wire == {"id": group.id, "type": "group", "title": "دبیرخانهٔ جمع‌سپاری"}
    assert group.id > 0


async def test_members_are_shown_to_administrators_only(bale: RawBot, world: World) -> None:
    (group,) = world.groups("bale")
    member = as_object(await bale.ask("getChatMember", chat_id=group.id, user_id=801))
    assert member["status"] == "administrator"
    assert await bale.ask("getChatMembersCount", chat_id=group.id) == 4
    group.members[world.bale.bot_id] = "member"
    refusal = await bale.refused("getChatMember", chat_id=group.id, user_id=801)
    assert refusal == "403 Forbidden: permission_denied"


async def test_one_file_is_a_plain_part_named_like_its_field(
    bale: RawBot, on_bale: Chat, session: aiohttp.ClientSession
) -> None:
    attached = aiohttp.FormData({"chat_id": str(on_bale.id), "document": "attach://it"}, quote_fields=False)
    attached.add_field("it", b"%PDF-1", filename="a.pdf")
    async with session.post(bale.address("sendDocument"), data=attached) as response:
        assert response.status == 400

    plain = aiohttp.FormData({"chat_id": str(on_bale.id)}, quote_fields=False)
    plain.add_field("document", b"%PDF-1", filename="گزارش.pdf")
    async with session.post(bale.address("sendDocument"), data=plain) as response:
        assert as_object((await response.json())["result"])["document"]
    assert on_bale.last.media is not None
    assert on_bale.last.media.file is not None
    assert on_bale.last.media.file.name == "گزارش.pdf"


async def test_blocking_is_not_told_but_found_out(bale: RawBot, on_bale: Chat) -> None:
    on_bale.blocked = True
    assert await bale.updates() == []
    assert await bale.refused("sendMessage", chat_id=on_bale.id, text="x") == ("403 Forbidden: permission_denied")


async def test_a_429_may_not_say_how_long(bale: RawBot, on_bale: Chat, world: World) -> None:
    from playground.faults import Fault

    world.faults.add(Fault("too_many_requests", times=1))
    world.bale.quirks.retry_after = False
    _, answer = await bale.call("sendMessage", chat_id=on_bale.id, text="x")
    assert answer == {"ok": False, "error_code": 429, "description": "Too Many Requests"}


async def test_the_same_number_is_somebody_else_on_the_other_messenger(world: World) -> None:
    assert world.telegram.people[102].name != world.bale.people[102].name
