"""What people are in a group, administrators above all: asked of the messenger, remembered for a minute."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from bot.gateway import Gateway
from consultation.conversation import Incoming, Membership

_REMEMBERED = 60.0  # seconds
_MOST = 1000


class Administrators:
    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._known: dict[tuple[int, int], tuple[float, Membership]] = {}

    async def told_of(self, incoming: Incoming) -> Incoming:
        """The same message, with what its sender is in this group, as far as the messenger says."""
        found = await self._membership(incoming.chat_id, incoming.sender.id)
        if found is None:
            return incoming
        administers = found is Membership.ADMINISTRATOR
        return replace(incoming, by_administrator=administers, from_outside=found is Membership.OUTSIDE)

    async def _membership(self, chat_id: int, user_id: int) -> Membership | None:
        now, who = asyncio.get_running_loop().time(), (chat_id, user_id)
        known = self._known.get(who)
        if known is not None and now - known[0] < _REMEMBERED:
            return known[1]
        answer = await self._gateway.membership(*who)
        if answer is not None:
            if len(self._known) >= _MOST:
                self._known.clear()
            self._known[who] = (now, answer)
        return answer
