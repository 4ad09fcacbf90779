"""Typst in a process of its own: what memory a long document takes is given back, and its faults end nothing else.

    python -I reports/typesetting.py TEMPLATE FONTS PDF < data.json

Run as a file, and therefore without a word of ours: it starts quickly.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import typst

_PATIENCE = 300.0  # seconds; the longest reports take some


def typeset(template: Path, fonts: Path, data: str, path: Path) -> None:
    told = [sys.executable, "-I", __file__, str(template), str(fonts), str(path)]
    subprocess.run(told, input=data.encode(), check=True, capture_output=True, timeout=_PATIENCE)  # noqa: S603 - our own


def _typeset(template: str, fonts: str, path: str) -> None:
    data = sys.stdin.buffer.read().decode()
    typst.compile(template, output=path, root=str(Path(template).parent), font_paths=[fonts], sys_inputs={"data": data})


if __name__ == "__main__":
    _typeset(*sys.argv[1:])
