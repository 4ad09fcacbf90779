"""What a Bot API server answers: the result, or the failure by its right name.

Judged by status and words, for the libraries' own exceptions mix up what we must tell apart. In
python-telegram-bot a refused message is a network error and every 404 a bad token; in aiogram too large a file
is a network error.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import orjson

from scheduler.sending import Moved, NotSent, Refused, TryLater, Unreachable

WITHOUT_TOKEN = 60.0  # seconds until a token that was not accepted is tried again

RATE = ("too many requests", "bot limit exceed", "local_rate_limited")
TOKEN = ("unauthorized", "token not found", "invalid token")
UNREACHABLE = (
    "bot was blocked",
    "bot was kicked",
    "bot is not a member",
    "bot can't initiate conversation",
    "bot can't send messages to",
    "user is deactivated",
    "user_deactivated",
    "chat not found",
    "user not found",
    "no such group or user",
    "chat_id: must be a valid value",
    "peer_id_invalid",
    "chat was deleted",
    "chat was deactivated",
    "chat was upgraded to a supergroup",
    "no rights to send",
    "not enough rights to send",
    "need administrator rights",
    "chat_write_forbidden",
    "chat_restricted",
)
REFUSED = ("message to edit not found", "message not found", "message can't be edited", "message_id_invalid")
NOT_A_MEMBER = ("user not found", "participant_id_invalid", "member not found")
SHUT = "topic_closed"
NO_THREAD = ("message thread not found", "topic_deleted", SHUT)
NOT_MODIFIED = "message is not modified"


def result_of(status: int, body: bytes) -> Any:
    """The result of a call; raises NotSent."""
    answer = _decoded(body)
    if not isinstance(answer, dict) or not isinstance(answer.get("ok"), bool):
        raise _not_ours(status)
    if answer["ok"] and "result" in answer:
        return answer["result"]
    raise _failure(status, answer)


def no_file(status: int) -> NotSent:
    """Why a file was not given."""
    if status in (401, 429) or not 400 <= status < 500:
        return TryLater(f"{status} instead of a file")
    return Refused(f"{status}: the messenger no longer has this file")


def mentions(failure: object, *words: str) -> bool:
    said = str(failure).lower()
    return any(word in said for word in words)


def _decoded(body: bytes) -> object:
    """Without being strict: one broken character in one message must not hold up all the others."""
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        pass
    try:
        return json.loads(body.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None


def _not_ours(status: int) -> NotSent:
    """Somebody on the way answered: a proxy, a firewall. It says nothing about a person."""
    why = f"{status}: the answer is not the messenger's"
    match status:
        case 413:
            return Refused(why)
        case 429:
            return TryLater(why, everyone=True)
    return TryLater(why, unknown=status < 400 or status >= 500)


def _failure(status: int, answer: Mapping[str, Any]) -> NotSent:
    code = _number(answer, "error_code") or status
    given = answer.get("parameters")
    parameters: Mapping[str, object] = given if isinstance(given, dict) else {}
    why = f"{code}: {answer.get('description') or 'no description'}"
    if moved := _number(parameters, "migrate_to_chat_id"):
        return Moved(why, moved)
    return _named(code, why, _number(parameters, "retry_after"))


def _named(code: int, why: str, pause: int | None) -> NotSent:
    if code == 429 or pause is not None or mentions(why, *RATE):
        return TryLater(why, after=pause, everyone=True)
    if code == 401 or mentions(why, *TOKEN):
        why = f"The messenger does not accept the bot's token ({why})"
        return TryLater(why, after=WITHOUT_TOKEN, everyone=True)
    if mentions(why, *UNREACHABLE, "403: forbidden:"):
        return Unreachable(why)
    if code in (400, 413) or mentions(why, *REFUSED):
        return Refused(why)
    return TryLater(why)  # a server in trouble; or a 403, 404 of unknown meaning, which blames nobody


def _number(fields: Mapping[str, object], name: str) -> int | None:
    value = fields.get(name)
    try:
        return int(value) if isinstance(value, int | float | str) else None
    except (ValueError, OverflowError):
        return None
