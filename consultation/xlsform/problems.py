"""What is wrong with a form: where, what, and the cure, in words that its author can act on."""

from __future__ import annotations

from dataclasses import dataclass

from consultation.questionnaire import Questionnaire
from consultation.texts import _, digits, inserted


@dataclass(frozen=True)
class Problem:
    """Something that a form's author should see to, said in the language in force when it was found."""

    sheet: str  # as the author named it; "" is the file as a whole
    row: int | None  # of the worksheet
    column: str | None  # its header, as the author wrote it
    what: str
    cure: str
    letter: str = ""  # the column's letter in the worksheet

    @property
    def cell(self) -> str:
        """Where it is in the worksheet, as in "F7"; "" where it is in no single cell."""
        return f"{self.letter}{self.row}" if self.letter and self.row else ""

    @property
    def place(self) -> str:
        parts = []
        if self.sheet:
            parts.append(_("sheet {sheet}").format(sheet=inserted(self.sheet)))
        if self.row:
            parts.append(_("row {row}").format(row=digits(self.row)))
        if self.column is not None:
            header = f"{self.column} ({self.letter})".strip() if self.letter else self.column
            parts.append(_("column {column}").format(column=inserted(header)))
        return _(", ").join(parts)

    def __str__(self) -> str:
        said = f"{self.what} — {self.cure}"
        return f"{self.place}: {said}" if self.place else said


class FormRefused(Exception):
    """The form cannot be used as it is; every problem in it is named, and what else its author may want to change."""

    def __init__(self, problems: tuple[Problem, ...], remarks: tuple[Problem, ...] = ()) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems
        self.remarks = remarks


@dataclass(frozen=True)
class ReadForm:
    questionnaire: Questionnaire
    remarks: tuple[Problem, ...] = ()  # what its author may want to change, though it can be used as it is


def refused(what: str, cure: str) -> FormRefused:
    """A refusal of the file as a whole."""
    return FormRefused((Problem("", None, None, what, cure),))
