"""What is wanted of an export: its format, whether with names, and which part of it where the whole is too large."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from math import ceil
from typing import Self


class Format(StrEnum):
    XLSX = "xlsx"
    CSV = "csv"
    SPSS = "sav"
    JSON = "json"
    ODK = "odk"


IN_PARTS = frozenset({Format.XLSX, Format.CSV, Format.JSON})
"""The others are one thing: variables with their labels, a table with the files beside it."""

_MOST = 20  # files in a chat; more are a nuisance
_FILLED = 0.9  # of what a messenger carries: some people write more than others


@dataclass(frozen=True)
class Part:
    """Some of the responses, in order of arrival."""

    number: int
    of: int
    first: int  # the number of its first response
    after: int  # the id of the last response before it
    until: int  # the id of its last response


@dataclass(frozen=True)
class Wanted:
    """As text it is kept with the delivery: "csv", "csv+names", "csv+names part 2 of 3 1001 1012 2024"."""

    format: Format = Format.XLSX
    names: bool = False
    part: Part | None = None

    @classmethod
    def read(cls, text: str) -> Self:
        whole, _space, part = text.partition(" part ")
        name, plus, _names = whole.partition("+")
        numbers = [int(word) for word in part.split() if word.isdecimal()]
        return cls(Format(name or Format.XLSX), bool(plus), Part(*numbers) if part else None)

    def __str__(self) -> str:
        whole = f"{self.format}+names" if self.names else self.format.value
        if (part := self.part) is None:
            return whole
        return f"{whole} part {part.number} of {part.of} {part.first} {part.after} {part.until}"

    def in_parts(self, ids: Sequence[int], size: int, largest: int) -> list[Wanted]:
        """The same in so many files that each fits; [] where that cannot be, or there would be too many.

        `ids` are those of the responses, in order of arrival; `size` is that of the whole.
        """
        most = min(_MOST, len(ids))
        of = ceil(size / (largest * _FILLED))
        if self.format not in IN_PARTS or self.part is not None or not 1 < of <= most:
            return []
        starts = [len(ids) * n // of for n in range(of + 1)]
        return [
            replace(self, part=Part(n, of, start + 1, ids[start - 1] if start else 0, ids[end - 1]))
            for n, (start, end) in enumerate(pairwise(starts), 1)
        ]
