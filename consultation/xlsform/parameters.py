"""The parameters column: start=1 end=5 step=1, min=1 max=3, randomize=true seed=42."""

from __future__ import annotations

import re
from collections.abc import Mapping

from consultation.persian.text import latin_digits
from consultation.xlsform.aliases import NO, YES, Vocabulary, one_of

RANGE_DEFAULTS = {"start": "1", "end": "10", "step": "1"}
_NUMBER = re.compile(r"-?\d{1,9}(\.\d{1,6})?")

_NAMES = Vocabulary(
    {
        "start": ("از", "شروع"),
        "end": ("تا", "پایان"),
        "step": ("گام", "فاصله"),
        "min": ("حداقل", "کمینه"),
        "max": ("حداکثر", "بیشینه"),
        "randomize": ("تصادفی", "ترتیب تصادفی", "randomise"),
        "seed": ("بذر",),
        "max_length": ("طول", "حداکثرطول", "حداکثر‌طول", "max-length", "maxlength"),
        "tick_labelset": ("برچسب‌ها", "برچسبها", "labels"),
    }
)
TICKS = "tick_labelset"
"""XLSForm's own way to say what numbers of a range mean: a list whose choices are named by these numbers."""
_ORDER = ("randomize", "seed")
_NUMBER_CHOSEN = ("min", "max")

EFFECTIVE: Mapping[str, tuple[str, ...]] = {
    "text": ("max_length",),
    "range": (*RANGE_DEFAULTS, TICKS),
    "select_one": _ORDER,
    "select_multiple": _ORDER + _NUMBER_CHOSEN,
    "rank": _ORDER + _NUMBER_CHOSEN,
    "begin_repeat": _NUMBER_CHOSEN,
}
"""Type -> the parameters that mean something there."""
_AROUND_SIGN = re.compile(r"\s*=\s*")
_BETWEEN = re.compile(r"[\s,;،؛]+")


def range_limits(written: str) -> Mapping[str, str] | None:
    """start, end and step, where they can be the limits of a range."""
    given = parameters(written)
    limits = {name: (given or {}).get(name, usual) for name, usual in RANGE_DEFAULTS.items()}
    if given is None or not all(map(_NUMBER.fullmatch, limits.values())):
        return None
    start, end, step = map(float, limits.values())
    return limits if start < end and 0 < step <= end - start else None


def parameters(written: str) -> Mapping[str, str] | None:
    """Names with their values; None where something is not name=value."""
    found = {}
    for pair in filter(None, _BETWEEN.split(_AROUND_SIGN.sub("=", latin_digits(written)))):
        name, sign, value = pair.partition("=")
        if not (name and sign and value):
            return None
        found[_NAMES.standard(name) or name] = value
    if "randomize" in found:
        found["randomize"] = truth(found["randomize"]) or found["randomize"]
    return found


def truth(written: str) -> str:
    """ "true" or "false"; "" where it is neither."""
    return "true" if one_of(written, YES) else "false" if one_of(written, NO) else ""
