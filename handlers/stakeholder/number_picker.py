"""The numbers of a range as buttons: a row of them, or two taps where there are many. A number can be typed instead."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from consultation.conversation import Button, Rows, press
from consultation.texts import _, digits

FEW = 20  # numbers that are shown at once
MANY = 200  # more than these are typed
_IN_ONE_ROW = 7
_A_ROW = 6
_TOGETHER = 10  # numbers behind one button of the first tap
_SPANS_A_ROW = 3


def rows(response_id: int, index: int, values: Sequence[str], span: int | None) -> Rows:
    """`span` is which ten numbers are shown; None: all, or which tens there are."""

    def number(at: int) -> Button:
        return Button(digits(values[at]), press("choose", response_id, index, at))

    def ten(at: int) -> Button:
        first, last = at * _TOGETHER, min((at + 1) * _TOGETHER, len(values)) - 1
        if first == last:
            return number(first)
        label = _("{first} to {last}").format(first=digits(values[first]), last=digits(values[last]))
        return Button(label, press("page", response_id, index, at))

    if len(values) <= FEW:
        return _balanced([number(at) for at in range(len(values))])
    if len(values) > MANY:
        return ()
    tens = ceil(len(values) / _TOGETHER)
    if span is None or not 0 <= span < tens:
        return _cut([ten(at) for at in range(tens)], _SPANS_A_ROW)
    shown = range(span * _TOGETHER, min((span + 1) * _TOGETHER, len(values)))
    others = Button(_("« Other numbers"), press("page", response_id, index, tens))
    return (*_balanced([number(at) for at in shown]), (others,))


def _balanced(buttons: Sequence[Button]) -> Rows:
    """Rows of about one length, so that all buttons are equally wide."""
    if len(buttons) <= _IN_ONE_ROW:
        return (tuple(buttons),) if buttons else ()
    return _cut(buttons, ceil(len(buttons) / ceil(len(buttons) / _A_ROW)))


def _cut(buttons: Sequence[Button], width: int) -> Rows:
    return tuple(tuple(buttons[start : start + width]) for start in range(0, len(buttons), width))
