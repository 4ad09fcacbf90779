"""What a document is made of, whatever it becomes: PDF, Word or a page for the browser.

All texts are final: written in the language of the document, with Persian digits where that is Persian.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from reports.chart import Chart


@dataclass(frozen=True)
class Heading:
    text: str
    level: int = 1


@dataclass(frozen=True)
class Text:
    text: str
    quiet: bool = False  # a remark beside the matter: smaller and paler
    leads: bool = False  # stays on the page of what follows


@dataclass(frozen=True)
class Points:
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    figures: bool = True  # whether all columns but the first hold figures
    widths: tuple[int, ...] = ()  # shares of the width; () leaves it to what is in them


@dataclass(frozen=True)
class Picture:
    chart: Chart
    alt: str  # what it shows, for those who cannot see it


@dataclass(frozen=True)
class Quote:
    text: str
    source: str


Block = Heading | Text | Points | Table | Picture | Quote


@dataclass(frozen=True)
class Document:
    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]  # on the cover
    blocks: Sequence[Block]
    language: str
    footer: str = ""
    contents: str = field(default="")  # heading of the table of contents; "" for none

    @property
    def right_to_left(self) -> bool:
        return self.language == "fa"


_LATIN = re.compile(r"[A-Za-z0-9](?:[\w .,:;/()%=<>²'’+-]*[A-Za-z0-9²%])?", re.ASCII)
_LEFT_TO_RIGHT, _END = "\u2066", "\u2069"


def isolated(text: str) -> str:
    """Stretches of Latin letters and digits kept together, where a Persian line would put them out of order."""
    if any(mark in text for mark in ("\u2066", "\u2067", "\u2068")):
        return text  # whoever wrote it has seen to it
    return _LATIN.sub(lambda found: f"{_LEFT_TO_RIGHT}{found[0]}{_END}", text)
