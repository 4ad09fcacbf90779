"""Random XLSForm workbooks: every type, three languages, conditions on earlier answers, cascades, groups, limits."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

Row = dict[str, str]
Sheets = dict[str, list[tuple[str, ...]]]

LANGUAGES = ("Persian (fa)", "English (en)", "Arabic (ar)")
_WORDS = {
    "Persian (fa)": "نظر شما دربارهٔ برق و گاز صنایع کوچک در این استان چیست",
    "English (en)": "what do you think of power and gas for small industries here",
    "Arabic (ar)": "ما رأيكم في الكهرباء والغاز للصناعات الصغيرة في هذه المحافظة",
}
_LISTS = {"yes_no": 2, "scale": 5, "long": 9, "many": 40}
_AREAS, _TOWNS = 4, 5


@dataclass
class Draft:
    chance: random.Random
    rows: list[Row] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)  # name, kind of what may be referred to

    def words(self, start: str, most: int = 12) -> Row:
        """A label in each language, of as many words as chance has it."""
        count = self.chance.randint(2, most)
        return {
            f"label::{language}": " ".join([start, *self.chance.choices(words.split(), k=count)])
            for language, words in _WORDS.items()
        }

    def condition(self) -> str:
        """Something that an earlier answer may or may not be."""
        name, kind = self.chance.choice(self.asked)
        rules = {
            "number": [f"${{{name}}} > 20", f"not(${{{name}}} <= 50)", f"${{{name}}} mod 2 = 0", f"${{{name}}} != ''"],
            "choice": [f"${{{name}}} = 'c1'", f"selected(${{{name}}}, 'c2')", f"not(selected(${{{name}}}, 'c1'))"],
            "several": [f"selected(${{{name}}}, 'c1')", f"count-selected(${{{name}}}) >= 2"],
            "text": [f"string-length(${{{name}}}) > 3", f"${{{name}}} != ''"],
            "date": [f"${{{name}}} > today()", f"${{{name}}} <= '2026-11-23'"],
        }
        return self.chance.choice(rules[kind])

    def relevant(self) -> Row:
        if not self.asked or self.chance.random() < 0.6:
            return {}
        joined = self.chance.choice([" and ", " or "]).join(self.condition() for _ in range(self.chance.randint(1, 2)))
        return {"relevant": joined}


def _integer(draft: Draft) -> tuple[Row, str]:
    limits = ["", ". >= 0 and . <= 100", ". < 60", "${NAME} > 5", "regex(., '^[0-9]{1,3}$')", ". mod 5 = 0"]
    return {"type": "integer", "constraint": draft.chance.choice(limits)}, "number"


def _decimal(draft: Draft) -> tuple[Row, str]:
    return {"type": "decimal", "constraint": draft.chance.choice(["", ". > 0.25 and . < 80.5"])}, "number"


def _range(draft: Draft) -> tuple[Row, str]:
    parameters = draft.chance.choice(["start=1 end=5 step=1", "start=0 end=100 step=10", "start=0 end=1 step=0.25"])
    return {"type": "range", "parameters": parameters}, "number"


def _text(draft: Draft) -> tuple[Row, str]:
    limits = [
        "",
        "string-length(.) <= 60",
        "regex(., '09[0-9]{9}')",
        "contains(., '@')",
        "regex(., '[A-Z]{2}-[0-9]{4}')",
    ]
    return {"type": "text", "constraint": draft.chance.choice(limits)}, "text"


def _date(draft: Draft) -> tuple[Row, str]:
    limits = ["", ". <= today()", ". > date('2020-01-01')"]
    return {"type": "date", "constraint": draft.chance.choice(limits)}, "date"


def _select(draft: Draft) -> tuple[Row, str]:
    other = draft.chance.choice(["", "", " or_other"])
    chosen = draft.chance.choice([*_LISTS])
    extra = draft.chance.choice([{}, {"parameters": "randomize=true"}, {"appearance": "likert"}])
    return {"type": f"select_one {chosen}{other}", **extra}, "choice"


def _several(draft: Draft) -> tuple[Row, str]:
    chosen = draft.chance.choice(["scale", "long", "many"])
    limits: list[Row] = [
        {},
        {"parameters": "min=1 max=3"},
        {"constraint": "count-selected(.) <= 2"},
        {"constraint": "not(selected(., 'c1') and count-selected(.) > 1)"},
        {"parameters": "randomize=true seed=7"},
    ]
    return {"type": f"select_multiple {chosen}", **draft.chance.choice(limits)}, "several"


def _rank(draft: Draft) -> tuple[Row, str]:
    return {"type": "rank scale", "parameters": draft.chance.choice(["", "max=3", "min=1 max=2"])}, "several"


def _plain(kind: str) -> Callable[[Draft], tuple[Row, str]]:
    return lambda draft: ({"type": kind}, "")


_KINDS: Mapping[Callable[[Draft], tuple[Row, str]], int] = {
    _integer: 4,
    _decimal: 2,
    _range: 2,
    _text: 3,
    _date: 2,
    _select: 6,
    _several: 4,
    _rank: 2,
    **{_plain(kind): 1 for kind in ("time", "acknowledge", "geopoint", "image", "audio", "video", "file", "note")},
}


def random_form(seed: int, questions: int) -> Sheets:
    draft = Draft(random.Random(seed))  # noqa: S311 - so that it can be repeated
    group_ends = 0
    for number in range(questions):
        if number == group_ends and number:
            draft.rows.append({"type": "end_group"})
        if number >= group_ends and draft.chance.random() < 0.2:
            draft.rows.append(
                {"type": "begin_group", "name": f"g{number}", **draft.words("بخش", 4), **draft.relevant()}
            )
            group_ends = number + draft.chance.randint(1, 6)
        elif number == group_ends:
            group_ends = 0 if not number else group_ends
        _add(draft, number)
    if group_ends >= questions:
        draft.rows.append({"type": "end_group"})
    return {"survey": _table(draft.rows), "choices": _table(list(_choices(draft))), "settings": _SETTINGS}


_SETTINGS: list[tuple[str, ...]] = [("form_title", "default_language"), ("راه‌پیمایی", "Persian (fa)")]


def _add(draft: Draft, number: int) -> None:
    """A question, now and then two that belong together, or something that is calculated."""
    if draft.chance.random() < 0.08:
        area, town = f"area{number}", f"town{number}"
        relevant = draft.relevant()
        draft.rows.append(
            {"type": "select_one areas", "name": area, **draft.words("استان"), "required": "yes", **relevant}
        )
        draft.rows.append(
            {
                "type": "select_one towns",
                "name": town,
                **draft.words("شهر"),
                "choice_filter": f"area = ${{{area}}}",
                **relevant,
            }
        )
        draft.asked.append((area, "choice"))
        return
    if draft.asked and draft.chance.random() < 0.08:
        told = draft.condition()
        draft.rows.append({"type": "calculate", "name": f"sum{number}", "calculation": f"if({told}, 30, 70)"})
        draft.asked.append((f"sum{number}", "number"))
    made, kind = draft.chance.choices([*_KINDS], [*_KINDS.values()])[0](draft)
    name = f"q{number}"
    start = f"{number}. «${{{draft.asked[-1][0]}}}»" if draft.asked and draft.chance.random() < 0.1 else f"{number}."
    row = {"name": name, **draft.words(start), **draft.relevant(), **made}
    row["constraint"] = row.get("constraint", "").replace("NAME", name)
    if draft.chance.random() < 0.5 and made["type"] != "note":
        row["required"] = "yes"
    draft.rows.append(row)
    if kind:
        draft.asked.append((name, kind))


def _choices(draft: Draft) -> Iterator[Row]:
    for name, count in _LISTS.items():
        for number in range(1, count + 1):
            yield {"list_name": name, "name": f"c{number}", **draft.words(f"گزینهٔ {number}", 3 if count > 9 else 8)}
    for area in range(1, _AREAS + 1):
        yield {"list_name": "areas", "name": f"c{area}", **draft.words(f"استان {area}", 2)}
        for town in range(1, _TOWNS + 1):
            yield {
                "list_name": "towns",
                "name": f"t{area}{town}",
                **draft.words(f"شهر {area} {town}", 2),
                "area": f"c{area}",
            }


def _table(rows: list[Row]) -> list[tuple[str, ...]]:
    headers = list(dict.fromkeys(header for row in rows for header in row))
    return [tuple(headers), *(tuple(row.get(header, "") for header in headers) for row in rows)]
