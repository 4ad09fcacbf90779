"""The playground's page, read and used by a program: what every phone shows, and what a thumb can do on it.

Everything goes over HTTP, and nothing here knows the program under test.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import aiohttp

from tests.end_to_end.patience import STILL, UNEVENTFUL

T = TypeVar("T")

_LONGEST_LINE = 2**24  # bytes: some changes bring hundreds of chats in one line, which a browser takes too


@dataclass(frozen=True)
class Button:
    label: str
    row: int
    column: int


@dataclass(frozen=True)
class Shown:
    """A message as it stands on a phone."""

    id: int
    by_bot: bool
    text: str
    buttons: tuple[Button, ...]
    file: str = ""

    def button(self, *words: str) -> Button | None:
        """The first button with one of these words in its label."""
        return next((one for one in self.buttons if any(word in one.label for word in words)), None)


@dataclass(frozen=True)
class Toast:
    """The word on top of the screen after a press; usually there is none, and only the spinner stops."""

    text: str
    alert: bool


@dataclass
class Page:
    """Use as a context: it follows the page's stream of changes."""

    url: str
    patience: float = STILL
    chats: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    messages: dict[str, dict[int, Shown]] = field(default_factory=dict)
    toasts: dict[str, Toast] = field(default_factory=dict)
    _moved: asyncio.Event = field(default_factory=asyncio.Event)

    async def __aenter__(self) -> Page:
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None))
        self._stream = asyncio.get_running_loop().create_task(self._follow())
        await self.until(lambda: self.chats, "the page")
        return self

    async def __aexit__(self, *_error: object) -> None:
        self._stream.cancel()
        await asyncio.gather(self._stream, return_exceptions=True)
        await self._session.close()

    async def _follow(self) -> None:
        async with self._session.get(f"{self.url}/api/events", read_bufsize=_LONGEST_LINE) as stream:
            async for line in stream.content:
                if line.startswith(b"data: "):
                    self._take(json.loads(line.removeprefix(b"data: ")))

    def _take(self, change: Mapping[str, Any]) -> None:
        match change:
            case {"kind": "state", "chats": chats, "messages": messages}:
                self.chats = {chat["key"]: chat for chat in chats}
                self.messages = {key: {one["id"]: _shown(one) for one in said} for key, said in messages.items()}
            case {"kind": "answer", "press": press, "text": text, "alert": alert}:
                self.toasts[press] = Toast(text, alert)
            case {"kind": "delete", "message": gone}:
                self.messages[gone["chat"]].pop(gone["id"], None)
            case {"kind": "message" | "edit" | "taken", "message": said}:
                self.messages.setdefault(said["chat"], {})[said["id"]] = _shown(said)
        if isinstance(chat := change.get("chat"), dict):
            self.chats[chat["key"]] = chat
        if change["kind"] not in UNEVENTFUL:
            self._moved.set()

    async def until(self, seen: Callable[[], T | None], what: str, patience: float = 0.0) -> T:
        """What `seen` gives once that is true; it is looked at after every change, as long as something moves."""
        patience = patience or self.patience
        try:
            while not (found := seen()):
                self._moved.clear()
                async with asyncio.timeout(patience):
                    await self._moved.wait()
            return found
        except TimeoutError:
            if self._stream.done():
                self._stream.result()  # why it ended
            raise AssertionError(f"{what}: not seen, and nothing else for {patience:g} s") from None

    async def act(self, person: str, act: str, **given: object) -> Mapping[str, Any]:
        async with self._session.post(f"{self.url}/api/people/{person}/{act}", json=given) as answer:
            told: Mapping[str, Any] = await answer.json()
            assert answer.status == 200, told
            return told

    async def upload(self, person: str, chat: str, name: str, content: bytes, caption: str) -> None:
        form = aiohttp.FormData({"kind": "document", "chat": chat, "caption": caption})
        form.add_field("file", content, filename=name)
        async with self._session.post(f"{self.url}/api/people/{person}/upload", data=form) as answer:
            assert answer.status == 200, await answer.text()

    async def download(self, file: str) -> bytes:
        async with self._session.get(f"{self.url}/api/files/{file}") as answer:
            assert answer.status == 200
            return await answer.read()


def _shown(view: Mapping[str, Any]) -> Shown:
    buttons = tuple(
        Button(button["text"], row, column)
        for row, several in enumerate(view["keyboard"])
        for column, button in enumerate(several)
    )
    return Shown(view["id"], view["from"] == "bot", view["text"], buttons, view.get("media", {}).get("file", ""))


@dataclass
class Phone:
    """One person's phone, opened at one chat, such as "telegram:101"."""

    page: Page
    person: str
    chat: str
    wrote: int = 0  # the latest of their messages

    @property
    def messages(self) -> list[Shown]:
        return list(self.page.messages.get(self.chat, {}).values())

    @property
    def last_id(self) -> int:
        return max((message.id for message in self.messages), default=0)

    @property
    def menu(self) -> list[str]:
        """Labels of the keyboard in place of the letters, if there is one."""
        keyboard = self.page.chats.get(self.chat, {}).get("keyboard")
        return [button["text"] for row in keyboard["rows"] for button in row] if keyboard else []

    def said(self, after: int = 0) -> list[Shown]:
        """What the bot has said after this message."""
        return [message for message in self.messages if message.by_bot and message.id > after]

    async def says(self, text: str, reply_to: Shown | None = None) -> int:
        more = {} if reply_to is None else {"reply_to": reply_to.id}
        sent = await self.page.act(self.person, "send", chat=self.chat, text=text, **more)
        self.wrote = int(sent["id"])
        return self.wrote

    async def edits(self, message_id: int, text: str) -> None:
        await self.page.act(self.person, "edit", chat=self.chat, message_id=message_id, text=text)

    async def sends_file(self, name: str, content: bytes, caption: str = "") -> None:
        await self.page.upload(self.person, self.chat, name, content, caption)

    async def presses(self, message: Shown, button: Button | str) -> Toast:
        """The word that the bot answers; a press that it leaves unanswered is a failure."""
        place = [button.row, button.column] if isinstance(button, Button) else button
        pressed = await self.page.act(self.person, "press", chat=self.chat, message_id=message.id, button=place)
        label = button.label if isinstance(button, Button) else button
        answered = str(pressed["press"])
        return await self.until(lambda: self.page.toasts.get(answered), f"an answer to the press «{label}»")

    async def sees(self, *fragments: str, after: int = 0) -> Shown:
        """The first message of the bot with all these fragments."""
        return await self.until(
            lambda: next((one for one in self.said(after) if all(part in one.text for part in fragments)), None),
            " … ".join(fragments),
        )

    async def happens(self, seen: Callable[[], bool], within: float) -> bool:
        """Whether it does, before so many seconds have passed."""
        try:
            return await self.page.until(seen, "", within)
        except AssertionError:
            return False

    async def until(self, seen: Callable[[], T | None], what: str, patience: float = 0.0) -> T:
        try:
            return await self.page.until(seen, what, patience)
        except AssertionError as error:
            raise AssertionError(f"{self.person} on {self.chat}: {error}. The phone shows:\n\n{self}") from None

    def __str__(self) -> str:
        """The end of the conversation, to look at when a test fails."""
        lines = []
        for message in self.messages[-12:]:
            lines.append(f"{'bot' if message.by_bot else self.person} ({message.id}): {message.text}")
            lines.extend(f"    [{button.label}]" for button in message.buttons)
        return "\n".join([*lines, *(f"  menu: {label}" for label in self.menu)])
