"""Questions that one row of a form stands for, and names of their own for rows that share one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from consultation.expressions import ExpressionError
from consultation.expressions.tokens import Kind, tokens
from consultation.xlsform.line import Line
from consultation.xlsform.question_types import (
    AT_WHAT_TIME,
    ENDS,
    EXPERTISE,
    GROUPS,
    OTHER,
    PLEASE_SPECIFY,
    SUBSTANTIAL,
)

_LONGEST = 60
_WITH_THE_TIME = frozenset({"constraint", "constraint_message", "required", "required_message"})


def parts(line: Line) -> Iterator[Line]:
    """A row of the survey sheet, and the questions of ours that follow it."""
    if line.type == "datetime" and line.name:
        yield from _moment(line)
        return
    yield line
    if line.or_other and line.name:
        yield _ours(line, "other", "text", PLEASE_SPECIFY, {"relevant": f"selected(${{{line.name}}}, '{OTHER.name}')"})
    if line.says("expertise") and line.name and line.type in SUBSTANTIAL and not line.heads_matrix:
        cells = {"relevant": f"${{{line.name}}} != ''", "parameters": "start=1 end=5 step=1"}
        yield _ours(line, "expertise", "range", EXPERTISE, cells)


def _moment(line: Line) -> Iterator[Line]:
    """A date with a time is asked as two questions; whoever refers to it gets both, as XLSForm writes them."""
    date, time = f"${{{line.name}_date}}", f"${{{line.name}_time}}"
    whole = f"if({time} = '', {date}, concat({date}, 'T', {time}))"
    cells = {"constraint": _of(line.name, line.expression("constraint")), "relevant": f"{date} != ''"}
    bare = {column.name: "" for column in line.row.columns if column.name}
    kept = {name: text for name in _WITH_THE_TIME for text in [line.row.text(name)] if text}
    yield replace(
        line,
        name=f"{line.name}_date",
        type="date",
        row=line.row.but({"constraint": "", "constraint_message": "", "default": ""}),
    )
    yield replace(
        line,
        name=f"{line.name}_time",
        type="time",
        row=line.row.but({**{name: text for name, text in bare.items() if name not in kept}, **cells}),
        label=AT_WHAT_TIME,
    )
    yield replace(line, type="calculate", row=line.row.but({**bare, "calculation": whole}))


def _of(name: str, expression: str) -> str:
    """A constraint in which the answer itself has become the question of this name."""
    try:
        found = tokens(expression)
    except ExpressionError:
        return expression
    for at, token in reversed([*enumerate(found)]):
        on_a_path = {one.text for one in found[max(at - 1, 0) : at + 2]} & {"/", "//"}
        if token.kind is Kind.SIGN and token.text == "." and not on_a_path:
            expression = f"{expression[: token.position]}${{{name}}}{expression[token.position + 1 :]}"
    return expression


def _ours(line: Line, suffix: str, type_: str, label: Mapping[str, str], cells: Mapping[str, str]) -> Line:
    row = replace(line.row, columns=(), cells={}).but(cells)
    name = f"{line.name}_{suffix}"
    return replace(line, row=row, type=type_, list_name="", or_other=False, name=name, label=label)


def named_apart(lines: Iterable[Line]) -> list[Line]:
    """Lines of which no two share a name, though XLSForm allows it in different groups: a chat keeps them in one table.

    A question goes before a group, and the first before the others. Two of one group are left for the lint to find.
    """
    found = list(lines)
    taken = {line.name for line in found}
    owner: dict[str, int] = {}
    for at, line in sorted(enumerate(found), key=lambda one: one[1].type in GROUPS):
        if line.type not in ENDS and line.name:
            owner.setdefault(line.name, at)
    return list(_renamed(found, owner, taken))


def _renamed(lines: list[Line], owner: Mapping[str, int], taken: set[str]) -> Iterator[Line]:
    beside = {(lines[at].groups, name) for name, at in owner.items()}
    open_groups: tuple[str, ...] = ()
    for at, line in enumerate(lines):
        if line.type in ENDS:
            open_groups = open_groups[:-1]
        name = line.name
        if line.type not in ENDS and owner.get(name, at) != at and (line.groups, name) not in beside:
            name = _free(line, taken)
            taken.add(name)
        yield replace(line, name=name, groups=open_groups)
        if line.type in GROUPS - ENDS:
            open_groups = (*open_groups, name)


def _free(line: Line, taken: set[str]) -> str:
    """The name with that of its group before it, as tables of XLSForm have it; a number where that will not do."""
    wanted = "_".join((*line.groups[-1:], line.name))
    if line.groups and wanted not in taken and len(wanted) <= _LONGEST:
        return wanted
    return next(name for at in range(2, len(taken) + 3) if (name := f"{line.name}_{at}") not in taken)
