"""Whatever people type, only our own marks become markup, and what is seen is what was written."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.markup import JOINER, length, split, stretches, to_bale, to_html
from consultation.texts import BOLD, BOLD_END, bold

TRICKY = "*_`[]()<>&;/#\\ \n\tسلام‌ax1\u2060\u2068\u2069\u0301\ufe0f\u20e3👍🏽\u200d👩"
PLAIN = st.text(alphabet=st.one_of(st.sampled_from(TRICKY), st.characters(exclude_categories=["Cs", "Co"])))
WORDS = st.one_of(PLAIN, st.sampled_from(["*x*", " *x* ", "_y_", "[a](b)", "```[t]z```", "a_b_c", "2*3*4"]))
WRITTEN = st.lists(st.tuples(WORDS, st.booleans())).map(
    lambda parts: "".join(bold(words) if is_bold else words for words, is_bold in parts)
)
ANYTHING = st.text(alphabet=st.one_of(st.sampled_from(BOLD + BOLD_END + TRICKY), st.characters(exclude_categories=[])))


def unmarked(text: str) -> str:
    return text.replace(BOLD, "").replace(BOLD_END, "")


# -- Telegram -----------------------------------------------------------------------------------------------


class Html(HTMLParser):
    """The text by weight, as a browser sees it."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, bool]] = []
        self.open: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert (tag, attrs, self.open) == ("b", [], [])
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.found.append((data, bool(self.open)))

    def seen(self) -> list[tuple[str, bool]]:
        return stretches("".join(bold(text) if is_bold else text for text, is_bold in self.found))


@given(WRITTEN)
def test_html_shows_the_text_as_it_was_written(text: str) -> None:
    page = Html(to_html(text))
    assert not page.open
    assert page.seen() == stretches(text)
    assert "".join(words for words, _ in page.seen()) == unmarked(text)


@given(ANYTHING)
def test_html_parses_however_the_marks_are_placed(text: str) -> None:
    assert not Html(to_html(text)).open
    to_html(text).encode()


@pytest.mark.parametrize(
    ("written", "html"),
    [
        ("سلام", "سلام"),
        (bold("عنوان") + "\nمتن", "<b>عنوان</b>\nمتن"),
        (bold("<b>") + "&amp;", "<b>&lt;b&gt;</b>&amp;amp;"),
        (bold("یک") + bold("دو"), "<b>یکدو</b>"),
        (bold("") + "x", "x"),
        (f"{BOLD}never closed", "<b>never closed</b>"),
        (f"never opened{BOLD_END}", "never opened"),
        ("\ud800", "\ufffd"),
    ],
)
def test_html(written: str, html: str) -> None:
    assert to_html(written) == html


# -- Bale ---------------------------------------------------------------------------------------------------


def bale_marks(source: str) -> list[tuple[str, str]]:
    """What Bale makes of a text, by its documentation, read as widely as it can be understood.

    `*` and `_` need a space before the first and after the second mark: any white space and both ends of the text
    are taken for one. A link is a bracketed text with an address in parentheses right after it, and a hidden text
    stands between two times three backticks.
    """
    found = [("hidden", match[0]) for match in re.finditer(r"```.*?```", source, re.DOTALL)]
    found += [("link", match[0]) for match in re.finditer(r"\[[^\[\]]*\]\([^()]*\)", source)]
    for mark, kind in (("*", "bold"), ("_", "italic")):
        opened = None
        for at, character in enumerate(source):
            before, after = source[at - 1 : at], source[at + 1 : at + 2]
            if character == "\n":
                opened = None
            if character != mark:
                continue
            if opened is not None and at > opened + 1 and not before.isspace() and (not after or after.isspace()):
                found.append((kind, source[opened + 1 : at]))
                opened = None
            elif (not before or before.isspace()) and after and not after.isspace():
                opened = at
    return found


def seen(text: str) -> str:
    return text.replace(JOINER, "")


def compact(text: str) -> str:
    return seen(text).replace(" ", "")


def bold_parts(text: str) -> list[str]:
    """What of our bold text Bale can show bold: line by line, without typed asterisks and the space around."""
    parts = (part for words, is_bold in stretches(text) if is_bold for part in re.split(r"[*\n]", words))
    return [seen(part.strip()) for part in parts if part.strip()]


def without_our_marks(source: str, count: int) -> str:
    """The text with the asterisks of that many bold stretches taken out."""
    plain, times = re.subn(rf"(?<!{JOINER})\*([^*\n]+)\*(?!{JOINER})", r"\1", source)
    assert times == count
    return plain


@given(WRITTEN)
@example("*x*")
@example(" *x* " + bold("*"))
@example(bold(" \n ") + bold("*a* b*\n *c"))
@example(bold("[a") + "](b)")
@example("``" + bold("`"))
def test_only_our_own_words_are_bold_on_bale(text: str) -> None:
    marks = bale_marks(to_bale(text))
    assert {kind for kind, _ in marks} <= {"bold"}
    assert [seen(words) for _, words in marks] == bold_parts(text)


@given(WRITTEN)
def test_bale_shows_the_text_as_it_was_written_but_for_added_spaces(text: str) -> None:
    shown = without_our_marks(to_bale(text), len(bold_parts(text)))
    assert compact(shown) == compact(unmarked(text))


SINGLE_SPACED = st.lists(st.text("آبx1*_`", min_size=1), min_size=1).map(" ".join)


@given(st.lists(st.tuples(SINGLE_SPACED, st.booleans())))
def test_bale_adds_no_second_space(parts: list[tuple[str, bool]]) -> None:
    text = " ".join(bold(words) if is_bold else words for words, is_bold in parts)
    assert "  " not in without_our_marks(to_bale(text), len(bold_parts(text))).strip(" ")


@given(ANYTHING)
def test_bale_text_can_be_sent_however_the_marks_are_placed(text: str) -> None:
    to_bale(text).encode()
    assert {kind for kind, _ in bale_marks(to_bale(text))} <= {"bold"}


J = JOINER


@pytest.mark.parametrize(
    ("written", "markdown"),
    [
        ("سلام", "سلام"),
        (bold("عنوان"), " *عنوان* "),
        (bold("عنوان") + "\nمتن", " *عنوان* \nمتن"),
        ("نام: " + bold("مینا") + " است", "نام: *مینا* است"),
        ("«" + bold("مینا") + "»", "« *مینا* »"),
        (bold(" مینا "), " *مینا* "),
        (bold("یک\nدو"), " *یک* \n *دو* "),
        (bold("یک") + " " + bold("دو"), " *یک* *دو* "),
        (bold("  "), "  "),
        (bold("نام *"), f" *نام* {J}*{J}"),
        (bold("*نام*"), f"{J}*{J} *نام* {J}*{J}"),
        (bold("_نام_"), f" *{J}_{J}نام{J}_{J}* "),
        ("*x*", f"{J}*{J}x{J}*{J}"),
        ("[متن](نشانی)", f"[متن]{J}(نشانی)"),
        ("```", f"{J}`{J}" * 3),
        ("@jazb_bot https://a.ir/b_c", "@jazb_bot https://a.ir/b_c"),
        ("*️⃣", f"{J}*️⃣"),
    ],
)
def test_bale(written: str, markdown: str) -> None:
    assert to_bale(written) == markdown


# -- too long -----------------------------------------------------------------------------------------------


def test_length_is_counted_as_messengers_count() -> None:
    assert length(bold("سلام") + "👍") == 6


@given(ANYTHING, st.integers(2, 40))
def test_no_piece_is_too_long_and_none_is_empty(text: str, limit: int) -> None:
    pieces = split(text, limit)
    assert all(length(piece) <= limit for piece in pieces)
    assert pieces == [text] or all(unmarked(piece).strip() for piece in pieces)


@given(WRITTEN, st.integers(2, 40))
def test_nothing_but_white_space_is_lost_and_bold_stays_bold(text: str, limit: int) -> None:
    def characters(*texts: str) -> list[tuple[str, bool]]:
        each = ((one, is_bold) for text in texts for words, is_bold in stretches(text) for one in words)
        return [(one, is_bold) for one, is_bold in each if not one.isspace()]

    pieces = split(text, limit)
    assert characters(*pieces) == characters(text)
    assert all(piece.count(BOLD) == piece.count(BOLD_END) for piece in pieces)


def test_a_text_is_cut_where_a_paragraph_ends() -> None:
    paragraphs = ["الف " * 10, "ب " * 10, bold("پ" * 10) + " ت" * 10]
    text = "\n\n".join(paragraph.strip() for paragraph in paragraphs)
    assert split(text, 70) == ["\n\n".join(part.strip() for part in paragraphs[:2]), paragraphs[2]]


def test_else_where_a_line_ends_and_else_between_words() -> None:
    assert split("یک دو سه\nچهار پنج", 12) == ["یک دو سه", "چهار پنج"]
    assert split("یک دو سه چهار پنج", 10) == ["یک دو سه", "چهار پنج"]


def test_a_bold_text_is_bold_on_both_sides_of_the_cut() -> None:
    assert split(bold("یک دو سه چهار"), 8) == [bold("یک دو سه"), bold("چهار")]


def test_a_word_without_end_is_cut_all_the_same() -> None:
    assert split("👍" * 5, 4) == ["👍👍", "👍👍", "👍"]


def test_a_short_text_is_left_alone() -> None:
    assert split(" x ", 3) == [" x "]
    assert split("", 3) == [""]
