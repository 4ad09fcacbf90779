"""What may be told to everybody of the answers to a topic: charts in which nobody can be recognised.

They hold shares, not counts, and no cell of fewer than five people; of open answers only how many belong to a group of
the codebook. What anybody wrote is never in them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from consultation.questionnaire import QuestionType
from consultation.texts import _, digits
from reports import question_charts, small_cells
from reports.cards import shortened
from reports.chart import Bar, Bars, Chart, Parts
from reports.small_cells import LEAST, groups
from reports.tally import Tallies, Tally
from reports.wording import decimal, percent

_LABEL = 90  # letters
_LONGEST = 15  # bars


@dataclass(frozen=True)
class Figure:
    """One question, as everybody may see it."""

    number: int
    label: str
    n: int  # people who answered it; 0 where that itself is not told
    chart: Chart | None  # None where so few answered that nothing is told


def figures(tallies: Tallies) -> list[Figure]:
    """The questions that can be drawn, in the form's order."""
    return [_figure(tally) for tally in tallies.tallies if _is_shown(tally)]


def _is_shown(tally: Tally) -> bool:
    if tally.column.type is QuestionType.TEXT:
        return bool(tally.themes)
    return tally.n > 0 and question_charts.drawable(tally.column)


def _figure(tally: Tally) -> Figure:
    title = f"{digits(tally.column.number)}. {tally.column.label}"
    chart = _chart(tally) if tally.n >= LEAST else None
    return Figure(tally.column.number, title, tally.n if chart else 0, chart)


def _chart(tally: Tally) -> Chart | None:
    match tally.column.type:
        case QuestionType.SELECT_ONE if tally.column.ordered:
            return _scale(tally)
        case QuestionType.SELECT_ONE:
            return _bars(small_cells.joined(_cells(tally)), tally.n, _together)
        case QuestionType.SELECT_MULTIPLE:
            return _several(question_charts.choice_counts(tally), tally.n)
        case QuestionType.TEXT:
            return _several(tally.themes.most_common(_LONGEST), tally.n)
        case QuestionType.RANK:
            return _ranking(tally)
        case _:
            return _intervals(tally)


def _cells(tally: Tally) -> list[tuple[str, int]]:
    """Labels that are alike are one cell: they could not be told apart either."""
    found: Counter[str] = Counter()
    for label, n in question_charts.choice_counts(tally):
        known = label in tally.column.choices.values()  # what is not in the form could be somebody's own words
        found[shortened(label, _LABEL) if known else _("other choices together")] += n
    return list(found.items())


def _together(labels: Sequence[str]) -> str:
    return labels[0] if len(labels) == 1 else _("other choices together")


def _side_by_side(labels: Sequence[str]) -> str:
    return shortened(_(" / ").join(labels), _LABEL)


def _bars(cells: Sequence[small_cells.Cell], n: int, name: Callable[[Sequence[str]], str]) -> Bars | None:
    bars = tuple(Bar(name(labels), part / n, percent(part, n)) for labels, part in cells)
    return Bars("", bars) if bars else None


def _scale(tally: Tally) -> Parts | None:
    cells = small_cells.neighbours(_cells(tally))
    shares, told = tuple(n / tally.n for _labels, n in cells), tuple(percent(n, tally.n) for _labels, n in cells)
    return Parts("", tuple(_side_by_side(labels) for labels, _n in cells), (("", shares, told),)) if cells else None


def _several(counts: Sequence[tuple[str, int]], n: int) -> Bars:
    """Each choice by itself: neither the few who chose it are told, nor the few who did not."""
    return Bars("", tuple(_one_of_several(shortened(label, _LABEL), part, n) for label, part in counts))


def _one_of_several(label: str, part: int, n: int) -> Bar:
    if small_cells.small(part):
        return Bar(label, 0, _("fewer than {n} people").format(n=digits(LEAST)))
    if small_cells.small(n - part):
        return Bar(label, 1, _("almost everybody"))
    return Bar(label, part / n, percent(part, n))


def _ranking(tally: Tally) -> Bars | None:
    """The better the mean place, the longer the bar; what fewer than five put in order has none."""
    last = len(tally.column.choices) + 1
    told = _("mean place {place}")
    bars = tuple(
        Bar(
            shortened(label, _LABEL),
            (last - question_charts.mean(seen)) / last,
            told.format(place=decimal(question_charts.mean(seen), 1)),
        )
        for label, seen in question_charts.places(tally)
        if seen.total() >= LEAST
    )
    return Bars("", bars) if bars else None


def _intervals(tally: Tally) -> Bars | None:
    found = question_charts.numbers(tally)
    if not found:
        return None
    whole = all(value.is_integer() for value in found)
    edges = question_charts.edges(min(found), max(found), whole)
    counts = [sum(n for value, n in found.items() if least <= value < most) for least, most in pairwise(edges)]
    cells = small_cells.neighbours([(str(place), n) for place, n in enumerate(counts)])
    open_ended = tally.column.type is not QuestionType.RANGE  # how far the furthest went is nobody's business

    def name(places: Sequence[str]) -> str:
        first, last = int(places[0]), int(places[-1])
        least = None if open_ended and first == 0 else edges[first]
        most = None if open_ended and last == len(counts) - 1 else edges[last + 1]
        return _interval(least, most, whole)

    return _bars(cells, tally.n, name)


def _interval(least: float | None, most: float | None, whole: bool) -> str:
    if most is None:
        return _("{least} or more").format(least=decimal(least or 0))
    if least is None:
        return _("under {most}").format(most=decimal(most))
    if whole and most - least == 1:
        return decimal(least)
    told = _("{least} to {most}") if whole else _("{least} to under {most}")
    return told.format(least=decimal(least), most=decimal(most - 1 if whole else most))


def kinds(tallies: Tallies) -> Bars | None:
    """Of which kinds those were who answered."""
    found = groups(tallies.kinds)
    if len(found) < 2 or sum(tallies.kinds[kind] for group in found for kind in group) < tallies.n:
        return None
    bars = (
        Bar(
            _("other kinds") if len(group) > 1 else group[0] or _("kind not known"),
            sum(tallies.kinds[kind] for kind in group) / tallies.n,
            percent(sum(tallies.kinds[kind] for kind in group), tallies.n),
        )
        for group in found
    )
    return Bars("", tuple(bars))
