"""A Jalali calendar as buttons: a month at a time, weeks from Saturday. A date can be typed instead."""

from __future__ import annotations

from datetime import date

from consultation.conversation import Button, Rows, press
from consultation.persian.jalali import from_jalali, month_grid, month_name, to_jalali
from consultation.texts import _, digits, language

_MONTHS = 12
_FIRST, _LAST = 1250 * _MONTHS, 1500 * _MONTHS  # nobody asks for more, and the calendar's arithmetic ends somewhere
_EMPTY = "·"


def rows(response_id: int, index: int, today: date, month: int | None) -> Rows:
    """`month` counts months of Jalali years (year * 12 + month - 1); None is the one of today."""
    if month is None:
        year_now, month_now, _day = to_jalali(today)
        month = year_now * _MONTHS + month_now - 1
    month = min(max(month, _FIRST), _LAST)
    year, place = divmod(month, _MONTHS)

    def turn(label: str, to: int) -> Button:
        return Button(label, press("month", response_id, index, to))

    def day(number: int | None) -> Button:
        chosen = None if number is None else from_jalali(year, place + 1, number)
        if chosen is None:
            return turn(_EMPTY, month)
        return Button(digits(number), press("day", response_id, index, chosen.isoformat()))

    title = turn(f"{month_name(place + 1, language())} {digits(year)}", month)
    moves = (turn("«", month - _MONTHS), turn("‹", month - 1), title, turn("›", month + 1), turn("»", month + _MONTHS))
    heads = tuple(turn(name, month) for name in _weekdays())
    return (moves, heads, *(tuple(day(number) for number in week) for week in month_grid(year, place + 1)))


def _weekdays() -> list[str]:
    """Their shortest names, from Saturday."""
    return _("Sa Su Mo Tu We Th Fr").split()
