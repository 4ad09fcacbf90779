"""What a report says of one question: its chart, who did not answer, whether kinds of stakeholders differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from consultation import nonresponses
from consultation.questionnaire import DONT_KNOW, REFUSED, QuestionType
from consultation.sent import FILES
from consultation.texts import _, digits, inserted
from reports import question_charts as charts
from reports.blocks import Block, Heading, Picture, Points, Quote, Table, Text
from reports.by_kind import by_kind
from reports.cards import shortened
from reports.open_answers import Words, joined, suggested
from reports.reading import Reading
from reports.small_cells import LEAST
from reports.tally import KEPT, Tally
from reports.wording import count, counted, decimal, out_of, percent

_QUOTED, _LONGEST_QUOTE, _LISTENED = 12, 600, 60
_CHOICES = {QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE}
_NUMBERS = {QuestionType.INTEGER, QuestionType.DECIMAL, QuestionType.RANGE}


def question(tally: Tally, reading: Reading) -> Iterator[Block]:
    yield Heading(f"{digits(tally.column.number)}. {tally.column.label}", 2)
    yield Text(_base(tally, reading), quiet=True, leads=bool(tally.n))
    if not tally.n:
        return
    if _is_hidden(tally, reading):
        yield Text(_("Nothing is shown here: in an anonymous topic so few might be recognised."), quiet=True)
        return
    if (drawn := charts.chart(tally)) is not None:
        yield Picture(drawn, tally.column.label)
    yield from _in_detail(tally, reading)
    yield from by_kind(tally, reading)


def _is_hidden(tally: Tally, reading: Reading) -> bool:
    """Words are always shown, with nothing beside them: they are what was to be heard."""
    return reading.anonymous and tally.n < LEAST and tally.column.type is not QuestionType.TEXT


def table_of_questions(tallies: Sequence[Tally], reading: Reading) -> Iterator[Block]:
    """Questions that share their choices, in one chart, then each by kind."""
    first, last = tallies[0].column, tallies[-1].column
    span = _("{first} to {last}").format(first=digits(first.number), last=digits(last.number))
    label = first.table_label or _("Questions with the same choices")
    yield Heading(f"{span}. {label}", 2)
    if shown := [tally for tally in tallies if not _is_hidden(tally, reading)]:
        yield Picture(charts.parts(shown), label)
    for tally in tallies:
        yield Heading(f"{digits(tally.column.number)}. {tally.column.label}", 3)
        yield Text(_base(tally, reading), quiet=True, leads=bool(tally.n))
        if tally.n:
            yield from by_kind(tally, reading)


def _base(tally: Tally, reading: Reading) -> str:
    """How many answered, and what the others did: each apart, for they mean different things."""
    silent = reading.n - tally.n - tally.not_said.total()
    skipped = _("skipped or not asked: {n}") if tally.column.conditional else _("skipped: {n}")
    parts = [_("Answered: {n}").format(n=out_of(tally.n, reading.n)), skipped.format(n=counted(silent, reading.n))]
    for kind in (DONT_KNOW, REFUSED):
        if tally.not_said[kind]:
            said = counted(tally.not_said[kind], reading.n)
            parts.append(_("«{words}»: {n}").format(words=nonresponses.words(kind), n=said))
    if tally.column.type is QuestionType.SELECT_MULTIPLE:
        parts.append(_("several choices were possible, so the shares may come to more than 100%"))
    return _("; ").join(parts) + "."


def _in_detail(tally: Tally, reading: Reading) -> Iterator[Block]:
    kind = tally.column.type
    if kind in _CHOICES and len(tally.column.choices) > charts.LONGEST:
        yield _long_list(tally)
    elif kind in _NUMBERS:
        yield Text(_numbers(tally))
    elif kind in (QuestionType.DATE, QuestionType.TIME):
        yield Text(_span(tally))
    elif kind is QuestionType.TEXT:
        yield from _open_answers(tally, reading)
    elif kind in FILES:
        yield from _files(tally)


def _long_list(tally: Tally) -> Table:
    found = sorted(charts.choice_counts(tally), key=lambda item: -item[1])
    rows = tuple((label, count(n), percent(n, tally.n)) for label, n in found if n)
    return Table((_("Choice"), _("Answers"), _("Share")), rows)


def _numbers(tally: Tally) -> str:
    found = charts.numbers(tally)
    told = _("Median {median}, mean {mean}, from {least} to {most} ({n} answers).")
    return told.format(
        median=decimal(charts.median(found)),
        mean=decimal(charts.mean(found)),
        least=decimal(min(found)),
        most=decimal(max(found)),
        n=count(found.total()),
    )


def _span(tally: Tally) -> str:
    found = sorted(str(value) for value in tally.of(tally.variables[0]))
    told = _("From {first} to {last} ({n} answers).")
    return told.format(first=tally.column.read(found[0]), last=tally.column.read(found[-1]), n=count(tally.n))


# -- open answers and files ----------------------------------------------------------------------------------


def _open_answers(tally: Tally, reading: Reading) -> Iterator[Block]:
    if tally.themes or tally.in_no_theme:
        told = _("In none of these groups: {n}. An answer may be in several.")
        yield Text(told.format(n=out_of(tally.in_no_theme, tally.n)), quiet=True)
    kept = tally.open.words
    if len(kept) < tally.n:
        told = _("Looked at one by one: {n}, spread evenly over all.")
        yield Text(told.format(n=out_of(len(kept), tally.n)), quiet=True)
    yield from _suggestions(tally, reading)
    yield Heading(_("In their own words"), 3)
    together = joined(kept)
    for group in together[:_QUOTED]:
        yield Quote(inserted(shortened(group[0].text, _LONGEST_QUOTE)), _source(group, reading))
    if len(together) > _QUOTED:
        told = _("{n} further answers are in the workbook of answers.")
        yield Text(told.format(n=count(len(together) - _QUOTED)), quiet=True)


def _suggestions(tally: Tally, reading: Reading) -> Iterator[Block]:
    known = {key for keys in reading.codebook.get(tally.column.name, {}).values() for key in keys}
    found = suggested(tally.open.words[:KEPT], known)
    if not found:
        return
    yield Heading(_("Suggested groups (not checked by anybody)"), 3)
    base = len(tally.open.words[:KEPT])
    comma = _(", ")
    yield Points(tuple(f"{comma.join(one.words)}: {out_of(one.n, base)}" for one in found))


def _source(group: Sequence[Words], reading: Reading) -> str:
    first = group[0]
    who = first.kind if first.kind and not reading.anonymous else ""
    receipt = _("receipt {code}").format(code=inserted(first.receipt)) if first.receipt else _("without a receipt")
    if reading.anonymous:
        receipt = ""
    alike = _("and {n} nearly the same").format(n=count(len(group) - 1)) if len(group) > 1 else ""
    return _(", ").join(part for part in (who, receipt, alike) if part)


def _files(tally: Tally) -> Iterator[Block]:
    spoken = tally.column.type is QuestionType.AUDIO
    told = _("To be listened to: {n} spoken answers.") if spoken else _("To be looked at: {n} files.")
    yield Text(told.format(n=count(tally.n)))
    codes = [one.receipt for one in tally.open.words[:_LISTENED] if one.receipt]
    if codes:
        label = _("Receipts: {codes}")
        more = "…" if tally.n > len(codes) else ""
        yield Text(label.format(codes=inserted(", ".join(codes) + more)), quiet=True)
