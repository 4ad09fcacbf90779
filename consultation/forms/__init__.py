"""The forms that come with the bot."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from consultation.questionnaire import Questionnaire
from consultation.xlsform.markdown import read_markdown

_HERE = Path(__file__).parent


@cache
def profile_form() -> Questionnaire:
    """What everybody is asked once: who they are, and what they are to be consulted on."""
    return _form("profile")


@cache
def sample_topic() -> Questionnaire:
    """A topic to try the bot with."""
    return _form("sample")


def _form(name: str) -> Questionnaire:
    return read_markdown((_HERE / f"{name}.md").read_text(encoding="utf-8"))
