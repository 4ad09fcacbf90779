"""Our marks written in each messenger's own way, so that nothing somebody typed can ever become markup."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator

from consultation.texts import BOLD, BOLD_END

JOINER = "\u2060"  # word joiner: nobody sees it, and it is neither a space nor a mark

Stretch = tuple[str, bool]  # plain text, and whether it is bold

_OUR_MARKS = re.compile(f"([{BOLD}{BOLD_END}])")
_SURROGATES = re.compile("[\ud800-\udfff]")  # no request can carry a lone one
# What Bale's Markdown is made of. An underscore inside a word is left alone: it is no mark there, and the
# names and links in which it stands would no longer work.
_BALE_MARKS = re.compile(r"[*`]|(?<![^\W_])_|_(?![^\W_])|(?<=\])(?=\()")
# What Bale can make bold: inside one line, no asterisk in it, no white space at its ends.
_BALE_BOLD = re.compile(r"[^\s*](?:[^*\n]*[^\s*])?")


def stretches(text: str) -> list[Stretch]:
    """The text by weight, marks taken out; a mark without its pair does no harm."""
    found: list[Stretch] = []
    bold = False
    for part in _OUR_MARKS.split(_SURROGATES.sub("\ufffd", text)):
        if part in (BOLD, BOLD_END):
            bold = part == BOLD
        elif part and found and found[-1][1] == bold:
            found[-1] = (found[-1][0] + part, bold)
        elif part:
            found.append((part, bold))
    return found


def length(text: str) -> int:
    """In UTF-16 units and without our marks, as messengers count."""
    units = len(text.encode("utf-16-le", "surrogatepass")) // 2
    return units - text.count(BOLD) - text.count(BOLD_END)


# -- Telegram: HTML ------------------------------------------------------------------------------------------


def to_html(text: str) -> str:
    return "".join(
        f"<b>{escaped}</b>" if bold else escaped
        for escaped, bold in ((html.escape(plain, quote=False), bold) for plain, bold in stretches(text))
    )


# -- Bale: Markdown, always on -------------------------------------------------------------------------------


def to_bale(text: str) -> str:
    """Bale makes ` *this* ` bold, and only with the spaces: where there is none one is added.

    A typed asterisk inside a bold stretch stays outside its marks, and each line is marked by itself.
    """
    written = ""
    marked = False
    for plain, bold in (part for stretch in stretches(text) for part in _markable(*stretch)):
        space = " " if (bold or marked) and not (written.endswith(" ") or plain.startswith(" ")) else ""
        harmless = _BALE_MARKS.sub(_neutralised, plain)
        written += f"{space}*{harmless}*" if bold else space + harmless
        marked = bold
    return written + " " if marked else written


def _markable(plain: str, bold: bool) -> Iterator[Stretch]:
    end = 0
    for match in _BALE_BOLD.finditer(plain) if bold else ():
        if match.start() > end:
            yield plain[end : match.start()], False
        yield match[0], True
        end = match.end()
    if end < len(plain):
        yield plain[end:], False


def _neutralised(mark: re.Match[str]) -> str:
    """With a joiner on each side a mark has no space beside it, so it marks nothing."""
    after = mark.string[mark.end() : mark.end() + 1]
    belongs = after and unicodedata.category(after).startswith("M")  # the rest of a keycap, an accent
    return JOINER + mark[0] + (JOINER if mark[0] and not belongs else "")


# -- too long ------------------------------------------------------------------------------------------------


def split(text: str, limit: int) -> list[str]:
    """The text in pieces of at most `limit` (see `length`), cut where a paragraph ends, or a line, or a word.

    White space at a cut is dropped; what was bold is bold in each piece.
    """
    if len(text) * 2 <= limit or length(text) <= limit:
        return [text]
    found = stretches(text)
    plain = "".join(part for part, _ in found)
    return [_marked(found, start, end) for start, end in _cuts(plain, limit)]


def _cuts(plain: str, limit: int) -> Iterator[tuple[int, int]]:
    start = len(plain) - len(plain.lstrip())
    while start < len(plain):
        end = _last_end(plain, start, _furthest(plain, start, limit))
        yield start, start + len(plain[start:end].rstrip())
        start = end + len(plain[end:]) - len(plain[end:].lstrip())


def _furthest(plain: str, start: int, limit: int) -> int:
    end = min(start + limit, len(plain))
    while (excess := length(plain[start:end]) - limit) > 0:
        end -= (excess + 1) // 2  # no character has more than two units
    return end


def _last_end(plain: str, start: int, end: int) -> int:
    """Where best to cut at or before `end`; a whole paragraph is not worth a piece less than half full."""
    if end == len(plain):
        return end
    half = start + (end - start) // 2
    ends = (plain.rfind(separator, half, end + len(separator)) for separator in ("\n\n", "\n", " "))
    return next((found for found in ends if found > start), end)


def _marked(found: list[Stretch], start: int, end: int) -> str:
    piece, at = "", 0
    for part, bold in found:
        cut = part[max(start - at, 0) : max(end - at, 0)]
        piece += f"{BOLD}{cut}{BOLD_END}" if bold and cut else cut
        at += len(part)
    return piece
