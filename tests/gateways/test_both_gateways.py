"""What delivery, reception and staff are promised of either messenger, over real HTTP with the real libraries."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
from contextlib import suppress
from dataclasses import replace
from traceback import format_exception

import pytest

from bot.bale_gateway import BaleGateway
from bot.bot_api import BotApi
from bot.gateway import Gateway
from bot.telegram_gateway import TelegramGateway
from consultation.conversation import Button, Membership, Shape
from consultation.texts import bold
from scheduler.sending import (
    Moved,
    NotSent,
    Parcel,
    Refused,
    Sent,
    TryLater,
    Unreachable,
    Upload,
)
from tests.gateways.fake_server import CUT, MESSAGE, Answer, FakeServer, failure, result

HELLO = Parcel(chat_id=5, text="سلام")
ROW = (Button("بله", press="yes"), Button("خیر", press="no"), Button("بیشتر", url="https://example.org"))
REPORT = Upload("گزارش نهایی.xlsx", "application/vnd.ms-excel", content=b"PK\x03\x04" * 1000)
UPDATE = {"update_id": 8, "message": {**MESSAGE, "from": {"id": 5, "first_name": "مینا"}, "text": "سلام"}}


def a_gateway(gateway: BotApi) -> Gateway:
    """mypy holds both to the protocol here."""
    return gateway


# -- sending ------------------------------------------------------------------------------------------------


async def test_a_text_is_sent_and_its_id_comes_back(gateway: BotApi, server: FakeServer, token: str) -> None:
    assert await a_gateway(gateway).send(HELLO) == Sent(71)
    assert server.last.path == f"/bot{token}/sendMessage"
    assert server.last.fields["chat_id"] == "5"
    assert server.last.fields["text"] == "سلام"
    assert "reply_markup" not in server.last.fields


async def test_a_question_to_one_of_a_group_opens_a_reply_where_the_messenger_can(
    gateway: BotApi, server: FakeServer
) -> None:
    question = replace(HELLO, reply_to=9, awaits_reply=True)
    await gateway.send(question)
    if isinstance(gateway, TelegramGateway):
        assert server.last.keyboard == {"force_reply": True, "selective": True}
        answered = {"message_id": 9, "allow_sending_without_reply": True}
        assert json.loads(server.last.fields["reply_parameters"]) == answered
    else:
        assert server.last.fields == {"chat_id": "5", "text": "سلام", "reply_to_message_id": "9"}
    await gateway.send(replace(question, buttons=(ROW,)))
    assert "inline_keyboard" in server.last.keyboard, "a message has buttons, or opens a reply"


async def test_buttons_are_laid_out_from_the_right_for_persian_readers(gateway: BotApi, server: FakeServer) -> None:
    await gateway.send(replace(HELLO, buttons=(ROW, (Button("انصراف", press="stop"),))))
    assert server.last.keyboard == {
        "inline_keyboard": [
            [
                {"text": "بیشتر", "url": "https://example.org"},
                {"text": "خیر", "callback_data": "no"},
                {"text": "بله", "callback_data": "yes"},
            ],
            [{"text": "انصراف", "callback_data": "stop"}],
        ]
    }


async def test_and_from_the_left_for_english_readers(gateway: BotApi, server: FakeServer) -> None:
    await gateway.send(replace(HELLO, buttons=(ROW,), right_to_left=False))
    assert [button["text"] for button in server.last.keyboard["inline_keyboard"][0]] == [
        "بله",
        "خیر",
        "بیشتر",
    ]


async def test_a_menu_is_laid_out_in_the_same_order(gateway: BotApi, server: FakeServer) -> None:
    await gateway.send(replace(HELLO, menu=(("یک", "دو"), ("سه",))))
    keyboard = server.last.keyboard
    assert keyboard["keyboard"] == [[{"text": "دو"}, {"text": "یک"}], [{"text": "سه"}]]
    assert keyboard["resize_keyboard"] is True


async def test_an_empty_menu_takes_the_keyboard_away(gateway: BotApi, server: FakeServer) -> None:
    await gateway.send(replace(HELLO, menu=()))
    assert server.last.keyboard == {"remove_keyboard": True}


# -- editing ------------------------------------------------------------------------------------------------


async def test_an_edit_replaces_text_and_buttons(gateway: BotApi, server: FakeServer) -> None:
    await gateway.send(replace(HELLO, buttons=(ROW[:1],), edits=70))
    assert server.methods == ["editMessageText"]
    assert (server.last.fields["chat_id"], server.last.fields["message_id"]) == ("5", "70")
    assert server.last.keyboard == {"inline_keyboard": [[{"text": "بله", "callback_data": "yes"}]]}


async def test_an_edit_without_buttons_takes_them_away(gateway: BotApi, server: FakeServer) -> None:
    await gateway.send(replace(HELLO, edits=70))
    assert server.last.keyboard == {"inline_keyboard": []}


async def test_an_edit_that_changes_nothing_is_a_success(gateway: BotApi, server: FakeServer) -> None:
    server.will(failure(400, "Bad Request: message is not modified: specified new message content is the same"))
    assert await gateway.send(replace(HELLO, edits=70)) == Sent(70)
    assert server.methods == ["editMessageText"]


@pytest.mark.parametrize(
    "refusal",
    [
        failure(400, "Bad Request: message to edit not found"),
        failure(400, "Bad Request: message can't be edited"),
        failure(404, "Not Found: message not found"),
    ],
)
async def test_what_cannot_be_edited_is_sent_anew(gateway: BotApi, server: FakeServer, refusal: Answer) -> None:
    server.will(refusal)
    assert await gateway.send(replace(HELLO, buttons=(ROW,), edits=70)) == Sent(71)
    assert server.methods == ["editMessageText", "sendMessage"]
    assert len(server.last.keyboard["inline_keyboard"][0]) == 3


async def test_an_edit_is_not_sent_anew_while_the_server_is_in_trouble(gateway: BotApi, server: FakeServer) -> None:
    server.will(failure(500, "Internal Server Error"))
    with pytest.raises(TryLater):
        await gateway.send(replace(HELLO, edits=70))
    assert server.methods == ["editMessageText"]


async def test_what_no_edit_can_carry_is_sent_anew(gateway: BotApi, server: FakeServer) -> None:
    await gateway.send(replace(HELLO, edits=70, menu=(("منو",),)))
    await gateway.send(replace(HELLO, edits=70, document=REPORT))
    assert server.methods == ["sendMessage", "sendDocument"]


# -- documents ----------------------------------------------------------------------------------------------


PICTURE = Upload("نقشه.png", "image/png", content=b"a picture")


@pytest.mark.parametrize(
    ("shape", "method", "answered"),
    [
        (Shape.PHOTO, "sendPhoto", [{"file_id": "small"}, {"file_id": "h"}]),
        (Shape.VIDEO, "sendVideo", {"file_id": "h"}),
        (Shape.AUDIO, "sendAudio", {"file_id": "h"}),
    ],
)
async def test_what_can_be_shown_in_the_chat_is_shown_there(
    gateway: BotApi, server: FakeServer, shape: Shape, method: str, answered: object
) -> None:
    server.will(result({**MESSAGE, shape.value: answered}))
    assert await gateway.send(replace(HELLO, document=PICTURE, shape=shape)) == Sent(71, "h")
    assert server.methods == [method]
    assert server.last.parts[0].content == b"a picture"
    await gateway.send(replace(HELLO, document=Upload("n.png", "image/png", handle="h"), shape=shape))
    assert server.last.fields[shape.value] == "h"


async def test_what_the_messenger_does_not_show_arrives_as_a_file(gateway: BotApi, server: FakeServer) -> None:
    server.will(failure(400, "Bad Request: PHOTO_INVALID_DIMENSIONS"))
    server.will(result({**MESSAGE, "document": {"file_id": "BQAC-1"}}))
    sent = await gateway.send(replace(HELLO, document=PICTURE, shape=Shape.PHOTO))
    assert sent == Sent(71, "")
    assert server.methods == ["sendPhoto", "sendDocument"]


async def test_a_document_arrives_whole_under_its_persian_name(gateway: BotApi, server: FakeServer) -> None:
    server.will(result({**MESSAGE, "document": {"file_id": "BQAC-1"}}))
    sent = await gateway.send(replace(HELLO, document=REPORT, buttons=(ROW,)))
    assert sent == Sent(71, "BQAC-1")
    (part,) = server.last.parts
    assert (part.file_name, part.content) == (REPORT.name, REPORT.content)
    assert server.last.fields["caption"] == "سلام"
    assert "inline_keyboard" in server.last.keyboard


async def test_a_document_known_to_the_messenger_is_not_uploaded_again(gateway: BotApi, server: FakeServer) -> None:
    sent = await gateway.send(replace(HELLO, document=replace(REPORT, handle="BQAC-1", content=b"")))
    assert sent == Sent(71, "BQAC-1")
    assert server.last.fields["document"] == "BQAC-1"
    assert not server.last.parts


async def test_words_too_long_for_a_caption_follow_the_document(gateway: BotApi, server: FakeServer) -> None:
    server.will(result({**MESSAGE, "document": {"file_id": "BQAC-1"}}), result({**MESSAGE, "message_id": 72}))
    words = "س" * 1025
    assert await gateway.send(Parcel(5, words, buttons=(ROW,), document=REPORT)) == Sent(72, "BQAC-1")
    document, message = server.calls
    assert "caption" not in document.fields
    assert "reply_markup" not in document.fields
    assert message.fields["text"] == words
    assert "inline_keyboard" in message.keyboard


async def test_a_text_too_long_for_one_message_goes_in_pieces_with_the_buttons_last(
    gateway: BotApi, server: FakeServer
) -> None:
    server.will(*[result(MESSAGE)] * 3)
    paragraphs = [f"{n} " + "واژه " * 150 for n in range(10)]
    await gateway.send(Parcel(7, "\n\n".join(paragraphs), buttons=(ROW,)))
    *pieces, last = server.calls
    assert pieces
    assert all(len(str(request.fields["text"])) <= gateway.abilities.text_limit for request in (*pieces, last))
    assert not any("reply_markup" in request.fields for request in pieces)
    assert "reply_markup" in last.fields


async def test_marks_do_not_count_against_a_caption(gateway: BotApi, server: FakeServer) -> None:
    await gateway.send(Parcel(5, bold("س" * 1024), document=REPORT))
    assert server.methods == ["sendDocument"]


@pytest.mark.parametrize("name", ['a"b\r\nX: y.pdf', "../../etc/passwd", ""])
async def test_a_file_name_cannot_break_out_of_its_header(gateway: BotApi, server: FakeServer, name: str) -> None:
    await gateway.send(replace(HELLO, document=replace(REPORT, name=name)))
    (part,) = server.last.parts
    assert part.content == REPORT.content
    assert part.file_name
    assert not set(part.file_name) & set('"\r\n/\\')


async def test_too_large_a_document_is_refused_before_it_leaves(gateway: BotApi, server: FakeServer) -> None:
    gateway.abilities = replace(gateway.abilities, upload_limit=100)
    with pytest.raises(Refused, match=r"گزارش نهایی\.xlsx"):
        await gateway.send(replace(HELLO, document=REPORT))
    assert not server.calls


# -- failures -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "Forbidden: bot was blocked by the user",
        "Forbidden: user is deactivated",
        "Forbidden: bot was kicked from the supergroup chat",
        "Forbidden: a reason of next year",
        "Bad Request: chat not found",
        "Bad Request: have no rights to send a message",
        "Bad Request: not enough rights to send text messages to the chat",
        "no such group or user",
    ],
)
async def test_unreachable_is_who_does_not_take_messages(gateway: BotApi, server: FakeServer, words: str) -> None:
    server.will(failure(403 if words.startswith("Forbidden") else 400, words))
    with pytest.raises(Unreachable, match=words) as caught:
        await gateway.send(HELLO)
    assert not isinstance(caught.value, Moved)


async def test_a_group_that_moved_says_where_to(gateway: BotApi, server: FakeServer) -> None:
    words = "Bad Request: group chat was upgraded to a supergroup chat"
    server.will(failure(400, words, migrate_to_chat_id=-1001234567890))
    with pytest.raises(Moved) as caught:
        await gateway.send(HELLO)
    assert caught.value.new_chat_id == -1001234567890


@pytest.mark.parametrize(
    "answer",
    [
        failure(400, "Bad Request: can't parse entities: unsupported start tag"),
        failure(400, "Bad Request: message is too long"),
        failure(400, "Bad Request: message text is empty"),
        failure(413, "Request Entity Too Large"),
        Answer(b"<html>413 Request Entity Too Large</html>", 413),
    ],
)
async def test_refused_is_what_no_repetition_helps(gateway: BotApi, server: FakeServer, answer: Answer) -> None:
    server.will(answer)
    with pytest.raises(Refused):
        await gateway.send(HELLO)


@pytest.mark.parametrize(
    ("answer", "after"),
    [
        (failure(429, "Too Many Requests: retry after 17", retry_after=17), 17),
        (failure(429, "Too Many Requests"), None),
        (failure(400, "bot limit exceed"), None),
        (Answer(b"local_rate_limited", 429), None),
    ],
)
async def test_a_flood_pauses_the_whole_token(
    gateway: BotApi, server: FakeServer, answer: Answer, after: float | None
) -> None:
    server.will(answer)
    with pytest.raises(TryLater) as caught:
        await gateway.send(HELLO)
    assert (caught.value.everyone, caught.value.after, caught.value.unknown) == (True, after, False)


@pytest.mark.parametrize(
    "answer",
    [
        failure(401, "Unauthorized"),
        failure(404, "Bad Request: Token not found"),
        failure(403, "Forbidden: token not found"),
    ],
)
async def test_a_token_that_is_not_accepted_loses_no_campaign(
    gateway: BotApi, server: FakeServer, answer: Answer
) -> None:
    server.will(answer)
    with pytest.raises(TryLater, match="does not accept the bot's token") as caught:
        await gateway.send(HELLO)
    assert (caught.value.everyone, caught.value.after) == (True, 60)


@pytest.mark.parametrize(
    ("answer", "unknown"),
    [
        (failure(500, "Internal Server Error"), False),
        (failure(502, "Bad Gateway"), False),
        (failure(409, "Conflict: terminated by other getUpdates request"), False),
        (failure(404, "Not Found"), False),
        (failure(403, "permission_denied"), False),
        (Answer({"ok": False, "error_code": 500, "description": "internal"}, 200), False),
        (Answer(b"<html>504 Gateway Time-out</html>", 504), True),
        (Answer(b"<html>This site is not available</html>", 403), False),
        (Answer(b"<html>Pay for your internet</html>", 200), True),
        (Answer(b'{"ok": true, "result": {"mess', 200), True),
    ],
)
async def test_trouble_on_the_way_blames_nobody(
    gateway: BotApi, server: FakeServer, answer: Answer, unknown: bool
) -> None:
    server.will(answer)
    with pytest.raises(TryLater) as caught:
        await gateway.send(HELLO)
    assert (caught.value.everyone, caught.value.unknown) == (False, unknown)


async def test_after_a_reset_nobody_knows_whether_it_was_sent(gateway: BotApi, server: FakeServer) -> None:
    server.will(CUT)
    with pytest.raises(TryLater) as caught:
        await gateway.send(HELLO)
    assert caught.value.unknown
    assert await gateway.send(HELLO) == Sent(71)


async def test_what_takes_too_long_is_unknown_too(gateway: BotApi, server: FakeServer) -> None:
    server.answered.clear()
    with pytest.raises(TryLater) as caught:
        await gateway.call("getUpdates", 1)
    assert caught.value.unknown


@pytest.mark.parametrize("kind", [TelegramGateway, BaleGateway])
async def test_without_a_connection_nothing_was_sent(kind: type[TelegramGateway | BaleGateway], token: str) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        gateway = kind(token, f"http://127.0.0.1:{unused.getsockname()[1]}")
        with pytest.raises(TryLater) as caught:
            await gateway.send(HELLO)
        await gateway.close()
    assert (caught.value.unknown, caught.value.everyone) == (False, False)


async def test_a_broken_character_is_no_reason_to_stop(gateway: BotApi, server: FakeServer) -> None:
    await gateway.send(replace(HELLO, text="a\ud800b"))
    assert server.last.fields["text"] == "a\ufffdb"
    server.will(failure(400, "Bad Request: strings must be encoded in UTF-8"))
    with pytest.raises(Refused):
        await gateway.send(replace(HELLO, buttons=((Button("\ud800", press="x"),),)))
    await gateway.answer_press("77", "\ud800")


# -- receiving ----------------------------------------------------------------------------------------------


async def test_updates_come_raw_and_the_last_one_heard_is_confirmed(gateway: BotApi, server: FakeServer) -> None:
    server.will(result([UPDATE]))
    (raw,) = await gateway.updates(after=7, wait=0)
    assert server.last.fields["offset"] == "8"
    incoming = a_gateway(gateway).read(raw)
    assert incoming is not None
    assert (incoming.channel, incoming.update_id, incoming.text) == (gateway.channel, 8, "سلام")


async def test_the_first_time_everything_that_waits_is_asked_for(gateway: BotApi, server: FakeServer) -> None:
    server.will(result([]))
    assert list(await gateway.updates(after=None, wait=0)) == []
    assert "offset" not in server.last.fields


async def test_one_malformed_update_never_stops_the_others(gateway: BotApi, server: FakeServer) -> None:
    odd: list[object] = [
        None,
        "update",
        {"message": {}},
        {"update_id": "ten"},
        {"update_id": "9", "message": 3},
        UPDATE,
    ]
    server.will(result(odd))
    assert [raw["update_id"] for raw in await gateway.updates(None, 0)] == [9, 8]


async def test_nor_does_a_broken_character_in_one(gateway: BotApi, server: FakeServer) -> None:
    text = json.dumps({"ok": True, "result": [UPDATE]}).encode()
    server.will(Answer(text.replace(b'"date"', b'"d\xffte"')), Answer(text.replace(b"private", b"\\ud800")))
    assert len(await gateway.updates(None, 0)) == 1
    assert len(await gateway.updates(None, 0)) == 1


async def test_a_batch_without_one_readable_id_is_asked_for_later(gateway: BotApi, server: FakeServer) -> None:
    server.will(result([{"message": {}}]))
    with pytest.raises(TryLater):
        await gateway.updates(None, 0)


async def test_a_long_poll_does_not_hold_up_messages(gateway: BotApi, server: FakeServer) -> None:
    server.answered.clear()
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(gateway.updates(None, 30))
        await asyncio.gather(*(gateway.send(HELLO) for _ in range(40)))
        assert not poll.done()
        server.will(result([UPDATE]))
        server.answered.set()
    assert len(poll.result()) == 1


async def test_long_polls_have_connections_of_their_own(gateway: BotApi, server: FakeServer) -> None:
    server.will(result([]), result(MESSAGE), result([]), result(MESSAGE))
    for _ in range(2):
        await gateway.updates(None, 0)
        await gateway.send(HELLO)
    assert [call.connection for call in server.calls[:2]] == [call.connection for call in server.calls[2:]]
    assert server.calls[0].connection != server.calls[1].connection


async def test_a_press_is_answered(gateway: BotApi, server: FakeServer) -> None:
    await gateway.answer_press("77", "ثبت شد" * 100, alert=True)
    assert server.last.method == "answerCallbackQuery"
    assert server.last.fields["callback_query_id"] == "77"
    assert len(server.last.fields["text"]) == 200
    assert server.last.fields["show_alert"] == "true"


async def test_a_press_that_is_answered_too_late_harms_nobody(gateway: BotApi, server: FakeServer) -> None:
    server.will(failure(400, "Bad Request: query is too old and response timeout expired"), CUT)
    await gateway.answer_press("77")
    await gateway.answer_press("77")
    assert "text" not in server.last.fields


async def test_a_file_is_fetched(gateway: BotApi, server: FakeServer, token: str) -> None:
    path = {"file_id": "f", "file_size": 3, "file_path": "documents/فایل 1.xlsx"}
    server.will(result(path), Answer(b"\x00\xff\x01"))
    assert await gateway.download("f") == b"\x00\xff\x01"
    assert server.calls[0].fields == {"file_id": "f"}
    assert server.last.path == f"/file/bot{token}/documents/فایل 1.xlsx"


@pytest.mark.parametrize(
    "answers",
    [
        [result({"file_id": "f", "file_size": 20_000_001, "file_path": "documents/1"})],
        [result({"file_id": "f", "file_path": "documents/1"}), Answer(bytes(20_000_001))],
        [result({"file_id": "f", "file_path": "documents/1"}), failure(404, "Not Found")],
        [result({"file_id": "f"})],
        [failure(400, "Bad Request: file is too big")],
    ],
)
async def test_a_file_that_cannot_be_had_is_refused(gateway: BotApi, server: FakeServer, answers: list[Answer]) -> None:
    server.will(*answers)
    with pytest.raises(Refused):
        await gateway.download("f")


@pytest.mark.parametrize("answer", [Answer(b"", 502), CUT])
async def test_a_file_that_cannot_be_had_now_is_asked_for_later(
    gateway: BotApi, server: FakeServer, answer: Answer | object
) -> None:
    again = answer  # aiohttp asks for a file a second time by itself
    server.will(result({"file_id": "f", "file_path": "documents/1"}), answer, again)
    with pytest.raises(TryLater):
        await gateway.download("f")


# -- who is who ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "membership"),
    [
        (result({"status": "creator", "user": {"id": 5}}), Membership.ADMINISTRATOR),
        (result({"status": "administrator"}), Membership.ADMINISTRATOR),
        (result({"status": "member"}), Membership.MEMBER),
        (result({"status": "restricted", "is_member": True}), Membership.MEMBER),
        (result({"status": "restricted", "is_member": False}), Membership.OUTSIDE),
        (result({"status": "left"}), Membership.OUTSIDE),
        (result({"status": "kicked"}), Membership.OUTSIDE),
        (failure(400, "Bad Request: user not found"), Membership.MEMBER),
        (failure(400, "Bad Request: PARTICIPANT_ID_INVALID"), Membership.MEMBER),
        (failure(400, "Bad Request: chat not found"), None),
        (failure(403, "permission_denied"), None),
        (CUT, None),
    ],
)
async def test_who_is_an_administrator_and_who_has_left(
    gateway: BotApi, server: FakeServer, answer: Answer | object, membership: Membership | None
) -> None:
    server.will(answer)
    assert await gateway.membership(-100, 5) is membership
    assert server.last.method == "getChatMember"


async def test_a_bot_without_a_name_has_no_link(gateway: BotApi, server: FakeServer) -> None:
    server.will(result({"id": 123456789, "is_bot": True, "first_name": "جذب"}))
    identity = await gateway.identify()
    assert (identity.id, identity.username) == (123456789, "")
    assert gateway.start_link("t1") == ""


async def test_what_does_not_say_who_we_are_is_asked_later(gateway: BotApi, server: FakeServer) -> None:
    server.will(result([]))
    with pytest.raises(TryLater):
        await gateway.identify()


# -- secrets ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [TelegramGateway, BaleGateway])
@pytest.mark.parametrize("address", ["http://127.0.0.1:1", "http://127.0.0.1:99999", "nonsense://[", "http://"])
async def test_no_error_names_the_token(
    kind: type[TelegramGateway | BaleGateway], address: str, token: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    gateway = kind(token, address)
    with pytest.raises(NotSent) as caught:
        await gateway.send(HELLO)
    await gateway.close()
    secret = token.rpartition(":")[2]
    traceback = "".join(format_exception(caught.value))
    assert secret not in f"{caught.value!r} {gateway!r} {caplog.text} {traceback}"


async def test_no_log_names_the_token(
    gateway: BotApi, server: FakeServer, token: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.will(result(MESSAGE), failure(500, "trouble"), CUT, Answer(b"<html>", 200))
    for _ in range(4):
        with suppress(NotSent):
            await gateway.send(HELLO)
    assert token.rpartition(":")[2] not in caplog.text
