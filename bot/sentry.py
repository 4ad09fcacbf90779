"""Faults told to a Sentry server: where and what kind, and nothing about a person. Needs the package sentry-sdk."""

from __future__ import annotations

import importlib
from collections.abc import Callable, MutableMapping
from typing import Any

from bot.settings import SettingsError

_PERSONAL = ("request", "user", "breadcrumbs", "extra", "logentry", "message", "server_name")


def reporter(dsn: str) -> Callable[[BaseException], None] | None:
    """What to call with a fault; None without an address. Raises SettingsError."""
    if not dsn:
        return None
    try:
        sentry: Any = importlib.import_module("sentry_sdk")
    except ImportError as error:
        raise SettingsError("monitoring.sentry_dsn: the package sentry-sdk is not installed.") from error
    sentry.init(
        dsn=dsn,
        send_default_pii=False,
        include_local_variables=False,
        default_integrations=False,
        before_send=lambda event, _hint: without_persons(event),
    )
    return lambda fault: sentry.capture_exception(fault)


def without_persons(event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """An event with the kinds and places of faults, but not their words, which may be somebody's own."""
    for name in _PERSONAL:
        event.pop(name, None)
    for fault in (event.get("exception") or {}).get("values") or ():
        fault["value"] = ""
        for frame in (fault.get("stacktrace") or {}).get("frames") or ():
            frame.pop("vars", None)
    return event
