"""What can be wrong with the sheets of a form before its questions are looked at: columns and cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from openpyxl.utils import get_column_letter

from consultation.texts import _, inserted
from consultation.xlsform.aliases import SELDOM_MEANT, SHEETS, key
from consultation.xlsform.draft import Draft
from consultation.xlsform.problems import Problem
from consultation.xlsform.question_types import LISTED
from consultation.xlsform.table import COLUMNS, Column, Table
from consultation.xlsform.workbook import ERRORS

_NEEDED = {"survey": ("type", "name", "label"), "choices": ("list_name", "name", "label"), "settings": ()}


def missing_choices(draft: Draft) -> Iterator[Problem]:
    if draft.choices is None and any(line.type in LISTED for line in draft.lines):
        strange = (name for name in draft.sheet_names if not SHEETS.standard(name))
        near = next((name for name in strange if SHEETS.standard(SHEETS.likely(name)) == "choices"), "")
        yield Problem(
            "choices",
            None,
            None,
            _("The form has select questions and no sheet of this name"),
            _("Rename the sheet “{sheet}” to choices.").format(sheet=inserted(near))
            if near
            else _("Add a sheet named choices with the columns list_name, name and label."),
        )


def missing_columns(draft: Draft) -> Iterator[Problem]:
    for table in draft.tables:
        for name in _NEEDED[table.kind]:
            if table.rows and name not in table.names and not any(_meant(table, c) == name for c in table.columns):
                yield table.problem(
                    _("The column “{column}” is missing").format(column=inserted(name)),
                    _("Add a column with this header."),
                )


def duplicate_columns(draft: Draft) -> Iterator[Problem]:
    for table, first, other in _doubles(draft):
        if _contradict(table, first, other):
            yield table.column_problem(
                other,
                _("This column says the same as column {letter}").format(letter=inserted(first.letter)),
                _("Keep one of the two, or name the language of each, as in label::English (en)."),
            )


def _contradict(table: Table, first: Column, other: Column) -> bool:
    """Whether some row has two texts for one thing."""
    texts = ((row.cells.get(first.number), row.cells.get(other.number)) for row in table.rows)
    return any(one and two and one != two for one, two in texts)


def _doubles(draft: Draft) -> Iterator[tuple[Table, Column, Column]]:
    for table in draft.tables:
        alike: defaultdict[tuple[str, str], list[Column]] = defaultdict(list)
        for column in table.columns:
            alike[column.name or key(column.header), column.language].append(column)
        for first, *others in alike.values():
            yield from ((table, first, other) for other in others)


def misspelt_columns(draft: Draft) -> Iterator[Problem]:
    for table in draft.tables:
        for column in table.columns:
            if _meant(table, column):
                likely = COLUMNS[table.kind].likely(column.header.partition(":")[0])
                yield table.column_problem(
                    column,
                    _("There is no column of this name"),
                    _("Did you mean “{name}”? Correct the header.").format(name=inserted(likely)),
                )


def _meant(table: Table, column: Column) -> str:
    """The standard column that a misspelt header stands for; "" when it is spelt well or the author's own."""
    if column.name or column.ignored:
        return ""
    names = COLUMNS[table.kind]
    meant = names.standard(names.likely(column.header.partition(":")[0]))
    return "" if meant in table.names | SELDOM_MEANT else meant


def unreadable_cells(draft: Draft) -> Iterator[Problem]:
    for table in draft.tables:
        for number, column in table.sheet.uncalculated:
            if number >= table.header:
                yield _cell(
                    table,
                    number,
                    column,
                    _("This cell holds a formula without its result"),
                    _("Put the result in place of the formula: copy the cell and paste it as a value."),
                )
        for number, cells in table.sheet.rows.items():
            for column, text in cells.items():
                if text in ERRORS:
                    yield _cell(
                        table,
                        number,
                        column,
                        _("The formula of this cell gives {error}").format(error=inserted(text)),
                        _("Put the right value in place of the formula."),
                    )


def merged_cells(draft: Draft) -> Iterator[Problem]:
    for table in draft.tables:
        last_column = max((column.number for column in table.columns), default=0)
        for merged in table.sheet.merged:
            if merged.max_row >= table.header and merged.min_col <= last_column:
                yield _cell(
                    table,
                    merged.min_row,
                    merged.min_col,
                    _("The cells {cells} are merged, so only the first of them holds a text").format(
                        cells=inserted(merged.coord)
                    ),
                    _("Unmerge them and write into each cell what belongs there."),
                )


def _cell(table: Table, row: int, column: int, what: str, cure: str) -> Problem:
    header = next((one.header for one in table.columns if one.number == column), "")
    return Problem(table.sheet.name, row, header, what, cure, get_column_letter(column))


# -- remarks -----------------------------------------------------------------------------------------------------------


def idle_columns(draft: Draft) -> Iterator[Problem]:
    """Columns that nothing comes of. In the choices sheet an author's own columns are for choice_filter."""
    for table in draft.tables:
        for column in table.columns:
            own = not column.name and not column.ignored and table.kind != "choices"
            filled = any(column.number in row.cells for row in table.rows)
            if filled and (column.ignored or own) and not _meant(table, column):
                yield table.column_problem(
                    column,
                    _("This column has no effect in a chat"),
                    _("You may leave it; people will not see it."),
                )


def double_columns(draft: Draft) -> Iterator[Problem]:
    for table, first, other in _doubles(draft):
        yield table.column_problem(
            other,
            _("This column says the same as column {letter}").format(letter=inserted(first.letter)),
            _("Whichever of the two is filled counts. Keep one of them if you can."),
        )


def nameless_columns(draft: Draft) -> Iterator[Problem]:
    for table in draft.tables:
        named = {column.number for column in table.columns}
        filled = {number for row in table.rows for number in row.cells}
        for number in sorted(filled - named):
            yield Problem(
                table.sheet.name,
                table.header,
                "",
                _("This column has no header, so what stands in it has no effect"),
                _("Write its header, or empty the column."),
                get_column_letter(number),
            )
