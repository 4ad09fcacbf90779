"""Small cells: what fewer than five people said is told of no group by itself.

For everybody, cells are joined until none has between one and four people in it. What is joined cannot be worked out
from the rest, since the parts together are everybody: the last one left over is joined with another one too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

LEAST = 5  # people in a group that is shown, and tested, by itself

Cell = tuple[tuple[str, ...], int]
"""The labels of what was joined, and how many."""


def small(n: int) -> bool:
    return 0 < n < LEAST


def joined(cells: Sequence[tuple[str, int]]) -> list[Cell]:
    """Without an order: small cells become one, which stands last. [] where they can only be everybody."""
    rest = sorted(((label, n) for label, n in cells if n >= LEAST), key=lambda cell: -cell[1])
    few = [(label, n) for label, n in cells if small(n)]
    while few and rest and sum(n for _label, n in few) < LEAST:
        few.append(rest.pop())
    if few and not rest:
        return []
    order = {label: place for place, (label, _n) in enumerate(cells)}
    shown = [*rest, *((label, n) for label, n in cells if not n)]
    kept: list[Cell] = [((label,), n) for label, n in sorted(shown, key=lambda cell: order[cell[0]])]
    together = tuple(label for label, _n in sorted(few, key=lambda cell: order[cell[0]]))
    return [*kept, (together, sum(n for _label, n in few))] if few else kept


def neighbours(cells: Sequence[tuple[str, int]]) -> list[Cell]:
    """In their order, for scales and intervals: a small cell is joined with the one beside it."""
    found: list[Cell] = []
    for label, n in cells:
        if found and small(found[-1][1]):
            labels, before = found.pop()
            found.append(((*labels, label), before + n))
        else:
            found.append(((label,), n))
    while len(found) > 1 and small(found[-1][1]):
        last = found.pop()
        beside = found.pop()
        found.append(((*beside[0], *last[0]), beside[1] + last[1]))
    return [] if len(found) < 2 else found


def groups(answered: Mapping[str, int]) -> list[tuple[str, ...]]:
    """Kinds that are shown by themselves, the largest first, and at the end the small ones together.

    Those together are never fewer than LEAST either: then the smallest of the others goes with them.
    """
    order = [kind for kind, _n in sorted(answered.items(), key=lambda item: (-item[1], item[0]))]
    large = [kind for kind in order if answered[kind] >= LEAST]
    small = [kind for kind in order if answered[kind] < LEAST]
    while small and large and sum(answered[kind] for kind in small) < LEAST:
        small.insert(0, large.pop())
    together = [tuple(small)] if small and sum(answered[kind] for kind in small) >= LEAST else []
    return [(kind,) for kind in large] + together
