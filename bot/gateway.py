"""A gateway: our door to one messenger. Translate in, translate out, name failures; nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from consultation.conversation import Incoming, Membership
from scheduler.sending import Sender

Raw = Mapping[str, Any]  # an update as the messenger sent it


@dataclass(frozen=True)
class Identity:
    """Who we are there."""

    id: int
    username: str  # without @; "" where the messenger gives none


@dataclass(frozen=True)
class Subscription:
    """What a messenger says of the webhook."""

    url: str  # "" where there is none
    waiting: int | None  # updates not delivered yet; None where the messenger does not say
    error: str = ""  # the latest


class UnreadableUpdate(Exception):
    """An update that is not what the messenger's documentation says; kept for staff, never in anybody's way."""


class Gateway(Sender, Protocol):
    async def identify(self) -> Identity: ...

    async def updates(self, after: int | None, wait: float) -> Sequence[Raw]:
        """Updates with an id greater than `after`, confirming the others; waits up to `wait` seconds for the first."""
        ...

    async def subscribe(self, url: str, secret: str) -> None:
        """Have updates brought to this address, with this secret where the messenger sends one; raises NotSent."""
        ...

    async def unsubscribe(self) -> None:
        """Have updates fetched again; those that wait are kept. Raises NotSent."""
        ...

    async def subscription(self) -> Subscription:
        """How the bringing goes; raises NotSent."""
        ...

    def read(self, raw: Raw) -> Incoming | None:
        """The update in our words; None where it does not concern us. Raises UnreadableUpdate."""
        ...

    async def answer_press(self, press_id: str, text: str = "", *, alert: bool = False) -> None:
        """Stop the button's spinner; failures are swallowed, for a minute later nobody needs this any more."""
        ...

    async def membership(self, chat_id: int, user_id: int) -> Membership | None:
        """None where the messenger will not say (on Bale the bot must itself be an administrator)."""
        ...

    async def download(self, file_id: str) -> bytes:
        """The content of a file somebody sent, at most 20 MB; raises NotSent."""
        ...

    async def offer_commands(
        self,
        private: Sequence[tuple[str, str]],
        staff: Sequence[tuple[str, str]],
        groups: Sequence[int],
        language: str,
    ) -> None:
        """Set the commands menu (name, description) of private chats and of these staff groups, where there is one."""
        ...

    def start_link(self, payload: str) -> str:
        """The address that opens the bot with a payload for /start."""
        ...

    async def close(self) -> None: ...
