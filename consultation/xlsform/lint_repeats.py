"""What can be wrong with groups and repeats."""

from __future__ import annotations

from collections.abc import Iterator

from consultation.texts import _, digits, inserted
from consultation.xlsform.draft import Draft
from consultation.xlsform.line import Line
from consultation.xlsform.problems import Problem
from consultation.xlsform.question_types import BEGINS, ENDS
from consultation.xlsform.rounds import MOST_ROUNDS, another, in_round


def groups(draft: Draft) -> Iterator[Problem]:
    opened: list[Line] = []
    for line in draft.lines:
        if line.type in BEGINS:
            opened.append(line)
        elif line.type in ENDS and opened:
            yield from _ended(opened.pop(), line)
        elif line.type == "end_group":
            yield line.row.problem(
                "type",
                _("A group ends here that has not begun"),
                _("Delete this row, or write begin_group where the group begins."),
            )
        elif line.type == "end_repeat":
            yield line.row.problem(
                "type",
                _("A repeat ends here that has not begun"),
                _("Delete this row, or write begin_repeat where the repeat begins."),
            )
    yield from map(_without_end, opened)


def _ended(begun: Line, end: Line) -> Iterator[Problem]:
    if begun.type.removeprefix("begin_") != end.type.removeprefix("end_"):
        yield end.row.problem(
            "type",
            _("“{name}”, begun in row {row}, ends here as something else").format(
                name=inserted(begun.name), row=digits(begun.row.number)
            ),
            _("A begin_group is ended by end_group, and a begin_repeat by end_repeat."),
        )


def _without_end(line: Line) -> Problem:
    if line.type == "begin_repeat":
        what = _("The repeat “{name}” has no end")
        cure = _("Write a row of type end_repeat after its last question.")
    else:
        what = _("The group “{name}” has no end")
        cure = _("Write a row of type end_group after its last question.")
    return line.row.problem("type", what.format(name=inserted(line.name)), cure)


def nested_repeats(draft: Draft) -> Iterator[Problem]:
    for line in draft.repeats.values():
        if outer := draft.repeat_of(line):
            yield line.row.problem(
                "type",
                _("This repeat stands inside the repeat “{name}”").format(name=inserted(outer)),
                _("A chat asks one repeat at a time: end the first before this one begins."),
            )


def loops(draft: Draft) -> Iterator[Problem]:
    for line in draft.repeats.values():
        if line.list_name:
            yield line.row.problem(
                "type",
                _("A repeat over the choices of a list is not known here"),
                _("Write begin_repeat alone, and under repeat_count how many rounds there are."),
            )


def bounds(draft: Draft) -> Iterator[Problem]:
    for line in draft.repeats.values():
        given = [line.parameters[name] for name in ("min", "max") if name in line.parameters]
        least, most = line.rounds
        written = line.expression("repeat_count")
        column = "repeat_count" if written.isdecimal() else "parameters"
        if not all(number.isdecimal() and len(number) <= 4 for number in given):
            yield line.row.problem(
                "parameters",
                _("These are not the limits of a repeat"),
                _("Write whole numbers, as in min=1 max=5."),
            )
        elif not 1 <= most <= MOST_ROUNDS:
            yield line.row.problem(
                column,
                _("A repeat has from 1 to {most} rounds").format(most=digits(MOST_ROUNDS)),
                _("Write a number in these limits, as in max=5."),
            )
        elif least > most and not written:
            yield line.row.problem(
                "parameters",
                _("{least} rounds at least are more than {most} at most").format(
                    least=digits(least), most=digits(most)
                ),
                _("Write whole numbers, as in min=1 max=5."),
            )


def names_of_rounds(draft: Draft) -> Iterator[Problem]:
    """`cost` inside a repeat becomes cost_1, cost_2 …, which nothing else may be called."""
    for line in draft.lines:
        repeat = draft.repeats.get(draft.repeat_of(line) or line.name)
        if repeat is None or line.type in ENDS or not line.name:
            continue
        names = [line.name, another(line.name)] if line is repeat else [line.name]
        needed = (in_round(name, at) for name in names for at in range(min(repeat.rounds[1], MOST_ROUNDS) + 1))
        if taken := next((name for name in needed if name in draft.by_name), ""):
            other = draft.by_name[taken]
            yield other.row.problem(
                "name",
                _("“{name}” is the name of a round of the repeat “{repeat}”").format(
                    name=inserted(taken), repeat=inserted(repeat.name)
                ),
                _("Give each question, group and calculation a name of its own."),
            )


# -- remarks -----------------------------------------------------------------------------------------------------------


def open_counts(draft: Draft) -> Iterator[Problem]:
    """Somebody may give a number that is greater than the rounds that are asked."""
    for line in draft.repeats.values():
        count = line.expression("repeat_count")
        if count and not count.isdecimal() and "max" not in line.parameters:
            yield line.row.problem(
                "repeat_count",
                _("Whatever this gives, {most} rounds at most are asked").format(most=digits(line.rounds[1])),
                _("Write another limit under parameters, as in max=20, and the same as a constraint of the number."),
            )
