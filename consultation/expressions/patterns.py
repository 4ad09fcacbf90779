"""The patterns of regex(), written for JavaScript or Java and read by Python."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from consultation.expressions.backtracking import in_one_way

_GROUP_NAME = re.compile(r"\(\?<(?=[A-Za-z_])")
_CLASS_ITEM = re.compile(r"\\.|[^\\]", re.DOTALL)
_SEVERAL = {rf"\{letter}" for letter in "dDsSwW"}


def matches(text: str, pattern: str) -> bool:
    """Whether the pattern fits the whole text, as in ODK Collect; what is no pattern fits nothing."""
    try:
        return compiled(pattern).fullmatch(text) is not None
    except re.error:
        return False


def problem(pattern: str) -> str | None:
    """What is wrong with a pattern, in the words of Python's re; None when nothing is."""
    try:
        compiled(pattern)
    except re.error as error:
        return str(error)
    return None


@lru_cache(maxsize=512)
def compiled(pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(in_one_way(repaired(pattern)))
    except (OverflowError, RecursionError) as error:
        raise re.error(str(error)) from error


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
