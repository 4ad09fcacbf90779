"""What JavaRosa (ODK Collect) and Enketo both make of expressions that are easily made something else of."""

from __future__ import annotations

import math
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from consultation.expressions import Context, Value, parse

AT = Context(
    {"n": "42", "blank": "", "chosen": "tea coffee", "one": "tea", "text": "Shiraz", "day": "2026-08-07"},
    datetime(2026, 8, 7, 12, tzinfo=ZoneInfo("UTC")),
)

PRECEDENCE: list[tuple[str, Value]] = [
    ("4 - 3 * 4 + 5 - 1", -4.0),
    ("2 * 3 div 8 * 2", 1.5),
    ("true() or true() and false()", True),
    ("-3 < 3 = 6 >= 6", True),
    ("3 < 4 < 5", True),
    ("3 < (4 < 5)", False),
    ("6 < 7 - 4", False),
    ("false() and false() < true()", False),
    ("(false() and false()) < true()", True),
    ("false() or 0 + 2", True),
    ("-5 mod -3", -2.0),
    ("5 mod -3", 2.0),
    ("5 mod 3.5", 1.5),
    ("-(8*5)", -40.0),
    ("-'19'", -19.0),
]
COERCION: list[tuple[str, Value]] = [
    ("'0017.' = 17", True),
    ("'017.' = '17.000'", False),
    ("'-17' > '-172'", True),
    ("'abc' < 'abcd'", False),
    ("true() = 'true'", True),
    ("0 = false()", True),
    ("true() + 8", 9.0),
    ("true() > 0.9999", True),
    ("'' or 17", True),
    ("boolean('false')", True),
    ("boolean('  ')", True),
    ("boolean(1 div 0)", True),
    ("number(' -12345.6789  ')", -12345.6789),
    ("number('- 17')", math.nan),
    ("number('1.1e6')", math.nan),
    ("number('Infinity')", math.nan),
    ("int('-0.7')", 0.0),
    ("int('  ')", math.nan),
    ("string(-123456)", "-123456"),
    ("string(.557586)", "0.557586"),
    ("if('', 5, 'abc')", "abc"),
    ("string(if(6 > 7, 5, 7))", "7"),
    ("number(${blank})", math.nan),
    ("${blank} = ''", True),
    ("${n} + ${n}", 84.0),
    ("concat(1 = 1, 1 div 2)", "true0.5"),
    ("round(14.5)", 15.0),
    ("round(2.375, 2)", 2.38),
    ("round(12345, -2)", 12300.0),
]
CHOICES: list[tuple[str, Value]] = [
    ("selected(${chosen}, ' tea ')", True),
    ("selected(${chosen}, 'te')", False),
    ("selected(${blank}, 'tea')", False),
    ("count-selected(${blank})", 0.0),
    ("count-selected(${one})", 1.0),
    ("selected-at(${chosen}, 1)", "coffee"),
    ("selected-at(${chosen}, 2)", ""),
    ("checklist(-1, 2, 1 = 1, 2 = 2, 3 = 3)", False),
    ("checklist(1, 1, true(), false(), false())", True),
    ("weighted-checklist(3, -1, 1 = 1, 2, 1 = 1, 1)", True),
    ("weighted-checklist(3, 3, 1 = 2, 2, 1 = 1, 1)", False),
    ("boolean-from-string('1')", True),
    ("boolean-from-string(1.0001)", False),
    ("boolean-from-string('whatever')", False),
    ("coalesce(${blank}, 'second')", "second"),
]
TEXTS: list[tuple[str, Value]] = [
    ("translate('hello wor,ld', ' ,', ', ')", "hello,wor ld"),
    ("translate('hello', '', 'L')", "hello"),
    ("substr(${text}, 0, -1)", "Shira"),
    ("substr(${text}, -2)", "az"),
    ("substring-before(${text}, '')", ""),
    ("substring-after(${text}, '')", "Shiraz"),
    ("normalize-space(' a    b ')", "a b"),
    ("contains(${text}, '')", True),
    ("ends-with('', '')", True),
    ("join('-', 'a', 'b', '')", "a-b-"),
    ("string-length(${blank})", 0.0),
]
DATES: list[tuple[str, Value]] = [
    ("date('2008-09-08') - date('1983-10-06')", 9104.0),
    ("date(14127) = date('2008-09-05')", True),
    ("string(date('2018-01-01' + 1))", "2018-01-02"),
    ("'2021-11-30' - '2021-11-29'", 1.0),
    ("date('1970-1-2') = date('1970-01-02')", True),
    ("10 + date('2012-07-24') = date('2012-08-03')", True),
    ("today() = ${day}", True),
    ("${day} < today() + 1", True),
    ("format-date('', '%Y')", ""),
    ("format-date('not a date', '%M')", ""),
    ("format-date('2018-01-02T10:20:30.123', '%Y-%m-%e %H:%M:%S')", "2018-01-2 10:20:30"),
    ("format-date('2012-07-23', '%Y/%n | %y/%m | %b')", "2012/7 | 12/07 | Jul"),
    ("decimal-date-time('1970-01-02T00:00:00Z')", 1.0),
    ("decimal-date-time('2018-04-24T15:30:00.000+06:00')", 17645.395833333332),
]


@pytest.mark.parametrize(("source", "expected"), [*PRECEDENCE, *COERCION, *CHOICES, *TEXTS, *DATES])
def test_an_expression_means_what_both_engines_make_of_it(source: str, expected: Value) -> None:
    found = parse(source).evaluate(AT)
    if isinstance(expected, float):
        assert found == pytest.approx(expected, nan_ok=True)
        assert not isinstance(found, bool)
    else:
        assert found == expected
