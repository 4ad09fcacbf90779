import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from consultation.persian.text import clean, fold, isolate, latin_digits, persian_digits, sort_key

# Everything a messenger may hand over, the odd characters more often than they deserve.
ODD = (
    "\u200c\u200d\u200e\u202e\u2068\u2069\xad\xac\u200b\u0654\u064e\u0651\u0301\u0345\ue000\ud800\x00\r\n\t\xa0 "
    "\ufe0f\u20e3\ufefb\ufdfcيىكةۀآؤئۓا1۲٣İß"
)
typed = st.text(st.one_of(st.sampled_from(ODD), st.characters()), max_size=40)


@pytest.mark.parametrize(
    ("was_typed", "kept"),
    [
        ("كتابي براي علي", "کتابی برای علی"),
        ("حتى عيسى", "حتی عیسی"),
        ("ى\u0654", "ئ"),
        ("ي\u0654", "ئ"),
        ("ا\u0653ب", "آب"),
        ("می‌شود", "می‌شود"),
        ("می\u200c\u200cشود", "می‌شود"),
        ("کتاب\u200c ها\u200c", "کتاب ها"),
        ("\u200cسلام", "سلام"),
        ("می¬شود", "می‌شود"),
        ("می\xadشود", "می‌شود"),
        ("۵¬", "۵¬"),
        ("co\xadoperate", "cooperate"),
        ("\u202eسلام\u202c \u2067دنیا\u2069\u200f\u200e", "سلام دنیا"),
        ("\ufeffسلام", "سلام"),
        ("bold \ue000mark\ue001", "bold mark"),
        ("a\x00b\x1bc\x7f", "abc"),
        ("سلام\ud800", "سلام"),
        ("a\ufffeb", "ab"),
        ("  یک   دو\u00a0\u3000سه  ", "یک دو سه"),
        ("نام\tسن", "نام\tسن"),
        ("یک\r\nدو\rسه\u2028چهار\vپنج", "یک\nدو\nسه\nچهار\nپنج"),
        ("بند یک\n\n\n\n\n\nبند دو", "بند یک\n\n\nبند دو"),
        ("بند یک\n  \n \t \n   \n  \nبند دو", "بند یک\n\n\nبند دو"),
        ("بند یک  \n  بند دو", "بند یک\nبند دو"),
        ("\ufeb3\ufefc\ufee1", "سلام"),
        ("۵ \ufdfc", "۵ \ufdfc"),
        ("z" + "\u0335\u0336\u0337\u0338\u0339", "z\u0335\u0336\u0337"),
        ("مُحَمَّد", "مُحَمَّد"),
        ("👨‍👩‍👧 ❤️ 1️⃣", "👨‍👩‍👧 ❤️ 1️⃣"),
        ("خانهٔ ما", "خانهٔ ما"),
        ("کوردستان، دەڵێم", "کوردستان، دەڵێم"),
        ("ہندوستان", "ہندوستان"),
        ("\u3164\u2800", ""),
        ("\u200c\u200e\u200b", ""),
    ],
)
def test_what_is_kept_looks_the_same_and_is_spelled_one_way(was_typed: str, kept: str) -> None:
    assert kept == clean(was_typed)


@settings(deadline=None)
@given(typed)
@example("ا\u200e¬ب")
@example("ی\u0650\u0654")
@example("a \u200c b")
@example("a\u0301\u0302\u0303\u0304\u0305")
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(text) == clean(clean(text))


_ORDINARY = " !-.,:5؟،«»۵آابپکگیئؤأءAz"


@given(st.text(_ORDINARY, max_size=12))
def test_an_ordinary_text_is_kept_like_one_that_is_looked_at_closely(text: str) -> None:
    unseen = "\ufeff"  # is taken away, and keeps a text from passing as ordinary
    assert clean(text) == clean(text + unseen)


@settings(deadline=None)
@given(typed)
def test_nothing_that_could_break_a_message_or_a_file_is_kept(text: str) -> None:
    kept = clean(text)
    kept.encode()
    assert unicodedata.is_normalized("NFC", kept)
    assert not {unicodedata.category(char) for char in kept} & {"Cs", "Co"}
    assert not set(kept) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
    assert not {char for char in kept if unicodedata.category(char) == "Cc"} - {"\n", "\t"}
    assert "  " not in kept
    assert "\n\n\n\n" not in kept
    assert kept == kept.strip()


@pytest.mark.parametrize(
    "spellings",
    [
        ["می‌شود", "می شود", "مي‌شود", "مي شود"],
        ["آزادی", "ازادی", "آزادي"],
        ["خانۀ ما", "خانهٔ ما", "خانه ما", "خانة ما", "خانە ما"],
        ["مؤسسه", "موسسه", "مؤسسة"],
        ["مسئول", "مسیول", "مسيول"],
        ["رأی", "رای", "رأى", "رَأی"],
        ["سلام", "ســلام", "سَلام", "سلامٌ"],
        ["جزء", "جز"],
        ["ساعت ۱۸", "ساعت ١٨", "ساعت 18", "ساعت １８"],
        ["گزینهٔ ۲", "گزینه 2"],
        ["HELLO", "hello", "Hello"],
        ["Straße", "STRASSE"],
        ["پاكستان", "پاکستان"],
        ["حیاط", "حیاط‌", "حياط"],
    ],
)
def test_one_word_in_all_its_spellings_is_found_as_one(spellings: list[str]) -> None:
    assert len({fold(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(("one", "other"), [("پل", "بل"), ("گل", "کل"), ("آری!", "آری"), ("شش", "شس"), ("é", "e")])
def test_different_words_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@settings(deadline=None)
@given(typed)
@example("ΐ\u0345")
@example("İ")
def test_folding_twice_is_folding_once_and_needs_no_cleaning_before(text: str) -> None:
    assert fold(text) == fold(fold(text)) == fold(clean(text))


@pytest.mark.parametrize("digits", ["0123456789", "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९", "０１２３４５６７８９"])
def test_every_kind_of_digits_becomes_either_kind(digits: str) -> None:
    assert latin_digits(f"کد {digits}") == "کد 0123456789"
    assert persian_digits(f"کد {digits}") == "کد ۰۱۲۳۴۵۶۷۸۹"


def test_a_keycap_keeps_its_digit() -> None:
    assert persian_digits("1️⃣ گزینه 1") == "1️⃣ گزینه ۱"
    assert latin_digits("1️⃣ گزینه ۱") == "1️⃣ گزینه 1"


def test_what_is_no_decimal_digit_stays() -> None:
    assert persian_digits("½ ² Ⅳ ①") == latin_digits("½ ² Ⅳ ①") == "½ ² Ⅳ ①"


def test_an_isolated_text_stands_between_its_marks() -> None:
    assert isolate("Bale 2") == "\u2068Bale 2\u2069"


def test_the_alphabet_is_in_its_order() -> None:
    alphabet = "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
    backwards = alphabet[::-1]
    assert "".join(sorted(backwards, key=sort_key)) == alphabet


@pytest.mark.parametrize(
    "ordered",
    [
        ["آب", "آذر", "ابر", "احمد", "بابک", "پروین", "تهران"],
        ["زن", "ژاله", "سارا"],
        ["کتاب", "کتاب خانه", "کتابخانه", "گل"],
        ["نان", "وام", "هما", "یزد"],
        ["منطقه ۲", "منطقه ۱۰", "منطقه ۲۲"],
        ["۳ نفر", "الف", "ب", "Apple", "zebra"],
        ["علی احمدی", "علی رضایی", "علیرضا"],
    ],
)
def test_names_are_listed_as_in_a_telephone_book(ordered: list[str]) -> None:
    backwards = ordered[::-1]
    assert sorted(backwards, key=sort_key) == ordered


def test_spelling_does_not_tear_equal_names_apart() -> None:
    listed = sorted(["علي ب", "علی پ", "علی الف", "کتاب‌داری", "کتابدار", "كتابدارها"], key=sort_key)
    assert listed == ["علی الف", "علي ب", "علی پ", "کتابدار", "كتابدارها", "کتاب‌داری"]


@settings(deadline=None)
@given(typed, typed)
def test_any_two_texts_have_an_order(one: str, other: str) -> None:
    assert (sort_key(one) <= sort_key(other)) or (sort_key(other) <= sort_key(one))


def test_a_very_long_number_has_its_place_too() -> None:
    assert sort_key("9" * 5000) > sort_key("9")
