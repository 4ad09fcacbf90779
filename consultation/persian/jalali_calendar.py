"""The Jalali calendar itself: its days, months and weeks. Days are `datetime.date`, as everywhere."""

from __future__ import annotations

from datetime import date

import jdatetime

from consultation.persian.date_words import JALALI_MONTHS

_SATURDAY = 5  # as Python counts


def to_jalali(day: date) -> tuple[int, int, int]:
    """Year, month, day."""
    converted = jdatetime.date.fromgregorian(date=day)
    return converted.year, converted.month, converted.day


def from_jalali(year: int, month: int, day: int) -> date | None:
    """None where there is no such day."""
    try:
        return jdatetime.date(year, month, day).togregorian()
    except ValueError:
        return None


def month_days(year: int, month: int) -> int:
    if month < 12:
        return 31 if month < 7 else 30
    return 29 if from_jalali(year, 12, 30) is None else 30


def last_of_month(year: int, month: int) -> date | None:
    return from_jalali(year, month, month_days(year, month))


def month_name(month: int, language: str) -> str:
    return JALALI_MONTHS[language][month - 1]


def month_grid(year: int, month: int) -> list[list[int | None]]:
    """The days of a month in weeks of seven from Saturday; None before its first day and after its last."""
    first = jdatetime.date(year, month, 1).togregorian()
    days: list[int | None] = [None] * days_since_saturday(first)
    days += range(1, month_days(year, month) + 1)
    days += [None] * (-len(days) % 7)
    return [days[start : start + 7] for start in range(0, len(days), 7)]


def months_later(day: date, months: int) -> date | None:
    """The same day so many months on (back, if negative), or the last day where that month is shorter."""
    year, month, day_of_month = to_jalali(day)
    years, index = divmod(month - 1 + months, 12)
    year, month = year + years, index + 1
    return from_jalali(year, month, min(day_of_month, month_days(year, month)))


def days_since_saturday(day: date) -> int:
    return (day.weekday() - _SATURDAY) % 7
