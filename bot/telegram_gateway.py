"""Telegram, through aiogram: its Bot, its sessions and its way to write requests.

What is ours makes a message cost a good deal less processor time. Methods carry just the fields that we set, where
aiogram's own check some twenty and build a whole Message from each answer. What holds no file goes as a plain form:
every Bot API server understands one. Answers are read by `bot.answers`.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from functools import cache
from typing import Any, ClassVar, cast
from urllib.parse import urlencode

import orjson
import structlog
from aiohttp import (
    ClientConnectorError,
    ClientHttpProxyError,
    ClientTimeout,
    ConnectionTimeoutError,
    InvalidURL,
)

from bot.answers import no_file, result_of
from bot.bot_api import CONNECT, DOWNLOAD_LIMIT, SEND, TOO_LARGE, BotApi, Parameters
from bot.markup import to_html
from bot.unbuilt import unbuilt
from consultation.conversation import Channel
from scheduler.sending import Abilities, NotSent, Parcel, Refused, burst_of

with unbuilt():
    from aiogram import Bot
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer
    from aiogram.methods import TelegramMethod
    from aiogram.methods.base import TelegramType
    from aiogram.types import BufferedInputFile, InputFile

NO_PREVIEW = {"is_disabled": True}
WANTED = ["message", "edited_message", "callback_query", "my_chat_member"]
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
CONNECTIONS = 200

log = structlog.get_logger(__name__)


class TelegramGateway(BotApi):
    """`messages_per_second` is for bots that pay for more than 30; a socks proxy needs aiohttp-socks."""

    channel = Channel.TELEGRAM
    link = "https://t.me"
    menu_stays = True
    wanted: ClassVar[Parameters] = {"allowed_updates": WANTED}
    never_written = (ClientConnectorError, ConnectionTimeoutError, ClientHttpProxyError, InvalidURL)

    def __init__(
        self,
        token: str,
        api_url: str = "https://api.telegram.org",
        *,
        messages_per_second: float | None = None,
        to_a_group_per_minute: int = 20,
        proxy: str | None = None,
    ) -> None:
        super().__init__(token, _abilities(messages_per_second, to_a_group_per_minute))
        server = TelegramAPIServer.from_base(api_url)
        # Long polls have connections of their own, so that they never keep a message waiting.
        self._sending, self._polling = _Session(server, proxy), _Session(server, proxy)
        self._bot = Bot(token, session=self._sending)

    async def request(self, method: str, parameters: Parameters, seconds: float) -> Any:
        session = self._polling if method == "getUpdates" else self._sending
        return await session(self._bot, _method(method)(**parameters), timeout=int(seconds))

    async def file_at(self, path: str) -> bytes:
        return await self._sending.file_at(self._sending.api.file_url(self._token, path))

    async def close(self) -> None:
        await asyncio.gather(self._sending.close(), self._polling.close())

    def message(self, text: str) -> Parameters:
        return {"text": to_html(text), "parse_mode": "HTML", "link_preview_options": NO_PREVIEW}

    def webhook(self, secret: str) -> Parameters:
        return {"secret_token": secret, **self.wanted}

    def caption(self, text: str) -> Parameters:
        return {"caption": to_html(text), "parse_mode": "HTML"}

    def replying(self, parcel: Parcel) -> Parameters:
        """Selective: in a group the reply is opened for whoever is answered or named, and for nobody else."""
        answered = {"message_id": parcel.reply_to, "allow_sending_without_reply": True}
        reply = {"reply_parameters": answered} if parcel.reply_to is not None else {}
        plain = parcel.awaits_reply and not parcel.buttons
        quiet = {"disable_notification": True} if parcel.silent else {}
        return {**quiet, **reply, **({"reply_markup": {"force_reply": True, "selective": True}} if plain else {})}

    def upload(self, name: str, content: bytes) -> BufferedInputFile:
        return BufferedInputFile(content, name)

    async def offer_commands(
        self,
        private: Sequence[tuple[str, str]],
        staff: Sequence[tuple[str, str]],
        groups: Sequence[int],
        language: str,
    ) -> None:
        await self._set_commands(private, {"type": "all_private_chats"}, language)
        for group in groups:
            await self._set_commands(staff, {"type": "chat", "chat_id": group}, language)

    async def _set_commands(self, commands: Sequence[tuple[str, str]], scope: Parameters, language: str) -> None:
        """Persian is what everybody sees whose app speaks no English."""
        spoken = {"language_code": "en"} if language == "en" else {}
        listed = [{"command": name.removeprefix("/"), "description": words} for name, words in commands]
        try:
            await self.call("setMyCommands", commands=listed, scope=scope, **spoken)
        except NotSent as failure:
            log.warning("the commands menu was not set", scope=scope, language=language, why=str(failure))


def _abilities(messages_per_second: float | None, to_a_group_per_minute: int) -> Abilities:
    pace = messages_per_second or Abilities.messages_per_second
    return Abilities(
        html=True,
        commands_menu=True,
        messages_per_second=pace,
        group_burst=burst_of(to_a_group_per_minute),
        in_flight=30 if pace <= 30 else 150,
    )


@cache
def _method(name: str) -> type[TelegramMethod[Any]]:
    class Method(TelegramMethod[Any]):
        __returning__ = dict
        __api_method__ = name

    return Method


def _form(fields: Parameters) -> bytes:
    written = {name: value if isinstance(value, str) else _json(value) for name, value in fields.items()}
    return urlencode(written, errors="replace").encode()


def _json(value: object) -> bytes:
    try:
        return orjson.dumps(value)
    except TypeError:  # half a character; for the messenger to refuse
        return json.dumps(value).encode()


class _Session(AiohttpSession):
    def __init__(self, server: TelegramAPIServer, proxy: str | None) -> None:
        """aiohttp itself speaks to an HTTP proxy; for the others aiogram asks for aiohttp-socks."""
        plain = proxy is None or proxy.startswith(("http://", "https://"))
        super().__init__(proxy=None if plain else proxy, limit=CONNECTIONS, api=server)
        self._http_proxy = proxy if plain else None

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109  aiogram's signature
    ) -> TelegramType:
        session = await self.create_session()
        fields = method.model_extra or {}
        has_file = any(isinstance(value, InputFile) for value in fields.values())
        async with session.post(
            self.api.api_url(token=bot.token, method=method.__api_method__),
            data=self.build_form_data(bot, method) if has_file else _form(fields),
            headers=None if has_file else FORM,
            timeout=ClientTimeout(total=timeout, connect=CONNECT),
            proxy=self._http_proxy,
        ) as answer:
            return cast(TelegramType, result_of(answer.status, await answer.read()))

    async def file_at(self, url: str) -> bytes:
        session = await self.create_session()
        timeout = ClientTimeout(total=SEND, connect=CONNECT)
        async with session.get(url, timeout=timeout, proxy=self._http_proxy) as answer:
            if answer.status != 200:
                raise no_file(answer.status)
            content = bytearray()
            async for part in answer.content.iter_any():
                content += part
                if len(content) > DOWNLOAD_LIMIT:
                    raise Refused(TOO_LARGE)
            return bytes(content)

    async def close(self) -> None:
        """aiohttp waits for its connections; aiogram would sleep a quarter of a second on top."""
        if self._session is not None:
            await self._session.close()
