"""Finding choices in a long list by a part of their label."""

from __future__ import annotations

from collections.abc import Mapping

from consultation.persian.text import fold

_MOST = 8


def matching(typed: str, labels: Mapping[str, str]) -> list[str]:
    """Names of the choices in whose label every typed word begins a word, best first, at most eight.

    Where there is none, those that merely contain what was typed.
    """
    words = fold(typed).split()
    folded = {name: fold(label) for name, label in labels.items()}
    if not words:
        return []
    begun = [name for name, label in folded.items() if all(_begins(word, label) for word in words)]
    found = begun or [name for name, label in folded.items() if " ".join(words) in label]
    return sorted(found, key=lambda name: folded[name].find(words[0]))[:_MOST]


def _begins(word: str, label: str) -> bool:
    return any(part.startswith(word) for part in label.split())
