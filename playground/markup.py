"""From marked-up words to plain words with entities, strictly as each messenger does it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from playground.models import Entity

Marked = tuple[str, tuple[Entity, ...]]

HTML_TAGS: Mapping[str, str] = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
TAG = re.compile(r"<(/?)([^\s>/]*)([^>]*)>")
ATTRIBUTE = re.compile(r"""([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?""")
#: The only named references the server knows; any other stays as it was written.
REFERENCE = re.compile(r"&(?:lt|gt|amp|quot|#\d+|#[xX][0-9a-fA-F]+);")

FOUND: Mapping[str, re.Pattern[str]] = {
    "bot_command": re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])"),
    "mention": re.compile(r"(?<![\w@])@[A-Za-z][A-Za-z0-9_]{3,31}\b"),
    "url": re.compile(r"(?<![\w@./])(?:https?://|www\.)[^\s<>«»\"]*[^\s<>«»\".,;:!?،؛؟)]"),
    "email": re.compile(r"(?<![\w.@/])[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}\b", re.ASCII),
    "hashtag": re.compile(r"(?<![\w&])#[^\W\d]\w*"),
}


class MarkupError(Exception):
    """The marks are wrong; says so in the words of Telegram's server."""


def units(text: str) -> int:
    """Length in UTF-16 code units, which is how the Bot API measures text."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def bytes_in(text: str) -> int:
    return len(text.encode(errors="surrogatepass"))


def entity(kind: str, text: str, start: int, end: int, more: Mapping[str, str] | None = None) -> Entity:
    return Entity(kind, units(text[:start]), units(text[start:end]), more or {})


def in_order(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    return tuple(sorted(entities, key=lambda one: (one.offset, -one.length)))


def found_in(text: str, kinds: Iterable[str]) -> tuple[Entity, ...]:
    """What a messenger marks by itself: commands, mentions, links."""
    if not any(mark in text for mark in "/@#") and "www." not in text:
        return ()
    found = (entity(kind, text, match.start(), match.end()) for kind in kinds for match in FOUND[kind].finditer(text))
    kept: list[Entity] = []
    for one in in_order(found):
        if not kept or one.offset >= kept[-1].end:
            kept.append(one)
    return tuple(kept)


@dataclass(frozen=True, slots=True)
class _Opened:
    tag: str
    start: int
    attributes: Mapping[str, str]


class _Html:
    """One reading of one text; `plain` grows as tags are taken away."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.plain = ""
        self.opened: list[_Opened] = []
        self.entities: list[Entity] = []

    def read(self) -> Marked:
        at = 0
        while (start := self.source.find("<", at)) >= 0:
            self.plain += _unescaped(self.source[at:start])
            at = self._tag(start)
        self.plain += _unescaped(self.source[at:])
        if self.opened:
            raise MarkupError(f'Can\'t find end tag corresponding to start tag "{self.opened[-1].tag}"')
        return _trimmed(self.plain, self.entities)

    def _tag(self, start: int) -> int:
        match = TAG.match(self.source, start)
        offset = bytes_in(self.source[:start])
        if match is None:
            raise MarkupError(f"Unclosed start tag at byte offset {offset}")
        closing, tag, rest = match[1], match[2].lower(), match[3]
        if closing:
            self._close(tag, offset)
        else:
            self._open(tag, rest, offset)
        return match.end()

    def _open(self, tag: str, rest: str, offset: int) -> None:
        if tag not in HTML_TAGS:
            raise MarkupError(f'Unsupported start tag "{tag}" at byte offset {offset}')
        attributes = {
            match[1].lower(): html.unescape(match[2] or match[3] or match[4] or "")
            for match in ATTRIBUTE.finditer(rest)
        }
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise MarkupError(f'Tag "span" must have class "tg-spoiler" at byte offset {offset}')
        self.opened.append(_Opened(tag, len(self.plain), attributes))

    def _close(self, tag: str, offset: int) -> None:
        if not self.opened:
            raise MarkupError(f"Unexpected end tag at byte offset {offset}")
        opened = self.opened.pop()
        if tag and tag != opened.tag:
            raise MarkupError(
                f'Unmatched end tag at byte offset {offset}, expected "</{opened.tag}>", found "</{tag}>"'
            )
        self._mark(opened)

    def _mark(self, opened: _Opened) -> None:
        if opened.start == len(self.plain):
            return
        kind, more = HTML_TAGS[opened.tag], dict[str, str]()
        match kind:
            case "text_link":
                address = opened.attributes.get("href") or self.plain[opened.start :]
                if not _is_address(address):
                    return
                more = {"url": address}
            case "custom_emoji":
                more = {"custom_emoji_id": opened.attributes.get("emoji-id", "")}
            case "blockquote" if "expandable" in opened.attributes:
                kind = "expandable_blockquote"
            case "code" if (language := opened.attributes.get("class", "")).startswith("language-"):
                more = {"language": language.removeprefix("language-")}
        self.entities.append(entity(kind, self.plain, opened.start, len(self.plain), more))


def _unescaped(text: str) -> str:
    return REFERENCE.sub(lambda match: html.unescape(match[0]), text)


def _is_address(address: str) -> bool:
    return re.match(r"(https?://|tg://|mailto:|tel:)?[^\s.]+\.?\S+$", address) is not None


def _trimmed(text: str, entities: Iterable[Entity]) -> Marked:
    """Without white space around, as the server stores it; entities move along."""
    shift = units(text) - units(text.lstrip())
    plain = text.strip()
    length = units(plain)
    kept: list[Entity] = []
    for one in entities:
        start, end = max(one.offset - shift, 0), min(one.end - shift, length)
        if end > start:
            kept.append(replace(one, offset=start, length=end - start))
    return plain, in_order(kept)


def read_html(source: str) -> Marked:
    """Telegram's HTML. Raises MarkupError with the words of the server."""
    return _Html(source).read()


#: Bale forms a mark only with white space (or the edge of the text) outside both ends.
BALE_MARKS = re.compile(
    r"```\[(?P<title>[^\]\n]*)\](?P<hidden>.*?)```"
    r"|(?<!\S)\*(?P<bold>[^\s*](?:[^*\n]*[^\s*])?)\*(?!\S)"
    r"|(?<!\S)_(?P<italic>[^\s_](?:[^_\n]*[^\s_])?)_(?!\S)"
    r"|\[(?P<label>[^\]\n]+)\]\((?P<url>[^()\s]+)\)",
    re.DOTALL,
)


def read_bale(source: str) -> Marked:
    """Bale's Markdown: what is not well formed stays as it was written."""
    plain, entities, at = "", list[Entity](), 0
    for match in BALE_MARKS.finditer(source):
        plain += source[at : match.start()]
        at, start = match.end(), len(plain)
        kind = match.lastgroup or ""
        shown = match["label"] if kind == "url" else match[kind]
        plain += shown
        entities.append(entity(BALE_KINDS[kind], plain, start, len(plain), _bale_details(kind, match)))
    return _trimmed(plain + source[at:], entities)


BALE_KINDS: Mapping[str, str] = {
    "bold": "bold",
    "italic": "italic",
    "url": "text_link",
    "hidden": "expandable_blockquote",
}


def _bale_details(kind: str, match: re.Match[str]) -> dict[str, str]:
    match kind:
        case "url":
            return {"url": match["url"]}
        case "hidden":
            return {"title": match["title"]}
        case _:
            return {}
