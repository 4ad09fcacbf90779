"""What an expression works on: the answers around it, and the conversions of XPath 1.0 with ODK's dates.

A text, a number, a truth, or a node set (the answers to one question in all repeats, a tuple of texts).
An unanswered question is the empty text. So an empty node set is read as one unanswered question wherever one
value is needed: `../x != 'a'` holds for what nobody has answered yet.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from consultation.expressions import dates

Value = str | float | bool
Nodes = tuple[str, ...]
Found = Value | Nodes

_NUMBER = re.compile(r"\s*(-?(?:\d+(?:\.\d*)?|\.\d+))\s*")


def _the_name(question: str, choice: str) -> str:
    return choice


@dataclass(frozen=True)
class Context:
    """Everything an expression may depend on: the same context always gives the same value."""

    answers: Mapping[str, str]
    """Name of the question -> canonical text ("42", "2026-08-07", "water power"); missing is unanswered.
    A question inside a repeat is here only while that repeat is asked, with its answer in this turn."""
    now: datetime
    """Aware; its zone is the local time of today(), now() and dates without an offset."""
    self_value: str = ""
    """What "." means."""
    choice: Mapping[str, str] = field(default_factory=dict)
    """The row of the choices sheet that a choice_filter is tried on."""
    choice_label: Callable[[str, str], str] = _the_name
    """(question, choice) -> label, for jr:choice-name()."""
    repeats: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Name of a question inside a repeat -> its answers in all turns of the repeat. The repeat's own name
    too, with any text for each turn, so that count(${person}) counts them."""
    position: int = 1
    """Which turn of the repeat this is, from 1, and how many there are in `last`."""
    last: int = 1
    seed: str = ""
    """What random(), uuid() and randomize() are drawn from: another seed for each response and question."""
    language: str = "en"
    """Of month and day names in format-date()."""

    def __post_init__(self) -> None:
        if self.now.tzinfo is None:
            raise ValueError("Context.now needs a time zone")


def text(value: Found) -> str:
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case float() | int():
            return number_text(value)
        case _:
            return value[0] if value else ""


def number_text(value: float) -> str:
    """42, not 42.0; never an exponent, as XPath writes numbers."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return format(Decimal(repr(value)).normalize(), "f")


def number(value: Found, context: Context) -> float:
    """NaN for what is no number; a date becomes its days since 1970-01-01, so that one can reckon with it."""
    if isinstance(value, (float, int)):
        return float(value)
    written = text(value)
    found = _NUMBER.fullmatch(written)
    if found:
        return float(found[1])
    day = dates.days(written.strip(), context.now.tzinfo)
    return math.nan if day is None else day


def truth(value: Found) -> bool:
    return bool(value) and value == value  # NaN alone differs from itself


def nodes(value: Found) -> Nodes:
    return value if isinstance(value, tuple) else (text(value),)


def equal(one: Found, other: Found, context: Context) -> bool:
    """XPath's =, and two dates are equal when they are the same moment, however they are written."""
    if isinstance(one, bool) or isinstance(other, bool):
        return truth(one) == truth(other)
    if isinstance(one, tuple) or isinstance(other, tuple):
        return any(equal(a, b, context) for a in each(one) for b in each(other))
    if isinstance(one, str) and isinstance(other, str):
        return one == other or _same_moment(one, other, context)
    return number(one, context) == number(other, context)


def unequal(one: Found, other: Found, context: Context) -> bool:
    """XPath's !=: of a node set, whether some node differs."""
    if isinstance(one, bool) or isinstance(other, bool):
        return truth(one) != truth(other)
    return any(not equal(a, b, context) for a in each(one) for b in each(other))


def ordered(one: Found, other: Found, context: Context, holds: Callable[[float, float], bool]) -> bool:
    """XPath's < and its kin on numbers and dates; and on two times of day, which XPath cannot compare."""
    if isinstance(one, tuple) or isinstance(other, tuple):
        return any(ordered(a, b, context, holds) for a in each(one) for b in each(other))
    return holds(number(one, context), number(other, context)) or _ordered_times(one, other, context, holds)


def each(value: Found) -> Sequence[Value]:
    """The values to compare, at least one."""
    if isinstance(value, tuple):
        return value or ("",)
    return (value,)


def _same_moment(one: str, other: str, context: Context) -> bool:
    zone = context.now.tzinfo
    day = dates.days(one, zone)
    return day is not None and day == dates.days(other, zone)


def _ordered_times(one: Value, other: Value, context: Context, holds: Callable[[float, float], bool]) -> bool:
    if not (isinstance(one, str) and isinstance(other, str) and one[2:3] == ":" == other[2:3]):
        return False
    first, second = (dates.day_fraction(time, context.now) for time in (one, other))
    return first is not None and second is not None and holds(first, second)
