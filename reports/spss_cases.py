"""The cases of a .sav file, written one after another: pyreadstat writes only what stands in memory as a whole.

pyreadstat makes the file with its dictionary and a single case; that case is cut off, and all of them are written in
its place, compressed as SPSS does it: numbers and texts in pieces of eight bytes, eight pieces behind eight bytes that
say what they are (see "Data Record" in GNU PSPP's description of the format).
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from pathlib import Path

Case = Sequence[float | bytes | None]

_PIECE, _SEGMENT, _WRITTEN_IN_SEGMENT, _COUNTED_IN_SEGMENT = 8, 256, 255, 252  # bytes
_CASE_SIZE, _COMPRESSION, _CASES = 68, 72, 80  # where the header keeps them
_END, _AS_IT_IS, _SPACES, _NOTHING = b"\xfc", b"\xfd", b"\xfe", b"\xff"
_BIAS, _LEAST, _MOST = 100, -99, 151  # whole numbers that are told by their code alone


def replace_cases(path: Path, widths: Sequence[int | None], cases: Iterable[Case]) -> None:
    """`widths` are those of texts in bytes, as in the dictionary; None for a number."""
    with path.open("r+b") as file:
        header = file.read(_CASES + 4)
        size = struct.unpack_from("<i", header, _CASE_SIZE)[0] * _PIECE
        if size != sum(_PIECE if width is None else _stored(width) for width in widths):
            raise ValueError("the dictionary of the .sav file is not as it was asked for")
        file.seek(-size, 2)
        file.truncate()
        written, waiting, pieces = 0, b"", b""
        for case in cases:
            codes, more = _compressed(case, widths)
            told, waiting, pieces = _blocks(waiting + codes, pieces + more)
            file.write(told)
            written += 1
        ending = (waiting + _END).ljust(-(-(len(waiting) + 1) // 8) * 8, b"\0")
        file.write(_blocks(ending, pieces)[0])
        for place, value in ((_COMPRESSION, 1), (_CASES, written)):
            file.seek(place)
            file.write(struct.pack("<i", value))


def _stored(width: int) -> int:
    """Bytes that a text takes in a case: a long one stands in segments."""
    segments = -(-width // _COUNTED_IN_SEGMENT) if width > _WRITTEN_IN_SEGMENT else 1
    last = width - (segments - 1) * _COUNTED_IN_SEGMENT
    return (segments - 1) * _SEGMENT + -(-last // _PIECE) * _PIECE


def _compressed(case: Case, widths: Sequence[int | None]) -> tuple[bytes, bytes]:
    """The codes of all pieces, and those pieces that their codes do not tell."""
    codes, pieces = [], []
    for value, width in zip(case, widths, strict=True):
        if width is not None:
            text = _in_segments(value if isinstance(value, bytes) else b"")
            taken = -(-len(text) // _PIECE)
            pieces.append(text.ljust(taken * _PIECE))
            codes.append(_AS_IT_IS * taken + _SPACES * (_stored(width) // _PIECE - taken))
        elif value is None or isinstance(value, bytes):
            codes.append(_NOTHING)
        elif value == int(value) and _LEAST <= value <= _MOST:
            codes.append(bytes([int(value) + _BIAS]))
        else:
            codes.append(_AS_IT_IS)
            pieces.append(struct.pack("<d", value))
    return b"".join(codes), b"".join(pieces)


def _in_segments(text: bytes) -> bytes:
    if len(text) <= _WRITTEN_IN_SEGMENT:
        return text
    parts = (text[start : start + _WRITTEN_IN_SEGMENT] for start in range(0, len(text), _WRITTEN_IN_SEGMENT))
    return b" ".join(parts)


def _blocks(codes: bytes, pieces: bytes) -> tuple[bytes, bytes, bytes]:
    """Eight codes, then their pieces; and what is left for the next block."""
    told, taken, whole = [], 0, len(codes) // 8 * 8
    for start in range(0, whole, 8):
        block = codes[start : start + 8]
        after = taken + block.count(_AS_IT_IS) * _PIECE
        told += [block, pieces[taken:after]]
        taken = after
    return b"".join(told), codes[whole:], pieces[taken:]
