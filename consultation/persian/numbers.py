"""Numbers as people in Iran write them, in any digits or in words, and numbers written for people.

What could mean two figures is not read at all: asking again costs a moment, a wrong figure spoils a report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import takewhile

from consultation.persian.number_words import AND, ORDINALS, PARTS, SCALES, WORDS, any_of, total, unglued
from consultation.persian.text import clean, fold, persian_digits

# -- words (folded) --------------------------------------------------------------


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Before a number these change nothing.
_LEADING = _words(
    "حدود حدودا تقریبا قریب نزدیک در به مبلغ تعداد مجموعا جمعا کلا فقط دقیقا سن من ما سال شماره عدد نمره رتبه "
    "about around"
)
# After one, they say that another figure was meant.
_DOUBTS = _words(
    "چند چندین اندی خرده خورده ها کم کمی کمتر بیش بیشتر بالا بالاتر پایین پایینتر به یا الی ممیز "
    "ام امین م یکی مقدار مقداری ذره سری عده مشت عالمه چیزی همت میل بیلیون تریلیارد برابر "
    "نیست نیستم نیستیم نبود ندارم نداریم منفی منهای منها "
    "k m b mm bn hundred half quarter dozen or to plus minus more less than "
    "one two three four five six seven eight nine ten twenty "
    "+ - − – — * / \\ = < > × ÷ ^ : ; ~ _ | @ # & ' ± ≤ ≥"
)
_MISTYPED_SCALE = re.compile("میلی?[او]|ملی[او]|هزا|تریل")
# «نه» is also "no", and «هیچ» begins many a sentence: they are figures only before one of these.
_ALSO_NO = ("نه", "هیچ", "هیچی")
_COUNTED = _words(
    "نفر تن سال ماه روز هفته ساعت دقیقه ثانیه تومان تومن ریال درصد عدد تا بار مرتبه مورد دستگاه واحد باب "
    "جلد رشته خط قطعه برگ کیلو کیلوگرم گرم کیلومتر متر سانتیمتر هکتار لیتر"
)

# -- figures ---------------------------------------------------------------------

_LONGEST_FIGURE = 24  # characters; products then stay exact in Decimal's usual 28 digits
_FIGURE = re.compile(r"\d+(?:[.,،٬٫/' ]\d+)*|(?<!\d)[.٫]\d+")
_FRACTIONS = {("1", "2"), ("1", "3"), ("1", "4"), ("2", "3"), ("3", "4")}
_FULL_MARKS = {"10", "20", "100"}


def _figure(text: str, persian: bool, scaled: bool) -> Decimal | None:
    """`persian`: dots group thousands too. `scaled`: «میلیون» or the like follows."""
    if len(text) > _LONGEST_FIGURE:
        return None
    marks, groups = re.findall(r"\D", text), re.split(r"\D", text)
    if not marks or _are_thousands(marks, groups, pointed=False):
        return Decimal("".join(groups))
    *grouping, point = marks
    *whole, tail = groups
    if point in grouping or (grouping and not _are_thousands(grouping, whole, pointed=True)):
        return None
    certain = scaled or bool(grouping)
    if not _is_point(point, "".join(whole), tail, persian, certain):
        return None
    return Decimal(f"{''.join(whole) or '0'}.{tail}")


def _are_thousands(marks: Sequence[str], groups: Sequence[str], pointed: bool) -> bool:
    first, *rest = groups
    threes = 1 <= len(first) <= 3 and first[0] != "0" and all(len(group) == 3 for group in rest)
    if len(set(marks)) > 1 or not threes:
        return False
    match marks[0]:
        case "٬" | "," | "،" | "'":
            return True
        case " ":  # «۱۲۰ ۱۳۰» are two numbers
            return len(rest) > 1 or len(first) < 3 or rest[0].endswith("00")
        case _:  # a single «.», «٫» or «/» may be the decimal point
            return pointed or len(rest) > 1


def _is_point(point: str, whole: str, tail: str, persian: bool, certain: bool) -> bool:
    like_thousands = len(tail) == 3 and 1 <= len(whole) <= 3 and whole[0] != "0"
    match point:
        case "٫":
            return not (like_thousands and tail.endswith("0"))
        case ".":
            return not like_thousands or not (persian or tail.endswith("0"))
        case "," | "،":
            return whole == "0" or len(tail) < 3
        case "/":
            return whole == "0" or (certain and len(tail) < 3) or _is_slash_a_point(whole, tail, persian)
        case _:
            return False


def _is_slash_a_point(whole: str, tail: str, persian: bool) -> bool:
    """«۱۲/۵» is 12.5; but «۳/۴» may be three quarters, «۱۸/۲۰» a mark, «۱۴۰۵/۹» a month, and 1/5 a fifth."""
    if len(tail) > 2 or whole.startswith("0") or len(whole) == 4 or (whole, tail) in _FRACTIONS:
        return False
    upward = int(whole) <= int(tail)
    return not upward or (persian and tail not in _FULL_MARKS)


# -- reading ---------------------------------------------------------------------

_LONGEST = 200  # characters in which a number is looked for
_PIECE = re.compile(rf"{_FIGURE.pattern}|[^\W\d_]+|\S")
_SIGN = re.compile(r"(?P<minus>[-−–](?=\S)|منفی |منهای )|\+(?=\S)|مثبت ")
_ASIDE = re.compile(r"([^()]*)\(([^()]+)\)([^()]*)")
_SPOKEN_POINT = re.compile(rf"(\d+|\b(?:{any_of(WORDS)})) ممیز (\d+|(?:{any_of(WORDS)})\b)(?! و)")


def read_number(text: str) -> Decimal | None:
    """The number in a text, in figures or Persian words; what is counted («نفر», «درصد») may follow it.

    None where there is no number, more than one, or where another figure could be meant.
    """
    if len(text) > _LONGEST:
        return None
    folded = re.sub(r"[\n\t]", " . ", fold(text))  # what stands on two lines is not one figure
    folded = _SPOKEN_POINT.sub(_pointed, folded.replace("در صد", "درصد").replace("پان صد", "پانصد"))
    persian = re.search("[\u0600-\u06ff]", clean(text)) is not None
    aside = _ASIDE.fullmatch(folded)
    if aside is None:
        return _read(folded, persian)
    value = _read(f"{aside[1]} {aside[3]}", persian)
    repeats = any(map(_is_numeric, _pieces(aside[2], persian)))  # «۵۰۰۰ (پنج هزار) ریال»
    return None if repeats and _read(aside[2], persian) != value else value


def _pointed(match: re.Match[str]) -> str:
    whole, tail = (str(WORDS.get(part, part)) for part in match.groups())
    return f"{whole}٫{tail}"


def _read(text: str, persian: bool) -> Decimal | None:
    words = text.split()
    leading = len(list(takewhile(_LEADING.__contains__, words)))
    text = " ".join(words[leading:]).lstrip('$€£﷼%٪«"“~≈ ')
    sign = _SIGN.match(text)
    pieces = list(_pieces(text[sign.end() :] if sign else text, persian))
    length = len(list(takewhile(_is_of_a_number, pieces)))
    value = _followed_by(pieces[:length], pieces[length:])
    if value is None:
        return None
    return _normal(-value if sign and sign["minus"] else value)


def _normal(value: Decimal) -> Decimal:
    return Decimal(int(value)) if value == int(value) else value.normalize()


def _pieces(text: str, persian: bool) -> Iterator[str | Decimal]:
    """Figures and words; a figure that cannot be read stays a text."""
    found = _PIECE.findall(text)
    for piece, after in zip(found, [*found[1:], ""], strict=False):
        if _FIGURE.fullmatch(piece):
            value = _figure(piece, persian, after in SCALES)
            yield piece if value is None else value
        else:
            yield from unglued(piece)


def _is_of_a_number(piece: str | Decimal) -> bool:
    if isinstance(piece, Decimal) or piece == AND:
        return True
    return piece in WORDS or piece in SCALES or piece in PARTS or piece.lstrip(".٫")[:1].isnumeric()


def _is_numeric(piece: str | Decimal) -> bool:
    if isinstance(piece, Decimal):
        return True
    if piece == AND:
        return False
    doubtful = piece in ORDINALS or piece in _DOUBTS or _MISTYPED_SCALE.match(piece) is not None
    return doubtful or _is_of_a_number(piece)


def _followed_by(number: Sequence[str | Decimal], rest: Sequence[str | Decimal]) -> Decimal | None:
    """The value of a number, given what is written after it."""
    if number and number[-1] == AND:
        number, rest = number[:-1], [AND, *rest]
    value = total(number)
    match rest:
        case [unit, "و", str(part)] if value is not None and part in PARTS and not _is_numeric(unit):
            return value + PARTS[part] if value < 1000 and value == int(value) else None  # «یک سال و نیم»
        case [] if list(number) == ["نه"]:
            return None
        case [first, *_] if len(number) == 1 and number[0] in _ALSO_NO and first not in _COUNTED:
            return None
    return None if any(map(_is_numeric, rest)) else value


# -- writing ---------------------------------------------------------------------

_PERSIAN_MARKS = str.maketrans({",": "٬", ".": "٫", "-": "\u200e\u2212"})


def write_number(value: Decimal | float, persian: bool) -> str:
    """«۱۲٬۵۰۰٫۵» or "12,500.5": in full, without an exponent or idle zeros."""
    text = f"{Decimal(str(value)):,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if text == "-0":
        text = "0"
    return persian_digits(text.translate(_PERSIAN_MARKS)) if persian else text
