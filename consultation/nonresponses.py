"""What is said in place of an answer: «I don't know», «I prefer not to say»."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from consultation.persian.text import fold
from consultation.questionnaire import DONT_KNOW, REFUSED, Question
from consultation.texts import _

_WORDS: Mapping[str, Callable[[], str]] = {
    DONT_KNOW: lambda: _("I don't know"),
    REFUSED: lambda: _("I prefer not to say"),
}
_ALSO_TYPED: Mapping[str, tuple[str, ...]] = {
    DONT_KNOW: ("نمی‌دانم", "نمی‌دونم", "اطلاعی ندارم", "اطلاع ندارم", "I don't know", "don't know", "dont know"),
    REFUSED: ("مایل به پاسخ نیستم", "مایل نیستم", "تمایلی ندارم", "I prefer not to say", "prefer not to say"),
}


def labels(question: Question) -> Mapping[str, str]:
    """What may be said in place of an answer: DONT_KNOW, REFUSED -> the words of its button."""
    return {kind: _WORDS[kind]() for kind in question.nonresponses}


def said(question: Question, text: str, offered: Mapping[str, str] = MappingProxyType({})) -> str:
    """What somebody says in place of an answer: DONT_KNOW, REFUSED, or "". A choice that reads the same goes before."""
    joined = _joined(text)
    if any(joined == _joined(label) for label in offered.values()):
        return ""
    for kind, label in labels(question).items():
        if joined in map(_joined, (label, *_ALSO_TYPED[kind])):
            return kind
    return ""


def _joined(text: str) -> str:
    return "".join(letter for letter in fold(text) if letter.isalnum())


def words(kind: str) -> str:
    return _WORDS[kind]()
