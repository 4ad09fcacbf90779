"""Where kinds of stakeholders answer differently: one test a variable, corrected for their number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from consultation.questionnaire import QuestionType
from reports.small_cells import groups
from reports.statistics import SIGNIFICANT, Difference, chi_square, holm, kruskal_wallis
from reports.tally import Tally
from reports.variables import Measure, Value, Variable


@dataclass(frozen=True)
class Contrast:
    difference: Difference
    p: float  # corrected

    @property
    def significant(self) -> bool:
        return self.p < SIGNIFICANT


def within(counts: Mapping[str, Counter[Value]], group: tuple[str, ...]) -> Counter[Value]:
    return sum((counts.get(kind, Counter()) for kind in group), Counter())


def contrasts(tallies: Sequence[Tally]) -> dict[str, Contrast]:
    """By the name of the variable; left out are those for which no test holds."""
    found = {
        variable.name: difference
        for tally in tallies
        for variable in tally.variables
        if (difference := _difference(tally, variable)) is not None
    }
    corrected = holm({name: difference.p for name, difference in found.items()})
    return {name: Contrast(difference, corrected[name]) for name, difference in found.items()}


def _difference(tally: Tally, variable: Variable) -> Difference | None:
    if tally.column.type is QuestionType.LOCATION:
        return None
    counts = tally.counts[variable.name]
    parts = [within(counts, group) for group in groups(tally.answered)]
    match variable.measure:
        case Measure.CHOICE if tally.column.ordered:
            order = {name: place for place, name in enumerate(tally.column.choices)}
            return kruskal_wallis([{order[v]: n for v, n in part.items() if v in order} for part in parts])
        case Measure.CHOICE | Measure.FLAG:
            return _of_categories(parts)
        case Measure.NUMBER | Measure.PLACE:
            return kruskal_wallis([{float(v): n for v, n in part.items() if _is_number(v)} for part in parts])
        case _:
            return None


def _of_categories(parts: list[Counter[Value]]) -> Difference | None:
    """The smallest kinds are taken together until there are enough of them for the test to hold."""
    values = sorted({value for part in parts for value in part}, key=str)
    while len(parts) > 1:
        if (found := chi_square([[part[value] for value in values] for part in parts])) is not None:
            return found
        parts = sorted(parts, key=lambda part: -part.total())
        parts = [*parts[:-2], parts[-2] + parts[-1]]
    return None


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float)
