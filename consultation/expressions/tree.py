"""An expression as a tree. Operators of one rank stand in one chain: a long `or` is wide and not deep."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Literal:
    value: str | float


@dataclass(frozen=True, slots=True)
class Itself:
    """The answer being judged, "."; or the parent "..", which has no answer of its own."""

    parent: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """${name}"""

    name: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name alone: a column of the choices sheet, or of the repeat inside square brackets."""

    name: str


@dataclass(frozen=True, slots=True)
class Path:
    """/data/person[age > 18]/name: the last name, and the conditions its repeat has to meet, in order."""

    name: str
    conditions: tuple[Tree, ...] = ()


@dataclass(frozen=True, slots=True)
class Negation:
    value: Tree


@dataclass(frozen=True, slots=True)
class Chain:
    """first operator value operator value …"""

    first: Tree
    rest: tuple[tuple[str, Tree], ...]


@dataclass(frozen=True, slots=True)
class Call:
    function: str
    arguments: tuple[Tree, ...]
    position: int


Tree = Literal | Itself | Reference | Name | Path | Negation | Chain | Call
