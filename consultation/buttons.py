"""Signed buttons. What a press sends back comes from the client, so it could be anything: a signature shows that we
made this button, for this chat. Nothing is stored; whether a press still makes sense, and whether this person may, is
looked up when it comes.
"""

from __future__ import annotations

import base64
import hmac

LIMIT = 64  # bytes that a messenger gives back
_SIGNATURE = 12  # characters of base64: 72 bits


def sign(key: bytes, channel: str, chat_id: int, press: str) -> str:
    signed = f"{press}~{_signature(key, channel, chat_id, press)}"
    if len(signed.encode()) > LIMIT:
        raise ValueError(f"a button may carry {LIMIT} bytes: {press}")
    return signed


def verify(key: bytes, channel: str, chat_id: int, signed: str) -> str | None:
    """The press, or None where it is not a button of ours for this chat."""
    press, _, signature = signed.rpartition("~")
    expected = _signature(key, channel, chat_id, press)
    return press if hmac.compare_digest(signature.encode(errors="replace"), expected.encode()) else None


def _signature(key: bytes, channel: str, chat_id: int, press: str) -> str:
    digest = hmac.digest(key, f"{channel}:{chat_id}:{press}".encode(errors="replace"), "sha256")
    return base64.urlsafe_b64encode(digest).decode()[:_SIGNATURE]
