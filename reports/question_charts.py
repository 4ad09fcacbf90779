"""One look for each type of question: bars, parts of a whole, a histogram, a ranking. Long lists have none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import ceil

from consultation.questionnaire import QuestionType
from consultation.texts import _
from reports.cards import shortened
from reports.chart import Bar, Bars, Chart, Histogram, Parts
from reports.tally import Tally
from reports.variables import Value
from reports.wording import count, counted, decimal, percent
from reports.workbook_answers import AnswerColumn

LONGEST = 15  # bars; more are a table
_COLUMNS = 10  # of a histogram
_LABEL = 90  # letters


def drawable(column: AnswerColumn) -> bool:
    """Whether answers of this type have a chart of their own."""
    return column.type in _DRAWN and len(column.choices) <= LONGEST


_DRAWN = {
    QuestionType.SELECT_ONE,
    QuestionType.SELECT_MULTIPLE,
    QuestionType.RANK,
    QuestionType.INTEGER,
    QuestionType.DECIMAL,
    QuestionType.RANGE,
}


def chart(tally: Tally, title: str = "") -> Chart | None:
    """None where a table says it better, or there is nothing to draw."""
    if not tally.n or len(tally.column.choices) > LONGEST:
        return None
    match tally.column.type:
        case QuestionType.SELECT_ONE if tally.column.ordered:
            return parts([tally], title)
        case QuestionType.SELECT_ONE | QuestionType.SELECT_MULTIPLE:
            return _bars(choice_counts(tally), tally.n, title)
        case QuestionType.RANK:
            return _ranking(tally, title)
        case QuestionType.INTEGER | QuestionType.DECIMAL | QuestionType.RANGE:
            return _histogram(numbers(tally), title)
        case QuestionType.TEXT if tally.themes:
            return _bars(list(tally.themes.most_common(LONGEST)), tally.n, title)
        case _:
            return None


def parts(rows: Sequence[Tally], title: str = "") -> Parts:
    """Questions that share their choices, one row each."""
    column = rows[0].column
    return Parts(
        title,
        tuple(shortened(label, _LABEL) for label in column.choices.values()),
        tuple(_row(tally, label=len(rows) > 1) for tally in rows if tally.n),
    )


def _row(tally: Tally, *, label: bool) -> tuple[str, tuple[float, ...], tuple[str, ...]]:
    found = [n for _label, n in choice_counts(tally)]
    told = tuple(percent(n, tally.n) for n in found)
    name = f"{shortened(tally.column.label, _LABEL)} ({count(tally.n)})" if label else ""
    return name, tuple(n / tally.n for n in found), told


def choice_counts(tally: Tally) -> list[tuple[str, int]]:
    """Each choice by its label, in the form's order; nobody's choice too."""
    whole, *flags = tally.variables
    if tally.column.type is QuestionType.SELECT_MULTIPLE:
        labels = tally.column.choices.values()
        return [(label, tally.of(flag)[1]) for label, flag in zip(labels, flags, strict=True)]
    found = tally.of(whole)
    known = [(label, found[name]) for name, label in tally.column.choices.items()]
    return known + [(str(value), n) for value, n in found.items() if value not in tally.column.choices]


def numbers(tally: Tally) -> Counter[float]:
    return figures(tally.of(tally.variables[0]))


def figures(found: Counter[Value]) -> Counter[float]:
    return Counter({float(value): n for value, n in found.items() if isinstance(value, int | float)})


def places(tally: Tally) -> list[tuple[str, Counter[Value]]]:
    """What was put in order: each by its label, with its places; the best mean place first."""
    _whole, *ranked = tally.variables
    found = [
        (label, tally.of(variable))
        for label, variable in zip(tally.column.choices.values(), ranked, strict=True)
        if tally.of(variable)
    ]
    return sorted(found, key=lambda item: mean(item[1]))


def mean(found: Counter[float] | Counter[Value]) -> float:
    total = sum(found.values())
    return sum(float(value) * n for value, n in found.items()) / total if total else 0.0


def median(found: Mapping[float, int]) -> float:
    total, below = sum(found.values()), 0
    lower: float | None = None
    for value, n in sorted(found.items()):
        below += n
        if lower is not None:
            return (lower + value) / 2
        if 2 * below > total:
            return value
        if 2 * below == total:
            lower = value
    return lower or 0.0


def _bars(found: Sequence[tuple[str, int]], n: int, title: str) -> Bars:
    return Bars(title, tuple(Bar(shortened(label, _LABEL), part, counted(part, n)) for label, part in found))


def _ranking(tally: Tally, title: str) -> Bars:
    """The better the mean place, the longer the bar."""
    found = places(tally)
    last = len(tally.column.choices) + 1
    told = _("mean place {place}")
    bars = (
        Bar(shortened(label, _LABEL), last - mean(seen), told.format(place=decimal(mean(seen), 1)))
        for label, seen in found
    )
    return Bars(title, tuple(bars))


def _histogram(found: Mapping[float, int], title: str) -> Histogram | None:
    if not found:
        return None
    bounds = edges(min(found), max(found), all(value.is_integer() for value in found))
    each_a_value = all(value.is_integer() for value in found) and bounds[1] - bounds[0] == 1
    if len(bounds) > 2 and bounds[-2] == max(found) and not each_a_value:
        bounds.pop()  # the last column has its upper end too, so that none is for 100 alone
    counts = [0] * (len(bounds) - 1)
    for value, n in found.items():
        place = next((i for i, edge in enumerate(bounds[1:]) if value < edge), len(counts) - 1)
        counts[place] += n
    axis = _("value of the answer")
    told = tuple(map(count, counts))
    shown = bounds[:-1] if each_a_value else bounds
    return Histogram(title, tuple(counts), told, tuple(decimal(edge) for edge in shown), axis)


def edges(least: float, most: float, whole: bool) -> list[float]:
    """Round figures, about ten columns."""
    step = _round((most - least) / _COLUMNS or 1.0)
    step = float(max(1, ceil(step))) if whole else step
    first = least // step * step
    found = [first]
    while found[-1] <= most:
        found.append(round(first + step * len(found), 10))
    return found


def _round(step: float) -> float:
    unit = 10.0 ** (len(str(int(step))) - 1) if step >= 1 else 10.0 ** -len(str(int(1 / step)))
    return next(unit * factor for factor in (1, 2, 2.5, 5, 10, 20) if unit * factor >= step)
