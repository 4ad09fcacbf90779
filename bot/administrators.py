"""Who is an administrator of a group: asked of the messenger, remembered for a minute."""

from __future__ import annotations

import asyncio

from bot.gateway import Gateway
from consultation.conversation import Incoming

_REMEMBERED = 60.0  # seconds
_MOST = 1000


class Administrators:
    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._known: dict[tuple[int, int], tuple[float, bool]] = {}

    async def includes(self, incoming: Incoming) -> bool | None:
        """Whether the sender administers this group; None where the messenger will not say."""
        now, who = asyncio.get_running_loop().time(), (incoming.chat_id, incoming.sender.id)
        known = self._known.get(who)
        if known is not None and now - known[0] < _REMEMBERED:
            return known[1]
        answer = await self._gateway.is_administrator(*who)
        if answer is not None:
            if len(self._known) >= _MOST:
                self._known.clear()
            self._known[who] = (now, answer)
        return answer
