import pytest

from playground.markup import MarkupError, found_in, read_bale, read_html
from playground.models import Entity

FOUND_ON_TELEGRAM = ("bot_command", "url", "email", "mention", "hashtag")


def marked(entities: tuple[Entity, ...]) -> list[tuple[str, int, int]]:
    return [(one.type, one.offset, one.length) for one in entities]


@pytest.mark.parametrize(
    ("source", "plain", "entities"),
    [
        ("سلام <b>دنیا</b>", "سلام دنیا", [("bold", 5, 4)]),
        ("<strong>a</strong><em>b</em>", "ab", [("bold", 0, 1), ("italic", 1, 1)]),
        ("<b>یک <i>دو</i></b>", "یک دو", [("bold", 0, 5), ("italic", 3, 2)]),
        ("۱ &lt; ۲ &amp; &quot;۳&quot; &#128512;", '۱ < ۲ & "۳" 😀', []),
        ("&nbsp; & &copy;", "&nbsp; & &copy;", []),
        ("😀 <u>x</u>", "😀 x", [("underline", 3, 1)]),
        ("  <b> x </b>  ", "x", [("bold", 0, 1)]),
        ("<b></b>x", "x", []),
        ("<b>x</>", "x", [("bold", 0, 1)]),
        ('<span class="tg-spoiler">راز</span>', "راز", [("spoiler", 0, 3)]),
        ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", 0, 1)]),
        ("a > b", "a > b", []),
    ],
)
def test_html_becomes_words_and_entities(source: str, plain: str, entities: list[tuple[str, int, int]]) -> None:
    text, found = read_html(source)
    assert (text, marked(found)) == (plain, entities)


def test_a_link_keeps_its_address() -> None:
    _, (link,) = read_html("<a href='https://example.com/?a=1&amp;b=2'>این‌جا</a>")
    assert link.wire() == {
        "type": "text_link",
        "offset": 0,
        "length": 6,
        "url": "https://example.com/?a=1&b=2",
    }


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("سن <۱۸", "Unclosed start tag at byte offset 5"),
        ("سن < ۱۸ و > ۲", 'Unsupported start tag "" at byte offset 5'),
        ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("\ud800<p>", 'Unsupported start tag "p" at byte offset 3'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_malformed_html_is_refused_in_the_words_of_the_server(source: str, why: str) -> None:
    with pytest.raises(MarkupError) as refusal:
        read_html(source)
    assert str(refusal.value) == why


@pytest.mark.parametrize(
    ("source", "plain", "entities"),
    [
        ("سلام *دنیا* خوب", "سلام دنیا خوب", [("bold", 5, 4)]),
        ("*سلام* دنیا", "سلام دنیا", [("bold", 0, 4)]),
        ("یک _دو سه_\nچهار", "یک دو سه\nچهار", [("italic", 3, 5)]),
        ("بی‌فاصله*نه*نه", "بی‌فاصله*نه*نه", []),
        ("«*نه*»", "«*نه*»", []),
        ("۲ * ۳ * ۴", "۲ * ۳ * ۴", []),
        ("snake_case_name", "snake_case_name", []),
        ("[سامانه](https://example.com).", "سامانه.", [("text_link", 0, 6)]),
        ("پیش ```[راز]متن\nپنهان``` پس", "پیش متن\nپنهان پس", [("expandable_blockquote", 4, 9)]),
        ("<b>x</b>", "<b>x</b>", []),
    ],
)
def test_bale_forms_marks_only_where_there_is_space_around(
    source: str, plain: str, entities: list[tuple[str, int, int]]
) -> None:
    text, found = read_bale(source)
    assert (text, marked(found)) == (plain, entities)


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("/start abc", [("bot_command", 0, 6)]),
        ("این /help@jazb_bot را بزنید", [("bot_command", 4, 14)]),
        ("۱/۲ و a/b", []),
        ("😀 @jazb_bot", [("mention", 3, 9)]),
        ("به https://example.com/a_b، سر بزنید", [("url", 3, 23)]),
        ("نامه: a.b@example.com", [("email", 6, 15)]),
        ("#صنعت و #معدن_ها", [("hashtag", 0, 5), ("hashtag", 8, 8)]),
        ("متن ساده", []),
    ],
)
def test_commands_links_and_mentions_are_found(text: str, entities: list[tuple[str, int, int]]) -> None:
    assert marked(found_in(text, FOUND_ON_TELEGRAM)) == entities
