from dataclasses import replace

import pytest

from bot.bale_gateway import BaleGateway
from consultation.texts import bold
from scheduler.sending import Parcel, Sent, Upload
from tests.gateways.fake_server import FakeServer, failure, result

HELLO = Parcel(chat_id=5, text="سلام")


async def test_bold_is_markdown_and_what_people_typed_is_not(bale: BaleGateway, server: FakeServer) -> None:
    await bale.send(replace(HELLO, text=f"{bold('عنوان')}: *x*"))
    assert server.last.fields["text"] == " *عنوان* : \u2060*\u2060x\u2060*\u2060"


async def test_nothing_is_sent_that_bale_does_not_know(bale: BaleGateway, server: FakeServer) -> None:
    await bale.send(replace(HELLO, menu=(("یک",),)))
    assert set(server.last.fields) == {"chat_id", "text", "reply_markup"}
    assert set(server.last.keyboard) == {"keyboard", "resize_keyboard"}
    server.will(result([]))
    await bale.updates(None, 0)
    assert set(server.last.fields) == {"timeout", "limit"}


async def test_an_upload_is_a_plain_part_named_document(bale: BaleGateway, server: FakeServer) -> None:
    document = Upload("گزارش.pdf", "application/pdf", content=b"%PDF")
    await bale.send(Parcel(5, bold("گزارش"), document=document))
    assert [part.name for part in server.last.parts] == ["document"]
    assert server.last.fields == {"chat_id": "5", "caption": " *گزارش* "}


async def test_the_stub_that_answers_an_edit_names_no_message(bale: BaleGateway, server: FakeServer) -> None:
    server.will(result({"message_id": 0}))
    assert await bale.send(replace(HELLO, edits=70)) == Sent(None)


async def test_an_edit_that_bale_refuses_in_words_of_its_own_is_sent_anew(
    bale: BaleGateway, server: FakeServer
) -> None:
    server.will(failure(400, "message_id: is not editable"))
    assert await bale.send(replace(HELLO, edits=70)) == Sent(71)
    assert server.methods == ["editMessageText", "sendMessage"]


async def test_the_link_that_opens_the_bot(bale: BaleGateway, server: FakeServer) -> None:
    server.will(result({"id": 123456789, "is_bot": True, "first_name": "جذب", "username": "jazb_bot"}))
    await bale.identify()
    assert bale.start_link("t1-x") == "https://ble.ir/jazb_bot?start=t1-x"


async def test_there_is_no_commands_menu(bale: BaleGateway, server: FakeServer) -> None:
    await bale.offer_commands([("start", "شروع")], [], [-100], "fa")
    assert not server.calls
    assert not bale.abilities.commands_menu
    assert not bale.abilities.html


async def test_proxies_of_the_environment_are_for_the_way_abroad(
    server: FakeServer, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    bale = BaleGateway(token, server.url)
    assert await bale.send(HELLO) == Sent(71)
    await bale.close()


@pytest.mark.parametrize(("asked", "pace"), [(None, 10), (25, 25)])
def test_the_pace_is_what_the_settings_say(token: str, asked: float | None, pace: float) -> None:
    abilities = BaleGateway(token, messages_per_second=asked).abilities
    assert (abilities.messages_per_second, abilities.in_flight, abilities.group_burst) == (pace, 30, (12, 7.5))
