"""Open answers: told apart by staff's key words, joined where they say nearly the same, and groups to think about."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil

from consultation.persian.text import fold

ALIKE = 0.6  # of the three-letter pieces of two answers that both have
ALIKE_IF_SHORT, _SHORT = 0.85, 25  # pieces: in a few words one other word is another meaning
_NOT_WORDS = re.compile(r"[^\w]+|_+")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class Words:
    """One open answer, or a file that was sent as one."""

    text: str
    receipt: str
    kind: str

    @cached_property
    def plain(self) -> str:
        return plain(self.text)


def plain(text: str) -> str:
    """Words with single spaces between them, as they are compared."""
    return _NOT_WORDS.sub(" ", fold(text)).strip()


def themes_of(text: str, themes: Mapping[str, Collection[str]]) -> list[str]:
    """The themes of which a key word begins some word of the text."""
    words = f" {plain(text)}"
    return [theme for theme, keys in themes.items() if any(f" {key}" in words for key in keys)]


# -- the same, said more than once ---------------------------------------------------------------------------


def joined(answers: Sequence[Words]) -> list[list[Words]]:
    """Answers that are nearly alike and name the same numbers, together; the most numerous first, else as they came.

    Two texts that share most of their pieces share one of their rarest ones: only those are compared (prefix
    filtering), so that the time grows with the number of likely pairs and not with the square of all texts.
    """
    texts: dict[str, list[Words]] = {}
    for answer in answers:
        texts.setdefault(answer.plain, []).append(answer)
    pieces = [_pieces(text) for text in texts]
    often = Counter(piece for text in pieces for piece in text)
    bits = {piece: 1 << place for place, (piece, _n) in enumerate(often.most_common())}
    masks = [sum(bits[piece] for piece in text) for text in pieces]  # sets as whole numbers are met ten times as fast
    groups = _Groups(len(pieces))
    numbers = [_NUMBER.findall(text) for text in texts]
    for one, other in _likely(pieces, often):
        if numbers[one] == numbers[other] and _alike(masks[one], masks[other]):
            groups.join(one, other)
    together: dict[int, list[Words]] = defaultdict(list)
    for place, same in enumerate(texts.values()):
        together[groups.of(place)].extend(same)
    return sorted(together.values(), key=lambda group: -len(group))


def _pieces(text: str) -> frozenset[str]:
    padded = f" {text} "
    return frozenset(padded[start : start + 3] for start in range(max(1, len(padded) - 2)))


def _alike(one: int, other: int) -> bool:
    shared, all_ = (one & other).bit_count(), (one | other).bit_count()
    return shared > (ALIKE if all_ > _SHORT else ALIKE_IF_SHORT) * all_


def _likely(pieces: Sequence[frozenset[str]], often: Mapping[str, int]) -> Iterator[tuple[int, int]]:
    seen: dict[str, list[int]] = defaultdict(list)
    for place, text in enumerate(pieces):
        rarest_first = sorted(text, key=lambda piece: (often[piece], piece))
        prefix = rarest_first[: len(text) - ceil(ALIKE * len(text)) + 1]
        near: set[int] = set()
        for piece in prefix:
            near.update(seen[piece][-_LATEST:])
            seen[piece].append(place)
        yield from ((other, place) for other in near)


_LATEST = 8  # texts with a piece that a new one is compared with; a bound for texts made of the same few words


class _Groups:
    """Which belong together: a union-find."""

    def __init__(self, size: int) -> None:
        self._above = list(range(size))

    def of(self, one: int) -> int:
        while self._above[one] != one:
            self._above[one] = one = self._above[self._above[one]]
        return one

    def join(self, one: int, other: int) -> None:
        first, second = sorted((self.of(one), self.of(other)))
        self._above[second] = first


# -- groups that the words themselves suggest ----------------------------------------------------------------


@dataclass(frozen=True)
class Suggestion:
    words: tuple[str, ...]
    n: int


_MOST_SUGGESTED, _LEAST_SHARE, _LEAST_ANSWERS, _SHORTEST = 6, 0.05, 3, 3


def suggested(answers: Sequence[Words], known: Collection[str] = ()) -> list[Suggestion]:
    """Groups round the words that most answers have, each answer in one; with the words that go with it."""
    left = [{word for word in one.plain.split() if _telling(word, known)} for one in answers]
    spelled = _spellings(answers)
    often = Counter(word for words in left for word in words)
    found: list[Suggestion] = []
    while left and len(found) < _MOST_SUGGESTED:
        counts = Counter(word for words in left for word in words)
        word, n = min(counts.items(), key=lambda item: (-item[1], item[0]), default=("", 0))
        if n < max(_LEAST_ANSWERS, _LEAST_SHARE * len(answers)):
            break
        group = [words for words in left if word in words]
        left = [words for words in left if word not in words]
        shown = (word, *_companions(word, group, often))
        found.append(Suggestion(tuple(spelled.get(one, one) for one in shown), n))
    return found


def _spellings(answers: Sequence[Words]) -> dict[str, str]:
    """Each word as most people spell it."""
    written = Counter(word for one in answers for word in _NOT_WORDS.sub(" ", one.text.replace("\u200c", " ")).split())
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for word, n in written.items():
        found[plain(word)][word] = n
    return {word: min(seen, key=lambda one: (-seen[one], one)) for word, seen in found.items()}


def _companions(word: str, group: Sequence[set[str]], often: Mapping[str, int]) -> list[str]:
    beside = Counter(other for words in group for other in words if other != word)
    steady = [(other, n) for other, n in beside.items() if n >= _LEAST_ANSWERS and n > often[other] / 2]
    return [other for other, _n in sorted(steady, key=lambda item: (-item[1], item[0]))[:2]]


def _telling(word: str, known: Collection[str]) -> bool:
    return len(word) >= _SHORTEST and not word.isdecimal() and word not in _STOP and not word.startswith(tuple(known))


_STOP = frozenset(
    fold(
        "است این آن برای باید شود شوند های هایی که را از به با در بر تا هم هر یک نیز اما ولی اگر چون پس پیش بین روی "
        "زیر همه هیچ بسیار خیلی بیشتر کمتر دیگر مورد مثل مانند توسط جهت نظر بنده شما ما من آنها ایشان خود کند کنند "
        "کنید کنیم کردن کرد شده شدن گردد باشد باشند بود بوده دارد دارند داشته داشتن دهد دهند دادن داده نیست نمی "
        "می‌شود می‌کند خواهد توان تواند بتوان لازم طور صورت عدم وجود البته یعنی همین همچنین بدون ترین حتی فقط ازای "
        "the and for that this with are not but have has from they should would will can our more than must"
    ).split()
)
