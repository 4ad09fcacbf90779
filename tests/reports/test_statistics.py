"""The tests of a report against published tables and worked examples."""

from __future__ import annotations

from collections import Counter

import pytest

from reports.statistics import chi_square, holm, kruskal_wallis, survival


@pytest.mark.parametrize(
    ("statistic", "freedom", "p"),
    [  # NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.4: upper critical values
        (2.706, 1, 0.10),
        (3.841, 1, 0.05),
        (6.635, 1, 0.01),
        (5.991, 2, 0.05),
        (13.816, 2, 0.001),
        (7.815, 3, 0.05),
        (11.070, 5, 0.05),
        (18.307, 10, 0.05),
        (37.566, 20, 0.01),
        (43.773, 30, 0.05),
        (124.342, 100, 0.05),
    ],
)
def test_the_distribution_is_as_in_the_tables(statistic: float, freedom: int, p: float) -> None:
    assert survival(statistic, freedom) == pytest.approx(p, abs=0.00005)


def test_the_distribution_at_its_ends() -> None:
    assert survival(0, 3) == 1
    assert 0 <= survival(5000, 3) < 1e-300
    assert survival(2000, 2000) == pytest.approx(0.4958, abs=0.0005), "its median lies just under its mean"


def test_chi_square_of_a_published_table() -> None:
    """Agresti, An Introduction to Categorical Data Analysis (2007), table 2.5: gender and party identification."""
    found = chi_square([[762, 327, 468], [484, 239, 477]])
    assert found is not None
    assert (round(found.statistic, 1), found.freedom, found.n) == (30.1, 2, 2757)
    assert found.p < 0.001
    assert round(found.effect, 3) == 0.104


def test_kruskal_wallis_of_a_worked_example() -> None:
    """R's `airquality`: kruskal.test(Ozone ~ Month) gives chi-squared = 29.267, df = 4, p = 6.901e-06."""
    found = kruskal_wallis([Counter(month) for month in OZONE])
    assert found is not None
    assert (round(found.statistic, 3), found.freedom, found.n) == (29.267, 4, 116)
    assert found.p == pytest.approx(6.901e-06, rel=0.001)
    assert found.effect == pytest.approx(29.267 / 115, abs=0.0001)


# Chambers and others, Graphical Methods for Data Analysis (1983): mean ozone in New York, May to September 1973.
OZONE: list[list[float]] = [
    [41, 36, 12, 18, 28, 23, 19, 8, 7, 16, 11, 14, 18, 14, 34, 6, 30, 11, 1, 11, 4, 32, 23, 45, 115, 37],
    [29, 71, 39, 23, 21, 37, 20, 12, 13],
    [135, 49, 32, 64, 40, 77, 97, 97, 85, 10, 27, 7, 48, 35, 61, 79, 63, 16, 80, 108, 20, 52, 82, 50, 64, 59],
    [39, 9, 16, 78, 35, 66, 122, 89, 110, 44, 28, 65, 22, 59, 23, 31, 44, 21, 9, 45, 168, 73, 76, 118, 84, 85],
    [96, 78, 73, 91, 47, 32, 20, 23, 21, 24, 44, 21, 28, 9, 13, 46, 18, 13, 24, 16, 13, 23, 36, 7, 14, 30, 14, 18, 20],
]


@pytest.mark.parametrize("table", [[[3, 0], [0, 3]], [[9, 9]], [[5, 0], [7, 0]], []])
def test_too_little_is_not_tested(table: list[list[int]]) -> None:
    assert chi_square(table) is None


def test_all_alike_is_not_tested() -> None:
    assert kruskal_wallis([Counter([3.0] * 9), Counter([3.0] * 7)]) is None
    assert kruskal_wallis([Counter([1.0, 2.0]), Counter([3.0] * 7)]) is None


def test_holm_of_its_worked_example() -> None:
    """Holm, Scandinavian Journal of Statistics 6 (1979): the smallest of four counts four times, and so on."""
    found = holm({"a": 0.01, "b": 0.04, "c": 0.03, "d": 0.005})
    assert {name: round(p, 3) for name, p in found.items()} == {"d": 0.02, "a": 0.03, "c": 0.06, "b": 0.06}
