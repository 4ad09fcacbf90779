"""Figures as a report says them: every share with how many of how many."""

from __future__ import annotations

from consultation.texts import _, digits, inserted, language
from reports.statistics import Difference

# The sign of per cent stands on the left of Persian digits after a letter, on the right of them where no letter is
# before: in a chart or a table it would stand elsewhere than in the sentences around. This invisible mark is a letter.
_AFTER_A_LETTER = "\u061c"


def percent(part: float, whole: float) -> str:
    """Whole per cents; nothing that was said by somebody becomes nought."""
    if not whole:
        return "–"
    share = 100 * part / whole
    if 0 < share < 1:
        return _("under 1%")
    if 99 < share < 100:
        return _("over 99%")
    told = _("{n}%").format(n=digits(round(share)))
    return _AFTER_A_LETTER + told if language() == "fa" else told


def out_of(part: int, whole: int) -> str:
    return _("{n} of {total} ({share})").format(n=count(part), total=count(whole), share=percent(part, whole))


def counted(part: int, whole: int) -> str:
    """What stands at the end of a bar."""
    return _("{n} ({share})").format(n=count(part), share=percent(part, whole))


def count(n: int) -> str:
    grouped = f"{n:,}"
    return digits(grouped.replace(",", "٬")) if language() == "fa" else grouped


def decimal(value: float, places: int = 2) -> str:
    written = f"{value:.{places}f}"
    written = written.rstrip("0").rstrip(".") if "." in written else written
    return digits(written.replace(".", "٫")) if language() == "fa" else written


def difference(found: Difference, p: float) -> str:
    """The test, its result and its size, as they are usually reported. `p` is the corrected one."""
    chi = found.test == "chi-square"
    test = _("chi-square test") if chi else _("Kruskal-Wallis test")
    symbol = "χ²" if chi else "H"
    freedom = digits(found.freedom)
    statistic = _together(f"{symbol}({freedom}) = {decimal(found.statistic)}")
    least = digits("0.001").replace(".", "٫") if language() == "fa" else "0.001"
    chance = _together(f"p < {least}" if p < 0.001 else f"p = {decimal(p, 3)}")
    effect = _together(f"{'V' if chi else 'ε²'} = {decimal(found.effect)}")
    told = _("{test}: {statistic}, {chance} after Holm's correction, {effect}, {n}")
    return told.format(
        test=test, statistic=statistic, chance=chance, effect=effect, n=_together(f"n = {count(found.n)}")
    )


def _together(formula: str) -> str:
    """Never broken over two lines."""
    return inserted(formula.replace(" ", "\u00a0"))
