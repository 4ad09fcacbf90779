"""Reading an expression: a Pratt parser, in which every operator knows how strongly it binds."""

from __future__ import annotations

from dataclasses import dataclass, field

from consultation.expressions import checks
from consultation.expressions.errors import ExpressionError, Problem
from consultation.expressions.functions import FUNCTIONS, question_named
from consultation.expressions.tokens import OTHER_SIGNS, Kind, Token, other_sign, tokens
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

LONGEST = 32_767  # the cell of a spreadsheet
DEEPEST = 100

_RANKS = (("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"), ("|",))
_POWER = {operator: power for power, rank in enumerate(_RANKS, 1) for operator in rank}
_NEGATED = _POWER["|"]


@dataclass
class Parser:
    source: str
    references: set[str] = field(default_factory=set)
    bare_names: set[str] = field(default_factory=set)
    uses_self: bool = False
    reads_clock: bool = False
    _at: int = 0
    _depth: int = 0
    _inside_condition: int = 0

    def __post_init__(self) -> None:
        if len(self.source) > LONGEST:
            raise ExpressionError(Problem.TOO_LONG, self.source, LONGEST)
        self._tokens = tokens(self.source)

    def tree(self) -> Tree:
        if len(self._tokens) == 1:
            raise self._error(Problem.EMPTY, self._next)
        tree = self._expression(1)
        if self._at < len(self._tokens) - 1:
            raise self._surplus(self._next)
        return tree

    # Operators

    def _expression(self, least: int) -> Tree:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._error(Problem.TOO_DEEP, self._next)
        tree = self._operand()
        while (power := self._power()) >= least:
            tree = self._chain(tree, power)
        self._depth -= 1
        return tree

    def _chain(self, first: Tree, power: int) -> Tree:
        rest: list[tuple[str, Tree]] = []
        while self._power() == power:
            operator = self._take().text
            rest.append((operator, self._expression(power + 1)))
        return Chain(first, tuple(rest))

    def _power(self) -> int:
        token = self._next
        return _POWER.get(token.text, 0) if token.kind in (Kind.SIGN, Kind.NAME) else 0

    # Operands

    def _operand(self) -> Tree:
        token = self._take()
        match token.kind, token.text:
            case Kind.NUMBER, written:
                return Literal(float(written))
            case Kind.TEXT, written:
                return Literal(written)
            case Kind.REFERENCE, name:
                return self._path(name, Reference(name))
            case Kind.NAME, _:
                return self._call(token) if self._next_is("(") else self._named(token)
            case Kind.SIGN, "(":
                return self._enclosed()
            case Kind.SIGN, "-":
                return self._negation()
            case Kind.SIGN, ("." | ".." | "/" | "//" | "@"):
                return self._path_from(token)
        raise self._misplaced(token)

    def _enclosed(self) -> Tree:
        tree = self._expression(1)
        self._close(")")
        return tree

    def _negation(self) -> Tree:
        negations = 1
        while self._next_is("-"):
            self._take()
            negations += 1
        value = self._expression(_NEGATED)
        return Negation(value) if negations % 2 else Negation(Negation(value))

    # Questions and paths

    def _named(self, token: Token) -> Tree:
        if self._next_is("::"):
            raise self._error(Problem.PATH, token, found=f"{token.text}::")
        return self._path(token.text, Name(token.text))

    def _path_from(self, token: Token) -> Tree:
        """From one of . .. / // @ on."""
        if token.text == "@":
            return self._path(f"@{self._name()}", None)
        if token.text in ("/", "//"):
            return self._path(self._step(), None)
        return self._path("", Itself(parent=token.text == ".."))

    def _path(self, name: str, alone: Tree | None) -> Tree:
        """The rest of a path; `alone` is what stands there if nothing follows."""
        conditions = self._conditions() if name else []
        while self._next_is("/") or self._next_is("//"):
            self._take()
            name, alone = self._step() or name, None
            conditions += self._conditions()
        if alone is None or conditions:
            alone = Path(name, tuple(conditions)) if name else Itself(parent=True)
        self._note(alone)
        return alone

    def _step(self) -> str:
        """The name of a step; none for . and .. on the way."""
        if self._next_is("@"):
            self._take()
            return f"@{self._name()}"
        if self._next.text in (".", ".."):
            self._take()
            return ""
        return self._name()

    def _name(self) -> str:
        sign = self._tokens[self._at - 1]
        token = self._take()
        if token.kind is Kind.NAME and not self._next_is("::") and not self._next_is("("):
            return token.text
        if token.kind is Kind.END:
            raise self._misplaced(token)
        if sign.text == "/" and token.kind is not Kind.NAME and token.text != "*":
            raise other_sign(self.source, sign.position, "/")
        raise self._error(Problem.PATH, token, found=token.text)

    def _conditions(self) -> list[Tree]:
        conditions: list[Tree] = []
        while self._next_is("["):
            self._take()
            self._inside_condition += 1
            conditions.append(self._expression(1))
            self._inside_condition -= 1
            self._close("]")
        return conditions

    def _note(self, tree: Tree) -> None:
        match tree:
            case Name(name) if not self._inside_condition:
                self.bare_names.add(name)
            case Reference(name) | Name(name) | Path(name) if not name.startswith("@"):
                self.references.add(name)
            case Itself(parent=False) if not self._inside_condition:
                self.uses_self = True
            case Call("now"):
                self.reads_clock = True
            case Call("jr:choice-name", (_, Literal(str(question)))):
                self.references.add(question_named(question))
            case Call(name, arguments) if FUNCTIONS[name].reads_self(len(arguments)):
                self.uses_self = True

    # Functions

    def _call(self, token: Token) -> Tree:
        if token.text == "current":
            return self._current()
        checks.check_name(token.text, self.source, token.position)
        arguments, positions = self._arguments()
        call = Call(token.text, arguments, token.position)
        checks.check_call(call, positions, self.source)
        self._note(call)
        return call

    def _current(self) -> Tree:
        """current()/../age, as pyxform writes it: the question, also where names are columns."""
        self._take()
        self._close(")")
        return self._path("", Itself())

    def _arguments(self) -> tuple[tuple[Tree, ...], list[int]]:
        self._take()
        arguments: list[Tree] = []
        positions: list[int] = []
        while not self._next_is(")") or arguments:
            positions.append(self._next.position)
            arguments.append(self._expression(1))
            if not self._next_is(","):
                break
            self._take()
        self._close(")")
        return tuple(arguments), positions

    # Tokens

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    def _next_is(self, sign: str) -> bool:
        return self._next.kind is Kind.SIGN and self._next.text == sign

    def _take(self) -> Token:
        token = self._tokens[self._at]
        if token.kind is not Kind.END:
            self._at += 1
        return token

    def _close(self, sign: str) -> None:
        if self._next_is(sign):
            self._take()
        elif self._next.kind is Kind.END:
            raise self._error(Problem.UNCLOSED, self._next, sign=sign)
        else:
            raise self._surplus(self._next)

    # Errors

    def _error(self, problem: Problem, token: Token, **values: str | int) -> ExpressionError:
        return ExpressionError(problem, self.source, token.position, **values)

    def _misplaced(self, token: Token) -> ExpressionError:
        if token.kind is Kind.END:
            return self._error(Problem.UNFINISHED, token)
        return self._error(Problem.UNEXPECTED, token, found=token.text)

    def _surplus(self, token: Token) -> ExpressionError:
        if token.text in OTHER_SIGNS:
            return other_sign(self.source, token.position, token.text)
        if token.kind is Kind.SIGN and token.text != "(":
            return self._error(Problem.UNEXPECTED, token, found=token.text)
        return self._error(Problem.NO_OPERATOR, token, found=token.text)
