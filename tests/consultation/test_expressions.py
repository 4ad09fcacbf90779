"""What expressions mean: XPath 1.0 as ODK Collect and Enketo agree on it, on the answers of a chat."""

import json
import math
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from consultation.expressions import Context, Value, parse

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=ZoneInfo("Asia/Tehran"))  # in UTC still the 22nd
SAMPLES = Path(__file__).parents[3] / "shared" / "samples" / "expressions.json"

PARK = {
    "age": "34",
    "name": "Maryam",
    "visits": "walk swim",
    "born": "1992-02-29",
    "seen": "2026-11-20T18:05:09.250+03:30",
    "opens": "08:30",
    "half": "2.5",
    "blank": "",
    "سن‌شما۲": "18",
}
FAMILY = {"person": ("1", "2", "3"), "first": ("Ana", "Bijan", "Cyrus"), "years": ("41", "", "7")}
HERE = Context(PARK, NOW, repeats=FAMILY)


def value(source: str, context: Context = HERE) -> Value:
    return parse(source).evaluate(context)


def gives(source: str, expected: Value, context: Context = HERE) -> bool:
    found = value(source, context)
    if isinstance(found, float) and isinstance(expected, float) and math.isnan(expected):
        return math.isnan(found)
    return type(found) is type(expected) and found == expected


OPERATORS: list[tuple[str, Value]] = [
    ("1 + 2 * 3", 7.0),
    ("(1 + 2) * 3", 9.0),
    ("10 - 4 - 3", 3.0),
    ("7 div 2 * 2", 7.0),
    ("-7 mod 3", -1.0),
    ("- -${age}", 34.0),
    ("--${age} - 4", 30.0),
    ("1 div 0", math.inf),
    ("-1 div 0", -math.inf),
    ("0 div 0", math.nan),
    ("5 mod 0", math.nan),
    ("${age} = 34", True),
    ("${age} = '34.0'", False),
    ("${age} = 34.0", True),
    ("${name} != 'Ali'", True),
    ("${blank} != 'Ali'", True),
    ("${nobody_asked} = ''", True),
    ("${nobody_asked} != 'x'", True),
    ("${nobody_asked} > 0 or ${nobody_asked} <= 0", False),
    ("'b' > 'a'", False),
    ("true() = 'anything'", True),
    ("true() != 'anything'", False),
    ("1 < 2 = true()", True),
    ("1 or 1 div 0 and false()", True),
    ("(1 or 1) and false()", False),
    ("number('x') = number('x')", False),
    ("number('x') != number('x')", True),
    ("${age}>18 and${age}<65", True),
]

TEXTS: list[tuple[str, Value]] = [
    ("string(6 div 2)", "3"),
    ("string(1 div 3)", "0.3333333333333333"),
    ("string(0.1 + 0.2)", "0.30000000000000004"),
    ("string(1000000 * 1000000 * 1000000 * 1000000)", "1000000000000000000000000"),
    ("string(0.00000001)", "0.00000001"),
    ("string(-0)", "0"),
    ("string(1 = 1)", "true"),
    ("concat(${name}, ' ', ${age} + 1)", "Maryam 35"),
    ("concat('one')", "one"),
    ("join('، ', 'سیب', 'به')", "سیب، به"),
    ("substr('Maryam', 1, 3)", "ar"),
    ("substr('Maryam', -2)", "am"),
    ("substr('Maryam', 0, -2)", "Mary"),
    ("substring('Maryam', 2, 3)", "ary"),
    ("substring('Maryam', 0, 3)", "Ma"),
    ("substring('Maryam', 1.5, 2.6)", "ary"),
    ("substring('Maryam', -1 div 0)", "Maryam"),
    ("substring('Maryam', 0 div 0)", ""),
    ("substring-before('2026-11-23', '-')", "2026"),
    ("substring-after('2026-11-23', '-')", "11-23"),
    ("substring-after('Maryam', 'z')", ""),
    ("string-length('گل‌ها')", 5.0),
    ("normalize-space('  two   words ')", "two words"),
    ("translate('۱۲', '۱۲', '12')", "12"),
    ("translate('banana', 'an', 'o')", "booo"),
    ("contains(${name}, 'ry')", True),
    ("starts-with(${name}, 'mar')", False),
    ("ends-with(${name}, 'yam')", True),
    ("regex(${age}, '[0-9]+')", True),
    ("regex('09121234567 ', '09[0-9]{9}')", False),
    (r"regex('first.last@example.ir', '[\w-\.]+@[\w-]+(\.[\w-]+)+')", True),
    (r"regex('a-b[c', '[\w-\[]+')", True),
    ("regex('12', '(?<tens>[0-9])2')", True),
    ("regex('12', ${blank})", False),
    ("regex('12', concat('[', '0-9'))", False),
    ("coalesce(${blank}, ${name})", "Maryam"),
    ("coalesce(${blank}, 1 div '', 'last')", "last"),
    ("digest('abc', 'MD5', 'hex')", "900150983cd24fb0d6963f7d28e17f72"),
    ("digest('abc', 'SHA-1', 'HEX')", "a9993e364706816aba3e25717850c26c9cd0d89d"),
    ("digest('abc', 'SHA-256')", "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="),
    ("base64-decode('2LPZhNin2YU=')", "سلام"),
    ("base64-decode('!')", ""),
    ("“Maryam” = ${name}", True),
]

NUMBERS: list[tuple[str, Value]] = [
    ("number(' -4.50 ')", -4.5),
    ("number('1e3')", math.nan),
    ("number('')", math.nan),
    ("number(true())", 1.0),
    ("int(-2.9)", -2.0),
    ("round(2.5)", 3.0),
    ("round(-2.5)", -2.0),
    ("round(1.005, 2)", 1.01),
    ("round(1249, -2)", 1200.0),
    ("floor(-1.1)", -2.0),
    ("ceiling(-1.1)", -1.0),
    ("abs(-3)", 3.0),
    ("pow(2, 10)", 1024.0),
    ("pow(-8, 1 div 3)", math.nan),
    ("pow(10, 400)", math.inf),
    ("pow(-10, 401)", -math.inf),
    ("pow(0, -1)", math.inf),
    ("exp(1000)", math.inf),
    ("round(1 div 0)", math.inf),
    ("round(1, 400)", math.nan),
    ("sqrt(-1)", math.nan),
    ("log(0)", -math.inf),
    ("log10(1000)", 3.0),
    ("exp(0)", 1.0),
    ("exp10(2)", 100.0),
    ("round(pi(), 4)", 3.1416),
    ("round(sin(pi() div 6), 9)", 0.5),
    ("cos(0)", 1.0),
    ("tan(0)", 0.0),
    ("asin(2)", math.nan),
    ("acos(1)", 0.0),
    ("round(atan(1) * 4, 4)", 3.1416),
    ("round(atan2(1, -1), 4)", 2.3562),
    ("min(3, ${half}, ${blank})", 2.5),
    ("max(3, ${half}, ${blank})", 3.0),
    ("max(${blank})", math.nan),
    ("12 > ۳ and ${سن‌شما۲} = ۱۸", True),
]

TRUTHS: list[tuple[str, Value]] = [
    ("boolean('false')", True),
    ("boolean(0)", False),
    ("boolean(${blank})", False),
    ("boolean-from-string('True')", True),
    ("boolean-from-string('yes')", False),
    ("not(${blank})", True),
    ("if(${age} > 18, 'adult', 'child')", "adult"),
    ("if(${age} > 18, if(${half} > 2, 1, 2), 3)", 1.0),
    ("checklist(2, -1, true(), ${name}, ${blank})", True),
    ("checklist(-1, 1, true(), ${name}, ${blank})", False),
    ("weighted-checklist(5, 9, ${name}, 2, ${blank}, 20, true(), 3)", True),
    ("weighted-checklist(3, 3, ${nobody_asked}, 2, true(), 3)", True),
]

CHOICES: list[tuple[str, Value]] = [
    ("selected(${visits}, 'swim')", True),
    ("selected(${visits}, ' swim ')", True),
    ("selected(${visits}, 'swi')", False),
    ("selected(${blank}, 'swim')", False),
    ("selected-at(${visits}, 1)", "swim"),
    ("selected-at(${visits}, 2)", ""),
    ("selected-at(${visits}, -1)", ""),
    ("count-selected(${visits})", 2.0),
    ("count-selected(${blank})", 0.0),
]

DATES: list[tuple[str, Value]] = [
    ("today()", "2026-11-23"),
    ("now()", "2026-11-23T01:30:00.000+03:30"),
    ("now() > today()", True),
    ("${born} < today()", True),
    ("'2026-11-23' <= today()", True),
    ("'2026-11-24' <= today()", False),
    ("'2026-8-7' = '2026-08-07'", True),
    ("'2026-11-20T14:35:09.250Z' = ${seen}", True),
    ("${seen} > '2026-11-20'", True),
    ("${seen} > '2026-11-21'", False),
    ("today() - '2026-11-01'", 22.0),
    ("date(${born} + 366)", "1993-03-01"),
    ("date(today() + 30)", "2026-12-23"),
    ("date(now() + 1)", "2026-11-24"),
    ("date-time(now() + 0.5)", "2026-11-23T13:30:00.000+03:30"),
    ("int((today() - ${born}) div 365.25)", 34.0),
    ("today() >= today() - 7", True),
    ("date('1970-01-02') + 0", 1.0),
    ("date(0)", "1970-01-01"),
    ("date('2026-02-30')", ""),
    ("date(${name})", ""),
    ("date-time('2026-11-23T00:00:00Z')", "2026-11-23T03:30:00.000+03:30"),
    ("date-time('2026-11-23')", "2026-11-23T00:00:00.000+03:30"),
    ("decimal-date-time('1970-01-02T00:00:00Z')", 1.0),
    ("decimal-date-time('1970-01-02T03:30:00+03:30')", 1.0),
    ("decimal-date-time('soon')", math.nan),
    ("decimal-time('18:00:00.000+03:30')", 0.75),
    ("decimal-time('12:00')", 0.5),
    ("decimal-time('12:00Z')", 0.6458333333333334),
    ("decimal-time('24:00')", math.nan),
    ("decimal-time('2026-11-23T12:00:00.000+03:30')", 0.5),
    ("decimal-time(20000.25)", 0.25),
    ("decimal-date-time(20000.25)", 20000.25),
    ("date(1 div 0)", ""),
    ("date-time(${name})", ""),
    ("date('0000-01-01')", ""),
    ("date('0001-01-01T00:00:00Z')", ""),
    ("date('2026-11-23T25:00:00Z')", ""),
    ("${opens} < '17:00' and ${opens} >= '08:30'", True),
    ("${opens} < '08:00'", False),
    ("format-date(${born}, '%Y/%n/%e %y-%m-%d %a %b %%')", "1992/2/29 92-02-29 Sat Feb %"),
    ("format-date-time(${seen}, '%H:%M:%S.%3 %h')", "18:05:09.250 18"),
    ("format-date-time('2026-11-20T18:05:00-05:00', '%H:%M')", "18:05"),
    ("format-date-time('2026-11-20T18:05:00Z', '%H:%M')", "21:35"),
    ("format-date(${blank}, '%Y')", ""),
]

PLACES: list[tuple[str, Value]] = [
    ("round(distance('35.70 51.40 0 0;35.70 51.41 0 0'))", 904.0),
    ("distance('35.7 51.4 0 0')", 0.0),
    ("distance('nowhere')", math.nan),
    ("distance('95 51;95 52')", math.nan),
    ("round(area('0 0;0 0.01;0.01 0.01;0.01 0'))", 1239189.0),
    ("area('0 0;0 1')", 0.0),
]


@pytest.mark.parametrize(
    ("source", "expected"),
    [*OPERATORS, *TEXTS, *NUMBERS, *TRUTHS, *CHOICES, *DATES, *PLACES],
)
def test_value(source: str, expected: Value) -> None:
    assert gives(source, expected), value(source)


REPEATED: list[tuple[str, Value]] = [
    ("count(${person})", 3.0),
    ("count(${nobody_asked})", 0.0),
    ("count(/data/nobody_asked)", 0.0),
    ("count-non-empty(${years})", 2.0),
    ("sum(${years})", 48.0),
    ("sum(/data/person/years)", 48.0),
    ("min(${years})", 7.0),
    ("max(${years})", 41.0),
    ("concat(${first})", "AnaBijanCyrus"),
    ("join(' and ', ${first})", "Ana and Bijan and Cyrus"),
    ("${first} = 'Cyrus'", True),
    ("${first} != 'Cyrus'", True),
    ("${first} = 'Dara'", False),
    ("${years} > 40", True),
    ("${years} > 41", False),
    ("string(${first})", "Ana"),
    ("string(/data/person[position() = 2]/first)", "Bijan"),
    ("string(/data/person[3]/first)", "Cyrus"),
    ("string(/data/person[last()]/first)", "Cyrus"),
    ("string(${person}[years > 10]/first)", "Ana"),
    ("count(${person}[${years} < 10 or years = ''])", 2.0),
    ("join('+', //first[. != 'Ana'])", "Bijan+Cyrus"),
    ("join('+', ${person}[years != ''][2]/first)", "Cyrus"),
    ("count(${first} | ${years})", 6.0),
    ("indexed-repeat(${first}, ${person}, 2)", "Bijan"),
    ("indexed-repeat(${first}, ${person}, 9)", ""),
    ("distance(${first})", math.nan),
]


@pytest.mark.parametrize(("source", "expected"), REPEATED)
def test_value_over_the_turns_of_a_repeat(source: str, expected: Value) -> None:
    assert gives(source, expected), value(source)


def test_a_node_set_can_be_had_whole() -> None:
    assert parse("${person}[years != '']/first").nodes(HERE) == ("Ana", "Cyrus")
    assert parse("${age}").nodes(HERE) == ("34",)


def test_while_one_turn_is_asked_its_own_answers_count() -> None:
    third = replace(HERE, answers={**PARK, "first": "Cyrus", "years": "7"}, position=3, last=3)
    assert value("concat(${first}, ${years})", third) == "Cyrus7"
    assert value("position(..)", third) == 3.0
    assert value("indexed-repeat(${first}, ${person}, position(..) - 1)", third) == "Bijan"


def test_a_repeat_that_nobody_took_has_no_turns() -> None:
    empty = replace(HERE, repeats={"person": (), "years": ()})
    assert value("count(${person})", empty) == 0.0
    assert value("sum(${years})", empty) == 0.0
    assert gives("max(${years})", math.nan, empty)


def test_a_constraint_judges_the_answer_itself() -> None:
    told = replace(HERE, self_value="12")
    assert value(". >= 0 and . < ${age}", told) is True
    assert value("string-length(.) = string-length()", told) is True
    assert value("once(${age})", told) == "12"
    assert value("once(${age})") == "34"


def test_a_choice_filter_sees_the_columns_of_the_choice() -> None:
    tehran = replace(HERE, answers={"province": "tehran"}, choice={"name": "rey", "province": "tehran"})
    karaj = replace(tehran, choice={"name": "karaj", "province": "alborz"})
    for cascade in ("province = ${province}", "province = current()/../province", "${province}=province"):
        assert parse(cascade).truth(tehran), cascade
        assert not parse(cascade).truth(karaj), cascade


def test_a_choice_can_be_told_by_its_label() -> None:
    labels = {("visits", "walk"): "پیاده‌روی", ("visits", "swim"): "شنا"}
    labelled = replace(HERE, choice_label=lambda question, choice: labels[question, choice])
    for question in ("'${visits}'", "'visits'", "'/data/visits'"):
        assert value(f"jr:choice-name(${{visits}}, {question})", labelled) == "پیاده‌روی, شنا"
    assert value("jr:choice-name(selected-at(${visits}, 1), '${visits}')", labelled) == "شنا"
    assert value("jr:choice-name(${visits}, '${visits}')") == "walk, swim"


def test_month_and_day_names_in_the_language_of_the_form() -> None:
    assert value("format-date(${born}, '%a %e %b')", replace(HERE, language="fa")) == "شنبه 29 فوریه"
    assert value("format-date(${born}, '%a %e %b')", replace(HERE, language="??")) == "Sat 29 Feb"


def test_days_are_counted_right_where_the_clocks_change() -> None:
    berlin = replace(HERE, now=datetime(2026, 3, 30, 12, tzinfo=ZoneInfo("Europe/Berlin")))
    assert value("today() - date('2026-03-28')", berlin) == 2.0
    assert value("date-time('2026-03-28T12:00:00Z')", berlin) == "2026-03-28T13:00:00.000+01:00"
    assert value("date-time('2026-03-29T12:00:00Z')", berlin) == "2026-03-29T14:00:00.000+02:00"


def test_chance_is_drawn_from_the_seed() -> None:
    draws = {str(value("random()", replace(HERE, seed=str(seed)))) for seed in range(50)}
    assert len(draws) == 50
    assert all(0 <= float(draw) < 1 for draw in draws)
    assert value("random()") == value("random()")
    assert value("random() = random()") is False
    assert value("regex(uuid(), '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}')") is True
    assert value("string-length(uuid(70))") == 70.0


def test_a_seeded_shuffle_has_the_order_of_other_odk_clients() -> None:
    letters = replace(HERE, repeats={"letter": tuple("ABCDEF")})
    shuffles = {
        seed: "".join(parse(f"randomize(${{letter}}, {seed})").nodes(letters))
        for seed in ("42", "'42'", "-42", "1.1", "0", "'mirror'")
    }
    assert shuffles == {
        "42": "AFCBDE", "'42'": "AFCBDE", "-42": "EDAFBC", "1.1": "BFEACD", "0": "CBEAFD", "'mirror'": "ACBEDF",
    }  # fmt: skip
    assert sorted(parse("randomize(${letter})").nodes(letters)) == list("ABCDEF")


def test_text_number_and_truth_of_one_expression() -> None:
    years = parse("${age} + 8")
    assert (years.text(HERE), years.number(HERE), years.truth(HERE)) == ("42", 42.0, True)
    born = parse("${born}")
    assert (born.text(HERE), born.number(HERE), born.truth(HERE)) == ("1992-02-29", 8094.0, True)


def test_what_an_expression_reads() -> None:
    cascade = parse("region = ${province} and ../age > 18 and selected(/data/visits, 'walk') and . != ''")
    assert cascade.references == {"province", "age", "visits"}
    assert cascade.bare_names == {"region"}
    assert cascade.uses_self


@pytest.mark.parametrize(
    ("source", "references", "uses_self"),
    [
        ("jr:choice-name(${city}, '${city_again}')", {"city", "city_again"}, False),
        ("count(/data/person[years > 10 and ${name} = '' and . != ''])", {"person", "years", "name"}, False),
        ("${نام‌خانوادگی} = ${ age }", {"نام‌خانوادگی", "age"}, False),
        ("current()/../age", {"age"}, False),
        ("./other = position(..)", {"other"}, False),
        ("/data/@version", set(), False),
        ("@version", set(), False),
        ("../../group/./age", {"age"}, False),
        ("once(random())", set(), True),
        ("string-length() > 3", set(), True),
        ("string-length(${age}) > 3", {"age"}, False),
        ("current() > 3", set(), True),
    ],
)
def test_references(source: str, references: set[str], uses_self: bool) -> None:
    expression = parse(source)
    assert expression.references == references
    assert expression.bare_names == set()
    assert expression.uses_self is uses_self


def test_line_breaks_and_marks_that_turn_the_direction_are_only_space() -> None:
    assert value("\u200f${age}\u200e >\n\t18\u00a0 and\ufeff true()") is True


def test_a_context_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Context({}, NOW.replace(tzinfo=None))


@pytest.mark.skipif(not SAMPLES.exists(), reason="the shared samples are not beside this repository")
def test_the_answers_on_which_javarosa_and_enketo_agree() -> None:
    samples = json.loads(SAMPLES.read_text(encoding="utf-8"))
    answered = replace(HERE, answers=samples["answers"], repeats={})
    wrong = [
        (case["expression"], case["value"], value(case["expression"], answered))
        for case in samples["cases"]
        if not gives(case["expression"], sample_value(case["type"], case["value"]), answered)
    ]
    assert samples["cases"]
    assert not wrong


def sample_value(kind: str, written: str | float | bool) -> Value:
    """Numbers that JSON does not know are written as texts: "NaN", "-Infinity"."""
    return float(written) if kind == "number" else written
