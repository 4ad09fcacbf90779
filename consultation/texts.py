"""Interface texts: the language of this turn, its catalogue, and markup that no messenger's markup can break.

A sentence of ours is plain text in which `bold` marks stretches by two private-use characters. What people type can
never contain them (`persian.clean` drops them), so only our own marks become markup, and each gateway writes them in
its messenger's own way.
"""

from __future__ import annotations

import gettext as gettext_module
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from consultation.persian.text import isolate, persian_digits

LANGUAGES = {"fa": "فارسی", "en": "English"}
BOLD, BOLD_END = "\ue000", "\ue001"

_LOCALE = Path(__file__).parent / "locale"
_language: ContextVar[str] = ContextVar("language", default="fa")


@cache
def catalogue(language: str) -> gettext_module.NullTranslations:
    """The catalogue of a language, read from its .po file: no compiled files to forget."""
    compiled = BytesIO()
    with (_LOCALE / f"{language}.po").open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return gettext_module.GNUTranslations(compiled)


def language() -> str:
    return _language.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    token = _language.set(language if language in LANGUAGES else "fa")
    try:
        yield
    finally:
        _language.reset(token)


def _(msgid: str) -> str:
    return catalogue(_language.get()).gettext(msgid)


def ngettext(singular: str, plural: str, count: int) -> str:
    return catalogue(_language.get()).ngettext(singular, plural, count)


def pgettext(context: str, msgid: str) -> str:
    return catalogue(_language.get()).pgettext(context, msgid)


def bold(text: str) -> str:
    return f"{BOLD}{text}{BOLD_END}"


def digits(value: object) -> str:
    """A figure in the digits of this turn's language."""
    return persian_digits(str(value)) if _language.get() == "fa" else str(value)


def inserted(text: str) -> str:
    """What somebody typed, or a Latin code, set into a sentence without turning its direction."""
    return isolate(text)
