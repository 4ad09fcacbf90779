"""The main menu: a keyboard of words that mean the same as the commands."""

from __future__ import annotations

from functools import cache

from consultation.persian.text import fold
from consultation.texts import LANGUAGES, _, speaking

# The command that each label of the menu stands for.
_MENU = (("topics", "settings"), ("mine", "ask"), ("help",))


def label(command: str) -> str:
    match command:
        case "topics":
            return _("📋 Topics")
        case "mine":
            return _("🗂 My answers")
        case "ask":
            return _("✉️ Ask the secretariat")
        case "settings":
            return _("⚙️ Settings")
        case _:
            return _("❓ Help")


def rows() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(label(command) for command in row) for row in _MENU)


def command_of(text: str) -> str | None:
    """Which command a text of the menu means, in whichever language the keyboard was made."""
    return _said().get(bare(text))


@cache
def _said() -> dict[str, str]:
    """The words of each label -> its command. Where two languages share a word, the first has it."""
    commands = [command for row in _MENU for command in row]
    said: dict[str, str] = {}
    for language in LANGUAGES:
        with speaking(language):
            said = {bare(label(command)): command for command in commands} | said
    return said


def bare(text: str) -> str:
    """The words without the picture: people also type them."""
    return "".join(letter for letter in fold(text) if letter.isalpha())
