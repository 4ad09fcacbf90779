"""Everything that is looked at in a form before it is used. A new check is written and named here."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from consultation.xlsform import lint_choices, lint_expressions, lint_extensions, lint_repeats, lint_sheets, lint_survey
from consultation.xlsform.draft import Draft
from consultation.xlsform.problems import Problem

Check = Callable[[Draft], Iterator[Problem]]

PROBLEMS: tuple[Check, ...] = (
    lint_sheets.missing_choices,
    lint_sheets.missing_columns,
    lint_sheets.duplicate_columns,
    lint_sheets.misspelt_columns,
    lint_sheets.unreadable_cells,
    lint_sheets.merged_cells,
    lint_survey.types,
    lint_survey.names,
    lint_survey.repeated_names,
    lint_survey.missing_labels,
    lint_survey.long_labels,
    lint_repeats.groups,
    lint_repeats.nested_repeats,
    lint_repeats.loops,
    lint_repeats.bounds,
    lint_repeats.names_of_rounds,
    lint_survey.lists,
    lint_survey.filtered_or_other,
    lint_survey.ranges,
    lint_survey.calculations,
    lint_survey.amount,
    lint_choices.incomplete_choices,
    lint_choices.repeated_choices,
    lint_choices.choices_with_spaces,
    lint_choices.long_lists,
    lint_extensions.numbers_chosen,
    lint_extensions.text_limits,
    lint_extensions.ticks,
    lint_extensions.randomizations,
    lint_extensions.truths,
    lint_expressions.unreadable_expressions,
    lint_expressions.unknown_references,
    lint_expressions.bare_names,
    lint_expressions.misspelt_filters,
    lint_expressions.misplaced_self,
    lint_expressions.circles,
    lint_expressions.unanswerable,
)
"""With any of these the form is refused."""

REMARKS: tuple[Check, ...] = (
    lint_sheets.idle_columns,
    lint_sheets.double_columns,
    lint_sheets.nameless_columns,
    lint_survey.dropped_rows,
    lint_survey.renamed,
    lint_survey.earlier_answers,
    lint_survey.constraints_without_message,
    lint_survey.idle_cells,
    lint_survey.missing_translations,
    lint_repeats.open_counts,
    lint_choices.unlabelled_choices,
    lint_choices.long_choice_labels,
    lint_choices.unused_lists,
    lint_choices.allowed_repetitions,
    lint_extensions.idle_parameters,
    lint_extensions.idle_truths,
    lint_extensions.media,
    lint_expressions.metadata,
    lint_expressions.strange_filters,
    lint_expressions.looking_ahead,
)
"""Its author may want to know these, and the form works nevertheless."""


def problems(draft: Draft) -> tuple[Problem, ...]:
    return _found(PROBLEMS, draft)


def remarks(draft: Draft) -> tuple[Problem, ...]:
    return _found(REMARKS, draft)


def _found(checks: tuple[Check, ...], draft: Draft) -> tuple[Problem, ...]:
    """What the checks find, in the order in which the author meets it: by sheet, row and column."""
    sheets = {table.sheet.name: at for at, table in enumerate(draft.tables)}

    def place(found: Problem) -> tuple[int, int, int, str]:
        return sheets.get(found.sheet, 0), found.row or 0, len(found.letter), found.letter

    return tuple(sorted(dict.fromkeys(problem for check in checks for problem in check(draft)), key=place))
