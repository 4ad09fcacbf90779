"""Raw updates of both messengers in our words: what is understood, what is passed over, what is kept for staff."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.gateway import Raw, UnreadableUpdate
from bot.updates import read
from consultation.conversation import Channel, Contact, File, Incoming, Kind, Location, Sender

T = 1795000000
AT = datetime.fromtimestamp(T, UTC)
MINA = {"id": 5, "is_bot": False, "first_name": "مینا", "last_name": "راد", "username": "mina"}
PRIVATE = {"id": 5, "type": "private", "first_name": "مینا"}
GROUP = {"id": -100, "type": "supergroup", "title": "دبیرخانه"}
BALE_GROUP = {"id": 4400, "type": "group", "title": "دبیرخانه"}
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}

SAID = Incoming(
    channel=Channel.TELEGRAM,
    update_id=9,
    kind=Kind.TEXT,
    chat_id=5,
    sender=Sender(5, "مینا راد", "mina"),
    private=True,
    at=AT,
    message_id=70,
    text="سلام",
)


def message(**content: Any) -> dict[str, Any]:
    return {"message_id": 70, "date": T, "chat": PRIVATE, "from": MINA, **content}


def read_message(channel: Channel = Channel.TELEGRAM, /, **content: Any) -> Incoming | None:
    return read(channel, {"update_id": 9, "message": message(**content)})


# -- texts --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("channel", Channel)
def test_a_text(channel: Channel) -> None:
    assert read_message(channel, text="سلام") == replace(SAID, channel=channel)


@pytest.mark.parametrize("text", ["/start topic-7", "/topics@jazb_bot all", "  سلام \u200f"])
def test_a_text_stays_as_it_was_typed(text: str) -> None:
    entities = [{"type": "bot_command", "offset": 0, "length": 6}]
    assert read_message(text=text, entities=entities) == replace(SAID, text=text)


@pytest.mark.parametrize(("chat", "chat_id"), [(GROUP, -100), (BALE_GROUP, 4400)])
def test_a_group_is_told_by_its_kind_not_by_its_number(chat: Raw, chat_id: int) -> None:
    said = replace(SAID, chat_id=chat_id, private=False, chat_title="دبیرخانه")
    assert read_message(chat=chat, text="سلام") == said


def test_numbers_may_come_as_text() -> None:
    chat, sender = {"id": "5", "type": "private"}, {**MINA, "id": "5"}
    raw = message(message_id="70", date=str(T), chat=chat, text="سلام", **{"from": sender})
    assert read(Channel.TELEGRAM, {"update_id": "9", "message": raw}) == SAID


def test_what_bale_leaves_out_is_no_obstacle() -> None:
    bare = {"message_id": 70, "chat": {"id": 5}, "from": {"id": 5, "first_name": None}, "text": "سلام"}
    incoming = read(Channel.BALE, {"update_id": 9, "message": bare, "edited_message": None})
    assert incoming is not None
    assert (incoming.private, incoming.sender, incoming.at.year) == (True, Sender(5, ""), 1970)


def test_an_answer_names_the_message_it_answers_and_who_wrote_it() -> None:
    answered = read_message(text="سلام", reply_to_message=message(message_id=33))
    assert answered == replace(SAID, reply_to=33, replied_to=SAID.sender)


@pytest.mark.parametrize("writer", [{"from": None}, {"from": {**MINA, "is_bot": True}}, {"sender_chat": GROUP}])
def test_a_bot_or_a_group_whose_message_is_answered_is_nobody(writer: dict[str, Any]) -> None:
    answered = read_message(text="سلام", reply_to_message=message(message_id=33, **writer))
    assert answered == replace(SAID, reply_to=33)


@pytest.mark.parametrize(
    "origin",
    [
        {"forward_origin": {"type": "user", "sender_user": MINA, "date": T}},
        {"forward_from": MINA, "forward_date": T},
        {"forward_from_chat": GROUP},
        {"via_bot": {"id": 7, "is_bot": True, "username": "gif"}},
    ],
)
def test_what_was_forwarded_or_made_by_another_bot_is_known(origin: dict[str, Any]) -> None:
    assert read_message(text="سلام", **origin) == replace(SAID, forwarded=True)


# -- whose words --------------------------------------------------------------------------------------------


def test_an_anonymous_administrator_is_the_group_itself() -> None:
    incoming = read_message(chat=GROUP, sender_chat=GROUP, text="/topics", **{"from": ANONYMOUS})
    assert incoming is not None
    assert incoming.sender == Sender(-100, "دبیرخانه", anonymous=True)


def test_so_is_who_has_no_name_in_a_group() -> None:
    incoming = read(Channel.BALE, {"update_id": 9, "message": {"message_id": 1, "chat": BALE_GROUP, "text": "سلام"}})
    assert incoming is not None
    assert incoming.sender == Sender(4400, "دبیرخانه", anonymous=True)


CHANNEL = {"id": -900, "type": "channel", "title": "خبرها"}


@pytest.mark.parametrize(
    "raw",
    [
        {"channel_post": {"message_id": 1, "date": T, "chat": CHANNEL, "text": "خبر"}},
        {"message": message(chat=CHANNEL, sender_chat=CHANNEL, text="خبر")},
        {"message": message(chat=GROUP, sender_chat=CHANNEL, text="خبر", **{"from": ANONYMOUS})},
        {"message": message(chat=GROUP, text="خبر", **{"from": {**MINA, "is_bot": True}})},
        {"edited_message": message(chat=GROUP, text="خبر", **{"from": {**MINA, "is_bot": True}})},
        {"pre_checkout_query": {"id": "1", "from": MINA}},
        {"poll": {"id": "1"}},
        {},
    ],
)
def test_channels_bots_and_other_affairs_do_not_concern_us(raw: dict[str, Any]) -> None:
    assert read(Channel.TELEGRAM, {"update_id": 9, **raw}) is None


@pytest.mark.parametrize(
    "content",
    [
        {"new_chat_members": [MINA]},
        {"left_chat_member": MINA},
        {"new_chat_title": "عنوان"},
        {"new_chat_photo": []},
        {"delete_chat_photo": True},
        {"group_chat_created": True},
        {"migrate_from_chat_id": -4},
        {"pinned_message": {"message_id": 3, "chat": PRIVATE, "date": T}},
        {"message_auto_delete_timer_changed": {"message_auto_delete_time": 1}},
        {"successful_payment": {}},
        {"web_app_data": {"data": "x"}},
        {"video_chat_started": {}},
        {"forum_topic_created": {"name": "x"}},
        {"boost_added": {"boost_count": 1}},
        {"write_access_allowed": {}},
        {"chat_background_set": {}},
    ],
)
def test_service_messages_do_not_concern_us(content: dict[str, Any]) -> None:
    assert read_message(**content) is None


# -- other content ------------------------------------------------------------------------------------------


FILE = {"file_id": "A", "file_unique_id": "u", "file_name": "طرح.pdf", "mime_type": "application/pdf"}
SIZES = [
    {"file_id": "s", "width": 90, "height": 60, "file_size": 900},
    {"file_id": "l", "width": 1280, "height": 853},
    {"file_id": "m", "width": 320, "height": 213, "file_size": 90_000},
]


@pytest.mark.parametrize(
    ("content", "file"),
    [
        ({"document": {**FILE, "file_size": 7}}, File("A", "document", "طرح.pdf", "application/pdf", 7)),
        ({"document": {"file_id": "A", "file_name": None}}, File("A", "document", "")),
        ({"photo": SIZES}, File("l", "photo", "")),
        ({"voice": {"file_id": "V", "file_size": "12"}}, File("V", "voice", "", "", 12)),
        ({"audio": {**FILE, "title": "x"}}, File("A", "audio", "طرح.pdf", "application/pdf")),
        ({"video": {"file_id": "V", "mime_type": "video/mp4"}}, File("V", "video", "", "video/mp4")),
        ({"video_note": {"file_id": "V"}}, File("V", "video", "")),
        ({"animation": {"file_id": "V"}, "document": {"file_id": "V"}}, File("V", "video", "")),
    ],
)
def test_a_file_with_its_caption(content: dict[str, Any], file: File) -> None:
    sent = replace(SAID, kind=Kind.FILE, file=file, text="پیوست")
    assert read_message(caption="پیوست", **content) == sent
    assert read_message(**content) == replace(sent, text="")


@pytest.mark.parametrize(
    ("content", "contact"),
    [
        (
            {"phone_number": "98912", "first_name": "مینا", "last_name": "راد", "user_id": 5},
            Contact("98912", "مینا راد", 5),
        ),
        ({"phone_number": 98912, "first_name": "مینا"}, Contact("98912", "مینا", None)),
    ],
)
def test_a_contact(content: Raw, contact: Contact) -> None:
    assert read_message(contact=content) == replace(SAID, kind=Kind.CONTACT, contact=contact, text="")


@pytest.mark.parametrize("more", [{}, {"venue": {"title": "میدان"}}])
def test_a_location(more: dict[str, Any]) -> None:
    where = {"latitude": 35.7, "longitude": "51.4", "horizontal_accuracy": 12}
    located = replace(SAID, kind=Kind.LOCATION, location=Location(35.7, 51.4), text="")
    assert read_message(location=where, **more) == located


@pytest.mark.parametrize(
    "content",
    [
        {"sticker": {"file_id": "S", "width": 1, "height": 1}},
        {"poll": {"id": "1", "question": "?"}},
        {"dice": {"emoji": "🎲", "value": 3}},
        {"story": {}},
        {"invoice": {"title": "x"}},
        {"giveaway": {}},
        {"suggested_post_info": {}, "hologram": {"of": "next year"}},
        {"photo": []},
        {"text": ""},
    ],
)
def test_anything_else_somebody_sends_is_other(content: dict[str, Any]) -> None:
    assert read_message(**content) == replace(SAID, kind=Kind.OTHER, text="")


# -- changes ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [{"text": "سلام!"}, {"photo": SIZES, "caption": "سلام!"}])
def test_an_edited_text_or_caption(content: dict[str, Any]) -> None:
    raw = {"update_id": 9, "edited_message": message(edit_date=T + 60, **content)}
    edited = replace(SAID, kind=Kind.EDITED, text="سلام!", at=datetime.fromtimestamp(T + 60, UTC))
    assert read(Channel.TELEGRAM, raw) == edited


@pytest.mark.parametrize("content", [{"photo": SIZES}, {"location": {"latitude": 1, "longitude": 2}}])
def test_an_edit_without_words_does_not_concern_us(content: dict[str, Any]) -> None:
    assert read(Channel.TELEGRAM, {"update_id": 9, "edited_message": message(**content)}) is None


def pressed(**content: Any) -> Raw:
    query = {"id": "441", "from": MINA, "message": message(), "data": "answer:3:x", **content}
    return {"update_id": 9, "callback_query": query}


PRESSED = replace(SAID, kind=Kind.PRESS, text="", press="answer:3:x", press_id="441")


def test_a_press() -> None:
    assert read(Channel.TELEGRAM, pressed(chat_instance="7")) == PRESSED


def test_a_press_in_a_group_is_theirs_who_pressed() -> None:
    ours = message(chat=GROUP, **{"from": {"id": 1, "is_bot": True, "first_name": "جذب"}})
    incoming = read(Channel.TELEGRAM, pressed(message=ours))
    assert incoming == replace(PRESSED, chat_id=-100, private=False, chat_title="دبیرخانه")


def test_a_press_on_a_card_that_was_passed_on() -> None:
    card = message(chat=GROUP, forward_date=T, **{"from": MINA})
    pressed = read(Channel.TELEGRAM, {"update_id": 9, "callback_query": {"id": "1", "from": MINA, "message": card}})
    assert pressed is not None
    assert pressed.forwarded


@pytest.mark.parametrize("text", ["/close@other_bot 3", "/help@OTHER_BOT", "  /new@other_bot"])
def test_a_command_to_another_bot_is_not_for_us(text: str) -> None:
    assert read(Channel.TELEGRAM, {"update_id": 9, "message": message(chat=GROUP, text=text)}, "jazb_bot") is None


@pytest.mark.parametrize("text", ["/close@Jazb_Bot 3", "/close 3", "نشانی ما info@other.ir است"])
def test_what_names_us_or_nobody_is(text: str) -> None:
    assert read(Channel.TELEGRAM, {"update_id": 9, "message": message(chat=GROUP, text=text)}, "jazb_bot") is not None


def test_a_press_on_a_message_too_old_to_be_shown() -> None:
    incoming = read(Channel.TELEGRAM, pressed(message={"chat": PRIVATE, "message_id": 70, "date": 0}))
    assert incoming == replace(PRESSED, at=datetime.fromtimestamp(0, UTC))


def test_a_press_without_its_message_belongs_to_their_private_chat() -> None:
    incoming = read(Channel.BALE, pressed(id=441, message=None))
    epoch = datetime.fromtimestamp(0, UTC)
    assert incoming == replace(PRESSED, channel=Channel.BALE, message_id=0, at=epoch)


def membership(status: str, **content: Any) -> Raw:
    change = {"chat": PRIVATE, "from": MINA, "date": T, "new_chat_member": {"status": status}, **content}
    return {"update_id": 9, "my_chat_member": change}


def test_who_blocks_the_bot_stopped_it() -> None:
    stopped = replace(SAID, kind=Kind.STOPPED, message_id=0, text="")
    assert read(Channel.TELEGRAM, membership("kicked")) == stopped


@pytest.mark.parametrize("doer", [MINA, ANONYMOUS])
def test_so_did_a_group_that_put_it_out(doer: Raw) -> None:
    incoming = read(Channel.TELEGRAM, membership("left", chat=GROUP, **{"from": doer}))
    assert incoming is not None
    assert (incoming.kind, incoming.chat_id) == (Kind.STOPPED, -100)


@pytest.mark.parametrize("status", ["member", "administrator", "restricted"])
def test_whoever_lets_it_in_does_not_concern_us(status: str) -> None:
    assert read(Channel.TELEGRAM, membership(status)) is None


def test_a_group_that_lets_it_in_does() -> None:
    incoming = read(Channel.TELEGRAM, membership("member", chat=GROUP))
    assert incoming is not None
    assert (incoming.kind, incoming.chat_id) == (Kind.ADDED, -100)


FORUM = {"id": -100, "type": "supergroup", "title": "دبیرخانه", "is_forum": True}
BEGINNING = {"message_id": 7, "date": T, "chat": FORUM, "from": MINA, "forum_topic_created": {"name": "برق"}}


def test_what_is_written_in_a_topic_answers_nothing_by_itself() -> None:
    incoming = read_message(
        chat=FORUM, text="/role editor", message_thread_id=7, is_topic_message=True, reply_to_message=BEGINNING
    )
    assert incoming is not None
    assert (incoming.forum, incoming.thread, incoming.reply_to, incoming.replied_to) == (True, 7, None, None)


def test_a_thread_of_replies_is_no_topic() -> None:
    incoming = read_message(chat=GROUP, text="/topics", message_thread_id=7)
    assert incoming is not None
    assert (incoming.forum, incoming.thread) == (False, 0)


@pytest.mark.parametrize("new", [-1001234567890, "-1001234567890"], ids=repr)
def test_a_group_that_moves_says_where_to(new: object) -> None:
    group = {"id": -4, "type": "group", "title": "دبیرخانه"}
    senders: list[dict[str, Any]] = [{"from": MINA}, {"from": ANONYMOUS, "sender_chat": group}, {"from": None}]
    for sender in senders:
        incoming = read_message(chat=group, migrate_to_chat_id=new, **sender)
        assert incoming is not None
        assert (incoming.kind, incoming.chat_id, incoming.new_chat_id) == (Kind.MIGRATED, -4, -1001234567890)


# -- what cannot be read ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "raw",
    [
        {"message": message(text="سلام")},
        {"update_id": None, "message": message(text="سلام")},
        {"update_id": True, "message": message(text="سلام")},
        {"update_id": 10**20, "message": message(text="سلام")},
        {"update_id": 9, "message": "سلام"},
        {"update_id": 9, "message": message(text=["سلام"])},
        {"update_id": 9, "message": message(text="سلام", chat={"type": "private"})},
        {"update_id": 9, "message": message(text="سلام", chat=7)},
        {"update_id": 9, "message": message(text="سلام", date=10**15)},
        {"update_id": 9, "message": message(text="سلام", **{"from": {"first_name": "مینا"}})},
        {"update_id": 9, "message": message(text="سلام", reply_to_message={"message_id": "x"})},
        {"update_id": 9, "message": message(document={"file_name": "x"})},
        {"update_id": 9, "message": message(photo=["x"])},
        {"update_id": 9, "message": message(contact={"first_name": "مینا"})},
        {"update_id": 9, "message": message(location={"latitude": 1})},
        {"update_id": 9, "message": message(location={"latitude": float("nan"), "longitude": 1})},
        {"update_id": 9, "message": message(location={"latitude": 91, "longitude": 1})},
        pressed(id=None),
    ],
)
def test_a_malformed_update_is_said_to_be_unreadable(raw: Raw) -> None:
    with pytest.raises(UnreadableUpdate):
        read(Channel.BALE, raw)


KNOWN = """
    update_id message edited_message callback_query my_chat_member id from chat type date text caption photo
    document file_id file_size contact location latitude longitude data title first_name sender_chat is_bot
    phone_number user_id migrate_to_chat_id reply_to_message message_id new_chat_member status forward_date
"""
NAMES = st.sampled_from(KNOWN.split())
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.sampled_from(["private", "kicked"])
)
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=8), max_leaves=30
)


@given(JSON)
def test_nothing_a_server_sends_brings_the_reader_down(raw: Any) -> None:
    for content in (raw, {"update_id": 9, "message": raw}, {"update_id": 9, "callback_query": raw}):
        with suppress(UnreadableUpdate):
            read(Channel.TELEGRAM, content)


@given(NAMES, JSON)
def test_nor_does_one_odd_field_in_a_good_update(name: str, value: Any) -> None:
    for update in (message(text="سلام"), message(document=FILE), message(contact={"phone_number": "1"})):
        for field in ("message", "edited_message", "my_chat_member"):
            with suppress(UnreadableUpdate):
                read(Channel.BALE, {"update_id": 9, field: {**update, name: value}})
