"""What the page, and any script, can do over HTTP."""

import asyncio
import json
from datetime import timedelta

import aiohttp
import pytest

from playground.models import Chat
from playground.server import Playground
from playground.world import World
from tests.playground.conftest import RawBot, as_object

YES_NO = {"inline_keyboard": [[{"text": "بله", "callback_data": "y"}, {"text": "خیر", "callback_data": "n"}]]}


class Page:
    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self.session = session
        self.url = url

    async def post(self, path: str, **body: object) -> tuple[int, dict[str, object]]:
        async with self.session.post(f"{self.url}/api/{path}", json=body) as response:
            return response.status, await response.json()

    async def does(self, path: str, **body: object) -> dict[str, object]:
        status, answer = await self.post(path, **body)
        assert status == 200, answer
        return answer

    async def get(self, path: str) -> object:
        async with self.session.get(f"{self.url}/api/{path}") as response:
            return await response.json()


@pytest.fixture
def page(session: aiohttp.ClientSession, playground: Playground) -> Page:
    return Page(session, playground.url)


async def test_somebody_writes_presses_and_edits(page: Page, telegram: RawBot, world: World) -> None:
    ahmadi = world.chat_with_bot(world.person("ahmadi"))
    said = await page.does("people/ahmadi/send", text="سلام")
    await telegram.sends(ahmadi, "پرسش", reply_markup=YES_NO)
    question = ahmadi.last.id
    for button in ("بله", "n", [0, 1]):
        await page.does("people/ahmadi/press", message_id=question, button=button)
    await page.does("people/ahmadi/edit", message_id=said["id"], text="درود")
    kinds = [sorted(update)[0] for update in await telegram.updates()]
    assert kinds == ["message", "callback_query", "callback_query", "callback_query", "edited_message"]
    pressed = [as_object(one["callback_query"])["data"] for one in (await telegram.updates())[1:4]]
    assert pressed == ["y", "n", "n"]


async def test_the_messages_of_a_chat_can_be_read(page: Page, telegram: RawBot, on_telegram: Chat) -> None:
    await telegram.sends(on_telegram, "<b>خوش آمدید</b>", parse_mode="HTML", reply_markup=YES_NO)
    messages = await page.get(f"chats/{on_telegram.key}/messages")
    assert isinstance(messages, list)
    mine, theirs = messages
    assert (mine["text"], mine["from"]) == ("/start", "karimi")
    assert (theirs["text"], theirs["from"], theirs["entities"][0]["type"]) == ("خوش آمدید", "bot", "bold")
    assert [button["text"] for button in theirs["keyboard"][0]] == ["بله", "خیر"]


async def test_a_person_on_two_messengers_says_where(page: Page) -> None:
    status, answer = await page.post("people/karimi/send", text="سلام")
    assert (status, "دو پیام‌رسان" in str(answer["error"])) == (400, True)
    await page.does("people/karimi/send", text="سلام", chat="bale:702")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"contact": True}, "contact"),
        ({"location": {"latitude": 35.7, "longitude": 51.4}}, "location"),
        ({"sticker": "🌹"}, "sticker"),
        ({"voice": True}, "voice"),
        ({"photo": True}, "photo"),
    ],
)
async def test_other_things_than_words(page: Page, telegram: RawBot, given: dict[str, object], field: str) -> None:
    await page.does("people/ahmadi/send", **given)
    (update,) = await telegram.updates()
    assert field in as_object(update["message"])


async def test_a_file_goes_up_with_its_caption_and_can_be_had_again(
    page: Page, telegram: RawBot, session: aiohttp.ClientSession, world: World
) -> None:
    form = aiohttp.FormData({"caption": "پیوست نظر"}, quote_fields=False)
    form.add_field("file", b"PK...", filename="نظر من.docx", content_type="application/msword")
    async with session.post(f"{page.url}/api/people/ahmadi/upload", data=form) as response:
        media = (await response.json())["media"]
    (update,) = await telegram.updates()
    message = as_object(update["message"])
    assert message["caption"] == "پیوست نظر"
    assert as_object(message["document"])["file_name"] == "نظر من.docx"
    async with session.get(f"{page.url}/api/files/{media['file']}") as response:
        assert await response.read() == b"PK..."
        assert response.headers["Content-Disposition"].startswith("attachment")


async def test_a_file_is_never_shown_as_a_page_of_its_own(
    page: Page, session: aiohttp.ClientSession, world: World
) -> None:
    ahmadi = world.person("ahmadi")
    script = world.send_file(ahmadi, world.chat_with_bot(ahmadi), "document", "a.html", b"<script>", mime="text/html")
    assert script.media is not None
    assert script.media.file is not None
    async with session.get(f"{page.url}/api/files/{script.media.file.id}") as response:
        assert response.content_type == "application/octet-stream"
        assert response.headers["X-Content-Type-Options"] == "nosniff"


async def test_moving_the_clock_is_told_to_who_listens(page: Page, playground: Playground) -> None:
    before = playground.now()
    told = []

    async def moved() -> None:
        told.append(playground.now())

    playground.on_clock_moved = moved
    await page.does("clock", seconds=86400)
    assert timedelta(days=1) <= told[0] - before < timedelta(days=1, minutes=1)
    status, _ = await page.post("clock", seconds=-1)
    assert (status, len(told)) == (400, 1)


async def test_faults_can_be_ordered_seen_and_ended(
    page: Page, telegram: RawBot, session: aiohttp.ClientSession, on_telegram: Chat
) -> None:
    await page.does("faults", kind="server_error", method="sendMessage", times=1)
    await telegram.refused("sendMessage", chat_id=on_telegram.id, text="x")
    faults = await page.get("faults")
    assert isinstance(faults, list)
    assert [(fault["kind"], fault["happened"]) for fault in faults] == [("server_error", 1)]
    status, answer = await page.post("faults", kind="earthquake")
    assert (status, "earthquake" in str(answer["error"])) == (400, True)
    async with session.delete(f"{page.url}/api/faults") as response:
        assert await response.json() == []
    log = await page.get("log")
    assert isinstance(log, list)
    assert log[-1]["outcome"] == "502 Bad Gateway"


async def test_changes_come_as_they_happen_after_the_whole_state(
    page: Page, telegram: RawBot, session: aiohttp.ClientSession, on_telegram: Chat
) -> None:
    async with asyncio.timeout(5), session.get(f"{page.url}/api/events") as stream:
        state = await next_change(stream)
        assert state["kind"] == "state"
        assert on_telegram.key in as_object(state["messages"])
        sent = await telegram.sends(on_telegram, "خبر")
        change = await next_change(stream)
        assert (change["kind"], as_object(change["message"])["text"]) == ("message", "خبر")
        way = {"chat_id": on_telegram.id, "message_id": sent["message_id"]}
        await telegram.ask("editMessageText", **way, text="خبر تازه")
        assert (await next_change(stream))["kind"] == "edit"
        await telegram.ask("sendChatAction", chat_id=on_telegram.id, action="typing")
        assert (await next_change(stream))["kind"] == "typing"


async def next_change(stream: aiohttp.ClientResponse) -> dict[str, object]:
    while True:
        line = await stream.content.readline()
        if line.startswith(b"data: "):
            change = as_object(json.loads(line.removeprefix(b"data: ")))
            if change["kind"] != "bots":
                return change


async def test_stopping_does_not_wait_for_open_polls_and_streams(session: aiohttp.ClientSession) -> None:
    playground = Playground()
    await playground.start()
    bot = RawBot(session, playground.telegram_url)
    async with session.get(f"{playground.url}/api/events") as stream, asyncio.TaskGroup() as group:
        await next_change(stream)
        poll = group.create_task(bot.updates(timeout=50))
        await playground.world.wait_for(lambda: playground.world.telegram.updates.polling)
        async with asyncio.timeout(3):
            await playground.stop()
        assert await poll == []


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/", "text/html"), ("/page/app.js", "text/javascript"), ("/page/style.css", "text/css")],
)
async def test_the_page_forbids_itself_anything_from_elsewhere(
    page: Page, session: aiohttp.ClientSession, path: str, kind: str
) -> None:
    async with session.get(page.url + path) as response:
        assert (response.status, response.content_type) == (200, kind)
        assert response.headers["Content-Security-Policy"].startswith("default-src 'self'")
        assert (
            "//" not in (await response.text()).replace("https://t.me/", "").replace("http://www.w3.org/2000/svg", "")
            or kind != "text/html"
        )


@pytest.mark.parametrize("name", ["nothing.js", "..%2Fserver.py", "..%2Fpage%2Findex.html", "%2Fetc%2Fpasswd", "."])
async def test_only_files_of_the_page_are_served(page: Page, session: aiohttp.ClientSession, name: str) -> None:
    async with session.get(f"{page.url}/page/{name}") as response:
        assert response.status == 404


async def test_another_site_may_not_act(page: Page, session: aiohttp.ClientSession) -> None:
    headers = {"Origin": "https://elsewhere.example"}
    async with session.post(f"{page.url}/api/clock", json={"seconds": 1}, headers=headers) as response:
        assert response.status == 403
    headers = {"Origin": page.url}
    async with session.post(f"{page.url}/api/clock", json={"seconds": 1}, headers=headers) as response:
        assert response.status == 200
