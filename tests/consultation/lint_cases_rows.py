"""Forms that are wrong in their columns and rows. The letters and numbers stand in test_lint.py."""

from __future__ import annotations

from consultation.xlsform.lint_choices import MOST_CHOICES
from consultation.xlsform.lint_survey import LONGEST_LABEL, MOST_QUESTIONS
from tests.consultation.lint_case import Case

WRONG_ROWS = (
    Case(
        "S1", "missing_columns",
        """
            | name | label |
            | a    | A     |
        """,
        "", "column “type” is missing",
    ),
    Case(
        "S1", "missing_choices",
        """
            | type               | name | label |
            | select_one answers | a    | A?    |
            | Choise |
            | list_name | name |
        """,
        "", "no sheet of this name", "Rename the sheet “Choise”",
    ),
    Case(
        "S2", "duplicate_columns",
        """
            | type | name | label | hint | label |
            | text | a    | A?    |      | A!    |
        """,
        "E1", "same as column C", "name the language",
    ),
    Case(
        "S2", "duplicate_columns",
        """
            | type | name | label | برچسب |
            | text | a    | A?    | آ     |
        """,
        "D1", "same as column C",
    ),
    Case(
        "S3", "misspelt_columns",
        """
            | type | name | label | relevent |
            | text | a    | A?    | true()   |
        """,
        "D1", "no column of this name", "Did you mean “relevant”?",
    ),
    Case(
        "S3", "misspelt_columns",
        """
            | نوع | نام | برچسبب |
            | متن | a   | A?     |
        """,
        "C1", "no column of this name", "Did you mean “برچسب”?",
    ),
    Case(
        "S4", "unreadable_cells",
        """
            | type | name | label |
            | text | a    | #REF! |
        """,
        "C2", "formula of this cell gives #REF!",
    ),
    Case(
        "Q1", "types",
        """
            | type | name | label |
            |      | a    | A?    |
        """,
        "A2", "has no type",
    ),
    Case(
        "Q1", "types",
        """
            | type | name | label |
            | texr | a    | A?    |
        """,
        "A2", "no type “texr”", "Did you mean “text”?",
    ),
    Case(
        "Q1", "types",
        """
            | type  | name | label |
            | xyzzy | a    | A?    |
        """,
        "A2", "no type “xyzzy”", "Use one of: text",
    ),
    Case(
        "Q1", "types",
        """
            | type      | name | label |
            | text long | a    | A?    |
        """,
        "A2", "no type “text long”", "Did you mean “text”?",
    ),
    Case(
        "Q2", "names",
        """
            | type | name | label |
            | text |      | A?    |
        """,
        "B2", "has no name",
    ),
    Case(
        "Q2", "names",
        """
            | type | name   | label |
            | text | my age | A?    |
        """,
        "B2", "“my age” cannot be a name", "without spaces",
    ),
    Case(
        "Q2", "names",
        """
            | type | name | label |
            | text | 1a   | A?    |
        """,
        "B2", "“1a” cannot be",
    ),
    Case(
        "Q2", "names",
        """
            | type | name | label |
            | text | meta | A?    |
        """,
        "B2", "is reserved",
    ),
    Case(
        "Q2", "repeated_names",
        """
            | type        | name | label |
            | text        | a    | A?    |
            | begin group | a    |       |
            | text        | b    | B?    |
            | end group   |      |       |
        """,
        "B3", "already used in row 2",
    ),
    Case(
        "Q2", "repeated_names",
        """
            | type                        | name    | label |
            | select_one answers or_other | a       | A?    |
            | text                        | a_other | B?    |
            | answers |
        """,
        "B3", "“a_other” is already used",
    ),
    Case(
        "Q3", "missing_labels",
        """
            | type | name | label |
            | text | a    |       |
        """,
        "C2", "has no label",
    ),
    Case(
        "Q3", "long_labels",
        f"""
            | type | name | label                       |
            | text | a    | {"x" * (LONGEST_LABEL + 1)} |
        """,
        "C2", "longer than 3500 letters", "a note before the question",
    ),
    Case(
        "Q4", "groups",
        """
            | type        | name | label |
            | begin group | g    |       |
            | text        | a    | A?    |
        """,
        "A2", "“g” has no end",
    ),
    Case(
        "Q4", "groups",
        """
            | type      | name | label |
            | text      | a    | A?    |
            | end group |      |       |
        """,
        "A3", "has not begun",
    ),
    Case(
        "Q5", "lists",
        """
            | type       | name | label |
            | select_one | a    | A?    |
            | answers |
        """,
        "A2", "not said which list",
    ),
    Case(
        "Q5", "lists",
        """
            | type              | name | label |
            | select_one answer | a    | A?    |
            | answers |
        """,
        "A2", "“answer” is not in the choices sheet", "Did you mean “answers”?",
    ),
    Case(
        "Q5", "lists",
        """
            | type            | name | label |
            | text            | a    | A?    |
            | select_one ${a} | b    | B?    |
            | answers |
        """,
        "A3", "cannot be taken from earlier answers", "choice_filter",
    ),
    Case(
        "Q5", "filtered_or_other",
        """
            | type                        | name | label | choice_filter |
            | select_one answers or_other | a    | A?    | name = 'yes'  |
            | answers |
        """,
        "D2", "do not go together",
    ),
    Case(
        "Q6", "ranges",
        """
            | type  | name | label | parameters    |
            | range | a    | A?    | start=5 end=1 |
        """,
        "D2", "not the limits of a range", "start=1 end=5 step=1",
    ),
    Case(
        "Q6", "calculations",
        """
            | type      | name | label | calculation |
            | calculate | a    |       |             |
            | text      | b    | B?    |             |
        """,
        "D2", "nothing to calculate",
    ),
    Case(
        "Q7", "amount",
        """
            | type | name | label |
            | note | a    | A     |
        """,
        "", "no question in the form",
    ),
    Case(
        "Q7", "amount",
        "| type | name | label |\n" + "\n".join(f"| text | q{number} | Q? |" for number in range(MOST_QUESTIONS + 1)),
        "", "has 501 questions", "several topics",
    ),
    Case(
        "Q9", "numbers_chosen",
        """
            | type                    | name | label | parameters |
            | select_multiple answers | a    | A?    | max=many   |
            | answers |
        """,
        "D2", "“many” is no number of choices", "min=1 max=3",
    ),
    Case(
        "Q9", "numbers_chosen",
        """
            | type         | name | label | حداقل انتخاب | حداکثر انتخاب |
            | rank answers | a    | A?    | ۲            | ۱             |
            | answers |
        """,
        "D2", "2 at least and 1 at most",
    ),
    Case(
        "Q9", "numbers_chosen",
        """
            | type                    | name | label | parameters |
            | select_multiple answers | a    | A?    | min=3      |
            | answers |
        """,
        "D2", "3 choices are wanted, and the list has 2",
    ),
    Case(
        "Q9", "randomizations",
        """
            | type               | name | label | parameters       |
            | select_one answers | a    | A?    | randomize=sundry |
            | answers |
        """,
        "D2", "“sundry” is neither true nor false",
    ),
    Case(
        "Q9", "truths",
        """
            | type | name | label | dont_know |
            | text | a    | A?    | perhaps   |
        """,
        "D2", "“perhaps” is neither yes nor no",
    ),
    Case(
        "Q9", "truths",
        """
            | type                    | name | label |
            | select_multiple answers | a    | A?    |
            | choices |
            | list_name | name | label | exclusive |
            | answers   | yes  | Yes   |           |
            | answers   | none | None  | rarely    |
        """,
        "D3", "“rarely” is neither yes nor no",
    ),
    Case(
        "C1", "incomplete_choices",
        """
            | type               | name | label |
            | select_one answers | a    | A?    |
            | choices |
            | list_name | name  | label |
            | answers   | yes   | Yes   |
            | answers   | no    | No    |
            |           | maybe | Maybe |
        """,
        "A4", "belongs to no list",
    ),
    Case(
        "C1", "incomplete_choices",
        """
            | type               | name | label |
            | select_one answers | a    | A?    |
            | choices |
            | list_name | name | label |
            | answers   | yes  | Yes   |
            | answers   | no   | No    |
            | answers   |      | Maybe |
        """,
        "B4", "has no name",
    ),
    Case(
        "C1", "repeated_choices",
        """
            | type               | name | label |
            | select_one answers | a    | A?    |
            | choices |
            | list_name | name | label |
            | answers   | yes  | Yes   |
            | answers   | no   | No    |
            | answers   | yes  | Maybe |
        """,
        "B4", "has the choice “yes” already, in row 2",
    ),
    Case(
        "C2", "choices_with_spaces",
        """
            | type                    | name | label |
            | select_multiple answers | a    | A?    |
            | choices |
            | list_name | name    | label |
            | answers   | yes     | Yes   |
            | answers   | no      | No    |
            | answers   | not yet | -     |
        """,
        "B4", "“not yet” has a space", "Write _",
    ),
    Case(
        "C2", "choices_with_spaces",
        """
            | type         | name | label |
            | rank answers | a    | A?    |
            | choices |
            | list_name | name    | label |
            | answers   | not yet | -     |
        """,
        "B2", "“not yet” has a space, and its list is used by rank", "Write _",
    ),
    Case(
        "C3", "long_lists",
        """
            | type             | name | label |
            | select_one towns | a    | A?    |
            | choices |
            | list_name | name | label |
        """
        + "\n".join(f"| towns | t{number} | T |" for number in range(MOST_CHOICES + 1)),
        "A202", "has 201 choices", "choice_filter",
    ),
)  # fmt: skip

WRONG_LIMITS = (
    Case(
        "Q6", "ranges",
        """
            | type  | name | label | parameters      |
            | range | a    | A?    | start=1 end=9999 |
        """,
        "D2", "more than 1000 numbers", "Use integer",
    ),
    Case(
        "Q6", "ticks",
        """
            | type  | name | label | parameters                         |
            | range | a    | A?    | start=1 end=5 tick_labelset=answers |
            | choices |
            | list_name | name | label |
            | answers   | 1    | Low   |
            | answers   | 9    | High  |
        """,
        "B3", "“9” is no number of the range in row 2", "such as 1 and 5",
    ),
    Case(
        "Q6", "ticks",
        """
            | type  | name | label | parameters                      |
            | range | a    | A?    | start=1 end=5 tick_labelset=ends |
        """,
        "D2", "The list “ends” is not in the choices sheet",
    ),
    Case(
        "Q6", "text_limits",
        """
            | type | name | label | parameters      |
            | text | a    | A?    | max_length=five |
        """,
        "D2", "“five” is no length of a text", "max_length=500",
    ),
    Case(
        "Q6", "text_limits",
        """
            | type | name | label | parameters       |
            | text | a    | A?    | max_length=99999 |
        """,
        "D2", "“99999” is no length of a text",
    ),
)  # fmt: skip
