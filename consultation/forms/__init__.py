"""The forms that come with the bot."""

from __future__ import annotations

from dataclasses import replace
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


@cache
def topic_form() -> Questionnaire:
    """What staff are asked of a new topic."""
    return _form("topic")


@cache
def question_form() -> Questionnaire:
    """What staff are asked of a new question."""
    return _form("question")


def only(form: Questionnaire, *names: str) -> Questionnaire:
    """A form with some of its questions, which are asked whatever the others would say."""
    return replace(form, questions=tuple(replace(form.by_name[name], relevant="") for name in names))


def _form(name: str) -> Questionnaire:
    return read_markdown((_HERE / f"{name}.md").read_text(encoding="utf-8"))
