"""What inquiries need of either messenger: replies, captions changed, files as what they are, messages taken back."""

from __future__ import annotations

from dataclasses import replace

from bot.bot_api import BotApi
from consultation.conversation import Shape
from scheduler.sending import Parcel, Sent, Upload
from tests.gateways.fake_server import FakeServer, failure, result

HELLO = Parcel(chat_id=5, text="سلام")
VOICE = Upload("voice.ogg", "audio/ogg", content=b"OggS" * 100)


async def test_a_message_stands_below_the_one_it_answers(gateway: BotApi, server: FakeServer) -> None:
    await gateway.send(replace(HELLO, reply_to=9))
    assert any("9" in value for name, value in server.last.fields.items() if name.startswith("reply_"))


async def test_where_that_one_is_gone_it_stands_by_itself(gateway: BotApi, server: FakeServer) -> None:
    server.will(failure(400, "Bad Request: message to be replied not found"))
    assert await gateway.send(replace(HELLO, reply_to=9)) == Sent(71)
    assert not any(name.startswith("reply_") for name in server.last.fields)


async def test_a_caption_is_changed_in_place(gateway: BotApi, server: FakeServer) -> None:
    caption = replace(HELLO, document=VOICE, shape=Shape.VOICE, edits=70, caption=True)
    assert await gateway.send(caption) == Sent(70)
    assert server.methods == ["editMessageCaption"]
    server.will(failure(400, "Bad Request: message to edit not found"))
    assert await gateway.send(caption) == Sent(71)
    assert server.methods == ["editMessageCaption", "editMessageCaption", "sendVoice"]


async def test_a_handle_that_is_not_taken_is_uploaded_and_then_sent_as_a_file(
    gateway: BotApi, server: FakeServer
) -> None:
    refused = failure(400, "Bad Request: wrong file identifier")
    server.will(refused, refused)
    await gateway.send(replace(HELLO, document=replace(VOICE, handle="h"), shape=Shape.VOICE))
    assert server.methods == ["sendVoice", "sendVoice", "sendDocument"]


async def test_a_message_is_taken_back(gateway: BotApi, server: FakeServer) -> None:
    server.will(result(True))
    assert await gateway.send(replace(HELLO, takes_back=70)) == Sent(None)
    assert (server.methods, server.last.fields["message_id"]) == (["deleteMessage"], "70")


async def test_what_is_too_old_to_be_deleted_loses_its_words(gateway: BotApi, server: FakeServer) -> None:
    server.will(
        failure(400, "Bad Request: message can't be deleted"), failure(400, "Bad Request: there is no text to edit")
    )
    assert await gateway.send(replace(HELLO, takes_back=70)) == Sent(None)
    assert server.methods == ["deleteMessage", "editMessageText", "editMessageCaption"]
