from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consultation.persian.jalali import (
    TEHRAN,
    from_jalali,
    month_days,
    month_grid,
    month_name,
    months_later,
    read_date,
    read_moment,
    read_time,
    to_jalali,
    write_date,
    write_moment,
    write_span,
)
from consultation.persian.text import persian_digits

TODAY = date(2026, 11, 23)  # Monday, 2 Azar 1405
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=TEHRAN)

jalali_days = st.dates(date(1921, 3, 21), date(2072, 3, 19))  # all of 1300 to 1450


def jalali(text: str) -> date:
    """ "1405/9/2", independently of how dates are read."""
    year, month, day = map(int, text.split("/"))
    found = from_jalali(year, month, day)
    assert found is not None
    return found


# -- the calendar ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("in_iran", "abroad"),
    [
        ("1399/12/30", date(2021, 3, 20)),
        ("1403/12/30", date(2025, 3, 20)),
        ("1408/12/30", date(2030, 3, 20)),
        ("1405/9/2", date(2026, 11, 23)),
        ("1357/11/22", date(1979, 2, 11)),
        ("1300/1/1", date(1921, 3, 21)),
    ],
)
def test_known_days(in_iran: str, abroad: date) -> None:
    assert jalali(in_iran) == abroad
    assert to_jalali(abroad) == tuple(map(int, in_iran.split("/")))


@pytest.mark.parametrize(("year", "days"), [(1399, 30), (1403, 30), (1404, 29), (1405, 29), (1408, 30)])
def test_esfand_is_longer_in_leap_years(year: int, days: int) -> None:
    assert month_days(year, 12) == days
    assert (from_jalali(year, 12, 30) is None) == (days == 29)


def test_the_first_six_months_have_31_days_and_the_next_five_30() -> None:
    assert [month_days(1405, month) for month in range(1, 12)] == [31] * 6 + [30] * 5


def test_azar_1405_begins_on_a_sunday() -> None:
    assert month_grid(1405, 9) == [
        [None, 1, 2, 3, 4, 5, 6],
        [7, 8, 9, 10, 11, 12, 13],
        [14, 15, 16, 17, 18, 19, 20],
        [21, 22, 23, 24, 25, 26, 27],
        [28, 29, 30, None, None, None, None],
    ]


@settings(deadline=None)
@given(st.integers(1300, 1450), st.integers(1, 12))
def test_a_month_lies_in_full_weeks_with_each_day_under_its_weekday(year: int, month: int) -> None:
    grid = month_grid(year, month)
    assert {len(week) for week in grid} == {7}
    assert [day for week in grid for day in week if day] == list(range(1, month_days(year, month) + 1))
    assert all(any(week) for week in grid)
    saturdays = [week[0] for week in grid if week[0]]
    assert {jalali(f"{year}/{month}/{day}").weekday() for day in saturdays} == {5}


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        ("1405/9/2", 1, "1405/10/2"),
        ("1405/6/31", 1, "1405/7/30"),
        ("1405/10/30", 2, "1405/12/29"),
        ("1405/12/1", 1, "1406/1/1"),
        ("1403/12/30", 12, "1404/12/29"),
        ("1405/1/15", -1, "1404/12/15"),
    ],
)
def test_months_later_stays_within_the_month(day: str, months: int, then: str) -> None:
    assert months_later(jalali(day), months) == jalali(then)


# -- reading a date --------------------------------------------------------------

DATES = {
    "1405/9/2": [
        "۱۴۰۵/۹/۲", "۱۴۰۵/۰۹/۰۲", "1405/9/2", "1405-09-02", "۱۴۰۵.۹.۲", "۱۴۰۵ / ۹ / ۲", "۱۴۰۵ ۹ ۲", "۱۴۰۵_۹_۲",
        "١٤٠٥/٩/٢", "14050902", "۲/۹/۱۴۰۵", "02-09-1405", "۰۵/۹/۲", "۰۵/۰۹/۰۲", "05/9/2", "۱۴۰۵\\۹\\۲",
        "۲ آذر ۱۴۰۵", "2 آذر 1405", "۰۲ آذر ۱۴۰۵", "۲آذر۱۴۰۵", "دوم آذر ۱۴۰۵", "دومِ آذرِ ۱۴۰۵", "دوم آذرماه ۱۴۰۵",
        "۲ آذر ماه ۱۴۰۵", "۲ آذر سال ۱۴۰۵", "۲ام آذر ۱۴۰۵", "۲-آذر-۱۴۰۵", "۲/آذر/۱۴۰۵", "۲ آذر ۰۵", "۱۴۰۵ آذر ۲",
        "دوم آذر هزار و چهارصد و پنج", "دو آذر ۱۴۰۵", "۲ اذر ۱۴۰۵", "۲ آذر", "دوم آذر", "۲ آذر امسال", "۲ آذرماه",
        "دوشنبه ۲ آذر ۱۴۰۵", "دوشنبه، ۲ آذر", "روز دوشنبه دوم آذرماه ۱۴۰۵", "دوشنبه مورخ ۱۴۰۵/۰۹/۰۲",
        "۱۴۰۵/۹/۲ دوشنبه", "۱۴۰۵/۹/۲ شمسی", "۱۴۰۵/۰۹/۰۲ ه.ش", "در تاریخ ۲ آذر ۱۴۰۵", "تا ۲ آذر", "«۲ آذر»", "۲ آذر.",
        "\u200f۱۴۰۵/۹/۲\u200f", "2 Azar 1405", "2 azar", "monday 2 azar 1405",
        "2026-11-23", "2026/11/23", "۲۰۲۶/۱۱/۲۳", "20261123", "23/11/2026", "۲۳/۱۱/۲۰۲۶", "11/23/2026", "23.11.2026",
        "23 November 2026", "23 Nov 2026", "November 23, 2026", "Nov 23, 2026", "23rd of November 2026", "nov 23",
        "Monday 23 November 2026", "۲۳ نوامبر ۲۰۲۶", "23-Nov-2026", "۲۰۲۶/۱۱/۲۳ میلادی",
        "امروز", "همین امروز", "today", "Today",
    ],
    "1405/9/1": ["دیروز", "yesterday", "یکم آذر", "اول آذر", "۱ روز پیش", "یک روز قبل"],
    "1405/8/30": ["پریروز", "شنبه گذشته", "سی‌ام آبان", "سی ام آبان", "آخر آبان", "پایان آبان ۱۴۰۵"],
    "1405/9/3": ["فردا", "tomorrow", "سه‌شنبه", "سه شنبه", "۳شنبه", "3 شنبه", "سه‌شنبهٔ آینده", "این سه شنبه",
                 "tuesday"],
    "1405/9/4": ["پس‌فردا", "پس فردا", "پسفردا", "چهارشنبه", "چهار شنبه", "چارشنبه", "۴ شنبه", "چهارشنبه همین هفته",
                 "day after tomorrow", "دو روز دیگر"],
    "1405/9/5": ["پنجشنبه", "پنج‌شنبه", "پنج شنبه", "۵ شنبه", "۳ روز دیگر", "سه روز دیگه", "3 روز بعد", "in 3 days",
                 "تا ۳ روز آینده", "3 days from now"],
    "1405/9/6": ["جمعه", "جمعهٔ آینده", "روز جمعه", "آدینه", "friday", "next Friday"],
    "1405/9/7": ["شنبه", "شنبه آینده", "شنبه‌ی آینده", "شنبهٔ بعد", "شنبه هفته آینده",
                 "شنبهٔ هفتهٔ بعد", "هفته آینده شنبه", "Saturday", "شنبه ۷ آذر"],
    "1405/9/8": ["یکشنبه", "یک‌شنبه", "یک شنبه", "۱شنبه", "sunday"],
    "1405/9/9": ["دوشنبه", "دو شنبه", "دوشنبه آینده", "هفته آینده", "هفتهٔ بعد", "هفته‌ی آینده", "یک هفته دیگر",
                 "۷ روز دیگر", "next week"],
    "1405/9/11": ["چهارشنبه هفته آینده", "چهارشنبه هفته بعد"],
    "1405/9/16": ["دو هفته دیگر", "۲ هفته بعد", "2 weeks later"],
    "1405/10/2": ["یک ماه دیگر", "۱ ماه بعد", "۲ دی", "دوم دی‌ماه", "دوم دیماه"],
    "1406/9/2": ["یک سال دیگر", "۲ آذر سال آینده", "۲ آذر سال بعد", "دوم آذر ۱۴۰۶"],
    "1404/9/2": ["۲ آذر پارسال", "۲ آذر سال گذشته", "یک سال پیش"],
    "1405/9/30": ["پایان آذر", "آخر آذرماه", "پایان ماه", "آخر این ماه", "۳۰ آذر"],
    "1405/11/22": ["بیست و دوم بهمن", "بیست‌ودوم بهمن", "بیستودوم بهمن", "۲۲ بهمن", "22 بهمن ماه", "بيست و دوم بهمن"],
    "1405/12/29": ["۲۹ اسفند", "پایان اسفند", "بیست و نهم اسفند ۱۴۰۵"],
    "1403/12/30": ["۳۰ اسفند ۱۴۰۳", "1403/12/30", "سی‌ام اسفند ۱۴۰۳"],
    "1405/6/31": ["۳۱ شهریور", "سی و یکم شهریور"],
    "1405/5/15": ["۱۵ مرداد", "۱۵ امرداد", "پانزدهم مرداد", "پانزده مرداد"],
    "1405/2/3": ["۳ اردیبهشت", "سوم اردیبهشت", "۳ اردی‌بهشت"],
    "1357/11/22": ["۱۳۵۷/۱۱/۲۲", "۵۷/۱۱/۲۲", "۲۲ بهمن ۵۷", "۲۲ بهمن ۱۳۵۷", "11 Feb 1979", "1979-02-11"],
    "1398/5/1": ["۹۸/۵/۱", "98/05/01", "۱ مرداد ۹۸", "اول مرداد ۱۳۹۸"],
}  # fmt: skip


@pytest.mark.parametrize(("typed", "day"), [(typed, day) for day, texts in DATES.items() for typed in texts])
def test_a_date_is_read_however_it_is_typed(typed: str, day: str) -> None:
    assert read_date(typed, TODAY) == jalali(day)


@pytest.mark.parametrize(
    "typed",
    [
        *("", "سلام", "؟", "۱۴۰۵", "آذر", "آذر ۱۴۰۵", "آذر ۹۸", "۲", "09123456789", "۱۲/۵", "۹/۲", "2026", "زود",
          "هرگز"),
        # no such day
        *("۳۱ آذر ۱۴۰۵", "۳۱ آذر", "۳۰ اسفند ۱۴۰۴", "۳۰ اسفند", "1404/12/30", "۱۴۰۵/۱۳/۱", "۱۴۰۵/۱/۳۲", "۱۴۰۵/۰/۱",
          "۰/۰/۱۴۰۵"),
        *("2026-02-29", "31/11/2026", "2026-13-01", "۳۲ فروردین", "سی و دوم فروردین", "0000-00-00", "1700/1/1",
          "3026-01-01"),
        # may be another day
        *("3/4/2026", "05/06/2026", "۲۳/۱۱/۰۵", "23/11/26", "۲ آذر ۱۸", "۲ آذر ۲۰", "11/23/26"),
        *("شب جمعه", "آخر هفته", "ماه آینده", "سال آینده", "اواخر آذر", "هفته اول آذر", "اوایل دی", "چند روز دیگر"),
        *("۲ تا ۵ آذر", "شنبه تا دوشنبه", "۲ یا ۳ آذر", "قبل از ۲ آذر", "۲ آذر ۱۴۰۵ و ۳ آذر", "دو سه روز دیگر"),
        # its parts disagree
        *("شنبه ۲ آذر ۱۴۰۵", "سه‌شنبه ۱۴۰۵/۹/۲", "Tuesday 23 November 2026", "۲ آذر ۲۰۲۶", "23 November 1405"),
        # another calendar
        *("۲ رمضان ۱۴۴۸", "۱۲ ربیع‌الاول", "۱۴۴۸/۹/۲ قمری"),
        *("1" * 100, "۱/" * 60, "شنبه " * 30, "۹۹۹۹۹ روز دیگر"),
    ],
)  # fmt: skip
def test_what_is_no_day_or_may_be_another_is_not_read(typed: str) -> None:
    assert read_date(typed, TODAY) is None


@pytest.mark.parametrize(
    ("today", "typed", "day"),
    [
        ("1405/9/7", "شنبه", "1405/9/14"),  # today is a Saturday: the next one is meant
        ("1405/9/7", "شنبه هفته آینده", "1405/9/14"),
        ("1405/9/6", "شنبه هفته آینده", "1405/9/7"),  # the week turns on Friday night
        ("1405/9/6", "جمعه گذشته", "1405/8/29"),
        ("1405/12/29", "فردا", "1406/1/1"),
        ("1403/12/29", "فردا", "1403/12/30"),
        ("1403/12/1", "پایان ماه", "1403/12/30"),
        ("1403/5/1", "۳۰ اسفند", "1403/12/30"),
        ("1405/6/31", "یک ماه دیگر", "1405/7/30"),
        ("1399/1/1", "۰۵/۹/۲", "1405/9/2"),
        ("1392/1/1", "۰۵/۹/۲", "1305/9/2"),
        ("1405/1/1", "۱۵/۱/۳", "1415/1/3"),
    ],
)
def test_a_date_is_read_from_where_today_is(today: str, typed: str, day: str) -> None:
    assert read_date(typed, jalali(today)) == jalali(day)


@settings(deadline=None)
@given(jalali_days, st.booleans(), st.sampled_from(["fa", "en"]), jalali_days)
def test_a_date_written_is_read_back(day: date, weekday: bool, language: str, today: date) -> None:
    assert read_date(write_date(day, language, weekday), today) == day


@pytest.mark.slow
def test_every_jalali_date_is_read_back() -> None:
    day, last = jalali("1300/1/1"), jalali("1450/12/29")
    while day <= last:
        year, month, day_of_month = to_jalali(day)
        assert read_date(persian_digits(f"{year}/{month}/{day_of_month}"), TODAY) == day
        day += timedelta(days=1)


@settings(deadline=None)
@given(
    jalali_days, st.sampled_from(["{0}/{1}/{2}", "{0}-{1:02}-{2:02}", "{2}/{1}/{0}", "{0}{1:02}{2:02}", "{2} {3} {0}"])
)
def test_a_date_in_figures_is_read_back(day: date, form: str) -> None:
    year, month, day_of_month = to_jalali(day)
    typed = form.format(year, month, day_of_month, month_name(month, "fa"))
    assert read_date(typed, TODAY) == read_date(persian_digits(typed), TODAY) == day


@settings(deadline=None)
@given(jalali_days)
def test_a_gregorian_iso_date_is_read_back(day: date) -> None:
    assert read_date(day.isoformat(), TODAY) == day


@settings(deadline=None)
@given(st.integers(1200, 1500), st.integers(0, 14), st.integers(0, 33))
def test_a_day_that_is_not_in_the_calendar_is_never_moved_to_another(year: int, month: int, day: int) -> None:
    read = read_date(f"{year}/{month}/{day}", TODAY)
    assert read == from_jalali(year, month, day)
    assert read is None or to_jalali(read) == (year, month, day)


# -- reading a time --------------------------------------------------------------

TIMES = {
    "18:00": ["۱۸", "18", "۱۸:۰۰", "ساعت ۱۸", "ساعت: ۱۸", "هجده", "ساعت ۶ عصر", "۶ عصر", "6 pm", "6pm", "6 p.m.",
              "۶ ب.ظ",
              "شش عصر", "۶ بعدازظهر", "۶ بعد از ظهر", "عصر ساعت ۶", "۱۸ عصر", "رأس ساعت ۱۸", "۶ غروب", "۰۶:۰۰ عصر"],
    "18:30": ["۱۸:۳۰", "18.30", "۱۸ : ۳۰", "18:30:00", "۶ و نیم عصر", "6:30 pm", "۶:۳۰ عصر", "شش و سی دقیقه عصر",
              "هجده و نیم",
              "هجده و سی دقیقه", "٦:٣٠ عصر"],
    "08:00": ["۸ صبح", "ساعت ۸", "۸:۰۰", "08:00", "هشت صبح", "صبح ساعت ۸", "8 am", "۸ ق.ظ", "۸ قبل از ظهر",
              "8 in the morning"],
    "06:00": ["۰۶", "۶:۰۰", "۶ صبح", "06:00", "شش صبح"],
    "19:30": ["۷ و نیم شب", "هفت‌و‌نیم شب", "هفت و نیم عصر", "۱۹:۳۰"],
    "21:00": ["۹ شب", "شب ساعت ۹", "ساعت ۲۱", "۲۱ شب", "9 at night", "بیست و یک"],
    "20:30": ["بیست و سی دقیقه", "۸ و نیم شب"],
    "07:45": ["یک ربع به هشت صبح", "ربع به ۸ صبح", "یه ربع به ۸", "۱۵ دقیقه به ۸", "۷:۴۵"],
    "08:15": ["۸ و ربع", "هشت و ربع صبح", "۸ و ۱۵ دقیقه"],
    "08:05": ["۸ و ۵ دقیقه", "هشت و پنج دقیقه"],
    "12:00": ["ظهر", "۱۲", "۱۲ ظهر", "ساعت ۱۲", "noon", "12 pm", "دوازده ظهر"],
    "13:00": ["۱ ظهر", "یک بعدازظهر", "۱۳"],
    "12:30": ["۱۲ و نیم ظهر", "۱۲:۳۰"],
    "00:00": ["نیمه‌شب", "نیمه شب", "۱۲ شب", "۲۴", "۲۴:۰۰", "۰۰:۰۰", "12 am", "صفر بامداد", "midnight"],
    "00:30": ["۱۲ و نیم شب", "۰۰:۳۰", "۱۲:۳۰ بامداد"],
    "05:00": ["۵ بامداد", "۵ صبح", "۰۵:۰۰", "۵ سحر"],
    "23:59": ["۲۳:۵۹"],
}  # fmt: skip


@pytest.mark.parametrize(("typed", "clock"), [(typed, clock) for clock, texts in TIMES.items() for typed in texts])
def test_a_time_is_read_however_it_is_typed(typed: str, clock: str) -> None:
    assert read_time(typed) == time.fromisoformat(clock)


@pytest.mark.parametrize(
    "typed",
    [
        *("", "صبح", "شب", "سلام", "۲۵", "۱۸:۶۰", "۲۴:۳۰", "۱۸:۵", "۹۹:۹۹", "۱۲۳۴"),
        *("۵", "ساعت ۶", "شش", "پنج و نیم", "یک ربع به ۵"),  # in the morning or in the afternoon?
        *("۱۸ صبح", "۱۱ عصر", "۱۲ صبح", "۵ شب", "۱۳ am", "صبح ساعت ۸ شب"),
        *("۸ تا ۱۰", "۸ یا ۹ صبح", "۳ ساعت دیگر", "۱۴۰۵/۹/۲"),
    ],
)
def test_what_is_no_time_or_may_be_another_is_not_read(typed: str) -> None:
    assert read_time(typed) is None


@settings(deadline=None)
@given(st.times())
def test_every_minute_is_read_back(moment: time) -> None:
    assert read_time(persian_digits(f"{moment:%H:%M}")) == moment.replace(second=0, microsecond=0)


# -- reading a moment ------------------------------------------------------------

MOMENTS = {
    "1405/9/20 18:00": [
        "۲۰ آذر ساعت ۱۸", "۲۰ آذر ساعت ۱۸:۰۰", "۱۴۰۵/۹/۲۰ ۱۸:۰۰", "1405/09/20 18:00", "۱۴۰۵/۹/۲۰ ۱۸",
        "ساعت ۱۸ روز ۲۰ آذر",
        "جمعه ۲۰ آذر ۱۴۰۵، ساعت ۱۸:۰۰", "بیستم آذر ساعت شش عصر", "۲۰ آذرماه ساعت ۶ عصر", "۱۸:۰۰ ۲۰ آذر",
        "تا ۲۰ آذر ساعت ۱۸",
        "عصر ساعت ۶ روز ۲۰ آذر", "۲۰ آذر ۱۴۰۵ - ۱۸:۰۰", "تا ساعت ۱۸ جمعه ۲۰ آذر", "۶ عصر ۲۰ آذر", "2026-12-11T18:00",
        "2026-12-11 18:00", "11 December 2026 6 pm", "Dec 11, 2026 at 18:00", "Friday 11 December 2026, 18:00",
    ],
    "1405/9/20 23:59": ["۲۰ آذر", "۱۴۰۵/۹/۲۰", "تا ۲۰ آذر", "تا پایان ۲۰ آذر", "پایان روز ۲۰ آذر", "جمعه ۲۰ آذر"],
    "1405/9/20 12:00": ["ظهر ۲۰ آذر", "۲۰ آذر ظهر", "۲۰ آذر ساعت ۱۲ ظهر"],
    "1405/9/3 09:00": ["فردا ۹ صبح", "فردا ساعت ۹", "فردا صبح ساعت ۹", "ساعت ۹ صبح فردا", "فردا ۹",
                       "tomorrow at 9 am",
                       "فردا ۹:۰۰"],
    "1405/9/3 21:00": ["فردا شب ساعت ۹", "فردا ساعت ۹ شب", "فردا ۲۱:۰۰", "فرداشب ۹"],
    "1405/9/3 18:00": ["فردا ۱۸", "فردا عصر ساعت ۶"],
    "1405/9/5 23:59": ["۳ روز دیگر", "سه روز دیگر", "پنجشنبه"],
    "1405/9/5 17:00": ["۳ روز دیگر ساعت ۱۷", "پنجشنبه ساعت ۵ عصر", "پنج‌شنبه ۵ عصر", "۵ شنبه ساعت ۵ عصر",
                       "ساعت ۱۷ پنجشنبه"],
    "1405/9/6 23:59": ["تا پایان جمعه", "پایان روز جمعه", "تا آخر وقت جمعه", "جمعه", "until the end of Friday"],
    "1405/9/7 00:00": ["جمعه ساعت ۱۲ شب", "جمعه ساعت ۲۴", "جمعه ۲۴:۰۰", "نیمه‌شب جمعه", "شنبه ۰۰:۰۰",
                       "۱۲ بامداد شنبه"],
    "1405/9/6 21:00": ["جمعه ساعت ۹ شب", "جمعه شب ساعت ۹"],
    "1405/9/7 08:00": ["شنبه ساعت ۸", "شنبه ۸ صبح", "شنبه صبح ساعت ۸", "۸ صبح شنبه", "شنبه هفته آینده ۸ صبح",
                       "شنبه ۰۸:۰۰"],
    "1405/9/2 18:00": ["ساعت ۱۸", "۱۸:۰۰", "امروز ساعت ۱۸", "امروز ۶ عصر", "تا ۶ عصر", "8 hours from now",
                       "۸ ساعت دیگر"],
    "1405/9/2 08:00": ["ساعت ۸ صبح", "امروز ۸ صبح"],  # passed: the caller says so
    "1405/9/2 22:00": ["امشب ساعت ۱۰", "امشب ۱۰"],
    "1405/9/2 23:59": ["امروز", "پایان امروز", "تا آخر امروز"],
    "1405/9/3 00:00": ["امشب ساعت ۱۲", "امروز ساعت ۲۴"],
    "1405/9/2 10:30": ["نیم ساعت دیگر", "۳۰ دقیقه دیگر", "سی دقیقه دیگه"],
    "1405/9/2 11:30": ["یک ساعت و نیم دیگر", "۹۰ دقیقه بعد"],
    "1405/9/2 10:15": ["یک ربع دیگر", "ربع ساعت دیگر"],
    "1405/9/2 10:00": ["الان", "همین حالا", "اکنون", "now"],
    "1405/9/4 10:00": ["۴۸ ساعت دیگر", "چهل و هشت ساعت دیگر"],
    "1405/9/30 23:59": ["پایان آذر", "تا پایان آذرماه", "تا آخر ماه"],
    "1405/8/2 23:59": ["۲ آبان"],  # passed a month ago: a slip, not next year
    "1406/1/10 10:00": ["۱۰ فروردین ساعت ۱۰", "۱۰ فروردین ۱۴۰۶ ساعت ۱۰"],
    "1406/1/31 23:59": ["پایان فروردین"],
    "1405/1/10 23:59": ["۱۰ فروردین ۱۴۰۵", "۱۰ فروردین امسال"],
    "1404/12/1 23:59": ["۱ اسفند ۱۴۰۴"],
}  # fmt: skip


def moment(text: str) -> datetime:
    day, clock = text.split()
    return datetime.combine(jalali(day), time.fromisoformat(clock), TEHRAN)


@pytest.mark.parametrize(("typed", "when"), [(typed, when) for when, texts in MOMENTS.items() for typed in texts])
def test_a_moment_is_read_as_staff_type_it(typed: str, when: str) -> None:
    assert read_moment(typed, NOW) == moment(when)


@pytest.mark.parametrize(
    "typed",
    [
        *("", "سلام", "۱۸", "صبح", "فردا شب", "فردا صبح", "به زودی", "هر وقت شد"),
        *("۲۰ آذر ۱۸", "شنبه ۱۸", "فردا ۵", "ساعت ۵ شنبه", "شنبه ساعت ۶", "۹ شب جمعه", "۱ شب فردا", "آخر هفته"),
        *("فردا ۸ تا ۱۰ صبح", "از ساعت ۸ تا ۱۰", "فردا ساعت ۸ یا ۹", "شنبه ۸ صبح و ۱۰ صبح", "پایان وقت اداری جمعه"),
        *("۳۱ آذر ساعت ۱۸", "شنبه ۲۰ آذر ۱۴۰۵ ساعت ۱۸", "۲۰ آذر ساعت ۲۵", "۲۰ آذر ۱۸:۷۵", "قبل از جمعه"),
        *("ساعت " * 40, "۱۸:۰۰ " * 15, "9" * 90),
    ],
)
def test_a_moment_that_may_be_another_is_not_read(typed: str) -> None:
    assert read_moment(typed, NOW) is None


def test_a_day_without_a_time_is_meant_at_the_time_that_the_caller_names() -> None:
    assert read_moment("۲۰ آذر", NOW, time(9)) == moment("1405/9/20 09:00")
    assert read_moment("۲۰ آذر ساعت ۱۸", NOW, time(9)) == moment("1405/9/20 18:00")
    assert read_moment("تا پایان جمعه", NOW, time(9)) == moment("1405/9/6 23:59")


def test_a_moment_is_in_the_zone_of_now() -> None:
    read = read_moment("۲۰ آذر ساعت ۱۸", NOW.astimezone(UTC))
    assert read == datetime(2026, 12, 11, 18, 0, tzinfo=UTC)
    late = read_moment("۲ ساعت دیگر", NOW)
    assert late is not None
    assert late.utcoffset() == timedelta(hours=3, minutes=30)


@settings(deadline=None)
@given(st.datetimes(datetime(1950, 1, 1), datetime(2070, 1, 1)), st.sampled_from(["fa", "en"]))  # noqa: DTZ001
def test_a_moment_written_is_read_back(wall: datetime, language: str) -> None:
    when = wall.replace(tzinfo=TEHRAN, second=0, microsecond=0, fold=0)
    assert read_moment(write_moment(when, language), NOW) == when


@settings(deadline=None)
@given(st.text(st.sampled_from("۰۱۲۳۵۹0149/:-. آذرشنبهفدامساعتصبحپین"), max_size=30), jalali_days)
def test_whatever_is_typed_is_answered(typed: str, today: date) -> None:
    now = datetime.combine(today, time(12), TEHRAN)
    day, clock, when = read_date(typed, today), read_time(typed), read_moment(typed, now)
    assert day is None or type(day) is date
    assert clock is None or type(clock) is time
    assert when is None or when.tzinfo is TEHRAN


# -- writing ---------------------------------------------------------------------


def test_a_date_is_written_in_the_calendar_of_the_language() -> None:
    assert write_date(TODAY, "fa") == "۲ آذر ۱۴۰۵"
    assert write_date(TODAY, "fa", weekday=True) == "دوشنبه ۲ آذر ۱۴۰۵"
    assert write_date(TODAY, "en") == "23 November 2026"
    assert write_date(TODAY, "en", weekday=True) == "Monday 23 November 2026"
    assert write_date(date(2026, 11, 24), "fa", weekday=True) == "سه‌شنبه ۳ آذر ۱۴۰۵"


def test_a_moment_is_written_with_its_hour() -> None:
    evening = datetime(2026, 11, 23, 18, 5, tzinfo=TEHRAN)
    assert write_moment(evening, "fa") == "دوشنبه ۲ آذر ۱۴۰۵، ساعت ۱۸:۰۵"
    assert write_moment(evening, "en") == "Monday 23 November 2026, 18:05"


def test_months_have_names() -> None:
    assert (month_name(1, "fa"), month_name(9, "fa"), month_name(12, "en")) == ("فروردین", "آذر", "Esfand")


@pytest.mark.parametrize(
    ("span", "persian", "english"),
    [
        (timedelta(days=3, hours=4, minutes=59), "۳ روز و ۴ ساعت", "3 days and 4 hours"),
        (timedelta(days=1), "۱ روز", "1 day"),
        (timedelta(days=1, minutes=30), "۱ روز", "1 day"),
        (timedelta(days=12, hours=1), "۱۲ روز و ۱ ساعت", "12 days and 1 hour"),
        (timedelta(hours=23, minutes=59, seconds=59), "۲۳ ساعت و ۵۹ دقیقه", "23 hours and 59 minutes"),
        (timedelta(minutes=1), "۱ دقیقه", "1 minute"),
        (timedelta(seconds=59), "کمتر از یک دقیقه", "less than a minute"),
        (timedelta(0), "کمتر از یک دقیقه", "less than a minute"),
        (timedelta(hours=-2), "۲ ساعت", "2 hours"),
    ],
)
def test_a_span_is_told_in_its_two_largest_units(span: timedelta, persian: str, english: str) -> None:
    assert write_span(span, "fa") == persian
    assert write_span(span, "en") == english
