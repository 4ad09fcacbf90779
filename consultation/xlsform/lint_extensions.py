"""What can be wrong with parameters, and with the columns that a chat has beyond XLSForm's own."""

from __future__ import annotations

from collections.abc import Iterator

from consultation.answers import range_values
from consultation.lengths import LONGEST_TEXT
from consultation.persian.text import latin_digits
from consultation.questionnaire import SEVERAL
from consultation.texts import _, digits, inserted
from consultation.xlsform.draft import Draft
from consultation.xlsform.line import Line
from consultation.xlsform.lint_survey import MOST_NUMBERS
from consultation.xlsform.parameters import EFFECTIVE, TICKS, parameters, range_limits, truth
from consultation.xlsform.problems import Problem
from consultation.xlsform.question_types import ASKED, LISTED, SUBSTANTIAL
from consultation.xlsform.table import MEDIA

_TRUTHS = ("dont_know", "refuse", "expertise")


def numbers_chosen(draft: Draft) -> Iterator[Problem]:
    for line in draft.lines:
        if line.type in SEVERAL and (wrong := _wrong_limits(draft, line)):
            yield line.row.problem(
                next((f"{name}_chosen" for name in ("min", "max") if line.row.text(f"{name}_chosen")), "parameters"),
                wrong,
                _("Write whole numbers, as in min=1 max=3, that the list has choices for."),
            )


def _wrong_limits(draft: Draft, line: Line) -> str:
    given = {name: line.parameters[name] for name in ("min", "max") if name in line.parameters}
    for number in given.values():
        if not (number.isdecimal() and len(number) <= 4):
            return _("“{written}” is no number of choices").format(written=inserted(number))
    least, most = int(given.get("min", "0")), int(given.get("max", "9999"))
    offered = len(draft.lists.get(line.list_name, ())) + line.or_other
    if most == 0 or least > most:
        return _("No choice satisfies both: {least} at least and {most} at most").format(
            least=digits(least), most=digits(most)
        )
    if least > offered > 0:
        return _("{least} choices are wanted, and the list has {count}").format(
            least=digits(least), count=digits(offered)
        )
    return ""


def text_limits(draft: Draft) -> Iterator[Problem]:
    for line in draft.lines:
        written = line.parameters.get("max_length", "") if line.type == "text" else ""
        if written and not (written.isdecimal() and 1 <= int(written[:9]) <= LONGEST_TEXT):
            yield line.row.problem(
                "parameters",
                _("“{written}” is no length of a text").format(written=inserted(written)),
                _("Write a whole number up to {most}, as in max_length=500.").format(most=digits(LONGEST_TEXT)),
            )


def ticks(draft: Draft) -> Iterator[Problem]:
    """The list whose choices say what numbers of a range mean."""
    for line in draft.lines:
        name = line.parameters.get(TICKS, "") if line.type == "range" else ""
        limits = range_limits(line.row.text("parameters"))
        if not name or limits is None or len(range_values(limits)) > MOST_NUMBERS:
            continue
        if name not in draft.lists:
            yield line.row.problem(
                "parameters",
                _("The list “{list}” is not in the choices sheet").format(list=inserted(name)),
                _("Write its choices there, with this word under list_name."),
            )
            continue
        values = range_values(limits)
        for item in draft.lists[name]:
            if latin_digits(item.name) not in values:
                yield item.row.problem(
                    "name",
                    _("“{name}” is no number of the range in row {row}").format(
                        name=inserted(item.name), row=digits(line.row.number)
                    ),
                    _("Write numbers of the range as names, such as {first} and {last}.").format(
                        first=inserted(values[0]), last=inserted(values[-1])
                    ),
                )


def randomizations(draft: Draft) -> Iterator[Problem]:
    for line in draft.lines:
        written = line.parameters.get("randomize", "") if line.type in LISTED else ""
        if written and not truth(written):
            yield line.row.problem(
                "parameters",
                _("“{written}” is neither true nor false").format(written=inserted(written)),
                _("Write randomize=true to have the choices in another order for each person."),
            )


def truths(draft: Draft) -> Iterator[Problem]:
    """Columns of yes and no."""
    cells = [(line.row, name) for line in draft.lines for name in _TRUTHS]
    cells += [(item.row, "exclusive") for item in draft.items]
    for row, name in cells:
        written = row.text(name)
        if written and not truth(written):
            yield row.problem(
                name,
                _("“{written}” is neither yes nor no").format(written=inserted(written)),
                _("Write yes, or leave the cell empty."),
            )


# -- remarks -----------------------------------------------------------------------------------------------------------


def idle_parameters(draft: Draft) -> Iterator[Problem]:
    for line in draft.lines:
        written = line.row.text("parameters")
        if line.generated or not written or line.type not in ASKED:
            continue
        if (given := parameters(written)) is None:
            if line.type != "range":  # of a range it is a problem
                yield line.row.problem(
                    "parameters",
                    _("These parameters cannot be read, so they have no effect"),
                    _("Write them as in randomize=true max=3."),
                )
        elif idle := [name for name in given if name not in EFFECTIVE.get(line.type, ())]:
            yield line.row.problem(
                "parameters",
                _("These parameters have no effect on {type}: {names}").format(
                    type=inserted(line.type), names=inserted(", ".join(idle))
                ),
                _("You may leave them."),
            )


def idle_truths(draft: Draft) -> Iterator[Problem]:
    for line in draft.lines:
        for name in _TRUTHS:
            if line.says(name) and (line.type not in SUBSTANTIAL or line.heads_matrix):
                yield line.row.problem(
                    name,
                    _("This has no effect on a row that asks for no opinion"),
                    _("Empty this cell."),
                )


def media(draft: Draft) -> Iterator[Problem]:
    """The workbook names files and does not hold them."""
    for line in draft.lines:
        for kind in MEDIA:
            for name in dict.fromkeys(line.row.texts(kind).values()):
                yield line.row.problem(
                    kind,
                    _("The file “{name}” is not in the workbook").format(name=inserted(name)),
                    _("Attach it to the draft under this name; then it is shown with the question."),
                )
