"""Working an expression out: its tree becomes functions of the context once, which then take microseconds."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache

from consultation.expressions import arithmetic
from consultation.expressions.functions import FUNCTIONS, Takes, question_named
from consultation.expressions.parser import Parser
from consultation.expressions.tree import (
    Call,
    Chain,
    Itself,
    Literal,
    Name,
    Negation,
    Path,
    Reference,
    Tree,
)
from consultation.expressions.values import (
    Context,
    Found,
    Nodes,
    Value,
    equal,
    nodes,
    number,
    ordered,
    text,
    truth,
    unequal,
)

Evaluation = Callable[[Context], Found]


@dataclass(frozen=True)
class Expression:
    source: str
    references: frozenset[str]
    """Questions that are read: of ${name}, of the last step of a path, of names in square brackets."""
    bare_names: frozenset[str]
    """Names without ${}: in a choice_filter, columns of the choices sheet."""
    uses_self: bool
    reads_clock: bool
    """Whether it changes from one second to the next: now()."""
    _evaluation: Evaluation = field(repr=False, compare=False)

    def evaluate(self, context: Context) -> Value:
        """The value; of a node set its first text, as XPath's string()."""
        found = self._evaluation(context)
        return text(found) if isinstance(found, tuple) else found

    def nodes(self, context: Context) -> Nodes:
        """Every text of a node set; of anything else its one text."""
        return nodes(self._evaluation(context))

    def truth(self, context: Context) -> bool:
        return truth(self._evaluation(context))

    def text(self, context: Context) -> str:
        return text(self._evaluation(context))

    def number(self, context: Context) -> float:
        return number(self._evaluation(context), context)


@lru_cache(maxsize=4096)
def parse(source: str) -> Expression:
    """ExpressionError if it is wrong."""
    parser = Parser(source)
    tree = parser.tree()
    return Expression(
        source,
        frozenset(parser.references),
        frozenset(parser.bare_names),
        parser.uses_self,
        parser.reads_clock,
        _evaluation(tree),
    )


def _evaluation(tree: Tree) -> Evaluation:
    match tree:
        case Literal(value):
            return lambda context: value
        case Itself(parent):
            return (lambda context: "") if parent else (lambda context: context.self_value)
        case Reference(name):
            return _reference(name)
        case Name(name):
            return _column(name)
        case Path(name, ()):
            return lambda context: _at_path(name, context)
        case Path(name, conditions):
            return _path(name, [_evaluation(condition) for condition in conditions])
        case Negation(negative):
            negated = _number(_evaluation(negative))
            return lambda context: -negated(context)
        case Chain():
            return _chain(tree)
        case Call():
            return _call(tree)


# Questions


def _reference(name: str) -> Evaluation:
    def evaluate(context: Context) -> Found:
        answer = context.answers.get(name)
        if answer is not None:
            return answer
        repeated = context.repeats.get(name)
        return "" if repeated is None else tuple(repeated)

    return evaluate


def _column(name: str) -> Evaluation:
    def evaluate(context: Context) -> Found:
        cell = context.choice.get(name)
        return _at_path(name, context) if cell is None else cell

    return evaluate


def _at_path(name: str, context: Context) -> Found:
    """A path can lead to nothing, unlike ${name}: then count() is 0."""
    answer = context.answers.get(name)
    return tuple(context.repeats.get(name, ())) if answer is None else answer


def _path(name: str, conditions: list[Evaluation]) -> Evaluation:
    def evaluate(context: Context) -> Found:
        column = context.repeats.get(name) or nodes(_at_path(name, context))
        turns = list(enumerate(column))
        for condition in conditions:
            turns = _meeting(condition, turns, context)
        return tuple(answer for _, answer in turns)

    return evaluate


Turn = tuple[int, str]  # its place among all turns of the repeat, and the answer in it


def _meeting(condition: Evaluation, turns: list[Turn], context: Context) -> list[Turn]:
    met: list[Turn] = []
    for position, turn in enumerate(turns, 1):
        found = condition(_within(turn, replace(context, position=position, last=len(turns))))
        if found == position if type(found) is float else truth(found):
            met.append(turn)
    return met


def _within(turn: Turn, context: Context) -> Context:
    """Inside square brackets the names are those of one turn of the repeat."""
    place, answer = turn
    row = {name: column[place] for name, column in context.repeats.items() if place < len(column)}
    return replace(context, answers={**context.answers, **row}, choice=row, self_value=answer)


# Operators


def _chain(chain: Chain) -> Evaluation:
    first = _evaluation(chain.first)
    rest = [(sign, _evaluation(value)) for sign, value in chain.rest]
    match rest:
        case [("and", other)]:
            return lambda context: truth(first(context)) and truth(other(context))
        case [("or", other)]:
            return lambda context: truth(first(context)) or truth(other(context))
        case [("and", _), *_]:
            return _every([first, *(value for _, value in rest)])
        case [("or", _), *_]:
            return _some([first, *(value for _, value in rest)])
        case [(sign, other)]:
            return _pair(_OPERATORS[sign], first, other)
    steps = [(_OPERATORS[sign], value) for sign, value in rest]

    def evaluate(context: Context) -> Found:
        found = first(context)
        for apply, value in steps:
            found = apply(found, value(context), context)
        return found

    return evaluate


def _every(parts: list[Evaluation]) -> Evaluation:
    return lambda context: all(truth(part(context)) for part in parts)


def _some(parts: list[Evaluation]) -> Evaluation:
    return lambda context: any(truth(part(context)) for part in parts)


Operator = Callable[[Found, Found, Context], Found]


def _pair(apply: Operator, left: Evaluation, right: Evaluation) -> Evaluation:
    return lambda context: apply(left(context), right(context), context)


def _reckoning(reckon: Callable[[float, float], float]) -> Operator:
    return lambda one, other, context: reckon(number(one, context), number(other, context))


def _comparison(holds: Callable[[float, float], bool]) -> Operator:
    return lambda one, other, context: ordered(one, other, context, holds)


_OPERATORS: dict[str, Operator] = {
    "=": equal,
    "!=": unequal,
    "<": _comparison(operator.lt),
    "<=": _comparison(operator.le),
    ">": _comparison(operator.gt),
    ">=": _comparison(operator.ge),
    "+": _reckoning(operator.add),
    "-": _reckoning(operator.sub),
    "*": _reckoning(operator.mul),
    "div": _reckoning(arithmetic.divided),
    "mod": _reckoning(arithmetic.remainder),
    "|": lambda one, other, _: nodes(one) + nodes(other),
}


# Functions


def _call(call: Call) -> Evaluation:
    function = FUNCTIONS[call.function]
    given = list(call.arguments)
    match call:
        case Call("if", (condition, value, other)):
            return _if(_truth(_evaluation(condition)), _evaluation(value), _evaluation(other))
        case Call("jr:choice-name", (value, Literal(str(question)))):
            given[1] = Literal(question_named(question))
    if function.reads_self(len(given)) and function.optional:
        given.append(Itself())
    takings = function.takings(len(given))
    arguments = [_argument(one, takes) for one, takes in zip(given, takings, strict=True)]
    if function.by_chance:
        arguments.append(lambda context: float(call.position))
    return _applied(function.call, arguments)


def _argument(tree: Tree, takes: Takes) -> Callable[[Context], Found]:
    """count(${person}) is 0 where no turn was taken: there ${person} leads to nothing, as a path does."""
    match takes, tree:
        case Takes.NODES, Reference(name):
            return _nodes(_evaluation(Path(name)))
        case Takes.TURNS, Reference(name) | Path(name, ()):
            return _path(name, [])
    return _ARGUMENT[takes](_evaluation(tree))


def _applied(apply: Callable[..., Found], arguments: list[Callable[[Context], Found]]) -> Evaluation:
    match arguments:
        case [one]:
            return lambda context: apply(context, one(context))
        case [one, other]:
            return lambda context: apply(context, one(context), other(context))
    return lambda context: apply(context, *[argument(context) for argument in arguments])


def _if(condition: Callable[[Context], bool], value: Evaluation, other: Evaluation) -> Evaluation:
    return lambda context: value(context) if condition(context) else other(context)


def _text(evaluation: Evaluation) -> Callable[[Context], str]:
    return lambda context: text(evaluation(context))


def _number(evaluation: Evaluation) -> Callable[[Context], float]:
    return lambda context: number(evaluation(context), context)


def _truth(evaluation: Evaluation) -> Callable[[Context], bool]:
    return lambda context: truth(evaluation(context))


def _nodes(evaluation: Evaluation) -> Callable[[Context], Nodes]:
    return lambda context: nodes(evaluation(context))


_ARGUMENT: dict[Takes, Callable[[Evaluation], Callable[[Context], Found]]] = {
    Takes.TEXT: _text,
    Takes.NUMBER: _number,
    Takes.TRUTH: _truth,
    Takes.NODES: _nodes,
    Takes.TURNS: _nodes,
    Takes.ANY: lambda evaluation: evaluation,
}
