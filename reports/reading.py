"""What all questions of one report are read with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reports.contrasts import Contrast


@dataclass(frozen=True)
class Reading:
    n: int  # responses
    kinds: Mapping[str, int]
    anonymous: bool
    contrasts: Mapping[str, Contrast]
    codebook: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
