"""The words of dates and times in Persian and English, brought to one small vocabulary before they are read.

«سه‌شنبه، دومِ آذرماه ۱۴۰۵، رأس ساعت شش عصر» becomes "w1 2 j9 1405 hour 6 evening".
"""

from __future__ import annotations

import re

from consultation.persian.number_words import any_of, digits_for_words
from consultation.persian.text import fold

JALALI_MONTHS = {
    "fa": ("فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"),
    "en": ("Farvardin", "Ordibehesht", "Khordad", "Tir", "Mordad", "Shahrivar",
           "Mehr", "Aban", "Azar", "Dey", "Bahman", "Esfand"),
}  # fmt: skip
GREGORIAN_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = {  # as Python counts them, from Monday
    "fa": ("دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه", "شنبه", "یکشنبه"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}

_SPELLINGS = {
    "w0": "دو شنبه|2 شنبه|mon", "w1": "سشنبه|3 شنبه|tue|tues", "w2": "چهار شنبه|چارشنبه|چار شنبه|4 شنبه|wed",
    "w3": "پنج شنبه|پنشنبه|5 شنبه|thu|thur|thurs", "w4": "آدینه|fri", "w5": "sat",
    "w6": "یک شنبه|یه شنبه|یشنبه|1 شنبه|sun",
    "j2": "اردی بهشت", "j5": "امرداد",
    "g1": "ژانویه|jan", "g2": "فوریه|feb", "g3": "مارس|mar", "g4": "آوریل|آپریل|apr", "g5": "مه|می",
    "g6": "ژوئن|جون|jun", "g7": "ژوئیه|ژولای|جولای|jul", "g8": "اوت|آگوست|aug", "g9": "سپتامبر|sep|sept",
    "g10": "اکتبر|oct", "g11": "نوامبر|nov", "g12": "دسامبر|dec",
    "ereyesterday": "پریروز|پری روز", "yesterday": "دیروز|دی روز|yesterday", "today": "امروز|today",
    "tomorrow": "فردا|tomorrow", "overmorrow": "پس فردا|پسفردا|day after tomorrow",
    "today night": "امشب|tonight", "tomorrow night": "فردا شب|فرداشب",
    "now": "الان|همین الان|اکنون|هم اکنون|حالا|همین حالا|now",
    "minute": "دقیقه|minute|minutes", "hour": "ساعت|hour|hours", "day": "روز|day|days", "week": "هفته|week|weeks",
    "month": "ماه|month|months", "year": "سال|year|years", "thisyear": "امسال|سال جاری|this year",
    "next": "آینده|آتی|بعد|بعدی|دیگر|دیگه|next|later|from now", "lastyear": "پارسال",
    "last": "گذشته|قبل|قبلی|پیش|last|ago|previous",
    "end": "پایان|آخر|انتهای|پایان وقت|آخر وقت|end|end of|the end of",
    "half": "نیم", "quarter": "ربع",
    "morning": "صبح|in the morning", "am": "بامداد|سحر|قبل از ظهر|پیش از ظهر|ق ظ|am|a m",
    "noon": "ظهر|noon", "pm": "بعد از ظهر|بعدازظهر|ب ظ|pm|p m", "evening": "عصر|غروب",
    "night": "شب|at night", "midnight": "نیمه شب|نصف شب|midnight",
    "": "ی|تا|مورخ|مورخه|تاریخ|در|این|همین|حداکثر|لغایت|راس|سر|هجری|شمسی|خورشیدی|میلادی|ه ش|"
    "of|on|the|this|by|until|till|at",
}  # fmt: skip


def _codes() -> dict[str, str]:
    codes = {word: code for code, words in _SPELLINGS.items() for word in words.split("|")}
    for weekdays in WEEKDAYS.values():
        codes |= {name: f"w{place}" for place, name in enumerate(weekdays)}
    for months in JALALI_MONTHS.values():
        codes |= {name: f"j{month}" for month, name in enumerate(months, start=1)}
    codes |= {name: f"g{month}" for month, name in enumerate(GREGORIAN_MONTHS, start=1)}
    codes |= {f"{name}ماه": code for name, code in codes.items() if re.fullmatch(r"j\d+", code)}
    return {fold(name): code for name, code in codes.items()}


_CODES = _codes()
_CODED = re.compile(rf"(?<![\w/.-])(?:{any_of(_CODES)})(?!\w)")
_NO_NUMBER_BEFORE = r"(?<!\b\d )(?<!\b\d\d )(?<!\b\d\d\d )"

_BEFORE = (  # in this order
    (re.compile("[،,؛;()«»\"'!؟?\\s]+"), " "),
    (re.compile(r"(?<!\d)[-/.]|[-/.](?!\d)|(?<!\d)(?<!\d ):"), " "),
    (re.compile(r"(?<=\d)(?=[^\W\d])|(?<=[^\W\d])(?=\d)"), " "),
    (re.compile(r"(?<=\d) t (?=\d)"), " "),  # 2026-11-23T18:00
    (re.compile(" +"), " "),
)
_AFTER = (
    (re.compile(" +"), " "),
    (re.compile(r"(?<=\d) (?:ا?م|امین|st|nd|rd|th)\b"), ""),  # «سی‌ام», 23rd
    (re.compile(r"\bin (\d+ (?:day|week|month|year|hour|minute))\b"), r"\1 next"),
    (re.compile(r"\bnight (?=w\d)"), "eve "),  # «شب جمعه» is Thursday night, or Friday's
    (re.compile(r"\bday\b(?! (?:next|last))"), ""),
    (re.compile(r"\b(j\d+) month\b"), r"\1"),
    (re.compile(rf"{_NO_NUMBER_BEFORE}\byear (next|last)\b"), r"\1year"),
    (re.compile(r"\byear (?=\d)"), ""),
    (re.compile(" +"), " "),
)


def plain(text: str) -> str:
    """Only digits, marks and codes of the vocabulary remain, and whatever else was there as it was."""
    text = fold(text)
    for pattern, instead in _BEFORE:
        text = pattern.sub(instead, text)
    text = digits_for_words(_CODED.sub(lambda word: _CODES[word[0]], text))
    for pattern, instead in _AFTER:
        text = pattern.sub(instead, text)
    return text.strip()
