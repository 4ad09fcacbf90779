"""Trouble on demand: what a messenger or the network does to a bot on a bad day.

    world.faults.add(Fault("too_many_requests", method="sendMessage", probability=0.05, seconds=3))

Kinds that strike a call of the bot:
  too_many_requests  429; `seconds` is the retry_after. With `whole_bot` every call is refused until then.
  server_error       5xx (`code`); the call was not accepted
  reset_before       the connection is cut; the call was not accepted
  reset_after        the connection is cut; the call WAS accepted
  delay              the call is accepted, its answer comes `seconds` later
  forbidden          403, the person has blocked the bot
  not_found          404
  bad_request        400 with `description`
Kinds that strike an update on its way to the bot (whichever its chat):
  duplicate          it is delivered twice, with the same update_id
  reorder            the next one overtakes it
  malformed          an update that no library can parse comes before it
"""

from __future__ import annotations

import random
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Literal, get_args

from playground.errors import ApiError, bad_request, forbidden, method_not_found, too_many_requests

CallFault = Literal[
    "too_many_requests",
    "server_error",
    "reset_before",
    "reset_after",
    "delay",
    "forbidden",
    "not_found",
    "bad_request",
]
UpdateFault = Literal["duplicate", "reorder", "malformed"]
CALL_FAULTS: tuple[str, ...] = get_args(CallFault)
UPDATE_FAULTS: tuple[str, ...] = get_args(UpdateFault)


@dataclass(slots=True)
class Fault:
    """One rule: strikes with `probability`, at most `times` times, where messenger, method and chat fit."""

    kind: str
    #: "*" is any method but getUpdates, which has to be named to be struck.
    method: str = "*"
    messenger: str = "*"
    chat: int | None = None
    probability: float = 1.0
    times: int | None = None
    seconds: float = 1.0
    whole_bot: bool = False
    code: int = 502
    description: str = "fault on demand"
    happened: int = field(default=0, compare=False)

    def __post_init__(self) -> None:
        if self.kind not in CALL_FAULTS + UPDATE_FAULTS:
            raise ValueError(f"There is no fault {self.kind!r}, only {CALL_FAULTS + UPDATE_FAULTS}.")

    def concerns(self, messenger: str, method: str, chat: int | None) -> bool:
        return (
            (self.times is None or self.happened < self.times)
            and self.messenger in ("*", messenger)
            and self.method.lower() in ("*" if method != "getupdates" else method, method)
            and self.chat in (None, chat)
        )

    def error(self) -> ApiError | None:
        match self.kind:
            case "too_many_requests":
                return too_many_requests(max(1, round(self.seconds)))
            case "server_error":
                return ApiError(self.code, SERVER_ERRORS.get(self.code, "Internal Server Error"))
            case "forbidden":
                return forbidden("bot was blocked by the user")
            case "not_found":
                return method_not_found()
            case "bad_request":
                return bad_request(self.description)
            case _:
                return None


SERVER_ERRORS: Mapping[int, str] = {502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout"}
FIELDS = frozenset(one.name for one in fields(Fault)) - {"happened"}


class Faults:
    """The rules in force. The same seed and the same order of events bring the same faults."""

    def __init__(self, seed: int = 0) -> None:
        self._seed = seed
        self._rules: list[tuple[Fault, random.Random]] = []
        self._closed_until: dict[str, float] = {}

    def add(self, fault: Fault) -> Fault:
        seed = f"{self._seed}/{len(self._rules)}/{fault.kind}"
        self._rules.append((fault, random.Random(seed)))  # noqa: S311 - not for secrets: it has to repeat itself
        return fault

    def clear(self) -> None:
        self._rules.clear()
        self._closed_until.clear()

    @property
    def rules(self) -> list[Fault]:
        return [fault for fault, _ in self._rules]

    def of_call(self, messenger: str, method: str, chat: int | None) -> list[Fault]:
        """Faults that strike this call. `method` in lower case."""
        if not self._rules:
            return []
        return [
            fault
            for fault, chance in self._rules
            if fault.kind in CALL_FAULTS
            and fault.concerns(messenger, method, chat)
            and self._strikes(fault, chance, messenger)
        ]

    def of_update(self, kind: UpdateFault, messenger: str) -> bool:
        return any(
            fault.concerns(messenger, fault.method.lower(), fault.chat) and self._strikes(fault, chance, messenger)
            for fault, chance in self._rules
            if fault.kind == kind
        )

    def closed_for(self, messenger: str) -> float:
        """Seconds for which a `whole_bot` 429 still holds; 0 if none does."""
        return max(0.0, self._closed_until.get(messenger, 0.0) - time.monotonic())

    def _strikes(self, fault: Fault, chance: random.Random, messenger: str) -> bool:
        if fault.probability < 1 and chance.random() >= fault.probability:
            return False
        fault.happened += 1
        if fault.whole_bot:
            self._closed_until[messenger] = time.monotonic() + fault.seconds
        return True


def read_fault(given: Mapping[str, object]) -> Fault:
    """From JSON. Raises ValueError or TypeError if it is not a fault."""
    if unknown := set(given) - FIELDS:
        raise ValueError(f"A fault has no {sorted(unknown)}; it has {sorted(FIELDS)}.")
    chat, times = given.get("chat"), given.get("times")
    return Fault(
        kind=str(given.get("kind")),
        method=str(given.get("method", "*")),
        messenger=str(given.get("messenger", "*")),
        chat=None if chat is None else int(str(chat)),
        probability=float(str(given.get("probability", 1))),
        times=None if times is None else int(str(times)),
        seconds=float(str(given.get("seconds", 1))),
        whole_bot=bool(given.get("whole_bot")),
        code=int(str(given.get("code", 502))),
        description=str(given.get("description", "fault on demand")),
    )
