"""Bale, through python-telegram-bot, which writes uploads as Bale documents them.

Answers are read by `bot.answers`, before the library can take every 404 for a bad token.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import Sequence
from typing import Any

import httpx
from telegram import Bot, InputFile
from telegram.request import HTTPXRequest

from bot.answers import no_file, result_of
from bot.bot_api import CONNECT, SEND, BotApi, Parameters
from bot.markup import to_bale
from consultation.conversation import Channel
from scheduler.sending import Abilities, Parcel, burst_of

IN_FLIGHT = 30  # more connections make httpx slower, not faster
MESSAGES_PER_SECOND = 10.0  # Bale names no figure; it grants more to bots that people use much

for _chatty in ("httpx", "httpcore", "telegram"):  # they log addresses, and every address holds the token
    logging.getLogger(_chatty).setLevel(logging.WARNING)


class BaleGateway(BotApi):
    channel = Channel.BALE
    link = "https://ble.ir"
    menu_stays = False
    never_written = (
        httpx.ConnectError,
        httpx.ConnectTimeout,
        httpx.PoolTimeout,
        httpx.ProxyError,
        httpx.UnsupportedProtocol,
        httpx.InvalidURL,
    )

    def __init__(
        self,
        token: str,
        api_url: str = "https://tapi.bale.ai",
        *,
        messages_per_second: float | None = None,
        to_a_group_per_minute: int = 20,
    ) -> None:
        super().__init__(token, _abilities(messages_per_second, to_a_group_per_minute))
        root = api_url.rstrip("/")
        self._files = f"{root}/file/bot{token}"
        # Long polls have connections of their own, so that they never keep a message waiting.
        trusted = httpx.create_ssl_context(trust_env=False)
        self._sending, self._polling = _Wire.of(IN_FLIGHT + 10, trusted), _Wire.of(2, trusted)
        self._bot = _Bot(
            token, f"{root}/bot", f"{root}/file/bot", request=self._sending, get_updates_request=self._polling
        )

    async def request(self, method: str, parameters: Parameters, seconds: float) -> Any:
        async with asyncio.timeout(seconds):  # httpx limits each part of a call, never the whole
            return await self._bot.call(method, parameters, seconds)

    async def file_at(self, path: str) -> bytes:
        async with asyncio.timeout(SEND):
            return await self._sending.retrieve(f"{self._files}/{path}")

    async def close(self) -> None:
        await asyncio.gather(self._sending.shutdown(), self._polling.shutdown())

    def message(self, text: str) -> Parameters:
        return {"text": to_bale(text)}

    def caption(self, text: str) -> Parameters:
        return {"caption": to_bale(text)}

    def replying(self, parcel: Parcel) -> Parameters:
        return {} if parcel.reply_to is None else {"reply_to_message_id": parcel.reply_to}

    def upload(self, name: str, content: bytes) -> InputFile:
        return InputFile(content, filename=name)

    async def offer_commands(
        self,
        private: Sequence[tuple[str, str]],
        staff: Sequence[tuple[str, str]],
        groups: Sequence[int],
        language: str,
    ) -> None:
        """Bale's bots get their commands from @botfather alone."""


def _abilities(messages_per_second: float | None, to_a_group_per_minute: int) -> Abilities:
    """What holds whoever is right: the documentation says 4096 characters and 50 MB, users say 20 MB.

    Neutralised marks make a text longer than what is seen of it, hence the distance to 4096.
    """
    return Abilities(
        html=False,
        commands_menu=False,
        text_limit=3500,
        upload_limit=20_000_000,
        messages_per_second=messages_per_second or MESSAGES_PER_SECOND,
        group_burst=burst_of(to_a_group_per_minute),
        in_flight=IN_FLIGHT,
    )


class _Bot(Bot):
    async def call(self, method: str, parameters: Parameters, seconds: float) -> Any:
        """`do_api_request`, but that one warns of every method the library has a name for."""
        return await self._post(method, dict(parameters), read_timeout=seconds)


class _Wire(HTTPXRequest):
    @classmethod
    def of(cls, connections: int, trusted: ssl.SSLContext) -> _Wire:
        """Proxies of the environment are not used: they are there for the way abroad, and Bale is not."""
        return cls(
            connections,
            read_timeout=SEND,
            write_timeout=SEND,
            connect_timeout=CONNECT,
            pool_timeout=CONNECT,
            media_write_timeout=SEND,
            httpx_kwargs={"trust_env": False, "verify": trusted},
        )

    async def do_request(self, url: str, method: str, *arguments: Any, **more: Any) -> tuple[int, bytes]:
        status, body = await super().do_request(url, method, *arguments, **more)
        if method == "GET" and status != 200:
            raise no_file(status)
        if not 200 <= status < 300:
            result_of(status, body)
        return status, body

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        return {"result": result_of(200, payload)}
