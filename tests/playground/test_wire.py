"""The four ways in which parameters come over the wire."""

import json
from urllib.parse import urlencode

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playground.bot_api import METHODS
from playground.models import Chat
from playground.server import Playground
from playground.world import World
from tests.playground.conftest import RawBot, as_object

KEYBOARD = {"inline_keyboard": [[{"text": "بله", "callback_data": "y"}]]}


@pytest.mark.parametrize("messenger", ["telegram", "bale"])
@pytest.mark.parametrize("way", ["query", "form", "json", "multipart"])
async def test_every_way_says_the_same(
    playground: Playground, session: aiohttp.ClientSession, messenger: str, way: str
) -> None:
    world = playground.world
    karimi = world.person("karimi")
    chat = world.chat_with_bot(karimi, "bale" if messenger == "bale" else "telegram")
    world.send_text(karimi, chat, "/start")
    url = f"{playground.url}/{messenger}/bot1:a/SENDmessage"
    flat = {"chat_id": str(chat.id), "text": "سلام & درود", "reply_markup": json.dumps(KEYBOARD)}
    match way:
        case "query":
            request = session.get(f"{url}?{urlencode(flat)}")
        case "form":
            request = session.post(url, data=flat)
        case "json":
            request = session.post(url, json={**flat, "chat_id": chat.id, "reply_markup": KEYBOARD})
        case _:
            form = aiohttp.FormData(flat, default_to_multipart=True)
            request = session.post(url, data=form)
    async with request as response:
        assert response.status == 200
    assert (chat.last.text, chat.last.buttons) == ("سلام & درود", ["بله"])


async def test_a_body_that_is_not_json_is_refused(telegram: RawBot, session: aiohttp.ClientSession) -> None:
    headers = {"Content-Type": "application/json"}
    for body in (b"{", b"[1]", b"\xff"):
        async with session.post(telegram.address("getMe"), data=body, headers=headers) as response:
            assert response.status == 400


async def test_an_unknown_token_is_told_so(playground: Playground, telegram: RawBot, bale: RawBot) -> None:
    playground.world.tokens = frozenset({"1:known"})
    assert await telegram.refused("getMe") == "401 Unauthorized"
    assert await bale.refused("getMe") == "403 Forbidden: Token not found"


async def test_an_album_with_attached_files(
    telegram: RawBot, on_telegram: Chat, session: aiohttp.ClientSession
) -> None:
    media = [
        {"type": "document", "media": "attach://one", "caption": "<b>یک</b>", "parse_mode": "HTML"},
        {"type": "document", "media": "attach://two"},
    ]
    form = aiohttp.FormData({"chat_id": str(on_telegram.id), "media": json.dumps(media)})
    form.add_field("one", b"1", filename="1.txt")
    form.add_field("two", b"2", filename="2.txt")
    async with session.post(telegram.address("sendMediaGroup"), data=form) as response:
        first, second = (await response.json())["result"]
    assert first["media_group_id"] == second["media_group_id"]
    assert (first["caption"], second["document"]["file_name"]) == ("یک", "2.txt")


async def test_files_go_down_by_getfile_and_again_by_their_id(
    telegram: RawBot, on_telegram: Chat, world: World, session: aiohttp.ClientSession
) -> None:
    world.send_document(world.person("karimi"), on_telegram, "نظر.txt", "متن".encode(), caption="پیوست")
    (update,) = await telegram.updates()
    document = as_object(as_object(update["message"])["document"])
    file = as_object(await telegram.ask("getFile", file_id=document["file_id"]))
    address = f"{telegram.api_url}/file/bot1:a/{file['file_path']}"
    async with session.get(address) as response:
        assert (await response.read()).decode() == "متن"
    async with session.get(f"{address}x") as response:
        assert response.status == 404
    again = as_object(await telegram.ask("sendDocument", chat_id=on_telegram.id, document=document["file_id"]))
    assert as_object(again["document"])["file_id"] == document["file_id"]


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("https://example.com/a.pdf", "failed to get HTTP URL content"),
        ("no-such-file", "wrong file identifier/HTTP URL specified"),
        ("", "there is no document in the request"),
    ],
)
async def test_files_that_cannot_be_had(telegram: RawBot, on_telegram: Chat, value: str, why: str) -> None:
    refusal = await telegram.refused("sendDocument", chat_id=on_telegram.id, document=value)
    assert refusal == f"400 Bad Request: {why}"


#: A JSON body can hold what no text has: half of a pair.
SURROGATES = st.characters(categories=["Cs", "Ll"]) | st.sampled_from("<>/b@#*_`[]()")
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=12)
    | st.text(SURROGATES, max_size=4)
    | st.sampled_from([101, 1, "HTML", -5]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
NAMES = st.sampled_from(
    [
        "chat_id",
        "text",
        "caption",
        "parse_mode",
        "entities",
        "message_id",
        "from_chat_id",
        "reply_markup",
        "reply_parameters",
        "media",
        "document",
        "photo",
        "action",
        "file_id",
        "user_id",
        "commands",
        "scope",
        "callback_query_id",
        "url",
        "offset",
        "limit",
        "latitude",
        "longitude",
        "phone_number",
        "allowed_updates",
    ]
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    method=st.sampled_from([*METHODS, "getupdates", "setwebhook", "getwebhookinfo"]),
    parameters=st.dictionaries(NAMES, ANYTHING, max_size=6),
)
def test_nothing_a_bot_sends_breaks_the_server(method: str, parameters: dict[str, object]) -> None:
    """Whatever comes is done or refused; an exception here would be a bare 500 to the bot."""
    import asyncio

    from playground import bot_api, default_world
    from playground.arguments import Arguments
    from playground.bot_side import BotSide

    async def call() -> None:
        world = default_world()
        karimi = world.person("karimi")
        for messenger in world.messengers.values():
            chat = world.chat_with_bot(karimi, messenger.name)
            world.send_text(karimi, chat, "سلام")
            told = {"chat_id": chat.id, "message_id": 1, **parameters}
            answer = await bot_api.answer(BotSide(world, messenger), "1:a", method, Arguments(told))
            assert answer.status in (200, 400, 403, 404, 409)
            assert json.loads(answer.body)["ok"] is (answer.status == 200)

    asyncio.run(call())
