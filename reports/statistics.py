"""Do groups differ? Two tests for tables of counts, their effect sizes, and the correction for many questions.

Chi-square for categories, Kruskal-Wallis for what has an order; both end in the chi-square distribution, whose survival
function has a closed form for whole degrees of freedom.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import erfc, exp, lgamma, log, sqrt

SIGNIFICANT = 0.05
_LEAST_EXPECTED, _MOSTLY = 5.0, 0.8  # Cochran: four cells of five expect at least five, and none less than one


@dataclass(frozen=True)
class Difference:
    test: str  # "chi-square" or "Kruskal-Wallis"
    statistic: float
    freedom: int
    p: float
    effect: float  # Cramér's V, or epsilon squared: 0 none, 1 entire
    n: int


def survival(statistic: float, freedom: int) -> float:
    """The probability that a chi-square variable of so many degrees of freedom is larger."""
    half = statistic / 2
    if half <= 0:
        return 1.0
    odd = freedom % 2
    terms = (exp(-half + (j - odd / 2) * log(half) - lgamma(j + 1 - odd / 2)) for j in range(odd, (freedom + odd) // 2))
    return min(1.0, sum(terms) + (erfc(sqrt(half)) if odd else 0.0))


def chi_square(table: Sequence[Sequence[int]]) -> Difference | None:
    """Rows are groups, columns are categories. None where there are too few answers for the test to hold."""
    rows = [row for row in table if sum(row)]
    columns = [column for column in zip(*rows, strict=True) if sum(column)]
    if len(rows) < 2 or len(columns) < 2:
        return None
    n = sum(map(sum, columns))
    expected = [[sum(column) * sum(row) / n for column in columns] for row in rows]
    if not _enough([one for row in expected for one in row]):
        return None
    seen = list(zip(*columns, strict=True))
    statistic = sum(
        (o - e) ** 2 / e
        for observed, row in zip(seen, expected, strict=True)
        for o, e in zip(observed, row, strict=True)
    )
    freedom = (len(rows) - 1) * (len(columns) - 1)
    effect = sqrt(statistic / (n * (min(len(rows), len(columns)) - 1)))
    return Difference("chi-square", statistic, freedom, survival(statistic, freedom), effect, n)


def _enough(expected: Sequence[float]) -> bool:
    large = sum(one >= _LEAST_EXPECTED for one in expected)
    return min(expected) >= 1 and large >= _MOSTLY * len(expected)


def kruskal_wallis(groups: Sequence[Mapping[float, int]], least: int = 5) -> Difference | None:
    """Each group as values with how often they occur. None where fewer than two groups have `least` values."""
    groups = [group for group in groups if sum(group.values()) >= least]
    if len(groups) < 2:
        return None
    ranks, ties = _ranks(groups)
    sizes = [sum(group.values()) for group in groups]
    n = sum(sizes)
    evenness = 1 - ties / (n**3 - n)
    if evenness <= 0:  # all have answered alike
        return None
    sums = [sum(ranks[value] * count for value, count in group.items()) for group in groups]
    h = 12 / (n * (n + 1)) * sum(s * s / size for s, size in zip(sums, sizes, strict=True)) - 3 * (n + 1)
    statistic, freedom = max(0.0, h / evenness), len(groups) - 1
    return Difference("Kruskal-Wallis", statistic, freedom, survival(statistic, freedom), statistic / (n - 1), n)


def _ranks(groups: Sequence[Mapping[float, int]]) -> tuple[Mapping[float, float], int]:
    """The mean rank of each value, and the sum of t³ - t over the values that occur t times."""
    together: dict[float, int] = {}
    for group in groups:
        for value, count in group.items():
            together[value] = together.get(value, 0) + count
    ranks, below, ties = {}, 0, 0
    for value, count in sorted(together.items()):
        ranks[value] = below + (count + 1) / 2
        below += count
        ties += count**3 - count
    return ranks, ties


def holm(found: Mapping[str, float]) -> dict[str, float]:
    """Probabilities made larger, so that the chance of a single false alarm among all of them stays as it was."""
    adjusted, highest = {}, 0.0
    for place, (key, p) in enumerate(sorted(found.items(), key=lambda item: item[1])):
        highest = max(highest, min(1.0, p * (len(found) - place)))
        adjusted[key] = highest
    return adjusted
