"""How kinds of stakeholders answered one question: a table of them beside each other, and whether they differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from consultation.questionnaire import QuestionType
from consultation.texts import _
from reports import question_charts as charts
from reports.blocks import Block, Points, Table, Text
from reports.contrasts import Contrast, within
from reports.reading import Reading
from reports.small_cells import LEAST, groups
from reports.tally import Tally
from reports.variables import Measure, Value, Variable
from reports.wording import count, decimal, difference, percent

_CHOICES = frozenset({QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE})
_TABLED = frozenset({*_CHOICES, QuestionType.INTEGER, QuestionType.DECIMAL, QuestionType.RANGE, QuestionType.RANK})


def by_kind(tally: Tally, reading: Reading) -> Iterator[Block]:
    shown = groups(tally.answered)
    if len(shown) < 2 or tally.column.type not in _TABLED:
        return
    if reading.anonymous and _has_small_cells(tally, shown):
        yield Text(_("By kind nothing is shown here: in an anonymous topic so few might be recognised."), quiet=True)
    else:
        yield _cross_table(tally, shown, reading)
    yield from _tested(tally, reading)


def _has_small_cells(tally: Tally, shown: Sequence[tuple[str, ...]]) -> bool:
    """One row of figures is as telling as another: numbers and places count by their values."""
    parts = [
        within(tally.counts[one.name], group) for one in tally.variables if one.measure in _SHOWN for group in shown
    ]
    if tally.column.type in _CHOICES:
        return any(0 < n < LEAST for part in parts for n in part.values())
    return any(part.total() < LEAST for part in parts)


_SHOWN = {Measure.CHOICE, Measure.FLAG, Measure.NUMBER, Measure.PLACE}


def _cross_table(tally: Tally, shown: Sequence[tuple[str, ...]], reading: Reading) -> Table:
    sizes = [sum(tally.answered[kind] for kind in group) for group in shown]
    names = [f"{kind_name(group)}\n({count(size)})" for group, size in zip(shown, sizes, strict=True)]
    everybody = _("all together")
    head = ("", f"{everybody}\n({count(tally.n)})", *names)
    return Table(head, tuple(_cross_rows(tally, [tuple(tally.answered), *shown], reading)))


def kind_name(group: tuple[str, ...]) -> str:
    if len(group) > 1:
        return _("other kinds")
    return group[0] or _("kind not known")


def _cross_rows(tally: Tally, shown: Sequence[tuple[str, ...]], reading: Reading) -> Iterator[tuple[str, ...]]:
    whole, *parts = tally.variables
    match tally.column.type:
        case QuestionType.SELECT_ONE:
            found = [within(tally.counts[whole.name], group) for group in shown]
            for name in _worth_a_row(tally.column.choices, found[0]):
                yield tally.column.choices[name], *(percent(one[name], one.total()) for one in found)
        case QuestionType.SELECT_MULTIPLE:
            for part, label in zip(parts, tally.column.choices.values(), strict=True):
                found = [within(tally.counts[part.name], group) for group in shown]
                yield _marked(label, part, reading), *(percent(one[1], one.total()) for one in found)
        case QuestionType.RANK:
            for part, label in zip(parts, tally.column.choices.values(), strict=True):
                found = [within(tally.counts[part.name], group) for group in shown]
                means = (decimal(charts.mean(one), 1) if one else "–" for one in found)
                yield _marked(label, part, reading), *means
        case _:
            values = [charts.figures(within(tally.counts[whole.name], group)) for group in shown]
            yield _("median"), *(decimal(charts.median(one)) if one else "–" for one in values)
            yield _("mean"), *(decimal(charts.mean(one)) if one else "–" for one in values)


def _worth_a_row(choices: Mapping[str, str], found: Mapping[Value, int]) -> list[str]:
    """What anybody chose; of a long list what most did, for the rest would be pages of noughts."""
    chosen = [name for name in choices if found[name]]
    if len(choices) <= charts.LONGEST:
        return chosen
    most = sorted(chosen, key=lambda name: -found[name])[: charts.LONGEST]
    return [name for name in chosen if name in most]


def _marked(label: str, variable: Variable, reading: Reading) -> str:
    contrast = reading.contrasts.get(variable.name)
    return f"{label} *" if contrast is not None and contrast.significant else label


def _tested(tally: Tally, reading: Reading) -> Iterator[Block]:
    found = [(one, reading.contrasts[one.name]) for one in tally.variables if one.name in reading.contrasts]
    lines = [_result(tally, one, contrast) for one, contrast in found if contrast.significant]
    if lines:
        yield Text("★ " + _("Kinds of stakeholders differ significantly here:"))
        yield Points(tuple(lines))
    elif len(found) == 1:
        told = _("No significant difference between kinds ({result}).")
        yield Text(told.format(result=difference(found[0][1].difference, found[0][1].p)), quiet=True)
    elif found:
        yield Text(_("No significant difference between kinds in any of the choices."), quiet=True)
    else:
        yield Text(_("Too few answers to test whether kinds differ."), quiet=True)


def _result(tally: Tally, variable: Variable, contrast: Contrast) -> str:
    result = difference(contrast.difference, contrast.p)
    if not variable.parts_of:
        return result
    return f"{tally.column.choices[variable.name.rpartition('/')[2]]}: {result}"
