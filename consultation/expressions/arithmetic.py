"""The arithmetic of XPath: nothing raises. What has no answer is NaN, and what is too large is Infinity."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal

from consultation.expressions.values import Context


def divided(one: float, other: float) -> float:
    """As in XPath: nothing divided by nothing is NaN, anything else by nothing is infinite."""
    if other != 0:
        return one / other
    if one == 0 or math.isnan(one):
        return math.nan
    return math.copysign(math.inf, one) * math.copysign(1.0, other)


def remainder(one: float, other: float) -> float:
    """With the sign of the first: -7 mod 3 is -1."""
    return math.nan if other == 0 or math.isinf(one) else math.fmod(one, other)


def rounded(value: float, places: float = 0.0) -> float:
    """Halves go up, as in XPath: round(-1.5) is -1. Reckoned on the decimal text: round(1.005, 2) is 1.01."""
    if not math.isfinite(value):
        return value
    if not abs(places) <= 30:
        return math.nan
    halves = ROUND_HALF_DOWN if value < 0 else ROUND_HALF_UP
    unit = Decimal(repr(value)).scaleb(int(places))
    return float(unit.to_integral_value(halves).scaleb(-int(places)))


def to_whole(way: Callable[[float], int]) -> Callable[[Context, float], float]:
    return lambda _, value: float(way(value)) if math.isfinite(value) else value


def mathematics(function: Callable[..., float]) -> Callable[..., float]:
    def call(_: Context, *values: float) -> float:
        try:
            return function(*values)
        except ValueError:
            return math.nan
        except OverflowError:
            return math.inf

    return call


def logarithm(function: Callable[[float], float]) -> Callable[..., float]:
    return mathematics(lambda value: -math.inf if value == 0 else function(value))


def power(base: float, exponent: float) -> float:
    if base == 0 and exponent < 0:
        return math.inf
    try:
        return math.pow(base, exponent)
    except OverflowError:
        return -math.inf if base < 0 and exponent % 2 == 1 else math.inf


OF_ONE_NUMBER: dict[str, Callable[[float], float]] = {
    "abs": abs, "sqrt": math.sqrt, "exp": math.exp, "exp10": lambda value: math.pow(10, value),
    "sin": math.sin, "cos": math.cos, "tan": math.tan,
    "asin": math.asin, "acos": math.acos, "atan": math.atan,
}  # fmt: skip
