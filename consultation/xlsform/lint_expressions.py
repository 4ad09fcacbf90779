"""What can be wrong with the expressions of a form, and with the ${names} in its texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from consultation.expressions import Expression, ExpressionError
from consultation.texts import _, digits, inserted
from consultation.xlsform.aliases import closest
from consultation.xlsform.draft import Draft, Item
from consultation.xlsform.line import Line, Written
from consultation.xlsform.lint_survey import suggestion
from consultation.xlsform.problems import Problem
from consultation.xlsform.question_types import CALCULATED, DROPPED
from consultation.xlsform.table import TRANSLATED

_EXAMPLE = inserted("${name}")
_NAMED = re.compile(r"\$\{([^{}]*)(\}?)")
_ASKED_BEFORE = frozenset(
    {"relevant", "calculation", "required", "default", "parameters", "repeat_count"}
)  # when "." has no answer yet
_NEEDS_ANSWERS = frozenset({"constraint", "choice_filter", "parameters", "repeat_count"})


def _expressions(draft: Draft) -> Iterator[Written]:
    """A constraint of a date with a time stands with its time, though that question is ours."""
    lines = (line for line in draft.lines if not line.generated or line.type == "time")
    return (written for line in lines for written in line.expressions)


def _readable(draft: Draft) -> Iterator[tuple[Written, Expression]]:
    for written in _expressions(draft):
        if isinstance(written.parsed, Expression):
            yield written, written.parsed


def _texts(one: Line | Item) -> Iterator[tuple[str, str]]:
    """Column and text of everything that people read."""
    for name in sorted(TRANSLATED):
        for text in one.row.texts(name).values():
            yield name, text


def unreadable_expressions(draft: Draft) -> Iterator[Problem]:
    for written in _expressions(draft):
        if isinstance(written.parsed, ExpressionError):
            yield _unreadable(written, written.parsed)


def _unreadable(written: Written, error: ExpressionError) -> Problem:
    near = error.source[error.position : error.position + 15].strip()
    what = (
        _("The expression cannot be read from its character {position} on, at “{near}”").format(
            position=digits(error.position + 1), near=inserted(near)
        )
        if near
        else _("The expression ends too early")
    )
    values = {name: inserted(_(str(value)) if name == "reason" else str(value)) for name, value in error.values.items()}
    return written.line.row.problem(written.column, what, _(error.msgid).format(**values))


def unknown_references(draft: Draft) -> Iterator[Problem]:
    for written, expression in _readable(draft):
        for name in sorted(expression.references):
            yield from _reference(draft, written.line, written.column, name)
    both: tuple[Line | Item, ...] = (*draft.lines, *draft.items)
    for one in both:
        for column, text in _texts(one):
            for name, closing in _NAMED.findall(text):
                if closing:
                    yield from _reference(draft, one, column, name.strip(), in_text=True)
                else:
                    yield one.row.problem(
                        column,
                        _("A name in braces has no end"),
                        _("Write it as in {example}.").format(example=_EXAMPLE),
                    )


def _reference(draft: Draft, one: Line | Item, column: str, name: str, *, in_text: bool = False) -> Iterator[Problem]:
    referred = draft.by_name.get(name)
    if referred is None:
        yield one.row.problem(
            column,
            _("There is no question “{name}”").format(name=inserted(name)),
            suggestion(name, draft.by_name, _("Write the name of a question of this form between the braces.")),
        )
    elif referred.type == "begin_group":
        yield one.row.problem(
            column,
            _("“{name}” is a group and has no answer").format(name=inserted(name)),
            _("Write the name of a question inside it."),
        )
    elif referred.type == "begin_repeat" and in_text:
        yield one.row.problem(
            column,
            _("“{name}” is a repeat and has no answer").format(name=inserted(name)),
            _("Write the name of a question inside it."),
        )
    elif len(alike := draft.written.get(name, ())) > 1:
        yield one.row.problem(
            column,
            _("Several questions are called “{name}”: those of rows {rows}").format(
                name=inserted(name), rows=_(", ").join(digits(line.row.number) for line in alike)
            ),
            _("Give the question that is meant here a name of its own."),
        )


def metadata(draft: Draft) -> Iterator[Problem]:
    """A remark: what a telephone knows of its owner is empty in a chat."""
    for line, column, name in _references(draft):
        if name in draft.by_name and draft.by_name[name].type in DROPPED:
            yield line.row.problem(
                column,
                _("“{name}” is not known in a chat, so it is always empty").format(name=inserted(name)),
                _("Where you need it, ask for it in a question, and write the name of that question here."),
            )


def _references(draft: Draft) -> Iterator[tuple[Line | Item, str, str]]:
    """Every ${name}, with its place."""
    for written, expression in _readable(draft):
        yield from ((written.line, written.column, name) for name in sorted(expression.references))
    both: tuple[Line | Item, ...] = (*draft.lines, *draft.items)
    for one in both:
        for column, text in _texts(one):
            yield from ((one, column, name.strip()) for name, closing in _NAMED.findall(text) if closing)


def bare_names(draft: Draft) -> Iterator[Problem]:
    for written, expression in _readable(draft):
        for name in sorted(expression.bare_names if written.column != "choice_filter" else ()):
            braced = inserted(f"${{{name}}}") if name in draft.by_name else inserted(f"'{name}'")
            yield written.line.row.problem(
                written.column,
                _("“{name}” stands alone in the expression").format(name=inserted(name)),
                _("Write {braced}: questions stand in braces, and words in quotes.").format(braced=braced),
            )


def misspelt_filters(draft: Draft) -> Iterator[Problem]:
    for written, name in _strange_filters(draft):
        if near := closest(name, _filter_columns(draft)):
            yield written.line.row.problem(
                "choice_filter",
                _("The choices sheet has no column “{name}”").format(name=inserted(name)),
                _("Did you mean “{name}”?").format(name=inserted(near)),
            )


def strange_filters(draft: Draft) -> Iterator[Problem]:
    """A remark: in XLSForm such a name is simply empty."""
    for written, name in _strange_filters(draft):
        if not closest(name, _filter_columns(draft)):
            yield written.line.row.problem(
                "choice_filter",
                _("The choices sheet has no column “{name}”, so it is always empty").format(name=inserted(name)),
                _("If you mean the word itself, write it in quotes: {quoted}.").format(quoted=inserted(f"'{name}'")),
            )


def _strange_filters(draft: Draft) -> Iterator[tuple[Written, str]]:
    columns = _filter_columns(draft)
    for written, expression in _readable(draft):
        if written.column == "choice_filter":
            for name in sorted(expression.bare_names - columns):
                yield written, name


def _filter_columns(draft: Draft) -> frozenset[str]:
    columns = draft.choices.columns if draft.choices else ()
    return frozenset({"name", *(column.header for column in columns if not column.name)})


def misplaced_self(draft: Draft) -> Iterator[Problem]:
    for written, expression in _readable(draft):
        if expression.uses_self and written.column in _ASKED_BEFORE:
            yield written.line.row.problem(
                written.column,
                _("“.” means the answer to this question, which is not given yet"),
                _("Write the name of an earlier question in braces, as in {example}.").format(example=_EXAMPLE),
            )


def circles(draft: Draft) -> Iterator[Problem]:
    """What is shown or calculated from itself, directly or by way of others."""
    needs = {name: _needs(line) & draft.by_name.keys() for name, line in draft.by_name.items()}
    while circle := _circle(draft, needs):
        line = draft.by_name[circle[0]]
        column = next((one.column for one in line.expressions if one.references & set(circle)), "relevant")
        yield line.row.problem(
            column,
            _("These depend on each other in a circle: {names}").format(names=inserted(" → ".join(circle))),
            _("Change one of them so that it does not need the others."),
        )
        needs = {name: set() if name in circle else needed for name, needed in needs.items()}


def _needs(line: Line) -> set[str]:
    ruling = {"relevant", "repeat_count"} | ({"calculation"} if line.type in CALCULATED else set())
    referred = (written.references for written in line.expressions if written.column in ruling)
    return set(line.groups).union(*referred)


def _circle(draft: Draft, needs: Mapping[str, set[str]]) -> list[str]:
    """Names of which each needs the next and the last needs the first, beginning with the first in the form."""
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1][:0:-1]  # the last of these is the first once more
        start = min(range(len(circle)), key=lambda at: draft.by_name[circle[at]].row.number)
        return circle[start:] + circle[:start]
    return []


def unanswerable(draft: Draft) -> Iterator[Problem]:
    """A check or a filter that needs a later answer never gets it in time."""
    for written, name in _ahead(draft):
        if written.column in _NEEDS_ANSWERS:
            yield written.line.row.problem(
                written.column,
                _("This needs the answer to “{name}”, which is asked later, in row {row}").format(
                    name=inserted(name), row=digits(draft.by_name[name].row.number)
                ),
                _("Move that question up, or this one down."),
            )


def looking_ahead(draft: Draft) -> Iterator[Problem]:
    """A remark: the form works, but people come back to an earlier place."""
    for written, name in _ahead(draft):
        if written.column in {"relevant", "required", "default"}:
            yield written.line.row.problem(
                written.column,
                _("This depends on “{name}”, which is asked later, in row {row}").format(
                    name=inserted(name), row=digits(draft.by_name[name].row.number)
                ),
                _("It is asked once that answer is there. Move that question up if you can."),
            )


def _ahead(draft: Draft) -> Iterator[tuple[Written, str]]:
    position = {line.name: at for at, line in reversed(list(enumerate(draft.lines)))}
    for written, expression in _readable(draft):
        for name in sorted(_answers_behind(draft, expression.references)):
            if position[name] > position.get(written.line.name, -1) and written.line.type not in CALCULATED:
                yield written, name


def _answers_behind(draft: Draft, names: frozenset[str]) -> set[str]:
    """The questions whose answers are needed, also by way of calculations."""
    answers, seen, waiting = set(), set(), list(names & draft.by_name.keys())
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        line = draft.by_name[name]
        if line.type in CALCULATED:
            waiting += [ref for one in line.expressions for ref in one.references if ref in draft.by_name]
        elif line.type not in DROPPED:
            answers.add(name)
    return answers
