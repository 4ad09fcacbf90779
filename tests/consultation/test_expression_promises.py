"""Whatever is written and whatever is answered: reading ends in an Expression or an ExpressionError, and evaluating
always ends in a text, a number or a truth."""

import re
from datetime import datetime
from importlib import import_module
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from consultation.expressions import Context, ExpressionError, linear, parse, patterns
from consultation.expressions.functions import FUNCTIONS, Function, Takes

_parser: Any = import_module("re._parser")

ODD_ANSWERS = [
    "", " ", "0", "-1", "1e400", "9" * 400, "NaN", "Infinity", "٤٢", "۱۲", "true", "water power", "سلام", "\ud800",
    "2026-08-07", "2026-02-30", "0001-01-01", "9999-12-31", "2026-8-7", "2026-08-07T", "9999-12-31T23:59:59Z",
    "0001-01-01T00:00:00+14:00", "2026-08-07T10:00:00+24:00", "10:30", "10:30:00.000+03:30", "24:00", "35.7 51.4;36 52",
    "['", "[a-", "(((", "%Q%", "%b %a %", "YWJj", "md5", "hex", "🙂",
]  # fmt: skip
QUESTIONS = ["${a}", "${سن‌من}", "${years}", "${nobody}", "../a", "/data/person/years", "//years[. > 1]", ".", "..",
             "${person}[position() = 2]/years", "${person}[${years} > 1]", "current()/../a", "column"]  # fmt: skip
FIXED = ["0", "1", "-1", "2.5", "1000000", "1 div 0", "-1 div 0", "0 div 0", "99999999999999999999", "-3000000"]
SIGNS = ["=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "div", "mod", "and", "or"]
ZONES = [ZoneInfo("UTC"), ZoneInfo("Asia/Tehran"), ZoneInfo("America/New_York")]

answers = st.one_of(st.sampled_from(ODD_ANSWERS), st.text(max_size=12), st.floats().map(repr))
questions = st.sampled_from(QUESTIONS)
quoted = answers.filter(lambda answer: "'" not in answer).map(lambda answer: f"'{answer}'")


def calls(arguments: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    infix = st.tuples(arguments, st.sampled_from(SIGNS), arguments).map(" ".join)
    return st.one_of(infix, *(call(name, function, arguments) for name, function in FUNCTIONS.items()))


def call(name: str, function: Function, arguments: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    counts = {function.least, len(function.takes), len(function.takes) + 2 * len(function.more)}
    return st.one_of(*(call_of(name, function.takings(count), arguments) for count in sorted(counts)))


def call_of(name: str, takings: list[Takes], arguments: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    given_each = [questions if takes in (Takes.NODES, Takes.TURNS) else arguments for takes in takings]
    return st.tuples(*given_each).map(lambda written: f"{name}({', '.join(written)})")


expressions = st.recursive(st.one_of(quoted, questions, st.sampled_from(FIXED)), calls, max_leaves=6)
contexts = st.builds(
    Context,
    answers=st.fixed_dictionaries({"a": answers, "سن‌من": answers}),
    now=st.sampled_from(ZONES).map(lambda zone: datetime(2026, 8, 7, 23, 30, tzinfo=zone)),
    self_value=answers,
    choice=st.fixed_dictionaries({"column": answers}),
    repeats=st.lists(answers, max_size=3).map(lambda years: {"years": years, "person": years}),
)


@settings(deadline=None, max_examples=400)
@given(expressions, contexts)
def test_evaluating_never_fails(source: str, context: Context) -> None:
    try:
        expression = parse(source)
    except ExpressionError:
        return
    assert type(expression.evaluate(context)) in (str, float, bool)
    assert type(expression.text(context)) is str
    assert type(expression.number(context)) is float
    assert type(expression.truth(context)) is bool
    assert expression.text(context) == expression.text(context)


PIECES = [
    "${a}", "(", ")", "[", "]", "and", "or", "div", "-", "'", "'x'", "1", ".", "..", "/", "//", "@", "=", "!=", "<",
    ",", "::", "$", "{", "}", "selected", "count", "current", "if", "jr:choice-name", "name", "*", "|", " ", "،",
    "\u200c",
]  # fmt: skip
soup = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=14).map("".join)


def fault(source: str) -> ExpressionError | None:
    try:
        parse(source)
    except ExpressionError as error:
        return error
    return None


@settings(deadline=None, max_examples=400)
@given(soup, contexts)
def test_reading_never_fails_but_with_the_place_of_the_fault(source: str, context: Context) -> None:
    error = fault(source)
    if error is None:
        parse(source).evaluate(context)
    else:
        assert 0 <= error.position <= len(source)
        assert error.message


def test_a_form_as_long_as_a_cell_is_wide_and_not_deep() -> None:
    context = Context({"a": "400"}, datetime(2026, 8, 7, tzinfo=ZoneInfo("UTC")))
    assert parse(" or ".join(f"${{a}} = {number}" for number in range(2000))).truth(context)
    assert parse("+".join("1" * 15_000)).number(context) == 15_000
    assert parse("-" * 30_000 + "1").number(context) == 1
    assert parse("if(${a} = 1, 1, " * 90 + "${a}" + ")" * 90).number(context) == 400


def test_the_same_text_is_read_once() -> None:
    assert parse("${a} > 1") is parse("${a} > 1")


@pytest.mark.parametrize(
    "pattern",
    [
        r"^\w+([\.-]?\w+)*@\w+([\.-]?\w+)*(\.\w{2,3})+$",
        r"(\w+\s?)+!",
        r"([a-z]*)*!",
        r"(?:[a-z]+|\d+)*!",
        r"((\w+ ?)+,)*!",
        r"(a+){2,}!",
    ],
)
def test_no_answer_can_keep_a_pattern_busy_for_years(pattern: str) -> None:
    context = Context({"a": "a" * 300}, datetime(2026, 8, 7, tzinfo=ZoneInfo("UTC")))
    assert not parse(f"regex(${{a}}, '{pattern}')").truth(context)


parts = st.sampled_from(["a", "b", "[ab]", ".", r"\w", r"\.", r"\|", "[|)]", "[^a]"])
times = st.sampled_from(["", "+", "*", "?", "{2}", "{0,2}", "{1,}", "+?"])
branches = st.lists(st.tuples(parts, times).map("".join), max_size=3).map("".join)
groups = st.tuples(
    st.sampled_from(["(", "(?:"]),
    st.lists(branches, min_size=1, max_size=2).map("|".join),
    st.sampled_from([")*", ")+", ")", ")?", "){2}", "){2,}", ")*?", ")*+"]),
).map("".join)
written_patterns = st.lists(st.one_of(groups, branches), min_size=1, max_size=3).map("".join)


@settings(deadline=None, max_examples=300)
@given(written_patterns, st.lists(st.text("ab.|)", max_size=6), min_size=1, max_size=6))
def test_a_pattern_that_is_walked_fits_the_same_texts(pattern: str, texts: list[str]) -> None:
    assume(not re.search(r"[+*?}]{3}|[*+?}]\+", pattern))
    walked, written = linear.program_of(_parser.parse(pattern)), re.compile(pattern)
    assert [linear.Walk(text).ends(walked) for text in texts] == [bool(written.fullmatch(text)) for text in texts]


@pytest.mark.parametrize(
    ("pattern", "fitting", "other"),
    [
        (r"(?=.*\d)(?=.*[A-Z]).{4,}", "abC1", "abc1"),
        (r"(?!.*(گران|ارزان)).*", "خوب", "نه گران"),
        (r"(\b\w+\b\s?)+", "یک دو", "یک  "),
        (r"(?i)(ab|cd)+x*y*z*", "aBCdXz", "acdx"),
        (r"(\d{1,3}(,\d{3})*|\d+)(\.\d+)?", "1,234,567.8", "1,23,4"),
        (r"[^@\s]+@[^@\s]+\.[^@\s]+", "a.b@c.ir", "a@b@c.ir"),
    ],
)
def test_patterns_as_people_write_them(pattern: str, fitting: str, other: str) -> None:
    assert patterns.matches(fitting, pattern)
    assert not patterns.matches(other, pattern)


@pytest.mark.parametrize("pattern", [r"(a+)+\1", "(a{0,99}){0,99}b{0,99}", "(){4000000000}x*y*z*", "((){4000}){4000}"])
def test_a_pattern_that_could_take_long_is_refused_or_takes_no_time(pattern: str) -> None:
    if patterns.too_slow(pattern):
        with pytest.raises(ExpressionError, match="too long"):
            parse(f"regex(., '{pattern}')")
    assert not patterns.matches("a" * 4000 + "!", pattern)
