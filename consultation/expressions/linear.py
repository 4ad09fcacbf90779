r"""Patterns that do not hold up the house.

Python's re tries every way in which a text can be cut into the words of (\w+\s?)* before it says no: 2^n of them, so
that one answer of forty letters would stop everybody's chat for years. So re is asked only where the pattern itself
bounds the ways; any other pattern is walked here in all its ways at once, letter by letter, in a time that is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from math import prod
from typing import Any

_LONGEST = 4000  # letters of an answer
_MOST_WAYS = 5_000  # that re may have to try
_FEW = 16  # repetitions of something that itself has several ways
_MOST_INSTRUCTIONS = 2_000
_MOST_STEPS = 300_000  # some hundredth parts of a second

_parser: Any = import_module("re._parser")  # by which re itself reads patterns; it has no public name
_code: Any = import_module("re._constants")

_LETTERS = frozenset({"LITERAL", "NOT_LITERAL", "ANY", "IN"})

Test = Callable[[str], bool]
Tree = Sequence[tuple[Any, Any]]


class TooSlow(Exception):
    """The pattern can only be tried way after way, and there are too many."""


@dataclass(frozen=True)
class _Step:
    """To be at `after` and at `otherwise` as well, once `test` held of the letter or `place` of where it stands."""

    after: int
    otherwise: int | None = None
    test: Test | None = None
    place: Callable[[str, int], bool] | None = None
    ahead: Program | None = None
    absent: bool = False  # what is looked for ahead must not be there


@dataclass
class Program:
    steps: list[_Step] = field(default_factory=list)


@lru_cache(maxsize=512)
def compiled(pattern: str) -> re.Pattern[str] | Program:
    """Raises: re.error, TooSlow."""
    tree = _parser.parse(pattern)
    if _ways(tree) <= _MOST_WAYS:
        return re.compile(pattern)
    return program_of(tree)


def program_of(tree: Any) -> Program:
    """What the walk follows. Raises: TooSlow."""
    program = Program()
    _write(program, tree, ignoring_case=bool(tree.state.flags & re.IGNORECASE))
    return program


def fits(text: str, pattern: str) -> bool:
    """Whether the pattern fits the whole text. Raises: re.error, TooSlow."""
    ready = compiled(pattern)
    if isinstance(ready, re.Pattern):
        return ready.fullmatch(text) is not None
    return Walk(text).ends(ready)


# -- how many ways -----------------------------------------------------------------------------------------------------


def _ways(tree: Tree) -> float:
    ways: float = prod(_ways_of(kind, value) for kind, value in tree)
    return ways


def _ways_of(kind: Any, value: Any) -> float:
    match str(kind):
        case "BRANCH":
            return sum(map(_ways, value[1]))
        case "SUBPATTERN":
            return _ways(value[-1])
        case "ASSERT" | "ASSERT_NOT":
            return _ways(value[1])
        case "ATOMIC_GROUP":
            return _ways(value)
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            least, most, inside = int(value[0]), min(int(value[1]), _LONGEST), value[2]
            each, a_letter = _ways(inside), len(inside) == 1 and str(inside[0][0]) in _LETTERS
            if least > most or (each > 1 and most > _FEW):
                return float("inf")
            return (most - least + 1) * each**most * (1 if a_letter else max(least, 1))
        case _:
            return 1


# -- the program -------------------------------------------------------------------------------------------------------


def _write(program: Program, tree: Tree, *, ignoring_case: bool) -> None:
    for kind, value in tree:
        _write_one(program, str(kind), value, ignoring_case)
        if len(program.steps) > _MOST_INSTRUCTIONS:
            raise TooSlow


def _write_one(program: Program, kind: str, value: Any, ignoring_case: bool) -> None:
    here = len(program.steps)
    match kind:
        case "SUBPATTERN" if not value[1] & ~re.IGNORECASE and not value[2]:
            _write(program, value[3], ignoring_case=ignoring_case or bool(value[1]))
        case "BRANCH":
            _write_branches(program, value[1], ignoring_case)
        case "MAX_REPEAT" | "MIN_REPEAT":
            least, most, inside = value
            _write_repeat(program, least, most, inside, ignoring_case)
        case "ASSERT" | "ASSERT_NOT" if value[0] == 1:
            ahead = Program()
            _write(ahead, value[1], ignoring_case=ignoring_case)
            program.steps.append(_Step(here + 1, ahead=ahead, absent=kind == "ASSERT_NOT"))
        case "AT" if str(value) in _PLACES:
            program.steps.append(_Step(here + 1, place=_PLACES[str(value)]))
        case _ if kind in _LETTERS:
            program.steps.append(_Step(here + 1, test=_test(kind, value, ignoring_case)))
        case _:  # \1 and its kin, which no walk can follow
            raise TooSlow


def _write_branches(program: Program, branches: Sequence[Tree], ignoring_case: bool) -> None:
    ends = []
    for branch in branches[:-1]:
        fork = _reserve(program)
        _write(program, branch, ignoring_case=ignoring_case)
        ends.append(_reserve(program))
        program.steps[fork] = _Step(fork + 1, len(program.steps))
    _write(program, branches[-1], ignoring_case=ignoring_case)
    for end in ends:
        program.steps[end] = _Step(len(program.steps))


def _write_repeat(program: Program, least: int, most: Any, inside: Tree, ignoring_case: bool) -> None:
    for _ in range(least):
        before = len(program.steps)
        _write(program, inside, ignoring_case=ignoring_case)
        if len(program.steps) == before:  # there is nothing inside to be repeated
            return
    if most is _code.MAXREPEAT:
        fork = _reserve(program)
        _write(program, inside, ignoring_case=ignoring_case)
        program.steps.append(_Step(fork))
        program.steps[fork] = _Step(fork + 1, len(program.steps))
        return
    forks = []
    for _ in range(most - least):
        forks.append(_reserve(program))  # which soon is one step too many
        _write(program, inside, ignoring_case=ignoring_case)
    for fork in forks:
        program.steps[fork] = _Step(fork + 1, len(program.steps))


def _reserve(program: Program) -> int:
    program.steps.append(_Step(len(program.steps) + 1))
    if len(program.steps) > _MOST_INSTRUCTIONS:
        raise TooSlow
    return len(program.steps) - 1


# -- letters and places ------------------------------------------------------------------------------------------------

_CATEGORIES: dict[str, Test] = {
    "DIGIT": str.isdecimal,
    "SPACE": str.isspace,
    "WORD": lambda letter: letter.isalnum() or letter == "_",
}


def _test(kind: str, value: Any, ignoring_case: bool) -> Test:
    test = _plain_test(kind, value)
    if not ignoring_case or kind == "ANY":
        return test
    return lambda letter: test(letter) or test(letter.lower()) or test(letter.upper())


def _plain_test(kind: str, value: Any) -> Test:
    match kind:
        case "ANY":
            return lambda letter: letter != "\n"
        case "LITERAL":
            return chr(value).__eq__
        case "NOT_LITERAL":
            return chr(value).__ne__
        case "RANGE":
            first, last = map(chr, value)
            return lambda letter: first <= letter <= last
        case "CATEGORY":
            return _category(str(value).removeprefix("CATEGORY_"))
        case _:
            negated = str(value[0][0]) == "NEGATE"
            tests = [_plain_test(str(one), of) for one, of in value[negated:]]
            return lambda letter: any(test(letter) for test in tests) != negated


def _category(name: str) -> Test:
    test = _CATEGORIES[name.removeprefix("NOT_")]
    return (lambda letter: not test(letter)) if name.startswith("NOT_") else test


def _word_ends(text: str, at: int) -> bool:
    word = _CATEGORIES["WORD"]
    return (at > 0 and word(text[at - 1])) != (at < len(text) and word(text[at]))


_PLACES: dict[str, Callable[[str, int], bool]] = {
    "AT_BEGINNING": lambda text, at: at == 0,
    "AT_BEGINNING_STRING": lambda text, at: at == 0,
    "AT_END": lambda text, at: at == len(text) or text[at:] == "\n",
    "AT_END_STRING": lambda text, at: at == len(text),
    "AT_BOUNDARY": _word_ends,
    "AT_NON_BOUNDARY": lambda text, at: not _word_ends(text, at),
}


# -- the walk ----------------------------------------------------------------------------------------------------------


class Walk:
    """A text on its way through a program; what would take too many steps fits nothing."""

    def __init__(self, text: str) -> None:
        self._text, self._steps_left = text, _MOST_STEPS

    def ends(self, program: Program) -> bool:
        """Whether the end of the program is reached with the end of the text."""
        standing = self._reached(program, [0], 0)
        for at, letter in enumerate(self._text):
            standing = self._on(program, standing, letter, at)
        return len(program.steps) in standing

    def _begins(self, program: Program, at: int) -> bool:
        """Whether the end of the program is reached anywhere from here on."""
        standing = self._reached(program, [0], at)
        while len(program.steps) not in standing and standing and at < len(self._text):
            standing = self._on(program, standing, self._text[at], at)
            at += 1
        return len(program.steps) in standing

    def _on(self, program: Program, standing: set[int], letter: str, at: int) -> set[int]:
        steps = program.steps
        passed = [one for one in standing if one < len(steps) and (test := steps[one].test) and test(letter)]
        return self._reached(program, (steps[one].after for one in passed), at + 1)

    def _reached(self, program: Program, first: Iterable[int], at: int) -> set[int]:
        """Everything that is reached without a further letter."""
        reached: set[int] = set()
        waiting = list(first)
        while waiting and self._steps_left > 0:
            one = waiting.pop()
            if one in reached:
                continue
            reached.add(one)
            self._steps_left -= 1
            if one < len(program.steps) and (step := program.steps[one]).test is None and self._open(step, at):
                waiting += [step.after] if step.otherwise is None else [step.after, step.otherwise]
        return reached if self._steps_left > 0 else set()

    def _open(self, step: _Step, at: int) -> bool:
        if step.ahead is not None:
            return self._begins(step.ahead, at) is not step.absent
        return step.place is None or step.place(self._text, at)
