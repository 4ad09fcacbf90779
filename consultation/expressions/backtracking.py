r"""Patterns that do not hold up the house.

A text can be cut into the words of (\w+\s?)* or ([.-]?\w+)* in 2^n ways, and Python tries them all before it says no:
one answer of forty letters would stop everybody's chat for years. Where only one part of a repeated group has to be
there, repeating that part inside the group too adds nothing but ways: (\w\s?)* fits the same texts in one way.
"""

from __future__ import annotations

import re

_PART = r"(?:\\.|\[(?:\\.|[^\]\\])*+\]|[^\\\[\](){}*+?|^$])"
_TIMES = r"(?:[*+?]|\{\d+,?\d*\})?+"
_PIECE = re.compile(rf"({_PART})({_TIMES})", re.DOTALL)
_OFTEN = r"(?=(?:[*+]|\{\d+,\})(?!\+))"
_GROUP = re.compile(
    rf"(?P<opening>\((?:\?:)?+)(?P<inside>(?:{_PART}{_TIMES}|\|)*+)\){_OFTEN}|{_PART}",
    re.DOTALL,
)
_BACK_REFERENCE = re.compile(r"\\[1-9]|\(\?P=")
_BRANCH_END = re.compile(rf"{_PART}|(\|)", re.DOTALL)


def in_one_way(pattern: str) -> str:
    """A pattern that fits the same texts; what its groups catch may differ."""
    return pattern if _BACK_REFERENCE.search(pattern) else _GROUP.sub(_group, pattern)


def _group(found: re.Match[str]) -> str:
    opening, inside = found["opening"], found["inside"]
    if opening is None:
        return found[0]
    return f"{opening}{'|'.join(_branch(branch) for branch in _branches(inside))})"


def _branches(inside: str) -> list[str]:
    """Cut at every | that is one, and not \\| or [|]."""
    ends = [end.start() for end in _BRANCH_END.finditer(inside) if end[1]]
    return [inside[start:end] for start, end in zip([0, *(end + 1 for end in ends)], [*ends, None], strict=True)]


def _branch(branch: str) -> str:
    pieces = _PIECE.findall(branch)
    match [times for _, times in pieces if not times.startswith(("?", "*", "{0"))]:
        case ["+"]:
            return "".join(part + times.replace("+", "") for part, times in pieces)
        case []:
            return "".join(part + times.replace("*", "?") for part, times in pieces)
    return branch
