"""What is known of a call before anybody answers: it exists, its values fit, its fixed texts can be read."""

from __future__ import annotations

import difflib

from consultation.expressions import dates, patterns
from consultation.expressions.errors import ExpressionError, Problem
from consultation.expressions.functions import DIGESTS, ELSEWHERE, FUNCTIONS, NODES, TURNS
from consultation.expressions.tree import Call, Chain, Itself, Literal, Name, Path, Reference, Tree


def check_name(name: str, source: str, position: int) -> None:
    if name in FUNCTIONS:
        return
    if name in ELSEWHERE:
        raise ExpressionError(Problem.ELSEWHERE, source, position, name=name)
    alike = difflib.get_close_matches(name.lower(), FUNCTIONS, 1)
    if alike:
        raise ExpressionError(Problem.UNKNOWN_LIKE, source, position, name=name, suggestion=alike[0])
    raise ExpressionError(Problem.UNKNOWN, source, position, name=name)


def check_call(call: Call, positions: list[int], source: str) -> None:
    """`positions` are those of the arguments."""
    _check_count(call, source)
    takings = FUNCTIONS[call.function].takings(len(positions))
    for argument, takes, position in zip(call.arguments, takings, positions, strict=True):
        if takes in (NODES, TURNS) and not _is_nodes(argument):
            raise ExpressionError(Problem.NOT_NODES, source, position, name=call.function)
    match call:
        case Call("regex", (_, Literal(str(pattern)))):
            _check_pattern(pattern, source, positions[1])
        case Call("format-date" | "format-date-time", (_, Literal(str(pattern)))):
            _check_date_codes(pattern, source, positions[1])
        case Call("digest", (_, Literal(str(name)), *_)) if name.lower() not in DIGESTS:
            raise ExpressionError(Problem.DIGEST, source, positions[1], found=name)


def _check_count(call: Call, source: str) -> None:
    name, function, given = call.function, FUNCTIONS[call.function], len(call.arguments)
    if given < function.least:
        raise ExpressionError(Problem.TOO_FEW, source, call.position, name=name, least=function.least, given=given)
    if given > function.most:
        most = int(function.most)
        raise ExpressionError(Problem.TOO_MANY, source, call.position, name=name, most=most, given=given)
    beyond = given - len(function.takes)
    if beyond > 0 and beyond % len(function.more):
        raise ExpressionError(Problem.PAIRS, source, call.position, name=name)


def _check_pattern(pattern: str, source: str, position: int) -> None:
    reason = patterns.problem(pattern)
    if reason is not None:
        raise ExpressionError(Problem.PATTERN, source, position, reason=reason)
    if patterns.too_slow(pattern):
        raise ExpressionError(Problem.SLOW_PATTERN, source, position)


def _check_date_codes(pattern: str, source: str, position: int) -> None:
    code = dates.unknown_code(pattern)
    if code is not None:
        raise ExpressionError(Problem.DATE_CODE, source, position, code=code)


def _is_nodes(tree: Tree) -> bool:
    match tree:
        case Reference() | Name() | Path() | Itself() | Call("randomize"):
            return True
        case Chain(first, rest):
            return _is_nodes(first) and all(sign == "|" and _is_nodes(part) for sign, part in rest)
    return False
