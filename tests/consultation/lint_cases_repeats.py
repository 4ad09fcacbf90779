"""Repeats that are wrong. The letters and numbers stand in test_lint.py."""

from __future__ import annotations

from tests.consultation.lint_case import Case

WRONG_REPEATS = (
    Case(
        "R1", "nested_repeats",
        """
            | type         | name   | label |
            | begin_repeat | plants | P     |
            | begin_repeat | lines  | L     |
            | text         | a      | A?    |
            | end_repeat   |        |       |
            | end_repeat   |        |       |
        """,
        "A3", "stands inside the repeat “plants”", "end the first",
    ),
    Case(
        "R1", "groups",
        """
            | type         | name   | label |
            | begin_repeat | plants | P     |
            | text         | a      | A?    |
            | end_group    |        |       |
        """,
        "A4", "ends here as something else", "end_repeat",
    ),
    Case(
        "R1", "groups",
        """
            | type         | name   | label |
            | text         | a      | A?    |
            | begin_repeat | plants | P     |
            | text         | b      | B?    |
        """,
        "A3", "The repeat “plants” has no end", "end_repeat",
    ),
    Case(
        "R1", "groups",
        """
            | type       | name | label |
            | text       | a    | A?    |
            | end_repeat |      |       |
        """,
        "A3", "A repeat ends here that has not begun",
    ),
    Case(
        "R1", "loops",
        """
            | type                    | name | label |
            | begin loop over answers | each | E     |
            | text                    | a    | A?    |
            | end loop                |      |       |
            | answers |
        """,
        "A2", "over the choices of a list", "repeat_count",
    ),
    Case(
        "R2", "bounds",
        """
            | type         | name   | label | parameters |
            | begin_repeat | plants | P     | max=many   |
            | text         | a      | A?    |            |
            | end_repeat   |        |       |            |
        """,
        "D2", "not the limits of a repeat", "max=5",
    ),
    Case(
        "R2", "bounds",
        """
            | type         | name   | label | repeat_count |
            | begin_repeat | plants | P     | 0            |
            | text         | a      | A?    |              |
            | end_repeat   |        |       |              |
        """,
        "D2", "from 1 to 50 rounds",
    ),
    Case(
        "R2", "bounds",
        """
            | type         | name   | label | parameters  |
            | begin_repeat | plants | P     | min=4 max=3 |
            | text         | a      | A?    |             |
            | end_repeat   |        |       |             |
        """,
        "D2", "4 rounds at least are more than 3",
    ),
    Case(
        "R2", "amount",
        """
            | type         | name   | label | parameters |
            | begin_repeat | plants | P     | max=50     |
        """
        + "".join(f"| text | q{n} | Q? | |\n" for n in range(11))
        + "| end_repeat | | | |",
        "", "The form has 550 questions, each round of a repeat counted", "several topics",
    ),
    Case(
        "R3", "names_of_rounds",
        """
            | type         | name   | label |
            | begin_repeat | plants | P     |
            | text         | a      | A?    |
            | end_repeat   |        |       |
            | text         | a_2    | A?    |
        """,
        "B5", "“a_2” is the name of a round",
    ),
    Case(
        "X5", "circles",
        """
            | type         | name   | label | repeat_count |
            | begin_repeat | plants | P     | ${a}         |
            | integer      | a      | A?    |              |
            | end_repeat   |        |       |              |
        """,
        "D2", "in a circle",
    ),
    Case(
        "X6", "unanswerable",
        """
            | type         | name   | label | repeat_count | parameters |
            | begin_repeat | plants | P     | ${b}         | max=3      |
            | integer      | a      | A?    |              |            |
            | end_repeat   |        |       |              |            |
            | integer      | b      | B?    |              |            |
        """,
        "D2", "asked later", "Move that question up",
    ),
    Case(
        "X2", "unknown_references",
        """
            | type         | name   | label         |
            | begin_repeat | plants | P             |
            | integer      | a      | A?            |
            | end_repeat   |        |               |
            | note         | n      | Of ${plants}  |
        """,
        "C5", "is a repeat and has no answer", "a question inside it",
    ),
)  # fmt: skip

DOUBTFUL_REPEATS = (
    Case(
        "R2", "open_counts",
        """
            | type         | name   | label | repeat_count |
            | integer      | many   | M?    |              |
            | begin_repeat | plants | P     | ${many}      |
            | integer      | a      | A?    |              |
            | end_repeat   |        |       |              |
        """,
        "D3", "10 rounds at most are asked", "max=20",
    ),
)  # fmt: skip
