"""Persian number words, and what they come to. All texts here are folded (`persian.fold`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

AND = "و"

_SPELLINGS = {
    0: "صفر هیچ هیچی", 1: "یک یه", 2: "دو", 3: "سه", 4: "چهار چار", 5: "پنج", 6: "شش شیش", 7: "هفت", 8: "هشت",
    9: "نه", 10: "ده", 11: "یازده", 12: "دوازده", 13: "سیزده", 14: "چهارده چارده", 15: "پانزده پونزده",
    16: "شانزده شونزده", 17: "هفده هیفده", 18: "هجده هیجده هژده هیژده", 19: "نوزده",
    20: "بیست", 30: "سی", 40: "چهل", 50: "پنجاه پنجا", 60: "شصت", 70: "هفتاد", 80: "هشتاد", 90: "نود",
    100: "صد یکصد", 200: "دویست", 300: "سیصد", 400: "چهارصد چارصد", 500: "پانصد پونصد", 600: "ششصد شیشصد",
    700: "هفتصد", 800: "هشتصد", 900: "نهصد",
}  # fmt: skip
WORDS = {word: value for value, words in _SPELLINGS.items() for word in words.split()}
SCALES = {
    **dict.fromkeys(("هزار", "thousand"), 10**3),
    **dict.fromkeys(("میلیون", "ملیون", "million"), 10**6),
    **dict.fromkeys(("میلیارد", "ملیارد", "billion"), 10**9),
    **dict.fromkeys(("تریلیون", "trillion"), 10**12),
}
PARTS = {"نیم": Decimal("0.5"), "نصف": Decimal("0.5"), "ربع": Decimal("0.25")}
ORDINALS = {"اول": 1, "سوم": 3} | {word + "م": value for word, value in (WORDS | SCALES).items()}
_HUNDREDS = {Decimal(count): Decimal(count * 100) for count in range(1, 10)} | {Decimal(30): Decimal(300)}


def any_of(words: Iterable[str]) -> str:
    """A pattern; the longest first, for «دو» begins «دوازده»."""
    return "|".join(sorted(words, key=len, reverse=True))


_WORD = any_of((*WORDS, *SCALES, *PARTS, *ORDINALS))
_GLUED = re.compile(rf"(?!یکتا)و?(?:{_WORD})(?:و(?:{_WORD})|{any_of(SCALES)})*و?(?:تا|نفر|سال|تومان|تومن)?")
_PIECE = re.compile(rf"{_WORD}|{AND}|\w+")


def unglued(word: str) -> list[str]:
    """«بیستوپنج», «دوهزار» and «سه‌تا» are several words each."""
    whole = word in WORDS or word in ORDINALS or _GLUED.fullmatch(word) is None
    return [word] if whole else _PIECE.findall(word)


class _Term(NamedTuple):
    value: Decimal
    step: int  # what follows is smaller than this: after «صد» below 100, after «پنج» or a figure only a part


_Terms = list[_Term]


def total(pieces: Sequence[str | Decimal]) -> Decimal | None:
    """What figures, number words and «و» come to together; None if they are not one number."""
    terms: _Terms = []
    for before, piece, after in zip(("", *pieces), pieces, (*pieces[1:], ""), strict=False):
        more = _with(terms, piece, before == AND, after in SCALES)
        if more is None:
            return None
        terms = more
    if not terms or any(first.step >= 10**6 and 1 <= then.value < 1000 for first, then in pairwise(terms)):
        return None  # «دو میلیون و پانصد»: by the letter 2,000,500, in the street two and a half million
    return sum((term.value for term in terms), Decimal(0))


def _with(terms: _Terms, piece: str | Decimal, joined: bool, scaled: bool) -> _Terms | None:
    if isinstance(piece, Decimal):
        return _followed(terms, piece, 1 if piece == int(piece) else 0)
    if piece == AND:
        return terms
    if piece == "صد" and terms and not joined and terms[-1].value in _HUNDREDS:
        return _followed(terms[:-1], _HUNDREDS[terms[-1].value], 100)  # «سی‌صد»
    if piece in SCALES:
        return _multiplied(terms, SCALES[piece], joined)
    if piece in PARTS:
        return _with_part(terms, PARTS[piece], joined, scaled)
    if piece in WORDS:
        value = WORDS[piece]
        return _followed(terms, Decimal(value), 1 if value < 20 else 10 if value < 100 else 100)
    return None


def _followed(terms: _Terms, value: Decimal, step: int) -> _Terms | None:
    fits = not terms or 0 < value < terms[-1].step
    return [*terms, _Term(value, step)] if fits else None


def _multiplied(terms: _Terms, scale: int, joined: bool) -> _Terms | None:
    taken = [] if joined else [term for term in terms if term.value < scale]
    if not taken and scale > 1000:
        return None  # «میلیون‌ها»
    factor = sum((term.value for term in taken), Decimal(0)) if taken else Decimal(1)
    if not 0 < factor < 10**6:
        return None
    return _followed(terms[: len(terms) - len(taken)], factor * scale, scale if factor == int(factor) else 0)


def _with_part(terms: _Terms, part: Decimal, joined: bool, scaled: bool) -> _Terms | None:
    """«دو و نیم» is 2.5 and «دو میلیون و نیم» 2.5 million; about «دو هزار و نیم» nobody is sure."""
    if terms and not joined:
        return None
    step = terms[-1].step if terms and not scaled else 0
    if step >= 10**6:
        return _followed(terms, part * step, 0)
    return _followed(terms, part, 0) if step < 1000 else None


def digits_for_words(text: str) -> str:
    """Whole numbers and ordinals in digits: «بیست و دوم بهمن» is "22 بهمن"."""
    words = [piece for word in text.split() for piece in unglued(word)]
    written: list[str] = []
    while words:
        length, value = _longest_number(words)
        written.append(words[0] if value is None else str(value))
        words = words[length:]
    return " ".join(written)


def _longest_number(words: Sequence[str]) -> tuple[int, int | None]:
    for length in range(min(len(words), 9), 0, -1):
        value = _whole(words[:length])
        if value is not None:
            return length, value
    return 1, None


def _whole(words: Sequence[str]) -> int | None:
    *before, last = words
    if AND in (words[0], last) or not all(word == AND or word in WORDS or word in SCALES for word in before):
        return None
    value = total([*before, Decimal(ORDINALS[last]) if last in ORDINALS else last])
    return int(value) if value is not None and value == int(value) else None
