"""What can be wrong with an expression, in one sentence each with its cure."""

from __future__ import annotations

from enum import Enum

N_ = str  # marks a sentence for the catalogue; it is translated where it is shown


class Problem(Enum):
    EMPTY = N_("The expression is empty.")
    TOO_LONG = N_("The expression is too long. Put a part of it into a question of type calculate.")
    TOO_DEEP = N_("The expression is nested too deeply. Put a part of it into a question of type calculate.")
    UNEXPECTED = N_("“{found}” does not belong here.")
    OTHER_SIGN = N_("Write {right} in place of “{found}”.")
    UNFINISHED = N_("Add what is missing at its end: a question, a value or a function.")
    NO_OPERATOR = N_("An operator such as =, and, or, + is missing before “{found}”.")
    UNCLOSED_TEXT = N_("This text has no end: its closing quote ({quote}) is missing.")
    UNCLOSED = N_("The closing “{sign}” is missing.")
    REFERENCE = N_("Write the name of one question between the braces, without spaces: ${{name}}.")
    LAST_SAVED = N_("The answers of an earlier form are not kept here: ${{last-saved#…}} cannot be used.")
    PATH = N_("“{found}” is not supported in a path. Write the question as ${{name}}.")
    UNKNOWN = N_("There is no function {name}().")
    UNKNOWN_LIKE = N_("There is no function {name}(). Did you mean {suggestion}()?")
    ELSEWHERE = N_("{name}() reads another file, which a chat has not. Put its rows into the choices sheet.")
    TOO_FEW = N_("{name}() is given too few values: {given}, and it needs {least}.")
    TOO_MANY = N_("{name}() is given too many values: {given}, and it takes {most}.")
    PAIRS = N_("{name}() takes its values in pairs, and the last one is alone.")
    NOT_NODES = N_("{name}() needs a question here, such as ${{name}}, and not a fixed value.")
    PATTERN = N_("The pattern of regex() cannot be read: {reason}.")
    SLOW_PATTERN = N_(
        "Trying the pattern of regex() could take too long. Make it shorter, without repetitions inside repetitions."
    )
    DATE_CODE = N_("{code} is no date code. Use %Y, %y, %m, %n, %b, %d, %e, %a, %H, %h, %M, %S and %3.")
    DIGEST = N_("digest() knows MD5, SHA-1, SHA-256, SHA-384 and SHA-512, and not {found}.")


class ExpressionError(ValueError):
    """A wrong expression. Shown in another language as `_(error.msgid).format(**error.values)`.

    `position` is the index in `source` where the fault is, from 0; `message` is the English sentence.
    """

    def __init__(self, problem: Problem, source: str, position: int, **values: str | int) -> None:
        self.problem = problem
        self.msgid = problem.value
        self.values = values
        self.source = source
        self.position = position
        self.message = self.msgid.format(**values)
        super().__init__(self.message)
