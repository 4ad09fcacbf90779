"""An expression cut into its words and signs, each with its place."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from consultation.expressions.errors import ExpressionError, Problem


class Kind(StrEnum):
    NUMBER = "number"
    TEXT = "text"
    REFERENCE = "reference"
    NAME = "name"
    SIGN = "sign"
    END = "end"


class Token(NamedTuple):
    kind: Kind
    text: str
    """As written; of a text what is between the quotes, of a reference the name."""
    position: int


# Persian names hold ZWNJ and vowel signs, which are no letters to Python
_NAME = r"[^\W\d][\w.\-\u200c\u200d\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]*"

_TOKEN = re.compile(
    rf"""
    (?P<space>[\s\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+)  # also direction marks
    |(?P<other>==|=<|=>|<>|&&|\|\||!(?!=)|[≤≥≠×÷−٪%،؛;«»])
    |(?P<number>\d+(?:\.\d*)?|\.\d+)
    |(?P<text>'[^']*'|"[^"]*"|‘[^’]*’|“[^”]*”)
    |(?P<reference>\$\{{[^{{}}]*\}})
    |(?P<name>{_NAME}(?::{_NAME})?)
    |(?P<sign>\.\.|//|::|!=|<=|>=|[-+*/=<>|()\[\],.@])
    """,
    re.VERBOSE,
)

OTHER_SIGNS = {
    "==": "=", "=<": "<=", "=>": ">=", "<>": "!=", "≤": "<=", "≥": ">=", "≠": "!=", "!": "not( )",
    "&&": "and", "||": "or", "×": "*", "÷": "div", "/": "div", "−": "-", "%": "mod", "٪": "mod",
    "،": ",", "؛": ",", ";": ",", "«": "'", "»": "'",
}  # fmt: skip
"""What people write who know spreadsheets, programs or paper, and what XPath wants."""


def tokens(source: str) -> list[Token]:
    found: list[Token] = []
    at = 0
    while at < len(source):
        match = _TOKEN.match(source, at)
        if match is None or match.lastgroup is None:
            raise _no_token(source, at)
        if match.lastgroup == "other":
            raise other_sign(source, at, match[0])
        if match.lastgroup != "space":
            found.append(_token(Kind(match.lastgroup), match[0], source, at))
        at = match.end()
    return [*found, Token(Kind.END, "", len(source))]


def other_sign(source: str, position: int, found: str) -> ExpressionError:
    return ExpressionError(Problem.OTHER_SIGN, source, position, found=found, right=OTHER_SIGNS[found])


def _token(kind: Kind, written: str, source: str, position: int) -> Token:
    match kind:
        case Kind.TEXT:
            return Token(kind, written[1:-1], position)
        case Kind.REFERENCE:
            return Token(kind, _referred(written, source, position), position)
        case _:
            return Token(kind, written, position)


def _referred(written: str, source: str, position: int) -> str:
    name = written[2:-1].strip()
    if name.startswith("last-saved#"):
        raise ExpressionError(Problem.LAST_SAVED, source, position)
    if not name or re.search(r"\s", name):
        raise ExpressionError(Problem.REFERENCE, source, position)
    return name


def _no_token(source: str, position: int) -> ExpressionError:
    sign = source[position]
    if sign in "'\"‘“":
        return ExpressionError(Problem.UNCLOSED_TEXT, source, position, quote=sign)
    if sign in "${}":
        return ExpressionError(Problem.REFERENCE, source, position)
    return ExpressionError(Problem.UNEXPECTED, source, position, found=sign)
