"""The patterns of regex(), written for JavaScript or Java and read by Python."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from consultation.expressions import linear

_GROUP_NAME = re.compile(r"\(\?<(?=[A-Za-z_])")
_CLASS_ITEM = re.compile(r"\\.|[^\\]", re.DOTALL)
_SEVERAL = {rf"\{letter}" for letter in "dDsSwW"}


def matches(text: str, pattern: str) -> bool:
    """Whether the pattern fits the whole text, as in ODK Collect; what cannot be tried fits nothing."""
    try:
        return linear.fits(text, repaired(pattern))
    except (re.error, linear.TooSlow, OverflowError, RecursionError):
        return False


N_ = str  # marks a sentence for the catalogue; it is translated where it is shown
_REASONS = {  # by how the words of Python's re begin
    "unterminated character set": N_("a closing ] is missing"),
    "missing )": N_("a closing ) is missing"),
    "unbalanced parenthesis": N_("a ) has no ( before it"),
    "nothing to repeat": N_("there is nothing before *, + or ? that could be repeated"),
    "multiple repeat": N_("two signs of repetition stand side by side"),
    "bad character range": N_("a range in square brackets runs backwards"),
    "bad escape": N_("a \\ stands before a letter that has no meaning with it"),
}


def problem(pattern: str) -> str | None:
    """What is wrong with a pattern; None when nothing is."""
    try:
        linear.compiled(repaired(pattern))
    except (re.error, OverflowError, RecursionError) as error:
        known = (reason for beginning, reason in _REASONS.items() if str(error).startswith(beginning))
        return next(known, N_("it is not written as patterns are"))
    except linear.TooSlow:
        return None
    return None


def too_slow(pattern: str) -> bool:
    """Whether trying it could take longer than people wait."""
    try:
        linear.compiled(repaired(pattern))
    except linear.TooSlow:
        return True
    except (re.error, OverflowError, RecursionError):
        return False
    return False


@lru_cache(maxsize=512)
def repaired(pattern: str) -> str:
    r"""The same pattern for Python: in [\w-\.] and [a[b] the hyphen and the bracket stand for themselves."""
    return "".join(_pieces(_GROUP_NAME.sub("(?P<", pattern)))


def _pieces(pattern: str) -> Iterator[str]:
    at = 0
    while at < len(pattern):
        end = _class_end(pattern, at) if pattern[at] == "[" else None
        if end is not None:
            yield from _class(pattern[at:end])
        else:
            end = at + (2 if pattern[at] == "\\" else 1)
            yield pattern[at:end]
        at = end


def _class_end(pattern: str, start: int) -> int | None:
    at = start + 2 if pattern[start + 1 : start + 2] == "^" else start + 1
    while at < len(pattern) and pattern[at] != "]":
        at += 2 if pattern[at] == "\\" else 1
    return at + 1 if at < len(pattern) else None


def _class(text: str) -> Iterator[str]:
    opening = "[^" if text.startswith("[^") else "["
    items = _CLASS_ITEM.findall(text[len(opening) : -1])
    yield opening
    at = 0
    while at < len(items):
        item, hyphen, end = (*items[at : at + 3], "", "")[:3]
        if hyphen == "-" and end and not _SEVERAL & {item, end}:
            yield f"{_itself(item)}-{_itself(end)}"
            at += 3
        else:
            yield _itself(item)
            at += 1
    yield "]"


def _itself(item: str) -> str:
    return f"\\{item}" if item in "-[&~|" else item
