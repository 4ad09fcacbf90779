"""Forms that work and may not be meant so. The letters and numbers stand in test_lint.py."""

from __future__ import annotations

from tests.consultation.lint_case import Case

DOUBTFUL = (
    Case(
        "C4", "long_choice_labels",
        """
            | type            | name | label |
            | select_one ways | a    | A?    |
            | choices |
            | list_name | name | label |
            | ways      | one  | A label of many words, far too long for a button |
        """,
        "C2", "too long for a button", "carry numbers",
    ),
    Case(
        "S6", "idle_columns",
        """
            | type | name | label | big-image::English |
            | text | a    | A?    | a.png              |
        """,
        "D1", "no effect in a chat",
    ),
    Case(
        "S6", "idle_columns",
        """
            | type | name | label | to be discussed |
            | text | a    | A?    | with the board  |
        """,
        "D1", "no effect in a chat", "people will not see it",
    ),
    Case(
        "S6", "nameless_columns",
        """
            | type | name | label |     |
            | text | a    | A?    | old |
        """,
        "D1", "no header",
    ),
    Case(
        "S6", "double_columns",
        """
            | type | name | label | caption |
            | text | a    | A?    |         |
            | text | b    |       | B?      |
        """,
        "D1", "the same as column C", "Whichever of the two is filled",
    ),
    Case(
        "Q2", "renamed",
        """
            | type        | name | label |
            | begin_group | g    | G     |
            | text        | a    | A?    |
            | end_group   |      |       |
            | text        | a    | A?    |
        """,
        "B5", "stands in row 3 too, so tables call this one “a_2”",
    ),
    Case(
        "Q8", "earlier_answers",
        """
            | type | name | label | default          |
            | text | a    | A?    | ${last-saved#a}  |
        """,
        "D2", "nothing is suggested",
    ),
    Case(
        "X2", "metadata",
        """
            | type     | name  | label        |
            | deviceid | phone |              |
            | text     | b     | On ${phone}? |
        """,
        "C3", "“phone” is not known in a chat",
    ),
    Case(
        "Q1", "dropped_rows",
        """
            | type     | name | label |
            | deviceid |      |       |
            | text     | a    | A?    |
        """,
        "A2", "does not tell deviceid",
    ),
    Case(
        "Q8", "constraints_without_message",
        """
            | type    | name | label | constraint |
            | integer | a    | A?    | . > 1      |
        """,
        "D2", "will not be told why",
    ),
    Case(
        "Q8", "idle_cells",
        """
            | type    | name | label | calculation |
            | integer | a    | A?    | 1 + 1       |
        """,
        "D2", "has no effect on a question that people answer",
    ),
    Case(
        "Q8", "idle_cells",
        """
            | type | name | label | choice_filter |
            | text | a    | A?    | true()        |
        """,
        "D2", "have choices to filter",
    ),
    Case(
        "Q8", "missing_translations",
        """
            | type | name | label::fa | label::English (en) |
            | text | a    | آ         | A?                  |
            | text | b    | ب         |                     |
        """,
        "D3", "One text is missing in English: row 3",
    ),
    Case(
        "Q8", "missing_translations",
        """
            | type | name | label::fa | label::English (en) |
            | text | a    | آ         | A?                  |
            | text | b    | ب         |                     |
            | text | c    | پ         |                     |
        """,
        "", "2 texts are missing in English: rows 3, 4",
    ),
    Case(
        "Q8", "idle_parameters",
        """
            | type | name | label | parameters |
            | text | a    | A?    | rows=5     |
        """,
        "D2", "no effect on text: rows",
    ),
    Case(
        "Q8", "idle_parameters",
        """
            | type            | name | label | parameters |
            | select_multiple answers | a | A? | up to 3   |
            | answers |
        """,
        "D2", "cannot be read", "randomize=true max=3",
    ),
    Case(
        "Q8", "idle_truths",
        """
            | type | name | label | نمی‌دانم |
            | note | a    | A     | بله      |
            | text | b    | B?    |          |
        """,
        "D2", "asks for no opinion",
    ),
    Case(
        "Q10", "media",
        """
            | type | name | label | media::image::English (en) |
            | text | a    | A?    | map.png                    |
        """,
        "D2", "“map.png” is not in the workbook", "Attach it to the draft under this name",
    ),
    Case(
        "C1", "allowed_repetitions",
        """
            | type               | name | label |
            | select_one answers | a    | A?    |
            | choices |
            | list_name | name | label |
            | answers   | yes  | Yes   |
            | answers   | no   | No    |
            | answers   | yes  | Maybe |
            | settings |
            | form_id | allow_choice_duplicates |
            | f       | yes                     |
        """,
        "B4", "has the choice “yes” already",
    ),
    Case(
        "C4", "unlabelled_choices",
        """
            | type               | name | label |
            | select_one answers | a    | A?    |
            | choices |
            | list_name | name  | label |
            | answers   | yes   | Yes   |
            | answers   | no    | No    |
            | answers   | maybe |       |
        """,
        "C4", "will read its name",
    ),
    Case(
        "C4", "unused_lists",
        """
            | type | name | label |
            | text | a    | A?    |
            | answers |
        """,
        "A2", "No question uses the list “answers”",
    ),
    Case(
        "X3", "strange_filters",
        """
            | type             | name | label | choice_filter  |
            | select_one towns | a    | A?    | province = yes |
            | choices |
            | list_name | name | label | province |
            | towns     | t    | T     | x        |
        """,
        "D2", "no column “yes”, so it is always empty", "in quotes: 'yes'",
    ),
    Case(
        "X6", "looking_ahead",
        """
            | type    | name | label | relevant   |
            | integer | a    | A?    | ${b} = 'x' |
            | text    | b    | B?    |            |
        """,
        "D2", "depends on “b”, which is asked later, in row 3",
    ),
)  # fmt: skip
