"""What every bot asks here."""

from __future__ import annotations

TOKEN = "100000001:the-server-takes-any-token-at-all"
QUESTIONS = 15
MOVES = ("Back", "Later")


def asked(number: int) -> str:
    return f"<b>Question {number + 1} of {QUESTIONS}</b>\n\nHow many hours without power did you have?"
