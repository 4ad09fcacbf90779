"""One call of the bot, from its method name to its answer: faults, pace, the method, the log."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from playground import asking, editing, sending, threads
from playground.arguments import Arguments
from playground.bot_side import BotSide
from playground.errors import ApiError, bad_request, method_not_found, too_many_requests
from playground.faults import Fault
from playground.models import JsonObject
from playground.updates import Update, Webhook
from playground.world import Call

METHODS: Mapping[str, Callable[[BotSide, Arguments], object]] = {
    **sending.METHODS,
    **editing.METHODS,
    **asking.METHODS,
    **threads.METHODS,
}
#: Calls that count against the pace of a messenger.
PACED = frozenset(sending.METHODS) - {"sendchataction"}


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes
    #: The connection is cut instead of an answer.
    cut: bool = False


CUT = Answer(0, b"", cut=True)


async def answer(bot: BotSide, token: str, method: str, given: Arguments) -> Answer:
    """What the messenger answers; also the one place where a call is logged."""
    came, method = time.monotonic(), method.lower()
    outcome, given_back, result = await _outcome(bot, token, method, given.without(bot.messenger.dialect.ignored))
    message_id = _message_id(given, result)
    bot.world.log.append(Call(came, bot.messenger.name, method, given.chat_id, outcome, message_id))
    return given_back


async def _outcome(bot: BotSide, token: str, method: str, given: Arguments) -> tuple[str, Answer, object]:
    faults = bot.world.faults.of_call(bot.messenger.name, method, given.chat_id)
    kinds = {fault.kind for fault in faults}
    if "reset_before" in kinds:
        return "reset_before", CUT, None
    try:
        _check(bot, token, method, faults)
        result = await _result(bot, method, given)
    except ApiError as error:
        told = bot.messenger.in_own_words(error)
        return f"{told.code} {told.description}", _refusal(told), None
    await asyncio.sleep(sum(fault.seconds for fault in faults if fault.kind == "delay"))
    if "reset_after" in kinds:
        return "reset_after", CUT, result
    return "ok", Answer(200, _success(result)), result


def _message_id(given: Arguments, result: object) -> int | None:
    """Of the message sent, or (Bale tells 0 there) of the message edited."""
    sent = result.get("message_id") if isinstance(result, dict) else None
    edited = given.text("message_id")
    return sent if isinstance(sent, int) and sent else int(edited) if edited.isdecimal() else None


def _check(bot: BotSide, token: str, method: str, faults: list[Fault]) -> None:
    """Raises what keeps this call from being tried at all."""
    if bot.world.tokens is not None and token not in bot.world.tokens:
        unknown = bot.messenger.dialect.unknown_token
        raise ApiError(unknown.code, unknown.description)
    if method in bot.messenger.dialect.absent:
        raise method_not_found()
    for fault in faults:
        if error := fault.error():
            raise error
    wait = bot.world.faults.closed_for(bot.messenger.name)
    if wait and method != "getupdates":
        raise too_many_requests(max(1, round(wait)))


async def _result(bot: BotSide, method: str, given: Arguments) -> object:
    if method == "getupdates":
        return await _get_updates(bot, given)
    if method in WEBHOOK_METHODS:
        return WEBHOOK_METHODS[method](bot, given)
    if method not in METHODS:
        raise method_not_found()
    if method in PACED:
        _keep_pace(bot, given)
    return METHODS[method](bot, given)


def _keep_pace(bot: BotSide, given: Arguments) -> None:
    chat = bot.messenger.chats.get(given.chat_id or 0)
    if chat is not None and (wait := bot.messenger.must_wait(chat)):
        raise too_many_requests(wait)


async def _get_updates(bot: BotSide, given: Arguments) -> list[Update]:
    queue = bot.messenger.updates
    queue.set_allowed(given.json("allowed_updates"))
    return await queue.take(given.integer("offset", 0), given.integer("limit", 100), float(given.integer("timeout", 0)))


def _set_webhook(bot: BotSide, given: Arguments) -> bool:
    url = given.text("url")
    if not url:
        return _delete_webhook(bot, given)
    if not url.startswith(("https://", "http://")):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    queue = bot.messenger.updates
    queue.set_allowed(given.json("allowed_updates"))
    if given.flag("drop_pending_updates"):
        queue.drop()
    queue.set_webhook(Webhook(url, given.text("secret_token"), given.integer("max_connections", 40)))
    return True


def _delete_webhook(bot: BotSide, given: Arguments) -> bool:
    if given.flag("drop_pending_updates"):
        bot.messenger.updates.drop()
    bot.messenger.updates.set_webhook(None)
    return True


def _get_webhook_info(bot: BotSide, given: Arguments) -> JsonObject:
    queue = bot.messenger.updates
    webhook = queue.webhook
    info: JsonObject = {"url": webhook.url if webhook else ""}
    if bot.messenger.name == "bale":
        return info
    info |= {"has_custom_certificate": False, "pending_update_count": len(queue)}
    if webhook is not None:
        info["max_connections"] = webhook.max_connections
    if webhook is not None and webhook.last_error:
        info |= {"last_error_date": webhook.last_error_date, "last_error_message": webhook.last_error}
    if queue.allowed:
        info["allowed_updates"] = sorted(queue.allowed)
    return info


WEBHOOK_METHODS: Mapping[str, Callable[[BotSide, Arguments], object]] = {
    "setwebhook": _set_webhook,
    "deletewebhook": _delete_webhook,
    "getwebhookinfo": _get_webhook_info,
}


def _success(result: object) -> bytes:
    if isinstance(result, list) and result and isinstance(result[0], Update):
        return b'{"ok":true,"result":[' + b",".join(update.body for update in result) + b"]}"
    return json.dumps({"ok": True, "result": result}, separators=(",", ":")).encode()


def _refusal(error: ApiError) -> Answer:
    body: JsonObject = {"ok": False, "error_code": error.code, "description": error.description}
    if error.parameters:
        body["parameters"] = error.parameters
    return Answer(error.code, json.dumps(body).encode())
