"""Dates inside expressions: the texts of XLSForm as days, and days as texts.

A day is a number, as in ODK: whole days since 1970-01-01, and the time as its fraction. Days are counted by
the clock on the wall here, not by UTC: so `now() >= today()` holds at every hour, and `date(now() + 1)` is
tomorrow, also at one in the morning in Tehran.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from babel import Locale, UnknownLocaleError
from babel.dates import get_day_names, get_month_names

_EPOCH = date(1970, 1, 1).toordinal()
_START = datetime(1970, 1, 1)  # noqa: DTZ001 - the wall's clock, counted without a zone
_DAY = timedelta(days=1)

_CLOCK = r"(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6})\d*)?)?(Z|[+-]\d{2}:?\d{2})?"
_DATE = re.compile(rf"(\d{{4}})-(\d{{1,2}})-(\d{{1,2}})(?:T{_CLOCK})?")
_TIME = re.compile(_CLOCK)


def days(text: str, zone: tzinfo | None) -> float | None:
    """The days of a date, or a date with a time; None when the text is neither."""
    if len(text) < 8 or text[4] != "-":
        return None
    if len(text) <= 10:
        day = _day(text)
        return None if day is None else float(day.toordinal() - _EPOCH)
    moment = _moment(text, zone)
    return None if moment is None else _wall_days(moment.astimezone(zone))


def utc_days(text: str, zone: tzinfo | None) -> float | None:
    """What decimal-date-time() gives: days since 1970 in UTC; a mere date is its midnight here."""
    moment = _moment(text, zone)
    return None if moment is None else _wall_days(moment.astimezone(UTC))


def day_fraction(text: str, now: datetime) -> float | None:
    """What decimal-time() gives: noon is 0.5. Takes a time, or a date with a time."""
    moment = _moment(text, now.tzinfo)
    if moment is not None:
        local = moment.astimezone(now.tzinfo)
        return _wall_days(local) % 1.0
    clock = _clock(_TIME.fullmatch(text), 1)
    if clock is None:
        return None
    if clock.tzinfo is not None:
        clock = datetime.combine(now.date(), clock).astimezone(now.tzinfo).time()
    return (datetime.combine(_START, clock.replace(tzinfo=None)) - _START) / _DAY


def date_text(value: str | float, zone: tzinfo | None) -> str:
    """What date() gives: 2026-08-07, or nothing for what is no date."""
    wall = wall_clock(value, zone)
    return "" if wall is None else wall.date().isoformat()


def date_time_text(value: str | float, zone: tzinfo | None) -> str:
    """What date-time() gives: 2026-08-07T06:31:13.834+03:30, or nothing for what is no date."""
    wall = wall_clock(value, zone)
    if wall is None:
        return ""
    aware = wall if wall.tzinfo else wall.replace(tzinfo=zone)
    return aware.isoformat(timespec="milliseconds")


def wall_clock(value: str | float, zone: tzinfo | None) -> datetime | None:
    """The date and time to show; None when there is none.

    An offset belongs to the clock on the wall where the answer was written, so that time is kept. Z is
    nobody's wall, so it is turned into the time here.
    """
    if isinstance(value, str):
        moment = _moment(value, zone)
        return moment.astimezone(zone) if moment and value.endswith("Z") else moment
    try:
        return _START + timedelta(milliseconds=round(value * 86_400_000))
    except (OverflowError, ValueError):
        return None


_CODES: dict[str, Callable[[datetime, Locale], str]] = {
    "Y": lambda wall, _: f"{wall.year:04}",
    "y": lambda wall, _: f"{wall.year % 100:02}",
    "m": lambda wall, _: f"{wall.month:02}",
    "n": lambda wall, _: str(wall.month),
    "b": lambda wall, locale: get_month_names("abbreviated", locale=locale)[wall.month],
    "d": lambda wall, _: f"{wall.day:02}",
    "e": lambda wall, _: str(wall.day),
    "a": lambda wall, locale: get_day_names("abbreviated", locale=locale)[wall.weekday()],
    "W": lambda wall, _: str(wall.isocalendar().week),
    "H": lambda wall, _: f"{wall.hour:02}",
    "h": lambda wall, _: str(wall.hour),
    "M": lambda wall, _: f"{wall.minute:02}",
    "S": lambda wall, _: f"{wall.second:02}",
    "3": lambda wall, _: f"{wall.microsecond // 1000:03}",
    "%": lambda wall, _: "%",
}


def formatted(wall: datetime, pattern: str, language: str) -> str:
    """The date by ODK's % codes; an unknown code stays as it is written."""
    locale = _locale(language)

    def shown(code: re.Match[str]) -> str:
        write = _CODES.get(code[1])
        return write(wall, locale) if write else code[0]

    return re.sub("%(.?)", shown, pattern, flags=re.DOTALL)


def unknown_code(pattern: str) -> str | None:
    """The first % code ODK does not know."""
    return next((f"%{code}" for code in re.findall("%(.?)", pattern, re.DOTALL) if code not in _CODES), None)


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language)
    except (ValueError, UnknownLocaleError):
        return Locale("en")


def _wall_days(moment: datetime) -> float:
    return (moment.replace(tzinfo=None) - _START) / _DAY


def _day(text: str) -> date | None:
    found = _DATE.fullmatch(text)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _moment(text: str, zone: tzinfo | None) -> datetime | None:
    found = _DATE.fullmatch(text)
    day = _day(text)
    if not found or day is None:
        return None
    clock = time() if found[4] is None else _clock(found, 4)
    if clock is None or not 1 < day.year < 9999:  # a zone could carry the ends of the calendar over its edge
        return None
    return datetime.combine(day, clock, tzinfo=clock.tzinfo or zone)


def _clock(found: re.Match[str] | None, first: int) -> time | None:
    if not found:
        return None
    hour, minute, second, fraction, offset = (found[first + part] for part in range(5))
    microsecond = (fraction or "").ljust(6, "0")
    try:
        return time(int(hour), int(minute), int(second or 0), int(microsecond), tzinfo=_offset(offset))
    except ValueError:
        return None


def _offset(text: str | None) -> tzinfo | None:
    """ValueError for an offset no place on earth has, such as +24:00."""
    if text is None:
        return None
    return datetime.strptime(text, "%z").tzinfo
