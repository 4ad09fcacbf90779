"""A wrong expression is refused when the form is read, with the place of the fault and its cure."""

import pytest

from consultation.expressions import ExpressionError, Problem, parse

WRONG = [
    ("", 0, Problem.EMPTY, "The expression is empty."),
    ("  ", 2, Problem.EMPTY, "The expression is empty."),
    ("${age} >", 8, Problem.UNFINISHED, "what is missing at its end"),
    ("${age} > )", 9, Problem.UNEXPECTED, "“)” does not belong here."),
    ("(${age} > 3", 11, Problem.UNCLOSED, "The closing “)” is missing."),
    ("selected(${a}, 'x'", 18, Problem.UNCLOSED, "The closing “)” is missing."),
    ("count(${p}[1)", 12, Problem.UNEXPECTED, "“)” does not belong here."),
    ("${age} > 3)", 10, Problem.UNEXPECTED, "“)” does not belong here."),
    ("${age} 3", 7, Problem.NO_OPERATOR, "is missing before “3”"),
    ("${age} > 18 ${city} = 'x'", 12, Problem.NO_OPERATOR, "is missing before “city”"),
    ("${age} > 18 an ${city} = 'x'", 12, Problem.NO_OPERATOR, "is missing before “an”"),
    ("selected(${a}, , 'x')", 15, Problem.UNEXPECTED, "“,” does not belong here."),
    ("selected(${a}, 'x',)", 19, Problem.UNEXPECTED, "“)” does not belong here."),
    ("${city} = 'tehran", 10, Problem.UNCLOSED_TEXT, "its closing quote (') is missing"),
    ("${age > 18", 0, Problem.REFERENCE, "Write the name of one question between the braces"),
    ("${my age} > 18", 0, Problem.REFERENCE, "without spaces: ${name}."),
    ("1 + ${}", 4, Problem.REFERENCE, "${name}"),
    ("$age > 18", 0, Problem.REFERENCE, "${name}"),
    ("${last-saved#city}", 0, Problem.LAST_SAVED, "${last-saved#…} cannot be used"),
    ("${age} # 3", 7, Problem.UNEXPECTED, "“#” does not belong here."),
    ("${city} == 'tehran'", 8, Problem.OTHER_SIGN, "Write = in place of “==”."),
    ("${a} > 1 && ${b} > 1", 9, Problem.OTHER_SIGN, "Write and in place of “&&”."),
    ("${a} > 1 || ${b} > 1", 9, Problem.OTHER_SIGN, "Write or in place of “||”."),
    ("${a} <> 1", 5, Problem.OTHER_SIGN, "Write != in place of “<>”."),
    ("${a} ≥ 1", 5, Problem.OTHER_SIGN, "Write >= in place of “≥”."),
    ("!selected(${a}, 'x')", 0, Problem.OTHER_SIGN, "Write not( ) in place of “!”."),
    ("selected(${a}، 'x')", 13, Problem.OTHER_SIGN, "Write , in place of “،”."),
    ("${city} = «تهران»", 10, Problem.OTHER_SIGN, "Write ' in place of “«”."),
    ("${a} / 2", 5, Problem.OTHER_SIGN, "Write div in place of “/”."),
    ("(1 + 2) / 3", 8, Problem.OTHER_SIGN, "Write div in place of “/”."),
    ("${a} % 2", 5, Problem.OTHER_SIGN, "Write mod in place of “%”."),
    ("${a} /", 6, Problem.UNFINISHED, "what is missing at its end"),
    ("/data/*", 6, Problem.PATH, "“*” is not supported in a path"),
    ("child::age", 0, Problem.PATH, "“child::” is not supported in a path. Write the question as ${name}."),
    ("/data/age/text()", 10, Problem.PATH, "“text” is not supported in a path"),
    ("select(${a}, 'x')", 0, Problem.UNKNOWN_LIKE, "Did you mean selected()?"),
    ("1 + Count(${a})", 4, Problem.UNKNOWN_LIKE, "There is no function Count(). Did you mean count()?"),
    ("xyzzy(1)", 0, Problem.UNKNOWN, "There is no function xyzzy()."),
    ("pulldata('list', 'a', 'b', 'c')", 0, Problem.ELSEWHERE, "Put its rows into the choices sheet."),
    ("instance('list')/rows/item", 0, Problem.ELSEWHERE, "instance() reads another file"),
    ("selected(${a})", 0, Problem.TOO_FEW, "selected() is given too few values: 1, and it needs 2."),
    ("1 + today(1)", 4, Problem.TOO_MANY, "today() is given too many values: 1, and it takes 0."),
    ("if(${a}, 'x')", 0, Problem.TOO_FEW, "if() is given too few values: 2, and it needs 3."),
    ("round(1, 2, 3)", 0, Problem.TOO_MANY, "it takes 2."),
    ("weighted-checklist(1, 2, ${a})", 0, Problem.PAIRS, "takes its values in pairs"),
    ("sum(3)", 4, Problem.NOT_NODES, "sum() needs a question here, such as ${name}"),
    ("count('children')", 6, Problem.NOT_NODES, "count() needs a question here"),
    ("indexed-repeat(${a}, 'b', 1)", 21, Problem.NOT_NODES, "indexed-repeat() needs a question here"),
    ("regex(., '[0-9')", 9, Problem.PATTERN, "The pattern of regex() cannot be read: "),
    ("regex(., '*')", 9, Problem.PATTERN, "nothing before *"),
    ("format-date(today(), '%Y-%M-%D')", 21, Problem.DATE_CODE, "%D is no date code."),
    ("digest(${a}, 'CRC')", 13, Problem.DIGEST, "and not CRC."),
]


@pytest.mark.parametrize(("source", "position", "problem", "words"), WRONG)
def test_error(source: str, position: int, problem: Problem, words: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        parse(source)
    error = refused.value
    assert (error.problem, error.position, error.source) == (problem, position, source)
    assert words in error.message
    assert error.message == error.msgid.format(**error.values) == str(error)


def test_every_problem_but_size_is_met_above() -> None:
    met = {problem for _, _, problem, _ in WRONG}
    assert set(Problem) - met == {Problem.TOO_LONG, Problem.TOO_DEEP, Problem.SLOW_PATTERN}


@pytest.mark.parametrize(
    "deep",
    [
        "(" * 5000 + "1" + ")" * 5000,
        "not(" * 5000 + "1" + ")" * 5000,
        "if(1, " * 500 + "1" + ", 2)" * 500,
        "${a}[" * 500 + "1" + "]" * 500,
        "1 + (" * 500,
    ],
)
def test_what_is_nested_too_deeply_is_refused(deep: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        parse(deep)
    assert refused.value.problem is Problem.TOO_DEEP


def test_what_no_cell_can_hold_is_refused() -> None:
    with pytest.raises(ExpressionError) as refused:
        parse("1" * 40_000)
    assert refused.value.problem is Problem.TOO_LONG


@pytest.mark.parametrize("pattern", ["(" * 3000 + ")" * 3000, "a{99999999999}", "[z-a]", "a**", "(?P<a"])
def test_a_pattern_that_python_cannot_read_is_refused_where_it_stands(pattern: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        parse(f"regex(., '{pattern}')")
    assert refused.value.problem is Problem.PATTERN
    assert refused.value.position == 9
