"""How long a text may be: by the parameter max_length, by a constraint on its string-length, or what fits at all."""

from __future__ import annotations

import re

from consultation.questionnaire import Question
from consultation.texts import _, digits, ngettext

LONGEST_TEXT = 20_000  # characters; five messages of any messenger

# As authors write it in XLSForm, alone or with other terms that all must hold.
_LIMIT = re.compile(r"\s*string-length\s*\(\s*\.?\s*\)\s*(<=|<)\s*(\d{1,6})\s*")


def longest(question: Question) -> int:
    written = question.parameters.get("max_length", "")
    given = int(written) if written.isdecimal() else LONGEST_TEXT
    terms = re.split(r"\band\b", question.constraint)
    limits = (_limit(found) for term in terms if (found := _LIMIT.fullmatch(term)))
    return min(given, *limits, LONGEST_TEXT)


def _limit(found: re.Match[str]) -> int:
    return int(found[2]) - (found[1] == "<")


def limited(question: Question) -> bool:
    """Whether the form itself sets a limit, so that people are told before they write."""
    return longest(question) < LONGEST_TEXT


def too_long(question: Question, text: str) -> str:
    """What is said of a text that is too long; "" where it is not."""
    most = longest(question)
    if len(text) <= most:
        return ""
    told = ngettext(
        "This text has {length} characters, and {most} fit here: one more than that. "
        "Your text stands above; please copy it, shorten it, and send it again.",
        "This text has {length} characters, and {most} fit here: {more} more than that. "
        "Your text stands above; please copy it, shorten it, and send it again.",
        len(text) - most,
    )
    return told.format(length=digits(len(text)), most=digits(most), more=digits(len(text) - most))


def hint(question: Question) -> str:
    """What people are told before they write."""
    told = []
    if "multiline" in question.appearance.split():
        told.append(_("You may write several lines, and several messages."))
    if limited(question):
        told.append(_("At most {most} characters.").format(most=digits(longest(question))))
    return " ".join(told)
