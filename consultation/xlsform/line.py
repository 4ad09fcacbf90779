"""A row of the survey sheet, with its expressions, as its author wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from consultation.expressions import Expression, ExpressionError, parse
from consultation.persian.text import latin_digits
from consultation.questionnaire import USUAL_MOST, heads_matrix
from consultation.xlsform.aliases import NO, YES, one_of
from consultation.xlsform.parameters import parameters
from consultation.xlsform.question_types import CALCULATED, LISTED
from consultation.xlsform.table import Row

_SMART_QUOTES = str.maketrans("‘’“”", "''\"\"")
_MAY_BE_TRUTHS = frozenset({"required", "relevant", "constraint"})
LAST_SAVED = "${last-saved#"


@dataclass(frozen=True)
class Written:
    """An expression in its place."""

    line: Line
    column: str  # standard name
    source: str

    @cached_property
    def parsed(self) -> Expression | ExpressionError:
        try:
            return parse(self.source)
        except ExpressionError as error:
            return error

    @property
    def references(self) -> frozenset[str]:
        return frozenset() if isinstance(self.parsed, ExpressionError) else self.parsed.references


@dataclass(frozen=True)
class Line:
    """A row of the survey sheet that says something."""

    row: Row
    type: str  # standard name; "" where it is none that we know
    written_type: str
    list_name: str
    or_other: bool
    name: str
    groups: tuple[str, ...] = ()  # outermost first
    label: Mapping[str, str] = field(default_factory=dict)  # of a question that is not in the sheet: see parts

    @property
    def generated(self) -> bool:
        """Whether the question is ours: the text of an or_other, the scale of an expertise."""
        return bool(self.label)

    @property
    def written_name(self) -> str:
        return self.row.text("name")

    @property
    def heads_matrix(self) -> bool:
        return heads_matrix(self.type, self.row.text("appearance"))

    def says(self, column: str) -> bool:
        """Whether a column of yes and no says yes."""
        return one_of(self.row.text(column), YES)

    @cached_property
    def parameters(self) -> Mapping[str, str]:
        """From their column, and from the columns that some of them have to themselves."""
        columns = {"min": "min_chosen", "max": "max_chosen", "max_length": "max_length"}
        own = {name: latin_digits(self.row.text(column)) for name, column in columns.items()}
        written = parameters(self.row.text("parameters")) or {}
        return {**written, **{name: value for name, value in own.items() if value}}

    @property
    def rounds(self) -> tuple[int, int]:
        """Of a repeat: how many rounds there are at least, before anybody is asked for another, and at most."""
        given = {name: value for name, value in self.parameters.items() if value.isdecimal() and len(value) <= 4}
        fixed = self.expression("repeat_count")
        most = fixed if fixed.isdecimal() else given.get("max", str(USUAL_MOST))
        return int(given.get("min", "1")), int(most)

    def expression(self, column: str) -> str:
        written = self.row.text(column).translate(_SMART_QUOTES)
        if column in _MAY_BE_TRUTHS and len(written) < 20:
            if one_of(written, YES):
                return "true()"
            if one_of(written, NO):
                return "" if column == "required" else "false()"
        return written

    @cached_property
    def expressions(self) -> tuple[Written, ...]:
        columns = ("relevant", "constraint", "required", "choice_filter", "calculation", "repeat_count")
        sources = {column: self.expression(column) for column in columns}
        sources["calculation"] = self.calculation if self.type in CALCULATED else ""
        sources["choice_filter"] = sources["choice_filter"] if self.type in LISTED else ""
        if "${" in self.default and self.type not in CALCULATED:
            sources["default"] = self.expression("default")
        if self.type in LISTED and (seed := self.parameters.get("seed")):
            sources["parameters"] = seed
        return tuple(Written(self, column, source) for column, source in sources.items() if source)

    @property
    def default(self) -> str:
        """A suggestion may be missing, and answers to an earlier form are not kept."""
        written = self.row.text("default")
        return "" if LAST_SAVED in written else written

    @property
    def calculation(self) -> str:
        """What a row works out: its own calculation, what its type stands for, or its default."""
        own = CALCULATED.get(self.type) or self.expression("calculation")
        default = self.expression("default")
        if own or not default:
            return own
        return default if "${" in default or "(" in default else _literal(default)


def _literal(text: str) -> str:
    """A text as an expression. XPath has no way to write both kinds of quotes in one text."""
    if "'" not in text:
        return f"'{text}'"
    if '"' not in text:
        return f'"{text}"'
    return "concat(" + ', "\'", '.join(f"'{part}'" for part in text.split("'")) + ")"
