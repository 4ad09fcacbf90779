import json
import socket
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from bot.telegram_gateway import TelegramGateway
from consultation.texts import bold
from scheduler.sending import Parcel, Sent, TryLater, Upload
from tests.gateways.fake_server import CUT, MESSAGE, FakeServer, failure, result

HELLO = Parcel(chat_id=5, text="سلام")
COMMANDS = [("start", "شروع"), ("help", "راهنما")]
STAFF = [("/topics", "موضوع‌ها")]


async def test_bold_is_html_and_what_people_typed_is_not(telegram: TelegramGateway, server: FakeServer) -> None:
    await telegram.send(replace(HELLO, text=f"{bold('عنوان')}: <b>x</b> & y"))
    assert server.last.fields["text"] == "<b>عنوان</b>: &lt;b&gt;x&lt;/b&gt; &amp; y"
    assert server.last.fields["parse_mode"] == "HTML"


async def test_links_have_no_preview(telegram: TelegramGateway, server: FakeServer) -> None:
    for parcel in (HELLO, replace(HELLO, edits=70)):
        await telegram.send(parcel)
        assert json.loads(server.last.fields["link_preview_options"]) == {"is_disabled": True}


async def test_the_menu_stays_open(telegram: TelegramGateway, server: FakeServer) -> None:
    await telegram.send(replace(HELLO, menu=(("یک",),)))
    assert server.last.keyboard["is_persistent"] is True


async def test_a_caption_is_html_too(telegram: TelegramGateway, server: FakeServer) -> None:
    document = Upload("1.pdf", "application/pdf", content=b"%PDF")
    await telegram.send(Parcel(5, bold("<گزارش>"), document=document))
    assert server.last.fields["caption"] == "<b>&lt;گزارش&gt;</b>"
    assert server.last.fields["parse_mode"] == "HTML"
    assert server.last.fields["document"] == f"attach://{server.last.parts[0].name}"


async def test_an_edit_says_which_message_it_became(telegram: TelegramGateway, server: FakeServer) -> None:
    server.will(result({**MESSAGE, "message_id": 70}))
    assert await telegram.send(replace(HELLO, edits=70)) == Sent(70)


async def test_only_the_updates_that_are_read_are_asked_for(telegram: TelegramGateway, server: FakeServer) -> None:
    server.will(result([]))
    await telegram.updates(None, 25)
    assert server.last.fields["timeout"] == "25"
    assert json.loads(server.last.fields["allowed_updates"]) == [
        "message",
        "edited_message",
        "callback_query",
        "my_chat_member",
    ]


async def test_the_link_that_opens_the_bot(telegram: TelegramGateway, server: FakeServer) -> None:
    server.will(result({"id": 123456789, "is_bot": True, "first_name": "جذب", "username": "jazb_bot"}))
    assert (await telegram.identify()).username == "jazb_bot"
    assert telegram.start_link("t1-x") == "https://t.me/jazb_bot?start=t1-x"


async def test_commands_are_offered_in_private_and_to_each_staff_group(
    telegram: TelegramGateway, server: FakeServer
) -> None:
    await telegram.offer_commands(COMMANDS, STAFF, [-100, -200], "fa")
    assert server.methods == ["setMyCommands"] * 3
    private, first, second = (call.fields for call in server.calls)
    assert json.loads(private["scope"]) == {"type": "all_private_chats"}
    assert json.loads(private["commands"])[0] == {"command": "start", "description": "شروع"}
    assert json.loads(first["commands"]) == [{"command": "topics", "description": "موضوع‌ها"}]
    assert [json.loads(fields["scope"]) for fields in (first, second)] == [
        {"type": "chat", "chat_id": -100},
        {"type": "chat", "chat_id": -200},
    ]
    assert not any("language_code" in call.fields for call in server.calls)


async def test_english_commands_are_for_english_apps(telegram: TelegramGateway, server: FakeServer) -> None:
    await telegram.offer_commands(COMMANDS, STAFF, [-100], "en")
    assert [call.fields["language_code"] for call in server.calls] == ["en", "en"]


async def test_commands_that_cannot_be_set_are_logged_and_no_more(
    telegram: TelegramGateway, server: FakeServer
) -> None:
    server.will(CUT, failure(400, "Bad Request: chat not found"))
    with capture_logs() as logs:
        await telegram.offer_commands(COMMANDS, STAFF, [-100, -200], "fa")
    assert server.methods == ["setMyCommands"] * 3
    assert [log["log_level"] for log in logs] == ["warning", "warning"]


async def test_everything_goes_through_the_proxy(server: FakeServer, token: str) -> None:
    path = result({"file_id": "f", "file_path": "documents/1"})
    telegram = TelegramGateway(token, "http://telegram.invalid", proxy=server.url)
    assert await telegram.send(HELLO) == Sent(71)
    server.will(result([]), path)
    await telegram.updates(None, 0)
    await telegram.download("f")
    await telegram.close()
    assert server.methods == ["sendMessage", "getUpdates", "getFile", "1"]


async def test_a_proxy_that_is_not_there_has_sent_nothing(token: str) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        proxy = f"http://127.0.0.1:{unused.getsockname()[1]}"
        telegram = TelegramGateway(token, "http://telegram.invalid", proxy=proxy)
        with pytest.raises(TryLater) as caught:
            await telegram.send(HELLO)
        await telegram.close()
    assert not caught.value.unknown


@pytest.mark.parametrize(("paid", "pace", "in_flight"), [(None, 28, 30), (1000, 1000, 150)])
def test_who_pays_may_send_faster(token: str, paid: float | None, pace: float, in_flight: int) -> None:
    abilities = TelegramGateway(token, messages_per_second=paid).abilities
    assert (abilities.messages_per_second, abilities.in_flight) == (pace, in_flight)
    assert abilities.html
    assert abilities.commands_menu
