"""The forms in which people write a day. All texts here are in the vocabulary of `date_words.plain`."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from consultation.persian.jalali_calendar import (
    days_since_saturday,
    from_jalali,
    last_of_month,
    months_later,
    to_jalali,
)

_JALALI_YEARS = range(1200, 1501)
_GREGORIAN_YEARS = range(1900, 2101)
_YEARS_AHEAD = 10  # up to which two digits mean a year to come


def day_of(said: str, today: date) -> date | None:
    """None where it is not a day, or there is no such day, or another could be meant."""
    for form, read in _FORMS:
        match = form.fullmatch(said)
        if match:
            try:
                return read(match, today)
            except (OverflowError, ValueError):  # 31 November; a day beyond the calendar
                return None
    return None


# -- with a year -----------------------------------------------------------------


def _of_year(year: int, month: int, day: int) -> date | None:
    """The year tells the calendar."""
    if year in _JALALI_YEARS:
        return from_jalali(year, month, day)
    return date(year, month, day) if year in _GREGORIAN_YEARS else None


def _year_first(match: re.Match[str], today: date) -> date | None:
    year, month, day = map(int, match.groups())
    return _of_year(year, month, day)


def _year_last(match: re.Match[str], today: date) -> date | None:
    """Day, month, year; but Americans put the month first, and 3/4/2026 may be either."""
    day, month, year = map(int, match.groups())
    if year in _GREGORIAN_YEARS and day != month:
        if max(day, month) <= 12:
            return None
        day, month = max(day, month), min(day, month)
    return _of_year(year, month, day)


def _short_year(match: re.Match[str], today: date) -> date | None:
    """«۰۵/۹/۲»; but «۲۳/۱۱/۰۵» may have its year at either end."""
    first, month, last = match.groups()
    year = _full_year(int(first), today)
    if year < 1400 and len(last) == 2 and from_jalali(_full_year(int(last), today), int(month), int(first)):
        return None
    return from_jalali(year, int(month), int(last))


def _full_year(short: int, today: date) -> int:
    latest = to_jalali(today)[0] + _YEARS_AHEAD
    return latest - (latest - short) % 100


# -- with the name of a month ----------------------------------------------------


def _named_month(match: re.Match[str], today: date) -> date | None:
    jalali = match["calendar"] == "j"
    year = _said_year(match["year"], today, jalali)
    if year not in (_JALALI_YEARS if jalali else _GREGORIAN_YEARS):
        return None
    return _of_year(year, int(match["month"]), int(match["day"]))


def _said_year(year: str | None, today: date, jalali: bool) -> int:
    this_year = to_jalali(today)[0] if jalali else today.year
    match year:
        case None | "thisyear":
            return this_year
        case "nextyear":
            return this_year + 1
        case "lastyear":
            return this_year - 1
        case _:
            return _full_year(int(year), today) if jalali and len(year) == 2 else int(year)


def _end_of_month(match: re.Match[str], today: date) -> date | None:
    year = _said_year(match["year"], today, jalali=True)
    return last_of_month(year, int(match["month"])) if year in _JALALI_YEARS else None


def _end_of_this_month(match: re.Match[str], today: date) -> date | None:
    year, month, _ = to_jalali(today)
    return last_of_month(year, month)


# -- counted from today ----------------------------------------------------------

_DAYS_AWAY = {"ereyesterday": -2, "yesterday": -1, "today": 0, "tomorrow": 1, "overmorrow": 2}


def _near_today(match: re.Match[str], today: date) -> date | None:
    return today + timedelta(days=_DAYS_AWAY[match[0]])


def _counted(match: re.Match[str], today: date) -> date | None:
    count = int(match["count"] or 1) * (1 if match["way"] == "next" else -1)
    match match["unit"]:
        case "day":
            return today + timedelta(days=count)
        case "week":
            return today + timedelta(weeks=count)
        case "month":
            return months_later(today, count)
        case _:
            return months_later(today, 12 * count)


def _weekday(match: re.Match[str], today: date) -> date | None:
    """The next such day, or the last one; never today."""
    weekday = int(match["weekday"])
    if match["way"] == "last":
        return today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _weekday_of_week(match: re.Match[str], today: date) -> date | None:
    saturday = today - timedelta(days=days_since_saturday(today))
    weeks = {"next": 1, "last": -1}.get(match["way"] or "", 0)
    return saturday + timedelta(weeks=weeks, days=(int(match["weekday"]) - 5) % 7)


# -- together --------------------------------------------------------------------


def _with_weekday(match: re.Match[str], today: date) -> date | None:
    """The weekday proves the date: where they disagree, one of them is a slip."""
    day = day_of(match["date"], today)
    return day if day is not None and day.weekday() == int(match["weekday"]) else None


def _end_of_day(match: re.Match[str], today: date) -> date | None:
    return day_of(match["date"], today)


_MARK = r" ?[-/.\\_٫–—−] ?"
_DAY, _MONTH, _WEEKDAY = r"(?P<day>\d{1,2})", r"(?P<month>\d{1,2})", r"w(?P<weekday>\d)"
_YEAR = r"(?P<year>\d{4}|0\d|2[4-9]|[3-9]\d|thisyear|nextyear|lastyear)"  # «۲ آذر ۱۸» may tell the hour
_WAY = "(?P<way>next|last)"

_Reader = Callable[[re.Match[str], date], date | None]
_FORMS: tuple[tuple[re.Pattern[str], _Reader], ...] = tuple(
    (re.compile(form), read)
    for form, read in (
        (rf"(\d{{4}}){_MARK}(\d{{1,2}}){_MARK}(\d{{1,2}})", _year_first),
        (r"(\d{4}) (\d{1,2}) (\d{1,2})", _year_first),
        (r"(\d{4})(\d\d)(\d\d)", _year_first),
        (rf"(\d{{1,2}}){_MARK}(\d{{1,2}}){_MARK}(\d{{4}})", _year_last),
        (rf"(\d\d){_MARK}(\d{{1,2}}){_MARK}(\d{{1,2}})", _short_year),
        (rf"{_DAY} (?P<calendar>[jg]){_MONTH}(?: {_YEAR})?", _named_month),
        (rf"(?P<calendar>g){_MONTH} {_DAY}(?: (?P<year>\d{{4}}))?", _named_month),
        (rf"(?P<year>\d{{4}}) (?P<calendar>[jg]){_MONTH} {_DAY}", _named_month),
        (rf"end j{_MONTH}(?: {_YEAR})?", _end_of_month),
        ("end month", _end_of_this_month),
        ("|".join(_DAYS_AWAY), _near_today),
        (rf"(?P<count>\d{{1,3}}) (?P<unit>day|week|month|year) {_WAY}", _counted),
        (rf"(?P<count>)(?P<unit>week) {_WAY}", _counted),
        (rf"(?P<count>){_WAY} (?P<unit>week)", _counted),
        (rf"{_WEEKDAY}(?: {_WAY})?", _weekday),
        (rf"{_WAY} {_WEEKDAY}", _weekday),
        (rf"{_WEEKDAY} week(?: {_WAY})?", _weekday_of_week),
        (rf"week(?: {_WAY})? {_WEEKDAY}", _weekday_of_week),
        (r"end (?P<date>(?:w\d|\d|today|tomorrow|overmorrow).*)", _end_of_day),
        (rf"{_WEEKDAY} (?P<date>.+)", _with_weekday),
        (rf"(?P<date>.+) {_WEEKDAY}", _with_weekday),
    )
)
