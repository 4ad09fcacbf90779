"""Counting what came of tries at sending, for those who watch over the program."""

from __future__ import annotations

from consultation.conversation import Channel
from scheduler.pace import TooSoon
from scheduler.sending import InParts, NotSent, Refused, Sent, TryLater, Unreachable
from scheduler.writing import NotYet, Pointless
from storage import figures


def count(channel: Channel, result: Sent | NotSent | Pointless | NotYet | TooSoon | InParts) -> None:
    if isinstance(result, TooSoon | NotYet | InParts):  # it was not tried
        return
    figures.count("send_total", channel=channel, outcome=_outcome(result))
    if isinstance(result, TryLater) and result.everyone and result.after != 0:
        figures.count("retry_after_total", channel=channel)
    if isinstance(result, TryLater) and result.unknown:
        figures.count("unknown_total", channel=channel)


def _outcome(result: Sent | NotSent | Pointless) -> str:
    match result:
        case Sent():
            return "sent"
        case TryLater():
            return "later"
        case Unreachable():
            return "unreachable"
        case Refused() | NotSent():
            return "refused"
        case Pointless():
            return "pointless"
