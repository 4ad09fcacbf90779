"""Dates and times as people in Iran write them, and dates written for people.

Inside, days are `datetime.date` and moments are aware; the Jalali calendar is met at the edges only. What could mean
two days or two hours is not read at all.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from consultation.persian.date_forms import day_of
from consultation.persian.date_words import GREGORIAN_MONTHS, WEEKDAYS, plain
from consultation.persian.day_times import minutes_of, split_time
from consultation.persian.jalali_calendar import (
    from_jalali,
    month_days,
    month_grid,
    month_name,
    months_later,
    to_jalali,
)
from consultation.persian.text import persian_digits

__all__ = [
    "TEHRAN",
    "from_jalali",
    "month_days",
    "month_grid",
    "month_name",
    "months_later",
    "read_date",
    "read_moment",
    "read_time",
    "to_jalali",
    "write_date",
    "write_moment",
    "write_span",
]

TEHRAN = ZoneInfo("Asia/Tehran")

_LONGEST = 100  # characters in which a date is looked for

# -- reading ---------------------------------------------------------------------


def read_date(text: str, today: date) -> date | None:
    """The day somebody wrote, Jalali or Gregorian, in figures or words; without a year it is in this Jalali year.

    None where there is no such day, or where another could be meant.
    """
    return day_of(plain(text), today) if len(text) <= _LONGEST else None


def read_time(text: str) -> time | None:
    """The time of day somebody wrote; None where it could be another («ساعت ۵»: morning or afternoon?)."""
    minutes = minutes_of(plain(text)) if len(text) <= _LONGEST else None
    return None if minutes is None else time(minutes // 60 % 24, minutes % 60)


_END_OF_DAY = time(23, 59)


def read_moment(text: str, now: datetime, default_time: time = _END_OF_DAY) -> datetime | None:
    """When something opens or closes, in the zone of `now` (aware): a day with or without a time, or a span from now.

    A day alone is meant at `default_time`, the end of a day («پایان جمعه») at 23:59, midnight at the end of its day,
    and a time alone today, even if it has passed. None where it is not understood, or another could be meant.
    """
    if len(text) > _LONGEST:
        return None
    said = plain(text)
    if said == "now":
        return now
    span = _span_of(said)
    return _after(now, span) if span is not None else _at(said, now, default_time)


def _at(said: str, now: datetime, default_time: time) -> datetime | None:
    day_said, time_said = split_time(said)
    if not time_said:
        day = _coming_day(day_said, now.date())
        clock = _END_OF_DAY if said.startswith("end ") else default_time
        return None if day is None else datetime.combine(day, clock, now.tzinfo)
    minutes = minutes_of(time_said)
    if minutes is None or minutes > 24 * 60:  # «۱ شب فردا»: of which night?
        return None
    day = _coming_day(day_said, now.date()) if day_said else now.date()
    if day is None:
        return None
    return datetime.combine(day, time(), now.tzinfo) + timedelta(minutes=minutes)


_WITHOUT_YEAR = re.compile(r"\bj\d{1,2}\b(?! (?:\d|\w+year))")
_HALF_A_YEAR = timedelta(days=180)


def _coming_day(said: str, today: date) -> date | None:
    """In Esfand «۱۰ فروردین» means the coming one."""
    day = day_of(said, today)
    if day is not None and today - day > _HALF_A_YEAR and _WITHOUT_YEAR.search(said):
        next_year = from_jalali(to_jalali(today)[0] + 1, 1, 1)
        return next_year and day_of(said, next_year)
    return day


_SPAN = re.compile(
    r"(?:(?P<count>\d{1,4}) (?P<unit>hour|minute)(?: و (?P<part>half|quarter))?"
    r"|(?:1 )?(?P<alone>half|quarter) hour|1 (?P<brief>quarter)) next"
)
_PARTS_OF_HOUR = {"half": timedelta(minutes=30), "quarter": timedelta(minutes=15)}


def _span_of(said: str) -> timedelta | None:
    span = _SPAN.fullmatch(said)
    if span is None:
        return None
    if span["count"] is None:
        return _PARTS_OF_HOUR[span["alone"] or span["brief"]]
    if span["unit"] == "minute":
        return timedelta(minutes=int(span["count"])) if span["part"] is None else None
    return timedelta(hours=int(span["count"])) + _PARTS_OF_HOUR.get(span["part"] or "", timedelta())


def _after(now: datetime, span: timedelta) -> datetime:
    return (now.astimezone(UTC) + span).astimezone(now.tzinfo).replace(second=0, microsecond=0)


# -- writing ---------------------------------------------------------------------


def write_date(day: date, language: str, weekday: bool = False) -> str:
    """«دوشنبه ۲ آذر ۱۴۰۵» or "Monday 23 November 2026"; the weekday only if wanted."""
    if language == "fa":
        year, month, day_of_month = to_jalali(day)
        written = persian_digits(f"{day_of_month} {month_name(month, 'fa')} {year}")
    else:
        written = f"{day.day} {GREGORIAN_MONTHS[day.month - 1]} {day.year}"
    return f"{WEEKDAYS[language][day.weekday()]} {written}" if weekday else written


def write_moment(moment: datetime, language: str) -> str:
    """On the clock of its own zone: «دوشنبه ۲ آذر ۱۴۰۵، ساعت ۱۸:۰۰» or "Monday 23 November 2026, 18:00"."""
    day = write_date(moment.date(), language, weekday=True)
    clock = f"{moment:%H:%M}"
    return f"{day}، ساعت {persian_digits(clock)}" if language == "fa" else f"{day}, {clock}"


_UNITS = ((86400, "روز", "day"), (3600, "ساعت", "hour"), (60, "دقیقه", "minute"))


def write_span(span: timedelta, language: str) -> str:
    """Its length in the largest unit and the next, rounded down: «۳ روز و ۴ ساعت» or "3 days and 4 hours"."""
    left = int(abs(span).total_seconds())
    parts: list[tuple[int, str]] = []
    for seconds, persian, english in _UNITS:
        count, left = divmod(left, seconds)
        if count or parts:
            parts.append((count, persian if language == "fa" else english + "s" * (count != 1)))
    shown = [f"{count} {unit}" for count, unit in parts[:2] if count]
    if language == "fa":
        return persian_digits(" و ".join(shown)) or "کمتر از یک دقیقه"
    return " and ".join(shown) or "less than a minute"
