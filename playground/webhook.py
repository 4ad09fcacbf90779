"""Delivers updates to the address the bot has set: each lane in order, again and again until it answers 2xx."""

from __future__ import annotations

import asyncio
import time
from collections import deque

import aiohttp

from playground.messenger import Messenger
from playground.updates import Update, Webhook

FIRST_DELAY = 0.5
LONGEST_DELAY = 60.0
#: The bot has this long to answer.
PATIENCE = aiohttp.ClientTimeout(total=60)
HEADER = "X-Telegram-Bot-Api-Secret-Token"


class WebhookDelivery:
    def __init__(self, messenger: Messenger) -> None:
        self._messenger = messenger
        self._queue = messenger.updates
        self._webhook: Webhook | None = None
        self._lanes: dict[int, deque[Update]] = {}
        self._new_lanes: asyncio.Queue[tuple[int, Webhook]] = asyncio.Queue()

    async def run(self) -> None:
        """Until cancelled."""
        self._queue.on_put = self._put
        try:
            async with aiohttp.ClientSession(timeout=PATIENCE) as session, asyncio.TaskGroup() as group:
                while True:
                    lane, webhook = await self._new_lanes.get()
                    group.create_task(self._serve(lane, webhook, session))
        finally:
            self._queue.on_put = None

    def _put(self, update: Update) -> None:
        webhook = self._queue.webhook
        if webhook is None:
            return
        if webhook is not self._webhook:
            self._webhook, self._lanes = webhook, {}
        if update.lane not in self._lanes:
            self._lanes[update.lane] = deque()
            self._new_lanes.put_nowait((update.lane, webhook))
        self._lanes[update.lane].append(update)

    async def _serve(self, lane: int, webhook: Webhook, session: aiohttp.ClientSession) -> None:
        while webhook is self._webhook and self._lanes[lane]:
            await self._deliver(self._lanes[lane][0], webhook, session)
            if webhook is self._webhook:
                self._lanes[lane].popleft()
        if webhook is self._webhook:
            del self._lanes[lane]

    async def _deliver(self, update: Update, webhook: Webhook, session: aiohttp.ClientSession) -> None:
        """Tries until it is taken, or the webhook is no longer this one."""
        delay = FIRST_DELAY
        while self._queue.webhook is webhook:
            wait = await self._post(update, webhook, session)
            if wait is None:
                self._queue.confirm(update.id)
                if self._queue.faults.of_update("duplicate", self._queue.messenger):
                    await self._post(update, webhook, session)
                return
            await asyncio.sleep(wait or delay)
            delay = min(delay * 2, LONGEST_DELAY)

    async def _post(self, update: Update, webhook: Webhook, session: aiohttp.ClientSession) -> float | None:
        """None if the bot has taken it, or the seconds it asks to wait (0 if it does not say)."""
        headers = {"Content-Type": "application/json"}
        if webhook.secret and self._messenger.dialect.secret_header:
            headers[HEADER] = webhook.secret
        try:
            async with session.post(webhook.url, data=update.body, headers=headers) as response:
                if response.ok:
                    self._queue.last_seen = time.monotonic()
                    return None
                webhook.fail(f"Wrong response from the webhook: {response.status} {response.reason}")
                retry_after = response.headers.get("Retry-After", "")
                return float(retry_after) if retry_after.isdecimal() else 0.0
        except (aiohttp.ClientError, TimeoutError) as error:
            webhook.fail(f"Connection failed: {type(error).__name__}")
        return 0.0
