"""Persian text: made clean for keeping, folded for finding, written in either digits, put in order."""

from __future__ import annotations

import re
import unicodedata

# -- kept ----------------------------------------------------------------------

MOST_MARKS = 3  # on one letter

_NEWLINES = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_SPACES = re.compile("[ \xa0\u1680\u2000-\u200a\u202f\u205f\u3000\u115f\u1160\u2800\u3164\uffa0]+")
_UNWANTED = re.compile(
    "["
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # controls
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # direction: a stray one turns the rest of a message round
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"  # lone surrogates and non-characters: no file can hold them
    "\ue000-\uf8ff\U000f0000-\U0010ffff"  # private use: two of these are our own marks
    "\u180e\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"  # not to be seen
    "]+"
)
# Letters as some PDFs hold them, one character per shape. Signs such as the rial's (U+FDFC) stay.
_SHAPES = re.compile("[\ufb50-\ufbb1\ufbd3-\ufc5d\ufc64-\ufd3d\ufd50-\ufdc7\ufe80-\ufefc]+")
# Old keyboards and web pages write these where a ZWNJ is meant.
_LETTER = "[\u0620-\u065f\u066e-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff]"
_MEANT_ZWNJ = re.compile(f"(?<={_LETTER})[\xac\xad\u200b]+(?={_LETTER})")
_IDLE_ZWNJ = re.compile("(?<=\u200c)\u200c+|\u200c+(?=\\s|\\Z)|(?<!\\S)\u200c+")
_LOOK_ALIKES = str.maketrans("يىكڪ", "ییکک")
_BLANK_LINES = re.compile("\n{4,}")
_PLAIN = re.compile("[ !-~۰-۹آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیئؤأء،؛؟«»]*")


def clean(text: str) -> str:
    """What somebody typed, fit to be kept: the same to the eye, with one spelling for each Persian letter.

    NFC; no controls but newline and tab, no bidi controls, no private use; single spaces, and two blank
    lines at most. Doing it twice changes nothing more.
    """
    if _PLAIN.fullmatch(text) and "  " not in text and text == text.strip():
        return text  # most of what is typed: a fortieth of the cost of looking closely
    text = _UNWANTED.sub("", _NEWLINES.sub("\n", text))
    text = _SHAPES.sub(lambda shapes: unicodedata.normalize("NFKC", shapes[0]), text)
    text = _MEANT_ZWNJ.sub("\u200c", text).replace("\xad", "").replace("\u200b", "")
    text = unicodedata.normalize("NFC", text).translate(_LOOK_ALIKES).replace("ی\u0654", "ئ")
    return _tidy(_without_piles(text))


def _without_piles(text: str) -> str:
    """Piles of marks on one letter («zalgo») run over the lines above and below."""
    piling = {char for char in set(text) if unicodedata.category(char)[0] == "M"}
    if not piling:
        return text
    kept, marks = [], 0
    for char in text:
        marks = marks + 1 if char in piling else 0
        if marks <= MOST_MARKS:
            kept.append(char)
    return "".join(kept)


def _tidy(text: str) -> str:
    text = _SPACES.sub(" ", _IDLE_ZWNJ.sub("", _SPACES.sub(" ", text)))
    lines = (line.strip() for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n\n", "\n".join(lines)).strip()


# -- found ---------------------------------------------------------------------

_FOLDED = str.maketrans(
    {
        **dict.fromkeys("آأإٱٲٳ", "ا"),
        **dict.fromkeys("ؤۆ", "و"),
        **dict.fromkeys("ئےۓېێۍ", "ی"),
        **dict.fromkeys("ةۀەہھۂۃ", "ه"),
        "ں": "ن",
        "ء": "",
        "ـ": "",
        "\u200c": " ",
        "\u200d": "",
    }
)
_HARAKAT = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed]+")


def fold(text: str) -> str:
    """For matching only: what people would call the same word becomes the same text, in ASCII digits."""
    text = unicodedata.normalize("NFD", clean(text)).casefold()
    text = _HARAKAT.sub("", unicodedata.normalize("NFC", text))
    return clean(latin_digits(text.translate(_FOLDED)))


# -- digits --------------------------------------------------------------------

# The digit inside a keycap emoji stays: with another one the key falls apart.
_DIGIT = re.compile("\\d(?!\ufe0f?\u20e3)")


def persian_digits(text: str) -> str:
    return _DIGIT.sub(lambda digit: chr(ord("۰") + unicodedata.decimal(digit[0])), text)


def latin_digits(text: str) -> str:
    return _DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), text)


# -- shown ---------------------------------------------------------------------


def isolate(text: str) -> str:
    """Set into a sentence of the other direction without turning it round."""
    return f"\u2068{text}\u2069"


SortKey = tuple[tuple[tuple[int, int], ...], str]

_ALPHABET = "آاءأإؤئبپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
_PLACE = {letter: place for place, letter in enumerate(_ALPHABET)}
_PLACE |= {"ٱ": _PLACE["ا"], "ة": _PLACE["ه"], "ۀ": _PLACE["ه"]}
_PIECE = re.compile(r"\d{1,4000}|\D")  # Python refuses to count in longer ones


def sort_key(text: str) -> SortKey:
    """Persian alphabetical order: spaces, numbers by value, Persian letters, others. ZWNJ does not count."""
    plain = latin_digits(clean(text)).casefold()
    bare = _HARAKAT.sub("", plain.replace("\u200c", "").replace("ـ", ""))
    return tuple(map(_weight, _PIECE.findall(bare))), plain


def _weight(piece: str) -> tuple[int, int]:
    if piece.isdecimal():
        return 1, int(piece)
    if piece in _PLACE:
        return 2, _PLACE[piece]
    return (3 if piece.isalpha() else 0), ord(piece)
