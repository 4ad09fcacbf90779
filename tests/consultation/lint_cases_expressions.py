"""Forms that are wrong in their expressions. The letters and numbers stand in test_lint.py."""

from __future__ import annotations

from tests.consultation.lint_case import Case

WRONG_EXPRESSIONS = (
    Case(
        "X1", "unreadable_expressions",
        """
            | type | name | label | relevant     |
            | text | a    | A?    |              |
            | text | b    | B?    | ${a} = = 'x' |
        """,
        "D3", "from its character 8 on, at “= 'x'”",
    ),
    Case(
        "X1", "unreadable_expressions",
        """
            | type | name | label | constraint |
            | text | a    | A?    | (. > 1     |
        """,
        "D2", "ends too early", "The closing “)” is missing.",
    ),
    Case(
        "X1", "unreadable_expressions",
        """
            | type | name | label | constraint      |
            | text | a    | A?    | regex(., '[a-') |
        """,
        "D2", "from its character", "pattern of regex() cannot be read",
    ),
    Case(
        "X1", "unreadable_expressions",
        """
            | type | name | label | default |
            | text | a    | A?    |         |
            | text | b    | B?    | ${a} +  |
        """,
        "D3", "ends too early",
    ),
    Case(
        "X2", "unknown_references",
        """
            | type               | name | label | parameters                  |
            | select_one answers | a    | A?    | randomize=true seed=${drawn} |
            | answers |
        """,
        "D2", "There is no question “drawn”",
    ),
    Case(
        "X2", "unknown_references",
        """
            | type | name   | label | relevant       |
            | text | member | A?    |                |
            | text | b      | B?    | ${membr} = 'x' |
        """,
        "D3", "no question “membr”", "Did you mean “member”?",
    ),
    Case(
        "X2", "unknown_references",
        """
            | type | name | label          |
            | text | a    | Dear ${nobody} |
        """,
        "C2", "no question “nobody”", "name of a question of this form",
    ),
    Case(
        "X2", "unknown_references",
        """
            | type | name | label |
            | text | a    | ${a   |
        """,
        "C2", "has no end",
    ),
    Case(
        "X2", "unknown_references",
        """
            | type        | name | label | relevant |
            | begin group | g    |       |          |
            | text        | a    | A?    |          |
            | end group   |      |       |          |
            | text        | b    | B?    | ${g} = 1 |
        """,
        "D5", "“g” is a group",
    ),
    Case(
        "X2", "unknown_references",
        """
            | type        | name | label | relevant |
            | begin_group | g    | G     |          |
            | text        | a    | A?    |          |
            | end_group   |      |       |          |
            | text        | a    | A?    |          |
            | text        | b    | B?    | ${a} = 1 |
        """,
        "D6", "Several questions are called “a”: those of rows 3, 5", "a name of its own",
    ),
    Case(
        "X3", "bare_names",
        """
            | type    | name | label | relevant |
            | integer | age  | A?    |          |
            | text    | b    | B?    | age > 18 |
        """,
        "D3", "“age” stands alone", "Write ${age}",
    ),
    Case(
        "X3", "bare_names",
        """
            | type | name | label | relevant   |
            | text | a    | A?    |            |
            | text | b    | B?    | ${a} = yes |
        """,
        "D3", "“yes” stands alone", "Write 'yes'",
    ),
    Case(
        "X3", "misspelt_filters",
        """
            | type             | name | label | choice_filter |
            | select_one towns | a    | A?    | provinc = 'x' |
            | choices |
            | list_name | name | label | province |
            | towns     | t    | T     | x        |
        """,
        "D2", "no column “provinc”", "Did you mean “province”?",
    ),
    Case(
        "X4", "misplaced_self",
        """
            | type | name | label | relevant |
            | text | a    | A?    | . > 1    |
        """,
        "D2", "not given yet",
    ),
    Case(
        "X5", "circles",
        """
            | type | name | label | relevant   |
            | text | a    | A?    | ${b} = 'x' |
            | text | b    | B?    | ${a} = 'x' |
        """,
        "D2", "in a circle: a → b",
    ),
    Case(
        "X5", "circles",
        """
            | type        | name | label | relevant   |
            | begin group | g    |       | ${a} = 'x' |
            | text        | a    | A?    |            |
            | end group   |      |       |            |
        """,
        "D2", "in a circle: g → a",
    ),
    Case(
        "X5", "circles",
        """
            | type      | name | label | calculation |
            | text      | q    | Q?    |             |
            | calculate | a    |       | ${b} + 1    |
            | calculate | b    |       | ${a} + 1    |
        """,
        "D3", "in a circle",
    ),
    Case(
        "X6", "unanswerable",
        """
            | type    | name | label | constraint |
            | integer | a    | A?    | . < ${b}   |
            | integer | b    | B?    |            |
        """,
        "D2", "answer to “b”, which is asked later, in row 3",
    ),
    Case(
        "X6", "unanswerable",
        """
            | type      | name | label | constraint | calculation |
            | integer   | a    | A?    | . < ${c}   |             |
            | calculate | c    |       |            | ${b} + 1    |
            | integer   | b    | B?    |            |             |
        """,
        "D2", "answer to “b”",
    ),
    Case(
        "X6", "unanswerable",
        """
            | type               | name | label | choice_filter |
            | select_one answers | a    | A?    | name = ${c}   |
            | text               | c    | B?    |               |
            | answers |
        """,
        "D2", "answer to “c”",
    ),
)  # fmt: skip
