"""The functions an expression may call: those of the ODK XForms specification, and nothing else."""

from __future__ import annotations

import base64
import hashlib
import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from consultation.expressions import arithmetic, chance, dates, geography, patterns
from consultation.expressions.values import Context, Found, Nodes, Value, each, nodes, number, text, truth


class Takes(Enum):
    """What an argument is turned into before the function sees it."""

    TEXT = auto()
    NUMBER = auto()
    TRUTH = auto()
    NODES = auto()  # written as a question or a path; a fixed value is refused
    TURNS = auto()  # nodes again, of all turns of the repeat, also while one of them is asked
    ANY = auto()


TEXT, NUMBER, TRUTH, NODES, TURNS, ANY = Takes


@dataclass(frozen=True)
class Function:
    call: Callable[..., Found]
    """Of the context and the arguments."""
    takes: tuple[Takes, ...] = ()
    optional: int = 0
    """How many of the last arguments may be left out."""
    more: tuple[Takes, ...] = ()
    """May follow any number of times."""
    of_self: bool = False
    """Works on ".", the answer being judged, where its optional argument is left out; once() always does."""
    by_chance: bool = False
    """Is given its place in the expression last, so that two calls of random() differ."""

    @property
    def least(self) -> int:
        return len(self.takes) - self.optional

    @property
    def most(self) -> float:
        return math.inf if self.more else len(self.takes)

    def reads_self(self, given: int) -> bool:
        return self.of_self and (not self.optional or given < len(self.takes))

    def takings(self, given: int) -> list[Takes]:
        repeated = self.more * given
        return [*self.takes, *repeated][:given]


# Texts


def _before(_: Context, whole: str, part: str) -> str:
    before, found, _after = whole.partition(part) if part else ("", "", "")
    return before if found else ""


def _after(_: Context, whole: str, part: str) -> str:
    return whole.partition(part)[2] if part else whole


def _substring(_: Context, whole: str, start: float, length: float | None = None) -> str:
    """XPath 1.0: counted from 1, and both numbers rounded."""
    first = arithmetic.rounded(start)
    after = math.inf if length is None else first + arithmetic.rounded(length)
    return "".join(letter for place, letter in enumerate(whole, 1) if first <= place < after)


def _substr(_: Context, whole: str, start: float, end: float = math.inf) -> str:
    """Counted from 0, and from the end when negative."""
    return whole[_index(start, len(whole)) : _index(end, len(whole))]


def _index(place: float, most: int) -> int:
    return 0 if math.isnan(place) else int(max(-most, min(place, most)))


def _translate(_: Context, whole: str, letters: str, others: str) -> str:
    table: dict[int, str | None] = {}
    for place, letter in enumerate(letters):
        table.setdefault(ord(letter), others[place] if place < len(others) else None)
    return whole.translate(table)


def _join(_: Context, separator: str, *values: Found) -> str:
    return separator.join(part for value in values for part in nodes(value))


def _coalesce(_: Context, *values: Found) -> Found:
    return next((value for value in values if text(value) not in ("", "NaN")), values[-1])


DIGESTS = {"md5": "md5", "sha-1": "sha1", "sha-256": "sha256", "sha-384": "sha384", "sha-512": "sha512"}


def _digest(_: Context, message: str, algorithm: str, encoding: str = "base64") -> str:
    name = DIGESTS.get(algorithm.lower())
    if name is None:
        return ""
    digest = hashlib.new(name, message.encode("utf-8", "surrogatepass"), usedforsecurity=False).digest()
    return digest.hex() if encoding.lower() == "hex" else base64.b64encode(digest).decode()


def _base64_decode(_: Context, encoded: str) -> str:
    try:
        return base64.b64decode(encoded).decode("utf-8", "replace")
    except ValueError:
        return ""


# Numbers and truths


def _flat(values: Iterable[Found]) -> Iterator[Value]:
    for value in values:
        if isinstance(value, tuple):
            yield from value
        else:
            yield value


def _numbers(context: Context, values: Iterable[Found]) -> list[float]:
    """What is unanswered or no number does not count, as in ODK Collect."""
    everything = (number(value, context) for value in _flat(values))
    return [value for value in everything if not math.isnan(value)]


def _within(total: float, least: float, most: float) -> bool:
    """-1 is no bound."""
    return (least < 0 or total >= least) and (most < 0 or total <= most)


def _checklist(_: Context, least: float, most: float, *values: Found) -> bool:
    return _within(sum(truth(value) for value in _flat(values)), least, most)


def _weighted_checklist(context: Context, least: float, most: float, *pairs: Found) -> bool:
    weights = (
        number(weight, context)
        for values, its_weights in zip(pairs[0::2], pairs[1::2], strict=True)
        for value, weight in zip(each(values), each(its_weights), strict=False)
        if truth(value)
    )
    return _within(math.fsum(weight for weight in weights if not math.isnan(weight)), least, most)


# Choices


def _selected_at(_: Context, selected: str, place: float) -> str:
    choices = selected.split()
    return choices[int(place)] if 0 <= place < len(choices) else ""


def _choice_name(context: Context, selected: str, question: str) -> str:
    """The label; of several choices, their labels in a row."""
    return ", ".join(context.choice_label(question, choice) for choice in selected.split())


def question_named(written: str) -> str:
    """The question that jr:choice-name() is given as a text: '${city}', '/data/city' or 'city'."""
    return written.strip().removeprefix("${").removesuffix("}").rpartition("/")[2].strip()


# Dates


def _format_date(context: Context, day: Found, pattern: str) -> str:
    wall = dates.wall_clock(_day(day), context.now.tzinfo)
    return "" if wall is None else dates.formatted(wall, pattern, context.language)


def _day(value: Found) -> str | float:
    return value if isinstance(value, float) else text(value)


def _decimal_date_time(context: Context, value: Found) -> float:
    if isinstance(value, float):
        return value
    days = dates.utc_days(text(value), context.now.tzinfo)
    return math.nan if days is None else days


def _decimal_time(context: Context, value: Found) -> float:
    if isinstance(value, float):
        return value % 1.0
    fraction = dates.day_fraction(text(value), context.now)
    return math.nan if fraction is None else fraction


# Repeats and places


def _indexed_repeat(_: Context, answers: Nodes, repeat: Nodes, turn: float) -> str:
    """A turn below 1 is the first, as in ODK Collect."""
    place = max(0, _index(turn, len(answers) + 1) - 1)
    return answers[place] if place < len(answers) else ""


def _on_earth(measure: Callable[[list[geography.Point]], float]) -> Callable[..., float]:
    def call(_: Context, *lines: Found) -> float:
        points = geography.points(line for value in lines for line in nodes(value))
        return math.nan if points is None else measure(points)

    return call


FUNCTIONS: dict[str, Function] = {
    # texts
    "string": Function(lambda _, value: value, (TEXT,), optional=1, of_self=True),
    "concat": Function(lambda context, *values: _join(context, "", *values), more=(ANY,)),
    "join": Function(_join, (TEXT,), more=(ANY,)),
    "substr": Function(_substr, (TEXT, NUMBER, NUMBER), optional=1),
    "substring": Function(_substring, (TEXT, NUMBER, NUMBER), optional=1),
    "substring-before": Function(_before, (TEXT, TEXT)),
    "substring-after": Function(_after, (TEXT, TEXT)),
    "string-length": Function(lambda _, value: float(len(value)), (TEXT,), optional=1, of_self=True),
    "normalize-space": Function(lambda _, value: " ".join(value.split()), (TEXT,), optional=1, of_self=True),
    "translate": Function(_translate, (TEXT, TEXT, TEXT)),
    "contains": Function(lambda _, whole, part: part in whole, (TEXT, TEXT)),
    "starts-with": Function(lambda _, whole, part: whole.startswith(part), (TEXT, TEXT)),
    "ends-with": Function(lambda _, whole, part: whole.endswith(part), (TEXT, TEXT)),
    "regex": Function(lambda _, value, pattern: patterns.matches(value, pattern), (TEXT, TEXT)),
    "coalesce": Function(_coalesce, (ANY, ANY), more=(ANY,)),
    "digest": Function(_digest, (TEXT, TEXT, TEXT), optional=1),
    "base64-decode": Function(_base64_decode, (TEXT,)),
    # numbers
    "number": Function(lambda _, value: value, (NUMBER,), optional=1, of_self=True),
    "int": Function(arithmetic.to_whole(math.trunc), (NUMBER,)),
    "round": Function(lambda _, *values: arithmetic.rounded(*values), (NUMBER, NUMBER), optional=1),
    "floor": Function(arithmetic.to_whole(math.floor), (NUMBER,)),
    "ceiling": Function(arithmetic.to_whole(math.ceil), (NUMBER,)),
    "pow": Function(arithmetic.mathematics(arithmetic.power), (NUMBER, NUMBER)),
    "log": Function(arithmetic.logarithm(math.log), (NUMBER,)),
    "log10": Function(arithmetic.logarithm(math.log10), (NUMBER,)),
    "atan2": Function(arithmetic.mathematics(math.atan2), (NUMBER, NUMBER)),
    "pi": Function(lambda _: math.pi),
    **{name: Function(arithmetic.mathematics(call), (NUMBER,)) for name, call in arithmetic.OF_ONE_NUMBER.items()},
    "min": Function(lambda context, *values: min(_numbers(context, values), default=math.nan), (ANY,), more=(ANY,)),
    "max": Function(lambda context, *values: max(_numbers(context, values), default=math.nan), (ANY,), more=(ANY,)),
    "sum": Function(lambda context, values: float(sum(_numbers(context, values))), (NODES,)),
    # truths
    "boolean": Function(lambda _, value: value, (TRUTH,)),
    "boolean-from-string": Function(lambda _, value: value.lower() in ("true", "1"), (TEXT,)),
    "true": Function(lambda _: True),
    "false": Function(lambda _: False),
    "not": Function(lambda _, value: not value, (TRUTH,)),
    "if": Function(lambda _, holds, value, other: value if holds else other, (TRUTH, ANY, ANY)),
    "checklist": Function(_checklist, (NUMBER, NUMBER), more=(ANY,)),
    "weighted-checklist": Function(_weighted_checklist, (NUMBER, NUMBER), more=(ANY, ANY)),
    # choices
    "selected": Function(lambda _, selected, choice: choice.strip() in selected.split(" "), (TEXT, TEXT)),
    "selected-at": Function(_selected_at, (TEXT, NUMBER)),
    "count-selected": Function(lambda _, selected: float(len(selected.split())), (TEXT,)),
    "jr:choice-name": Function(_choice_name, (TEXT, TEXT)),
    # node sets and repeats
    "count": Function(lambda _, values: float(len(values)), (NODES,)),
    "count-non-empty": Function(lambda _, values: float(sum(value != "" for value in values)), (NODES,)),
    "position": Function(lambda context, *_: float(context.position), (ANY,), optional=1),
    "last": Function(lambda context: float(context.last)),
    "indexed-repeat": Function(_indexed_repeat, (TURNS, NODES, NUMBER)),
    "once": Function(lambda context, value: context.self_value or value, (ANY,), of_self=True),
    # chance
    "random": Function(chance.random, by_chance=True),
    "uuid": Function(chance.identifier, (NUMBER,), optional=1, by_chance=True),
    "randomize": Function(chance.shuffled, (NODES, ANY), optional=1, by_chance=True),
    # dates
    "today": Function(lambda context: context.now.date().isoformat()),
    "now": Function(lambda context: context.now.isoformat(timespec="milliseconds")),
    "date": Function(lambda context, value: dates.date_text(_day(value), context.now.tzinfo), (ANY,)),
    "date-time": Function(lambda context, value: dates.date_time_text(_day(value), context.now.tzinfo), (ANY,)),
    "format-date": Function(_format_date, (ANY, TEXT)),
    "format-date-time": Function(_format_date, (ANY, TEXT)),
    "decimal-date-time": Function(_decimal_date_time, (ANY,)),
    "decimal-time": Function(_decimal_time, (ANY,)),
    # places
    "area": Function(_on_earth(geography.area), (ANY,)),
    "distance": Function(_on_earth(geography.distance), (ANY,), more=(ANY,)),
}

ELSEWHERE = frozenset({"instance", "pulldata", "search"})
"""Functions of ODK that read a file beside the form."""
