"""What Telegram and Bale have in common: one Bot API, which each gateway speaks over its own library."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, ClassVar, TypeVar
from urllib.parse import quote

from bot import markup, updates
from bot.answers import NO_THREAD, NOT_A_MEMBER, NOT_MODIFIED, SHUT, mentions
from bot.gateway import Identity, Raw, Subscription, UnreadableUpdate
from consultation.conversation import Channel, Incoming, Membership, Rows, Shape
from scheduler.sending import Abilities, Moved, NotSent, Parcel, Refused, Sent, TryLater, Unreachable, Upload

CONNECT = 10.0  # seconds to reach the server
SEND = 60.0  # seconds for a whole call
PRESS = 10.0  # an answer to a press that takes longer is of no use
POLL_MARGIN = 15.0  # seconds on top of a long poll
DOWNLOAD_LIMIT = 20_000_000  # bytes
TOO_LARGE = f"The file is larger than {DOWNLOAD_LIMIT} bytes"
TOAST_LIMIT = 200  # characters
LONGEST_TITLE = 128  # characters of the title of a thread

Parameters = Mapping[str, object]
Shown = TypeVar("Shown")

_NOT_IN_A_NAME = re.compile(r'[\x00-\x1f\x7f"\\/\ud800-\udfff]+')  # it would break the header that carries it


class BotApi(ABC):
    """A gateway but for the wire. A subclass says how a call is made and how words are written."""

    channel: ClassVar[Channel]
    link: ClassVar[str]
    menu_stays: ClassVar[bool]  # whether a menu may be asked to stay open
    wanted: ClassVar[Parameters] = {}  # which updates to ask for
    never_written: ClassVar[tuple[type[Exception], ...]]  # the library's errors before a request leaves

    def __init__(self, token: str, abilities: Abilities) -> None:
        self.abilities = abilities
        self._token = token
        self._username = ""

    # -- the wire --------------------------------------------------------------------------------------------

    @abstractmethod
    async def request(self, method: str, parameters: Parameters, seconds: float) -> Any:
        """The result of one call; may raise whatever the library raises."""

    @abstractmethod
    async def file_at(self, path: str) -> bytes:
        """The same for a file of the server."""

    @abstractmethod
    async def close(self) -> None: ...

    @abstractmethod
    def message(self, text: str) -> Parameters:
        """Our words as this messenger writes them."""

    @abstractmethod
    def caption(self, text: str) -> Parameters: ...

    def replying(self, parcel: Parcel) -> Parameters:
        """How a message answers another, and opens a reply to itself, where the messenger knows how to."""
        return {}

    @abstractmethod
    def upload(self, name: str, content: bytes) -> object:
        """A file as the library takes it."""

    @abstractmethod
    async def offer_commands(
        self,
        private: Sequence[tuple[str, str]],
        staff: Sequence[tuple[str, str]],
        groups: Sequence[int],
        language: str,
    ) -> None: ...

    async def call(self, method: str, seconds: float = SEND, /, **parameters: object) -> Any:
        """The result of one call; raises NotSent and nothing else."""
        try:
            return await self.request(method, parameters, seconds)
        except Exception as error:  # a proxy's library, for one, has errors of its own
            raise self._failure(error) from None

    def _failure(self, error: BaseException) -> NotSent:
        """The failure by its right name; a library's words may hold an address, and that the token."""
        either = (error, error.__cause__)
        if named := next((one for one in either if isinstance(one, NotSent)), None):
            return named
        why = f"{type(error).__name__}: {error}".replace(self._token.rpartition(":")[2], "…")
        if any(isinstance(one, UnicodeError) for one in either):
            return Refused(why)
        return TryLater(why, unknown=not any(isinstance(one, self.never_written) for one in either))

    # -- sending ---------------------------------------------------------------------------------------------

    async def send(self, parcel: Parcel) -> Sent:
        """Into its thread. Where that is gone a new one is opened, or else it goes where all can see it."""
        if parcel.thread:
            try:
                return await self._send(parcel)
            except Refused as refused:
                if not mentions(refused, *NO_THREAD):
                    raise
                shut = mentions(refused, SHUT)
                parcel = replace(parcel, thread=0, opens="" if shut else parcel.opens)
        if not parcel.opens:
            return await self._send(parcel)
        opened = await self._open_thread(parcel.chat_id, parcel.opens)
        return replace(await self._send(replace(parcel, thread=opened, opens="")), thread=opened)

    async def _open_thread(self, chat_id: int, title: str) -> int:
        """0 where the group will not have it."""
        with suppress(Refused, Unreachable):
            result = await self.call("createForumTopic", chat_id=chat_id, name=title[:LONGEST_TITLE])
            return updates.number(result.get("message_thread_id"), "message_thread_id")
        return 0

    async def _send(self, parcel: Parcel) -> Sent:
        """A message that cannot be edited any more is sent anew; only a text with buttons can be an edit."""
        if parcel.takes_back is not None:
            return await self._take_back(parcel, parcel.takes_back)
        if parcel.caption and parcel.edits is not None:
            return await self._edit_caption(parcel, parcel.edits)
        if parcel.document is not None:
            return await self._send_document(parcel, parcel.document)
        *pieces, last = markup.split(parcel.text, self.abilities.text_limit) or [""]
        if parcel.edits is not None and parcel.menu is None and not pieces:
            with suppress(Refused):
                return await self._edit(parcel, parcel.edits)
        for piece in pieces:  # what one message does not hold; the last one has the buttons
            await self.call("sendMessage", **_place(parcel), **self.message(piece))
        result = await self._say("sendMessage", parcel, {**self.message(last), **self._keyboard(parcel)})
        return Sent(_message_id(result))

    async def _say(self, method: str, parcel: Parcel, content: Parameters) -> Any:
        """A new message; where the one that it answers is gone, it stands by itself."""
        if parcel.reply_to is not None:
            with suppress(Refused):
                return await self.call(method, **_place(parcel), **{**content, **self.replying(parcel)})
            parcel = replace(parcel, reply_to=None)
        return await self.call(method, **_place(parcel), **{**content, **self.replying(parcel)})

    async def _take_back(self, parcel: Parcel, message_id: int) -> Sent:
        """What can no longer be deleted loses at least its words; what is gone already is no trouble."""
        place = {"chat_id": parcel.chat_id, "message_id": message_id}
        ways: Mapping[str, Parameters] = {
            "deleteMessage": {},
            "editMessageText": self.message(parcel.text),
            "editMessageCaption": self.caption(parcel.text),
        }
        for method, words in ways.items():
            with suppress(Refused):
                await self.call(method, **place, **words)
                break
        return Sent(None)

    async def _edit_caption(self, parcel: Parcel, message_id: int) -> Sent:
        buttons = {"reply_markup": inline_keyboard(parcel.buttons, parcel.right_to_left)}
        place = {"chat_id": parcel.chat_id, "message_id": message_id}
        try:
            await self.call("editMessageCaption", **place, **self.caption(parcel.text), **buttons)
        except Refused as refused:
            if not mentions(refused, NOT_MODIFIED):
                return await self._send(replace(parcel, caption=False, edits=None))
        return Sent(message_id)

    async def _edit(self, parcel: Parcel, message_id: int) -> Sent:
        buttons = {"reply_markup": inline_keyboard(parcel.buttons, parcel.right_to_left)}
        place = {"chat_id": parcel.chat_id, "message_id": message_id}
        try:
            result = await self.call("editMessageText", **place, **self.message(parcel.text), **buttons)
        except Refused as refused:
            if mentions(refused, NOT_MODIFIED):
                return Sent(message_id)
            raise
        return Sent(_message_id(result))

    async def _send_document(self, parcel: Parcel, upload: Upload) -> Sent:
        """Words too long for a caption follow in a message of their own, which then carries the buttons."""
        if not upload.handle and len(upload.content) > self.abilities.upload_limit:
            raise Refused(f"{upload.name}: {len(upload.content)} bytes are more than {self.channel.value} takes")
        fits = markup.length(parcel.text) <= self.abilities.caption_limit
        words = {**self.caption(parcel.text), **self._keyboard(parcel)} if fits else {}
        document = upload.handle or self.upload(_file_name(upload.name), upload.content)
        method = f"send{parcel.shape.capitalize()}"
        try:
            result = await self._say(method, parcel, {parcel.shape.value: document, **words})
        except Refused:
            if not upload.content or (parcel.shape is Shape.DOCUMENT and not upload.handle):
                raise
            shape = parcel.shape if upload.handle else Shape.DOCUMENT
            as_file = await self._send_document(replace(parcel, shape=shape), replace(upload, handle=""))
            return replace(as_file, handle="")  # it is good for files only
        sent = Sent(_message_id(result), _handle(result, parcel.shape) or upload.handle)
        if fits:
            return sent
        return replace(await self._send(replace(parcel, document=None, edits=None)), handle=sent.handle)

    def _keyboard(self, parcel: Parcel) -> Parameters:
        if parcel.buttons:
            return {"reply_markup": inline_keyboard(parcel.buttons, parcel.right_to_left)}
        if parcel.menu is None:
            return {}
        return {"reply_markup": reply_keyboard(parcel, stays=self.menu_stays)}

    # -- receiving -------------------------------------------------------------------------------------------

    async def updates(self, after: int | None, wait: float) -> Sequence[Raw]:
        """Those with a readable update id; raises NotSent."""
        offset = {} if after is None else {"offset": after + 1}
        asked = {"timeout": int(wait), "limit": 100, **offset, **self.wanted}
        batch = await self.call("getUpdates", wait + POLL_MARGIN, **asked)
        numbered = [raw for raw in map(_numbered, batch) if raw is not None] if isinstance(batch, list) else []
        if batch and not numbered:
            raise TryLater("Not one update of a batch has a readable id")
        return numbered

    async def subscribe(self, url: str, secret: str) -> None:
        await self.call("setWebhook", url=url, **self.webhook(secret))

    def webhook(self, secret: str) -> Parameters:
        """What to say of a webhook besides its address."""
        return {}

    async def unsubscribe(self) -> None:
        await self.call("deleteWebhook")

    async def subscription(self) -> Subscription:
        result = await self.call("getWebhookInfo")
        told = result if isinstance(result, dict) else {}
        waiting = told.get("pending_update_count")
        error = str(told.get("last_error_message") or "")
        return Subscription(str(told.get("url") or ""), waiting if isinstance(waiting, int) else None, error)

    def read(self, raw: Raw) -> Incoming | None:
        return updates.read(self.channel, raw, self._username)

    async def answer_press(self, press_id: str, text: str = "", *, alert: bool = False) -> None:
        words = {"text": text[:TOAST_LIMIT], "show_alert": alert} if text else {}
        with suppress(NotSent):
            await self.call("answerCallbackQuery", PRESS, callback_query_id=press_id, **words)

    async def download(self, file_id: str) -> bytes:
        result = await self.call("getFile", file_id=file_id)
        file = result if isinstance(result, dict) else {}
        if _size(file) > DOWNLOAD_LIMIT:
            raise Refused(TOO_LARGE)
        if not isinstance(file.get("file_path"), str):
            raise Refused("The messenger does not give this file")
        try:
            content = await self.file_at(quote(file["file_path"]))
        except Exception as error:
            raise self._failure(error) from None
        if len(content) > DOWNLOAD_LIMIT:
            raise Refused(TOO_LARGE)
        return content

    # -- what is what ----------------------------------------------------------------------------------------

    async def identify(self) -> Identity:
        """Raises NotSent."""
        result = await self.call("getMe")
        me = result if isinstance(result, dict) else {}
        self._username = str(me.get("username") or "")
        try:
            return Identity(updates.number(me.get("id"), "id of the bot"), self._username)
        except UnreadableUpdate as unreadable:
            raise TryLater(f"{self.channel.value}: {unreadable}") from None

    async def membership(self, chat_id: int, user_id: int) -> Membership | None:
        try:
            member = await self.call("getChatMember", chat_id=chat_id, user_id=user_id)
        except Moved as moved:
            return await self.membership(moved.new_chat_id, user_id)
        except NotSent as failure:
            return Membership.MEMBER if mentions(failure, *NOT_A_MEMBER) else None
        return _membership(member if isinstance(member, dict) else {})

    def start_link(self, payload: str) -> str:
        """Good once `identify` was asked; "" for a bot without a username."""
        return f"{self.link}/{self._username}?start={payload}" if self._username else ""


def _membership(member: Parameters) -> Membership:
    status = member.get("status")
    if status in ("creator", "administrator"):
        return Membership.ADMINISTRATOR
    gone = status in updates.GONE or (status == "restricted" and member.get("is_member") is False)
    return Membership.OUTSIDE if gone else Membership.MEMBER


def _place(parcel: Parcel) -> Parameters:
    thread = {"message_thread_id": parcel.thread} if parcel.thread else {}
    return {"chat_id": parcel.chat_id, **thread}


# -- keyboards -----------------------------------------------------------------------------------------------


def inline_keyboard(rows: Rows, right_to_left: bool) -> Parameters:
    written = [
        [
            {"text": button.label, **({"url": button.url} if button.url else {"callback_data": button.press})}
            for button in _ordered(row, right_to_left)
        ]
        for row in rows
    ]
    return {"inline_keyboard": written}


def reply_keyboard(parcel: Parcel, *, stays: bool) -> Parameters:
    """An empty menu takes the keyboard away."""
    if not parcel.menu:
        return {"remove_keyboard": True}
    menu = [[{"text": label} for label in _ordered(row, parcel.right_to_left)] for row in parcel.menu]
    staying = {"is_persistent": True} if stays else {}
    return {"keyboard": menu, "resize_keyboard": True, **staying}


def _ordered(row: Sequence[Shown], right_to_left: bool) -> Sequence[Shown]:
    """Messengers lay a row out from the left; a Persian reader begins at the right."""
    return row[::-1] if right_to_left else row


# -- JSON ----------------------------------------------------------------------------------------------------


def _file_name(name: str) -> str:
    return _NOT_IN_A_NAME.sub("_", name).strip() or "file"


def _numbered(raw: object) -> Raw | None:
    if not isinstance(raw, dict):
        return None
    if isinstance(raw.get("update_id"), int):
        return raw
    try:
        return {**raw, "update_id": updates.number(raw.get("update_id"), "update_id")}
    except UnreadableUpdate:
        return None


def _message_id(result: Any) -> int | None:
    """None for Bale's answer to an edit, which holds a 0."""
    identifier = result.get("message_id") if isinstance(result, dict) else None
    return int(identifier) if identifier else None


def _handle(result: Any, shape: Shape) -> str:
    document = result.get(shape.value) if isinstance(result, dict) else None
    if isinstance(document, list):  # a photo comes in several sizes, the largest last
        document = document[-1] if document else None
    return str(document.get("file_id") or "") if isinstance(document, dict) else ""


def _size(file: Mapping[str, Any]) -> int:
    with suppress(UnreadableUpdate):
        return updates.number(file.get("file_size"), "file_size")
    return 0
